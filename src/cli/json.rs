//! Training output as JSON, one object per line. Non-finite numbers become `null`.

use serde::Serialize;

use super::reporter::{Reporter, Times};
use crate::data::{Column, Dataset, LeftOut, Reading};
use crate::export::CurveEvent;
use crate::train::{self, CureTable, Fork, Point, Ranked, Session, State, TrialState};

/// Writes every event of a run as a JSON object.
pub struct Json;

#[derive(Serialize)]
#[serde(tag = "event", rename_all = "lowercase")]
enum Event<'a> {
    Start(Start<'a>),
    Skipped { step: u64, setting: &'a str, value: &'a str, reason: &'a str },
    Diagnosis(Diagnosis<'a>),
    End(End<'a>),
    Cure(TriedCure<'a>),
}

#[derive(Serialize)]
struct Start<'a> {
    command: String,
    version: &'a str,
    dataset: &'a str,
    inputs: usize,
    classes: usize,
    class_names: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    reading: Option<Taken<'a>>,
    train_size: usize,
    test_size: usize,
    parameters: usize,
    eval_every: u64,
    threads: usize,
}

/// What the columns of a file were taken for.
#[derive(Serialize)]
struct Taken<'a> {
    summary: String,
    class: Vec<TableColumn<'a>>,
    left_out: Vec<Dropped<'a>>,
    notes: &'a [String],
}

#[derive(Serialize)]
struct TableColumn<'a> {
    number: usize,
    name: Option<&'a str>,
}

#[derive(Serialize)]
struct Dropped<'a> {
    #[serde(flatten)]
    column: TableColumn<'a>,
    reason: &'a str,
}

#[derive(Serialize)]
struct Best {
    step: u64,
    train_accuracy: f64,
    test_loss: f64,
    test_accuracy: f64,
}

#[derive(Serialize)]
struct BestTrain {
    step: u64,
    train_accuracy: f64,
    test_accuracy: f64,
}

#[derive(Serialize)]
struct Final {
    train_loss: f64,
    train_accuracy: f64,
    test_loss: f64,
    test_accuracy: f64,
}

#[derive(Serialize)]
struct Diagnosis<'a> {
    step: u64,
    word: &'a str,
    reason: &'a str,
    advice: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<&'a str>,
}

#[derive(Serialize)]
struct End<'a> {
    status: &'a str,
    step: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'a str>,
    best: Option<Best>,
    best_train: Option<BestTrain>,
    #[serde(rename = "final")]
    last: Option<Final>,
    seconds: f64,
    training_seconds: f64,
    steps_per_second: f64,
    fingerprint: String,
    diagnosis: &'a str,
}

#[derive(Serialize)]
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

impl Taken<'_> {
    fn new<'a>(reading: &'a Reading, dataset: &Dataset) -> Taken<'a> {
        let dropped = |left_out: &'a LeftOut| Dropped {
            column: TableColumn::new(&left_out.column),
            reason: left_out.reason,
        };
        Taken {
            summary: reading.summary(dataset.classes(), dataset.shape.inputs()),
            class: reading.class.iter().map(TableColumn::new).collect(),
            left_out: reading.left_out.iter().map(dropped).collect(),
            notes: &reading.notes,
        }
    }
}

impl TableColumn<'_> {
    fn new(column: &Column) -> TableColumn<'_> {
        TableColumn { number: column.number, name: column.name.as_deref() }
    }
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
        let (setup, dataset) = (session.setup(), session.dataset());
        line(&Event::Start(Start {
            command: session.command_line("train "),
            version: env!("CARGO_PKG_VERSION"),
            dataset: &dataset.name,
            inputs: dataset.shape.inputs(),
            classes: dataset.classes(),
            class_names: &dataset.class_names,
            reading: setup.data.reading().map(|reading| Taken::new(reading, dataset)),
            train_size: dataset.train.len(),
            test_size: dataset.test.len(),
            parameters: session.network().parameters(),
            eval_every: setup.eval_every(),
            threads: session.threads(),
        }))
    }

    fn event(&mut self, event: &train::Event) -> Option<String> {
        Some(match event {
            train::Event::Point(point) => line(&CurveEvent::from(point)),
            train::Event::Change(mark) => line(&CurveEvent::from(mark)),
            train::Event::Skipped(skipped) => line(&Event::Skipped {
                step: skipped.planned.step,
                setting: skipped.planned.target.name(),
                value: &skipped.planned.value,
                reason: &skipped.reason,
            }),
        })
    }

    fn diagnosis(&mut self, session: &Session) -> String {
        let diagnosis = session.diagnosis();
        line(&Event::Diagnosis(Diagnosis {
            step: session.step(),
            word: diagnosis.word.name(),
            reason: &diagnosis.evidence,
            advice: diagnosis.advice.to_string(),
            note: diagnosis.note.as_deref(),
        }))
    }

    fn cures(&mut self, _: &Fork, table: &CureTable) -> String {
        let rows = table.ranked().enumerate();
        rows.map(|(place, row)| line(&Event::Cure(TriedCure::new(place + 1, row)))).collect()
    }

    fn end(&mut self, session: &Session, times: Times) -> String {
        let history = session.history();
        let (status, reason) = match session.state() {
            State::Finished => ("finished", None),
            State::Learning => ("stopped", None),
            State::OutOfPatience => ("stopped", Some("the loss has not improved")),
            State::Diverged(divergence) => ("diverged", Some(divergence.reason)),
        };
        line(&Event::End(End {
            status,
            step: session.step(),
            reason,
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
            diagnosis: session.word().name(),
        }))
    }
}

fn line(event: &impl Serialize) -> String {
    // Serializing these types cannot fail.
    serde_json::to_string(event).unwrap_or_default() + "\n"
}
