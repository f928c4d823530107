//! The state of the screen, and `update`, the only function that changes it.

use ratatui::crossterm::event::KeyEvent;
use ratatui::layout::Rect;

use super::entry::Entry;
use super::exports::Exports;
use super::keymap;
use super::labels::Occasion;
use super::layout;
use super::message::{Effect, Message};
use super::picker::Picker;
use super::question::Question;
use super::reading::{Purpose, Reading};
use super::run::Run;
use super::sweep::Sweep;
use super::theme::{Glyphs, Theme};
use super::topic::Topic;
use super::watching::Watching;
use crate::launch::{PendingFile, PendingRun};
use crate::run_file::SavedRun;
use crate::train::{Pace, RunId, Setup, Stamp};

/// The page on screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Page {
    /// The picker of data sets.
    Picker,
    /// The run.
    Run,
    /// The progress of reading a file.
    Reading,
    /// The sweep.
    Sweep,
    /// The logs of other programs.
    Logs,
}

/// An overlay above the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Overlay {
    /// Nothing.
    None,
    /// The keys, from this page on.
    Help(usize),
    /// The test card of glyphs and colours.
    Card,
    /// The table of settings, with the index of the selected one.
    Setup(usize),
    /// The command line that repeats the run, from this line on.
    CommandLine(usize),
    /// The table of cures.
    Cures,
    /// The menu of exports, with the index of the chosen one.
    Exports(usize),
    /// The list of saved runs, with the index of the chosen one.
    SavedRuns(usize),
    /// The field for a note on this step.
    Note(u64),
    /// The sheet to draw an image on.
    Drawing,
    /// All that is said of the run, from this line on.
    Words(usize),
    /// What a panel or a sheet shows and how to read it.
    Explanation(Topic),
    /// The last gradient check.
    GradientCheck,
    /// The next step, explained.
    ExplainedStep,
}

/// The state of the screen.
#[derive(Debug)]
pub struct App {
    /// The styles and glyphs of the terminal.
    pub theme: Theme,
    /// The area of the terminal.
    pub area: Rect,
    /// The page on screen.
    pub page: Page,
    /// The overlay.
    pub overlay: Overlay,
    /// The overlays below it, which come back when it is closed.
    pub(super) beneath: Vec<Overlay>,
    /// The question that is asked, above everything else.
    pub question: Option<Question>,
    /// The picker.
    pub picker: Picker,
    /// The field in which the value of the chosen setting is typed, while it is open.
    pub entry: Option<Entry>,
    /// The run, if one has been started. It is kept while the picker is shown.
    pub run: Option<Run>,
    /// The sweep that the program was started with.
    pub sweep: Option<Sweep>,
    /// The logs that are watched, if any are.
    pub watching: Option<Watching>,
    /// The file that is being read.
    pub reading: Option<Reading>,
    /// The number of files requested so far.
    pub(super) files: u64,
    /// The runs that are kept, once they have been listed.
    pub saved_runs: Option<Vec<SavedRun>>,
    /// What was exported.
    pub exports: Exports,
    /// The files of command lines that were written.
    pub(super) line_files: Vec<String>,
    /// Why those of the last one could not be written.
    pub(super) line_problem: Option<String>,
    /// What the run had come to when its command line was asked for.
    pub(super) stamp: Option<Stamp>,
    /// How the program was started, at the beginning of the command lines that are shown.
    pub program: String,
    /// Whether the person has been told that the keys are Latin letters.
    pub(super) has_layout_hint: bool,
}

impl App {
    /// Creates the state for a terminal of this size, with the picker or, if there is a `start`, a run.
    pub fn new(theme: Theme, (width, height): (u16, u16), start: Option<Setup>) -> (App, Vec<Effect>) {
        let mut app = App {
            theme,
            area: Rect::new(0, 0, width, height),
            page: Page::Picker,
            overlay: Overlay::None,
            beneath: Vec::new(),
            question: None,
            picker: Picker::default(),
            entry: None,
            run: None,
            sweep: None,
            watching: None,
            reading: None,
            files: 0,
            saved_runs: None,
            exports: Exports::default(),
            line_files: Vec::new(),
            line_problem: None,
            stamp: None,
            program: env!("CARGO_PKG_NAME").to_owned(),
            has_layout_hint: false,
        };
        let effects = match start {
            Some(setup) => app.start(setup),
            None => app.load_thumbnails(),
        };
        (app, effects)
    }

    /// Creates the state for a run on a file that is still to be read.
    pub fn reading(theme: Theme, size: (u16, u16), pending: PendingFile) -> (App, Vec<Effect>) {
        let (mut app, mut effects) = App::new(theme, size, None);
        effects.push(app.read(pending, Purpose::Run));
        (app, effects)
    }

    /// Creates the state for a saved run that is still to be read.
    pub fn reading_run(theme: Theme, size: (u16, u16), pending: PendingRun) -> (App, Vec<Effect>) {
        let (mut app, mut effects) = App::new(theme, size, None);
        effects.push(app.read_run(pending, Purpose::Run));
        (app, effects)
    }

    /// Handles a message and returns the effects to carry out.
    pub fn update(&mut self, message: Message) -> Vec<Effect> {
        let shows_lines = !matches!(
            message,
            Message::Picture(_) | Message::GradientCheck(_) | Message::CheckAgain | Message::Thumbnail { .. }
        );
        let occasion = if matches!(message, Message::Report(_)) { Occasion::Report } else { Occasion::Input };
        let key = if let Message::Key(event) = &message { Some(event.code) } else { None };
        let is_asked = self.question.is_some();
        let mut effects = match message {
            Message::Key(event) => self.press(&event),
            Message::Mouse(event) => self.point_at(event),
            Message::Paste(text) => self.paste(&text),
            Message::Burst(text) => self.take_burst(&text),
            Message::WideGlyphs => {
                self.theme.glyphs = Glyphs::Ascii;
                Vec::new()
            }
            Message::Opened { number, opened } => self.open(number, *opened),
            Message::SavedRuns(runs) => {
                self.take_in_saved_runs(runs);
                Vec::new()
            }
            Message::RunOpened { number, opened } => self.open_run(number, *opened),
            Message::Report(report) => self.run.as_mut().map_or_else(Vec::new, |run| run.receive(report)),
            Message::Resize(width, height) => {
                self.area = Rect::new(0, 0, width, height);
                Vec::new()
            }
            Message::Picture(picture) => self.with_run(|run| run.show(*picture)),
            Message::CheckAgain => self.with_run(|run| run.gradient_checks.rest_is_over()),
            Message::GradientCheck(check) => self.with_run(|run| run.take_in_check(*check)),
            Message::NextStep { number, step } => self.with_run(|run| run.take_in_next_step(number, step)),
            Message::Seed { number, run: result } => self.with_run(|run| {
                if let Some(seeds) = run.seeds.as_mut().filter(|seeds| seeds.number == number) {
                    seeds.add(result);
                }
            }),
            Message::Recalled { number, recall } => {
                self.run.as_mut().map_or_else(Vec::new, |run| run.take_in_recall(number, recall))
            }
            Message::Cure { number, nth, stage } => self.with_run(|run| run.hear_of_cure(number, nth, stage)),
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
            Message::Watched { nth, log } => self.take_in_log(nth, *log),
            Message::Written { names, problem } => self.copy_with_files(names, problem),
            Message::Exported { row, written } => {
                self.take_in_export(row, written);
                Vec::new()
            }
            Message::Sweep(report) => self.take_sweep_report(report),
            Message::Fault(words) => {
                self.tell_fault(&words);
                Vec::new()
            }
            Message::NoThread(reason) => {
                self.tell(format!("Nothing comes of it: {reason}."));
                Vec::new()
            }
        };
        self.ask_about_change();
        if let Some(question) = self.question.as_mut().filter(|_| !is_asked) {
            question.raised_by = key;
        }
        self.close_stale_cures();
        effects.extend(self.follow_explained_step());
        if self.page == Page::Run
            && let Some(run) = &mut self.run
        {
            if shows_lines {
                run.place_labels(occasion);
            }
            let (grid, units) = (layout::map_pixels(self.area, run), layout::unit_maps(self.area, run));
            effects.extend(run.paint(grid, units));
            effects.extend(run.check_gradients());
        }
        effects
    }

    /// Performs the action of a key. A key without one types its character, if a field is open.
    pub(super) fn press(&mut self, event: &KeyEvent) -> Vec<Effect> {
        if self.is_bouncing(event) {
            return Vec::new();
        }
        if let Some(action) = keymap::action(event, &self.places()) {
            return self.perform(action);
        }
        self.hint_at_layout(event);
        self.type_key(event)
    }

    /// The overlays, the lowest first.
    pub fn overlays(&self) -> impl Iterator<Item = Overlay> {
        self.beneath.iter().copied().chain([self.overlay])
    }

    pub(super) fn start(&mut self, setup: Setup) -> Vec<Effect> {
        let (run, pace) = self.show_new_run(&setup);
        vec![Effect::Start { run, setup, pace }]
    }

    /// Shows a run that has not reported yet.
    pub(super) fn show_new_run(&mut self, setup: &Setup) -> (RunId, Pace) {
        let id = self.run.as_ref().map_or(RunId::default(), |run| run.id).next();
        let mut run = Run::new(id, setup.clone());
        if let Some(before) = self.run.take().filter(|before| before.wanted.data == setup.data) {
            run.pins = before.pins;
        }
        let pace = run.pace;
        self.run = Some(run);
        self.page = Page::Run;
        self.picker.notice = None;
        (id, pace)
    }

    pub(super) fn load_thumbnails(&self) -> Vec<Effect> {
        let missing = |&card: &usize| self.picker.cards[card].thumbnail.is_none();
        (0..self.picker.cards.len()).filter(missing).map(|card| self.picker.thumbnail(card)).collect()
    }
}
