//! What happened in a run, as JSON objects. Numbers that are not finite become `null`.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::ending::Ending;
use super::start::{Start, values};
use crate::export::Evaluation;
use crate::train::{self, Mark, Note, Point, Session};

/// One line of a run file, and of `overfit train --json`.
#[derive(Debug, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "lowercase")]
pub enum Event<'a> {
    /// The first line.
    Start(Box<Start<'a>>),
    /// The network was evaluated.
    Point(Evaluation),
    /// A setting or the weights changed.
    Change {
        /// Steps taken before it.
        step: u64,
        /// What changed.
        setting: Cow<'a, str>,
        /// The value before, in a few words.
        #[serde(default)]
        before: Cow<'a, str>,
        /// The new value.
        value: Cow<'a, str>,
    },
    /// A planned change could not be made.
    Skipped {
        /// The step that it was planned for.
        step: u64,
        /// What should have changed.
        setting: Cow<'a, str>,
        /// The value that it should have had.
        value: Cow<'a, str>,
        /// The reason, as a sentence.
        reason: Cow<'a, str>,
    },
    /// The diagnosis has another word.
    Diagnosis(Diagnosis<'a>),
    /// A person has written a note.
    Note {
        /// The step that it is on, which may be before the last one.
        step: u64,
        /// One short line.
        text: Cow<'a, str>,
    },
    /// The run has come so far since the last line.
    Progress {
        /// Steps taken.
        step: u64,
    },
    /// The run went back and another way: of all lines before this one, the first `points` evaluations and the first
    /// `changes` changes count.
    Rewind {
        /// Steps taken.
        step: u64,
        /// Evaluations that count.
        points: u64,
        /// Changes that count.
        changes: usize,
    },
    /// What the run needs to go on from here. It is read apart from the other lines, without a copy of its arrays.
    #[serde(skip_deserializing)]
    Checkpoint(Box<SavedState<'a>>),
    /// The run is over, or left.
    End(Box<End<'a>>),
    /// A line of a newer version.
    #[serde(other)]
    Other,
}

/// A word, why, and what to do.
#[derive(Debug, Serialize, Deserialize)]
pub struct Diagnosis<'a> {
    /// The step of the evaluation.
    pub step: u64,
    /// The word.
    pub word: Cow<'a, str>,
    /// The evidence.
    pub reason: Cow<'a, str>,
    /// What to try.
    pub advice: String,
    /// What else has to be said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<Cow<'a, str>>,
}

/// What a run needs to go on.
#[derive(Debug, Serialize, Deserialize)]
pub struct SavedState<'a> {
    /// Steps taken.
    pub step: u64,
    /// The settings in force.
    pub settings: BTreeMap<String, String>,
    /// Everything but the arrays.
    pub state: train::Checkpoint,
    /// The arrays, as [`super::layers`] writes them.
    #[serde(borrow)]
    pub tensors: Cow<'a, str>,
}

/// The last line of a run.
#[derive(Debug, Serialize, Deserialize)]
pub struct End<'a> {
    /// How it ended.
    #[serde(flatten)]
    pub ending: Ending<'a>,
    seconds: f64,
    training_seconds: f64,
    steps_per_second: f64,
    /// The hash of all losses, in hexadecimal digits.
    fingerprint: String,
    diagnosis: Cow<'a, str>,
    /// What could not be saved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    not_saved: Option<String>,
}

/// The duration of training, in seconds.
#[derive(Clone, Copy, Debug)]
pub struct Times {
    /// Since the start of the program.
    pub total: f64,
    /// Excluding start-up and loading.
    pub training: f64,
}

impl<'a> Event<'a> {
    /// The first line of a run.
    pub fn start(session: &'a Session) -> Event<'a> {
        Event::Start(Box::new(Start::of(session)))
    }

    /// The line of an event.
    pub fn of(event: &'a train::Event) -> Event<'a> {
        match event {
            train::Event::Point(point) => Event::Point(point.into()),
            train::Event::Change(mark) => Event::Change {
                step: mark.step,
                setting: mark.target.name().into(),
                before: Cow::Borrowed(&mark.before),
                value: Cow::Borrowed(&mark.value),
            },
            train::Event::Skipped(skipped) => Event::Skipped {
                step: skipped.planned.step,
                setting: skipped.planned.target.name().into(),
                value: Cow::Borrowed(&skipped.planned.value),
                reason: Cow::Borrowed(&skipped.reason),
            },
        }
    }

    /// The line of a note.
    pub fn note(note: &'a Note) -> Event<'a> {
        Event::Note { step: note.step, text: Cow::Borrowed(&note.text) }
    }

    /// The line of the present diagnosis.
    pub fn diagnosis(session: &Session) -> Event<'static> {
        let diagnosis = session.diagnosis();
        Event::Diagnosis(Diagnosis {
            step: session.step(),
            word: diagnosis.word.name().into(),
            reason: diagnosis.evidence.clone().into(),
            advice: diagnosis.advice.to_string(),
            note: diagnosis.note.clone().map(Cow::Owned),
        })
    }

    /// A checkpoint.
    pub fn checkpoint(session: &Session) -> Event<'static> {
        let state = session.checkpoint();
        Event::Checkpoint(Box::new(SavedState {
            step: session.step(),
            settings: values(session.setup()),
            tensors: super::layers::encoded(&state.arrays).into(),
            state,
        }))
    }

    /// The last line.
    pub fn end(session: &'a Session, times: Times, not_saved: Option<String>) -> Event<'a> {
        Event::End(Box::new(End {
            ending: Ending::of(session),
            seconds: times.total,
            training_seconds: times.training,
            steps_per_second: session.step() as f64 / times.training.max(f64::MIN_POSITIVE),
            fingerprint: format!("{:016x}", session.history().fingerprint()),
            diagnosis: session.word().name().into(),
            not_saved,
        }))
    }

    /// The event as a line.
    pub fn line(&self) -> String {
        // Serializing these types cannot fail.
        serde_json::to_string(self).unwrap_or_default() + "\n"
    }
}

/// The evaluations and changes as JSON, an object on each line, in the order in which they happened.
pub fn json_lines(points: &[Point], marks: &[Mark]) -> String {
    let mut marks = marks.iter().cloned().map(train::Event::Change).peekable();
    let is_before =
        |event: &train::Event, step| matches!(event, train::Event::Change(mark) if mark.step < step);
    let mut text = String::new();
    for &point in points {
        while let Some(mark) = marks.next_if(|mark| is_before(mark, point.step)) {
            text += &Event::of(&mark).line();
        }
        text += &Event::of(&train::Event::Point(point)).line();
    }
    text.extend(marks.map(|mark| Event::of(&mark).line()));
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nn::Metrics;
    use crate::train::{SettingId, Target};

    #[test]
    fn changes_come_between_the_evaluations() {
        let point = |step, loss| {
            let metrics = Metrics::counted(loss, 1, 3);
            Point { step, epoch: 0.0, train: metrics, test: metrics, validation: None }
        };
        let mark = |step| Mark {
            step,
            target: Target::Setting(SettingId::Eta),
            before: "0.1".to_owned(),
            value: "0.2".to_owned(),
        };
        let text = json_lines(&[point(0, 1.0), point(20, f64::NAN)], &[mark(0), mark(7), mark(20)]);
        let lines: Vec<&str> = text.lines().collect();
        let change = |step| format!("{{\"event\":\"change\",\"step\":{step},\"setting\":\"eta\",");
        assert!(
            [(1, 0), (2, 7), (4, 20)].iter().all(|&(line, step)| lines[line].starts_with(&change(step))),
            "{text}"
        );
        assert!(lines[0].starts_with("{\"event\":\"point\",\"step\":0,"), "{text}");
        assert!(lines[3].contains("\"train_loss\":null"), "{text}");
        assert_eq!(lines.len(), 5);
    }
}
