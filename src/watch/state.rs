//! What is known of a log at a moment, for whoever shows it.

use std::sync::Arc;

use super::evaluations::Evaluations;
use super::log::Log;
use super::names::Role;
use super::reader::Format;
use super::roles::Doubt;
use crate::train::{Diagnosis, History, Point, Unit};

/// What is known of a log. A newer state replaces all earlier ones, except for their notices.
#[derive(Clone, Debug)]
pub struct LogState {
    /// Its name as given.
    pub name: String,
    /// Its format.
    pub format: Format,
    /// What its steps are.
    pub unit: Unit,
    /// The columns that were taken for something, and for what.
    pub columns: Vec<(Role, String)>,
    /// The names of all columns.
    pub names: Vec<String>,
    /// Guesses that might as well be others.
    pub doubts: Vec<Doubt>,
    /// The curves.
    pub history: Arc<History>,
    /// The newest value of each quantity; `None` before the first evaluation.
    pub latest: Option<Point>,
    /// The diagnosis.
    pub diagnosis: Diagnosis,
    /// The step since which the training accuracy has been above the watched one by more than chance explains.
    pub gap_since: Option<u64>,
    /// What happened to the log since the last state, in sentences.
    pub notices: Vec<String>,
    /// Why it cannot be read, if so.
    pub failure: Option<String>,
    /// Whether it comes through standard input.
    pub is_pipe: bool,
    /// Whether the training is over.
    pub has_ended: bool,
}

impl LogState {
    /// The state of a log that has not been looked at.
    pub fn unread(name: &str) -> LogState {
        let evaluations = Evaluations::default();
        LogState {
            name: name.to_owned(),
            format: Format::Unknown,
            unit: Unit::Steps,
            columns: Vec::new(),
            names: Vec::new(),
            doubts: Vec::new(),
            history: Arc::clone(evaluations.history()),
            latest: None,
            diagnosis: evaluations.diagnosis(),
            gap_since: None,
            notices: Vec::new(),
            failure: None,
            is_pipe: false,
            has_ended: false,
        }
    }

    /// The state of a log, to which this happened.
    pub fn of(log: &Log, notices: Vec<String>) -> LogState {
        let evaluations = log.evaluations();
        LogState {
            name: log.name.clone(),
            format: log.format(),
            unit: log.unit(),
            columns: log.shown_columns().map(|(role, column)| (role, column.to_owned())).collect(),
            names: log.columns().to_vec(),
            doubts: log.doubts().to_vec(),
            history: Arc::clone(evaluations.history()),
            latest: evaluations.latest().copied(),
            diagnosis: evaluations.diagnosis(),
            gap_since: evaluations.gap_since(),
            notices,
            failure: None,
            is_pipe: log.is_pipe(),
            has_ended: log.is_finished(),
        }
    }

    /// Counts in parts of epochs what is counted in epochs, so that it has the steps of another log that has parts.
    pub fn count_in_parts(&mut self) {
        if self.unit != Unit::Epochs {
            return;
        }
        self.unit = Unit::PartsOfEpochs;
        let factor = self.unit.steps();
        self.history = Arc::new(History::clone(&self.history).stretched(factor));
        self.latest.iter_mut().for_each(|point| point.step *= factor);
        self.gap_since = self.gap_since.map(|step| step * factor);
    }
}
