//! What is kept of a run to come back to a step of it: whatever its next steps depend on, without what the run still has.

use std::sync::Arc;

use super::run::{Session, validation_inputs};
use crate::data::{Dataset, Examples, Features};
use crate::nn::{Network, Optimizer, ThreadPool};
use crate::train::augmentation::Augmentation;
use crate::train::history::History;
use crate::train::inputs::{evaluated_inputs_with, inputs_with};
use crate::train::layer_history::LayerHistory;

/// The curves of a whole run, of which each of its steps has the beginning.
#[derive(Clone, Debug)]
pub struct Curves {
    /// Those of loss and accuracy.
    pub history: Arc<History>,
    /// Those of the layers.
    pub layers: Arc<LayerHistory>,
}

impl Session {
    /// A copy without curves, prepared inputs and gradients, and without the network if that is the best one.
    pub(in crate::train) fn outline(&self) -> Session {
        let is_best = self.since_best == 0 && self.network == *self.best;
        let skeleton = self.skeleton(ThreadPool::default());
        Session {
            network: if is_best { skeleton.network } else { self.network.clone() },
            augmentation: self.augmentation.as_ref().map(Augmentation::outline),
            history: Arc::new(self.history.outline()),
            layers: Arc::new(self.layers.outline()),
            ..skeleton
        }
    }

    /// An outline with its network and the beginning of `curves`, their first `evaluations`: enough to look at.
    pub(in crate::train) fn with_curves(
        &self,
        evaluations: u64,
        curves: &Curves,
        pool: ThreadPool,
    ) -> Session {
        let is_best = self.network.layers.is_empty();
        Session {
            network: if is_best { Network::clone(&self.best) } else { self.network.clone() },
            augmentation: self.augmentation.clone(),
            history: Arc::new(self.history.with_beginning(evaluations, &curves.history)),
            layers: Arc::new(self.layers.with_beginning(evaluations, &curves.layers)),
            ..self.skeleton(pool)
        }
    }

    /// An outline that can go on, with the inputs prepared again.
    pub(in crate::train) fn revived(&self, evaluations: u64, curves: &Curves, pool: ThreadPool) -> Session {
        let session = self.with_curves(evaluations, curves, pool);
        Session {
            train_inputs: Arc::new(inputs_with(&self.dataset.train.inputs, &session.pool)),
            test_inputs: Arc::new(evaluated_inputs_with(&self.dataset.test.inputs, &session.pool)),
            validation_inputs: validation_inputs(&self.dataset, &session.pool),
            gradients: session.network.zero_gradients(),
            ..session
        }
    }

    /// The bytes of an outline, apart from its data set and what it shares with the outline before it.
    pub(in crate::train) fn bytes_besides(&self, before: Option<&Session>) -> usize {
        let shared =
            |is_shared: fn(&Session, &Session) -> bool| before.is_some_and(|before| is_shared(self, before));
        let best = self.best.parameters();
        let mut numbers = self.network.parameters();
        if !shared(|a, b| Arc::ptr_eq(&a.best, &b.best)) {
            numbers += best;
        }
        numbers += self.best.parameters().max(self.network.parameters())
            * match self.setup.optimizer {
                Optimizer::Gd => 0,
                Optimizer::Momentum => 1,
                Optimizer::Adam => 2,
            };
        let examples = before.map(|before| &*before.examples);
        numbers * size_of::<f32>()
            + self.order.bytes_besides(before.map(|before| &before.order))
            + self.history.bytes_besides(before.map(|before| &*before.history))
            + self.examples.bytes_besides(examples)
            + self.monitor.bytes()
            + size_of::<Session>()
    }
}

/// The bytes of the examples of a data set.
pub(in crate::train) fn bytes_of(dataset: &Dataset) -> usize {
    let bytes = |examples: &Examples| {
        examples.labels.len()
            + match &examples.inputs {
                Features::Numbers(numbers) => numbers.len() * size_of::<f32>(),
                Features::Pixels(pixels) => pixels.len(),
            }
    };
    bytes(&dataset.train) + bytes(&dataset.test) + dataset.validation.as_ref().map_or(0, bytes)
}
