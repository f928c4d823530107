//! The background threads. Each sends its results as messages.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, Sender, unbounded};

use super::background::{NoThread, hand_over, lower_priority, spawn, start_some};
use super::gradient_check::CheckRequest;
use super::message::Message;
use super::picture::{PictureRenderer, Request};
use super::seeds::SEEDS;
use super::watcher::{self, NextColumn};
use super::wish::{self, Wish};
use crate::data::{self, Choice};
use crate::error::Error;
use crate::launch::SweepRuns;
use crate::train::{CureJobs, Fork, NextStep, Setup, whole_run};
use crate::watch::Log;

/// The shortest pause after a picture: about ten a second. The eye can follow no more, and most of what is sent is pictures.
const SHORTEST_REST: Duration = Duration::from_millis(90);
/// The longest pause after a picture, so that it stays recent.
const LONG_REST: Duration = Duration::from_millis(500);
/// The shortest pause after a gradient check.
const BETWEEN_CHECKS: Duration = Duration::from_secs(3);

/// The pause after a picture: nineteen times the time it took, up to [`LONG_REST`], and at least three times.
/// Training threads wait for each other and so for the one whose core the painter uses; it takes a twentieth of a
/// core, and never more than a quarter.
fn rest(worked: Duration) -> Duration {
    (19 * worked).clamp(SHORTEST_REST, LONG_REST).max(3 * worked)
}

/// A request for the data of a card.
struct Thumbnail {
    card: usize,
    data: Choice,
    request: data::Request,
}

/// A request for a run from one of many seeds.
struct Seed {
    number: u64,
    setup: Setup,
    stop: Arc<AtomicBool>,
}

fn train_one_by_one(jobs: &Receiver<Seed>, out: &Sender<Message>) {
    for Seed { number, setup, stop } in jobs {
        // The run itself reports data that cannot be loaded.
        let run = if stop.load(Ordering::Relaxed) { None } else { whole_run(setup, &stop).ok().flatten() };
        if run.is_some_and(|run| out.send(Message::Seed { number, run }).is_err()) {
            return;
        }
    }
}

/// The background threads, started when they are first needed.
pub struct Threads {
    pub(super) out: Sender<Message>,
    painter: Option<Sender<Request>>,
    checker: Option<Sender<CheckRequest>>,
    explainer: Option<Sender<Arc<Fork>>>,
    recaller: Option<Sender<Wish>>,
    loader: Option<Sender<Thumbnail>>,
    seeds: Option<Sender<Seed>>,
    stop_seeds: Arc<AtomicBool>,
    stop_cures: Arc<AtomicBool>,
    /// The number of the newest wish for a step that has passed.
    newest_wish: Arc<AtomicU64>,
    pub(super) stop_reading: Arc<AtomicBool>,
}

impl Threads {
    /// Creates the set without threads, and the channel of their messages.
    pub fn new() -> (Threads, Receiver<Message>) {
        let (out, results) = unbounded(); // a file has a hundred words to say, the others a few
        let threads = Threads {
            out,
            painter: None,
            checker: None,
            explainer: None,
            recaller: None,
            loader: None,
            seeds: None,
            stop_seeds: Arc::default(),
            stop_cures: Arc::default(),
            newest_wish: Arc::default(),
            stop_reading: Arc::default(),
        };
        (threads, results)
    }

    /// Sends a message as one of the threads would.
    pub fn tell(&self, message: Message) {
        let _ = self.out.send(message); // of no use without a screen
    }

    /// Computes a picture.
    pub fn paint(&mut self, request: Request) {
        let left = hand_over(&mut self.painter, request, || {
            let (requests, jobs) = unbounded::<Request>(); // never more than one: the app waits for the picture
            let out = self.out.clone();
            spawn("painter", &self.out, Message::Fault, move || {
                let mut renderer = PictureRenderer::default();
                for request in jobs {
                    let start = Instant::now();
                    let picture = renderer.render(request);
                    let worked = start.elapsed();
                    if out.send(Message::Picture(Box::new(picture))).is_err() {
                        return;
                    }
                    thread::sleep(rest(worked));
                }
            })?;
            Ok(requests)
        });
        // Without a thread it is computed here: keys wait for it, but there is a picture.
        if let Err(NoThread { job, .. }) = left {
            let picture = PictureRenderer::default().render(job);
            let _ = self.out.send(Message::Picture(Box::new(picture))); // the receiver is in this thread
        }
    }

    /// Checks some gradients.
    pub fn check_gradients(&mut self, request: CheckRequest) {
        // Without a thread there is no check.
        let _ = hand_over(&mut self.checker, request, || {
            let (requests, jobs) = unbounded::<CheckRequest>(); // one for each run at most: the app waits
            let out = self.out.clone();
            spawn("checker", &self.out, Message::Fault, move || {
                // Not at the lowest priority: on a busy machine that would mean never.
                for request in jobs {
                    let start = Instant::now();
                    let check = request.carry_out();
                    let worked = start.elapsed();
                    let _ = out.send(Message::GradientCheck(Box::new(check)));
                    thread::sleep((19 * worked).max(BETWEEN_CHECKS));
                    // Only now, so that the next check is of a network of that moment.
                    if out.send(Message::CheckAgain).is_err() {
                        return;
                    }
                }
            })?;
            Ok(requests)
        });
    }

    /// Computes the next step of a copy of the run.
    pub fn explain(&mut self, copy: Arc<Fork>) {
        let left = hand_over(&mut self.explainer, copy, || {
            let (requests, jobs) = unbounded::<Arc<Fork>>(); // never more than one: the app waits for the result
            let out = self.out.clone();
            spawn("explainer", &self.out, Message::Fault, move || {
                for copy in jobs {
                    let (number, step) = (copy.number(), NextStep::of(copy.session()).map(Arc::new));
                    if out.send(Message::NextStep { number, step }).is_err() {
                        return;
                    }
                }
            })?;
            Ok(requests)
        });
        if let Err(NoThread { reason, .. }) = left {
            self.tell_shortage(&reason);
        }
    }

    /// Computes a step that has passed on `threads` threads. Any other one is no longer wanted.
    pub fn recall(&mut self, wish: Wish, threads: usize) {
        self.newest_wish.store(wish.number, Ordering::Relaxed);
        let left = hand_over(&mut self.recaller, wish, || {
            let (requests, wishes) = unbounded::<Wish>(); // stale ones are skipped
            let (newest, out) = (Arc::clone(&self.newest_wish), self.out.clone());
            spawn("recaller", &self.out, Message::Fault, move || {
                wish::fulfil(&wishes, &newest, threads, &out);
            })?;
            Ok(requests)
        });
        if let Err(NoThread { reason, .. }) = left {
            self.tell_shortage(&reason);
        }
    }

    /// Ends the thread that computes steps that have passed.
    pub fn stop_recall(&mut self) {
        self.newest_wish.store(0, Ordering::Relaxed);
        self.recaller = None;
    }

    /// Loads the data of a card.
    pub fn load_thumbnail(&mut self, card: usize, data: Choice, request: data::Request) {
        // Without a thread the card stays without a picture.
        let _ = hand_over(&mut self.loader, Thumbnail { card, data, request }, || {
            let (requests, jobs) = unbounded::<Thumbnail>();
            let out = self.out.clone();
            spawn("loader", &self.out, Message::Fault, move || {
                for first in &jobs {
                    // Skip to the last request while a key is held down.
                    let waiting = [first].into_iter().chain(jobs.try_iter());
                    let latest: BTreeMap<usize, Thumbnail> = waiting.map(|job| (job.card, job)).collect();
                    for Thumbnail { card, data, request } in latest.into_values() {
                        // The card stays without a picture.
                        let Ok(dataset) = data.load(&request, 1) else { continue };
                        if out.send(Message::Thumbnail { card, dataset: Arc::new(dataset) }).is_err() {
                            return;
                        }
                    }
                }
            })?;
            Ok(requests)
        });
    }

    /// Watches logs; returns where to send wishes for other columns.
    pub fn watch(&self, logs: Vec<Log>) -> Result<Sender<NextColumn>, Error> {
        watcher::start(logs, &self.out)
    }

    /// Trains a set-up from many seeds, on half as many threads as training itself, at least one.
    pub fn train_seeds(&mut self, number: u64, setup: &Setup, threads: usize) {
        self.stop_seeds();
        self.stop_seeds = Arc::default();
        for nth in 0..SEEDS {
            let setup = Setup { seed: setup.seed.wrapping_add(nth), ..setup.clone() };
            let job = Seed { number, setup, stop: Arc::clone(&self.stop_seeds) };
            let left = hand_over(&mut self.seeds, job, || {
                let (requests, jobs) = unbounded::<Seed>();
                start_some((threads / 2).clamp(1, SEEDS as usize), || {
                    let (jobs, out) = (jobs.clone(), self.out.clone());
                    spawn("seeds", &self.out, Message::Fault, move || train_one_by_one(&jobs, &out))
                })?;
                Ok(requests)
            });
            if let Err(NoThread { reason, .. }) = left {
                return self.tell_shortage(&reason);
            }
        }
    }

    /// Tells that nothing will come of a request.
    fn tell_shortage(&self, reason: &Error) {
        let _ = self.out.send(Message::NoThread(reason.to_string()));
    }

    /// Tries the cures of a fork on up to `threads` threads, at least one.
    pub fn try_cures(&mut self, fork: &Arc<Fork>, threads: usize) {
        self.stop_cures();
        self.stop_cures = Arc::default();
        let (jobs, number) = (Arc::new(CureJobs::new(Arc::clone(fork))), fork.number());
        let started = start_some(threads.max(1).min(jobs.cures().len()), || {
            let (jobs, out, stop) = (Arc::clone(&jobs), self.out.clone(), Arc::clone(&self.stop_cures));
            spawn("cures", &self.out, Message::Fault, move || {
                lower_priority();
                let tell = |nth, stage| out.send(Message::Cure { number, nth, stage }).is_ok();
                jobs.work(|| stop.load(Ordering::Relaxed), tell);
            })
        });
        if let Err(reason) = started {
            self.tell_shortage(&reason);
        }
    }

    /// Carries out the runs of a sweep.
    pub fn sweep(&self, runs: SweepRuns) {
        let out = self.out.clone();
        let started = spawn("sweep", &self.out, Message::Fault, move || {
            lower_priority(); // that of the threads that it starts as well
            (runs.carry_out)(&|report| out.send(Message::Sweep(report)).is_ok());
        });
        if let Err(reason) = started {
            self.tell_shortage(&reason);
        }
    }

    /// Stops all that works for the run, because another one begins.
    pub fn leave_run(&mut self) {
        self.stop_seeds();
        self.stop_cures();
        self.stop_recall();
    }

    /// Stops trying cures.
    pub fn stop_cures(&self) {
        self.stop_cures.store(true, Ordering::Relaxed);
    }

    /// Stops training from many seeds.
    pub fn stop_seeds(&self) {
        self.stop_seeds.store(true, Ordering::Relaxed);
    }
}
