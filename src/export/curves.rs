//! The curves of a run as a table (CSV).

use serde::{Deserialize, Serialize};

use crate::nn::Metrics;
use crate::train::Point;

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
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
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
    train_examples: usize,
    test_examples: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    validation_examples: Option<usize>,
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
            train_examples: point.train.examples,
            test_examples: point.test.examples,
            validation_examples: point.validation.map(|validation| validation.examples),
        }
    }
}

impl Evaluation {
    /// The evaluation, if it is a possible one.
    pub fn point(&self) -> Option<Point> {
        let metrics = |loss: f64, accuracy: f64, examples: usize| {
            let correct = (accuracy * examples as f64).round() as usize;
            (loss.is_finite() && correct <= examples).then_some(Metrics::counted(loss, correct, examples))
        };
        let validation = self.validation_loss.zip(self.validation_accuracy).zip(self.validation_examples);
        Some(Point {
            step: self.step,
            epoch: self.epoch,
            train: metrics(self.train_loss, self.train_accuracy, self.train_examples)?,
            test: metrics(self.test_loss, self.test_accuracy, self.test_examples)?,
            validation: match validation {
                Some(((loss, accuracy), examples)) => Some(metrics(loss, accuracy, examples)?),
                None => None,
            },
        })
    }

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

/// The shortest text that is read as the same number.
fn number(value: f64) -> String {
    format!("{value:?}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(step: u64, loss: f64) -> Point {
        let metrics = Metrics::counted(loss, 1, 3);
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
}
