//! Job control: stopping by Ctrl-Z, and whose the terminal is afterwards.

#[cfg(unix)]
pub(super) use unix::{has_shell, in_foreground, keys_are_ours, may_write, stop};

#[cfg(not(unix))]
pub(super) use elsewhere::{has_shell, in_foreground, keys_are_ours, may_write, stop};

#[cfg(unix)]
mod unix {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::thread;
    use std::time::Duration;

    use rustix::process::{Signal, getpgrp, getsid, kill_current_process_group};
    use rustix::stdio::{stdin, stdout};
    use rustix::termios::{LocalModes, tcgetattr, tcgetpgrp};
    use signal_hook::consts::SIGCONT;
    use signal_hook::{flag, low_level};

    /// Whether the terminal is ours: after `bg` it is the shell's. Without job control it always is.
    pub fn in_foreground() -> bool {
        tcgetpgrp(stdin()).map_or(true, |group| group == getpgrp())
    }

    /// Whether writing from the background does not stop the process.
    pub fn may_write() -> bool {
        tcgetattr(stdout()).is_ok_and(|modes| !modes.local_modes.contains(LocalModes::TOSTOP))
    }

    /// Whether the terminal is still in raw mode; a shell that had it in between has ended that.
    pub fn keys_are_ours() -> bool {
        tcgetattr(stdin()).is_ok_and(|modes| !modes.local_modes.contains(LocalModes::ICANON))
    }

    /// Whether there is a shell that continues what has stopped: it leads the session, and is a job of its own. A terminal
    /// that was opened for this program alone has none.
    pub fn has_shell() -> bool {
        getsid(None).is_ok_and(|session| session != getpgrp())
    }

    /// Stops the whole job and returns when it is continued. The whole job, as the terminal itself would: a
    /// shell does not get its prompt back as long as `cargo run` or `time` before this process still run.
    pub fn stop() {
        let continued = Arc::new(AtomicBool::new(false));
        let registered = flag::register(SIGCONT, Arc::clone(&continued));
        let _ = kill_current_process_group(Signal::STOP);
        // The signal may reach another thread first, and until it has stopped this one too, nothing may be
        // drawn. It never comes in a container whose first process is this one, hence the bound.
        for _ in 0..50 {
            if continued.load(Ordering::Acquire) {
                break;
            }
            thread::sleep(Duration::from_millis(1));
        }
        if let Ok(id) = registered {
            low_level::unregister(id);
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

    /// There is no stopping here.
    pub fn stop() {}
}
