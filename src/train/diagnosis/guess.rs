//! The loss of guessing.

use crate::nn::Loss;

/// The mean loss of the best constant answer: the share of each class as its output.
pub fn loss_of_guessing(loss: Loss, labels: &[u8], classes: usize) -> f64 {
    let mut counts = vec![0_usize; classes];
    for &label in labels {
        counts[usize::from(label)] += 1;
    }
    let shares = counts.iter().filter(|&&count| count > 0).map(|&count| count as f64 / labels.len() as f64);
    match loss {
        Loss::Quadratic => 0.5 * shares.map(|share| share * (1.0 - share)).sum::<f64>(),
        Loss::CrossEntropy => -shares.map(|share| share * libm::log(share)).sum::<f64>(),
    }
}
