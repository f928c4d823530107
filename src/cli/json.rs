//! Training output as JSON, one object per line: the lines of a run file without checkpoints, and tried cures. Non-finite
//! numbers become `null`.

use serde::Serialize;

use super::reporter::Reporter;
use crate::run_file::{Event, Times};
use crate::train::{self, CureTable, Fork, Point, Ranked, Session, TrialState};

/// Writes every event of a run as a JSON object.
pub struct Json;

#[derive(Serialize)]
#[serde(tag = "event", rename = "cure")]
struct TriedCure<'a> {
    rank: usize,
    name: &'a str,
    changes: String,
    status: &'a str,
    reason: Option<&'a str>,
    step: Option<u64>,
    test_loss: Option<f64>,
    test_accuracy: Option<f64>,
    low: Option<f64>,
    high: Option<f64>,
    watched_loss: Option<f64>,
    seconds: Option<f64>,
    command: Option<&'a str>,
}

impl TriedCure<'_> {
    fn new(rank: usize, row: &Ranked) -> TriedCure<'_> {
        let (last, tried) = (row.last(), row.tried());
        let interval = last.map(|last| last.test.interval());
        let (status, reason, seconds) = match &row.stage {
            TrialState::Failed(reason) => ("failed", Some(reason.as_str()), None),
            TrialState::Done { seconds, .. } if last.is_none() => ("diverged", None, Some(*seconds)),
            TrialState::Done { seconds, .. } => ("finished", None, Some(*seconds)),
            TrialState::Waits | TrialState::Runs { .. } => ("stopped", None, None),
        };
        TriedCure {
            rank,
            name: &row.cure.name,
            changes: row.cure.changes(),
            status,
            reason,
            step: last.map(|last| last.step),
            test_loss: last.map(|last| last.test.loss),
            test_accuracy: last.map(|last| last.test.accuracy()),
            low: interval.map(|interval| interval.0),
            high: interval.map(|interval| interval.1),
            watched_loss: last.map(Point::watched),
            seconds,
            command: tried.map(|tried| tried.command.as_str()),
        }
    }
}

impl Reporter for Json {
    fn start(&mut self, session: &Session) -> String {
        Event::start(session).line()
    }

    fn event(&mut self, event: &train::Event) -> Option<String> {
        Some(Event::of(event).line())
    }

    fn diagnosis(&mut self, session: &Session) -> String {
        Event::diagnosis(session).line()
    }

    fn cures(&mut self, _: &Fork, table: &CureTable) -> String {
        let line = |(place, row): (usize, &Ranked)| {
            // Serializing this type cannot fail.
            serde_json::to_string(&TriedCure::new(place + 1, row)).unwrap_or_default() + "\n"
        };
        table.ranked().enumerate().map(line).collect()
    }

    fn end(&mut self, session: &Session, times: Times, not_saved: Option<String>) -> String {
        Event::end(session, times, not_saved).line()
    }
}
