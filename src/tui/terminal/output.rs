//! Writing to the terminal without the lock of `std::io::Stdout`, which a stuck or panicking thread may hold while another
//! one restores the terminal.

use std::io;

/// Writes all of `bytes`.
pub fn put_all(mut bytes: &[u8]) -> io::Result<()> {
    while !bytes.is_empty() {
        let written = put(bytes)?;
        bytes = &bytes[written..];
    }
    Ok(())
}

pub use platform::{discard, put};

#[cfg(unix)]
mod platform {
    use std::io;

    use rustix::event::{PollFd, PollFlags, Timespec, poll};
    use rustix::io::Errno;
    use rustix::stdio::stdout;
    use rustix::termios::{Action, QueueSelector, tcflow, tcflush};

    use crate::tui::terminal::{ending, job};

    /// Bytes of one write. Between two writes another thread can restore the terminal.
    const PIECE: usize = 2_048;
    /// How long to wait for a terminal that accepts no output before checking whether the process ends.
    const PATIENCE: Timespec = Timespec { tv_sec: 0, tv_nsec: 20_000_000 };

    /// Writes some of `bytes` and returns how many.
    pub fn put(bytes: &[u8]) -> io::Result<usize> {
        let piece = &bytes[..bytes.len().min(PIECE)];
        loop {
            match rustix::io::write(stdout(), piece) {
                Err(Errno::INTR) => {}
                // Another process has made the terminal non-blocking.
                Err(Errno::AGAIN) => {
                    let stdout = stdout();
                    let _ = poll(&mut [PollFd::new(&stdout, PollFlags::OUT)], Some(&PATIENCE));
                    if ending::has_begun() {
                        return Ok(bytes.len());
                    }
                }
                written => return Ok(written?),
            }
        }
    }

    /// Discards output that the terminal has not accepted yet, and wakes the threads that are blocked in a write.
    pub fn discard() {
        if job::in_foreground() {
            let _ = tcflush(stdout(), QueueSelector::OFlush);
            // Flushing does not wake blocked writers; restarting the output does.
            let _ = tcflow(stdout(), Action::OOff);
            let _ = tcflow(stdout(), Action::OOn);
        }
    }
}

#[cfg(not(unix))]
mod platform {
    use std::io::{self, Write};

    pub fn put(bytes: &[u8]) -> io::Result<usize> {
        let mut stdout = io::stdout();
        stdout.write_all(bytes)?;
        stdout.flush()?;
        Ok(bytes.len())
    }

    pub fn discard() {}
}
