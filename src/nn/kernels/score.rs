//! How good outputs are: classes × examples beside labels.

#![expect(clippy::needless_range_loop, reason = "lanes read best by their numbers")]

use super::dispatch;
use crate::nn::matrix::{LANES, Matrix};

/// How many examples have their largest output, the first of equals, at their label.
pub fn count_correct(outputs: &Matrix, labels: &[u8]) -> usize {
    let per_row = outputs.per_row();
    dispatch(
        #[inline(always)]
        || {
            let mut count_correct = 0;
            for (group, labels) in labels.chunks(LANES).enumerate() {
                let mut best = (outputs.vectors()[group].0, [0.0; LANES]);
                for class in 1..outputs.rows() {
                    let a = outputs.vectors()[class * per_row + group].0;
                    for lane in 0..LANES {
                        let wins = a[lane] > best.0[lane];
                        best.0[lane] = if wins { a[lane] } else { best.0[lane] };
                        best.1[lane] = if wins { class as f32 } else { best.1[lane] };
                    }
                }
                count_correct +=
                    labels.iter().zip(best.1).filter(|&(&label, class)| f32::from(label) == class).count();
            }
            count_correct
        },
    )
}

/// The sum of the squares of all differences between an output and its one-hot target, in double precision:
/// of each example from the first class to the last, then from the first example to the last.
pub fn squared_error(outputs: &Matrix, labels: &[u8]) -> f64 {
    let per_row = outputs.per_row();
    dispatch(
        #[inline(always)]
        || {
            let mut sum = 0.0;
            for (group, labels) in labels.chunks(LANES).enumerate() {
                let (mut padded, mut squared_error) = ([0.0; LANES], [0.0; LANES]);
                for (padded, &label) in padded.iter_mut().zip(labels) {
                    *padded = f32::from(label);
                }
                for class in 0..outputs.rows() {
                    let a = outputs.vectors()[class * per_row + group].0;
                    for lane in 0..LANES {
                        let target = if padded[lane] == class as f32 { 1.0 } else { 0.0 };
                        let error = f64::from(a[lane]) - target;
                        squared_error[lane] = error.mul_add(error, squared_error[lane]);
                    }
                }
                sum += squared_error.iter().take(labels.len()).sum::<f64>();
            }
            sum
        },
    )
}
