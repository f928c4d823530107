//! Where the runs of a session on the screen are kept: in the file of `--save`, or in a folder of the person's state, so that
//! a lost connection loses nothing.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process;
use std::time::{SystemTime, UNIX_EPOCH};

use super::writer::RunWriter;
use crate::error::Error;
use crate::train::{Recorder, Setup};

/// The most runs in the folder.
const MOST_RUNS: usize = 10;
/// The most bytes in the folder.
const MOST_BYTES: u64 = 256 << 20;
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
                drop(RunWriter::create(&path)?); // while there is a terminal to say so
                Ok(Keeping::File { path, runs: 0 })
            }
            None => Ok(folder().map_or(Keeping::Off, Keeping::Folder)),
        }
    }

    /// Who keeps the next run.
    ///
    /// # Errors
    /// When the file of `--save` cannot be written. Without a folder, runs are not kept.
    pub fn recorder(&mut self, setup: &Setup) -> Result<Option<Box<dyn Recorder>>, Error> {
        let writer = match self {
            Keeping::Off => return Ok(None),
            Keeping::File { path, runs } => {
                *runs += 1;
                let path =
                    if *runs == 1 { path.clone() } else { super::writer::beside(path, &format!("-{runs}")) };
                RunWriter::create(&path)?
            }
            Keeping::Folder(folder) => {
                let path = folder.join(name(setup));
                let made = fs::create_dir_all(&*folder).ok().and_then(|()| RunWriter::create(&path).ok());
                let Some(writer) = made else { return Ok(None) };
                writer.pruning(folder)
            }
        };
        Ok(Some(Box::new(writer)))
    }

    /// The newest run in the folder.
    pub fn last_run(&self) -> Option<PathBuf> {
        match self {
            Keeping::Folder(folder) => kept(folder).into_iter().next().map(|run| run.path),
            Keeping::Off | Keeping::File { .. } => {
                folder().and_then(|folder| kept(&folder).into_iter().next()).map(|run| run.path)
            }
        }
    }
}

/// The folder of the XDG base directory specification for what should survive, but is no document.
fn folder() -> Option<PathBuf> {
    let variable = |name| env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let state = variable("XDG_STATE_HOME").filter(|path| path.is_absolute());
    let state = state.or_else(|| variable("LOCALAPPDATA"));
    Some(state.or_else(|| Some(variable("HOME")?.join(".local/state")))?.join("overfit"))
}

/// A name that no other run has: the data set, the second and the process.
fn name(setup: &Setup) -> String {
    let second = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |time| time.as_millis());
    let data = setup.data.short_name();
    let is_plain = |letter: &char| letter.is_ascii_alphanumeric() || "-_".contains(*letter);
    let data: String = data.chars().filter(is_plain).take(32).collect();
    format!("{data}-{second}-{}.overfit", process::id())
}

struct Kept {
    path: PathBuf,
    changed: SystemTime,
    bytes: u64,
}

/// The runs in the folder, newest first. Those without an evaluation do not count.
fn kept(folder: &Path) -> Vec<Kept> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let run = |entry: fs::DirEntry| {
        let path = entry.path();
        let file = entry.metadata().ok().filter(fs::Metadata::is_file)?;
        let is_run = super::read::is_run_file(&path) && file.len() > 0;
        is_run.then_some(Kept { changed: file.modified().ok()?, bytes: file.len(), path })
    };
    let mut runs: Vec<Kept> = entries.filter_map(run).collect();
    runs.sort_by_key(|run| std::cmp::Reverse(run.changed));
    runs
}

/// Deletes the oldest runs, so that one more has room.
pub(super) fn prune(folder: &Path) {
    let mut bytes = 0;
    for (n, run) in kept(folder).iter().enumerate() {
        bytes += run.bytes;
        if n + 1 >= MOST_RUNS || bytes > MOST_BYTES {
            let _ = fs::remove_file(&run.path); // another session may have done so
        }
    }
}
