//! The step that a run will take next, with all that is computed on the way.

use std::fmt;
use std::sync::Arc;

use super::run::Session;
use crate::data::{Dataset, Features};
use crate::nn::{
    Dropout, ExamplePass, Gradients, Network, OptimizerState, Parameter, ThreadPool, WeightMoments,
};
use crate::train::setup::Setup;
use crate::train::state::State;

/// The next step of a run, taken on a copy of it, with the numbers of every weight and example.
pub struct NextStep {
    number: u64,
    setup: Setup,
    dataset: Arc<Dataset>,
    /// The network before and after the step.
    networks: [Network; 2],
    /// The moments of the optimizer before and after the step.
    moments: [OptimizerState; 2],
    /// The training examples of the step, in their order.
    examples: Vec<usize>,
    /// Their distorted copies, with augmentation.
    copies: Option<Features>,
    dropout: Dropout,
    /// ∂C/∂w, summed over the examples.
    gradients: Gradients,
    /// The same with the penalty.
    penalised: Gradients,
    updates: Gradients,
    gradient_scale: f32,
    is_sound: bool,
}

impl fmt::Debug for NextStep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NextStep").field("number", &self.number).finish_non_exhaustive()
    }
}

impl NextStep {
    /// Takes the next step of a run on a copy of it, and keeps what it computes. `None` if the run has ended.
    pub fn of(session: &Session) -> Option<NextStep> {
        let mut session = session.fork(ThreadPool::default());
        session.play_planned();
        if session.state != State::Learning {
            return None;
        }
        let size = session.batch_size();
        let examples = if session.learns_from_all() {
            (0..size).collect()
        } else {
            session.order.clone().next_batch(size).to_vec()
        };
        let (network, dropout) = (session.network.clone(), session.dropout());
        session.sum_gradients();
        let gradients = session.gradients.clone();
        session.add_penalty(examples.len());
        let penalised = session.gradients.clone();
        let optimizer = session.optimizer.clone();
        let step_size = session.compute_updates(examples.len());
        let updates = session.gradients.clone();
        let is_sound = session.apply_updates(step_size, examples.len());
        Some(NextStep {
            number: session.step + 1,
            copies: session.augmented_images(examples.len()),
            gradient_scale: session.gradient_scale(examples.len()),
            setup: session.setup,
            dataset: session.dataset,
            networks: [network, session.network],
            moments: [optimizer, session.optimizer],
            examples,
            dropout,
            gradients,
            penalised,
            updates,
            is_sound,
        })
    }

    /// The number of the step, counted from 1.
    pub fn number(&self) -> u64 {
        self.number
    }

    /// The settings in force.
    pub fn setup(&self) -> &Setup {
        &self.setup
    }

    /// The data set.
    pub fn dataset(&self) -> &Dataset {
        &self.dataset
    }

    /// The network before the step.
    pub fn network(&self) -> &Network {
        &self.networks[0]
    }

    /// The numbers of its training examples, in the order of the step.
    pub fn examples(&self) -> &[usize] {
        &self.examples
    }

    /// The units that it leaves out.
    pub fn dropout(&self) -> Dropout {
        self.dropout
    }

    /// Whether it can be taken: no weight becomes too large.
    pub fn is_sound(&self) -> bool {
        self.is_sound
    }

    /// The passes of example `n` of the step.
    ///
    /// # Panics
    /// When the step has no such example.
    pub fn pass(&self, n: usize) -> ExamplePass {
        let (example, train) = (self.examples[n], &self.dataset.train);
        let inputs = match &self.copies {
            Some(copies) => copies.row(n).collect(),
            None => train.inputs.row(example).collect(),
        };
        self.network().example_pass(inputs, train.labels[example], n, self.dropout)
    }

    /// What the step does to a weight.
    ///
    /// # Panics
    /// When the network has no such weight.
    pub fn update(&self, parameter: Parameter) -> WeightUpdate {
        let [before, after] = self.networks.each_ref().map(|network| parameter.in_network(network));
        let [moments_before, moments_after] = self.moments.each_ref().map(|state| state.of_weight(parameter));
        let gradient = parameter.in_gradients(&self.gradients);
        let penalised = parameter.in_gradients(&self.penalised);
        let scaled = penalised * self.gradient_scale;
        let direction = match moments_after {
            WeightMoments::None => scaled,
            WeightMoments::Velocity(_) | WeightMoments::Adam { .. } => parameter.in_gradients(&self.updates),
        };
        WeightUpdate { gradient, penalised, scaled, moments_before, moments_after, direction, before, after }
    }
}

/// What a step does to one weight.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WeightUpdate {
    /// ∂C/∂w, summed over the examples.
    pub gradient: f32,
    /// The same with the penalty.
    pub penalised: f32,
    /// g: that sum, or the mean over the examples.
    pub scaled: f32,
    /// The moments of the optimizer before the step.
    pub moments_before: WeightMoments,
    /// The moments after it.
    pub moments_after: WeightMoments,
    /// Δ: what is multiplied by η and subtracted from the weight.
    pub direction: f32,
    /// The weight before the step.
    pub before: f32,
    /// The weight after it.
    pub after: f32,
}
