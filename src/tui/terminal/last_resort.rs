//! Restoring the terminal when the process cannot go on: an allocation has failed, or it aborts itself.
//!
//! Nothing here takes a lock or allocates, because the thread may hold any lock, and there may be no memory.

#[cfg(unix)]
pub use unix::{has_restored, stand_by, stand_down};

#[cfg(not(unix))]
pub use elsewhere::{has_restored, stand_by, stand_down};

#[cfg(unix)]
mod unix {
    use std::sync::OnceLock;
    use std::sync::atomic::{AtomicBool, Ordering};

    use rustix::stdio::{stdin, stdout};
    use rustix::termios::{OptionalActions, Termios, tcgetattr, tcsetattr};
    use signal_hook::consts::SIGABRT;

    use crate::memory;
    use crate::tui::terminal::{ending, job, output};

    /// The modes of the terminal before the screen was entered, and the sequences that leave it.
    struct Before {
        modes: Termios,
        leaving: Vec<u8>,
    }

    static BEFORE: OnceLock<Before> = OnceLock::new();
    static IS_UP: AtomicBool = AtomicBool::new(false);
    static HAS_RESTORED: AtomicBool = AtomicBool::new(false);

    /// Gets ready to restore the terminal, whose modes are now as the shell needs them, by these sequences.
    pub fn stand_by(leaving: Vec<u8>) {
        if BEFORE.get().is_none()
            && let Ok(modes) = tcgetattr(stdin())
        {
            let _ = BEFORE.set(Before { modes, leaving });
            memory::before_failure(restore);
            on_abort();
        }
        IS_UP.store(true, Ordering::Release);
    }

    /// There is nothing to restore any more.
    pub fn stand_down() {
        IS_UP.store(false, Ordering::Release);
    }

    /// Whether the terminal has been restored here: what has been written must neither be discarded nor written again.
    pub fn has_restored() -> bool {
        HAS_RESTORED.load(Ordering::Acquire)
    }

    fn restore() {
        ending::begin(); // the drawing thread writes no more
        let Some(before) = BEFORE.get().filter(|_| IS_UP.swap(false, Ordering::AcqRel)) else { return };
        if !job::in_foreground() {
            return;
        }
        HAS_RESTORED.store(true, Ordering::Release);
        let _ = tcsetattr(stdin(), OptionalActions::Now, &before.modes);
        output::discard(); // on a stalled connection the rest would wait for ever
        let mut rest = before.leaving.as_slice();
        while let Ok(written @ 1..) = rustix::io::write(stdout(), rest) {
            rest = &rest[written..];
        }
    }

    /// Restores the terminal if the process aborts itself, as after a stack overflow or a panic within a panic.
    fn on_abort() {
        // SAFETY: the handler makes system calls and uses atomic variables, but allocates nothing and takes no lock: the
        // `OnceLock` has its value.
        #[expect(unsafe_code, reason = "nothing else runs between the signal and the end of the process")]
        let _ = unsafe { signal_hook::low_level::register(SIGABRT, restore) };
    }
}

#[cfg(not(unix))]
mod elsewhere {
    pub fn stand_by(_: Vec<u8>) {}

    pub fn stand_down() {}

    pub fn has_restored() -> bool {
        false
    }
}
