//! Signals, and the end of the terminal itself.

use std::time::Duration;

/// A signal the loop has to act on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signal {
    /// End with this exit code.
    End(u8),
    /// Go to the background.
    Stop,
    /// The program was stopped and goes on.
    Continue,
}

/// The exit code when the terminal is gone: that of SIGHUP.
pub const HANGUP: u8 = 129;

/// A loop that does not end within this time after it was told to is ended from outside.
const GRACE: Duration = Duration::from_millis(150);

#[cfg(unix)]
pub use unix::{is_in_front, stop, watch};

#[cfg(not(unix))]
pub use other::{is_in_front, stop, watch};

#[cfg(unix)]
mod unix {
    use std::process;
    use std::thread;

    use rustix::event::{PollFd, PollFlags, poll};
    use rustix::process::getpgrp;
    use rustix::stdio::stdin;
    use rustix::termios::tcgetpgrp;
    use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGTERM, SIGTSTP};
    use signal_hook::iterator::Signals;
    use signal_hook::low_level::emulate_default_handler;

    use super::{GRACE, HANGUP, Signal};
    use crate::error::Error;
    use crate::tui::terminal::give_back;

    /// Calls `tell` for each signal, from a thread of its own, and ends the program when the terminal is gone.
    ///
    /// # Errors
    /// When the system gives no thread or no handler.
    pub fn watch(tell: impl Fn(Signal) + Send + 'static) -> Result<(), Error> {
        let mut signals =
            Signals::new([SIGTERM, SIGINT, SIGHUP, SIGTSTP, SIGCONT]).map_err(Error::Terminal)?;
        let body = move || {
            for number in &mut signals {
                match number {
                    SIGTSTP => tell(Signal::Stop),
                    SIGCONT => tell(Signal::Continue),
                    _ => {
                        let code = 128 + number as u8;
                        tell(Signal::End(code));
                        thread::sleep(GRACE);
                        end(code);
                    }
                }
            }
        };
        thread::Builder::new().name("signals".to_owned()).spawn(body).map_err(Error::Terminal)?;
        thread::Builder::new().name("watchdog".to_owned()).spawn(watch_terminal).map_err(Error::Terminal)?;
        Ok(())
    }

    /// Ends the program without waiting for the loop.
    fn end(code: u8) -> ! {
        give_back();
        process::exit(i32::from(code))
    }

    /// Waits, without reading, for the terminal to hang up. SIGHUP may be ignored (`nohup`), and crossterm
    /// spins on a dead terminal.
    fn watch_terminal() {
        let input = stdin();
        loop {
            let mut fds = [PollFd::new(&input, PollFlags::empty())];
            let gone = PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL;
            match poll(&mut fds, None) {
                Ok(_) if fds[0].revents().intersects(gone) => end(HANGUP),
                Ok(_) | Err(rustix::io::Errno::INTR) => {}
                Err(_) => return,
            }
        }
    }

    /// Stops the program as SIGTSTP does by default; returns when it goes on.
    pub fn stop() {
        let _ = emulate_default_handler(SIGTSTP);
    }

    /// Whether the terminal is ours to draw on, as it is not after `bg`.
    pub fn is_in_front() -> bool {
        tcgetpgrp(stdin()).is_ok_and(|group| group == getpgrp())
    }
}

#[cfg(not(unix))]
mod other {
    use super::Signal;
    use crate::error::Error;

    /// There are no such signals here.
    ///
    /// # Errors
    /// Never.
    pub fn watch(_tell: impl Fn(Signal) + Send + 'static) -> Result<(), Error> {
        Ok(())
    }

    /// There is no background here.
    pub fn stop() {}

    /// The terminal is always ours.
    pub fn is_in_front() -> bool {
        true
    }
}
