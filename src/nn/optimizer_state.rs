//! What an optimizer keeps from step to step, and how it makes steps of gradients.

use super::gradient::{Gradient, Gradients, VECTORS_PER_JOB};
use super::kernels::{self, Adam, TINY};
use super::layer::Layer;
use super::network::Network;
use super::optimizer::{AdamPowers, MOMENTUM, Optimizer};
use super::parameter::Parameter;
use super::thread_pool::ThreadPool;

/// What decides on a step besides the gradients.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StepFactors {
    /// The learning rate η.
    pub eta: f32,
    /// How often each gradient counts: once, or 1/n for the mean of n examples.
    pub gradient_scale: f32,
    /// The largest weight or bias that a step may lead to.
    pub limit: f32,
}

/// An optimizer and the moments of earlier gradients that it keeps.
#[derive(Clone, Debug)]
pub struct OptimizerState(Moments);

/// The moments of one weight.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum WeightMoments {
    /// Of gradient descent.
    None,
    /// Of momentum: v.
    Velocity(f32),
    /// Of Adam.
    Adam {
        /// m, the running mean of g.
        first: f32,
        /// s, the running mean of g².
        second: f32,
        /// 1 − β₁ᵗ and 1 − β₂ᵗ at step t, by which m and s are divided.
        corrections: [f64; 2],
    },
}

/// Running sums and means, layer by layer in the shapes of the network.
#[derive(Clone, Debug)]
enum Moments {
    /// Of gradient descent.
    None,
    /// Of momentum: v.
    Velocity(Vec<Layer>),
    /// Of Adam.
    Adam {
        /// m, the running mean of g.
        first: Vec<Layer>,
        /// s, the running mean of g².
        second: Vec<Layer>,
        powers: AdamPowers,
    },
}

impl OptimizerState {
    /// An optimizer before its first step, for the layers of `network`.
    pub fn new(optimizer: Optimizer, network: &Network) -> OptimizerState {
        let zeros = || network.layers.iter().map(Layer::zeros_like).collect();
        OptimizerState(match optimizer {
            Optimizer::Gd => Moments::None,
            Optimizer::Momentum => Moments::Velocity(zeros()),
            Optimizer::Adam => Moments::Adam { first: zeros(), second: zeros(), powers: AdamPowers::START },
        })
    }

    /// The moments in the shapes of the network: none, v, or m and s; and the powers of Adam.
    pub fn parts(&self) -> (Vec<&[Layer]>, AdamPowers) {
        match &self.0 {
            Moments::None => (Vec::new(), AdamPowers::START),
            Moments::Velocity(velocity) => (vec![velocity], AdamPowers::START),
            Moments::Adam { first, second, powers } => (vec![first, second], *powers),
        }
    }

    /// An optimizer with these parts; `None` if they are not those of this optimizer and `network`.
    pub fn from_parts(
        optimizer: Optimizer,
        network: &Network,
        moments: &[Vec<Layer>],
        powers: AdamPowers,
    ) -> Option<OptimizerState> {
        let shapes = |layers: &[Layer]| -> Vec<(usize, usize)> {
            layers.iter().map(|layer| (layer.inputs(), layer.units())).collect()
        };
        let is_power = |power: f64| (0.0..=1.0).contains(&power);
        let fits = moments.iter().all(|moment| shapes(moment) == shapes(&network.layers));
        if !fits || !is_power(powers.beta1) || !is_power(powers.beta2) {
            return None;
        }
        Some(OptimizerState(match (optimizer, moments) {
            (Optimizer::Gd, []) => Moments::None,
            (Optimizer::Momentum, [velocity]) => Moments::Velocity(velocity.clone()),
            (Optimizer::Adam, [first, second]) => {
                Moments::Adam { first: first.clone(), second: second.clone(), powers }
            }
            _ => return None,
        }))
    }

    /// Rescales the moments for gradients that are `ratio` times as large from now on.
    pub fn rescale(&mut self, ratio: f32) {
        match &mut self.0 {
            Moments::None => {}
            Moments::Velocity(velocity) => scale(velocity, ratio),
            Moments::Adam { first, second, .. } => {
                scale(first, ratio);
                scale(second, ratio * ratio);
            }
        }
    }

    /// Turns gradients into updates, in place and layer by layer, and returns the step size: the step is to add
    /// the step size times the updates.
    ///
    /// Each gradient counts `gradient_scale` times: once, or 1/n for the mean of n examples. The threads of `pool`
    /// share the work.
    pub fn compute_updates(
        &mut self,
        gradients: &mut Gradients,
        eta: f32,
        gradient_scale: f32,
        pool: &ThreadPool,
    ) -> f32 {
        match &mut self.0 {
            Moments::None => return -eta * gradient_scale,
            Moments::Velocity(velocity) => {
                for (gradient, velocity) in gradients.iter_mut().zip(velocity) {
                    momentum(gradient, velocity, gradient_scale, pool);
                }
            }
            Moments::Adam { first, second, powers } => {
                let adam = powers.advance(gradient_scale);
                for ((gradient, first), second) in gradients.iter_mut().zip(first).zip(second) {
                    adam_updates(adam, gradient, first, second, pool);
                }
            }
        }
        -eta
    }

    /// Takes a step: [`OptimizerState::compute_updates`] and [`Network::apply_updates`], with Adam in one pass over the
    /// parameters. Returns whether all of them stay within ±`limit`; if not, the network is left unchanged.
    pub fn take_step(
        &mut self,
        network: &mut Network,
        gradients: &mut Gradients,
        StepFactors { eta, gradient_scale, limit }: StepFactors,
        pool: &ThreadPool,
    ) -> bool {
        let Moments::Adam { first, second, powers } = &mut self.0 else {
            let step_size = self.compute_updates(gradients, eta, gradient_scale, pool);
            return network.apply_updates(gradients, step_size, limit, pool);
        };
        let adam = powers.advance(gradient_scale);
        let moments = first.iter_mut().zip(second);
        let mut is_within = true;
        for ((layer, gradient), (first, second)) in
            network.layers.iter_mut().zip(&mut *gradients).zip(moments)
        {
            is_within &= adam_step(adam, [layer, first, second], gradient, [-eta, limit], pool);
        }
        if !is_within {
            network.undo_step(gradients);
        }
        is_within
    }

    /// The moments of a weight.
    ///
    /// # Panics
    /// When there is no such weight.
    pub fn of_weight(&self, parameter: Parameter) -> WeightMoments {
        match &self.0 {
            Moments::None => WeightMoments::None,
            Moments::Velocity(velocity) => WeightMoments::Velocity(parameter.in_layers(velocity)),
            Moments::Adam { first, second, powers } => WeightMoments::Adam {
                first: parameter.in_layers(first),
                second: parameter.in_layers(second),
                corrections: [1.0 - powers.beta1, 1.0 - powers.beta2],
            },
        }
    }

    /// The moments, each layer by layer.
    pub(super) fn moments_mut(&mut self) -> impl Iterator<Item = &mut Vec<Layer>> {
        let (first, second) = match &mut self.0 {
            Moments::None => (None, None),
            Moments::Velocity(velocity) => (Some(velocity), None),
            Moments::Adam { first, second, .. } => (Some(first), Some(second)),
        };
        first.into_iter().chain(second)
    }
}

fn scale(layers: &mut [Layer], factor: f32) {
    for Layer { weights, biases } in layers {
        kernels::map(weights.vectors_mut(), |x| x * factor);
        kernels::map(biases.vectors_mut(), |x| x * factor);
    }
}

/// v ← 0.9 v + g, g ← v.
fn momentum(gradient: &mut Gradient, velocity: &mut Layer, gradient_scale: f32, pool: &ThreadPool) {
    gradient.all_mut();
    let pool = gradient.update_pool(pool);
    for (g, velocity) in
        [(&mut gradient.weights, &mut velocity.weights), (&mut gradient.biases, &mut velocity.biases)]
    {
        let g = g.vectors_mut().chunks_mut(VECTORS_PER_JOB);
        let velocity = velocity.vectors_mut().chunks_mut(VECTORS_PER_JOB);
        pool.for_each(g.zip(velocity), |(g, velocity)| {
            kernels::zip_map(
                velocity,
                g,
                #[inline(always)]
                |v, g| {
                    let v = MOMENTUM.mul_add(v, g * gradient_scale);
                    if v.abs() <= TINY { 0.0 } else { v }
                },
            );
            g.copy_from_slice(velocity);
        });
    }
}

/// From gradients to updates.
fn adam_updates(
    adam: Adam,
    gradient: &mut Gradient,
    first: &mut Layer,
    second: &mut Layer,
    pool: &ThreadPool,
) {
    gradient.all_mut();
    let pool = gradient.update_pool(pool);
    for matrices in [
        [&mut gradient.weights, &mut first.weights, &mut second.weights],
        [&mut gradient.biases, &mut first.biases, &mut second.biases],
    ] {
        let [g, m, s] = matrices.map(|matrix| matrix.vectors_mut().chunks_mut(VECTORS_PER_JOB));
        pool.for_each(g.zip(m).zip(s), |((g, m), s)| kernels::adam_updates(adam, [g, m, s]));
    }
}

/// [`adam_updates`] and [`Gradient::take_step`] in one pass.
fn adam_step(
    adam: Adam,
    layers: [&mut Layer; 3],
    gradient: &mut Gradient,
    [step_size, limit]: [f32; 2],
    pool: &ThreadPool,
) -> bool {
    gradient.all_mut();
    let pool = gradient.update_pool(pool);
    let [layer, first, second] = layers;
    let weights = [&mut layer.weights, &mut gradient.weights, &mut first.weights, &mut second.weights];
    let biases = [&mut layer.biases, &mut gradient.biases, &mut first.biases, &mut second.biases];
    [weights, biases].into_iter().fold(true, |all, matrices| {
        let [w, g, m, s] = matrices.map(|matrix| matrix.vectors_mut().chunks_mut(VECTORS_PER_JOB));
        let jobs = w.zip(g).zip(m).zip(s);
        all & pool.all(jobs, |(((w, g), m), s)| kernels::adam_step(adam, [w, g, m, s], step_size, limit))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nn::vector::as_numbers_mut;
    use crate::nn::{Activation, Init, Loss};
    use crate::random::{Stream, stream};

    /// A network with gradients that differ from step to step.
    fn network() -> Network {
        let mut rng = stream(1, Stream::Weights);
        Network::new(&[40, 70, 3], Activation::Relu, Loss::CrossEntropy, Init::Scaled, &mut rng)
    }

    fn fill(gradients: &mut Gradients, step: usize) {
        for gradient in gradients {
            for (i, g) in (step..).zip(as_numbers_mut(gradient.all_mut().vectors_mut())) {
                *g = (i * i % 23) as f32 - 11.0;
            }
        }
    }

    #[test]
    fn a_step_in_one_pass_is_an_update_and_its_application() {
        let pool = ThreadPool::default();
        for optimizer in Optimizer::ALL {
            let [mut one, mut two] = [network(), network()];
            let mut states = [0, 1].map(|_| OptimizerState::new(optimizer, &one));
            for step in 0..5 {
                let mut gradients = [0, 1].map(|_| one.zero_gradients());
                for gradients in &mut gradients {
                    fill(gradients, step);
                }
                let limit = if step == 3 { 1e-3 } else { 1e8 };
                let [in_one, in_two] = &mut gradients;
                let step_size = states[0].compute_updates(in_two, 0.01, 0.5, &pool);
                let is_within = one.apply_updates(in_two, step_size, limit, &pool);
                let factors = StepFactors { eta: 0.01, gradient_scale: 0.5, limit };
                assert_eq!(states[1].take_step(&mut two, in_one, factors, &pool), is_within);
                assert_eq!((is_within, &one), (step != 3, &two), "{optimizer:?}, step {step}");
                assert_eq!(format!("{:?}", states[0]), format!("{:?}", states[1]));
            }
        }
    }
}
