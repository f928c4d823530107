//! The folder in which runs are kept by themselves.

use std::cmp::Reverse;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::read::is_run_file;

/// The most runs in the folder.
const MOST_RUNS: usize = 10;
/// The most bytes in the folder.
const MOST_BYTES: u64 = 256 << 20;
/// The folder of the XDG base directory specification for what should survive, but is no document.
pub fn folder() -> Option<PathBuf> {
    let variable = |name| env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let state = variable("XDG_STATE_HOME").filter(|path| path.is_absolute());
    let state = state.or_else(|| variable("LOCALAPPDATA"));
    Some(state.or_else(|| Some(variable("HOME")?.join(".local/state")))?.join("overfit"))
}

/// A run in the folder.
pub struct Kept {
    /// Its path.
    pub path: PathBuf,
    /// When it was written last.
    pub changed: SystemTime,
    bytes: u64,
}

/// The runs in the folder, newest first. Those without an evaluation do not count.
pub fn kept(folder: &Path) -> Vec<Kept> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let run = |entry: fs::DirEntry| {
        let path = entry.path();
        let file = entry.metadata().ok().filter(fs::Metadata::is_file)?;
        let is_run = is_run_file(&path) && file.len() > 0;
        is_run.then_some(Kept { changed: file.modified().ok()?, bytes: file.len(), path })
    };
    let mut runs: Vec<Kept> = entries.filter_map(run).collect();
    runs.sort_by_key(|run| Reverse(run.changed));
    runs
}

/// Deletes the oldest runs, so that one more has room.
pub fn prune(folder: &Path) {
    let mut bytes = 0;
    for (n, run) in kept(folder).iter().enumerate() {
        bytes += run.bytes;
        if n + 1 >= MOST_RUNS || bytes > MOST_BYTES {
            let _ = fs::remove_file(&run.path); // another session may have done so
        }
    }
}
