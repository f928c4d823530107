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
        match put_aside::take() {
            Some(data) => to_end(data, on_progress),
            None => to_end(io::stdin().lock(), on_progress),
        }
    } else {
        File::open(path).map_err(ReadError::Io).and_then(|file| to_end(file, on_progress))
    };
    bytes.map(Some).map_err(|error| error.for_file(path))
}

pub use put_aside::{make_way_for_keys, take as put_aside};

#[cfg(all(unix, not(target_os = "macos")))]
mod put_aside {
    use std::fs::File;
    use std::io::{self, IsTerminal};
    use std::sync::{Mutex, PoisonError};

    use rustix::io::fcntl_dupfd_cloexec;
    use rustix::stdio::{dup2_stdin, stdin};

    /// The data that were on standard input, until they are read.
    static DATA: Mutex<Option<File>> = Mutex::new(None);

    /// Makes the terminal the standard input, so that keys come from there, and puts aside what was there before: the
    /// data. Does nothing if it is the terminal already, or there is none.
    pub fn make_way_for_keys() {
        if !io::stdin().is_terminal() && io::stdout().is_terminal() {
            let _ = swap();
        }
    }

    fn swap() -> io::Result<()> {
        let terminal = File::options().read(true).write(true).open("/dev/tty")?;
        let data = File::from(fcntl_dupfd_cloexec(stdin(), 3)?);
        dup2_stdin(terminal)?;
        *DATA.lock().unwrap_or_else(PoisonError::into_inner) = Some(data);
        Ok(())
    }

    /// What was put aside. There is nothing the second time: a pipe can be read only once.
    pub fn take() -> Option<File> {
        DATA.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

/// There is no waiting for keys from `/dev/tty` on macOS: its `poll` does not know the device.
#[cfg(any(not(unix), target_os = "macos"))]
mod put_aside {
    use std::fs::File;

    pub fn make_way_for_keys() {}

    pub fn take() -> Option<File> {
        None
    }
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
