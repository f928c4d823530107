//! The loop: it waits for keys, reports, pictures and signals, and draws when something changed.
//!
//! Four threads speak to it, each through a channel: the keyboard, the trainer, a painter that asks the
//! network about the plane and the images, and a loader of thumbnails. None of them is ever waited for.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, Sender, never, select, unbounded};
use ratatui::crossterm::event::{self, Event};

use super::app::{App, Effect, Message};
use super::picture::{Painter, Request};
use super::screen;
use super::seeds::SEEDS;
use super::terminal::{Signal, Terminal, panic_hook, signals, watchdog};
use super::theme::Theme;
use crate::data::{self, Choice};
use crate::error::Error;
use crate::looks::{Rhythm, Wishes};
use crate::train::{Setup, Trainer, Workers, whole_run};

/// Time between two frames that no key asked for.
const FRAME: Duration = Duration::from_millis(40);
/// The same for people, and for connections, that want it calm.
const CALM_FRAME: Duration = Duration::from_millis(500);
/// The exit code when the terminal is gone: that of SIGHUP.
const HANGUP: u8 = 129;
/// Nothing happens: wake up now and then all the same.
const IDLE: Duration = Duration::from_secs(60);
/// The painter rests at least this long after a picture: no more of them than the eye can follow.
const SHORTEST_REST: Duration = Duration::from_millis(30);
/// It need not rest longer than this, however long it worked, so that a picture is never old …
const LONG_REST: Duration = Duration::from_millis(500);

/// … but it rests nineteen times as long as it worked where it can, and three times in any case: threads that
/// train side by side all wait for the one whose core it takes, so that has to be a twentieth of a core, and
/// never more than a quarter.
fn rest(worked: Duration) -> Duration {
    (19 * worked).clamp(SHORTEST_REST, LONG_REST).max(3 * worked)
}

/// What a card wants to show.
struct Thumbnail {
    card: usize,
    data: Choice,
    request: data::Request,
}

struct EventLoop {
    app: App,
    terminal: Terminal,
    trainer: Option<Trainer>,
    /// Threads to train on.
    threads: usize,
    /// Time between two frames that no key asked for.
    frame: Duration,
    painter: Sender<Request>,
    loader: Sender<Thumbnail>,
    /// Where threads that are started later send what they found.
    results: Sender<Message>,
    /// Tells the runs from many seeds to stop.
    stop_seeds: Arc<AtomicBool>,
    /// Whether the screen shows less than is known.
    dirty: bool,
    last_frame: Option<Instant>,
    exit: Option<u8>,
}

/// Shows the screen until a person or a signal ends it; the answer is the exit code.
///
/// # Errors
/// When there is no terminal, or it fails.
pub fn run(start: Option<Setup>, threads: usize, wishes: Wishes) -> Result<u8, Error> {
    panic_hook::install();
    let terminal = Terminal::open()?;
    let signals = signals()?; // one tells of changes of the size, so before that is looked up
    let size = terminal.size();
    let (app, effects) = App::new(Theme::detect(wishes), size, start);
    let (results_in, results) = unbounded();
    let mut this = EventLoop {
        app,
        terminal,
        trainer: None,
        threads,
        frame: match wishes.rhythm {
            Rhythm::Lively => FRAME,
            Rhythm::Calm => CALM_FRAME,
        },
        painter: painter(results_in.clone())?,
        loader: loader(results_in.clone())?,
        results: results_in,
        stop_seeds: Arc::default(),
        dirty: true,
        last_frame: None,
        exit: None,
    };
    this.carry_out(effects)?;
    watchdog::watch()?;
    this.turn(&keyboard()?, &results, &signals)
}

impl EventLoop {
    fn turn(
        &mut self,
        keyboard: &Receiver<Event>,
        results: &Receiver<Message>,
        signals: &Receiver<Signal>,
    ) -> Result<u8, Error> {
        let silence = never();
        loop {
            if let Some(code) = self.exit {
                return Ok(code);
            }
            self.draw_if_due()?;
            let wait = if self.dirty { self.until_frame() } else { IDLE };
            let reports = self.trainer.as_ref().map_or(&silence, |trainer| &trainer.reports).clone();
            select! {
                recv(keyboard) -> event => match event {
                    Ok(event) => self.hear_keys(event, keyboard)?,
                    // The keyboard is gone, and with it the terminal.
                    Err(_) => return Ok(HANGUP),
                },
                recv(reports) -> report => match report {
                    Ok(report) => self.hear(Message::Report(report))?,
                    Err(_) => self.trainer = None,
                },
                recv(results) -> result => if let Ok(message) = result { self.hear(message)? },
                recv(signals) -> signal => if let Ok(signal) = signal { self.obey(signal)? },
                default(wait) => {}
            }
        }
    }

    /// Takes in a key and all that are waiting behind it, then draws at once.
    fn hear_keys(&mut self, first: Event, keyboard: &Receiver<Event>) -> Result<(), Error> {
        let waiting: Vec<Event> = keyboard.try_iter().collect();
        for event in [first].into_iter().chain(waiting) {
            match event {
                Event::Key(key) => self.hear(Message::Key(key))?,
                Event::Resize(width, height) => {
                    self.terminal.resized()?;
                    self.hear(Message::Resize(width, height))?;
                }
                _ => {}
            }
        }
        self.last_frame = None;
        Ok(())
    }

    fn hear(&mut self, message: Message) -> Result<(), Error> {
        self.dirty = true;
        let effects = self.app.update(message);
        self.carry_out(effects)
    }

    fn carry_out(&mut self, effects: Vec<Effect>) -> Result<(), Error> {
        for effect in effects {
            match effect {
                Effect::Start { run, setup, pace } => {
                    self.stop_seeds.store(true, Ordering::Relaxed);
                    self.trainer = Some(Trainer::spawn(run, setup, pace, self.threads)?);
                }
                Effect::Command(command) => {
                    if let Some(trainer) = &self.trainer {
                        trainer.send(command);
                    }
                }
                // Their threads live as long as this loop.
                Effect::Paint(request) => drop(self.painter.send(request)),
                Effect::ManySeeds { number, setup } => self.start_seeds(number, &setup)?,
                Effect::NoSeeds => self.stop_seeds.store(true, Ordering::Relaxed),
                Effect::Thumbnail { card, data, request } => {
                    drop(self.loader.send(Thumbnail { card, data, request }));
                }
                Effect::Suspend => self.obey(Signal::Stop)?,
                Effect::Quit => self.exit = Some(0),
            }
        }
        Ok(())
    }

    /// Starts threads that train a set-up from many seeds, on the cores that training leaves free, but on one.
    fn start_seeds(&mut self, number: u64, setup: &Setup) -> Result<(), Error> {
        self.stop_seeds.store(true, Ordering::Relaxed);
        self.stop_seeds = Arc::default();
        let next = Arc::new(AtomicU64::new(0));
        let spare = Workers::default_count().saturating_sub(self.threads).clamp(1, SEEDS as usize);
        for _ in 0..spare {
            let (stop, next) = (Arc::clone(&self.stop_seeds), Arc::clone(&next));
            let (out, setup) = (self.results.clone(), setup.clone());
            spawn("seeds", move || {
                loop {
                    let nth = next.fetch_add(1, Ordering::Relaxed);
                    let seed = setup.seed.wrapping_add(nth);
                    // Data that cannot be loaded are known from the run itself.
                    let Ok(Some(run)) = whole_run(Setup { seed, ..setup.clone() }, &stop) else { return };
                    if out.send(Message::Seed { number, run }).is_err() || nth + 1 >= SEEDS {
                        return;
                    }
                }
            })?;
        }
        Ok(())
    }

    fn obey(&mut self, signal: Signal) -> Result<(), Error> {
        match signal {
            Signal::End(number) => self.exit = Some(signals::exit_code(number)),
            Signal::Stop => self.terminal.suspend()?,
            Signal::Continue => self.terminal.resume()?,
            Signal::Resize => {
                self.terminal.resized()?;
                let (width, height) = self.terminal.size();
                self.hear(Message::Resize(width, height))?;
            }
        }
        self.last_frame = None;
        self.dirty = true;
        Ok(())
    }

    fn draw_if_due(&mut self) -> Result<(), Error> {
        if self.dirty && self.until_frame().is_zero() {
            let app = &self.app;
            self.terminal.draw(|frame| screen::draw(app, frame.area(), frame.buffer_mut()))?;
            self.last_frame = Some(Instant::now());
            self.dirty = false;
        }
        Ok(())
    }

    fn until_frame(&self) -> Duration {
        self.last_frame.map_or(Duration::ZERO, |last| self.frame.saturating_sub(last.elapsed()))
    }
}

fn spawn(name: &str, body: impl FnOnce() + Send + 'static) -> Result<(), Error> {
    let thread = thread::Builder::new().name(name.to_owned()).spawn(body);
    thread.map(drop).map_err(Error::Terminal)
}

/// Reads events as they come. The thread cannot be interrupted, and ends with the program.
fn keyboard() -> Result<Receiver<Event>, Error> {
    let (out, events) = unbounded();
    spawn("keyboard", move || {
        while let Ok(event) = event::read() {
            if out.send(event).is_err() {
                return;
            }
        }
    })?;
    Ok(events)
}

fn signals() -> Result<Receiver<Signal>, Error> {
    let (out, signals) = unbounded();
    signals::watch(move |signal| {
        let _ = out.send(signal); // the loop has ended already
    })?;
    Ok(signals)
}

fn painter(out: Sender<Message>) -> Result<Sender<Request>, Error> {
    let (requests, jobs) = unbounded::<Request>(); // never more than one: the app waits for the picture
    spawn("painter", move || {
        let mut painter = Painter::default();
        for request in jobs {
            let start = Instant::now();
            let picture = painter.paint(request);
            let worked = start.elapsed();
            if out.send(Message::Picture(picture)).is_err() {
                return;
            }
            thread::sleep(rest(worked));
        }
    })?;
    Ok(requests)
}

fn loader(out: Sender<Message>) -> Result<Sender<Thumbnail>, Error> {
    let (requests, jobs) = unbounded::<Thumbnail>();
    spawn("loader", move || {
        for Thumbnail { card, data, request } in jobs {
            // A card without a picture is still a card.
            if let Ok(dataset) = data.load(&request) {
                let message = Message::Thumbnail { card, dataset: Arc::new(dataset) };
                if out.send(message).is_err() {
                    return;
                }
            }
        }
    })?;
    Ok(requests)
}
