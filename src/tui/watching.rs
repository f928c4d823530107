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
use crate::train::{History, Point};
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
    /// A notice about the last action, or what happened to a log.
    pub notice: Option<String>,
    /// The other logs, and what was pinned of them.
    pins: Vec<Pin>,
    /// Curves that were pinned, with their names.
    pinned: Vec<(String, Arc<History>)>,
}

impl Watching {
    /// Logs of which nothing is known yet but their names.
    pub fn new(names: &[String]) -> Watching {
        let logs: Vec<LogState> = names.iter().map(|name| LogState::unread(name)).collect();
        let mut watching = Watching {
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
        if let Some(notice) = log.notices.last() {
            let is_alone = self.logs.len() == 1;
            self.notice =
                Some(if is_alone { notice.clone() } else { format!("{}: {notice}", log_letter(nth)) });
        }
        if let Some(place) = self.logs.get_mut(nth) {
            *place = log;
        }
        self.compare();
        self.place_labels(Occasion::Report);
    }

    /// Carries out an action on the logs.
    pub(super) fn perform(&mut self, action: WatchAction) -> Vec<Effect> {
        self.notice = None;
        match action {
            WatchAction::NextLog => self.show((self.shown + 1) % self.logs.len()),
            WatchAction::PreviousLog => self.show((self.shown + self.logs.len() - 1) % self.logs.len()),
            WatchAction::NextColumn(role) => return vec![Effect::NextColumn { log: self.shown, role }],
        }
        Vec::new()
    }

    /// Carries out an action on a chart whose plot has `columns` columns.
    pub(super) fn update_chart(&mut self, look: ChartAction, columns: usize) {
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
        self.pinned.push((name, Arc::clone(&log.history)));
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
        let others = self.logs.iter().enumerate().filter(|(nth, _)| *nth != self.shown);
        let others =
            others.map(|(nth, log)| Pin::of_log(nth, self.name_beside(log), Arc::clone(&log.history)));
        let pinned = self.pinned.iter().enumerate().map(|(nth, (name, history))| {
            Pin::of_log(self.logs.len() + nth, name.clone(), Arc::clone(history))
        });
        self.pins = others.chain(pinned).collect();
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
