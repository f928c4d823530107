//! Signals: a thread receives them, passes them to the event loop, and ends the process if the loop does not.

use crate::error::Error;

/// A signal for the event loop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signal {
    /// End the program with [`exit_code`] of this number (SIGTERM, SIGINT, SIGHUP, and all others that end a process).
    End(i32),
    /// Stop, as by Ctrl-Z: [`Terminal::suspend`](super::tty::Terminal::suspend).
    Stop,
    /// The process runs again after a stop: [`Terminal::resume`](super::tty::Terminal::resume).
    Continue,
    /// The size of the terminal has changed. crossterm has an event for this, but loses it if a key arrives at the same
    /// time.
    Resize,
}

/// The exit code of a process that was ended by signal n: 128 + n.
pub fn exit_code(signal: i32) -> u8 {
    u8::try_from(128 + signal).unwrap_or(u8::MAX)
}

/// Ends the process with `code` within 200 ms and restores the terminal, unless the process ends by itself before. For
/// keys that end the program even if the event loop hangs.
pub fn end_soon(code: u8) {
    platform::end_soon(code.into());
}

/// Ends the process at once with the exit code of SIGHUP.
pub(super) fn end_as_hung_up() -> ! {
    platform::end(i32::from(exit_code(HANG_UP)))
}

/// The number of SIGHUP on every system that has it.
pub const HANG_UP: i32 = 1;

/// Notes that the person wants to stop the program, as SIGTSTP would. A later SIGCONT overrules it.
pub fn ask_to_stop() {
    platform::ask_to_stop();
}

/// Starts the thread that receives signals and passes them to `on_signal`.
///
/// After the first [`Signal::End`] the process ends within 200 ms with the terminal restored, even if the event loop
/// hangs. A second one ends it at once.
///
/// # Errors
/// [`Error::Thread`] if the thread cannot be started.
pub fn watch(on_signal: impl FnMut(Signal) + Send + 'static) -> Result<(), Error> {
    platform::watch(on_signal).map_err(Error::Thread)
}

#[cfg(unix)]
mod platform {
    use std::io;
    use std::process;
    use std::thread;
    use std::time::Duration;

    use signal_hook::consts::{
        SIGBUS, SIGCHLD, SIGCONT, SIGFPE, SIGILL, SIGKILL, SIGPIPE, SIGSEGV, SIGSTOP, SIGTSTP, SIGTTIN,
        SIGTTOU, SIGURG, SIGWINCH,
    };
    use signal_hook::iterator::Signals;

    use super::{Signal, exit_code};
    use crate::tui::terminal::{guard, job};

    /// How long the event loop may take to end the program.
    const LOOP_PATIENCE: Duration = Duration::from_millis(100);

    /// How long the terminal may take to accept the restoring sequences before its modes are restored without them.
    const TERMINAL_PATIENCE: Duration = Duration::from_millis(80);

    /// How much longer before the process ends without them. Generous, because only a terminal that accepts nothing or a
    /// very busy machine takes that long.
    const LAST_PATIENCE: Duration = Duration::from_millis(320);

    /// The largest number of a signal on Linux; others have fewer.
    const LAST_SIGNAL: i32 = 64;

    /// The signals that do not end a process by default, those that cannot be caught, and those after which the code of the
    /// program cannot be trusted to do anything. The standard library ignores SIGPIPE.
    const OTHERS: [i32; 14] = [
        SIGBUS, SIGCHLD, SIGCONT, SIGFPE, SIGILL, SIGKILL, SIGPIPE, SIGSEGV, SIGSTOP, SIGTSTP, SIGTTIN,
        SIGTTOU, SIGURG, SIGINFO,
    ];

    /// Ctrl-T asks for a sign of life with it on macOS and the BSDs.
    const SIGINFO: i32 = if cfg!(target_os = "linux") { 0 } else { 29 };

    pub fn watch(on_signal: impl FnMut(Signal) + Send + 'static) -> io::Result<()> {
        job::follow_orders()?;
        let signals = Signals::new([SIGTSTP, SIGCONT, SIGWINCH])?;
        for signal in (1..=LAST_SIGNAL).filter(|signal| !OTHERS.contains(signal)) {
            let _ = signals.add_signal(signal); // the C library keeps some for itself
        }
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
                    // Set the limit first, because passing the signal on may block.
                    end_soon(code);
                    on_signal(Signal::End(first));
                }
            }
        }
    }

    pub fn end_soon(code: i32) {
        after(LOOP_PATIENCE, move || end(code));
    }

    pub fn ask_to_stop() {
        job::ask_to_stop();
    }

    /// Ends the process without the event loop.
    pub fn end(code: i32) -> ! {
        // On a stalled connection the terminal accepts no output, and leaving the screen would block.
        let is_limited = after(TERMINAL_PATIENCE, move || {
            guard::cook();
            thread::sleep(LAST_PATIENCE);
            process::exit(code)
        });
        if !is_limited {
            guard::cook();
        }
        guard::leave_for_good();
        process::exit(code)
    }

    /// Calls `end` after `time`, and returns whether a thread for that could be started.
    fn after(time: Duration, end: impl FnOnce() + Send + 'static) -> bool {
        let limit = thread::Builder::new().spawn(move || {
            thread::sleep(time);
            end();
        });
        limit.is_ok()
    }
}

#[cfg(not(unix))]
mod platform {
    use std::{io, process};

    use super::Signal;
    use crate::tui::terminal::guard;

    /// Does nothing: Ctrl-C arrives as a key, and there are no other signals.
    pub fn watch(_: impl FnMut(Signal) + Send + 'static) -> io::Result<()> {
        Ok(())
    }

    pub fn end_soon(_: i32) {}

    pub fn ask_to_stop() {}

    pub fn end(code: i32) -> ! {
        guard::leave_for_good();
        process::exit(code)
    }
}
