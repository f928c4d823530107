//! The whole state of the screen, and the one function that changes it.

use ratatui::crossterm::event::{MouseButton, MouseEvent, MouseEventKind};
use ratatui::layout::Rect;

use super::action::{ChartAction, Jump, RunAction};
use super::keymap::{self, Place};
use super::layout;
use super::message::{Effect, Message};
use super::paste;
use super::picker::Picker;
use super::run::Run;
use super::theme::Theme;
use crate::error::Error;
use crate::launch::PendingFile;
use crate::train::{RunId, Setup};

/// Which screen is up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Page {
    /// Choosing a data set.
    Picker,
    /// Watching a run.
    Run,
    /// Waiting for a file to be read.
    Reading,
}

/// What lies over the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Overlay {
    /// Nothing.
    None,
    /// The page of keys.
    Help,
    /// The test card of glyphs and colours.
    Card,
    /// All settings of the run, the one in hand by its number.
    Setup(usize),
    /// A question before a run is lost.
    Question(Question),
}

/// What would lose a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Question {
    /// Quitting.
    Quit,
    /// Starting another one.
    Replace,
}

/// A file that is being read.
#[derive(Debug)]
pub struct Reading {
    /// What tells it from one that was read before.
    pub number: u64,
    /// The path as the person typed it.
    pub name: String,
    /// How much of it is read, from 0 to 1.
    pub share: f64,
    /// What happens with it then.
    pub purpose: Purpose,
}

/// What a file is read for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// The run that the program was started for.
    Run,
    /// A card to choose.
    Card,
}

/// The state of the screen.
#[derive(Debug)]
pub struct App {
    /// What the terminal can show.
    pub theme: Theme,
    /// The terminal.
    pub area: Rect,
    /// Which screen is up.
    pub page: Page,
    /// What lies over it.
    pub overlay: Overlay,
    /// The data sets on offer.
    pub picker: Picker,
    /// The run, once there is one; the picker keeps it.
    pub run: Option<Run>,
    /// The file that was asked for, until it is read.
    pub reading: Option<Reading>,
    /// Files that were asked for so far.
    files: u64,
}

impl App {
    /// A screen of that size, on the picker, or on a run that is to start.
    pub fn new(theme: Theme, (width, height): (u16, u16), start: Option<Setup>) -> (App, Vec<Effect>) {
        let mut app = App {
            theme,
            area: Rect::new(0, 0, width, height),
            page: Page::Picker,
            overlay: Overlay::None,
            picker: Picker::default(),
            run: None,
            reading: None,
            files: 0,
        };
        let effects = match start {
            Some(setup) => app.start(setup),
            None => app.load_thumbnails(),
        };
        (app, effects)
    }

    /// A screen that waits for the file of a run.
    pub fn reading(theme: Theme, size: (u16, u16), pending: PendingFile) -> (App, Vec<Effect>) {
        let (mut app, mut effects) = App::new(theme, size, None);
        effects.push(app.read(pending, Purpose::Run));
        (app, effects)
    }

    fn read(&mut self, pending: PendingFile, purpose: Purpose) -> Effect {
        self.files += 1;
        self.picker.notice = None;
        self.page = Page::Reading;
        self.reading = Some(Reading { number: self.files, name: pending.name.clone(), share: 0.0, purpose });
        Effect::Read { number: self.files, pending }
    }

    /// Takes in a message; the answer is what has to be done outside.
    pub fn update(&mut self, message: Message) -> Vec<Effect> {
        let mut effects = match message {
            Message::Key(event) => {
                keymap::action(&event, &self.places()).map_or_else(Vec::new, |action| self.perform(action))
            }
            Message::Mouse(event) => self.point_at(event),
            Message::Paste(text) => self.paste(&text),
            Message::Opened { number, opened } => self.open(number, *opened),
            Message::Report(report) => self.run.as_mut().map_or_else(Vec::new, |run| run.receive(report)),
            Message::Resize(width, height) => {
                self.area = Rect::new(0, 0, width, height);
                Vec::new()
            }
            Message::Picture(picture) => self.with_run(|run| run.show(*picture)),
            Message::Seed { number, run: result } => self.with_run(|run| {
                if let Some(seeds) = run.seeds.as_mut().filter(|seeds| seeds.number == number) {
                    seeds.add(result);
                }
            }),
            Message::Thumbnail { card, dataset } => {
                if let Some(card) = self.picker.cards.get_mut(card) {
                    card.thumbnail = Some(dataset);
                }
                Vec::new()
            }
            Message::Reading { number, share } => {
                if let Some(reading) = self.reading.as_mut().filter(|reading| reading.number == number) {
                    reading.share = share;
                }
                Vec::new()
            }
            Message::Fault(words) => {
                self.tell_fault(&words);
                Vec::new()
            }
        };
        if self.page == Page::Run
            && let Some(run) = &mut self.run
        {
            effects.extend(run.paint(layout::map_pixels(self.area, run)));
        }
        effects
    }

    /// Changes the run, if there is one; nothing has to be done outside.
    fn with_run(&mut self, change: impl FnOnce(&mut Run)) -> Vec<Effect> {
        if let Some(run) = &mut self.run {
            change(run);
        }
        Vec::new()
    }

    /// Where keys have their meaning now, the nearest place first.
    pub fn places(&self) -> Vec<Place> {
        match (self.overlay, self.page, &self.run) {
            (Overlay::Question(_), _, _) => vec![Place::Question, Place::Everywhere],
            (Overlay::Setup(_), _, _) => vec![Place::Setup, Place::Run, Place::Everywhere],
            (Overlay::Help | Overlay::Card, _, _) | (Overlay::None, Page::Reading, _) => {
                vec![Place::Everywhere]
            }
            (Overlay::None, Page::Run, Some(run)) => {
                let cursor = run.view.cursor.map(|_| Place::Cursor);
                let near = cursor.into_iter().chain([Place::Run]);
                near.chain(Place::of_picture(run.shape())).chain([Place::Everywhere]).collect()
            }
            (Overlay::None, _, _) => vec![Place::Picker, Place::Everywhere],
        }
    }

    /// Whether what is shown can be pointed at; as long as not, the mouse is the terminal's.
    pub fn uses_mouse(&self) -> bool {
        let has_cursor = self.run.as_ref().is_some_and(|run| run.view.cursor.is_some());
        self.page == Page::Run && self.overlay == Overlay::None && has_cursor
    }

    /// The cursor of the curves goes where the mouse is pressed, and follows its wheel.
    fn point_at(&mut self, event: MouseEvent) -> Vec<Effect> {
        let Some(run) = self.run.as_mut().filter(|_| self.overlay == Overlay::None) else {
            return Vec::new();
        };
        let jump = match event.kind {
            MouseEventKind::Down(MouseButton::Left) | MouseEventKind::Drag(MouseButton::Left) => {
                layout::plot_column(self.area, run, event.column, event.row).map(Jump::To)
            }
            MouseEventKind::ScrollUp => Some(Jump::Left(1)),
            MouseEventKind::ScrollDown => Some(Jump::Right(1)),
            _ => None,
        };
        if let Some(jump) = jump {
            run.update_chart(ChartAction::Move(jump), layout::plot_columns(self.area, run));
        }
        Vec::new()
    }

    /// A path may be pasted into the picker, as a file that is dropped there is.
    fn paste(&mut self, text: &str) -> Vec<Effect> {
        if self.page != Page::Picker || self.overlay != Overlay::None {
            return Vec::new();
        }
        if let Some(path) = paste::path(text) {
            return vec![self.read(PendingFile::card(&path), Purpose::Card)];
        }
        self.picker.notice = Some("Paste the path of one file or folder with data.".to_owned());
        Vec::new()
    }

    /// A file is read: its run starts, or it gets a card. What comes after a person has stopped waiting is of no use.
    fn open(&mut self, number: u64, opened: Result<Setup, Error>) -> Vec<Effect> {
        let Some(reading) = self.reading.take_if(|reading| reading.number == number) else {
            return Vec::new();
        };
        match (opened, reading.purpose) {
            (Ok(setup), Purpose::Run) => {
                self.picker.add(setup.clone());
                self.start(setup)
            }
            (Ok(setup), Purpose::Card) => {
                self.picker.add(setup);
                self.page = Page::Picker;
                self.load_thumbnails()
            }
            (Err(error), Purpose::Run) => vec![Effect::Fail(error)],
            (Err(error), Purpose::Card) => {
                self.picker.notice = Some(match error {
                    Error::Panic(words) => fault_in_program(&words),
                    error => error.to_string(),
                });
                self.page = Page::Picker;
                Vec::new()
            }
        }
    }

    /// A thread beside the screen is gone.
    fn tell_fault(&mut self, words: &str) {
        let notice = fault_in_program(words);
        match &mut self.run {
            Some(run) if self.page == Page::Run => {
                run.notice = Some(format!("{notice} {} starts again.", keymap::key_of(RunAction::Again)));
            }
            _ => self.picker.notice = Some(notice),
        }
    }

    pub(super) fn start(&mut self, setup: Setup) -> Vec<Effect> {
        let id = self.run.as_ref().map_or(RunId::default(), |run| run.id).next();
        let mut run = Run::new(id, setup.clone());
        if let Some(before) = self.run.take().filter(|before| before.wanted.data == setup.data) {
            run.pins = before.pins;
        }
        let pace = run.pace;
        self.run = Some(run);
        self.page = Page::Run;
        self.picker.notice = None;
        vec![Effect::Start { run: id, setup, pace }]
    }

    pub(super) fn load_thumbnails(&self) -> Vec<Effect> {
        let missing = |&card: &usize| self.picker.cards[card].thumbnail.is_none();
        (0..self.picker.cards.len()).filter(missing).map(|card| self.picker.thumbnail(card)).collect()
    }
}

/// What is said of a panic that has ended nothing but a thread.
fn fault_in_program(words: &str) -> String {
    format!("A fault in the program: {words}.")
}
