//! The gradient of one layer.

use std::ops::Range;

use super::crew::Crew;
use super::kernels;
use super::matrix::Matrix;
use super::network::Layer;

/// Rows of a gradient that one thread works out at once.
const ROWS: usize = 16;
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
        let parts = parts(touched, &self.weights);
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
        crew.each(rows, |(group, out)| kernels::dots(pairs.clone(), ROWS * group, columns, per_row, out));
    }

    /// Whether all weights and biases of `layer` stay finite and within `limit` when this is added.
    pub(super) fn keeps_within(&self, limit: f32, layer: &Layer) -> bool {
        let within = |by: &Matrix, numbers: &Matrix, touched| {
            kernels::sum_within(numbers.vectors(), by.vectors(), parts(touched, by), limit)
        };
        within(&self.weights, &layer.weights, self.touched()) && within(&self.biases, &layer.biases, None)
    }

    /// Adds this to the weights and biases of `layer`.
    pub(super) fn add_to(&self, layer: &mut Layer) {
        let add = |by: &Matrix, numbers: &mut Matrix, touched| {
            kernels::add(numbers.vectors_mut(), by.vectors(), parts(touched, by));
        };
        add(&self.weights, &mut layer.weights, self.touched());
        add(&self.biases, &mut layer.biases, None);
    }

    /// Multiplies this by a number.
    pub(super) fn scale(&mut self, factor: f32) {
        let scale = |numbers: &mut Matrix, touched| {
            let parts = parts(touched, numbers);
            kernels::scale(numbers.vectors_mut(), parts, factor);
        };
        let touched = self.touched.map(|count| &self.rows[..count]);
        scale(&mut self.weights, touched);
        scale(&mut self.biases, None);
    }
}

/// Where the vectors of the rows that were touched lie, or all vectors.
fn parts<'a>(touched: Option<&'a [u32]>, matrix: &Matrix) -> impl Iterator<Item = Range<usize>> + use<'a> {
    let (per_row, vectors) = (matrix.per_row(), matrix.vectors().len());
    let rows = touched.unwrap_or_default().iter().map(move |&row| row as usize * per_row);
    let whole = touched.is_none().then_some(0..vectors);
    rows.map(move |start| start..start + per_row).chain(whole)
}
