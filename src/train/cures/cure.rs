//! A cure: the changes of a run that are tried together.

use crate::error::Error;
use crate::train::adjustment::{Adjustment, Refusal, To};
use crate::train::session::Session;

/// The weights that a cure starts from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Start {
    /// The current weights.
    Here,
    /// The weights of the best evaluation, which also are the result: it does not train on.
    BestAndStop,
    /// The weights of the best evaluation.
    Best,
}

/// What a cure costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cost {
    /// Nothing.
    Nothing,
    /// This many more training examples.
    Examples(usize),
    /// Some of the hidden units.
    Units,
    /// The steps after the best one.
    LaterSteps,
    /// Longer steps: each image is distorted anew.
    Distortion,
}

/// Changes of a run that are tried together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cure {
    /// The name in tables, as in "L2 0.003".
    pub name: String,
    /// The weights that it starts from.
    pub start: Start,
    /// The changes of settings, in this order.
    pub adjustments: Vec<Adjustment>,
    /// What it costs.
    pub cost: Cost,
}

impl Cure {
    /// The candidate that all others are compared with: the run simply goes on.
    pub fn none() -> Cure {
        Cure { name: "no cure".to_owned(), start: Start::Here, adjustments: Vec::new(), cost: Cost::Nothing }
    }

    /// Whether this is [`Cure::none`].
    pub fn is_none(&self) -> bool {
        self.start == Start::Here && self.adjustments.is_empty()
    }

    /// Whether the run trains on with it.
    pub fn goes_on(&self) -> bool {
        self.start != Start::BestAndStop
    }

    /// The changes as text, as in `l2=0.003`; empty if there are none.
    pub fn changes(&self) -> String {
        let best = (self.start != Start::Here).then(|| "weights=best".to_owned());
        let adjustments = self.adjustments.iter().filter_map(|adjustment| match &adjustment.to {
            To::Value(value) => Some(format!("{}={value}", adjustment.setting.name())),
            To::Next(_) | To::Layer(_) => None,
        });
        best.into_iter().chain(adjustments).collect::<Vec<_>>().join(" ")
    }

    /// Makes the changes in a run, which then has at least `end` steps.
    ///
    /// # Errors
    /// When data cannot be loaded or a value is refused, with the reason as a sentence.
    pub(in crate::train) fn apply(&self, session: &mut Session, end: u64) -> Result<(), Refusal> {
        let refused = |error: Error| Refusal::Data(error.to_string());
        if self.start != Start::Here {
            session.go_back();
        }
        if !self.goes_on() {
            return Ok(());
        }
        let adjusted = self
            .adjustments
            .iter()
            .try_fold(session.setup().clone(), |setup, adjustment| setup.adjusted(adjustment));
        let mut wanted = adjusted?;
        wanted.steps = wanted.steps.max(end);
        // A run that is out of patience would end again at its next evaluation.
        if session.is_out_of_patience() {
            wanted.patience = None;
        }
        session.change(&wanted).map_err(refused)
    }
}
