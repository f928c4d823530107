//! Follows standard input, which can be read only once.

use std::io::{self, ErrorKind, Read};
use std::time::Duration;

use crate::data;

/// Bytes read at once.
const CHUNK: usize = 1 << 16;
/// The most bytes kept for reading them again when another column is chosen.
const KEPT: usize = 32 << 20;

/// Standard input.
pub struct Pipe {
    input: Box<dyn Input>,
    /// What has been read, as long as it is not too much.
    kept: Option<Vec<u8>>,
    /// Whether all of it has been read.
    pub has_ended: bool,
}

/// Something to read that may have nothing to read yet.
trait Input: Read + Send {
    /// Whether there is something to read, or the end, within this time.
    fn is_ready(&self, wait: Duration) -> io::Result<bool>;
}

impl Pipe {
    /// What was on standard input before keys took its place, or standard input.
    pub fn standard_input() -> Pipe {
        let input: Box<dyn Input> = match data::put_aside() {
            Some(file) => Box::new(file),
            None => Box::new(io::stdin()),
        };
        Pipe { input, kept: Some(Vec::new()), has_ended: false }
    }

    /// Puts what there is to read into `bytes`, and waits at most so long for it.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn look(&mut self, bytes: &mut Vec<u8>, wait: Duration) -> io::Result<()> {
        bytes.clear();
        if self.has_ended || !self.input.is_ready(wait)? {
            return Ok(());
        }
        bytes.resize(CHUNK, 0);
        let read = match self.input.read(bytes) {
            Err(error) if [ErrorKind::WouldBlock, ErrorKind::Interrupted].contains(&error.kind()) => {
                bytes.clear();
                return Ok(());
            }
            other => other?,
        };
        bytes.truncate(read);
        self.has_ended = read == 0;
        if let Some(kept) = &mut self.kept {
            kept.extend_from_slice(bytes);
            if kept.len() > KEPT {
                self.kept = None;
            }
        }
        Ok(())
    }

    /// All that has been read; `None` if it was too much to keep.
    pub fn again(&self) -> Option<&[u8]> {
        self.kept.as_deref()
    }
}

impl std::fmt::Debug for Pipe {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Pipe").field("has_ended", &self.has_ended).finish_non_exhaustive()
    }
}

#[cfg(unix)]
impl<T: Read + Send + std::os::fd::AsFd> Input for T {
    fn is_ready(&self, wait: Duration) -> io::Result<bool> {
        use rustix::event::{PollFd, PollFlags, Timespec, poll};
        let time = Timespec { tv_sec: wait.as_secs().cast_signed(), tv_nsec: i64::from(wait.subsec_nanos()) };
        let mut inputs = [PollFd::new(self, PollFlags::IN)];
        match poll(&mut inputs, Some(&time)) {
            Err(rustix::io::Errno::INTR) => Ok(false),
            other => Ok(other? > 0),
        }
    }
}

/// Elsewhere reading waits.
#[cfg(not(unix))]
impl<T: Read + Send> Input for T {
    fn is_ready(&self, _: Duration) -> io::Result<bool> {
        Ok(true)
    }
}
