//! The elementary functions of a network, in arithmetic that is the same on every machine.

use super::dispatch;
use crate::nn::matrix::{Matrix, Vector};

/// eˣ with a relative error below 2⁻²³, the same bits on every machine; 0 below −87.3, at most e⁸⁸.
///
/// x = n ln 2 + r with |r| ≤ ½ ln 2 (ln 2 in two parts, as in Cody and Waite 1980); eʳ by its Taylor
/// polynomial of degree 7, whose remainder is below 1e-8; 2ⁿ by its bits. Branch-free, so that it vectorises.
#[inline(always)]
pub fn exp(x: f32) -> f32 {
    const LN2_HIGH: f32 = 0.693_359_4;
    const LN2_LOW: f32 = -2.121_944_4e-4;
    const ROUND: f32 = 12_582_912.0; // 1.5 · 2²³: adding it rounds to a whole number
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

/// The hyperbolic tangent: 1 − 2 / (1 + e²ᶻ), and its series near zero, where that difference loses digits.
#[inline(always)]
pub fn tanh(z: f32) -> f32 {
    let square = z * z;
    let near = z * square.mul_add(square.mul_add(2.0 / 15.0, -1.0 / 3.0), 1.0);
    let far = 1.0 - 2.0 / (1.0 + exp(2.0 * z));
    if square < 0.01 { near } else { far }
}

/// Turns each column of weighted inputs into probabilities, in place: eᶻ / Σ eᶻ, z less its maximum.
pub fn softmax(z: &mut Matrix) {
    let (rows, per_row) = (z.rows(), z.per_row());
    dispatch(
        #[inline(always)]
        || {
            for column in 0..per_row {
                let at = |row: usize| row * per_row + column;
                let z = z.vectors_mut();
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
