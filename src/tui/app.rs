//! The whole state of the screen, and the one function that changes it.

use ratatui::crossterm::event::{MouseButton, MouseEvent, MouseEventKind};
use ratatui::layout::Rect;

use super::action::{Action, Jump, Look};
use super::keymap::{self, Place};
pub use super::message::{Effect, Message};
use super::picker::Picker;
use super::run::Run;
use super::screen;
use super::theme::{Glyphs, Theme};
use crate::error::Error;
use crate::train::{Direction, RunId, Setup, next};

/// Which screen is up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Screen {
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
    /// The path as the person typed it.
    pub name: String,
    /// How much of it is read, from 0 to 1.
    pub share: f64,
}

/// The state of the screen.
#[derive(Debug)]
pub struct App {
    /// What the terminal can show.
    pub theme: Theme,
    /// The terminal.
    pub area: Rect,
    /// Which screen is up.
    pub screen: Screen,
    /// What lies over it.
    pub overlay: Overlay,
    /// The data sets on offer.
    pub picker: Picker,
    /// The run, once there is one; the picker keeps it.
    pub run: Option<Run>,
    /// The file that was asked for, until it is read.
    pub reading: Option<Reading>,
}

impl App {
    /// A screen of that size, on the picker, or on a run that is to start.
    pub fn new(theme: Theme, (width, height): (u16, u16), start: Option<Setup>) -> (App, Vec<Effect>) {
        let mut app = App {
            theme,
            area: Rect::new(0, 0, width, height),
            screen: Screen::Picker,
            overlay: Overlay::None,
            picker: Picker::default(),
            run: None,
            reading: None,
        };
        let effects = match start {
            Some(setup) => app.start(setup),
            None => app.load_thumbnails(),
        };
        (app, effects)
    }

    /// A screen that waits for a file, which somebody reads.
    pub fn reading(theme: Theme, size: (u16, u16), name: &str) -> (App, Vec<Effect>) {
        let (mut app, effects) = App::new(theme, size, None);
        app.screen = Screen::Reading;
        app.reading = Some(Reading { name: name.to_owned(), share: 0.0 });
        (app, effects)
    }

    /// Takes in a message; the answer is what has to be done outside.
    pub fn update(&mut self, message: Message) -> Vec<Effect> {
        let mut effects = match message {
            Message::Key(event) => {
                keymap::action(&event, &self.places()).map_or_else(Vec::new, |action| self.act(action))
            }
            Message::Mouse(event) => self.point_at(event),
            Message::Resize(width, height) => {
                self.area = Rect::new(0, 0, width, height);
                Vec::new()
            }
            Message::Report(report) => {
                if let Some(run) = &mut self.run {
                    run.hear(report);
                }
                Vec::new()
            }
            Message::Picture(picture) => {
                if let Some(run) = &mut self.run {
                    run.show(picture);
                }
                Vec::new()
            }
            Message::Seed { number, run: result } => {
                let seeds = self.run.as_mut().and_then(|run| run.seeds.as_mut());
                if let Some(seeds) = seeds.filter(|seeds| seeds.number == number) {
                    seeds.hear(result);
                }
                Vec::new()
            }
            Message::Thumbnail { card, dataset } => {
                if let Some(card) = self.picker.cards.get_mut(card) {
                    card.thumbnail = Some(dataset);
                }
                Vec::new()
            }
            Message::Reading(share) => {
                if let Some(reading) = &mut self.reading {
                    reading.share = share;
                }
                Vec::new()
            }
            // What comes after a person has stopped waiting is of no use.
            Message::Opened(opened) => match self.reading.take() {
                Some(_) => self.open(*opened),
                None => Vec::new(),
            },
            Message::Fault(words) => {
                if let Some(run) = &mut self.run {
                    run.notice = Some(format!("A fault in the program: {words}. r starts again."));
                }
                Vec::new()
            }
        };
        if self.screen == Screen::Run
            && let Some(run) = &mut self.run
        {
            effects.extend(run.paint(screen::map_pixels(self.area, run)));
        }
        effects
    }

    /// Where keys have their meaning now, the nearest place first.
    pub fn places(&self) -> Vec<Place> {
        match (self.overlay, self.screen, &self.run) {
            (Overlay::Question(_), _, _) => vec![Place::Question, Place::Everywhere],
            (Overlay::Setup(_), _, _) => vec![Place::Setup, Place::Run, Place::Everywhere],
            (Overlay::Help | Overlay::Card, _, _) | (Overlay::None, Screen::Reading, _) => {
                vec![Place::Everywhere]
            }
            (Overlay::None, Screen::Run, Some(run)) => {
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
        self.screen == Screen::Run && self.overlay == Overlay::None && has_cursor
    }

    /// The cursor of the curves goes where the mouse is pressed, and follows its wheel.
    fn point_at(&mut self, event: MouseEvent) -> Vec<Effect> {
        let Some(run) = self.run.as_mut().filter(|_| self.overlay == Overlay::None) else {
            return Vec::new();
        };
        let jump = match event.kind {
            MouseEventKind::Down(MouseButton::Left) | MouseEventKind::Drag(MouseButton::Left) => {
                screen::plot_column(self.area, run, event.column, event.row).map(Jump::To)
            }
            MouseEventKind::ScrollUp => Some(Jump::Left(1)),
            MouseEventKind::ScrollDown => Some(Jump::Right(1)),
            _ => None,
        };
        if let Some(jump) = jump {
            run.look_at(Look::Move(jump), screen::plot_columns(self.area, run));
        }
        Vec::new()
    }

    /// Starts the run on a file that is read now, which gets a card beside the others.
    fn open(&mut self, opened: Result<Setup, Error>) -> Vec<Effect> {
        match opened {
            Ok(setup) => {
                self.picker.add(setup.clone());
                self.start(setup)
            }
            Err(fault) => vec![Effect::Fail(fault)],
        }
    }

    fn act(&mut self, action: Action) -> Vec<Effect> {
        match action {
            Action::QuitNow => vec![Effect::Quit],
            Action::Confirm => self.confirm(),
            Action::Quit => self.quit(),
            Action::Suspend => vec![Effect::Suspend],
            Action::Back => self.back(),
            Action::ToggleHelp => {
                self.overlay = if self.overlay == Overlay::Help { Overlay::None } else { Overlay::Help };
                Vec::new()
            }
            Action::TestCard => {
                if self.overlay == Overlay::Card {
                    self.theme.glyphs = next(&Glyphs::ALL, self.theme.glyphs, Direction::Up);
                }
                self.overlay = Overlay::Card;
                Vec::new()
            }
            Action::ToggleGround => {
                self.theme.ground = self.theme.ground.other();
                Vec::new()
            }
            Action::ToggleSetup => {
                let shown = matches!(self.overlay, Overlay::Setup(_));
                self.overlay = if shown { Overlay::None } else { Overlay::Setup(0) };
                Vec::new()
            }
            action if matches!(self.overlay, Overlay::Setup(_)) => self.change_setup(action),
            Action::Start if self.would_lose_a_run() => {
                self.overlay = Overlay::Question(Question::Replace);
                Vec::new()
            }
            Action::Start => self.start(self.picker.card().setup.clone()),
            action => match (self.screen, &mut self.run) {
                (Screen::Run, Some(run)) => match action {
                    Action::Look(look) => {
                        let columns = screen::plot_columns(self.area, run);
                        run.look_at(look, columns);
                        Vec::new()
                    }
                    action => run.update(action),
                },
                _ => self.picker.update(action),
            },
        }
    }

    /// The keys of the table of settings; others do what they do without it.
    fn change_setup(&mut self, action: Action) -> Vec<Effect> {
        let (Overlay::Setup(chosen), Some(run)) = (self.overlay, &mut self.run) else { return Vec::new() };
        let settings = run.settings();
        match action {
            Action::Up => self.overlay = Overlay::Setup(chosen.saturating_sub(1)),
            Action::Down => self.overlay = Overlay::Setup((chosen + 1).min(settings.len() - 1)),
            Action::Left => return run.update(Action::Change(settings[chosen].name, Direction::Down)),
            Action::Right => return run.update(Action::Change(settings[chosen].name, Direction::Up)),
            other => return run.update(other),
        }
        Vec::new()
    }

    fn quit(&mut self) -> Vec<Effect> {
        let asked = matches!(self.overlay, Overlay::Question(_));
        if self.would_lose_a_run() && !asked {
            self.overlay = Overlay::Question(Question::Quit);
            return Vec::new();
        }
        vec![Effect::Quit]
    }

    /// Whether there is something to lose, and room to ask.
    fn would_lose_a_run(&self) -> bool {
        self.run.as_ref().is_some_and(Run::has_learned) && screen::fits(self.area)
    }

    fn confirm(&mut self) -> Vec<Effect> {
        match self.overlay {
            Overlay::Question(Question::Replace) => {
                self.overlay = Overlay::None;
                self.start(self.picker.card().setup.clone())
            }
            _ => vec![Effect::Quit],
        }
    }

    fn back(&mut self) -> Vec<Effect> {
        if self.overlay != Overlay::None {
            self.overlay = Overlay::None;
            return Vec::new();
        }
        match (self.screen, &self.run) {
            (Screen::Reading, _) => {
                self.reading = None;
                self.screen = Screen::Picker;
                vec![Effect::StopReading]
            }
            (Screen::Run, Some(run)) => {
                let mut effects = run.set_aside(true);
                self.screen = Screen::Picker;
                effects.extend(self.load_thumbnails());
                effects
            }
            (Screen::Picker, Some(run)) => {
                self.screen = Screen::Run;
                run.set_aside(false)
            }
            _ => Vec::new(),
        }
    }

    fn start(&mut self, setup: Setup) -> Vec<Effect> {
        let id = self.run.as_ref().map_or(RunId::default(), |run| run.id).next();
        let mut run = Run::new(id, setup.clone());
        if let Some(before) = self.run.take().filter(|before| before.wanted.data == setup.data) {
            run.pins = before.pins;
        }
        let pace = run.pace;
        self.run = Some(run);
        self.screen = Screen::Run;
        vec![Effect::Start { run: id, setup, pace }]
    }

    fn load_thumbnails(&self) -> Vec<Effect> {
        let missing = |&card: &usize| self.picker.cards[card].thumbnail.is_none();
        (0..self.picker.cards.len()).filter(missing).map(|card| self.picker.thumbnail(card)).collect()
    }
}
