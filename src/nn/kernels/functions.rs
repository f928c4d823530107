//! The elementary functions of a network, in arithmetic whose bits are the same on every machine.

use crate::nn::matrix::Matrix;
use crate::nn::vector::Vector;
use crate::vector_unit::vectorize;

/// eˣ with a relative error below 2⁻²³; 0 below x = −87.3, e⁸⁸ above x = 88, NaN for NaN.
///
/// x = n ln 2 + r with |r| ≤ ½ ln 2, where ln 2 is subtracted in two parts (Cody and Waite 1980). eʳ is its Taylor
/// polynomial of degree 7, whose remainder is below 1e-8; 2ⁿ is made from its bits. Branch-free, so that it
/// vectorises.
#[inline(always)]
pub fn exp(x: f32) -> f32 {
    const LN2_HIGH: f32 = 0.693_359_4;
    const LN2_LOW: f32 = -2.121_944_4e-4;
    const ROUND: f32 = 12_582_912.0; // 1.5 · 2²³: adding it rounds to an integer
    const LOWEST: f32 = -87.3;
    const HIGHEST: f32 = 88.0;
    let inside = if x > LOWEST { x } else { LOWEST };
    let inside = if inside < HIGHEST { inside } else { HIGHEST };
    let shifted = inside.mul_add(std::f32::consts::LOG2_E, ROUND);
    let n = shifted - ROUND;
    let r = n.mul_add(-LN2_LOW, n.mul_add(-LN2_HIGH, inside));
    let mut polynomial = 1.0 / 5_040.0;
    for coefficient in [1.0 / 720.0, 1.0 / 120.0, 1.0 / 24.0, 1.0 / 6.0, 0.5, 1.0, 1.0] {
        polynomial = r.mul_add(polynomial, coefficient);
    }
    let power = f32::from_bits((shifted.to_bits() << 23).wrapping_add(0x3f80_0000));
    let value = polynomial * power;
    if x > LOWEST {
        value
    } else if x.is_nan() {
        x
    } else {
        0.0
    }
}

/// 1 / (1 + e⁻ᶻ).
#[inline(always)]
pub fn sigmoid(z: f32) -> f32 {
    1.0 / (1.0 + exp(-z))
}

/// The hyperbolic tangent: 1 − 2 / (1 + e²ᶻ). Near zero, where this difference cancels digits, its Taylor series.
#[inline(always)]
pub fn tanh(z: f32) -> f32 {
    let square = z * z;
    let near = z * square.mul_add(square.mul_add(2.0 / 15.0, -1.0 / 3.0), 1.0);
    let far = 1.0 - 2.0 / (1.0 + exp(2.0 * z));
    if square < 0.01 { near } else { far }
}

/// Replaces each column of `z`, classes × examples, by its softmax: eᶻ / Σ eᶻ.
///
/// The maximum of the column is subtracted from z first, so that no exponential overflows.
pub fn softmax(z: &mut Matrix) {
    let (rows, width) = (z.rows(), z.width());
    for z in z.panels_mut() {
        vectorize(
            #[inline(always)]
            || {
                for column in 0..width {
                    let at = |row: usize| row * width + column;
                    let mut largest = z[column];
                    for row in 1..rows {
                        largest.zip(&z[at(row)], |largest, z| if z > largest { z } else { largest });
                    }
                    let mut sum = Vector::default();
                    for row in 0..rows {
                        z[at(row)].zip(&largest, |z, largest| exp(z - largest));
                        sum.zip(&z[at(row)], |sum, e| sum + e);
                    }
                    for row in 0..rows {
                        z[at(row)].zip(&sum, |e, sum| e / sum);
                    }
                }
            },
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers from `low` to `high` in steps of 1 / `per_unit`.
    fn grid(low: i32, high: i32, per_unit: i32) -> impl Iterator<Item = f32> {
        (low * per_unit..=high * per_unit).map(move |i| i as f32 / per_unit as f32)
    }

    /// The largest of `error(x)` for x in `grid`, and where that is.
    fn largest(grid: impl Iterator<Item = f32>, error: impl Fn(f32) -> f64) -> (f64, f32) {
        grid.map(|x| (error(x), x))
            .fold((0.0, 0.0), |worst, next| if next.0 > worst.0 { next } else { worst })
    }

    fn relative(value: f32, exact: f64) -> f64 {
        ((f64::from(value) - exact) / exact).abs()
    }

    /// A prime, so that the numbers of a grid use all digits of an `f32`.
    const FINE: i32 = 4_099;

    #[test]
    fn exp_is_right_to_eight_parts_in_a_hundred_million() {
        let inside = grid(-90, 90, FINE).filter(|x| (-87.3..=88.0).contains(x));
        let (error, at) = largest(inside, |x| relative(exp(x), libm::exp(f64::from(x))));
        assert!(error < 8e-8, "{error:e} at {at}");
    }

    #[test]
    fn exp_never_falls() {
        let mut before = 0.0;
        for x in grid(-90, 90, FINE) {
            let value = exp(x);
            assert!(value >= before, "exp({x}) = {value} after {before}");
            before = value;
        }
    }

    #[test]
    fn exp_at_its_edges() {
        assert_eq!((exp(0.0), exp(-0.0)), (1.0, 1.0));
        for x in [-87.31, -90.0, -1e30, f32::MIN, f32::NEG_INFINITY] {
            assert_eq!(exp(x), 0.0, "{x}");
        }
        assert!(exp(-87.29) > 0.0);
        let most = exp(88.0);
        assert!(most.is_finite());
        for x in [88.01, 90.0, 1e30, f32::MAX, f32::INFINITY] {
            assert_eq!(exp(x), most, "{x}");
        }
        assert!(exp(f32::NAN).is_nan());
        for tiny in [f32::MIN_POSITIVE, 1e-45, -1e-45] {
            assert_eq!(exp(tiny), 1.0);
        }
    }

    #[test]
    fn sigmoid_is_a_probability_and_symmetric() {
        let exact = |z: f32| 1.0 / (1.0 + libm::exp(-f64::from(z)));
        let (error, at) = largest(grid(-87, 90, FINE), |z| relative(sigmoid(z), exact(z)));
        assert!(error < 1.7e-7, "{error:e} at {at}");
        for z in grid(-100, 100, 512) {
            assert!((0.0..=1.0).contains(&sigmoid(z)), "{z}");
            let sum = sigmoid(z) + sigmoid(-z);
            assert!((sum - 1.0).abs() <= f32::EPSILON, "{sum} at {z}");
        }
        assert_eq!(sigmoid(0.0), 0.5);
        assert_eq!(sigmoid(f32::INFINITY), 1.0);
        assert!((0.0..1e-37).contains(&sigmoid(f32::NEG_INFINITY)));
        assert!(sigmoid(f32::NAN).is_nan());
    }

    #[test]
    fn tanh_is_close_odd_and_within_one() {
        let exact = |z: f32| libm::tanh(f64::from(z));
        let nonzero = || grid(-20, 20, FINE).filter(|&z| z != 0.0);
        let (error, at) = largest(nonzero(), |z| (f64::from(tanh(z)) - exact(z)).abs());
        assert!(error < 2e-7, "{error:e} at {at}");
        let (error, at) = largest(nonzero(), |z| relative(tanh(z), exact(z)));
        assert!(error < 1e-6, "{error:e} at {at}");
        for z in nonzero() {
            assert!((-1.0..=1.0).contains(&tanh(z)), "{z}");
            assert!((tanh(z) + tanh(-z)).abs() <= 2.0 * f32::EPSILON, "{z}");
        }
        assert_eq!((tanh(0.0), tanh(1e-20)), (0.0, 1e-20));
        assert_eq!((tanh(f32::INFINITY), tanh(f32::NEG_INFINITY)), (1.0, -1.0));
        assert!(tanh(f32::NAN).is_nan());
    }

    #[test]
    fn softmax_makes_probabilities_of_any_finite_numbers() {
        let rows: [[f32; 4]; 8] = [
            [0.0, 0.0, 0.0, 0.0],
            [1.0, 2.0, 3.0, 4.0],
            [-5.5, 88.0, 90.0, 89.0],
            [1e30, -1e30, 0.0, 1.0],
            [1e30, 1e30, -1e30, -1e30],
            [-1e30, -1e30, -1e30, -1e30],
            [f32::MAX, f32::MIN, 0.0, 0.0],
            [1e-30, -1e-30, 0.0, -0.0],
        ];
        let mut all = Matrix::from_fn(4, rows.len(), |class, n| rows[n][class]);
        softmax(&mut all);
        for (n, z) in rows.iter().enumerate() {
            let row: Vec<f32> = (0..4).map(|class| all[(class, n)]).collect();
            assert!(row.iter().all(|p| (0.0..=1.0).contains(p)), "{z:?}: {row:?}");
            let sum: f32 = row.iter().sum();
            assert!((sum - 1.0).abs() <= 2.0 * f32::EPSILON, "{z:?}: {sum}");
            let largest = f64::from(z.iter().copied().fold(f32::MIN, f32::max));
            let weights = z.map(|z| libm::exp(f64::from(z) - largest));
            for (p, weight) in row.iter().zip(weights) {
                let exact = weight / weights.iter().sum::<f64>();
                assert!((f64::from(*p) - exact).abs() < 3e-7, "{z:?}: {p} for {exact}");
            }
        }
    }
}
