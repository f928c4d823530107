//! What happened in a run, as JSON objects. Numbers that are not finite become `null`.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::data::{Choice, Column, ColumnChoice, Dataset, Header, LeftOut, ReadOptions, Reading};
use crate::error::Error;
use crate::export::Evaluation;
use crate::train::{self, Mark, Planned, Point, SETTINGS, Session, Setup, State};

/// The version of the format. Programs read older versions; newer ones are refused.
pub const FORMAT: u32 = 1;

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
    /// What the run needs to go on from here. It is read as a [`SavedState`], without a copy of its arrays.
    #[serde(skip_deserializing)]
    Checkpoint(Box<SavedState<'a>>),
    /// The run is over, or left.
    End(Box<End<'a>>),
    /// A line of a newer version.
    #[serde(other)]
    Other,
}

/// What is trained, on what.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Start<'a> {
    /// The version of the format.
    #[serde(default)]
    pub format: u32,
    /// The command line that repeats the run.
    pub command: Cow<'a, str>,
    /// The version of the program.
    pub version: Cow<'a, str>,
    /// The name of the data set.
    pub dataset: Cow<'a, str>,
    /// Numbers of an example.
    pub inputs: usize,
    /// Classes.
    pub classes: usize,
    /// The names of the classes.
    pub class_names: Cow<'a, [String]>,
    /// What the columns of a file were taken for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reading: Option<Taken<'a>>,
    /// Training examples.
    pub train_size: usize,
    /// Test examples.
    pub test_size: usize,
    /// Weights and biases.
    pub parameters: usize,
    /// Steps between two evaluations.
    pub eval_every: u64,
    /// Threads that share the work.
    pub threads: usize,
    /// The set-up, setting by setting.
    #[serde(default)]
    pub setup: Values<'a>,
}

/// A set-up, setting by setting.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Values<'a> {
    /// The name of the data set, or the path of its file.
    pub data: Cow<'a, str>,
    /// The column of the classes, if a person chose it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<Cow<'a, str>>,
    /// The columns that a person left out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub drop: Vec<Cow<'a, str>>,
    /// Whether the first line names the columns.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub header: Option<Cow<'a, str>>,
    /// The values of the settings, as on the command line.
    pub settings: BTreeMap<String, String>,
    /// The planned changes, as on the command line.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub at: Vec<String>,
}

/// What the columns of a file were taken for.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Taken<'a> {
    summary: String,
    class: Vec<TableColumn<'a>>,
    left_out: Vec<Dropped<'a>>,
    notes: Cow<'a, [String]>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct TableColumn<'a> {
    number: usize,
    name: Option<Cow<'a, str>>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct Dropped<'a> {
    #[serde(flatten)]
    column: TableColumn<'a>,
    reason: Cow<'a, str>,
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

#[derive(Debug, Serialize, Deserialize)]
struct Best {
    step: u64,
    train_accuracy: f64,
    test_loss: f64,
    test_accuracy: f64,
}

#[derive(Debug, Serialize, Deserialize)]
struct BestTrain {
    step: u64,
    train_accuracy: f64,
    test_accuracy: f64,
}

#[derive(Debug, Serialize, Deserialize)]
struct Final {
    train_loss: f64,
    train_accuracy: f64,
    test_loss: f64,
    test_accuracy: f64,
}

/// How a run ended.
#[derive(Debug, Serialize, Deserialize)]
pub struct End<'a> {
    status: Cow<'a, str>,
    /// Steps taken.
    pub step: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<Cow<'a, str>>,
    best: Option<Best>,
    best_train: Option<BestTrain>,
    #[serde(rename = "final")]
    last: Option<Final>,
    seconds: f64,
    training_seconds: f64,
    steps_per_second: f64,
    /// The hash of all losses, in hexadecimal digits.
    pub fingerprint: String,
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

impl Taken<'_> {
    fn new<'a>(reading: &'a Reading, dataset: &Dataset) -> Taken<'a> {
        let dropped = |left_out: &'a LeftOut| Dropped {
            column: TableColumn::new(&left_out.column),
            reason: left_out.reason.into(),
        };
        Taken {
            summary: reading.summary(dataset.classes(), dataset.shape.inputs()),
            class: reading.class.iter().map(TableColumn::new).collect(),
            left_out: reading.left_out.iter().map(dropped).collect(),
            notes: Cow::Borrowed(&reading.notes),
        }
    }
}

impl TableColumn<'_> {
    fn new(column: &Column) -> TableColumn<'_> {
        TableColumn { number: column.number, name: column.name.as_deref().map(Cow::Borrowed) }
    }
}

impl Values<'_> {
    /// A set-up, setting by setting.
    pub fn of(setup: &Setup) -> Values<'static> {
        let options = setup.data.read_options();
        let column = |column: &ColumnChoice| Cow::Owned(column.text().to_owned());
        let header = options.map(|options| options.header).filter(|&header| header != Header::Auto);
        Values {
            data: setup.data.name().into(),
            label: options.and_then(|options| options.label.as_ref()).map(column),
            drop: options.iter().flat_map(|options| &options.drop).map(column).collect(),
            header: header.map(|header| header.name().into()),
            settings: values(setup),
            at: setup.at.iter().map(Planned::text).collect(),
        }
    }

    /// How its table is read.
    pub fn read_options(&self) -> ReadOptions {
        let column = |text: &Cow<str>| ColumnChoice::new(text.as_ref());
        let header = Header::ALL.into_iter().find(|header| self.header.as_deref() == Some(header.name()));
        ReadOptions {
            label: self.label.as_ref().map(column),
            drop: self.drop.iter().map(column).collect(),
            header: header.unwrap_or_default(),
        }
    }
}

/// A set-up for `data` with these values.
///
/// # Errors
/// When a value does not work with the data.
pub fn setup_of(data: Choice, values: &BTreeMap<String, String>) -> Result<Setup, Error> {
    let mut setup = Setup::lecture(data);
    for setting in SETTINGS {
        if let Some(value) = values.get(setting.name) {
            setting.set(&mut setup, value)?;
        }
    }
    Ok(setup)
}

impl<'a> Event<'a> {
    /// The first line of a run.
    pub fn start(session: &'a Session) -> Event<'a> {
        let (setup, dataset) = (session.setup(), session.dataset());
        Event::Start(Box::new(Start {
            format: FORMAT,
            command: session.command_line("train ").into(),
            version: env!("CARGO_PKG_VERSION").into(),
            dataset: Cow::Borrowed(&dataset.name),
            inputs: dataset.shape.inputs(),
            classes: dataset.classes(),
            class_names: Cow::Borrowed(&dataset.class_names),
            reading: setup.data.reading().map(|reading| Taken::new(reading, dataset)),
            train_size: dataset.train.len(),
            test_size: dataset.test.len(),
            parameters: session.network().parameters(),
            eval_every: setup.eval_every(),
            threads: session.threads(),
            setup: Values::of(session.initial()),
        }))
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
        let history = session.history();
        let (status, reason) = match session.state() {
            State::Finished => ("finished", None),
            State::Learning => ("stopped", None),
            State::OutOfPatience => ("stopped", Some("the loss has not improved")),
            State::Diverged(divergence) => ("diverged", Some(divergence.reason())),
        };
        Event::End(Box::new(End {
            status: status.into(),
            step: session.step(),
            reason: reason.map(Cow::Borrowed),
            best: history.best().map(|best| Best {
                step: best.test.step,
                train_accuracy: best.test.train.accuracy(),
                test_loss: best.test.test.loss,
                test_accuracy: best.test.test.accuracy(),
            }),
            best_train: history.best().map(|best| BestTrain {
                step: best.train.step,
                train_accuracy: best.train.train.accuracy(),
                test_accuracy: best.train.test.accuracy(),
            }),
            last: history.latest().map(|last| Final {
                train_loss: last.train.loss,
                train_accuracy: last.train.accuracy(),
                test_loss: last.test.loss,
                test_accuracy: last.test.accuracy(),
            }),
            seconds: times.total,
            training_seconds: times.training,
            steps_per_second: session.step() as f64 / times.training.max(f64::MIN_POSITIVE),
            fingerprint: format!("{:016x}", history.fingerprint()),
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

/// The values of all settings that apply.
pub fn values(setup: &Setup) -> BTreeMap<String, String> {
    let applying = SETTINGS.iter().filter(|setting| (setting.applies)(&setup.data));
    applying.map(|setting| (setting.name.to_owned(), (setting.get)(setup))).collect()
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
            let metrics = Metrics { loss, correct: 1, examples: 3 };
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
