//! Ends the process when its terminal is gone: a closed window, a dropped connection.
//!
//! SIGHUP says so in most cases, but not to a process that is not alone on its terminal, whose shell ignores the signal,
//! or whose output goes to another terminal than that its keys come from.

use super::signals;
use crate::error::Error;

/// Starts the thread that waits, without any work and without reading a byte, for the terminal to hang up, and
/// then ends the process as SIGHUP would.
///
/// # Errors
/// [`Error::Thread`] if it cannot be started.
pub fn watch() -> Result<(), Error> {
    platform::watch().map_err(Error::Thread)
}

/// Whether the terminal is gone.
pub fn is_lost() -> bool {
    platform::is_lost()
}

#[cfg(unix)]
mod platform {
    use std::io;
    use std::thread;
    use std::time::Duration;

    /// Between two looks, where the system cannot wait.
    const PAUSE: Duration = Duration::from_millis(250);

    pub use system::is_lost;

    pub fn watch() -> io::Result<()> {
        thread::Builder::new().name("watchdog".into()).spawn(|| {
            while !system::wait() {
                thread::sleep(PAUSE);
            }
            super::signals::end_as_hung_up()
        })?;
        Ok(())
    }

    #[cfg(not(target_os = "macos"))]
    mod system {
        use rustix::event::{PollFd, PollFlags, Timespec, poll};
        use rustix::stdio::{stdin, stdout};

        pub fn is_lost() -> bool {
            hung_up(Some(&Timespec { tv_sec: 0, tv_nsec: 0 }))
        }

        /// Waits until a terminal is gone; false if a signal cut the waiting short.
        pub fn wait() -> bool {
            hung_up(None)
        }

        /// No event is asked for, because a hang-up is always told.
        fn hung_up(timeout: Option<&Timespec>) -> bool {
            let (stdin, stdout) = (stdin(), stdout());
            let mut terminals = [&stdin, &stdout].map(|terminal| PollFd::new(terminal, PollFlags::empty()));
            let gone = PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL;
            poll(&mut terminals, timeout).is_ok()
                && terminals.iter().any(|terminal| terminal.revents().intersects(gone))
        }
    }

    /// `poll` does not work on terminals here, so ask for the modes, again and again.
    #[cfg(target_os = "macos")]
    mod system {
        use rustix::stdio::{stdin, stdout};
        use rustix::termios::tcgetattr;

        pub fn is_lost() -> bool {
            tcgetattr(stdin()).is_err() || tcgetattr(stdout()).is_err()
        }

        pub fn wait() -> bool {
            is_lost()
        }
    }
}

#[cfg(not(unix))]
mod platform {
    use std::io;

    pub fn watch() -> io::Result<()> {
        Ok(())
    }

    pub fn is_lost() -> bool {
        false
    }
}
