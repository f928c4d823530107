//! Threads that share the loops of a step.
//!
//! This folder starts no thread: its caller lends them, one to each [`Worker`].
//!
//! Why not rayon: a step has several parallel loops and may take half a millisecond; measured on such a step, two
//! rayon joins took about a quarter of its time. Workers must spin between the loops of a step instead of
//! sleeping, and the calling thread must start at once and never wait for a worker that is late. This pool can go
//! when a library offers scoped loops with spinning workers.

use std::cell::Cell;
use std::sync::atomic::{AtomicBool, AtomicPtr, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError, TryLockError};

use super::rest::Rest;

/// Times that an idle worker checks for a job before it sleeps: some tenths of a millisecond, longer than anything
/// that one thread does alone within a step.
const SPINS_BEFORE_SLEEP: u32 = 2_500;
/// Spins after which a waiting thread yields its time slice at every further check.
const SPINS_BEFORE_YIELD: u32 = 2_000;

/// The threads that a loop may use: the calling thread and the workers.
#[derive(Clone, Debug, Default)]
pub struct ThreadPool {
    shared: Option<Arc<Shared>>,
}

/// A worker of a pool, to be [run](Worker::run) by a thread of its own.
#[derive(Debug)]
pub struct Worker {
    shared: Arc<Shared>,
}

/// A worker that never got a thread, or whose thread has ended, is no longer counted.
impl Drop for Worker {
    fn drop(&mut self) {
        self.shared.workers.fetch_sub(1, Ordering::Relaxed);
    }
}

/// A parallel loop. Every thread that takes part calls it once, with its own role.
type Job<'a> = &'a (dyn Fn(Role) + Sync);

/// Which thread runs a job.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    Caller,
    Worker,
}

#[derive(Debug, Default)]
struct Shared {
    /// Points to the current [`Job`] on the stack of the thread that runs it. Valid while `state` counts a worker.
    job: AtomicPtr<()>,
    /// Held while a job runs: there is one at a time.
    running: Mutex<Rest>,
    /// Bit 0: whether workers may still enter the job. Bits 1 to 31: how many are in it. Bits 32 to 63: the number
    /// of the job.
    state: AtomicU64,
    sleepers: AtomicUsize,
    is_shut_down: AtomicBool,
    /// Whether a worker panicked in the current job.
    has_panicked: AtomicBool,
    /// Goes with `wake_up`.
    sleep_lock: Mutex<()>,
    wake_up: Condvar,
    workers: AtomicUsize,
}

const OPEN: u64 = 1;
const ONE_WORKER: u64 = 2;
const NEXT_JOB: u64 = 1 << 32;
const WORKERS_MASK: u64 = NEXT_JOB - 1 - OPEN;

impl ThreadPool {
    /// A pool with `workers` workers, each to be run by a thread of its own.
    pub fn with_workers(workers: usize) -> (ThreadPool, Vec<Worker>) {
        if workers == 0 {
            return (ThreadPool::default(), Vec::new());
        }
        let shared = Arc::new(Shared { workers: AtomicUsize::new(workers), ..Shared::default() });
        let lent = (0..workers).map(|_| Worker { shared: Arc::clone(&shared) }).collect();
        (ThreadPool { shared: Some(shared) }, lent)
    }

    /// The number of threads, including the calling one.
    pub fn threads(&self) -> usize {
        1 + self.shared.as_ref().map_or(0, |shared| shared.workers.load(Ordering::Relaxed))
    }

    /// This pool if `is_parallel`, or else one of the calling thread alone, for loops too short to be shared.
    #[must_use]
    pub fn only_if(&self, is_parallel: bool) -> ThreadPool {
        if is_parallel { self.clone() } else { ThreadPool::default() }
    }

    /// Calls `work` once for each item, on all threads.
    ///
    /// The caller takes items from the front, workers from the back, so that in the next loop of the same length each
    /// thread finds most of its items in its cache. Where they meet is not deterministic. A loop inside `work` runs on
    /// the thread that starts it.
    ///
    /// # Panics
    /// If `work` panics on any thread.
    pub fn for_each<T: Send>(
        &self,
        items: impl DoubleEndedIterator<Item = T> + Send,
        work: impl Fn(T) + Sync,
    ) {
        let Some(shared) = &self.shared else {
            items.for_each(work);
            return;
        };
        let items = Mutex::new(items);
        let next = |role| {
            let mut items = items.lock().unwrap_or_else(PoisonError::into_inner);
            match role {
                Role::Caller => items.next(),
                Role::Worker => items.next_back(),
            }
        };
        shared.run(&|role| {
            while let Some(item) = next(role) {
                work(item);
            }
        });
    }

    /// Whether `check` is true for all items; calls it once for each, on all threads.
    ///
    /// # Panics
    /// If `check` panics on any thread.
    pub fn all<T: Send>(
        &self,
        items: impl DoubleEndedIterator<Item = T> + Send,
        check: impl Fn(T) -> bool + Sync,
    ) -> bool {
        let all = AtomicBool::new(true);
        self.for_each(items, |item| _ = all.fetch_and(check(item), Ordering::Relaxed));
        all.into_inner()
    }

    /// Ends the workers; later loops run on the calling thread alone.
    pub fn shut_down(&self) {
        if let Some(shared) = &self.shared {
            shared.is_shut_down.store(true, Ordering::SeqCst);
            shared.wake_all();
        }
    }
}

impl Shared {
    /// Runs `job` on this thread and on every worker that is awake, and returns when all of them are done.
    ///
    /// Runs it on this thread alone if another job is running: the one that started this one, or another thread's.
    fn run(&self, job: Job) {
        let mut rest = match self.running.try_lock() {
            Ok(rest) => rest,
            Err(TryLockError::Poisoned(after_a_panic)) => after_a_panic.into_inner(),
            Err(TryLockError::WouldBlock) => return job(Role::Caller),
        };
        if rest.goes_on() {
            return job(Role::Caller);
        }
        let address: *const Job = &raw const job;
        self.job.store(address.cast_mut().cast(), Ordering::Relaxed);
        self.has_panicked.store(false, Ordering::SeqCst);
        self.state.fetch_add(NEXT_JOB + OPEN, Ordering::SeqCst);
        let spins = Cell::new(0);
        let guard = CloseGuard(self, &spins); // closes also if `job` panics: workers must not outlive it
        if self.sleepers.load(Ordering::SeqCst) > 0 {
            self.wake_all();
        }
        job(Role::Caller);
        drop(guard);
        rest.observe(spins.get());
        assert!(!self.has_panicked.load(Ordering::SeqCst), "a helper thread of the training failed");
    }

    fn wake_all(&self) {
        let _lock = self.sleep_lock.lock().unwrap_or_else(PoisonError::into_inner);
        self.wake_up.notify_all();
    }

    /// Enters the current job unless it is closed or its number is `last`, and returns its number.
    fn enter(&self, last: u64) -> Option<u64> {
        let state = self.state.load(Ordering::SeqCst);
        let number = state / NEXT_JOB;
        let has_entered = state & OPEN == OPEN
            && number != last
            && self
                .state
                .compare_exchange_weak(state, state + ONE_WORKER, Ordering::SeqCst, Ordering::Relaxed)
                .is_ok();
        has_entered.then_some(number)
    }

    /// Runs the job that was entered.
    fn run_entered(&self) {
        let guard = WorkerGuard(self);
        let address: *const Job = self.job.load(Ordering::Relaxed).cast_const().cast();
        // SAFETY: the pointer is valid and the job lives. `run` stored the address of its argument before it set
        // `OPEN` in `state`, with sequentially consistent ordering; `enter` read that `OPEN` and counted this thread
        // in the same atomic operation. `run` keeps its argument, and what the job borrows, until its `CloseGuard` has
        // seen `state` count no worker, also when it unwinds; this thread is counted until `guard` is dropped, also
        // when the job unwinds. No other job can be stored meanwhile, because `run` holds the lock `running`. The
        // job is `Sync`, so calling it from here is allowed.
        #[expect(unsafe_code, reason = "a loop on the caller's stack is lent to threads that live longer")]
        let job = unsafe { *address };
        job(Role::Worker);
        drop(guard);
    }

    /// Sleeps until woken, unless there is a job other than number `last` already.
    fn sleep(&self, last: u64) {
        let lock = self.sleep_lock.lock().unwrap_or_else(PoisonError::into_inner);
        self.sleepers.fetch_add(1, Ordering::SeqCst);
        let state = self.state.load(Ordering::SeqCst);
        let is_idle = state & OPEN == 0 || state / NEXT_JOB == last;
        if is_idle && !self.is_shut_down.load(Ordering::SeqCst) {
            drop(self.wake_up.wait(lock));
        }
        self.sleepers.fetch_sub(1, Ordering::SeqCst);
    }
}

/// Closes the current job when dropped: no worker can enter any more, and those in it are waited for, for so many spins.
struct CloseGuard<'a>(&'a Shared, &'a Cell<u32>);

impl Drop for CloseGuard<'_> {
    fn drop(&mut self) {
        let state = &self.0.state;
        state.fetch_and(!OPEN, Ordering::SeqCst);
        let mut spins = 0;
        while state.load(Ordering::SeqCst) & WORKERS_MASK != 0 {
            spin(&mut spins);
        }
        self.1.set(spins);
    }
}

/// Takes a worker out of the current job when dropped, and records a panic.
struct WorkerGuard<'a>(&'a Shared);

impl Drop for WorkerGuard<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.0.has_panicked.store(true, Ordering::SeqCst);
        }
        self.0.state.fetch_sub(ONE_WORKER, Ordering::SeqCst);
    }
}

/// Waits a moment; gives up the processor if the wait gets long.
fn spin(spins: &mut u32) {
    *spins += 1;
    if *spins < SPINS_BEFORE_YIELD { std::hint::spin_loop() } else { std::thread::yield_now() }
}

impl Worker {
    /// Runs jobs until the pool is shut down.
    pub fn run(self) {
        let shared = &*self.shared;
        let (mut last, mut spins) = (0, 0);
        while !shared.is_shut_down.load(Ordering::SeqCst) {
            if let Some(number) = shared.enter(last) {
                shared.run_entered();
                (last, spins) = (number, 0);
            } else if spins < SPINS_BEFORE_SLEEP {
                spin(&mut spins);
            } else {
                shared.sleep(last);
                spins = 0;
            }
        }
    }
}

/// Runs `check` with a pool of `threads` threads.
#[cfg(test)]
pub(super) fn with_pool(threads: usize, check: impl FnOnce(&ThreadPool)) {
    let (pool, workers) = ThreadPool::with_workers(threads - 1);
    std::thread::scope(|scope| {
        for worker in workers {
            scope.spawn(|| std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| worker.run())));
        }
        let result = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| check(&pool)));
        pool.shut_down();
        result.unwrap_or_else(|panic| std::panic::resume_unwind(panic));
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_item_is_processed_once() {
        for threads in [1, 2, 3, 8] {
            with_pool(threads, |pool| {
                assert_eq!(pool.threads(), threads);
                for round in 0..2_000_u32 {
                    let mut numbers = vec![round; 17];
                    pool.for_each(numbers.chunks_mut(3).enumerate(), |(chunk, numbers)| {
                        for number in numbers {
                            *number += chunk as u32;
                        }
                    });
                    let expected: Vec<u32> = (0..17).map(|i| round + i / 3).collect();
                    assert_eq!(numbers, expected);
                }
            });
        }
    }

    #[test]
    fn sleeping_workers_wake_up() {
        with_pool(3, |pool| {
            for _ in 0..5 {
                std::thread::sleep(std::time::Duration::from_millis(60));
                let threads = Mutex::new(std::collections::HashSet::new());
                pool.for_each(0..300, |_| {
                    std::thread::sleep(std::time::Duration::from_micros(200));
                    threads.lock().expect("not poisoned").insert(std::thread::current().id());
                });
                assert!(threads.into_inner().expect("not poisoned").len() > 1, "no worker took part");
            }
        });
    }

    #[test]
    fn nested_loops_run_on_the_thread_that_starts_them() {
        with_pool(2, |pool| {
            let count = AtomicUsize::new(0);
            pool.for_each(0..10, |_| pool.for_each(0..10, |_| _ = count.fetch_add(1, Ordering::Relaxed)));
            assert_eq!(count.into_inner(), 100);
        });
    }

    #[test]
    fn a_panic_on_any_thread_reaches_the_caller() {
        with_pool(2, |pool| {
            for _ in 0..50 {
                let failing = || pool.for_each(0..64, |item| assert!(item != 40, "on purpose"));
                assert!(std::panic::catch_unwind(std::panic::AssertUnwindSafe(failing)).is_err());
            }
        });
    }
}
