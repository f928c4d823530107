//! Signals that end a command.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// The number of the signal that asked the program to end, or 0. A second signal ends it at once, and so do five
/// seconds, because the output may block or a step may take long.
#[cfg(unix)]
pub fn watch_signals() -> Arc<AtomicUsize> {
    use std::sync::atomic::AtomicBool;
    use std::time::Duration;
    use std::{process, thread};

    use signal_hook::consts::{SIGINT, SIGTERM};
    use signal_hook::flag;
    use signal_hook::iterator::Signals;

    let number = Arc::new(AtomicUsize::new(0));
    let first = Arc::clone(&number);
    // Without a handler the signal ends the program by default.
    let Ok(mut signals) = Signals::new([SIGINT, SIGTERM]) else { return number };
    let listener = thread::Builder::new().name("signals".to_owned()).spawn(move || {
        for signal in signals.forever() {
            if first.swap(signal as usize, Ordering::Relaxed) != 0 {
                process::exit(128 + signal);
            }
            let _ = thread::Builder::new().spawn(move || {
                thread::sleep(Duration::from_secs(5));
                process::exit(128 + signal);
            });
        }
    });
    if listener.is_err() {
        // Nothing reads the signals, so restore the default.
        for signal in [SIGINT, SIGTERM] {
            let _ = flag::register_conditional_default(signal, Arc::new(AtomicBool::new(true)));
        }
    }
    number
}

#[cfg(not(unix))]
pub fn watch_signals() -> Arc<AtomicUsize> {
    Arc::default()
}
