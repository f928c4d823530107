//! The real screen with a trainer that steps when a test says so.
#![allow(dead_code, reason = "each test file uses a part of this")]

pub mod colors;
pub mod crosshair;
mod keys;
pub mod picture;
pub mod soak;

use std::cell::RefCell;
use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use keys::named_key;
use overfit::cli::setup_of_words;
use overfit::data::{self, Choice, SOURCES};
use overfit::error::Error;
use overfit::launch::{PendingFile, PendingRun};
use overfit::nn::ThreadPool;
use overfit::train::{
    Command, Driver, Fork, LineFile, NextStep, Pace, Past, Recaller, Report, RunId, Session, Setup, Trial,
    TrialState, whole_run,
};
use overfit::tui::app::App;
use overfit::tui::effects::{self, Host, Next};
use overfit::tui::gradient_check::CheckRequest;
use overfit::tui::message::{Effect, Message};
use overfit::tui::picture::Request;
use overfit::tui::run::Run;
use overfit::tui::screen;
use overfit::tui::seeds::SEEDS;
use overfit::tui::theme::{Background, Colors, Glyphs, Theme};
use ratatui::buffer::Buffer;
use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::layout::Rect;

pub const COLOR: Theme =
    Theme { colors: Colors::True, glyphs: Glyphs::Unicode, background: Background::Dark };
pub const NO_COLOR: Theme =
    Theme { colors: Colors::None, glyphs: Glyphs::Unicode, background: Background::Dark };
pub const ASCII: Theme = Theme { colors: Colors::None, glyphs: Glyphs::Ascii, background: Background::Dark };

/// Every combination of colours and glyphs, the richest first.
pub const LOOKS: [Theme; 12] = {
    let mut display = [COLOR; 12];
    let mut n = 0;
    while n < display.len() {
        display[n].colors = Colors::ALL[3 - n / 3];
        display[n].glyphs = Glyphs::ALL[n % 3];
        n += 1;
    }
    display
};

/// The over-fitting run of the README.
pub fn readme_run() -> Setup {
    let words = "circles --preset modern --train-size 60 --test-size 200 --flip 0.1 --hidden 100 --batch full --steps 6000";
    setup_of_words(words).expect("a set-up")
}

/// The sizes of terminals at which every panel is looked at.
pub const SIZES: [(u16, u16); 3] = [(80, 24), (120, 36), (200, 60)];

/// Data of each shape.
pub const DATA: [&str; 3] = ["circles", "mnist", "tests/data/rows.csv"];

/// A run of the lecture on these data, after 60 steps.
pub fn lecture(name: &str) -> Stage {
    let setup = Setup::lecture(data::resolve(name).expect("sound data"));
    let mut stage = Stage::new(COLOR, (120, 36), Some(setup));
    stage.train(60);
    stage
}

/// The run on screen.
pub fn run(stage: &Stage) -> &Run {
    stage.app.run.as_ref().expect("a run")
}

/// The built-in data sets, and files of each shape.
pub fn all_data() -> Vec<String> {
    let files = ["points", "rows", "bars"].map(|name| format!("tests/data/{name}.csv"));
    SOURCES.iter().map(|source| source.name.to_owned()).chain(files).collect()
}

/// The screen with a trainer, all in the thread of the test.
pub struct Stage {
    pub app: App,
    pub quit: bool,
    /// What was sent to the clipboard last.
    pub copied: Option<String>,
    host: SameThread,
    /// Old reports, for [`Stage::tell_late`].
    old: Vec<Message>,
}

/// Carries out effects at once in this thread, and queues their results.
#[derive(Default)]
struct SameThread {
    driver: Option<Driver>,
    results: VecDeque<Message>,
    /// The files that were to be written, and why they are not, if so.
    written: Vec<LineFile>,
    write_problem: Option<String>,
    /// Whether steps that have passed are never computed.
    is_slow: bool,
}

impl SameThread {
    /// Begins the pending run, if there is one, and reports.
    fn report(&mut self) {
        if let Some(driver) = &mut self.driver {
            if driver.has_to_begin() {
                driver.begin().expect("built in");
            }
            let snapshot = driver.snapshot().expect("a run");
            self.results.push_back(Message::Report(Report::Progress(Box::new(snapshot))));
        }
    }
}

impl Host for SameThread {
    fn start(&mut self, run: RunId, setup: Setup, _: Pace) -> Result<(), Error> {
        self.driver = Some(Driver::new(run, setup, ThreadPool::default()));
        self.report();
        Ok(())
    }

    fn resume(&mut self, run: RunId, session: Box<Session>, _: Pace) -> Result<(), Error> {
        let driver = Driver::new(run, session.setup().clone(), ThreadPool::default());
        self.driver = Some(driver.with_session(&session));
        self.report();
        Ok(())
    }

    fn command(&mut self, command: Command) {
        if let Some(driver) = &mut self.driver {
            driver.obey(command);
            self.report();
        }
    }

    fn paint(&mut self, request: Request) -> Result<(), Error> {
        self.results.push_back(Message::Picture(Box::new(request.render())));
        Ok(())
    }

    fn check_gradients(&mut self, request: CheckRequest) -> Result<(), Error> {
        self.results.push_back(Message::GradientCheck(Box::new(request.carry_out())));
        self.results.push_back(Message::CheckAgain);
        Ok(())
    }

    fn explain(&mut self, copy: Arc<Fork>) -> Result<(), Error> {
        let (number, step) = (copy.number(), NextStep::of(copy.session()).map(Arc::new));
        self.results.push_back(Message::NextStep { number, step });
        Ok(())
    }

    fn train_seeds(&mut self, number: u64, setup: Setup) -> Result<(), Error> {
        for nth in 0..SEEDS {
            let setup = Setup { seed: setup.seed + nth, ..setup.clone() };
            let run = whole_run(setup, &AtomicBool::new(false))?.expect("nobody stops it");
            self.results.push_back(Message::Seed { number, run });
        }
        Ok(())
    }

    fn stop_seeds(&mut self) {}

    fn try_cures(&mut self, fork: Arc<Fork>, _: bool) -> Result<(), Error> {
        for (nth, cure) in fork.cures().iter().enumerate() {
            let mut trial = Trial::new(&fork, cure, ThreadPool::default()).expect("built in");
            while trial.advance() {}
            let stage = TrialState::Done { tried: Box::new(trial.result()), seconds: 0.1 };
            self.results.push_back(Message::Cure { number: fork.number(), nth, stage });
        }
        Ok(())
    }

    fn stop_cures(&mut self) {}

    fn recall(&mut self, number: u64, past: Past, step: u64) -> Result<(), Error> {
        if self.is_slow {
            return Ok(());
        }
        let results = RefCell::new(&mut self.results);
        let tell = |recall| {
            results.borrow_mut().push_back(Message::Recalled { number, recall });
            true
        };
        Recaller::new(ThreadPool::default()).carry_out(&past, step, || false, tell);
        Ok(())
    }

    fn stop_recall(&mut self) {}

    fn load_thumbnail(&mut self, card: usize, data: Choice, request: data::Request) -> Result<(), Error> {
        let dataset = Arc::new(data.load(&request, 1)?);
        self.results.push_back(Message::Thumbnail { card, dataset });
        Ok(())
    }

    fn read(&mut self, number: u64, pending: PendingFile) -> Result<(), Error> {
        self.results.push_back(Message::Reading { number, share: 0.5 });
        let opened = Box::new(
            data::resolve_with(&pending.name, &pending.options, &mut |_| true).and_then(pending.setup),
        );
        self.results.push_back(Message::Opened { number, opened });
        Ok(())
    }

    fn open_run(&mut self, number: u64, pending: PendingRun) -> Result<(), Error> {
        let opened = pending.read(ThreadPool::default(), &mut |_| true).transpose().expect("nobody stops it");
        let opened = Box::new(opened.map(|(_, session)| session));
        self.results.push_back(Message::RunOpened { number, opened });
        Ok(())
    }

    fn stop_reading(&mut self) {}

    fn write(&mut self, files: Vec<LineFile>) {
        let names = files.iter().map(|file| file.name.clone()).collect();
        let problem = self.write_problem.clone();
        self.written.extend(files);
        self.results.push_back(Message::Written { names, problem });
    }
}

impl Stage {
    /// A screen of `size`, with its first effects carried out.
    pub fn new(theme: Theme, size: (u16, u16), start: Option<Setup>) -> Stage {
        let (app, effects) = App::new(theme, size, start);
        let mut stage =
            Stage { app, quit: false, copied: None, host: SameThread::default(), old: Vec::new() };
        stage.carry_out(effects);
        stage
    }

    /// The files that were to be written.
    pub fn written(&self) -> &[LineFile] {
        &self.host.written
    }

    /// Lets no file be written.
    pub fn forbid_files(&mut self, problem: &str) {
        self.host.write_problem = Some(problem.to_owned());
    }

    /// Lets steps that have passed take for ever to compute.
    pub fn forbid_recalls(&mut self) {
        self.host.is_slow = true;
    }

    /// The line that was copied, without the fingerprint at its end.
    pub fn copied_line(&self) -> Option<&str> {
        self.copied.as_deref().map(|line| line.split_once(" --fingerprint ").expect("a fingerprint").0)
    }

    /// The session of the trainer.
    pub fn session(&self) -> Option<&Session> {
        self.host.driver.as_ref().and_then(Driver::session)
    }

    /// Presses keys: characters, or names as in `<enter>`.
    pub fn press(&mut self, keys: &str) -> &mut Stage {
        let mut rest = keys;
        while let Some(first) = rest.chars().next() {
            let named = rest.strip_prefix('<').and_then(|text| text.split_once('>'));
            let (key, after) = match named {
                Some((name, after)) if !name.is_empty() => (named_key(name), after),
                _ => (KeyEvent::new(KeyCode::Char(first), KeyModifiers::NONE), &rest[first.len_utf8()..]),
            };
            rest = after;
            self.tell(Message::Key(key));
        }
        self
    }

    /// Lets the trainer take `steps` steps, paused or not, and report.
    pub fn train(&mut self, steps: u64) -> &mut Stage {
        if let Some(driver) = &mut self.host.driver {
            for _ in 0..steps {
                driver.step();
            }
        }
        self.host.report();
        self.take_in_results();
        self
    }

    pub fn resize(&mut self, width: u16, height: u16) -> &mut Stage {
        self.tell(Message::Resize(width, height));
        self
    }

    /// What is on the screen.
    pub fn buffer(&self) -> Buffer {
        let area = self.app.area;
        let mut buffer = Buffer::empty(area);
        screen::draw(&self.app, area, &mut buffer);
        buffer
    }

    /// What is on the screen, as text.
    pub fn text(&self) -> String {
        text(&self.buffer())
    }

    pub fn tell(&mut self, message: Message) {
        let effects = self.app.update(message);
        self.carry_out(effects);
    }

    /// Delivers old reports again.
    pub fn tell_late(&mut self) {
        for message in std::mem::take(&mut self.old) {
            self.tell(message);
        }
        if let Some(snapshot) = self.app.run.as_ref().and_then(|run| run.snapshot.clone()) {
            let loading = Report::Loading(snapshot.run);
            self.old.extend([Report::Progress(snapshot), loading].map(Message::Report));
        }
    }

    fn carry_out(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            match effects::carry_out(effect, &mut self.host).expect("nothing fails") {
                Next::GoOn | Next::Suspend => {}
                Next::Copy(text) => self.copied = Some(text),
                Next::Quit => self.quit = true,
            }
        }
        self.take_in_results();
    }

    fn take_in_results(&mut self) {
        while let Some(message) = self.host.results.pop_front() {
            self.tell(message);
        }
    }
}

/// The characters of a buffer, line by line.
pub fn text(buffer: &Buffer) -> String {
    let Rect { width, height, .. } = buffer.area;
    let row = |y| {
        let symbols = (0..width).map(|x| buffer[(x, y)].symbol());
        symbols.collect::<String>().trim_end().to_owned() + "\n"
    };
    (0..height).map(row).collect()
}
