//! The parts of a step on one thread: forward pass, backpropagation, update.
//!
//! `cargo bench --bench kernels`

use divan::Bencher;
use overfit::data;
use overfit::nn::{
    Activation, Dropout, Gradients, Init, Inputs, Loss, Network, Optimizer, OptimizerState, StepFactors,
    ThreadPool, Workspace, evaluate,
};
use overfit::random::{Stream, stream};
use overfit::train::{Setup, inputs_of};

fn main() {
    divan::main();
}

/// A training job: data, network and optimizer.
struct Job {
    name: &'static str,
    data: &'static str,
    examples: usize,
    hidden: usize,
    /// Examples in a step; at most `examples`.
    batch: usize,
    activation: Activation,
    loss: Loss,
    optimizer: Optimizer,
}

const fn lecture(name: &'static str, examples: usize, hidden: usize, batch: usize) -> Job {
    let (activation, loss, optimizer) = (Activation::Sigmoid, Loss::Quadratic, Optimizer::Gd);
    Job { name, data: "mnist", examples, hidden, batch, activation, loss, optimizer }
}

/// The jobs of `overfit bench`, with fewer images.
const JOBS: [Job; 4] = [
    Job { data: "circles", ..lecture("circles", 400, 10, 400) },
    lecture("mnist", 500, 30, 500),
    lecture("nielsen", 5_000, 30, 10),
    Job {
        activation: Activation::Relu,
        loss: Loss::CrossEntropy,
        optimizer: Optimizer::Adam,
        ..lecture("modern", 5_000, 128, 64)
    },
];

impl std::fmt::Display for Job {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

/// Everything that a step needs.
struct Bench {
    inputs: Inputs,
    labels: Vec<u8>,
    network: Network,
    workspace: Workspace,
    gradients: Gradients,
    optimizer: OptimizerState,
    /// The examples of the step; `None` for all.
    batch: Option<Vec<usize>>,
}

impl Bench {
    fn new(job: &Job) -> Bench {
        let lecture = Setup::lecture(data::resolve(job.data).expect("built in"));
        let setup = Setup { train_size: job.examples, ..lecture };
        let dataset = setup.data.load(&setup.request(), 1).expect("built in");
        let sizes = [setup.data.shape().inputs(), job.hidden, dataset.classes()];
        let mut rng = stream(0, Stream::Weights);
        let network = Network::new(&sizes, job.activation, job.loss, Init::Scaled, &mut rng);
        let mut inputs = inputs_of(&dataset.train.inputs);
        let batch =
            (job.batch < job.examples).then(|| (0..job.batch).map(|i| i * 97 % job.examples).collect());
        if batch.is_none() {
            inputs.prepare_full_batch(&ThreadPool::default());
        }
        let all = &dataset.train.labels;
        let chosen = |examples: &Vec<usize>| examples.iter().map(|&example| all[example]).collect();
        Bench {
            labels: batch.as_ref().map_or_else(|| all.clone(), chosen),
            inputs,
            workspace: Workspace::default(),
            gradients: network.zero_gradients(),
            optimizer: OptimizerState::new(job.optimizer, &network),
            network,
            batch,
        }
    }

    fn forward(&mut self) {
        let batch = self.batch.as_ref().map_or(self.inputs.all(), |examples| self.inputs.chosen(examples));
        self.network.forward(&batch, &mut self.workspace);
    }

    fn backprop(&mut self) {
        let batch = self.batch.as_ref().map_or(self.inputs.all(), |examples| self.inputs.chosen(examples));
        self.network.backprop(&batch, &self.labels, Dropout::NONE, &mut self.workspace, &mut self.gradients);
    }
}

#[divan::bench(args = JOBS)]
fn forward(bencher: Bencher, job: &Job) {
    let mut bench = Bench::new(job);
    bencher.bench_local(|| bench.forward());
}

#[divan::bench(args = JOBS)]
fn backprop(bencher: Bencher, job: &Job) {
    let mut bench = Bench::new(job);
    bencher.bench_local(|| bench.backprop());
}

/// Optimizer and step. The learning rate is so small that the network stays as it is.
#[divan::bench(args = JOBS)]
fn update(bencher: Bencher, job: &Job) {
    const TINY: f32 = 1e-20;
    let mut bench = Bench::new(job);
    bench.backprop();
    let pool = ThreadPool::default();
    bencher.bench_local(|| {
        let factors = StepFactors { eta: TINY, gradient_scale: 1.0, limit: 1e8 };
        assert!(bench.optimizer.take_step(&mut bench.network, &mut bench.gradients, factors, &pool));
    });
}

/// Loss and accuracy on 1,000 images.
#[divan::bench]
fn evaluation(bencher: Bencher) {
    let mut bench = Bench::new(&lecture("", 1_000, 30, 1_000));
    bencher.bench_local(|| evaluate(&bench.network, &bench.inputs, &bench.labels, &mut bench.workspace));
}
