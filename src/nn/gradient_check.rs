//! The gradient check: backpropagation against a difference of the loss, computed apart from it.
//!
//! If C is the loss and w a weight, then ∂C/∂w ≈ (C(w + h) − C(w − h)) / 2h. The left side comes from `backprop.rs` and its
//! fast kernels in float32. The right side comes from plain loops in float64, which this file writes out and shares with
//! nothing else but the draws of dropout.

use ndarray::ArrayView2;
use rand::RngExt;
use rand::rngs::ChaCha8Rng;

use super::activation::Activation;
use super::dropout::Dropout;
use super::gradient::Gradients;
use super::inputs::Inputs;
use super::layer::Layer;
use super::loss::Loss;
use super::network::Network;
use super::parameter::Parameter;
use super::regularization::Penalty;
use super::thread_pool::ThreadPool;
use super::workspace::Workspace;

/// The number of weights in a check.
const CHECKED: usize = 8;
/// The largest relative error that is right. Float32 has seven digits, and sums of many terms lose some of them.
pub const TOLERANCE: f64 = 1e-3;
/// Gradients below this share of the largest one of their layer count as that: in the sum over the examples, terms of the
/// size of the largest may have cancelled, and their rounding errors stay.
pub const SMALL_SHARE: f64 = 1e-2;
/// How far a weight is moved to either side, if the number that it is multiplied by is at most 1; then z moves as far.
const H: f64 = 1e-5;
/// A `ReLU` whose z is nearer to 0 is at its kink: float32 may see it on the other side.
const NEAR_KINK: f64 = 1e-5;
/// Beyond this size, the products of numbers leave the range of float32.
const BEYOND_FLOAT32: f64 = 1e15;

/// What training minimises: the mean loss of some examples, plus the penalty on the weights.
#[derive(Clone, Copy, Debug)]
pub struct Objective<'a> {
    /// The network.
    pub network: &'a Network,
    /// Examples × inputs.
    pub inputs: ArrayView2<'a, f32>,
    /// The class of each example.
    pub labels: &'a [u8],
    /// The penalty.
    pub penalty: Penalty,
    /// The units that are left out.
    pub dropout: Dropout,
}

/// Some gradients, each computed in both ways.
#[derive(Clone, Debug)]
pub struct GradientCheck {
    /// The weights that were checked.
    pub weights: Vec<CheckedWeight>,
    /// The number of examples.
    pub examples: usize,
}

/// The gradient by one weight, computed in both ways.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CheckedWeight {
    /// The weight.
    pub parameter: Parameter,
    /// By backpropagation.
    pub backprop: f64,
    /// By the difference of the loss.
    pub numeric: f64,
    /// The difference of the two, divided by the larger of them, or by [`SMALL_SHARE`] of the largest gradient of the layer if
    /// that is more.
    pub relative_error: f64,
    /// Whether they agree.
    pub verdict: Verdict,
}

/// Whether the two gradients by a weight agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// They do.
    Right,
    /// They do not.
    Wrong,
    /// The loss has a kink near the weight, where no derivative exists: that of a `ReLU`, or of the penalty |w|.
    AtKink,
    /// Numbers are too large for float32.
    Overflow,
}

impl GradientCheck {
    /// Whether gradients are wrong, all that could be compared are right, or none could be compared.
    pub fn verdict(&self) -> Option<Verdict> {
        let has = |verdict| self.weights.iter().any(|weight| weight.verdict == verdict);
        [Verdict::Wrong, Verdict::Right].into_iter().find(|&verdict| has(verdict))
    }
}

impl Objective<'_> {
    /// The gradients of the sum over the examples, by backpropagation: exactly as training computes them.
    pub fn gradients(&self) -> Gradients {
        let (mut workspace, mut gradients) = (Workspace::default(), self.network.zero_gradients());
        let inputs = Inputs::from(self.inputs);
        self.network.backprop(&inputs.all(), self.labels, self.dropout, &mut workspace, &mut gradients);
        self.penalty.add_to(&mut gradients, self.network, self.labels.len(), &ThreadPool::default());
        gradients
    }

    /// Eight random weights or biases, from each layer as many.
    ///
    /// An input that is zero for all examples is left out: the gradient by its weights is zero, however it is computed.
    pub fn random_parameters(&self, rng: &mut ChaCha8Rng) -> Vec<Parameter> {
        let is_used = |&i: &usize| self.inputs.column(i).iter().any(|&x| x != 0.0);
        let used: Vec<usize> = (0..self.inputs.ncols()).filter(is_used).collect();
        let layers = self.network.layers.len();
        let mut chosen: Vec<Parameter> = Vec::new();
        // A small network may have fewer.
        for layer in (0..layers).cycle().take(CHECKED * layers) {
            let inputs = if layer == 0 { used.len() } else { self.network.layers[layer].inputs() };
            let nth = rng.random_range(0..=inputs);
            let from = if layer == 0 { used.get(nth).copied() } else { (nth < inputs).then_some(nth) };
            let to = rng.random_range(0..self.network.layers[layer].units());
            let parameter = Parameter { layer, from, to };
            if chosen.len() < CHECKED && !chosen.contains(&parameter) {
                chosen.push(parameter);
            }
        }
        chosen.sort_by_key(|parameter| parameter.layer);
        chosen
    }

    /// Compares `gradients`, which are sums over the examples, with differences of the loss.
    pub fn check(&self, gradients: &Gradients, parameters: &[Parameter]) -> GradientCheck {
        let mut plain = PlainNetwork::new(self.network);
        let passes = self.passes(&plain);
        let check = |&parameter| self.check_weight(&mut plain, &passes, gradients, parameter);
        GradientCheck { weights: parameters.iter().map(check).collect(), examples: self.labels.len() }
    }

    fn check_weight(
        &self,
        plain: &mut PlainNetwork,
        passes: &[PlainPass],
        gradients: &Gradients,
        parameter: Parameter,
    ) -> CheckedWeight {
        let largest_input = passes.iter().map(|pass| pass.input_of(parameter).abs()).fold(1.0, f64::max);
        let (w, h) = (*plain.parameter(parameter), H / largest_input);
        *plain.parameter(parameter) = w + h;
        let above = self.passes(plain);
        let loss_above = self.loss(plain, &above);
        *plain.parameter(parameter) = w - h;
        let below = self.passes(plain);
        let loss_below = self.loss(plain, &below);
        *plain.parameter(parameter) = w;

        let examples = self.labels.len() as f64;
        let backprop = f64::from(parameter.in_gradients(gradients)) / examples;
        let numeric = (loss_above - loss_below) / (2.0 * h);
        let of_layer = &gradients[parameter.layer];
        let numbers = of_layer.weights.values().chain(of_layer.biases.values());
        let largest = numbers.fold(0.0_f64, |largest, g| largest.max(f64::from(g).abs())) / examples;
        let size = backprop.abs().max(numeric.abs()).max(SMALL_SHARE * largest).max(f64::MIN_POSITIVE);
        let relative_error = (backprop - numeric).abs() / size;
        let is_at_kink = self.penalty.l1 > 0.0 && parameter.from.is_some() && w.abs() <= h
            || self.network.activation == Activation::Relu
                && above.iter().zip(&below).any(|(above, below)| above.has_kink_before(below, parameter));
        let verdict = if above.iter().chain(&below).any(PlainPass::is_beyond_float32) {
            Verdict::Overflow
        } else if is_at_kink {
            Verdict::AtKink
        } else if relative_error < TOLERANCE {
            Verdict::Right
        } else {
            Verdict::Wrong
        };
        CheckedWeight { parameter, backprop, numeric, relative_error, verdict }
    }

    /// Takes each example through the network.
    fn passes(&self, plain: &PlainNetwork) -> Vec<PlainPass> {
        let inputs = self.inputs.rows().into_iter().enumerate();
        inputs.map(|(n, x)| self.forward(plain, n, x.iter().map(|&x| f64::from(x)).collect())).collect()
    }

    /// The forward pass of example number `n`, which has the inputs `x`: z = w a + b, a = σ(z), layer by layer.
    fn forward(&self, plain: &PlainNetwork, n: usize, x: Vec<f64>) -> PlainPass {
        let mut pass = PlainPass { z: Vec::new(), a: vec![x] };
        let output_layer = plain.layers.len() - 1;
        for (l, layer) in plain.layers.iter().enumerate() {
            let mut z = layer.biases.clone();
            for (a, weights) in pass.a[l].iter().zip(&layer.weights).filter(|(a, _)| **a != 0.0) {
                for (z, w) in z.iter_mut().zip(weights) {
                    *z += w * a;
                }
            }
            let mut a = match (l == output_layer, self.network.activation, self.network.loss) {
                (true, _, Loss::CrossEntropy) => softmax(&z),
                (true, _, Loss::Quadratic) | (false, Activation::Sigmoid, _) => {
                    z.iter().map(|z| 1.0 / (1.0 + libm::exp(-z))).collect()
                }
                (false, Activation::Tanh, _) => z.iter().map(|&z| libm::tanh(z)).collect(),
                (false, Activation::Relu, _) => z.iter().map(|z| z.max(0.0)).collect(),
            };
            if l < output_layer && !self.dropout.is_none() {
                for (unit, a) in a.iter_mut().enumerate() {
                    let is_kept = self.dropout.keeps(l, unit, n);
                    *a = if is_kept { *a / (1.0 - f64::from(self.dropout.rate)) } else { 0.0 };
                }
            }
            pass.z.push(z);
            pass.a.push(a);
        }
        pass
    }

    /// C: the mean over the examples of ½ Σ (a − y)² or −ln a of the true class, plus λ₁ Σ |w| + ½ λ₂ Σ w².
    fn loss(&self, plain: &PlainNetwork, passes: &[PlainPass]) -> f64 {
        let of_example = |(pass, &label): (&PlainPass, &u8)| {
            let (z, a) = (pass.z.last().map_or(&[][..], |z| z), pass.a.last().map_or(&[][..], |a| a));
            match self.network.loss {
                Loss::Quadratic => {
                    let target = |class: usize| if class == usize::from(label) { 1.0 } else { 0.0 };
                    a.iter().enumerate().map(|(class, a)| 0.5 * (a - target(class)).powi(2)).sum::<f64>()
                }
                // −ln softmax(z), written so that it stays exact where the probability is nearly 0.
                Loss::CrossEntropy => log_sum_exp(z) - z[usize::from(label)],
            }
        };
        let sum: f64 = passes.iter().zip(self.labels).map(of_example).sum();
        sum / self.labels.len() as f64 + self.penalty_of(plain)
    }

    fn penalty_of(&self, plain: &PlainNetwork) -> f64 {
        if self.penalty.is_none() {
            return 0.0;
        }
        let (l1, l2) = (f64::from(self.penalty.l1), f64::from(self.penalty.l2));
        let weights = plain.layers.iter().flat_map(|layer| layer.weights.iter().flatten());
        weights.map(|w| l1 * w.abs() + 0.5 * l2 * w * w).sum()
    }
}

/// ln Σ eᶻ. The maximum is taken out first, so that no exponential overflows.
fn log_sum_exp(z: &[f64]) -> f64 {
    let largest = z.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    largest + libm::log(z.iter().map(|z| libm::exp(z - largest)).sum())
}

/// eᶻ / Σ eᶻ.
fn softmax(z: &[f64]) -> Vec<f64> {
    let sum = log_sum_exp(z);
    z.iter().map(|z| libm::exp(z - sum)).collect()
}

/// The weights and biases in float64.
struct PlainNetwork {
    layers: Vec<PlainLayer>,
}

struct PlainLayer {
    /// Inputs × units.
    weights: Vec<Vec<f64>>,
    biases: Vec<f64>,
}

impl PlainNetwork {
    fn new(network: &Network) -> PlainNetwork {
        let layer = |layer: &Layer| PlainLayer {
            weights: (0..layer.inputs())
                .map(|i| layer.weights.row_values(i).map(f64::from).collect())
                .collect(),
            biases: layer.biases.values().map(f64::from).collect(),
        };
        PlainNetwork { layers: network.layers.iter().map(layer).collect() }
    }

    fn parameter(&mut self, Parameter { layer, from, to }: Parameter) -> &mut f64 {
        let layer = &mut self.layers[layer];
        match from {
            Some(from) => &mut layer.weights[from][to],
            None => &mut layer.biases[to],
        }
    }
}

/// The forward pass of an example.
struct PlainPass {
    /// z of each layer.
    z: Vec<Vec<f64>>,
    /// The inputs, then a of each layer.
    a: Vec<Vec<f64>>,
}

impl PlainPass {
    /// What a weight is multiplied by; 1 for a bias.
    fn input_of(&self, parameter: Parameter) -> f64 {
        parameter.from.map_or(1.0, |from| self.a[parameter.layer][from])
    }

    fn is_beyond_float32(&self) -> bool {
        !self.z.iter().flatten().all(|z| z.abs() < BEYOND_FLOAT32)
    }

    /// Whether a hidden unit that a weight has influence on is near its kink, or on different sides of it in two passes.
    fn has_kink_before(&self, other: &PlainPass, parameter: Parameter) -> bool {
        let output_layer = self.z.len() - 1;
        (parameter.layer..output_layer).any(|l| {
            let units = self.z[l].iter().zip(&other.z[l]).enumerate();
            let mut reached = units.filter(|(unit, _)| l > parameter.layer || *unit == parameter.to);
            reached
                .any(|(_, (z, other))| z.abs().min(other.abs()) < NEAR_KINK || (*z > 0.0) != (*other > 0.0))
        })
    }
}
