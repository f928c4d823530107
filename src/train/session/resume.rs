//! Checkpoints of a run, and runs that go on from them.

use std::sync::Arc;

use super::run::Session;
use crate::nn::{Layer, Network, OptimizerState};
use crate::random::{Stream, stream};
use crate::train::augmentation::Augmentation;
use crate::train::checkpoint::{Arrays, Checkpoint};
use crate::train::history::History;
use crate::train::order::Order;
use crate::train::setup::Setup;

/// The largest size of a weight, as in training.
const LARGEST: f32 = 1e8;

impl Session {
    /// Everything that the next steps depend on, beside the set-up, the data and the evaluations.
    pub fn checkpoint(&self) -> Checkpoint {
        let (examples, order) = self.order.position();
        let (moments, adam) = self.optimizer.parts();
        let words = |words: u128| u64::try_from(words).unwrap_or(u64::MAX);
        Checkpoint {
            step: self.step,
            epoch: self.epoch,
            state: self.state.clone(),
            since_best: self.since_best,
            is_step_undone: self.is_step_undone,
            history: self.history.end(),
            monitor: self.monitor.clone(),
            order,
            growth_words: words(self.growth.get_word_pos()),
            copies: words(self.augmentation.as_ref().map_or(self.copies_before, Augmentation::drawn)),
            copies_before: words(self.copies_before),
            adam,
            arrays: Arrays {
                network: self.network.layers.clone(),
                best: self.best.layers.clone(),
                moments: moments.into_iter().map(<[Layer]>::to_vec).collect(),
                examples: examples.to_vec(),
            },
        }
    }

    /// Goes on from a checkpoint of a run that started with `initial`. This run has the set-up and the data of the moment of
    /// the checkpoint; `history` has the evaluations and changes until then, and `played` of the planned changes have been
    /// made.
    ///
    /// # Errors
    /// The part of the checkpoint that does not fit the run, or cannot be from one. The run is unchanged.
    pub fn resume(
        &mut self,
        initial: Arc<Setup>,
        checkpoint: Checkpoint,
        history: History,
        played: usize,
    ) -> Result<(), &'static str> {
        let Checkpoint { arrays, .. } = &checkpoint;
        let network = self.with_layers(&arrays.network).ok_or("weights")?;
        let best = self.with_layers(&arrays.best).ok_or("best weights")?;
        let optimizer =
            OptimizerState::from_parts(self.setup.optimizer, &network, &arrays.moments, checkpoint.adam)
                .ok_or("optimizer")?;
        let order = Order::resumed(self.setup.seed, &arrays.examples, checkpoint.order);
        let order =
            order.filter(|order| order.len() == self.dataset.train.len()).ok_or("order of examples")?;
        if !checkpoint.monitor.is_possible() {
            return Err("diagnosis");
        }
        if !checkpoint.epoch.is_finite() || played > self.setup.at.len() {
            return Err("position");
        }
        self.initial = initial;
        self.setup.hidden = network.hidden_sizes();
        self.gradients = network.zero_gradients();
        (self.network, self.best) = (network, Arc::new(best));
        (self.optimizer, self.order) = (optimizer, order);
        self.monitor = self.monitor.resumed(checkpoint.monitor);
        self.history = Arc::new(history.with_end(checkpoint.history));
        self.growth = stream(self.setup.seed, Stream::Growth);
        self.growth.set_word_pos(u128::from(checkpoint.growth_words));
        self.copies_before = u128::from(checkpoint.copies_before);
        let drawn = u128::from(checkpoint.copies);
        self.augmentation = Augmentation::new(self.setup.augment, &self.dataset, self.setup.seed, drawn);
        (self.step, self.epoch, self.state) = (checkpoint.step, checkpoint.epoch, checkpoint.state);
        (self.since_best, self.is_step_undone) = (checkpoint.since_best, checkpoint.is_step_undone);
        self.played = played;
        self.forward_step = None;
        (self.examples, self.layers) = (Arc::default(), Arc::default());
        self.step_norms.clear();
        self.events.clear();
        self.monitor.set_steps(self.setup.steps);
        self.settle();
        Ok(())
    }

    /// A network of these layers, if it fits the data and its weights are possible.
    fn with_layers(&self, layers: &[Layer]) -> Option<Network> {
        let sizes = self.setup.sizes(self.dataset.classes());
        let (inputs, classes) = (*sizes.first()?, *sizes.last()?);
        let is_chain = layers.windows(2).all(|pair| pair[0].units() == pair[1].inputs());
        let ends = (layers.first()?.inputs(), layers.last()?.units());
        let is_sound = |layer: &Layer| layer.values().all(|value| value.abs() <= LARGEST);
        let has_units = layers.iter().all(|layer| layer.units() > 0);
        let fits = is_chain && ends == (inputs, classes) && has_units && layers.len() == sizes.len() - 1;
        (fits && layers.iter().all(is_sound)).then(|| Network {
            layers: layers.to_vec(),
            activation: self.setup.activation,
            loss: self.setup.loss,
        })
    }
}
