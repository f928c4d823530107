//! What can be read only once: standard input, and pipes as `<(command)` makes them.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{self, IsTerminal, Read};
use std::path::Path;

use super::progress::ProgressCallback;
use super::read_error::{ReadError, STANDARD_INPUT};
use crate::error::Error;

/// The most bytes that are read from a pipe, because they are held in memory: MNIST as a table takes 110 million.
const MAX_BYTES: usize = 128 << 20;

/// Whether a path stands for data that only the shell which started the program can give it again.
pub fn is_anonymous(path: &Path) -> bool {
    let folders = ["/dev/fd", "/proc"];
    path == Path::new(STANDARD_INPUT)
        || path == Path::new("/dev/stdin")
        || folders.iter().any(|folder| path.starts_with(folder))
}

/// Reads standard input (`-`) or a pipe to its end; `None` if the path is that of a file or a folder, or of nothing.
///
/// `on_progress` stops the reading when it returns false.
///
/// # Errors
/// When it is a terminal or a disk, or holds too much.
pub fn read(path: &Path, on_progress: &mut ProgressCallback) -> Result<Option<Vec<u8>>, Error> {
    let is_standard_input = path.as_os_str() == OsStr::new(STANDARD_INPUT);
    let kind = fs::metadata(path).ok().map(|file| file.file_type());
    if !is_standard_input && kind.is_none_or(|kind| kind.is_file() || kind.is_dir()) {
        return Ok(None);
    }
    let bytes = if is_standard_input {
        to_end(io::stdin().lock(), on_progress)
    } else {
        File::open(path).map_err(ReadError::Io).and_then(|file| to_end(file, on_progress))
    };
    bytes.map(Some).map_err(|error| error.for_file(path))
}

fn to_end(
    mut input: impl Read + IsTerminal,
    on_progress: &mut ProgressCallback,
) -> Result<Vec<u8>, ReadError> {
    if input.is_terminal() {
        return Err("it is the terminal: pipe the data in, as in `overfit train - < FILE`".into());
    }
    let mut bytes = Vec::new();
    while input.by_ref().take(1 << 16).read_to_end(&mut bytes).map_err(ReadError::Io)? > 0 {
        if bytes.len() > MAX_BYTES {
            let problem = format!("it has more than {} MiB: save the data as a file", MAX_BYTES >> 20);
            return Err(problem.into());
        }
        if !on_progress(0.0) {
            return Err("reading was stopped".into());
        }
    }
    Ok(bytes)
}
