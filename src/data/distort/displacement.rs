//! Smooth random displacements.

use rand::RngExt;
use rand::rngs::ChaCha8Rng;

use super::scale::scaled;

/// Pixels between the knots of the spline: it is then as smooth as noise blurred with σ = 4 pixels.
const KNOT_DISTANCE: f32 = 7.0;
/// The largest displacement of a knot, in pixels. It moves pixels by 1.4 pixels (root mean square) in each direction,
/// like the α = 34 that Simard et al. (2003) found best for σ = 4.
const MAX_DISPLACEMENT: f32 = 5.0;

/// A cubic B-spline surface with a value for each pixel of an image.
#[derive(Clone, Debug)]
pub struct DisplacementField {
    columns: Vec<Support>,
    rows: Vec<Support>,
}

/// The knots that a pixel column or row depends on.
#[derive(Clone, Debug)]
struct Support {
    /// The first of four knots.
    first: usize,
    /// The weights of the four.
    weights: [f32; 4],
}

impl DisplacementField {
    /// Prepares fields for images of this size.
    pub fn new(width: usize, height: usize) -> DisplacementField {
        DisplacementField { columns: supports(width), rows: supports(height) }
    }

    /// Draws a displacement for each pixel, row by row, in one direction.
    #[inline(always)]
    pub fn sample(&self, rng: &mut ChaCha8Rng) -> Vec<f32> {
        let (width, height) = (self.columns.len(), self.rows.len());
        let size = scaled(MAX_DISPLACEMENT, width);
        let knots = |supports: &[Support]| supports.last().map_or(4, |last| last.first + 4);
        let (knot_columns, knot_rows) = (knots(&self.columns), knots(&self.rows));
        let knots: Vec<f32> =
            (0..knot_rows * knot_columns).map(|_| size * (2.0 * rng.random::<f32>() - 1.0)).collect();
        // The spline is separable: first along the rows of knots, then down the columns of pixels.
        let mut lines = vec![0.0; knot_rows * width];
        for (line, knots) in lines.chunks_exact_mut(width).zip(knots.chunks_exact(knot_columns)) {
            for (number, Support { first, weights }) in line.iter_mut().zip(&self.columns) {
                *number = weights.iter().zip(&knots[*first..]).map(|(weight, knot)| weight * knot).sum();
            }
        }
        let mut field = vec![0.0; width * height];
        for (row, Support { first, weights }) in field.chunks_exact_mut(width).zip(&self.rows) {
            for (weight, line) in weights.iter().zip(lines[first * width..].chunks_exact(width)) {
                for (number, knot) in row.iter_mut().zip(line) {
                    *number += weight * knot;
                }
            }
        }
        field
    }
}

/// The support of each of `size` pixels.
fn supports(size: usize) -> Vec<Support> {
    let distance = scaled(KNOT_DISTANCE, size);
    let support = |pixel: usize| {
        let place = pixel as f32 / distance;
        let t = place - place.floor();
        let s = 1.0 - t;
        let weights =
            [s * s * s, 3.0 * t * t * t - 6.0 * t * t + 4.0, 3.0 * s * s * s - 6.0 * s * s + 4.0, t * t * t];
        Support { first: place as usize, weights: weights.map(|weight| weight / 6.0) }
    };
    (0..size).map(support).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::{Stream, stream};

    #[test]
    fn pixels_are_displaced_by_as_much_as_intended() {
        let field = DisplacementField::new(28, 28);
        let mut rng = stream(3, Stream::Distortions);
        let displacements: Vec<f32> = (0..500).flat_map(|_| field.sample(&mut rng)).collect();
        let mean_square = displacements.iter().map(|d| d * d).sum::<f32>() / displacements.len() as f32;
        assert!((mean_square.sqrt() - 1.4).abs() < 0.15, "{}", mean_square.sqrt());
        assert!(displacements.iter().all(|d| d.abs() <= MAX_DISPLACEMENT));
    }
}
