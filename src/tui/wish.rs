//! The thread that computes steps that have passed. Only the newest wish counts.

use std::sync::atomic::{AtomicU64, Ordering};

use crossbeam_channel::{Receiver, Sender};

use super::message::Message;
use crate::train::{Past, Recaller, WorkerThreads};

/// A request for a step that has passed.
#[derive(Debug)]
pub struct Wish {
    /// The number that the results carry.
    pub number: u64,
    /// The steps that the run has taken.
    pub past: Past,
    /// The step.
    pub step: u64,
}

/// Fulfils wishes until none can come any more. `newest` has the number of the newest one.
pub fn fulfil(wishes: &Receiver<Wish>, newest: &AtomicU64, threads: usize, out: &Sender<Message>) {
    // The run waits meanwhile, so its cores are free.
    let workers = WorkerThreads::new(threads);
    let mut recaller = Recaller::new(workers.pool());
    for Wish { number, past, step } in wishes {
        let is_stale = || newest.load(Ordering::Relaxed) != number;
        if !is_stale() {
            let tell = |recall| out.send(Message::Recalled { number, recall }).is_ok();
            recaller.carry_out(&past, step, is_stale, tell);
        }
    }
}
