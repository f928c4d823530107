//! Output whose reader may go away.

use std::io::{ErrorKind, Write};

use crate::error::Error;

/// Writes and flushes whole lines; returns `false` if the reader has gone away.
pub fn put(out: &mut dyn Write, text: &str) -> Result<bool, Error> {
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(false),
        Err(error) => Err(Error::Output(error)),
        Ok(()) => Ok(true),
    }
}
