//! How long a step would take at the rates of the machine.
//!
//! The algorithm is the one of this program: inputs that are zero are left out, as are the weights they belong to. A step is a
//! sequence of phases. In each, what takes longest counts, and the rest is done meanwhile. Distortions and evaluations are
//! not counted.

use serde::{Deserialize, Serialize};

use super::rates::Rates;
use crate::data::Features;
use crate::nn::{Activation, Loss, Optimizer};
use crate::train::{Session, Setup};

/// Arithmetic of eˣ: the reduction of x, a polynomial of degree 7, a power of two, both ends.
const EXP: f64 = 18.0;
/// Numbers that vector loops work on at once; rows are padded to whole vectors.
const LANES: usize = 16;
/// Numbers in the rows of a panel of a wide layer.
const PANEL: usize = 64;
/// Bytes of a first-level cache.
const L1: usize = 32 << 10;
/// The share of inputs that are not zero up to which zeros are left out.
const MAX_DENSITY: f64 = 0.4;

/// What a step computes, as far as its time depends on it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Work {
    /// Examples in a step.
    pub examples: usize,
    /// The inputs, then the units of each layer.
    pub sizes: Vec<usize>,
    /// Inputs that are not zero, on average over the examples.
    pub nonzero_inputs: f64,
    /// Inputs that are not zero in any example of a step.
    pub touched_inputs: usize,
}

impl Work {
    /// A step of a run.
    pub fn of_step(session: &Session) -> Work {
        let inputs = &session.dataset().train.inputs;
        let examples = session.setup().batch.map_or(inputs.len(), |batch| batch.min(inputs.len()));
        Work::of(session, inputs, examples)
    }

    /// A forward pass of the test examples.
    pub fn of_evaluation(session: &Session) -> Work {
        let inputs = &session.dataset().test.inputs;
        Work::of(session, inputs, inputs.len())
    }

    fn of(session: &Session, inputs: &Features, examples: usize) -> Work {
        let (mut nonzero, mut is_touched) = (0_u32, vec![false; inputs.width()]);
        for n in 0..inputs.len() {
            for (is_touched, x) in is_touched.iter_mut().zip(inputs.row(n)) {
                nonzero += u32::from(x != 0.0);
                *is_touched |= n < examples && x != 0.0;
            }
        }
        Work {
            examples,
            sizes: session.network().sizes(),
            nonzero_inputs: f64::from(nonzero) / inputs.len().max(1) as f64,
            touched_inputs: is_touched.into_iter().filter(|&is_touched| is_touched).count(),
        }
    }

    /// The seconds of a step with these settings.
    pub fn step(&self, setup: &Setup, rates: &Rates) -> f64 {
        let time = Times { work: self, setup, rates };
        time.forward() + time.backward() + time.gradients() + time.update()
    }

    /// The seconds of a forward pass with these settings.
    pub fn evaluation(&self, setup: &Setup, rates: &Rates) -> f64 {
        Times { work: self, setup, rates }.forward()
    }

    fn is_sparse(&self) -> bool {
        self.nonzero_inputs <= MAX_DENSITY * self.sizes[0] as f64
    }

    /// The multiplications of one pass through the layers from `first` on, with dense factors.
    fn dense_products(&self, first: usize) -> f64 {
        let weights: usize = self.sizes[first..].windows(2).map(|pair| pair[0] * pair[1]).sum();
        (self.examples * weights) as f64
    }

    /// The numbers of a row of the weights of the first layer.
    fn row(&self) -> usize {
        self.sizes[1].next_multiple_of(LANES)
    }
}

/// The seconds of the phases of a step.
struct Times<'a> {
    work: &'a Work,
    setup: &'a Setup,
    rates: &'a Rates,
}

impl Times<'_> {
    fn forward(&self) -> f64 {
        let (work, hidden) = (self.work, self.hidden());
        let activations = match self.setup.activation {
            Activation::Sigmoid | Activation::Tanh => self.exponentials(hidden),
            Activation::Relu => self.arithmetic(hidden),
        };
        let outputs = (work.examples * work.sizes[work.sizes.len() - 1]) as f64;
        // The largest of a column, the difference to it, and the sum.
        let softmax =
            if self.setup.loss == Loss::CrossEntropy { 3.0 * self.arithmetic(outputs) } else { 0.0 };
        self.first_layer(work.sizes[0]) + self.dense(1) + activations + self.exponentials(outputs) + softmax
    }

    /// δ of all layers.
    fn backward(&self) -> f64 {
        self.dense(1) + 3.0 * self.arithmetic(self.hidden())
    }

    fn gradients(&self) -> f64 {
        self.first_layer(self.work.examples) + self.dense(1)
    }

    fn update(&self) -> f64 {
        let (work, rates) = (self.work, self.rates);
        let is_dense = self.setup.optimizer != Optimizer::Gd || !work.is_sparse();
        let inputs = if is_dense { work.sizes[0] } else { work.touched_inputs };
        let later: usize = work.sizes[1..].windows(2).map(|pair| pair[0] * pair[1]).sum();
        let weights = (inputs * work.row() + later) as f64;
        let (arrays, divider) = match self.setup.optimizer {
            Optimizer::Gd => (2.0, 0.0),
            Optimizer::Momentum => (3.0, 0.0),
            Optimizer::Adam => (4.0, weights / rates.divisions + weights / rates.roots),
        };
        // The weights, their gradients and their moments are read and written.
        seconds(divider.max(arrays * weights / rates.multiply_adds_l2).max(arrays * weights / rates.stores))
    }

    /// The first layer times its inputs; the other factor has so many rows.
    fn first_layer(&self, rows: usize) -> f64 {
        let (work, rates) = (self.work, self.rates);
        if !work.is_sparse() {
            return self.arithmetic(work.dense_products(0) - work.dense_products(1));
        }
        let is_in_l1 = rows * work.row().min(PANEL) * size_of::<f32>() <= L1;
        let rate = if is_in_l1 { rates.multiply_adds_l1 } else { rates.multiply_adds_l2 };
        seconds(work.examples as f64 * work.nonzero_inputs * work.row() as f64 / rate)
    }

    /// Products of dense factors, from layer `first` on.
    fn dense(&self, first: usize) -> f64 {
        self.arithmetic(self.work.dense_products(first))
    }

    /// So many values of eˣ, each with a division.
    fn exponentials(&self, count: f64) -> f64 {
        self.arithmetic(EXP * count).max(seconds(count / self.rates.divisions))
    }

    fn arithmetic(&self, operations: f64) -> f64 {
        seconds(operations / self.rates.multiply_adds)
    }

    /// The hidden units of all examples.
    fn hidden(&self) -> f64 {
        let sizes = &self.work.sizes;
        (self.work.examples * sizes[1..sizes.len() - 1].iter().sum::<usize>()) as f64
    }
}

/// Rates are in billions a second.
fn seconds(billions: f64) -> f64 {
    billions / 1e9
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::bench::jobs::JOBS;

    /// Every operation takes a second a number.
    const SLOW: Rates = Rates {
        multiply_adds_one_core: 1e-9,
        multiply_adds: 1e-9,
        multiply_adds_l1: 1e-9,
        multiply_adds_l2: 1e-9,
        stores: 1e-9,
        divisions: 1e-9,
        roots: 1e-9,
    };

    fn job(name: &str) -> Setup {
        let job = JOBS.iter().find(|job| job.name == name).expect("a job");
        job.setup(0, 1.0).expect("valid")
    }

    #[test]
    fn a_step_takes_as_long_as_its_operations() {
        let work =
            Work { examples: 64, sizes: vec![784, 128, 10], nonzero_inputs: 150.0, touched_inputs: 494 };
        let (hidden, outputs, dense) = (64.0 * 128.0, 64.0 * 10.0, 64.0 * 128.0 * 10.0);
        let sparse = 64.0 * 150.0 * 128.0;
        let forward = sparse + dense + hidden + (EXP + 3.0) * outputs;
        let rest = dense + 3.0 * hidden + sparse + dense + 4.0 * (784.0 * 128.0 + 128.0 * 10.0);
        let close = |a: f64, b: f64| (a / b - 1.0).abs() < 1e-9;
        assert!(close(work.evaluation(&job("modern"), &SLOW), forward));
        assert!(close(work.step(&job("modern"), &SLOW), forward + rest));
        let slow_divider = Rates { divisions: 1e-10, ..SLOW };
        let more = work.step(&job("modern"), &slow_divider) - (forward + rest);
        assert!(
            close(more, (10.0 + 1.0 - 4.0) * (784.0 * 128.0 + 128.0 * 10.0)),
            "Adam divides, the softmax hides it"
        );
    }

    #[test]
    fn plain_gradient_descent_moves_only_the_weights_of_inputs_that_are_not_zero() {
        let work = |touched_inputs| Work {
            examples: 10,
            sizes: vec![784, 30, 10],
            nonzero_inputs: 150.0,
            touched_inputs,
        };
        let more = work(400).step(&job("nielsen"), &SLOW) - work(300).step(&job("nielsen"), &SLOW);
        assert!((more - 2.0 * 100.0 * 32.0).abs() < 1e-3, "{more}");
    }
}
