//! How wrong the outputs are: each loss with its output activation, its value and its delta side by side.

use super::kernels;
use super::matrix::Matrix;

/// The loss that training minimises. It decides what the output units compute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Loss {
    /// ½ Σ (a − y)² over sigmoid outputs: the lecture's.
    Quadratic,
    /// −ln a of the true class over softmax outputs.
    CrossEntropy,
}

impl Loss {
    /// Both, in the order in which a key walks through them.
    pub const ALL: [Loss; 2] = [Loss::Quadratic, Loss::CrossEntropy];

    /// The name on screen and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Loss::Quadratic => "quadratic",
            Loss::CrossEntropy => "cross-entropy",
        }
    }

    /// Turns the weighted inputs of the output layer into outputs, in place; classes × examples.
    pub(super) fn output(self, z: &mut Matrix) {
        match self {
            Loss::Quadratic => kernels::map(z.vectors_mut(), kernels::sigmoid),
            Loss::CrossEntropy => kernels::softmax(z),
        }
    }

    /// The sum of the losses of examples, classes × examples; those that are not numbers make it so.
    ///
    /// A probability below the smallest normal number counts as that number: the loss of a certain
    /// mistake is large (87), not infinite.
    pub(super) fn total(self, outputs: &Matrix, labels: &[u8]) -> f64 {
        match self {
            Loss::Quadratic => 0.5 * kernels::squared_error(outputs, labels),
            Loss::CrossEntropy => {
                let probability = |(n, &label): (usize, &u8)| outputs[(usize::from(label), n)];
                // Not `max`, which would turn what is not a number into one.
                let bounded = |p: f32| if p < f32::MIN_POSITIVE { f32::MIN_POSITIVE } else { p };
                let of_truth = labels.iter().enumerate().map(probability).map(bounded);
                -of_truth.map(|p| libm::log(f64::from(p))).sum::<f64>()
            }
        }
    }

    /// δ = ∂loss/∂z of the output layer, from its outputs; classes × examples each.
    pub(super) fn delta(self, outputs: &Matrix, labels: &[u8], delta: &mut Matrix) {
        delta.reshape(outputs.rows(), outputs.columns());
        match self {
            Loss::Quadratic => kernels::compare(outputs, labels, delta, |a, y| (a - y) * (a * (1.0 - a))),
            Loss::CrossEntropy => kernels::compare(outputs, labels, delta, |a, y| a - y),
        }
        delta.clear_padding();
    }
}
