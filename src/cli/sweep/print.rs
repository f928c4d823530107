//! Writes to the standard output.

use std::io::{ErrorKind, Write};

use crate::error::Error;

/// Writes a text at once.
///
/// # Errors
/// When it cannot be written.
pub fn print(out: &mut dyn Write, text: &str) -> Result<(), Error> {
    out.write_all(text.as_bytes()).and_then(|()| out.flush()).map_err(Error::Output)
}

/// Prints the lines of a sweep, or none.
pub struct Printer<'a> {
    out: Option<&'a mut (dyn Write + Send)>,
    /// Whether the lines are kept elsewhere, so that nobody has to read these.
    are_kept: bool,
}

impl<'a> Printer<'a> {
    /// Prints to `out`, if it is there. If the lines `are_kept`, it may be closed.
    pub fn new(out: Option<&'a mut (dyn Write + Send)>, are_kept: bool) -> Printer<'a> {
        Printer { out, are_kept }
    }

    /// Prints a line.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn print(&mut self, line: &str) -> Result<(), Error> {
        let Some(out) = &mut self.out else { return Ok(()) };
        match print(*out, line) {
            Err(Error::Output(error)) if self.are_kept && error.kind() == ErrorKind::BrokenPipe => {
                self.out = None;
                Ok(())
            }
            printed => printed,
        }
    }
}
