//! How wrong the outputs are: each loss with its output activation, its value and its delta side by side.

use super::kernels;

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

    /// Turns the weighted inputs of the output layer into outputs, in place; `z` is examples × classes.
    pub fn output(self, z: &mut [f32], classes: usize) {
        match self {
            Loss::Quadratic => kernels::map(z, kernels::sigmoid),
            Loss::CrossEntropy => kernels::softmax(z, classes),
        }
    }

    /// The loss of one example.
    ///
    /// A probability below the smallest normal number counts as that number: the loss of a certain
    /// mistake is large (87), not infinite.
    pub fn value(self, outputs: &[f32], label: u8) -> f64 {
        let label = usize::from(label);
        match self {
            Loss::Quadratic => {
                let square = |(class, &a)| (f64::from(a) - target(class, label)).powi(2);
                0.5 * outputs.iter().enumerate().map(square).sum::<f64>()
            }
            Loss::CrossEntropy => {
                // Not `max`, which would turn what is not a number into one.
                let a = outputs[label];
                -libm::log(f64::from(if a < f32::MIN_POSITIVE { f32::MIN_POSITIVE } else { a }))
            }
        }
    }

    /// δ = ∂loss/∂z of the output layer: `outputs` of one example become its delta, in place.
    pub fn delta(self, outputs: &mut [f32], label: u8) {
        let label = usize::from(label);
        for (class, a) in outputs.iter_mut().enumerate() {
            let error = *a - target(class, label) as f32;
            *a = match self {
                Loss::Quadratic => error * (*a * (1.0 - *a)),
                Loss::CrossEntropy => error,
            };
        }
    }
}

/// One entry of the one-hot target.
fn target(class: usize, label: usize) -> f64 {
    if class == label { 1.0 } else { 0.0 }
}
