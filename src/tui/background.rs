//! Starting threads beside the screen, and handing them jobs.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::thread;

use crossbeam_channel::{SendError, Sender};

use super::message::Message;
use super::terminal::panic_hook;
use crate::error::Error;

/// A job that no thread could be started for.
pub struct NoThread<T> {
    /// The job.
    pub job: T,
    /// Why.
    pub reason: Error,
}

/// Starts up to `count` threads, and fewer if the system cannot create them. Fails if there is none.
pub fn start_some(count: usize, mut start: impl FnMut() -> Result<(), Error>) -> Result<(), Error> {
    start()?;
    let _ = (1..count).try_for_each(|_| start()); // fewer threads take longer
    Ok(())
}

/// Sends a job to a thread, and starts the thread if it is not running.
pub fn hand_over<T>(
    thread: &mut Option<Sender<T>>,
    job: T,
    start: impl FnOnce() -> Result<Sender<T>, Error>,
) -> Result<(), NoThread<T>> {
    let job = match thread {
        None => job,
        Some(running) => match running.send(job) {
            Ok(()) => return Ok(()),
            Err(SendError(job)) => job,
        },
    };
    let started = match start() {
        Ok(started) => started,
        Err(reason) => return Err(NoThread { job, reason }),
    };
    let _ = started.send(job); // it has just begun to wait for it
    *thread = Some(started);
    Ok(())
}

/// Starts a thread; a panic in it is sent as a message.
pub fn spawn(
    name: &str,
    out: &Sender<Message>,
    on_panic: impl FnOnce(String) -> Message + Send + 'static,
    body: impl FnOnce() + Send + 'static,
) -> Result<(), Error> {
    let out = out.clone();
    let guarded = move || {
        if catch_unwind(AssertUnwindSafe(body)).is_err() {
            let words = panic_hook::take_message().unwrap_or_default();
            let _ = out.send(on_panic(words)); // nobody is left to hear it
        }
    };
    let thread = thread::Builder::new().name(name.to_owned()).spawn(guarded);
    thread.map(drop).map_err(Error::Thread)
}

/// Lets all other threads go first: the run keeps its pace although its own threads may use all cores.
pub fn lower_priority() {
    /// The lowest priority of a thread on Unix.
    #[cfg(target_os = "linux")]
    const LOWEST: i32 = 19;
    // Elsewhere the priority is that of the whole program.
    #[cfg(target_os = "linux")]
    let _ = rustix::process::nice(LOWEST); // without it the trials are only less polite
}
