//! What the screen begins with.

use std::fmt;

use crate::data::{self, Choice};
use crate::error::Error;
use crate::train::Setup;

/// What is on the screen first.
#[derive(Debug)]
pub enum InitialScreen {
    /// All data sets, to choose from.
    Picker,
    /// A run.
    Run(Setup),
    /// A run on a file that has to be read first.
    File(PendingFile),
}

/// A data set that is not read yet, and what to do with it then.
pub struct PendingFile {
    /// Its name or path, as typed.
    pub name: String,
    /// Makes a set-up for it.
    pub setup: Box<dyn FnOnce(Choice) -> Result<Setup, Error> + Send>,
}

impl PendingFile {
    /// Reads it and makes the set-up. `progress` is told the share that is read, from 0 to 1.
    ///
    /// # Errors
    /// When the data cannot be used, or the set-up does not fit them.
    pub fn read(self, progress: impl FnMut(f64)) -> Result<Setup, Error> {
        let mut progress = progress;
        let choice = data::resolve_with_progress(&self.name, &mut |share| {
            progress(share);
            true
        });
        choice.and_then(self.setup)
    }

    /// A file to choose: the lecture's set-up for data of its kind.
    pub fn card(path: &str) -> PendingFile {
        PendingFile { name: path.to_owned(), setup: Box::new(|data| Ok(Setup::lecture(data))) }
    }
}

impl fmt::Debug for PendingFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PendingFile").field("name", &self.name).finish_non_exhaustive()
    }
}
