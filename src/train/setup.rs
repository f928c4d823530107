//! The set-up of a run: everything that determines its numbers.

use super::ladder::round_numbers;
use super::planned::Planned;
use super::reduction::Reduction;
use crate::data::{self, Augment, Choice, PointEdits, Request};
use crate::nn::{Activation, Init, Loss, Optimizer, Penalty};

/// The settings of one run: the same set-up gives the same numbers, to the last bit.
#[derive(Clone, Debug, PartialEq)]
pub struct Setup {
    /// Where the examples come from.
    pub data: Choice,
    /// Number of training examples, the validation set included.
    pub train_size: usize,
    /// Number of test examples.
    pub test_size: usize,
    /// Standard deviation of the noise on points of the plane.
    pub noise: f64,
    /// The share of the training labels that is flipped.
    pub flip: f64,
    /// The share of the training examples that becomes the validation set.
    pub validation: f64,
    /// Training points of the plane that were added, moved and removed.
    pub points: PointEdits,
    /// Units of each hidden layer; empty for a single layer from inputs to outputs.
    pub hidden: Vec<usize>,
    /// Activation function of the hidden units.
    pub activation: Activation,
    /// Loss function.
    pub loss: Loss,
    /// Distribution of the initial weights.
    pub init: Init,
    /// Optimizer.
    pub optimizer: Optimizer,
    /// The learning rate.
    pub eta: f32,
    /// Examples per step; `None` uses all of them.
    pub batch: Option<usize>,
    /// Whether gradients are summed or averaged over the examples of a step.
    pub reduction: Reduction,
    /// Penalty on the weights.
    pub penalty: Penalty,
    /// Share of the hidden units that is dropped in each step.
    pub dropout: f32,
    /// Augmentation of the training images.
    pub augment: Augment,
    /// Evaluations without improvement after which the run stops; `None` never stops it early.
    pub patience: Option<u64>,
    /// Length of the run in steps.
    pub steps: u64,
    /// Seed of all random numbers.
    pub seed: u64,
    /// Planned changes, in the order of their steps.
    pub at: Vec<Planned>,
}

impl Setup {
    /// The lecture's set-up for a data set.
    pub fn lecture(data: Choice) -> Setup {
        let defaults = data.defaults();
        Setup {
            data,
            train_size: defaults.train_size,
            test_size: defaults.test_size,
            noise: defaults.noise,
            flip: 0.0,
            validation: 0.0,
            points: PointEdits::default(),
            hidden: vec![defaults.hidden],
            activation: Activation::Sigmoid,
            loss: Loss::Quadratic,
            init: Init::Normal,
            optimizer: Optimizer::Gd,
            eta: defaults.eta,
            batch: None,
            reduction: Reduction::Sum,
            penalty: Penalty::default(),
            dropout: 0.0,
            augment: Augment::Off,
            patience: None,
            steps: defaults.steps,
            seed: 0,
            at: Vec::new(),
        }
    }

    /// The request for the data set of this set-up.
    pub fn request(&self) -> Request {
        Request {
            train_size: self.train_size,
            test_size: self.test_size,
            noise: self.noise,
            flip: self.flip,
            validation: self.validation,
            points: self.points.clone(),
            seed: self.seed,
        }
    }

    /// Number of training examples without the validation set and before points are edited: a point that is added or removed
    /// changes the sum of the gradients by its own, and eta stays.
    pub fn learned_from(&self) -> usize {
        self.train_size - data::validation_size(self.train_size, self.validation)
    }

    /// Number of examples in a step.
    pub fn batch_size(&self) -> usize {
        let all = self.learned_from();
        self.batch.map_or(all, |batch| batch.min(all))
    }

    /// The sizes of the network, as in 2-10-2.
    pub fn sizes(&self, classes: usize) -> Vec<usize> {
        let inputs = self.data.shape().inputs();
        [inputs].into_iter().chain(self.hidden.iter().copied()).chain([classes]).collect()
    }

    /// Steps between two evaluations: the smallest of 1, 2, 5, 10 … that keeps evaluation below a tenth of the
    /// work, counting a step as three forward passes over its examples.
    pub fn eval_every(&self) -> u64 {
        let evaluation = (self.train_size + self.test_size) as u64;
        let step = 3 * self.batch_size() as u64;
        round_numbers().find(|every| every * step >= 10 * evaluation).unwrap_or(1)
    }

    /// The factor between the gradient of a step and the mean gradient of its examples.
    pub(super) fn gradient_weight(&self) -> f32 {
        match self.reduction {
            Reduction::Sum => self.batch_size() as f32,
            Reduction::Mean => 1.0,
        }
    }

    /// This set-up, with the batch size replaced by full batches if it is not below the number of examples.
    #[must_use]
    pub fn with_batch_in_range(self) -> Setup {
        Setup { batch: self.batch.filter(|&batch| batch < self.train_size), ..self }
    }

    /// This set-up from another seed.
    #[must_use]
    pub fn with_seed(self, seed: u64) -> Setup {
        Setup { seed, ..self }
    }

    /// This set-up with another eta, rounded to three digits.
    #[must_use]
    pub fn with_eta(self, eta: f32) -> Setup {
        Setup { eta: rounded(eta), ..self }
    }
}

/// Rounds a converted eta to three digits, so that it can be read and typed, and keeps it positive and finite.
fn rounded(eta: f32) -> f32 {
    let bounded = eta.clamp(f32::MIN_POSITIVE, f32::MAX);
    format!("{bounded:.2e}").parse().ok().filter(|eta: &f32| eta.is_finite()).unwrap_or(bounded)
}
