//! A writer that waits for non-blocking output.

use std::io::{self, ErrorKind, Write};
use std::thread;
use std::time::Duration;

/// The time between two attempts to write to a full output.
const PAUSE: Duration = Duration::from_millis(2);

/// Retries writes that would block. Another process that shares stdout may have made it non-blocking.
#[derive(Debug)]
pub struct Blocking<W>(pub W);

impl<W: Write> Write for Blocking<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        retry(|| self.0.write(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        retry(|| self.0.flush())
    }
}

fn retry<T>(mut attempt: impl FnMut() -> io::Result<T>) -> io::Result<T> {
    loop {
        match attempt() {
            Err(error) if error.kind() == ErrorKind::WouldBlock => thread::sleep(PAUSE),
            result => return result,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Takes three bytes, then is full once.
    #[derive(Default)]
    struct Stutter {
        taken: Vec<u8>,
        is_full: bool,
    }

    impl Write for Stutter {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.is_full = !self.is_full;
            if self.is_full {
                return Err(ErrorKind::WouldBlock.into());
            }
            let count = bytes.len().min(3);
            self.taken.extend(&bytes[..count]);
            Ok(count)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn everything_arrives_in_order() {
        let mut out = Blocking(Stutter::default());
        out.write_all(b"one line and another").expect("it waits");
        assert_eq!(out.0.taken, b"one line and another");
    }
}
