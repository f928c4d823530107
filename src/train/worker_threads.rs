//! The threads that help with the steps of a session.

use std::num::NonZero;
use std::thread::{self, JoinHandle};

use crate::nn::ThreadPool;

/// Threads that help until this is dropped.
#[derive(Debug)]
pub struct WorkerThreads {
    pool: ThreadPool,
    threads: Vec<JoinHandle<()>>,
}

impl WorkerThreads {
    /// The most that can be asked for.
    pub const MOST: usize = 256;

    /// One thread for each core of this machine that the program may use.
    pub fn default_count() -> usize {
        thread::available_parallelism().map_or(1, NonZero::get).min(Self::MOST)
    }

    /// Threads to share the work of a session, the one that steps it among them; fewer if the system has no
    /// more to give. The numbers do not depend on them.
    pub fn new(threads: usize) -> WorkerThreads {
        let (pool, workers) = ThreadPool::with_workers(threads.clamp(1, Self::MOST) - 1);
        let start = |worker: crate::nn::Worker| {
            thread::Builder::new().name("worker".to_owned()).spawn(move || worker.run()).ok()
        };
        WorkerThreads { pool, threads: workers.into_iter().map_while(start).collect() }
    }

    /// What a session needs to have its work shared.
    pub fn pool(&self) -> ThreadPool {
        self.pool.clone()
    }
}

impl Drop for WorkerThreads {
    fn drop(&mut self) {
        self.pool.shut_down();
        for thread in self.threads.drain(..) {
            let _ = thread.join(); // one that failed has said so to the session
        }
    }
}
