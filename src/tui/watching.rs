//! The state of the page of logs: what is known of each, and how its curves are looked at.

use std::sync::Arc;

use super::action::{ChartAction, Jump, Notch, WatchAction};
use super::charts::{Charts, Subject};
use super::keymap::Place;
use super::labels::Occasion;
use super::message::Effect;
use super::open_panels::OpenPanels;
use super::panel_id::PanelId;
use super::pins::{Pin, log_letter};
use super::view::View;
use crate::train::{Point, Unit};
use crate::watch::LogState;

/// Labels may move as often as they do for a run of so many steps a second.
const SPEED: f64 = 10.0;

/// The most lines of one chart to which a person can add by pins.
const MOST_LINES: usize = 8;

/// The logs that are watched.
#[derive(Debug)]
pub struct Watching {
    /// What is known of each; the one that is shown is among them.
    pub logs: Vec<LogState>,
    /// The number of the log that the charts are of. The others are compared with it.
    pub shown: usize,
    /// How the curves are looked at.
    pub view: View,
    /// Which panel has the focus.
    pub panels: OpenPanels,
    /// A notice about the last action.
    pub notice: Option<String>,
    /// What happened last to each log, until the next key.
    events: Vec<Option<String>>,
    /// The other logs, and what was pinned of them.
    pins: Vec<Pin>,
    /// Curves that were pinned, with their names.
    pinned: Vec<LogState>,
}

impl Watching {
    /// Logs of which nothing is known yet but their names.
    pub fn new(names: &[String]) -> Watching {
        let logs: Vec<LogState> = names.iter().map(|name| LogState::unread(name)).collect();
        let mut watching = Watching {
            events: vec![None; logs.len()],
            logs,
            shown: 0,
            view: View::default(),
            panels: OpenPanels::default(),
            notice: None,
            pins: Vec::new(),
            pinned: Vec::new(),
        };
        watching.compare();
        watching
    }

    /// The places whose keys are active, the nearest first.
    pub fn places(&self) -> Vec<Place> {
        let cursor = self.view.cursor.map(|_| Place::Cursor);
        let panel = self.panels.focused().map(|_| Place::Panel);
        panel.into_iter().chain(cursor).chain([Place::Logs, Place::Charts, Place::Panels]).collect()
    }

    /// The log that is shown.
    pub fn log(&self) -> &LogState {
        &self.logs[self.shown]
    }

    /// The letter of the log that is shown, if there are several.
    pub fn letter(&self) -> Option<String> {
        (self.logs.len() > 1).then(|| log_letter(self.shown))
    }

    /// The notice about the last action, and what happened last to the log that is shown.
    pub fn notices(&self) -> impl Iterator<Item = String> {
        self.notice.clone().into_iter().chain(self.event(self.shown))
    }

    /// What happened last to the other logs.
    pub fn notices_of_others(&self) -> impl Iterator<Item = String> {
        (0..self.logs.len()).filter(|&nth| nth != self.shown).filter_map(|nth| self.event(nth))
    }

    /// What happened last to a log, after its letter if there are several.
    fn event(&self, nth: usize) -> Option<String> {
        let notice = self.events[nth].as_ref()?;
        Some(if self.logs.len() == 1 { notice.clone() } else { format!("{}: {notice}", log_letter(nth)) })
    }

    /// Forgets all notices, because a key was pressed.
    pub(super) fn clear_notices(&mut self) {
        self.notice = None;
        self.events.fill(None);
    }

    /// The panels that can have the focus.
    pub fn panel_ids(&self) -> impl Iterator<Item = PanelId> {
        let has_accuracy = self.has_accuracy();
        let all = [PanelId::Loss, PanelId::Accuracy, PanelId::Diagnosis];
        all.into_iter().filter(move |&id| id != PanelId::Accuracy || has_accuracy)
    }

    /// Gives the focus to a panel, or takes it away from it.
    pub(super) fn show_panel(&mut self, id: PanelId) {
        if self.panel_ids().any(|other| other == id) {
            self.panels.toggle(id);
        } else {
            self.notice = Some("The log has no accuracy.".to_owned());
        }
    }

    /// Gives the focus to the next panel.
    pub(super) fn focus_next_panel(&mut self) {
        let panels: Vec<PanelId> = self.panel_ids().collect();
        self.panels.move_on(panels.into_iter());
    }

    /// Whether any log has an accuracy.
    pub fn has_accuracy(&self) -> bool {
        let is_known = |point: &Point| !point.train.accuracy().is_nan() || !point.test.accuracy().is_nan();
        self.logs.iter().filter_map(|log| log.latest.as_ref()).any(is_known)
    }

    /// What the charts show.
    pub fn charts(&self) -> Charts<'_> {
        let log = self.log();
        let subject = log.latest.as_ref().map(|latest| Subject {
            history: &log.history,
            latest: Some(latest),
            word: log.diagnosis.word,
            gap_since: log.gap_since,
            has_validation: latest.validation.is_some(),
            step: latest.step,
            unit: log.unit,
            examples: [latest.train.examples, latest.test.examples],
            setup: None,
        });
        Charts::of(&self.view, subject, &self.pins)
    }

    /// Takes in what is known of a log now.
    pub(super) fn take_in(&mut self, nth: usize, log: LogState) {
        let Some(place) = self.logs.get_mut(nth) else { return };
        let has_begun = place.latest.is_none() && log.latest.is_some();
        if has_begun || !log.notices.is_empty() {
            self.events[nth] = log.notices.last().cloned();
        }
        *place = log;
        let mut all = self.logs.iter_mut().chain(&mut self.pinned);
        if all.any(|log| log.unit == Unit::PartsOfEpochs) {
            self.logs.iter_mut().chain(&mut self.pinned).for_each(LogState::count_in_parts);
        }
        self.compare();
        self.place_labels(Occasion::Report);
    }

    /// Carries out an action on the logs.
    pub(super) fn perform(&mut self, action: WatchAction) -> Vec<Effect> {
        self.clear_notices();
        match action {
            WatchAction::NextLog => self.show((self.shown + 1) % self.logs.len()),
            WatchAction::PreviousLog => self.show((self.shown + self.logs.len() - 1) % self.logs.len()),
            WatchAction::NextColumn(role) => return vec![Effect::NextColumn { log: self.shown, role }],
        }
        Vec::new()
    }

    /// Carries out an action on a chart whose plot has `columns` columns.
    pub(super) fn update_chart(&mut self, look: ChartAction, columns: usize) {
        self.clear_notices();
        self.notice = match look {
            ChartAction::Pin => Some(self.pin()),
            ChartAction::UnpinAll => Some(self.unpin_all()),
            look => {
                let (view, notice) = self.charts().looked_at(look, columns);
                self.view = view;
                notice
            }
        };
        self.place_labels(Occasion::Input);
    }

    /// Shows the cursor of the curves at a column of the plots.
    pub(super) fn put_cursor(&mut self, column: i64, columns: usize) {
        if self.view.cursor.is_none() {
            self.update_chart(ChartAction::ToggleCursor, columns);
        }
        if self.view.cursor.is_some() {
            self.update_chart(ChartAction::Move(Jump::To(column)), columns);
        }
    }

    /// Shows fewer or more steps. The step in this column of a plot of `columns` columns stays there.
    pub(super) fn turn_wheel(&mut self, notch: Notch, column: i64, columns: usize) {
        let (view, notice) = self.charts().turned(notch, column, columns);
        self.clear_notices();
        (self.view, self.notice) = (view, notice);
        self.place_labels(Occasion::Input);
    }

    fn pin(&mut self) -> String {
        let log = self.log();
        let Some(latest) = &log.latest else {
            return "There is nothing yet that could be pinned.".to_owned();
        };
        if self.logs.len() + self.pinned.len() >= MOST_LINES {
            return format!("{MOST_LINES} lines are as many as can be told apart.");
        }
        let name = format!("{} up to {}", log.name, log.unit.at(latest.step));
        let letter = log_letter(self.logs.len() + self.pinned.len());
        self.pinned.push(LogState { name, ..log.clone() });
        self.compare();
        format!("Pinned as {letter}.")
    }

    fn unpin_all(&mut self) -> String {
        let count = std::mem::take(&mut self.pinned).len();
        self.compare();
        if count == 0 { "Nothing is pinned.".to_owned() } else { "Nothing is pinned any more.".to_owned() }
    }

    fn show(&mut self, nth: usize) {
        self.shown = nth;
        self.view.cursor = None;
        self.compare();
        self.place_labels(Occasion::Input);
    }

    /// Puts the other logs beside the one that is shown.
    fn compare(&mut self) {
        let others = self.logs.iter().chain(&self.pinned).enumerate().filter(|(nth, _)| *nth != self.shown);
        let pin = |(nth, log): (usize, &LogState)| {
            Pin::of_log(nth, self.name_beside(log), log.unit, Arc::clone(&log.history))
        };
        self.pins = others.map(pin).collect();
    }

    /// The name of a log among those that are compared. One that counts something else says so: they share an axis.
    fn name_beside(&self, log: &LogState) -> String {
        if log.latest.is_none() || self.log().latest.is_none() || log.unit == self.log().unit {
            return log.name.clone();
        }
        format!("{} ({}s)", log.name, log.unit.name())
    }

    /// Moves the labels of the charts to where the values are now.
    fn place_labels(&mut self, occasion: Occasion) {
        self.view.labels = self.charts().placed_labels(occasion, SPEED, true);
    }
}
