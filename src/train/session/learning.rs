//! The parts of a step: the gradients of the next examples, the penalty, the updates.

use std::sync::Arc;

use rand::Rng;

use super::run::Session;
use crate::nn::{Dropout, StepFactors};
use crate::random::{Stream, stream};
use crate::train::reduction::Reduction;

/// The largest weight of a sound network. Adjacent `f32` values of this size are eight apart, so no useful step
/// could change the weight.
const WEIGHT_LIMIT: f32 = 1e8;

impl Session {
    /// Updates the weights with the next examples; returns `false` and leaves them unchanged if one would become
    /// unsound.
    pub(super) fn learn(&mut self) -> bool {
        let examples = self.sum_gradients();
        self.add_penalty(examples);
        if self.is_evaluated_at(self.step + 1) {
            let step_size = self.compute_updates(examples);
            return self.apply_updates(step_size, examples);
        }
        self.step_norms.clear();
        let factors = StepFactors {
            eta: self.setup.eta,
            gradient_scale: self.gradient_scale(examples),
            limit: WEIGHT_LIMIT,
        };
        let Session { optimizer, network, gradients, pool, .. } = self;
        let is_sound = optimizer.take_step(network, gradients, factors, pool);
        self.count(examples, is_sound);
        is_sound
    }

    /// Whether a step takes all training examples, in their order and as they are.
    pub(super) fn learns_from_all(&self) -> bool {
        self.batch_size() == self.dataset.train.len() && self.augmentation.is_none()
    }

    /// Sums the gradients of the next examples; returns how many there are.
    pub(super) fn sum_gradients(&mut self) -> usize {
        let (dataset, size) = (Arc::clone(&self.dataset), self.batch_size());
        let (train, dropout) = (&dataset.train, self.dropout());
        if self.learns_from_all() {
            if !self.train_inputs.is_prepared() {
                Arc::make_mut(&mut self.train_inputs).prepare_full_batch(&self.pool);
            }
            let (workspace, gradients) = (&mut self.workspace, &mut self.gradients);
            let batch = self.train_inputs.all();
            if self.forward_step == Some(self.step) && dropout.is_none() {
                self.network.backward(&batch, &train.labels, workspace, gradients);
            } else {
                self.network.backprop(&batch, &train.labels, dropout, workspace, gradients);
            }
            return size;
        }
        let (workspace, gradients) = (&mut self.workspace, &mut self.gradients);
        let examples = self.order.next_batch(size);
        self.labels.clear();
        self.labels.extend(examples.iter().map(|&example| train.labels[example]));
        let batch = match &mut self.augmentation {
            Some(augmentation) => augmentation.draw(&train.inputs, examples, &self.pool),
            None => self.train_inputs.chosen(examples),
        };
        self.network.backprop(&batch, &self.labels, dropout, workspace, gradients);
        self.labels.len()
    }

    /// Adds the penalty to gradients of so many examples.
    pub(super) fn add_penalty(&mut self, examples: usize) {
        self.setup.penalty.add_to(&mut self.gradients, &self.network, examples, &self.pool);
    }

    /// How often each gradient of so many examples counts.
    pub(super) fn gradient_scale(&self, examples: usize) -> f32 {
        match self.setup.reduction {
            Reduction::Sum => 1.0,
            Reduction::Mean => 1.0 / examples as f32,
        }
    }

    /// Turns the gradients of so many examples into updates, and measures both if the network is evaluated after this step.
    /// Returns the step size.
    pub(super) fn compute_updates(&mut self, examples: usize) -> f32 {
        let scale = self.gradient_scale(examples);
        self.measure_gradients(scale);
        let step_size =
            self.optimizer.compute_updates(&mut self.gradients, self.setup.eta, scale, &self.pool);
        self.measure_changes(step_size);
        step_size
    }

    /// Adds the updates to the weights, or gives the examples back if a weight would become unsound.
    pub(super) fn apply_updates(&mut self, step_size: f32, examples: usize) -> bool {
        let is_sound = self.network.apply_updates(&mut self.gradients, step_size, WEIGHT_LIMIT, &self.pool);
        self.count(examples, is_sound);
        is_sound
    }

    /// Counts the examples of a step as seen, or gives them back if it was not taken.
    fn count(&mut self, examples: usize, is_sound: bool) {
        if self.learns_from_all() {
            self.order.whole_epochs(u64::from(is_sound));
        } else if !is_sound {
            self.give_back(examples);
        }
    }

    /// The number of examples in a step.
    pub(super) fn batch_size(&self) -> usize {
        let all = self.dataset.train.len();
        self.setup.batch.map_or(all, |batch| batch.min(all))
    }

    /// The units dropped in the next step.
    pub(super) fn dropout(&self) -> Dropout {
        if self.setup.dropout <= 0.0 {
            return Dropout::NONE;
        }
        let mut rng = stream(self.setup.seed, Stream::Dropout);
        rng.set_word_pos(2 * u128::from(self.step)); // two words a key
        Dropout { rate: self.setup.dropout, key: rng.next_u64() }
    }

    /// Gives back the examples of a step that was not taken.
    fn give_back(&mut self, examples: usize) {
        self.order.give_back(examples);
        if let Some(augmentation) = &mut self.augmentation {
            augmentation.give_back(examples);
        }
    }
}
