//! The curves of a run as a table (CSV) and as JSON lines.

use serde::Serialize;

use crate::train::{Mark, Point};

/// The columns of the table. The last two are there only if the run has a validation set.
const COLUMNS: [&str; 8] = [
    "step",
    "epoch",
    "train_loss",
    "train_accuracy",
    "test_loss",
    "test_accuracy",
    "validation_loss",
    "validation_accuracy",
];

/// One evaluation, as it is written to files. Accuracies are from 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Evaluation {
    step: u64,
    epoch: f64,
    train_loss: f64,
    train_accuracy: f64,
    test_loss: f64,
    test_accuracy: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    validation_loss: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    validation_accuracy: Option<f64>,
}

/// A line of JSON about the curves.
#[derive(Debug, Serialize)]
#[serde(tag = "event", rename_all = "lowercase")]
pub enum CurveEvent<'a> {
    /// An evaluation.
    Point(Evaluation),
    /// A change that was made during the run.
    Change {
        /// Steps taken before it.
        step: u64,
        /// What changed.
        setting: &'static str,
        /// The value that makes the change.
        value: &'a str,
    },
}

impl From<&Point> for Evaluation {
    fn from(point: &Point) -> Evaluation {
        Evaluation {
            step: point.step,
            epoch: point.epoch,
            train_loss: point.train.loss,
            train_accuracy: point.train.accuracy(),
            test_loss: point.test.loss,
            test_accuracy: point.test.accuracy(),
            validation_loss: point.validation.map(|validation| validation.loss),
            validation_accuracy: point.validation.map(|validation| validation.accuracy()),
        }
    }
}

impl From<&Point> for CurveEvent<'_> {
    fn from(point: &Point) -> Self {
        CurveEvent::Point(point.into())
    }
}

impl<'a> From<&'a Mark> for CurveEvent<'a> {
    fn from(mark: &'a Mark) -> Self {
        CurveEvent::Change { step: mark.step, setting: mark.target.name(), value: &mark.value }
    }
}

impl CurveEvent<'_> {
    fn line(&self) -> String {
        // Serializing this type cannot fail.
        serde_json::to_string(self).unwrap_or_default() + "\n"
    }
}

impl Evaluation {
    /// The cells of its row, in the order of [`COLUMNS`].
    fn cells(self) -> [String; COLUMNS.len()] {
        let optional = |value: Option<f64>| value.map_or(String::new(), number);
        [
            self.step.to_string(),
            number(self.epoch),
            number(self.train_loss),
            number(self.train_accuracy),
            number(self.test_loss),
            number(self.test_accuracy),
            optional(self.validation_loss),
            optional(self.validation_accuracy),
        ]
    }
}

/// The evaluations as CSV: a header, then a row for each. Numbers have as many digits as it takes to read the same float64
/// again.
pub fn csv(points: &[Point]) -> String {
    let is_validated = points.iter().any(|point| point.validation.is_some());
    let width = if is_validated { COLUMNS.len() } else { COLUMNS.len() - 2 };
    let mut writer = csv::Writer::from_writer(Vec::new());
    let rows = points.iter().map(|point| Evaluation::from(point).cells());
    let header = COLUMNS.map(str::to_owned);
    for row in std::iter::once(header).chain(rows) {
        // Writing rows of one width to memory cannot fail.
        writer.write_record(&row[..width]).unwrap_or_default();
    }
    String::from_utf8(writer.into_inner().unwrap_or_default()).unwrap_or_default()
}

/// The evaluations and changes as JSON, an object on each line, in the order in which they happened: the `point` and
/// `change` events of `overfit train --json`.
pub fn json_lines(points: &[Point], marks: &[Mark]) -> String {
    let mut marks = marks.iter().peekable();
    let mut text = String::new();
    for point in points {
        while let Some(mark) = marks.next_if(|mark| mark.step < point.step) {
            text += &CurveEvent::from(mark).line();
        }
        text += &CurveEvent::from(point).line();
    }
    text.extend(marks.map(|mark| CurveEvent::from(mark).line()));
    text
}

/// The shortest text that is read as the same number.
fn number(value: f64) -> String {
    format!("{value:?}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nn::Metrics;
    use crate::train::{SettingId, Target};

    fn point(step: u64, loss: f64) -> Point {
        let metrics = Metrics { loss, correct: 1, examples: 3 };
        Point { step, epoch: step as f64 / 7.0, train: metrics, test: metrics, validation: None }
    }

    #[test]
    fn a_row_for_each_evaluation_that_reads_as_the_same_numbers() {
        let points = [point(0, 0.1 + 0.2), point(20, f64::MIN_POSITIVE), point(40, 1e300)];
        let table = csv(&points);
        let mut reader = csv::Reader::from_reader(table.as_bytes());
        let header = "step,epoch,train_loss,train_accuracy,test_loss,test_accuracy\n";
        assert!(table.starts_with(header), "{table}");
        let rows: Vec<Vec<f64>> = reader.deserialize().map(|row| row.expect("numbers")).collect();
        assert_eq!(rows.len(), points.len());
        for (row, point) in rows.iter().zip(&points) {
            let expected = [point.step as f64, point.epoch, point.train.loss, 1.0 / 3.0];
            assert_eq!(row[..4], expected);
        }
    }

    #[test]
    fn validation_is_there_if_any_evaluation_has_it() {
        let with = Point { validation: Some(point(0, 2.0).test), ..point(1, f64::NAN) };
        let table = csv(&[point(0, 1.0), with]);
        let rows: Vec<&str> = table.lines().collect();
        assert!(rows[0].ends_with(",validation_loss,validation_accuracy"));
        assert!(rows[1].ends_with(",,"), "{table}");
        assert!(rows[2].contains(",NaN,") && rows[2].ends_with(",2.0,0.3333333333333333"), "{table}");
    }

    #[test]
    fn changes_come_between_the_evaluations() {
        let mark = |step| Mark {
            step,
            target: Target::Setting(SettingId::Eta),
            before: "0.1".to_owned(),
            value: "0.2".to_owned(),
        };
        let text = json_lines(&[point(0, 1.0), point(20, f64::NAN)], &[mark(0), mark(7), mark(20)]);
        let lines: Vec<&str> = text.lines().collect();
        let change =
            |step| format!("{{\"event\":\"change\",\"step\":{step},\"setting\":\"eta\",\"value\":\"0.2\"}}");
        assert_eq!([lines[1], lines[2], lines[4]], [change(0), change(7), change(20)]);
        assert!(lines[0].starts_with("{\"event\":\"point\",\"step\":0,"), "{text}");
        assert!(lines[3].contains("\"train_loss\":null"), "{text}");
        assert_eq!(lines.len(), 5);
    }
}
