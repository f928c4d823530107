//! The initial screen, as chosen on the command line.

use std::ffi::OsString;
use std::fmt;

use crate::data::{self, Choice, ReadOptions, STANDARD_INPUT};
use crate::error::Error;
use crate::train::Setup;

/// The initial screen.
#[derive(Debug)]
pub enum InitialScreen {
    /// The picker of data sets.
    Picker,
    /// A run.
    Run(Setup),
    /// A run on a file that has to be read first.
    File(PendingFile),
}

/// A data set that is still to be read.
pub struct PendingFile {
    /// Its name or path, as typed. Paths need not be UTF-8.
    pub name: OsString,
    /// How it is to be read, if it is a table.
    pub options: ReadOptions,
    /// Creates the set-up from the data.
    pub setup: Box<dyn FnOnce(Choice) -> Result<Setup, Error> + Send>,
}

impl PendingFile {
    /// Whether it comes through standard input, where keys would come from.
    pub fn is_on_standard_input(&self) -> bool {
        self.name == STANDARD_INPUT
    }

    /// Reads it and makes the set-up. `progress` is told the share that is read, from 0 to 1.
    ///
    /// # Errors
    /// When the data cannot be used, or the set-up does not fit them.
    pub fn read(self, progress: impl FnMut(f64)) -> Result<Setup, Error> {
        let mut progress = progress;
        let choice = data::resolve_with(&self.name, &self.options, &mut |share| {
            progress(share);
            true
        });
        choice.and_then(self.setup)
    }

    /// A file opened from the picker, with the lecture's set-up for its kind of data.
    pub fn card(path: &str) -> PendingFile {
        PendingFile {
            name: path.into(),
            options: ReadOptions::default(),
            setup: Box::new(|data| Ok(Setup::lecture(data))),
        }
    }
}

impl fmt::Debug for PendingFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PendingFile")
            .field("name", &self.name)
            .field("options", &self.options)
            .finish_non_exhaustive()
    }
}
