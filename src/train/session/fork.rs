//! Copies of a run as it stands.

use std::sync::Arc;

use super::run::Session;
use crate::nn::{Inputs, Network, ThreadPool, Workspace};
use crate::random::copy;

impl Session {
    /// A complete copy of this run. Whatever is done to it gives the same numbers, to the bit, as doing it to this
    /// run. The data are shared. The threads of `pool` share the work of the copy.
    #[must_use]
    pub fn fork(&self, pool: ThreadPool) -> Session {
        Session {
            train_inputs: Arc::clone(&self.train_inputs),
            test_inputs: Arc::clone(&self.test_inputs),
            validation_inputs: self.validation_inputs.clone(),
            augmentation: self.augmentation.clone(),
            network: self.network.clone(),
            gradients: self.network.zero_gradients(),
            history: Arc::clone(&self.history),
            layers: Arc::clone(&self.layers),
            ..self.skeleton(pool)
        }
    }

    /// A copy without the network, the prepared inputs, the augmentation and the curves.
    pub(super) fn skeleton(&self, pool: ThreadPool) -> Session {
        let no_inputs = Arc::new(Inputs::from_rows(0, 0, |_| std::iter::empty()));
        Session {
            setup: self.setup.clone(),
            initial: Arc::clone(&self.initial),
            played: self.played,
            dataset: Arc::clone(&self.dataset),
            train_inputs: Arc::clone(&no_inputs),
            test_inputs: no_inputs,
            validation_inputs: None,
            augmentation: None,
            copies_before: self.copies_before,
            network: Network { layers: Vec::new(), ..self.network },
            best: Arc::clone(&self.best),
            since_best: self.since_best,
            optimizer: self.optimizer.clone(),
            order: self.order.clone(),
            growth: copy(&self.growth),
            history: Arc::default(),
            examples: Arc::clone(&self.examples),
            layers: Arc::default(),
            step_norms: self.step_norms.clone(),
            monitor: self.monitor.clone(),
            state: self.state.clone(),
            step: self.step,
            is_step_undone: self.is_step_undone,
            epoch: self.epoch,
            workspace: Workspace::with_pool(pool.clone()),
            // The activations of the last evaluation are not copied; the next step computes the same ones.
            forward_step: None,
            test_workspace: Workspace::with_pool(pool.clone()),
            pool,
            gradients: Vec::new(),
            labels: Vec::new(),
            eval_every: self.eval_every,
            events: Vec::new(),
        }
    }
}
