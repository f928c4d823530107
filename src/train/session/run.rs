//! The state, steps and evaluations of a run.

use std::sync::Arc;

use rand::rngs::ChaCha8Rng;

use crate::data::Dataset;
use crate::error::Error;
use crate::nn::{
    self, Gradients, Inputs, Network, OptimizerState, SaturationCounts, StepNorms, ThreadPool, Workspace,
};
use crate::random::{Stream, stream};
use crate::train::augmentation::Augmentation;
use crate::train::diagnosis::{Guessing, Monitor};
use crate::train::example_history::{Answer, ExampleHistory};
use crate::train::history::History;
use crate::train::inputs::{evaluated_inputs_with, inputs_with};
use crate::train::layer_history::LayerHistory;
use crate::train::mark::{Mark, Skipped};
use crate::train::order::Order;
use crate::train::point::Point;
use crate::train::setup::Setup;
use crate::train::state::{Cause, Divergence, State};

/// An event of a run.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// The network was evaluated.
    Point(Point),
    /// A setting or the weights changed.
    Change(Mark),
    /// A planned change could not be made.
    Skipped(Skipped),
}

/// One run of training.
#[derive(Debug)]
pub struct Session {
    pub(super) setup: Setup,
    /// The set-up that the run started with.
    pub(super) initial: Arc<Setup>,
    /// How many of the planned changes have been made or skipped.
    pub(super) played: usize,
    pub(super) dataset: Arc<Dataset>,
    /// Shared with forks of the run, as are the other inputs.
    pub(super) train_inputs: Arc<Inputs>,
    pub(super) test_inputs: Arc<Inputs>,
    pub(super) validation_inputs: Option<Arc<Inputs>>,
    pub(super) augmentation: Option<Augmentation>,
    /// The number of distorted copies drawn before `augmentation` was created.
    pub(super) copies_before: u128,
    pub(super) network: Network,
    /// The network at the best evaluation so far, and the number of evaluations since.
    pub(super) best: Arc<Network>,
    pub(super) since_best: u64,
    pub(super) optimizer: OptimizerState,
    pub(super) order: Order,
    pub(super) growth: ChaCha8Rng,
    pub(super) history: Arc<History>,
    /// What was answered to each test example.
    pub(super) examples: Arc<ExampleHistory>,
    pub(super) layers: Arc<LayerHistory>,
    /// The norms of the last step, layer by layer, if the network is evaluated after it.
    pub(super) step_norms: Vec<StepNorms>,
    pub(super) monitor: Monitor,
    pub(super) state: State,
    pub(super) step: u64,
    /// Whether the last step was counted but not applied, because it would have made a weight unsound.
    pub(super) is_step_undone: bool,
    pub(super) epoch: f64,
    pub(super) pool: ThreadPool,
    pub(super) workspace: Workspace,
    /// The step at which `workspace` holds the activations of all training examples, for the next step to reuse.
    pub(super) forward_step: Option<u64>,
    pub(super) test_workspace: Workspace,
    pub(super) gradients: Gradients,
    /// Labels of the current mini-batch.
    pub(super) labels: Vec<u8>,
    /// Steps between two evaluations.
    pub(super) eval_every: u64,
    /// The events of the last call that changed the run.
    pub(super) events: Vec<Event>,
}

impl Session {
    /// Loads the data and creates the network of a set-up, and evaluates it before its first step. The threads of
    /// `pool` share the work and do not affect the results.
    ///
    /// # Errors
    /// When the data cannot be loaded.
    pub fn new(setup: Setup, pool: ThreadPool) -> Result<Session, Error> {
        let dataset = Arc::new(setup.data.load(&setup.request(), pool.threads())?);
        Ok(Session::with_dataset(setup, dataset, pool))
    }

    /// Creates the network of a set-up for a loaded data set, and evaluates it before its first step.
    pub fn with_dataset(setup: Setup, dataset: Arc<Dataset>, pool: ThreadPool) -> Session {
        let sizes = setup.sizes(dataset.classes());
        let mut rng = stream(setup.seed, Stream::Weights);
        let network = Network::new(&sizes, setup.activation, setup.loss, setup.init, &mut rng);
        let best = Arc::new(network.clone());
        let mut session = Session {
            initial: Arc::new(setup.clone()),
            monitor: new_monitor(&setup, &dataset),
            played: 0,
            copies_before: 0,
            best,
            since_best: 0,
            optimizer: OptimizerState::new(setup.optimizer, &network),
            order: Order::new(setup.seed, dataset.train.len()),
            growth: stream(setup.seed, Stream::Growth),
            gradients: network.zero_gradients(),
            network,
            train_inputs: Arc::new(inputs_with(&dataset.train.inputs, &pool)),
            test_inputs: Arc::new(evaluated_inputs_with(&dataset.test.inputs, &pool)),
            validation_inputs: validation_inputs(&dataset, &pool),
            augmentation: Augmentation::new(setup.augment, &dataset, setup.seed, 0),
            dataset,
            history: Arc::default(),
            examples: Arc::default(),
            layers: Arc::default(),
            step_norms: Vec::new(),
            state: State::Learning,
            step: 0,
            is_step_undone: false,
            epoch: 0.0,
            workspace: Workspace::with_pool(pool.clone()),
            forward_step: None,
            test_workspace: Workspace::with_pool(pool.clone()),
            pool,
            labels: Vec::new(),
            eval_every: setup.eval_every(),
            events: Vec::new(),
            setup,
        };
        session.evaluate();
        session
    }

    /// Takes one step if the run is learning, and evaluates the network when that is due. Returns the evaluation;
    /// other events are in [`Session::events`].
    ///
    /// A step that would make a weight unsound counts but is not applied: the run has diverged.
    pub fn advance(&mut self) -> Option<Point> {
        self.events.clear();
        self.play_planned();
        if self.state != State::Learning {
            return None;
        }
        let is_sound = self.learn();
        self.step += 1;
        self.is_step_undone = !is_sound;
        if !is_sound {
            self.diverge(self.step, Cause::Weight);
        }
        if self.state != State::Learning {
            self.play_planned(); // one of them may let it go on
            return None;
        }
        self.epoch = self.order.epoch();
        let point = self.is_evaluated_at(self.step).then(|| self.evaluate()).flatten();
        self.settle();
        if self.state != State::Learning {
            self.play_planned();
        }
        point
    }

    /// Whether the network is evaluated after this step.
    pub(super) fn is_evaluated_at(&self, step: u64) -> bool {
        step >= self.setup.steps || step.is_multiple_of(self.eval_every)
    }

    /// Evaluates the network and stores the result unless it is NaN.
    pub(super) fn evaluate(&mut self) -> Option<Point> {
        let (train, test) = (&self.dataset.train, &self.dataset.test);
        let full_batch = self.batch_size() == train.len()
            && self.workspace.fits(&self.network.layers, &self.train_inputs.all());
        self.forward_step = full_batch.then_some(self.step);
        let train = if full_batch {
            self.network.score(&self.train_inputs.all(), &train.labels, &mut self.workspace)
        } else {
            nn::evaluate(&self.network, &self.train_inputs, &train.labels, &mut self.workspace)
        };
        let (network, workspace) = (&self.network, &mut self.test_workspace);
        let mut units = SaturationCounts::new(network);
        let mut answers = self.examples.is_due().then(|| Vec::with_capacity(test.len()));
        let visit = |labels: &[u8], workspace: &Workspace| {
            units.add(network, workspace);
            if let Some(answers) = &mut answers {
                answers.extend((0..).zip(labels).map(|(n, &label)| Answer::of(workspace.outputs(n), label)));
            }
        };
        let test = nn::evaluate_and(network, &self.test_inputs, &test.labels, workspace, visit);
        let validation = self.validation_inputs.as_ref().zip(self.dataset.validation.as_ref());
        let validation =
            validation.map(|(inputs, examples)| nn::evaluate(network, inputs, &examples.labels, workspace));
        let point = Point { step: self.step, epoch: self.epoch, train, test, validation };
        if point.train.loss.is_finite() && point.test.loss.is_finite() && point.watched().is_finite() {
            Arc::make_mut(&mut self.examples).count(self.step, answers);
            self.record(point);
            self.record_layers(&units);
            Some(point)
        } else {
            self.diverge(self.step, Cause::Loss);
            None
        }
    }

    fn record(&mut self, point: Point) {
        if self.monitor.wants_units() {
            self.monitor.observe_units(&self.network.stuck_units(&self.workspace));
        }
        self.monitor.observe(&point);
        self.events.push(Event::Point(point));
        let history = Arc::make_mut(&mut self.history);
        let is_best = history.is_best(&point);
        history.push(point);
        if is_best {
            self.since_best = 0;
            match Arc::get_mut(&mut self.best) {
                Some(best) => best.clone_from(&self.network),
                None => self.best = Arc::new(self.network.clone()),
            }
        } else {
            self.since_best += 1;
        }
    }

    pub(super) fn new_monitor(&self) -> Monitor {
        new_monitor(&self.setup, &self.dataset)
    }

    /// What guessing achieves on the training examples.
    pub(super) fn guessing(&self) -> Guessing {
        guessing(&self.setup, &self.dataset)
    }

    /// The state that follows from the number of steps and the patience.
    pub(super) fn settle(&mut self) {
        if matches!(self.state, State::Diverged(_)) {
            return;
        }
        // A change that is planned for this step may be the one that lets the run go on.
        let is_out_of_patience = self.is_out_of_patience() && !self.is_change_due();
        self.state = match (self.step >= self.setup.steps, is_out_of_patience) {
            (true, _) => State::Finished,
            (false, true) => State::OutOfPatience,
            (false, false) => State::Learning,
        };
    }

    fn diverge(&mut self, step: u64, cause: Cause) {
        self.step_norms.clear(); // the step was not taken, or led nowhere
        self.state = State::Diverged(Divergence { step, cause });
    }
}

/// The inputs of the validation set, if there is one.
pub(super) fn validation_inputs(dataset: &Dataset, pool: &ThreadPool) -> Option<Arc<Inputs>> {
    dataset.validation.as_ref().map(|validation| Arc::new(evaluated_inputs_with(&validation.inputs, pool)))
}

/// Creates a monitor for this set-up and these examples.
fn new_monitor(setup: &Setup, dataset: &Dataset) -> Monitor {
    let watched = if dataset.validation.is_some() { "validation" } else { "test" };
    Monitor::new(guessing(setup, dataset), watched, setup.steps)
}

fn guessing(setup: &Setup, dataset: &Dataset) -> Guessing {
    Guessing::on(&dataset.train.labels, dataset.classes(), setup.loss)
}
