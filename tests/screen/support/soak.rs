//! Runs the screen under load without a terminal, with random keys at full pace, and checks each run against a repetition.

use std::fmt;
use std::time::{Duration, Instant};

use crossbeam_channel::Receiver;
use overfit::cli;
use overfit::data::{Augment, Choice, SOURCES};
use overfit::error::Error;
use overfit::nn::ThreadPool;
use overfit::run_file::Keeping;
use overfit::train::{Command, Direction, Pace, Preset, Report, Session, SettingId, Setup, State, Status};
use overfit::tui::action::RunAction;
use overfit::tui::app::App;
use overfit::tui::backend::Backend;
use overfit::tui::effects::{self, Host};
use overfit::tui::keymap::BINDINGS;
use overfit::tui::message::{Effect, Message};
use overfit::tui::run::Run;
use overfit::tui::screen;
use overfit::tui::theme::{Background, Colors, Glyphs, Theme};
use rand::rngs::ChaCha8Rng;
use rand::{RngExt, SeedableRng};
use ratatui::buffer::Buffer;
use ratatui::crossterm::event::{KeyEvent, KeyModifiers, MouseButton, MouseEvent, MouseEventKind};
use ratatui::layout::Rect;

use super::soak_keys::is_pressed;

/// The time between two frames.
const FRAME: Duration = Duration::from_millis(40);
/// The time between two keys.
const KEY: Duration = Duration::from_millis(150);
/// How long a run goes on before it is stopped and repeated without a screen.
const ROUND: Duration = Duration::from_secs(8);
/// With more examples than this, the next key lowers their number, to keep steps quick.
const MOST_EXAMPLES: usize = 2_000;
/// The examples of the largest set-up.
const MORE_EXAMPLES: usize = 5_000;
/// Columns and rows of the largest terminal.
const LARGEST: (u16, u16) = (500, 200);
/// More steps than a round takes.
const STEPS: u64 = 1_000_000_000;
/// The limit for stopping a run. Far longer than that takes.
const PATIENCE: Duration = Duration::from_secs(60);

/// The result of a round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Round {
    /// The command line of the run.
    pub command: String,
    /// Steps it took.
    pub steps: u64,
    /// Frames that were drawn.
    pub frames: u64,
    /// What was wrong, if anything was.
    pub fault: Option<String>,
}

impl fmt::Display for Round {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} steps, {} frames: {}",
            self.steps,
            self.frames,
            self.fault.as_deref().unwrap_or("sound")
        )
    }
}

/// A screen with its threads, driven by random keys.
pub struct Soak {
    app: App,
    backend: Backend,
    results: Receiver<Message>,
    frames: u64,
}

/// A random set-up, small enough for thousands of steps a second.
fn random_setup(round: u64, rng: &mut ChaCha8Rng) -> Setup {
    let source = SOURCES[rng.random_range(0..SOURCES.len())];
    let preset = Preset::ALL[rng.random_range(0..Preset::ALL.len())];
    Setup { seed: round, train_size: 200, test_size: 100, steps: STEPS, ..preset.of(Choice::BuiltIn(source)) }
}

/// A set-up that needs as much memory as any random one. It runs first, so that memory does not grow later.
fn largest_setup() -> Option<Setup> {
    let largest = SOURCES.iter().copied().max_by_key(|source| source.shape.inputs())?;
    let setup = Preset::Modern.of(Choice::BuiltIn(largest));
    Some(Setup {
        train_size: MORE_EXAMPLES,
        test_size: MORE_EXAMPLES,
        batch: None,
        hidden: vec![2 * largest.defaults.hidden],
        dropout: 0.5,
        augment: Augment::Elastic,
        steps: STEPS,
        ..setup
    })
}

const THEME: Theme = Theme { colors: Colors::True, glyphs: Glyphs::Unicode, background: Background::Dark };

impl Soak {
    /// An empty screen, and a backend that trains on `threads` threads.
    pub fn new(threads: usize) -> Soak {
        let (app, _) = App::new(THEME, (0, 0), None);
        let (backend, results) = Backend::new(threads, Keeping::Off);
        Soak { app, backend, results, frames: 0 }
    }

    /// One round: a run of a random set-up, random keys at full pace, then its repetition from the command line.
    pub fn round(&mut self, number: u64) -> Result<Round, Error> {
        let mut rng = ChaCha8Rng::seed_from_u64(number);
        let (setup, size) = match largest_setup().filter(|_| number == 0) {
            Some(largest) => (largest, LARGEST),
            None => (random_setup(number, &mut rng), (rng.random_range(0..240), rng.random_range(0..80))),
        };
        let (app, effects) = App::new(THEME, size, Some(setup));
        (self.app, self.frames) = (app, 0);
        self.carry_out(effects)?;
        self.backend.command(Command::SetPace(Pace::Max));
        let end = Instant::now() + ROUND;
        let (mut next_frame, mut next_key) = (Instant::now(), Instant::now() + KEY);
        while Instant::now() < end {
            self.listen(next_frame.min(next_key))?;
            if Instant::now() >= next_key {
                next_key += KEY;
                self.press(&mut rng)?;
            }
            if Instant::now() >= next_frame {
                next_frame = Instant::now() + FRAME;
                self.draw();
            }
        }
        self.settle()
    }

    /// Receives reports and pictures until `until`.
    fn listen(&mut self, until: Instant) -> Result<(), Error> {
        while let Ok(report) = self.backend.reports().recv_deadline(until) {
            self.tell(Message::Report(report))?;
            let results: Vec<Message> = self.results.try_iter().collect();
            for result in results {
                self.tell(result)?;
            }
        }
        Ok(())
    }

    /// Presses a random key that leaves the run going, or now and then changes the size.
    fn press(&mut self, rng: &mut ChaCha8Rng) -> Result<(), Error> {
        if rng.random_range(0..20) == 0 {
            let (width, height) = (rng.random_range(0..LARGEST.0), rng.random_range(0..LARGEST.1));
            return self.tell(Message::Resize(width, height));
        }
        if rng.random_range(0..5) == 0 {
            return self.click(rng);
        }
        // Bounding the examples bounds memory.
        if let Some(run) = &mut self.app.run {
            let sizes =
                [(SettingId::TrainSize, run.wanted.train_size), (SettingId::TestSize, run.wanted.test_size)];
            if let Some((setting, _)) = sizes.into_iter().find(|&(_, size)| size > MOST_EXAMPLES) {
                let effects = run.update(RunAction::Adjust(setting, Direction::Down));
                return self.carry_out(effects);
            }
        }
        let places = self.app.places();
        let keys =
            BINDINGS.iter().filter(|key| places.contains(&key.place) && is_pressed(key.action, &self.app));
        let events: Vec<KeyEvent> =
            keys.flat_map(|binding| binding.keys.iter().map(|key| key.event())).collect();
        if !events.is_empty() {
            self.tell(Message::Key(events[rng.random_range(0..events.len())]))?;
        }
        // The key may have paused the run.
        self.backend.command(Command::Resume);
        Ok(())
    }

    /// Presses, drags and releases a random button of the mouse.
    fn click(&mut self, rng: &mut ChaCha8Rng) -> Result<(), Error> {
        let button = [MouseButton::Left, MouseButton::Right, MouseButton::Middle][rng.random_range(0..3)];
        let area = self.app.area;
        for kind in [MouseEventKind::Down(button), MouseEventKind::Drag(button), MouseEventKind::Up(button)] {
            let (column, row) = (rng.random_range(0..=area.width / 2), rng.random_range(0..=area.height));
            let event = MouseEvent { kind, column, row, modifiers: KeyModifiers::NONE };
            self.tell(Message::Mouse(event))?;
        }
        Ok(())
    }

    fn draw(&mut self) {
        let mut buffer = Buffer::empty(Rect { x: 0, y: 0, ..self.app.area });
        screen::draw(&self.app, self.app.area, &mut buffer);
        self.frames += 1;
    }

    fn tell(&mut self, message: Message) -> Result<(), Error> {
        let effects = self.app.update(message);
        self.carry_out(effects)
    }

    fn carry_out(&mut self, effects: Vec<Effect>) -> Result<(), Error> {
        // No files are left behind.
        let effects = effects.into_iter().filter(|effect| !matches!(effect, Effect::Write(_)));
        for effect in effects {
            effects::carry_out(effect, &mut self.backend)?;
        }
        Ok(())
    }

    /// Stops the run, and compares the requested settings with those in force, and the curves with those of its command line.
    fn settle(&mut self) -> Result<Round, Error> {
        let effects = self.app.run.as_mut().map_or_else(Vec::new, Run::return_to_present);
        self.carry_out(effects)?;
        self.backend.command(Command::Pause);
        let end = Instant::now() + PATIENCE;
        let mut last = None;
        while let Ok(report) = self.backend.reports().recv_deadline(end) {
            self.tell(Message::Report(report.clone()))?;
            match report {
                Report::Progress(snapshot) if snapshot.status != Status::Running => {
                    last = Some(snapshot);
                    break;
                }
                Report::Failed(_, reason) => return Ok(self.round_of(String::new(), 0, Some(reason))),
                Report::Progress(_) | Report::Loading(_) => {}
            }
        }
        let Some(snapshot) = last else {
            return Ok(self.round_of(String::new(), 0, Some("the trainer does not stop".to_owned())));
        };
        let Some(again) = snapshot.again() else {
            return Ok(self.round_of(String::new(), snapshot.step, Some("too many changes".to_owned())));
        };
        let wanted = self.app.run.as_ref().map(|run| &run.wanted);
        let fault = if wanted == Some(&snapshot.setup) {
            let repeated = repeat(again.clone(), snapshot.step)?;
            let (here, there) = (snapshot.history.fingerprint(), repeated.history().fingerprint());
            (here != there).then(|| format!("{here:016x} on the screen, {there:016x} without it"))
        } else {
            Some("what is wanted is not in force".to_owned())
        };
        Ok(self.round_of(again.command_line(""), snapshot.step, fault))
    }

    fn round_of(&self, command: String, steps: u64, fault: Option<String>) -> Round {
        Round { command, steps, frames: self.frames, fault }
    }
}

/// Repeats a run up to `step` without a screen.
fn repeat(setup: Setup, step: u64) -> Result<Session, Error> {
    let mut session = Session::new(setup, ThreadPool::default())?;
    while session.step() < step && *session.state() == State::Learning {
        session.advance();
    }
    session.catch_up();
    Ok(session)
}

/// The largest growth of memory that is accepted, as a factor.
const FLAT: f64 = 1.05;
/// The minutes after which memory is measured for the first time.
const SETTLED: f64 = 5.0;

/// Runs rounds for `minutes` minutes and prints each with its memory. Returns whether all were sound and memory did not grow
/// after the first five minutes.
pub fn soak(minutes: f64, threads: usize) -> Result<bool, Error> {
    let start = Instant::now();
    let (mut is_sound, mut settled) = (true, None);
    let mut soak = Soak::new(threads);
    for number in 0.. {
        let round = soak.round(number)?;
        is_sound &= round.fault.is_none();
        let elapsed = start.elapsed().as_secs_f64() / 60.0;
        let peak = cli::peak_memory();
        let words = peak.map_or_else(String::new, |mib| format!(", {mib:.0} MiB at most so far"));
        let command = if round.fault.is_some() { format!(" ({})", round.command) } else { String::new() };
        println!("{elapsed:6.1} min  round {number}: {round}{command}{words}");
        if elapsed >= SETTLED {
            settled = settled.or(peak);
        }
        if elapsed >= minutes {
            if let (Some(settled), Some(peak)) = (settled, peak) {
                is_sound &= peak <= FLAT * settled;
                let growth = 100.0 * (peak / settled - 1.0);
                println!(
                    "memory: {settled:.0} MiB after {SETTLED} minutes, {peak:.0} at the end: {growth:+.1} %"
                );
            }
            break;
        }
    }
    Ok(is_sound)
}
