//! The initial screen, as chosen on the command line.

use std::fmt;

use crate::data::Choice;
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

/// A data file that is still to be read.
pub struct PendingFile {
    /// The path as the person typed it.
    pub name: String,
    /// Creates the set-up from the data of the file.
    pub setup: Box<dyn FnOnce(Choice) -> Result<Setup, Error> + Send>,
}

impl PendingFile {
    /// A file opened from the picker, with the lecture's set-up for its kind of data.
    pub fn card(path: &str) -> PendingFile {
        PendingFile { name: path.to_owned(), setup: Box::new(|data| Ok(Setup::lecture(data))) }
    }
}

impl fmt::Debug for PendingFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PendingFile").field("name", &self.name).finish_non_exhaustive()
    }
}
