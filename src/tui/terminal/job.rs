//! Job control: stopping the process, and whether it is in the foreground.

#[cfg(unix)]
pub(super) use unix::{ask_to_stop, follow_orders, has_shell, in_foreground, keys_are_ours, may_write, stop};

#[cfg(not(unix))]
pub(super) use elsewhere::{has_shell, in_foreground, keys_are_ours, may_write, stop};

#[cfg(unix)]
mod unix {
    use std::io;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::sync::{Arc, LazyLock};
    use std::thread;
    use std::time::Duration;

    use rustix::process::{Signal, getpgrp, getsid, kill_current_process_group};
    use rustix::stdio::{stdin, stdout};
    use rustix::termios::{LocalModes, tcgetattr, tcgetpgrp};
    use signal_hook::consts::{SIGCONT, SIGTSTP};
    use signal_hook::flag;

    /// The last of the orders to stop and to continue. Their handlers keep the order in which they arrive, which the thread
    /// that receives signals does not know: a stop that was called off meanwhile must not be carried out, because nobody
    /// would continue the process.
    static ORDER: LazyLock<Arc<AtomicUsize>> = LazyLock::new(Arc::default);
    const STOP: usize = 1;
    const CONTINUE: usize = 2;

    /// Notes the orders to stop and to continue from now on.
    pub fn follow_orders() -> io::Result<()> {
        flag::register_usize(SIGTSTP, Arc::clone(&ORDER), STOP)?;
        flag::register_usize(SIGCONT, Arc::clone(&ORDER), CONTINUE)?;
        Ok(())
    }

    /// Orders to stop, as SIGTSTP does.
    pub fn ask_to_stop() {
        ORDER.store(STOP, Ordering::Release);
    }

    fn is_continued() -> bool {
        ORDER.load(Ordering::Acquire) == CONTINUE
    }

    /// Whether the process is in the foreground of its terminal. True without job control.
    pub fn in_foreground() -> bool {
        tcgetpgrp(stdin()).map_or(true, |group| group == getpgrp())
    }

    /// Whether the process may write from the background without being stopped (`TOSTOP` is off).
    pub fn may_write() -> bool {
        tcgetattr(stdout()).is_ok_and(|modes| !modes.local_modes.contains(LocalModes::TOSTOP))
    }

    /// Whether the terminal is still in raw mode. A shell that had it in between turns raw mode off.
    pub fn keys_are_ours() -> bool {
        tcgetattr(stdin()).is_ok_and(|modes| !modes.local_modes.contains(LocalModes::ICANON))
    }

    /// Whether a shell can continue the process after a stop: another process group leads the session. In a terminal that
    /// was opened for this program alone there is none.
    pub fn has_shell() -> bool {
        getsid(None).is_ok_and(|session| session != getpgrp())
    }

    /// Stops the process group and returns when it is continued. Does nothing if that has been ordered already.
    ///
    /// The whole group has to stop, as with Ctrl-Z in cooked mode: the shell shows no prompt while a parent such as
    /// `cargo run` or `time` still runs.
    pub fn stop() {
        if is_continued() {
            return;
        }
        let _ = kill_current_process_group(Signal::STOP);
        // The signal may stop another thread first, and this one must not draw until it is stopped too. The wait is
        // bounded because the first process of a container is never stopped.
        for _ in 0..50 {
            if is_continued() {
                break;
            }
            thread::sleep(Duration::from_millis(1));
        }
    }
}

#[cfg(not(unix))]
mod elsewhere {
    pub fn in_foreground() -> bool {
        true
    }

    pub fn may_write() -> bool {
        true
    }

    pub fn keys_are_ours() -> bool {
        true
    }

    pub fn has_shell() -> bool {
        false
    }

    /// Does nothing: there is no job control.
    pub fn stop() {}
}
