//! What is recorded of each layer.

use std::sync::Arc;

use super::run::Session;
use crate::nn::{SaturationCounts, StepNorms};

impl Session {
    /// Measures the gradients that the optimizer is given, each of which counts `scale` times, if the network is evaluated
    /// after this step.
    pub(super) fn measure_gradients(&mut self, scale: f32) {
        self.step_norms.clear();
        if self.is_evaluated_at(self.step + 1) {
            let norms = self.gradients.iter().map(|gradient| f64::from(scale) * gradient.weights.norm());
            self.step_norms.extend(norms.map(|gradient| StepNorms { gradient, change: 0.0 }));
        }
    }

    /// Measures the changes of the weights, `step_size` times the updates, if the gradients were measured.
    pub(super) fn measure_changes(&mut self, step_size: f32) {
        for (norms, update) in self.step_norms.iter_mut().zip(&self.gradients) {
            norms.change = f64::from(step_size.abs()) * update.weights.norm();
        }
    }

    /// Records how each layer does at this evaluation; `units` has the hidden units on the test examples.
    pub(super) fn record_layers(&mut self, units: &SaturationCounts) {
        let layers = self.network.layer_statistics(&self.step_norms, units);
        self.step_norms.clear(); // another evaluation before the next step is of other weights
        Arc::make_mut(&mut self.layers).push(self.step, layers);
    }
}
