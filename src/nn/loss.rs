//! Losses: of each the output activation, the value and the delta, side by side.

use super::kernels;
use super::matrix::Matrix;

/// The loss of an example that training minimises. It decides the activation function of the output units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Loss {
    /// ½ Σ (a − y)² over the sigmoid outputs a and the one-hot target y: the lecture's.
    Quadratic,
    /// −ln a, where a is the softmax output of the true class.
    CrossEntropy,
}

impl Loss {
    /// All losses, in the order in which the user interface cycles through them.
    pub const ALL: [Loss; 2] = [Loss::Quadratic, Loss::CrossEntropy];

    /// The name on the screen and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Loss::Quadratic => "quadratic",
            Loss::CrossEntropy => "cross-entropy",
        }
    }

    /// Turns the weighted inputs z of the output layer into outputs a, in place; classes × examples.
    pub(super) fn apply_output_activation(self, z: &mut Matrix) {
        match self {
            Loss::Quadratic => kernels::map(z.vectors_mut(), kernels::sigmoid),
            Loss::CrossEntropy => kernels::softmax(z),
        }
    }

    /// The sum of the losses of the examples. `outputs` are classes × examples. NaN if an output that counts is NaN.
    ///
    /// A probability below the smallest normal number counts as that number: the largest cross-entropy of an example is
    /// 87, not infinite.
    pub(super) fn total(self, outputs: &Matrix, labels: &[u8]) -> f64 {
        match self {
            Loss::Quadratic => 0.5 * kernels::squared_error(outputs, labels),
            Loss::CrossEntropy => {
                let probability = |(n, &label): (usize, &u8)| outputs[(usize::from(label), n)];
                // Not `max`, which returns the other argument for NaN.
                let bounded = |p: f32| if p < f32::MIN_POSITIVE { f32::MIN_POSITIVE } else { p };
                let true_class = labels.iter().enumerate().map(probability).map(bounded);
                -true_class.map(|p| libm::log(f64::from(p))).sum::<f64>()
            }
        }
    }

    /// δ = ∂C/∂z of the output layer from its outputs a, classes × examples each: (a − y) ∘ a ∘ (1 − a) for the
    /// quadratic loss, a − y for the cross-entropy.
    pub(super) fn delta(self, outputs: &Matrix, labels: &[u8], delta: &mut Matrix) {
        delta.reshape_in_one_panel(outputs.rows(), outputs.columns());
        match self {
            Loss::Quadratic => {
                kernels::map_with_targets(outputs, labels, delta, |a, y| (a - y) * (a * (1.0 - a)));
            }
            Loss::CrossEntropy => kernels::map_with_targets(outputs, labels, delta, |a, y| a - y),
        }
        delta.clear_padding();
    }
}
