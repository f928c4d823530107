//! Everything that decides the numbers of a run.

use super::ladder::round_numbers;
use super::planned::Planned;
use super::reduction::Reduction;
use crate::data::{self, Augment, Choice, Request};
use crate::nn::{Activation, Init, Loss, Optimizer, Penalty};

/// The settings of one run: the same set-up gives the same numbers, to the last bit.
#[derive(Clone, Debug, PartialEq)]
pub struct Setup {
    /// Where the examples come from.
    pub data: Choice,
    /// Training examples.
    pub train_size: usize,
    /// Test examples.
    pub test_size: usize,
    /// Standard deviation of the noise on points of the plane.
    pub noise: f64,
    /// The share of the training labels that is flipped.
    pub flip: f64,
    /// The share of the training examples that becomes the validation set.
    pub validation: f64,
    /// Units of each hidden layer; none for a single layer from inputs to outputs.
    pub hidden: Vec<usize>,
    /// What the hidden units compute.
    pub activation: Activation,
    /// What training minimises.
    pub loss: Loss,
    /// How initial weights are drawn.
    pub init: Init,
    /// How gradients become steps.
    pub optimizer: Optimizer,
    /// The learning rate.
    pub eta: f32,
    /// Examples of a step; `None` takes all of them.
    pub batch: Option<usize>,
    /// Whether the gradients of a step are summed or averaged.
    pub reduction: Reduction,
    /// The price on the size of the weights.
    pub penalty: Penalty,
    /// The share of the hidden units that is left out of each step.
    pub dropout: f32,
    /// How the copies differ from the training images they are made from.
    pub augment: Augment,
    /// Evaluations without a better loss after which the run stops.
    pub patience: Option<u64>,
    /// Steps of the whole run.
    pub steps: u64,
    /// Seed of everything that is random.
    pub seed: u64,
    /// Changes that happen by themselves, in the order of their steps.
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

    /// What this set-up wants of its data set.
    pub fn request(&self) -> Request {
        Request {
            train_size: self.train_size,
            test_size: self.test_size,
            noise: self.noise,
            flip: self.flip,
            validation: self.validation,
            seed: self.seed,
        }
    }

    /// Training examples that are learned from: all but the validation set.
    pub fn learned_from(&self) -> usize {
        self.train_size - data::validation_size(self.train_size, self.validation)
    }

    /// Examples of a step.
    pub fn batch_size(&self) -> usize {
        let all = self.learned_from();
        self.batch.map_or(all, |batch| batch.min(all))
    }

    /// The network in short, as in 2-10-2.
    pub fn sizes(&self, classes: usize) -> Vec<usize> {
        let inputs = self.data.shape().inputs();
        [inputs].into_iter().chain(self.hidden.iter().copied()).chain([classes]).collect()
    }

    /// Steps between two evaluations: the smallest of 1, 2, 5, 10 … that keeps evaluating below a tenth of
    /// the work, where a step costs three forward passes of its examples.
    pub fn eval_every(&self) -> u64 {
        let evaluation = (self.train_size + self.test_size) as u64;
        let step = 3 * self.batch_size() as u64;
        round_numbers().find(|every| every * step >= 10 * evaluation).unwrap_or(1)
    }

    /// How much longer the gradient of a step is than the mean over its examples.
    pub(super) fn gradient_weight(&self) -> f32 {
        match self.reduction {
            Reduction::Sum => self.batch_size() as f32,
            Reduction::Mean => 1.0,
        }
    }

    /// This set-up with full batches instead of mini-batches that have as many examples as there are, or more.
    #[must_use]
    pub fn with_batch_in_range(self) -> Setup {
        Setup { batch: self.batch.filter(|&batch| batch < self.train_size), ..self }
    }

    /// This set-up from another seed.
    #[must_use]
    pub fn with_seed(self, seed: u64) -> Setup {
        Setup { seed, ..self }
    }

    /// This set-up with another eta, to three digits.
    #[must_use]
    pub fn with_eta(self, eta: f32) -> Setup {
        Setup { eta: rounded(eta), ..self }
    }
}

/// A value to three digits, so that a converted eta can be read and typed; never past what can be typed.
fn rounded(eta: f32) -> f32 {
    let bounded = eta.clamp(f32::MIN_POSITIVE, f32::MAX);
    format!("{bounded:.2e}").parse().ok().filter(|eta: &f32| eta.is_finite()).unwrap_or(bounded)
}
