//! Writing to the terminal past `std::io::Stdout`, whose lock may be held, in the moment of leaving, by a thread that is
//! stuck or panics.

use std::io;

/// Writes all of it.
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

    /// No more at a time: the screen may have to go down in between.
    const PIECE: usize = 2_048;
    /// Between two looks whether it has to, while the terminal takes nothing.
    const PATIENCE: Timespec = Timespec { tv_sec: 0, tv_nsec: 20_000_000 };

    /// Writes some of it, and says how much.
    pub fn put(bytes: &[u8]) -> io::Result<usize> {
        let piece = &bytes[..bytes.len().min(PIECE)];
        loop {
            match rustix::io::write(stdout(), piece) {
                Err(Errno::INTR) => {}
                // Somebody else has made the terminal one that does not wait.
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

    /// Throws away what the terminal has not taken yet, and has those go on who wait for it to be taken.
    pub fn discard() {
        if job::in_foreground() {
            let _ = tcflush(stdout(), QueueSelector::OFlush);
            // Flushing alone wakes nobody; that output may go on again does.
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
