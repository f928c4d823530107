//! The threads beside the screen, which are never waited for: each sends what it found as a message.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, SendError, Sender, unbounded};
use ratatui::crossterm::event::Event;

use super::action::{Action, ProgramAction};
use super::keymap::{self, Place};
use super::message::Message;
use super::picture::{PictureRenderer, Request};
use super::seeds::SEEDS;
use super::terminal::{input, panic_hook, signals};
use crate::data::{self, Choice};
use crate::error::Error;
use crate::launch::PendingFile;
use crate::train::{Setup, whole_run};

/// The painter rests at least this long after a picture: no more of them than the eye can follow.
const SHORTEST_REST: Duration = Duration::from_millis(30);
/// A picture is not to be older than this, if that can be helped.
const LONG_REST: Duration = Duration::from_millis(500);
/// Events that wait for the loop: of a key that is held down for half an hour. Others are lost.
const EVENTS: usize = 1 << 16;
/// How much more of a file is read until it is worth a message.
const SHARE: f64 = 0.01;

/// How long the painter rests after a picture: nineteen times as long as it worked, up to [`LONG_REST`], and three times
/// in any case. Threads that train side by side all wait for the one whose core it takes, so that has to be a twentieth
/// of a core, and never more than a quarter.
fn rest(worked: Duration) -> Duration {
    (19 * worked).clamp(SHORTEST_REST, LONG_REST).max(3 * worked)
}

/// What a card wants to show.
struct Thumbnail {
    card: usize,
    data: Choice,
    request: data::Request,
}

/// A run that is one of many from different seeds.
struct Seed {
    number: u64,
    setup: Setup,
    stop: Arc<AtomicBool>,
}

fn train_one_by_one(jobs: &Receiver<Seed>, out: &Sender<Message>) {
    for Seed { number, setup, stop } in jobs {
        // Data that cannot be loaded are known from the run itself.
        let run = if stop.load(Ordering::Relaxed) { None } else { whole_run(setup, &stop).ok().flatten() };
        if run.is_some_and(|run| out.send(Message::Seed { number, run }).is_err()) {
            return;
        }
    }
}

/// The threads, as far as they are needed yet.
pub struct Threads {
    out: Sender<Message>,
    painter: Option<Sender<Request>>,
    loader: Option<Sender<Thumbnail>>,
    seeds: Option<Sender<Seed>>,
    stop_seeds: Arc<AtomicBool>,
    stop_reading: Arc<AtomicBool>,
}

impl Threads {
    /// None yet, and where their messages will arrive.
    pub fn new() -> (Threads, Receiver<Message>) {
        let (out, results) = unbounded(); // a file has a hundred words to say, the others a few
        let (stop_seeds, stop_reading) = (Arc::default(), Arc::default());
        (Threads { out, painter: None, loader: None, seeds: None, stop_seeds, stop_reading }, results)
    }

    /// Works out a picture.
    pub fn paint(&mut self, request: Request) -> Result<(), Error> {
        hand_over(&mut self.painter, request, || {
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
        })
    }

    /// Loads what a card shows.
    pub fn load_thumbnail(&mut self, card: usize, data: Choice, request: data::Request) -> Result<(), Error> {
        hand_over(&mut self.loader, Thumbnail { card, data, request }, || {
            let (requests, jobs) = unbounded::<Thumbnail>();
            let out = self.out.clone();
            spawn("loader", &self.out, Message::Fault, move || {
                for first in &jobs {
                    // A person who holds a key wants what comes last.
                    let waiting = [first].into_iter().chain(jobs.try_iter());
                    let latest: BTreeMap<usize, Thumbnail> = waiting.map(|job| (job.card, job)).collect();
                    for Thumbnail { card, data, request } in latest.into_values() {
                        // A card without a picture is still a card.
                        let Ok(dataset) = data.load(&request) else { continue };
                        if out.send(Message::Thumbnail { card, dataset: Arc::new(dataset) }).is_err() {
                            return;
                        }
                    }
                }
            })?;
            Ok(requests)
        })
    }

    /// Reads a file, and no other any more.
    pub fn read(&mut self, number: u64, pending: PendingFile) -> Result<(), Error> {
        self.stop_reading();
        self.stop_reading = Arc::default();
        let (out, stop) = (self.out.clone(), Arc::clone(&self.stop_reading));
        let on_panic = move |words| Message::Opened { number, opened: Box::new(Err(Error::Panic(words))) };
        spawn("reader", &self.out, on_panic, move || {
            let mut told = 0.0;
            let choice = data::resolve_with_progress(&pending.name, &mut |share| {
                if share >= told + SHARE {
                    told = share;
                    let _ = out.send(Message::Reading { number, share }); // a loop that has ended needs no news
                }
                !stop.load(Ordering::Relaxed)
            });
            let opened = Box::new(choice.and_then(pending.setup));
            let _ = out.send(Message::Opened { number, opened });
        })
    }

    /// Nobody wants the file any more.
    pub fn stop_reading(&self) {
        self.stop_reading.store(true, Ordering::Relaxed);
    }

    /// Trains a set-up from many seeds, on half as many threads as training itself has, but on one at least.
    pub fn train_seeds(&mut self, number: u64, setup: &Setup, threads: usize) -> Result<(), Error> {
        self.stop_seeds();
        self.stop_seeds = Arc::default();
        for nth in 0..SEEDS {
            let setup = Setup { seed: setup.seed.wrapping_add(nth), ..setup.clone() };
            let job = Seed { number, setup, stop: Arc::clone(&self.stop_seeds) };
            hand_over(&mut self.seeds, job, || {
                let (requests, jobs) = unbounded::<Seed>();
                for _ in 0..(threads / 2).clamp(1, SEEDS as usize) {
                    let (jobs, out) = (jobs.clone(), self.out.clone());
                    spawn("seeds", &self.out, Message::Fault, move || train_one_by_one(&jobs, &out))?;
                }
                Ok(requests)
            })?;
        }
        Ok(())
    }

    /// Ends those runs.
    pub fn stop_seeds(&self) {
        self.stop_seeds.store(true, Ordering::Relaxed);
    }
}

/// Gives a thread something to do, and starts it if it does not run yet, or not any more.
fn hand_over<T>(
    thread: &mut Option<Sender<T>>,
    job: T,
    start: impl FnOnce() -> Result<Sender<T>, Error>,
) -> Result<(), Error> {
    let job = match thread {
        None => job,
        Some(running) => match running.send(job) {
            Ok(()) => return Ok(()),
            Err(SendError(job)) => job,
        },
    };
    let started = start()?;
    let _ = started.send(job); // it has just begun to wait for it
    *thread = Some(started);
    Ok(())
}

/// Starts a thread whose panic becomes a message.
fn spawn(
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

/// Whether it is the key that quits at once, even if the loop hangs because the terminal takes no more output.
fn quits(event: &Event) -> bool {
    let Event::Key(key) = event else { return false };
    keymap::action(key, &[Place::Everywhere]) == Some(Action::Program(ProgramAction::QuitNow))
}

/// Reads events as they come. The thread ends with the program; when the channel ends, the keyboard is gone.
pub fn keyboard() -> Result<Receiver<Event>, Error> {
    let (out, events) = unbounded();
    // A terminal that cannot be read is gone. It is read on even if the loop hangs, for the key that quits.
    let body = move || {
        drop(input::read(|event| {
            if quits(&event) {
                signals::end_soon(0);
            }
            out.len() >= EVENTS || out.send(event).is_ok()
        }));
    };
    let thread = thread::Builder::new().name("keyboard".to_owned()).spawn(body);
    thread.map(|_| events).map_err(Error::Thread)
}
