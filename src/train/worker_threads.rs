//! The worker threads of a session.

use std::num::NonZero;
use std::thread::{self, JoinHandle};

use crate::nn::ThreadPool;

/// Worker threads; dropping this ends and joins them.
#[derive(Debug)]
pub struct WorkerThreads {
    pool: ThreadPool,
    threads: Vec<JoinHandle<()>>,
}

impl WorkerThreads {
    /// The largest number of threads.
    pub const MOST: usize = 256;

    /// The number of cores available to the program, at most [`WorkerThreads::MOST`].
    pub fn default_count() -> usize {
        thread::available_parallelism().map_or(1, NonZero::get).min(Self::MOST)
    }

    /// Starts `threads - 1` workers; the thread that steps the session is the remaining one. There are fewer if the
    /// system cannot create them. The results do not depend on their number.
    pub fn new(threads: usize) -> WorkerThreads {
        let (pool, workers) = ThreadPool::with_workers(threads.clamp(1, Self::MOST) - 1);
        let start = |worker: crate::nn::Worker| {
            thread::Builder::new().name("worker".to_owned()).spawn(move || worker.run()).ok()
        };
        WorkerThreads { pool, threads: workers.into_iter().map_while(start).collect() }
    }

    /// The pool through which a session shares its work.
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
