//! One run, step by step. No thread and no clock: the same set-up gives the same numbers.

use std::sync::Arc;

use rand::rngs::ChaCha8Rng;

use super::history::{History, Mark, Point};
use super::order::Order;
use super::settings::SETTINGS;
use super::setup::{Reduction, Setup};
use crate::data::{Dataset, Features};
use crate::error::Error;
use crate::nn::{self, Crew, Gradients, Inputs, Network, OptimizerState, Pass};
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
    /// The numbers left the range in which learning is possible; the network is the last sound one.
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
    dataset: Arc<Dataset>,
    train_inputs: Inputs,
    test_inputs: Inputs,
    network: Network,
    optimizer: OptimizerState,
    order: Order,
    growth: ChaCha8Rng,
    history: Arc<History>,
    state: State,
    step: u64,
    epoch: f64,
    crew: Crew,
    pass: Pass,
    /// The step at which `pass` has the activations of all training examples, for the next step to go on from.
    passed: Option<u64>,
    test_pass: Pass,
    gradients: Gradients,
    /// Labels of the mini-batch in hand.
    labels: Vec<u8>,
}

/// Features as a network takes them.
pub fn inputs_of(features: &Features) -> Inputs {
    Inputs::from_rows(features.len(), features.width(), |n| features.row(n))
}

impl Session {
    /// Makes the data and the network of a set-up, and measures the network before its first step. The
    /// `crew` shares the work and changes no number.
    ///
    /// # Errors
    /// When the data cannot be loaded.
    pub fn new(setup: Setup, crew: Crew) -> Result<Session, Error> {
        let dataset = Arc::new(setup.data.load(&setup.request())?);
        Ok(Session::with_dataset(setup, dataset, crew))
    }

    /// The same with data that are there already.
    pub fn with_dataset(setup: Setup, dataset: Arc<Dataset>, crew: Crew) -> Session {
        let sizes = setup.sizes(dataset.classes());
        let mut rng = stream(setup.seed, Stream::Weights);
        let network = Network::new(&sizes, setup.activation, setup.loss, setup.init, &mut rng);
        let mut session = Session {
            optimizer: OptimizerState::new(setup.optimizer, &network),
            order: Order::new(setup.seed, dataset.train.len()),
            growth: stream(setup.seed, Stream::Growth),
            gradients: network.zero_gradients(),
            network,
            train_inputs: inputs_of(&dataset.train.inputs),
            test_inputs: inputs_of(&dataset.test.inputs),
            dataset,
            setup,
            history: Arc::default(),
            state: State::Learning,
            step: 0,
            epoch: 0.0,
            pass: Pass::shared_by(crew.clone()),
            passed: None,
            test_pass: Pass::shared_by(crew.clone()),
            crew,
            labels: Vec::new(),
        };
        session.evaluate();
        session
    }

    /// Takes one step, if one is left, and evaluates the network when that is due.
    pub fn advance(&mut self) -> Option<Point> {
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
        let point =
            (last || self.step.is_multiple_of(self.setup.eval_every())).then(|| self.evaluate()).flatten();
        if last && self.state == State::Learning {
            self.state = State::Finished;
        }
        point
    }

    /// One update of the weights from the next examples.
    fn learn(&mut self) {
        let train = &self.dataset.train;
        let size = self.setup.batch_size();
        let examples = if size == train.len() {
            self.order.whole_epoch();
            self.train_inputs.prepare_full_batch();
            let batch = self.train_inputs.all();
            if self.passed == Some(self.step) {
                self.network.backward(&batch, &train.labels, &mut self.pass, &mut self.gradients);
            } else {
                self.network.backprop(&batch, &train.labels, &mut self.pass, &mut self.gradients);
            }
            size
        } else {
            let examples = self.order.next_batch(size);
            self.labels.clear();
            self.labels.extend(examples.iter().map(|&example| train.labels[example]));
            let batch = self.train_inputs.chosen(examples);
            self.network.backprop(&batch, &self.labels, &mut self.pass, &mut self.gradients);
            self.labels.len()
        };
        let scale = match self.setup.reduction {
            Reduction::Sum => 1.0,
            Reduction::Mean => 1.0 / examples as f32,
        };
        let length = self.optimizer.direction(&mut self.gradients, self.setup.eta, scale, &self.crew);
        if !self.network.step(&self.gradients, length, WEIGHT_LIMIT, &self.crew) {
            self.diverge(self.step + 1, "a weight would have passed 1e8");
        }
    }

    /// Measures the network, and remembers the result unless it is not a number.
    fn evaluate(&mut self) -> Option<Point> {
        let (train, test) = (&self.dataset.train, &self.dataset.test);
        let full_batch = self.setup.batch_size() == train.len();
        self.passed = full_batch.then_some(self.step);
        let train = if full_batch {
            self.network.score(&self.train_inputs.all(), &train.labels, &mut self.pass)
        } else {
            nn::evaluate(&self.network, &self.train_inputs, &train.labels, &mut self.pass)
        };
        let test = nn::evaluate(&self.network, &self.test_inputs, &test.labels, &mut self.test_pass);
        let point = Point { step: self.step, epoch: self.epoch, train, test };
        if point.train.loss.is_finite() && point.test.loss.is_finite() {
            Arc::make_mut(&mut self.history).push(point);
            Some(point)
        } else {
            self.diverge(self.step, "the loss is no longer a number");
            None
        }
    }

    fn diverge(&mut self, step: u64, reason: &'static str) {
        self.state = State::Diverged(Divergence { step, reason });
    }

    /// Takes over every setting of `wanted` that can change while the run goes on; the weights stay.
    ///
    /// # Errors
    /// When other data are wanted and cannot be loaded; then nothing changes.
    pub fn change(&mut self, wanted: &Setup) -> Result<(), Error> {
        let mut setup = self.setup.clone();
        setup.take_live(wanted);
        if setup == self.setup {
            return Ok(());
        }
        self.passed = None;
        if setup.request() != self.setup.request() {
            self.dataset = Arc::new(setup.data.load(&setup.request())?);
            self.train_inputs = inputs_of(&self.dataset.train.inputs);
            self.test_inputs = inputs_of(&self.dataset.test.inputs);
            self.order.resize(self.dataset.train.len());
        }
        self.resize_layers(&setup.hidden);
        if setup.optimizer == self.setup.optimizer {
            self.optimizer.rescale(setup.gradient_weight() / self.setup.gradient_weight());
        } else {
            self.optimizer = OptimizerState::new(setup.optimizer, &self.network);
        }
        self.mark_changes(&setup);
        if self.state == State::Finished && self.step < setup.steps {
            self.state = State::Learning;
        }
        self.setup = setup;
        Ok(())
    }

    /// Grows and shrinks the hidden layers, one unit at a time, to the sizes wanted.
    fn resize_layers(&mut self, hidden: &[usize]) {
        for (l, &units) in hidden.iter().enumerate() {
            while self.network.layers[l].units() < units {
                let init = self.setup.init;
                nn::add_unit(&mut self.network, &mut self.optimizer, l, init, &mut self.growth);
            }
            while self.network.layers[l].units() > units {
                let (unit, mean) = nn::least_important_unit(&self.network, l, &self.train_inputs);
                nn::remove_unit(&mut self.network, &mut self.optimizer, l, unit, mean);
            }
        }
        self.gradients = self.network.zero_gradients();
    }

    fn mark_changes(&mut self, setup: &Setup) {
        let history = Arc::make_mut(&mut self.history);
        for setting in SETTINGS {
            let (before, value) = ((setting.get)(&self.setup), (setting.get)(setup));
            if before != value {
                history.mark(Mark { step: self.step, setting: setting.name, before, value });
            }
        }
    }

    /// How many threads share the work.
    pub fn threads(&self) -> usize {
        self.crew.threads()
    }

    /// The settings in force.
    pub fn setup(&self) -> &Setup {
        &self.setup
    }

    /// The examples it learns from and is tested on.
    pub fn dataset(&self) -> &Arc<Dataset> {
        &self.dataset
    }

    /// The network as it stands.
    pub fn network(&self) -> &Network {
        &self.network
    }

    /// The curves so far.
    pub fn history(&self) -> &Arc<History> {
        &self.history
    }

    /// Where the run stands.
    pub fn state(&self) -> &State {
        &self.state
    }

    /// Steps taken.
    pub fn step(&self) -> u64 {
        self.step
    }

    /// Epochs so far, with the fraction of the one in hand.
    pub fn epoch(&self) -> f64 {
        self.epoch
    }
}
