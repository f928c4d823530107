//! Work that several threads take from one list.

use std::thread;

/// Does the same work on up to `threads` threads, this one among them, until all of them are through.
pub fn on_threads(threads: usize, work: impl Fn() + Sync) {
    thread::scope(|scope| {
        for _ in 1..threads {
            // Fewer threads take longer.
            if thread::Builder::new().spawn_scoped(scope, &work).is_err() {
                break;
            }
        }
        work();
    });
}
