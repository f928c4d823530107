//! How a run ended, and what it has come to.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::train::{Session, State};

/// How a run ended, and what it has come to.
#[derive(Debug, Serialize, Deserialize)]
pub struct Ending<'a> {
    /// `finished`, `stopped` or `diverged`.
    pub status: Cow<'a, str>,
    /// Steps taken.
    pub step: u64,
    /// Why it did not finish.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<Cow<'a, str>>,
    /// At the best step.
    pub best: Option<Best>,
    /// At the step of the highest training accuracy.
    pub best_train: Option<BestTrain>,
    /// At the last evaluation.
    #[serde(rename = "final")]
    pub last: Option<Final>,
}

/// The evaluation with the lowest loss on the watched set.
#[derive(Debug, Serialize, Deserialize)]
pub struct Best {
    /// Steps taken.
    pub step: u64,
    /// The share of the training examples that was right.
    pub train_accuracy: f64,
    /// The mean loss of a test example.
    pub test_loss: f64,
    /// The share of the test examples that was right.
    pub test_accuracy: f64,
}

/// The evaluation with the highest training accuracy.
#[derive(Debug, Serialize, Deserialize)]
pub struct BestTrain {
    step: u64,
    train_accuracy: f64,
    test_accuracy: f64,
}

/// The last evaluation.
#[derive(Debug, Serialize, Deserialize)]
pub struct Final {
    train_loss: f64,
    train_accuracy: f64,
    test_loss: f64,
    /// The share of the test examples that was right.
    pub test_accuracy: f64,
}

impl Ending<'_> {
    /// Of a run as it is now.
    pub fn of(session: &Session) -> Ending<'static> {
        let history = session.history();
        let (status, reason) = match session.state() {
            State::Finished => ("finished", None),
            State::Learning => ("stopped", None),
            State::OutOfPatience => ("stopped", Some("the loss has not improved")),
            State::Diverged(divergence) => ("diverged", Some(divergence.reason())),
        };
        Ending {
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
        }
    }
}
