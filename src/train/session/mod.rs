//! One run, step by step. No thread and no clock: the same set-up gives the same numbers.

mod changes;
mod queries;

use std::sync::Arc;

use rand::Rng;
use rand::rngs::ChaCha8Rng;

use super::augmentation::Augmentation;
use super::diagnosis::{Monitor, loss_of_guessing};
use super::history::{History, Point};
use super::order::Order;
use super::setup::{Reduction, Setup};
use crate::data::{Dataset, Features, GREY};
use crate::error::Error;
use crate::nn::{self, Dropout, Gradients, Inputs, Network, OptimizerState, ThreadPool, Workspace};
use crate::random::{Stream, stream};

/// No weight of a network that learns comes near this; and where a `f32` is this large, neighbours are
/// eight apart, so that no step of a useful size can change it any more.
const WEIGHT_LIMIT: f32 = 1e8;

/// Where a run stands.
#[derive(Clone, Debug, PartialEq)]
pub enum State {
    /// More steps are to come.
    Learning,
    /// All steps of the set-up are taken.
    Finished,
    /// The loss has not become better for as long as the set-up has patience.
    OutOfPatience,
    /// The numbers left the range in which learning is possible; the network is the last one whose weights are sound.
    Diverged(Divergence),
}

/// Why a run cannot go on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Divergence {
    /// The step that failed.
    pub step: u64,
    /// What went wrong with it.
    pub reason: &'static str,
}

/// One run of training.
#[derive(Debug)]
pub struct Session {
    setup: Setup,
    /// The set-up it began with.
    initial: Arc<Setup>,
    /// How many of the planned changes have happened.
    played: usize,
    dataset: Arc<Dataset>,
    train_inputs: Inputs,
    test_inputs: Inputs,
    validation_inputs: Option<Inputs>,
    augmentation: Option<Augmentation>,
    /// Distorted copies that were drawn before those of `augmentation`.
    copies_before: u128,
    network: Network,
    /// The network at the best evaluation so far, and evaluations since.
    best: Arc<Network>,
    since_best: u64,
    optimizer: OptimizerState,
    order: Order,
    growth: ChaCha8Rng,
    history: Arc<History>,
    monitor: Monitor,
    state: State,
    step: u64,
    epoch: f64,
    pool: ThreadPool,
    workspace: Workspace,
    /// The step at which `workspace` has the activations of all training examples, for the next step to go on from.
    forward_step: Option<u64>,
    test_workspace: Workspace,
    gradients: Gradients,
    /// Labels of the mini-batch in hand.
    labels: Vec<u8>,
}

/// Features as a network takes them.
pub fn inputs_of(features: &Features) -> Inputs {
    match features {
        Features::Pixels(pixels) => Inputs::from_bytes(pixels.view(), &GREY),
        Features::Numbers(_) => Inputs::from_rows(features.len(), features.width(), |n| features.row(n)),
    }
}

/// Someone to say what is happening in a run of this set-up on these examples.
fn monitor(setup: &Setup, dataset: &Dataset) -> Monitor {
    let guessing = loss_of_guessing(setup.loss, &dataset.train.labels, dataset.classes());
    let watched = if dataset.validation.is_some() { "validation" } else { "test" };
    Monitor::new(guessing, watched, setup.steps)
}

impl Session {
    /// Makes the data and the network of a set-up, and measures the network before its first step. The
    /// `pool` shares the work and changes no number.
    ///
    /// # Errors
    /// When the data cannot be loaded.
    pub fn new(setup: Setup, pool: ThreadPool) -> Result<Session, Error> {
        let dataset = Arc::new(setup.data.load(&setup.request())?);
        Ok(Session::with_dataset(setup, dataset, pool))
    }

    /// The same with data that are there already.
    pub fn with_dataset(setup: Setup, dataset: Arc<Dataset>, pool: ThreadPool) -> Session {
        let sizes = setup.sizes(dataset.classes());
        let mut rng = stream(setup.seed, Stream::Weights);
        let network = Network::new(&sizes, setup.activation, setup.loss, setup.init, &mut rng);
        let best = Arc::new(network.clone());
        let mut session = Session {
            initial: Arc::new(setup.clone()),
            monitor: monitor(&setup, &dataset),
            played: 0,
            copies_before: 0,
            best,
            since_best: 0,
            optimizer: OptimizerState::new(setup.optimizer, &network),
            order: Order::new(setup.seed, dataset.train.len()),
            growth: stream(setup.seed, Stream::Growth),
            gradients: network.zero_gradients(),
            network,
            train_inputs: inputs_of(&dataset.train.inputs),
            test_inputs: inputs_of(&dataset.test.inputs),
            validation_inputs: dataset.validation.as_ref().map(|validation| inputs_of(&validation.inputs)),
            augmentation: Augmentation::new(setup.augment, &dataset, setup.seed, 0),
            dataset,
            setup,
            history: Arc::default(),
            state: State::Learning,
            step: 0,
            epoch: 0.0,
            workspace: Workspace::with_pool(pool.clone()),
            forward_step: None,
            test_workspace: Workspace::with_pool(pool.clone()),
            pool,
            labels: Vec::new(),
        };
        session.evaluate();
        session
    }

    /// Takes one step, if one is left, and evaluates the network when that is due.
    pub fn advance(&mut self) -> Option<Point> {
        self.play_planned();
        if self.state != State::Learning {
            return None;
        }
        self.learn();
        if self.state != State::Learning {
            return None;
        }
        self.step += 1;
        self.epoch = self.order.epoch();
        let last = self.step >= self.setup.steps;
        let due = last || self.step.is_multiple_of(self.setup.eval_every());
        let point = due.then(|| self.evaluate()).flatten();
        self.settle();
        if self.state != State::Learning {
            self.play_planned(); // one of them may let it go on
        }
        point
    }

    /// One update of the weights from the next examples.
    fn learn(&mut self) {
        let (dataset, size) = (Arc::clone(&self.dataset), self.batch_size());
        let (train, dropout) = (&dataset.train, self.dropout());
        let (workspace, gradients) = (&mut self.workspace, &mut self.gradients);
        let examples = if size == train.len() && self.augmentation.is_none() {
            self.train_inputs.prepare_full_batch();
            let batch = self.train_inputs.all();
            if self.forward_step == Some(self.step) && dropout.is_none() {
                self.network.backward(&batch, &train.labels, workspace, gradients);
            } else {
                self.network.backprop(&batch, &train.labels, dropout, workspace, gradients);
            }
            size
        } else {
            let examples = self.order.next_batch(size);
            self.labels.clear();
            self.labels.extend(examples.iter().map(|&example| train.labels[example]));
            let batch = match &mut self.augmentation {
                Some(augmentation) => augmentation.draw(&train.inputs, examples, &self.pool),
                None => self.train_inputs.chosen(examples),
            };
            self.network.backprop(&batch, &self.labels, dropout, workspace, gradients);
            self.labels.len()
        };
        self.setup.penalty.add_to(gradients, &self.network, examples, &self.pool);
        let scale = match self.setup.reduction {
            Reduction::Sum => 1.0,
            Reduction::Mean => 1.0 / examples as f32,
        };
        let step_size = self.optimizer.compute_updates(gradients, self.setup.eta, scale, &self.pool);
        let is_sound = self.network.apply_updates(gradients, step_size, WEIGHT_LIMIT, &self.pool);
        if size == train.len() && self.augmentation.is_none() {
            self.order.whole_epochs(u64::from(is_sound));
        } else if !is_sound {
            self.give_back(examples);
        }
        if !is_sound {
            self.diverge(self.step + 1, "a weight would have passed 1e8 or stopped being a number");
        }
    }

    /// Examples of a step.
    fn batch_size(&self) -> usize {
        let all = self.dataset.train.len();
        self.setup.batch.map_or(all, |batch| batch.min(all))
    }

    /// The units left out of the next step.
    fn dropout(&self) -> Dropout {
        if self.setup.dropout <= 0.0 {
            return Dropout::NONE;
        }
        let mut rng = stream(self.setup.seed, Stream::Dropout);
        rng.set_word_pos(2 * u128::from(self.step)); // two words a key
        Dropout { rate: self.setup.dropout, key: rng.next_u64() }
    }

    /// A step that was not taken has not used its examples either.
    fn give_back(&mut self, examples: usize) {
        self.order.give_back(examples);
        if let Some(augmentation) = &mut self.augmentation {
            augmentation.give_back(examples);
        }
    }

    /// Measures the network, and remembers the result unless it is not a number.
    fn evaluate(&mut self) -> Option<Point> {
        let (train, test) = (&self.dataset.train, &self.dataset.test);
        let full_batch = self.batch_size() == train.len()
            && self.workspace.fits(&self.network.layers, &self.train_inputs.all());
        self.forward_step = full_batch.then_some(self.step);
        let train = if full_batch {
            self.network.score(&self.train_inputs.all(), &train.labels, &mut self.workspace)
        } else {
            nn::evaluate(&self.network, &self.train_inputs, &train.labels, &mut self.workspace)
        };
        let mut measure =
            |inputs, labels| nn::evaluate(&self.network, inputs, labels, &mut self.test_workspace);
        let test = measure(&self.test_inputs, &test.labels);
        let validation = self.validation_inputs.as_ref().zip(self.dataset.validation.as_ref());
        let validation = validation.map(|(inputs, examples)| measure(inputs, &examples.labels));
        let point = Point { step: self.step, epoch: self.epoch, train, test, validation };
        if point.train.loss.is_finite() && point.test.loss.is_finite() && point.watched().is_finite() {
            self.record(point);
            Some(point)
        } else {
            self.diverge(self.step, "the loss is no longer a number");
            None
        }
    }

    fn record(&mut self, point: Point) {
        self.monitor.observe(&point, point.validation.unwrap_or(point.test));
        let history = Arc::make_mut(&mut self.history);
        let before = history.best().map(|best| best.test.watched());
        history.push(point);
        if before.is_none_or(|loss| point.watched() < loss) {
            self.since_best = 0;
            match Arc::get_mut(&mut self.best) {
                Some(best) => best.clone_from(&self.network),
                None => self.best = Arc::new(self.network.clone()),
            }
        } else {
            self.since_best += 1;
        }
    }

    /// Where the run stands, by the steps it has taken and the patience it has.
    fn settle(&mut self) {
        if matches!(self.state, State::Diverged(_)) {
            return;
        }
        let is_out_of_patience = self.setup.patience.is_some_and(|patience| self.since_best >= patience);
        self.state = match (self.step >= self.setup.steps, is_out_of_patience) {
            (true, _) => State::Finished,
            (false, true) => State::OutOfPatience,
            (false, false) => State::Learning,
        };
    }

    fn diverge(&mut self, step: u64, reason: &'static str) {
        self.monitor.diverged(step, reason);
        self.state = State::Diverged(Divergence { step, reason });
    }
}
