//! What guessing achieves.

use serde::{Deserialize, Serialize};

use crate::nn::Loss;

/// The results of the best constant answer: the share of each class as its output.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Guessing {
    /// Its mean loss.
    pub loss: f64,
    /// Its accuracy: the share of the most frequent class.
    pub accuracy: f64,
}

impl Guessing {
    /// Measures guessing on these labels.
    pub fn on(labels: &[u8], classes: usize, loss: Loss) -> Guessing {
        let mut counts = vec![0_usize; classes];
        for &label in labels {
            counts[usize::from(label)] += 1;
        }
        let share = |&count: &usize| count as f64 / labels.len().max(1) as f64;
        let shares = || counts.iter().filter(|&&count| count > 0).map(share);
        Guessing {
            loss: match loss {
                Loss::Quadratic => 0.5 * shares().map(|share| share * (1.0 - share)).sum::<f64>(),
                Loss::CrossEntropy => -shares().map(|share| share * libm::log(share)).sum::<f64>(),
            },
            accuracy: shares().fold(0.0, f64::max),
        }
    }
}
