//! Signals, read by a thread of their own and handed to the loop, with a limit to how long the loop may take.

use crate::error::Error;

/// What a signal asks of the loop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signal {
    /// Leave and end with [`exit_code`] of this number (SIGTERM, SIGINT, SIGHUP).
    End(i32),
    /// Stop, as by Ctrl-Z: [`Terminal::suspend`](super::tty::Terminal::suspend).
    Stop,
    /// The process runs again after a stop: [`Terminal::resume`](super::tty::Terminal::resume).
    Continue,
    /// The terminal has another size. crossterm has an event for it as well, but loses it when a key comes at
    /// the same time.
    Resize,
}

/// The exit code of a process that a signal has ended: 128 + n.
pub fn exit_code(signal: i32) -> u8 {
    u8::try_from(128 + signal).unwrap_or(u8::MAX)
}

/// Ends the process within 200 ms with that exit code and the terminal put right, unless it ends in its own way before:
/// for keys that a loop which hangs does not hear.
pub fn end_soon(code: u8) {
    platform::end_soon(code.into());
}

/// Ends the process at once as SIGHUP would.
pub(super) fn end_as_hung_up() -> ! {
    platform::end(i32::from(exit_code(HANG_UP)))
}

/// The number of SIGHUP on every system that has it.
pub const HANG_UP: i32 = 1;

/// Starts the thread that waits for signals and hands them to `on_signal`.
///
/// After the first [`Signal::End`] the process ends within 200 ms, with the terminal put right, whether the
/// loop reacts or hangs; at once if a second one comes.
///
/// # Errors
/// [`Error::Thread`] if the system refuses.
pub fn watch(on_signal: impl FnMut(Signal) + Send + 'static) -> Result<(), Error> {
    platform::watch(on_signal).map_err(Error::Thread)
}

#[cfg(unix)]
mod platform {
    use std::io;
    use std::process;
    use std::thread;
    use std::time::Duration;

    use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGTERM, SIGTSTP, SIGWINCH};
    use signal_hook::iterator::Signals;

    use super::{Signal, exit_code};
    use crate::tui::terminal::guard;

    /// How long the loop may take to end the program in its own way.
    const LOOP_PATIENCE: Duration = Duration::from_millis(100);

    /// How long the terminal may take to swallow the end of the screen.
    const TERMINAL_PATIENCE: Duration = Duration::from_millis(80);

    pub fn watch(on_signal: impl FnMut(Signal) + Send + 'static) -> io::Result<()> {
        let signals = Signals::new([SIGTERM, SIGINT, SIGHUP, SIGTSTP, SIGCONT, SIGWINCH])?;
        thread::Builder::new().name("signals".into()).spawn(move || listen(signals, on_signal))?;
        Ok(())
    }

    fn listen(mut signals: Signals, mut on_signal: impl FnMut(Signal)) {
        let mut ending = None;
        for signal in signals.forever() {
            match (signal, ending) {
                (SIGTSTP, _) => on_signal(Signal::Stop),
                (SIGCONT, _) => on_signal(Signal::Continue),
                (SIGWINCH, _) => on_signal(Signal::Resize),
                (_, Some(code)) => end(code),
                (first, None) => {
                    let code = i32::from(exit_code(first));
                    ending = Some(code);
                    // Before the loop is told: telling it may take for ever, too.
                    end_soon(code);
                    on_signal(Signal::End(first));
                }
            }
        }
    }

    pub fn end_soon(code: i32) {
        after(LOOP_PATIENCE, move || end(code));
    }

    /// Ends the process without the loop.
    pub fn end(code: i32) -> ! {
        // On a stalled connection the terminal takes no more output, and leaving never ends.
        after(TERMINAL_PATIENCE, move || {
            guard::cook();
            process::exit(code)
        });
        guard::leave_for_good();
        process::exit(code)
    }

    /// A process that cannot start another thread has to do without the limit.
    fn after(time: Duration, end: impl FnOnce() + Send + 'static) {
        let _ = thread::Builder::new().spawn(move || {
            thread::sleep(time);
            end();
        });
    }
}

#[cfg(not(unix))]
mod platform {
    use super::Signal;
    use std::io;

    /// Ctrl-C arrives as a key, and there are no other signals here.
    pub fn watch(_: impl FnMut(Signal) + Send + 'static) -> io::Result<()> {
        Ok(())
    }

    pub fn end_soon(_: i32) {}

    pub fn end(code: i32) -> ! {
        std::process::exit(code)
    }
}
