//! Writes to the standard output.

use std::io::Write;

use crate::error::Error;

/// Writes a text at once.
///
/// # Errors
/// When it cannot be written.
pub fn print(out: &mut dyn Write, text: &str) -> Result<(), Error> {
    out.write_all(text.as_bytes()).and_then(|()| out.flush()).map_err(Error::Output)
}
