//! What the screen begins with.

use std::fmt;

use crate::data::Choice;
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

/// What to do with a file as soon as it is read.
pub struct PendingFile {
    /// The path as the person typed it.
    pub name: String,
    /// Makes a set-up of what was in it.
    pub setup: Box<dyn FnOnce(Choice) -> Result<Setup, Error> + Send>,
}

impl PendingFile {
    /// A file to choose: the lecture's set-up for data of its kind.
    pub fn card(path: &str) -> PendingFile {
        PendingFile { name: path.to_owned(), setup: Box::new(|data| Ok(Setup::lecture(data))) }
    }
}

impl fmt::Debug for PendingFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Opening").field("name", &self.name).finish_non_exhaustive()
    }
}
