//! The real screen with a trainer that steps when a test says so.
#![allow(dead_code, reason = "each test file uses a part of this")]

pub mod colors;
pub mod crop;
pub mod crosshair;
mod keys;
pub mod picture;
mod same_thread;
pub mod soak;
mod soak_keys;

use keys::named_key;
use std::path::Path;

use overfit::cli::setup_of_words;
use overfit::data::{self, SOURCES};
use overfit::launch::PendingSweep;
use overfit::train::{Driver, LineFile, Report, Session, Setup};
use overfit::tui::app::App;
use overfit::tui::effects::{self, Next};
use overfit::tui::message::{Effect, Message};
use overfit::tui::run::Run;
use overfit::tui::screen;
use overfit::tui::theme::{Background, Colors, Glyphs, Theme};
use ratatui::buffer::Buffer;
use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::layout::Rect;
use same_thread::SameThread;

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

impl Stage {
    /// A screen of `size`, with its first effects carried out.
    pub fn new(theme: Theme, size: (u16, u16), start: Option<Setup>) -> Stage {
        Stage::of(App::new(theme, size, start))
    }

    /// A screen of `size` with a sweep, of whose runs the test tells.
    pub fn sweeping(theme: Theme, size: (u16, u16), pending: PendingSweep) -> Stage {
        Stage::of(App::sweeping(theme, size, pending))
    }

    fn of((app, effects): (App, Vec<Effect>)) -> Stage {
        let mut stage =
            Stage { app, quit: false, copied: None, host: SameThread::default(), old: Vec::new() };
        stage.carry_out(effects);
        stage
    }

    /// A screen whose run is kept in a folder, into which exports go, too.
    pub fn kept_in(folder: &Path, size: (u16, u16), setup: &Setup) -> Stage {
        let mut stage = Stage::new(COLOR, size, None);
        stage.host.folder = Some(folder.to_owned());
        let (app, effects) = App::new(COLOR, size, Some(setup.clone()));
        stage.app = app;
        stage.carry_out(effects);
        stage
    }

    /// The picker, whose runs are kept in a folder in which others may be.
    pub fn keeping_in(folder: &Path, size: (u16, u16)) -> Stage {
        let mut stage = Stage::new(COLOR, size, None);
        stage.host.folder = Some(folder.to_owned());
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
        // A step that has passed is no report of the trainer.
        let present = self.app.run.as_ref().filter(|run| run.time.is_none());
        if let Some(snapshot) = present.and_then(|run| run.snapshot.clone()) {
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
