//! The threads that help with the steps of a session.

use std::num::NonZero;
use std::thread::{self, JoinHandle};

use crate::nn::Crew;

/// Threads that help until this is dropped.
#[derive(Debug)]
pub struct Workers {
    crew: Crew,
    threads: Vec<JoinHandle<()>>,
}

impl Workers {
    /// The most that can be asked for.
    pub const MOST: usize = 256;

    /// One thread for each core of this machine that the program may use.
    pub fn default_count() -> usize {
        thread::available_parallelism().map_or(1, NonZero::get).min(Self::MOST)
    }

    /// Threads to share the work of a session, the one that steps it among them; fewer if the system has no
    /// more to give. The numbers do not depend on them.
    pub fn new(threads: usize) -> Workers {
        let (crew, helpers) = Crew::with_helpers(threads.clamp(1, Self::MOST) - 1);
        let start = |helper: crate::nn::Helper| {
            thread::Builder::new().name("worker".to_owned()).spawn(move || helper.work()).ok()
        };
        Workers { crew, threads: helpers.into_iter().map_while(start).collect() }
    }

    /// What a session needs to have its work shared.
    pub fn crew(&self) -> Crew {
        self.crew.clone()
    }
}

impl Drop for Workers {
    fn drop(&mut self) {
        self.crew.dismiss();
        for thread in self.threads.drain(..) {
            let _ = thread.join(); // one that failed has said so to the session
        }
    }
}
