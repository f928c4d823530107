//! Ends the process when its terminal is gone, as after a closed window or a dropped connection.
//!
//! SIGHUP does so in most cases, but does not reach a process whose shell ignores the signal, or whose output goes to
//! another terminal than the one its keys come from. crossterm does not notice a hang-up (#793 and #1110, open PRs #1067
//! and #1116).

use super::signals;
use crate::error::Error;

/// Starts the thread that waits for the terminal to hang up and then ends the process as SIGHUP would. It reads nothing
/// and uses no CPU time while it waits.
///
/// # Errors
/// [`Error::Thread`] if the thread cannot be started.
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

    /// The time between two checks on systems that cannot wait for a hang-up.
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

        /// Waits until a terminal is gone. Returns false if a signal interrupted the wait.
        pub fn wait() -> bool {
            hung_up(None)
        }

        /// Polls without requesting events, because a hang-up is always reported.
        fn hung_up(timeout: Option<&Timespec>) -> bool {
            let (stdin, stdout) = (stdin(), stdout());
            let mut terminals = [&stdin, &stdout].map(|terminal| PollFd::new(terminal, PollFlags::empty()));
            let gone = PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL;
            poll(&mut terminals, timeout).is_ok()
                && terminals.iter().any(|terminal| terminal.revents().intersects(gone))
        }
    }

    /// `poll` does not work on terminals on macOS, so the terminal modes are queried at intervals.
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
