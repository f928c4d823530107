//! The real screen with a trainer that steps when the test says so: keys in, pictures of text out.
#![allow(dead_code, reason = "each test file uses a part of this")]

pub mod picture;

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use overfit::data::{self, SOURCES};
use overfit::nn::ThreadPool;
use overfit::train::{Command, Report, RunId, Session, Setup, Snapshot, Status, whole_run};
use overfit::tui::app::{App, Effect, Message};
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

/// Every kind of colours with every kind of glyphs, the richest first.
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

/// The built-in data sets, and files of each shape.
pub fn all_data() -> Vec<String> {
    let files = ["points", "rows", "bars"].map(|name| format!("tests/data/{name}.csv"));
    SOURCES.iter().map(|source| source.name.to_owned()).chain(files).collect()
}

pub struct Stage {
    pub app: App,
    pub session: Option<Session>,
    pub quit: bool,
    /// What was told long ago.
    old: Vec<Message>,
    run: RunId,
    paused: bool,
    changes: u64,
}

impl Stage {
    /// A screen of that size, with everything done that it asks for at the start.
    pub fn new(theme: Theme, size: (u16, u16), start: Option<Setup>) -> Stage {
        let (app, effects) = App::new(theme, size, start);
        let mut stage = Stage {
            app,
            session: None,
            quit: false,
            old: Vec::new(),
            run: RunId(0),
            paused: false,
            changes: 0,
        };
        stage.carry_out(effects);
        stage
    }

    /// Presses keys: letters, or names as in `<enter>`.
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

    /// Lets the trainer take so many steps, and report.
    pub fn train(&mut self, steps: u64) -> &mut Stage {
        if let Some(session) = &mut self.session {
            for _ in 0..steps {
                session.advance();
            }
        }
        self.report();
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

    /// Tells a report and a picture once more that were of use when they were new.
    pub fn tell_late(&mut self) {
        for message in std::mem::take(&mut self.old) {
            self.tell(message);
        }
        if let Some(session) = &self.session {
            let snapshot = Snapshot::of(session, self.run, Status::Running);
            let report = Report::Progress(Snapshot { changes: self.changes, ..snapshot });
            self.old.extend([Message::Report(report), Message::Report(Report::Loading(self.run))]);
        }
    }

    pub fn report(&mut self) {
        if let Some(session) = &self.session {
            let status = match Status::from(session.state()) {
                Status::Running if self.paused => Status::Paused,
                status => status,
            };
            let changes = self.changes;
            let snapshot = Snapshot { changes, ..Snapshot::of(session, self.run, status) };
            self.tell(Message::Report(Report::Progress(snapshot)));
        }
    }

    fn carry_out(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Start { run, setup, .. } => self.begin(run, setup),
                Effect::Command(Command::Restart(run, setup)) => self.begin(run, *setup),
                Effect::Command(command) => self.obey(command),
                Effect::Paint(request) => self.tell(Message::Picture(request.paint())),
                Effect::Thumbnail { card, data, request } => {
                    let dataset = Arc::new(data.load(&request).expect("built in"));
                    self.tell(Message::Thumbnail { card, dataset });
                }
                Effect::ManySeeds { number, setup } => {
                    for nth in 0..SEEDS {
                        let setup = Setup { seed: setup.seed + nth, ..setup.clone() };
                        let run = whole_run(setup, &AtomicBool::new(false)).expect("built in");
                        self.tell(Message::Seed { number, run: run.expect("nobody stops it") });
                    }
                }
                Effect::Read { number, pending } => {
                    self.tell(Message::Reading { number, share: 0.5 });
                    let opened = data::resolve(&pending.name).and_then(pending.setup);
                    self.tell(Message::Opened { number, opened: Box::new(opened) });
                }
                Effect::NoSeeds | Effect::StopReading | Effect::Suspend => {}
                Effect::Fail(fault) => panic!("{fault}"),
                Effect::Quit => self.quit = true,
            }
        }
    }

    fn begin(&mut self, run: RunId, setup: Setup) {
        self.run = run;
        self.paused = false;
        self.changes = 0;
        self.session = Some(Session::new(setup, ThreadPool::default()).expect("built in"));
        self.report();
    }

    fn obey(&mut self, command: Command) {
        let Some(session) = &mut self.session else { return };
        match command {
            Command::Pause | Command::Epoch => self.paused = true,
            Command::Resume => self.paused = false,
            Command::Step => {
                self.paused = true;
                session.advance();
            }
            Command::Change(setup) => {
                self.changes += 1;
                session.change(&setup).expect("built in");
            }
            Command::GoBack => {
                self.changes += 1;
                self.paused = true;
                session.go_back();
            }
            Command::SetPace(_) | Command::Restart(..) => {}
        }
        self.report();
    }
}

fn named_key(name: &str) -> KeyEvent {
    let code = match name {
        "enter" => KeyCode::Enter,
        "esc" => KeyCode::Esc,
        "up" => KeyCode::Up,
        "down" => KeyCode::Down,
        "left" => KeyCode::Left,
        "right" => KeyCode::Right,
        "lt" => KeyCode::Char('<'),
        "home" => KeyCode::Home,
        "end" => KeyCode::End,
        "s-left" => return KeyEvent::new(KeyCode::Left, KeyModifiers::SHIFT),
        "s-right" => return KeyEvent::new(KeyCode::Right, KeyModifiers::SHIFT),
        "c-c" => return KeyEvent::new(KeyCode::Char('c'), KeyModifiers::CONTROL),
        other => panic!("no key is called {other}"),
    };
    KeyEvent::new(code, KeyModifiers::NONE)
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
