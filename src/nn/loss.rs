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

    /// The loss of one example.
    ///
    /// A probability below the smallest normal number counts as that number: the loss of a certain
    /// mistake is large (87), not infinite.
    pub fn value(self, outputs: impl IntoIterator<Item = f32>, label: u8) -> f64 {
        let mut outputs = outputs.into_iter();
        match self {
            Loss::Quadratic => {
                let square = |(class, a)| (f64::from(a) - target(class, label)).powi(2);
                0.5 * outputs.enumerate().map(square).sum::<f64>()
            }
            Loss::CrossEntropy => {
                // Not `max`, which would turn what is not a number into one.
                let a = outputs.nth(usize::from(label)).unwrap_or(f32::NAN);
                -libm::log(f64::from(if a < f32::MIN_POSITIVE { f32::MIN_POSITIVE } else { a }))
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

/// One entry of the one-hot target.
fn target(class: usize, label: u8) -> f64 {
    if class == usize::from(label) { 1.0 } else { 0.0 }
}
