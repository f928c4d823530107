//! The gradient check of a network that trains: made from a snapshot in a thread of its own, now and then, so that neither keys
//! nor training wait for it.

use std::sync::Arc;

use ndarray::Array2;
use rand::RngExt;

use crate::data::Dataset;
use crate::nn::{Dropout, GradientCheck, Network, Objective, Penalty};
use crate::random::{Stream, stream};
use crate::train::{RunId, Snapshot};

/// The most examples in a check.
const MOST_EXAMPLES: usize = 16;
/// The fewest: of a large network, whose forward pass takes long.
const FEWEST_EXAMPLES: usize = 8;
/// Weights times examples in a check, if that is not too few examples.
const WORK: usize = 8_000_000;

/// A request for a check.
#[derive(Clone, Debug)]
pub struct CheckRequest {
    /// The run it belongs to.
    pub run: RunId,
    /// The network.
    pub network: Arc<Network>,
    /// The step of the network.
    pub step: u64,
    /// The data of the run.
    pub dataset: Arc<Dataset>,
    /// The penalty on the weights.
    pub penalty: Penalty,
    /// The units that the next step leaves out.
    pub dropout: Dropout,
}

/// A check, and what it is of.
#[derive(Clone, Debug)]
pub struct StepCheck {
    /// The run it belongs to.
    pub run: RunId,
    /// The step of the network.
    pub step: u64,
    /// The result.
    pub check: GradientCheck,
}

impl CheckRequest {
    /// Makes the check. The step decides which weights are checked on which training examples.
    ///
    /// Every other example gets a wrong class: otherwise, the losses of a network that has learned all examples would be too
    /// small for the digits of float32.
    pub fn carry_out(self) -> StepCheck {
        let (network, train) = (&self.network, &self.dataset.train);
        let mut rng = stream(self.step, Stream::GradientCheck);
        let examples = (WORK / network.parameters().max(1)).clamp(FEWEST_EXAMPLES, MOST_EXAMPLES);
        let chosen: Vec<usize> = (0..examples).map(|_| rng.random_range(0..train.len().max(1))).collect();
        let chosen = train.select(&chosen);
        let classes = self.dataset.classes() as u16; // at most 256
        let labels = chosen.labels.iter().enumerate().map(|(n, &label)| match n % 2 {
            1 if classes > 1 => ((u16::from(label) + rng.random_range(1..classes)) % classes) as u8,
            _ => label,
        });
        let labels: Vec<u8> = labels.collect();
        let inputs: Array2<f32> = chosen.inputs.to_array();
        let (penalty, dropout) = (self.penalty, self.dropout);
        let objective = Objective { network, inputs: inputs.view(), labels: &labels, penalty, dropout };
        let parameters = objective.random_parameters(&mut rng);
        let check = objective.check(&objective.gradients(), &parameters);
        StepCheck { run: self.run, step: self.step, check }
    }
}

/// The checks of a run: the last one, and what is asked for.
#[derive(Debug, Default)]
pub struct GradientChecks {
    /// The last one.
    pub latest: Option<StepCheck>,
    /// Whether a check is being made, or was made a short time ago.
    is_resting: bool,
    /// The network of the last request.
    asked: Option<Arc<Network>>,
}

impl GradientChecks {
    /// Allows the next check.
    pub(super) fn rest_is_over(&mut self) {
        self.is_resting = false;
    }

    /// The request for the next check, if the network has changed and it is time.
    pub(super) fn next(&mut self, snapshot: &Snapshot) -> Option<CheckRequest> {
        let is_known = |asked: &Arc<Network>| Arc::ptr_eq(asked, &snapshot.network);
        if self.is_resting || self.asked.as_ref().is_some_and(is_known) {
            return None;
        }
        self.is_resting = true;
        self.asked = Some(Arc::clone(&snapshot.network));
        Some(CheckRequest {
            run: snapshot.run,
            network: Arc::clone(&snapshot.network),
            step: snapshot.network_step,
            dataset: Arc::clone(&snapshot.dataset),
            penalty: snapshot.setup.penalty,
            dropout: snapshot.dropout,
        })
    }
}
