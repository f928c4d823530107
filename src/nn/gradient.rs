//! The gradient of one layer.

use std::ops::Range;

use super::crew::Crew;
use super::kernels;
use super::matrix::{Matrix, Vector};
use super::network::Layer;

/// Rows of a gradient that one thread works out at once.
const ROWS: usize = 16;
/// Vectors that one thread updates at once.
pub(super) const SHARE: usize = 256;
/// Products from which on more than one thread is worth it: some tens of microseconds.
const WORTH_SHARING: usize = 1 << 20;

/// The gradient of the loss in the shape of a layer, or the update that an optimizer makes of it.
#[derive(Clone, Debug)]
pub struct Gradient {
    /// Inputs × units.
    pub weights: Matrix,
    /// 1 × units.
    pub biases: Matrix,
    /// How many rows of `weights` may differ from zero, and which, if they are few: the pixels of a mini-batch.
    touched: Option<usize>,
    rows: Vec<u32>,
    is_touched: Vec<bool>,
}

impl Gradient {
    /// Zeros in the shape of a layer.
    pub(super) fn zeros_like(layer: &Layer) -> Gradient {
        Gradient {
            weights: Matrix::zeros(layer.inputs(), layer.units()),
            biases: Matrix::zeros(1, layer.units()),
            touched: None,
            rows: vec![0; layer.inputs() + 1],
            is_touched: vec![false; layer.inputs()],
        }
    }

    /// All weights, to be written.
    pub(super) fn all(&mut self) -> &mut Matrix {
        self.touched = None;
        &mut self.weights
    }

    /// The weights, all zero, of which only these rows are to be written.
    pub(super) fn only(&mut self, rows: impl Iterator<Item = u32>) -> &mut Matrix {
        let touched = self.touched.map(|count| &self.rows[..count]);
        let parts = parts(touched, self.weights.per_row(), self.weights.vectors().len());
        kernels::clear(self.weights.vectors_mut(), parts);
        self.is_touched.fill(false);
        let mut count = 0;
        rows.for_each(|row| {
            // No branch, which nobody could foresee: a row that is known already is overwritten by the next.
            self.rows[count] = row;
            count += usize::from(!std::mem::replace(&mut self.is_touched[row as usize], true));
        });
        self.touched = Some(count);
        &mut self.weights
    }

    /// The rows of the weights that may differ from zero, if they are few.
    fn touched(&self) -> Option<&[u32]> {
        self.touched.map(|count| &self.rows[..count])
    }

    /// The gradient from activations of the layer before and δ, quantities × examples each, part by part.
    pub(super) fn dots<'a>(
        &mut self,
        pairs: impl Iterator<Item = (&'a Matrix, &'a Matrix)> + Clone + Sync,
        examples: usize,
        crew: &Crew,
    ) {
        let columns = self.weights.columns();
        let weights = self.all();
        let per_row = weights.per_row();
        let crew = crew.if_worth(examples * weights.rows() * columns >= WORTH_SHARING);
        let rows = weights.vectors_mut().chunks_mut((ROWS * per_row).max(1)).enumerate();
        crew.each(rows, |(group, out)| kernels::dots(pairs.clone(), ROWS * group, columns, out));
    }

    /// Whether all weights and biases of `layer` stay finite and within `limit` when this is added.
    pub(super) fn keeps_within(&self, limit: f32, layer: &Layer, crew: &Crew) -> bool {
        let within = |numbers: &[Vector], by: &[Vector], touched, per_row| {
            kernels::sum_within(numbers, by, parts(touched, per_row, by.len()), limit)
        };
        let (numbers, by) = (layer.weights.vectors(), self.weights.vectors());
        let weights = match self.touched() {
            None => {
                let pairs = numbers.chunks(SHARE).zip(by.chunks(SHARE));
                self.crew(crew).all(pairs, |(numbers, by)| within(numbers, by, None, 0))
            }
            touched => within(numbers, by, touched, self.weights.per_row()),
        };
        weights && within(layer.biases.vectors(), self.biases.vectors(), None, 0)
    }

    /// Adds this to the weights and biases of `layer`.
    pub(super) fn add_to(&self, layer: &mut Layer, crew: &Crew) {
        let add = |numbers: &mut [Vector], by: &[Vector], touched, per_row| {
            kernels::add(numbers, by, parts(touched, per_row, by.len()));
        };
        let (numbers, by) = (layer.weights.vectors_mut(), self.weights.vectors());
        match self.touched() {
            None => {
                let pairs = numbers.chunks_mut(SHARE).zip(by.chunks(SHARE));
                self.crew(crew).each(pairs, |(numbers, by)| add(numbers, by, None, 0));
            }
            touched => add(numbers, by, touched, self.weights.per_row()),
        }
        add(layer.biases.vectors_mut(), self.biases.vectors(), None, 0);
    }

    /// Multiplies this by a number.
    pub(super) fn scale(&mut self, factor: f32, crew: &Crew) {
        let crew = self.crew(crew);
        let per_row = self.weights.per_row();
        let weights = self.weights.vectors_mut();
        match self.touched {
            None => crew.each(weights.chunks_mut(SHARE), |part| {
                kernels::scale(part, parts(None, 0, part.len()), factor);
            }),
            Some(count) => {
                let touched = parts(Some(&self.rows[..count]), per_row, weights.len());
                kernels::scale(weights, touched, factor);
            }
        }
        let biases = self.biases.vectors_mut();
        let all = parts(None, 0, biases.len());
        kernels::scale(biases, all, factor);
    }

    /// The threads that are worth having for a pass over all weights.
    pub(super) fn crew(&self, crew: &Crew) -> Crew {
        crew.if_worth(self.touched.is_none() && self.weights.vectors().len() >= 2 * SHARE)
    }
}

/// Where the vectors of the rows that were touched lie, or all vectors.
fn parts(
    touched: Option<&[u32]>,
    per_row: usize,
    vectors: usize,
) -> impl Iterator<Item = Range<usize>> + use<'_> {
    let rows = touched.unwrap_or_default().iter().map(move |&row| row as usize * per_row);
    let whole = touched.is_none().then_some(0..vectors);
    rows.map(move |start| start..start + per_row).chain(whole)
}
