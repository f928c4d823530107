//! Outputs, classes × examples, compared with the labels of the examples.

use crate::nn::matrix::Matrix;
use crate::nn::vector::{LANES, Vector};
use crate::vector_unit::vectorize;

/// `out` = `f`(a, y) for every output a and its one-hot target y, classes × examples each.
#[inline(always)]
pub fn map_with_targets(outputs: &Matrix, labels: &[u8], out: &mut Matrix, f: impl Fn(f32, f32) -> f32) {
    vectorize(
        #[inline(always)]
        || {
            for (group, labels) in labels.chunks(LANES).enumerate() {
                let mut padded = [0; LANES];
                padded[..labels.len()].copy_from_slice(labels);
                for class in 0..outputs.rows() {
                    let at = outputs.place(class, group);
                    let a = &outputs.vectors()[at].0;
                    let target = padded.map(|label| f32::from(u8::from(usize::from(label) == class)));
                    out.vectors_mut()[at] = Vector(std::array::from_fn(|lane| f(a[lane], target[lane])));
                }
            }
        },
    );
}

/// The index and the value of the largest number, the first of equals; (0, 0) if there is none.
pub fn argmax(values: impl IntoIterator<Item = f32>) -> (usize, f32) {
    let mut values = values.into_iter().enumerate();
    let first = values.next().unwrap_or_default();
    values.fold(first, |best, next| if next.1 > best.1 { next } else { best })
}

/// The number of examples whose largest output, the first of equals, is that of their label.
pub fn count_correct(outputs: &Matrix, labels: &[u8]) -> usize {
    vectorize(
        #[inline(always)]
        || {
            let mut correct = 0;
            for (group, labels) in labels.chunks(LANES).enumerate() {
                let (mut largest, mut class_of_largest) =
                    (outputs.vectors()[outputs.place(0, group)].0, [0.0; LANES]);
                for class in 1..outputs.rows() {
                    let a = outputs.vectors()[outputs.place(class, group)].0;
                    for lane in 0..LANES {
                        let wins = a[lane] > largest[lane];
                        largest[lane] = if wins { a[lane] } else { largest[lane] };
                        class_of_largest[lane] = if wins { class as f32 } else { class_of_largest[lane] };
                    }
                }
                correct += labels
                    .iter()
                    .zip(class_of_largest)
                    .filter(|&(&label, class)| f32::from(label) == class)
                    .count();
            }
            correct
        },
    )
}

/// Σ (a − y)² over all outputs a and their one-hot targets y, in double precision: for each example from the first
/// class to the last, then from the first example to the last.
pub fn squared_error(outputs: &Matrix, labels: &[u8]) -> f64 {
    vectorize(
        #[inline(always)]
        || {
            let mut sum = 0.0;
            for (group, labels) in labels.chunks(LANES).enumerate() {
                let (mut padded, mut squared_error) = ([0.0; LANES], [0.0; LANES]);
                for (padded, &label) in padded.iter_mut().zip(labels) {
                    *padded = f32::from(label);
                }
                for class in 0..outputs.rows() {
                    let a = outputs.vectors()[outputs.place(class, group)].0;
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nn::kernels::plain::WIDTHS;

    #[test]
    fn scores_are_counted_example_by_example() {
        for examples in WIDTHS {
            let outputs = Matrix::from_fn(10, examples, |class, n| ((class * 7 + n * 3) % 11) as f32 / 10.0);
            let labels: Vec<u8> = (0..examples).map(|n| (n * n % 10) as u8).collect();
            let (mut correct, mut expected) = (0, 0.0);
            for (n, &label) in labels.iter().enumerate() {
                correct +=
                    usize::from(argmax((0..10).map(|class| outputs[(class, n)])).0 == usize::from(label));
                for class in 0..10 {
                    let target = if class == usize::from(label) { 1.0 } else { 0.0 };
                    expected += (f64::from(outputs[(class, n)]) - target).powi(2);
                }
            }
            assert_eq!(count_correct(&outputs, &labels), correct);
            assert!((squared_error(&outputs, &labels) - expected).abs() < 1e-9 * expected);
        }
        let undefined = Matrix::from_fn(3, 2, |_, _| f32::NAN);
        assert!(squared_error(&undefined, &[0, 1]).is_nan());
    }

    #[test]
    fn argmax_is_the_first_of_equals() {
        assert_eq!(argmax([3.0]), (0, 3.0));
        assert_eq!(argmax([0.1, 0.7, 0.2, 0.7]), (1, 0.7));
        assert_eq!(argmax([-2.0, -2.0, -3.0]), (0, -2.0));
        assert_eq!(argmax([-1.0, -0.5, -0.25]), (2, -0.25));
        assert_eq!(argmax([0.0, -0.0]).0, 0);
        assert_eq!(argmax([f32::NEG_INFINITY, f32::MIN]), (1, f32::MIN));
        assert_eq!(argmax([0.0; 10]), (0, 0.0));
    }
}
