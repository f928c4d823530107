//! Output that may lose its reader.

use std::io::{ErrorKind, Write};

use crate::error::Error;

/// Writes whole lines at once; false when nobody reads them any more.
pub fn put(out: &mut dyn Write, text: &str) -> Result<bool, Error> {
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(fault) if fault.kind() == ErrorKind::BrokenPipe => Ok(false),
        Err(fault) => Err(Error::Output(fault)),
        Ok(()) => Ok(true),
    }
}
