//! The next step in numbers, for one of its examples and one weight: forward, loss, backward, update.

use super::session::{NextStep, WeightUpdate};
use crate::nn::{Activation, ExamplePass, Loss, Parameter};

/// All numbers of the next step that lead from one example to one weight.
#[derive(Clone, Debug)]
pub struct Explanation {
    /// Which example of the step it is, from 0.
    pub example: usize,
    /// The passes of that example.
    pub pass: ExamplePass,
    /// The weight.
    pub parameter: Parameter,
    /// From the inputs of the unit that the weight leads to, to its activation.
    pub forward: Forward,
    /// The loss of the example.
    pub loss: f64,
    /// From the layer behind to δ of that unit, and to the gradient of this example.
    pub backward: Backward,
    /// From the gradient of all examples to the weight after the step.
    pub update: WeightUpdate,
    /// The gradient of this example, and the sum of those of the others.
    pub shares: Shares,
}

/// A product in a sum.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Term {
    /// The number of the unit or input, from 0.
    pub index: usize,
    /// The weight.
    pub weight: f32,
    /// What it is multiplied by.
    pub factor: f32,
}

impl Term {
    /// The weight times the factor.
    pub fn product(self) -> f64 {
        f64::from(self.weight) * f64::from(self.factor)
    }
}

/// The forward pass of one unit.
#[derive(Clone, Debug)]
pub struct Forward {
    /// w · a for each input of the unit.
    pub terms: Vec<Term>,
    /// b.
    pub bias: f32,
    /// z: their sum.
    pub z: f64,
    /// σ(z), before dropout.
    pub sigma: f64,
    /// a.
    pub a: f32,
    /// What dropout does to the unit.
    pub dropout: UnitDropout,
}

/// What dropout does to a unit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum UnitDropout {
    /// There is none.
    Off,
    /// The unit is kept, and its activation divided by this.
    Kept(f32),
    /// It is left out.
    LeftOut,
}

/// The backward pass of one unit.
#[derive(Clone, Debug)]
pub struct Backward {
    /// w · δ for each unit of the layer behind; empty for an output.
    pub terms: Vec<Term>,
    /// What the loss grows by with a: their sum, or a − y of an output.
    pub slope_of_loss: f64,
    /// σ′(z); `None` for the outputs of the cross-entropy, where it is contained in a − y.
    pub slope_of_sigma: Option<f32>,
    /// δ.
    pub delta: f32,
    /// What the weight is multiplied by in the forward pass; 1 for a bias.
    pub input: f32,
}

/// The gradient of an example and those of the other examples of its step.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shares {
    /// Of this example.
    pub this: f32,
    /// Of all others, summed.
    pub others: f64,
}

impl Explanation {
    /// Explains what the step does to a weight, by one of its examples with its passes.
    ///
    /// # Panics
    /// When the network has no such weight.
    pub fn new(step: &NextStep, example: usize, pass: ExamplePass, parameter: Parameter) -> Explanation {
        let forward = forward(step, example, &pass, parameter);
        let backward = backward(step, &forward, &pass, parameter);
        let update = step.update(parameter);
        let this = pass.gradient(parameter);
        let shares = Shares { this, others: f64::from(update.gradient) - f64::from(this) };
        let loss = loss(step.network().loss, &pass);
        Explanation { example, pass, parameter, forward, loss, backward, update, shares }
    }
}

fn is_output(step: &NextStep, parameter: Parameter) -> bool {
    parameter.layer + 1 == step.network().layers.len()
}

fn forward(step: &NextStep, example: usize, pass: &ExamplePass, parameter: Parameter) -> Forward {
    let Parameter { layer: l, to, .. } = parameter;
    let (layer, inputs) = (&step.network().layers[l], pass.inputs_of(l));
    let term = |(index, &factor): (usize, &f32)| Term { index, weight: layer.weights[(index, to)], factor };
    let terms: Vec<Term> = inputs.iter().enumerate().map(term).collect();
    let bias = layer.biases[(0, to)];
    let z = terms.iter().map(|term| term.product()).sum::<f64>() + f64::from(bias);
    let (a, rate) = (pass.activations[l][to], step.dropout().rate);
    let dropout = if is_output(step, parameter) || step.dropout().is_none() {
        UnitDropout::Off
    } else if step.dropout().keeps(l, to, example) {
        UnitDropout::Kept(1.0 - rate)
    } else {
        UnitDropout::LeftOut
    };
    let sigma = match (dropout, step.network().activation) {
        (UnitDropout::Off, _) => f64::from(a),
        (UnitDropout::Kept(share), _) => f64::from(a * share),
        (UnitDropout::LeftOut, Activation::Sigmoid) => 1.0 / (1.0 + libm::exp(-z)),
        (UnitDropout::LeftOut, Activation::Tanh) => libm::tanh(z),
        (UnitDropout::LeftOut, Activation::Relu) => z.max(0.0),
    };
    Forward { terms, bias, z, sigma, a, dropout }
}

/// ½ Σ (a − y)², or −ln a of the true class.
fn loss(loss: Loss, pass: &ExamplePass) -> f64 {
    let outputs = pass.activations.last().map_or(&[][..], |outputs| outputs);
    match loss {
        Loss::Quadratic => outputs
            .iter()
            .enumerate()
            .map(|(class, a)| 0.5 * (f64::from(*a) - target(pass, class)).powi(2))
            .sum(),
        Loss::CrossEntropy => -libm::log(f64::from(outputs[usize::from(pass.label)].max(f32::MIN_POSITIVE))),
    }
}

/// y: 1 for the true class, 0 for the others.
fn target(pass: &ExamplePass, class: usize) -> f64 {
    if class == usize::from(pass.label) { 1.0 } else { 0.0 }
}

fn backward(step: &NextStep, forward: &Forward, pass: &ExamplePass, parameter: Parameter) -> Backward {
    let Parameter { layer: l, to, .. } = parameter;
    let (network, delta, input) = (step.network(), pass.deltas[l][to], pass.input_of(parameter));
    if is_output(step, parameter) {
        let slope_of_loss = f64::from(forward.a) - target(pass, to);
        let slope_of_sigma = match network.loss {
            Loss::Quadratic => Some(forward.a * (1.0 - forward.a)),
            Loss::CrossEntropy => None,
        };
        return Backward { terms: Vec::new(), slope_of_loss, slope_of_sigma, delta, input };
    }
    let behind = &network.layers[l + 1];
    let term = |(index, &factor): (usize, &f32)| Term { index, weight: behind.weights[(to, index)], factor };
    let terms: Vec<Term> = pass.deltas[l + 1].iter().enumerate().map(term).collect();
    let slope_of_loss = terms.iter().map(|term| term.product()).sum();
    let slope_of_sigma = Some(network.activation.derivative(forward.sigma as f32));
    Backward { terms, slope_of_loss, slope_of_sigma, delta, input }
}
