//! Where the runs of a session on the screen are kept: in the file of `--save`, or in a folder of the person's state, so that
//! a lost connection loses nothing.

use std::fs;
use std::path::{Path, PathBuf};
use std::process;
use std::time::{SystemTime, UNIX_EPOCH};

use super::folder::{folder, kept};
use super::read::RunFile;
use super::writer::{RunWriter, numbered};
use crate::error::Error;
use crate::train::{Recorder, Setup};

/// The value of `--save` that keeps nothing.
const OFF: &str = "off";

/// The files of a session on the screen.
#[derive(Debug)]
pub struct SessionFiles {
    /// Where its runs are kept.
    pub keeping: Keeping,
    /// The file that records the screen.
    pub recording: Option<PathBuf>,
}

impl SessionFiles {
    /// No files.
    pub const NONE: SessionFiles = SessionFiles { keeping: Keeping::Off, recording: None };
}

/// Where runs are kept.
#[derive(Debug)]
pub enum Keeping {
    /// Nowhere.
    Off,
    /// In the folder of the person's state.
    Folder(PathBuf),
    /// In this file, and those with a number beside it.
    File {
        /// The file of the first run.
        path: PathBuf,
        /// Runs so far.
        runs: usize,
    },
}

impl Keeping {
    /// Keeps runs in the file of `--save`, or else in the folder.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn new(save: Option<PathBuf>) -> Result<Keeping, Error> {
        match save {
            Some(path) if path == Path::new(OFF) => Ok(Keeping::Off),
            Some(path) => {
                RunWriter::check(&path)?; // while there is a terminal to say so
                Ok(Keeping::File { path, runs: 0 })
            }
            None => Ok(folder().map_or(Keeping::Off, Keeping::Folder)),
        }
    }

    /// Who keeps the next run; if it goes on with that of a file, after a copy of its lines.
    ///
    /// # Errors
    /// When the file of `--save` cannot be written. Without a folder, runs are not kept.
    pub fn recorder(
        &mut self,
        setup: &Setup,
        goes_on: Option<&RunFile>,
    ) -> Result<Option<Box<dyn Recorder>>, Error> {
        let writer = |path: &Path| match goes_on {
            Some(file) => RunWriter::continuing(file, path),
            None => RunWriter::create(path),
        };
        let writer = match self {
            Keeping::Off => return Ok(None),
            Keeping::File { path, runs } => {
                *runs += 1;
                writer(&numbered(path, *runs))?
            }
            Keeping::Folder(folder) => {
                let path = folder.join(name(setup));
                let made = fs::create_dir_all(&*folder).ok().and_then(|()| writer(&path).ok());
                let Some(writer) = made else { return Ok(None) };
                writer.pruning(folder)
            }
        };
        Ok(Some(Box::new(writer)))
    }

    /// The folder with the runs that are kept by themselves, whether or not this session adds any.
    pub fn folder(&self) -> Option<PathBuf> {
        match self {
            Keeping::Folder(folder) => Some(folder.clone()),
            Keeping::Off | Keeping::File { .. } => folder(),
        }
    }

    /// The newest run in the folder.
    pub fn last_run(&self) -> Option<PathBuf> {
        kept(&self.folder()?).into_iter().next().map(|run| run.path)
    }
}

/// A name that no other run has: the data set, the second and the process.
fn name(setup: &Setup) -> String {
    let second = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |time| time.as_millis());
    let data = setup.data.plain_name();
    format!("{data}-{second}-{}.overfit", process::id())
}
