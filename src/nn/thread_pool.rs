//! Threads that share the loops of a step. The core makes none itself: whoever does lends them.
//!
//! A step has several loops and may take a tenth of a millisecond, so helpers stay awake between loops, and
//! one that comes late, or sleeps, is not waited for: the thread that has work takes part and can do it alone.

use std::sync::atomic::{AtomicBool, AtomicPtr, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError, TryLockError};

/// A helper without work looks this often for more before it sleeps: some tenths of a millisecond, longer than
/// anything that one thread does alone within a step.
const PATIENCE: u32 = 2_500;
/// And after so many looks it lets other threads of the machine go first.
const POLITENESS: u32 = 2_000;

/// The threads that a loop may use: the one that runs it, and helpers.
#[derive(Clone, Debug, Default)]
pub struct ThreadPool {
    shared: Option<Arc<Shared>>,
}

/// What a helper thread runs.
#[derive(Debug)]
pub struct Worker {
    shared: Arc<Shared>,
}

/// One that never got a thread, or has left it, does not count any more.
impl Drop for Worker {
    fn drop(&mut self) {
        self.shared.workers.fetch_sub(1, Ordering::Relaxed);
    }
}

/// A loop that every thread may run a part of, at the address where the thread that has it keeps it; it is
/// told whether it runs on that thread.
type Work<'a> = &'a (dyn Fn(bool) + Sync);

#[derive(Debug, Default)]
struct Shared {
    /// The work in hand, a [`Work`]; sound to follow while `state` counts a helper.
    work: AtomicPtr<()>,
    /// Held while there is work, of which there is one at a time.
    running: Mutex<()>,
    /// Twice the helpers that are at work, plus one while more may join; above that the number of the work.
    state: AtomicU64,
    sleepers: AtomicUsize,
    dismissed: AtomicBool,
    failed: AtomicBool,
    bed: Mutex<()>,
    bell: Condvar,
    workers: AtomicUsize,
}

const OPEN: u64 = 1;
const ONE_HELPER: u64 = 2;
const NEXT_WORK: u64 = 1 << 32;
const AT_WORK: u64 = NEXT_WORK - 1 - OPEN;

impl ThreadPool {
    /// A crew with so many helpers, each to be run by a thread of its own.
    pub fn with_workers(workers: usize) -> (ThreadPool, Vec<Worker>) {
        if workers == 0 {
            return (ThreadPool::default(), Vec::new());
        }
        let shared = Arc::new(Shared { workers: AtomicUsize::new(workers), ..Shared::default() });
        let lent = (0..workers).map(|_| Worker { shared: Arc::clone(&shared) }).collect();
        (ThreadPool { shared: Some(shared) }, lent)
    }

    /// How many threads there are, the one that calls included.
    pub fn threads(&self) -> usize {
        1 + self.shared.as_ref().map_or(0, |shared| shared.workers.load(Ordering::Relaxed))
    }

    /// This crew, or nobody but the caller for work that is not worth the company.
    #[must_use]
    pub fn if_worthwhile(&self, worth: bool) -> ThreadPool {
        if worth { self.clone() } else { ThreadPool::default() }
    }

    /// Calls `work` once for each item, on all threads: the caller takes from the front, helpers from the back,
    /// so that in the next loop of the same length most of what a thread needs is in its cache. Where they meet
    /// is left to chance.
    ///
    /// # Panics
    /// When `work` panics on any thread.
    pub fn each<T: Send>(&self, items: impl DoubleEndedIterator<Item = T> + Send, work: impl Fn(T) + Sync) {
        let Some(shared) = &self.shared else {
            items.for_each(work);
            return;
        };
        let items = Mutex::new(items);
        let next = |front| {
            let mut items = items.lock().unwrap_or_else(PoisonError::into_inner);
            if front { items.next() } else { items.next_back() }
        };
        shared.run(&|front| {
            while let Some(item) = next(front) {
                work(item);
            }
        });
    }

    /// Whether `check` holds for each item, asked on all threads.
    pub fn all<T: Send>(
        &self,
        items: impl DoubleEndedIterator<Item = T> + Send,
        check: impl Fn(T) -> bool + Sync,
    ) -> bool {
        let all = AtomicBool::new(true);
        self.each(items, |item| _ = all.fetch_and(check(item), Ordering::Relaxed));
        all.into_inner()
    }

    /// Lets the helpers go; what comes after is done by the caller alone.
    pub fn shut_down(&self) {
        if let Some(shared) = &self.shared {
            shared.dismissed.store(true, Ordering::SeqCst);
            shared.wake();
        }
    }
}

impl Shared {
    /// Runs `work` on this thread and on every helper that is awake; returns when all of them are done. Work
    /// within work is done by the thread that has it.
    fn run(&self, work: Work) {
        let _running = match self.running.try_lock() {
            Ok(running) => running,
            Err(TryLockError::Poisoned(after_a_panic)) => after_a_panic.into_inner(),
            Err(TryLockError::WouldBlock) => return work(true),
        };
        let place: *const Work = &raw const work;
        self.work.store(place.cast_mut().cast(), Ordering::Relaxed);
        self.failed.store(false, Ordering::SeqCst);
        self.state.fetch_add(NEXT_WORK + OPEN, Ordering::SeqCst);
        let closing = Closing(self); // also when `work` panics: helpers must not outlive it
        if self.sleepers.load(Ordering::SeqCst) > 0 {
            self.wake();
        }
        work(true);
        drop(closing);
        assert!(!self.failed.load(Ordering::SeqCst), "a helper thread of the training failed");
    }

    fn wake(&self) {
        let _bed = self.bed.lock().unwrap_or_else(PoisonError::into_inner);
        self.bell.notify_all();
    }

    /// Joins the work in hand if it is open and not number `last`.
    fn join(&self, last: u64) -> Option<u64> {
        let state = self.state.load(Ordering::SeqCst);
        let number = state / NEXT_WORK;
        let joined = state & OPEN == OPEN
            && number != last
            && self
                .state
                .compare_exchange_weak(state, state + ONE_HELPER, Ordering::SeqCst, Ordering::Relaxed)
                .is_ok();
        joined.then_some(number)
    }
}

/// Lets nobody join any more and waits for those who have.
struct Closing<'a>(&'a Shared);

impl Drop for Closing<'_> {
    fn drop(&mut self) {
        let state = &self.0.state;
        state.fetch_and(!OPEN, Ordering::SeqCst);
        let mut display = 0;
        while state.load(Ordering::SeqCst) & AT_WORK != 0 {
            pause(&mut display);
        }
    }
}

/// Waits a moment, without the processor if it takes long.
fn pause(display: &mut u32) {
    *display += 1;
    if *display < POLITENESS { std::hint::spin_loop() } else { std::thread::yield_now() }
}

impl Worker {
    /// Helps until the crew is dismissed.
    pub fn work(self) {
        let shared = &*self.shared;
        let (mut last, mut display) = (0, 0);
        while !shared.dismissed.load(Ordering::SeqCst) {
            if let Some(number) = shared.join(last) {
                shared.help();
                (last, display) = (number, 0);
            } else if display < PATIENCE {
                pause(&mut display);
            } else {
                shared.sleep(last);
                display = 0;
            }
        }
    }
}

impl Shared {
    /// Runs the work that was joined.
    fn help(&self) {
        let leaving = Leaving(self);
        let place: *const Work = self.work.load(Ordering::Relaxed).cast_const().cast();
        // SAFETY: `state` counts this thread, so `run` has not returned: it stored the address of the `Work` on
        // its own stack before it opened the state that was joined, and stays until nobody is counted.
        #[expect(unsafe_code, reason = "a loop is lent to threads that live longer than it does")]
        let work = unsafe { *place };
        work(false);
        leaving.done();
    }

    /// Sleeps until the bell rings, unless there is work already.
    fn sleep(&self, last: u64) {
        let bed = self.bed.lock().unwrap_or_else(PoisonError::into_inner);
        self.sleepers.fetch_add(1, Ordering::SeqCst);
        let state = self.state.load(Ordering::SeqCst);
        let idle = state & OPEN == 0 || state / NEXT_WORK == last;
        if idle && !self.dismissed.load(Ordering::SeqCst) {
            drop(self.bell.wait(bed));
        }
        self.sleepers.fetch_sub(1, Ordering::SeqCst);
    }
}

/// Counts a helper out, and says so if it failed.
struct Leaving<'a>(&'a Shared);

impl Leaving<'_> {
    fn done(self) {
        drop(self);
    }
}

impl Drop for Leaving<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.0.failed.store(true, Ordering::SeqCst);
        }
        self.0.state.fetch_sub(ONE_HELPER, Ordering::SeqCst);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Runs `check` with a crew of so many threads.
    fn with_pool(threads: usize, check: impl FnOnce(&ThreadPool)) {
        let (pool, workers) = ThreadPool::with_workers(threads - 1);
        std::thread::scope(|scope| {
            for worker in workers {
                scope.spawn(|| std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| worker.work())));
            }
            let _dismissal = Dismissal(&pool);
            check(&pool);
        });
    }

    struct Dismissal<'a>(&'a ThreadPool);

    impl Drop for Dismissal<'_> {
        fn drop(&mut self) {
            self.0.shut_down();
        }
    }

    #[test]
    fn every_item_is_done_once() {
        for threads in [1, 2, 3, 8] {
            with_pool(threads, |pool| {
                assert_eq!(pool.threads(), threads);
                for round in 0..2_000_u32 {
                    let mut numbers = vec![round; 17];
                    pool.each(numbers.chunks_mut(3).enumerate(), |(chunk, numbers)| {
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
    fn helpers_that_sleep_wake_again() {
        with_pool(3, |pool| {
            for _ in 0..5 {
                std::thread::sleep(std::time::Duration::from_millis(60));
                let threads = Mutex::new(std::collections::HashSet::new());
                pool.each(0..300, |_| {
                    std::thread::sleep(std::time::Duration::from_micros(200));
                    threads.lock().expect("whole").insert(std::thread::current().id());
                });
                assert!(threads.into_inner().expect("whole").len() > 1, "nobody helped");
            }
        });
    }

    #[test]
    fn work_within_work_is_done_by_the_thread_that_has_it() {
        with_pool(2, |pool| {
            let count = AtomicUsize::new(0);
            pool.each(0..10, |_| pool.each(0..10, |_| _ = count.fetch_add(1, Ordering::Relaxed)));
            assert_eq!(count.into_inner(), 100);
        });
    }

    #[test]
    fn a_failure_anywhere_reaches_the_caller() {
        with_pool(2, |pool| {
            for _ in 0..50 {
                let failing = || pool.each(0..64, |item| assert!(item != 40, "on purpose"));
                assert!(std::panic::catch_unwind(std::panic::AssertUnwindSafe(failing)).is_err());
            }
        });
    }
}
