//! The gradient of one layer, and its application to the weights.

use super::kernels::{self, Accumulation, RowSet};
use super::layer::Layer;
use super::matrix::{Matrix, panel_columns};
use super::thread_pool::ThreadPool;
use super::vector::Vector;

/// Rows of a gradient that one thread computes at once.
const ROWS_PER_JOB: usize = 16;
/// Vectors that one thread updates at once.
pub(super) const VECTORS_PER_JOB: usize = 256;
/// Multiplications below which sharing the work between threads does not pay: some tens of microseconds.
const MIN_PARALLEL_WORK: usize = 1 << 20;

/// The gradients of the loss, layer by layer.
pub type Gradients = Vec<Gradient>;

/// The gradient of the loss by the weights and biases of a layer, or the update that an optimizer makes of it.
#[derive(Clone, Debug)]
pub struct Gradient {
    /// ∂C/∂w, inputs × units.
    pub weights: Matrix,
    /// ∂C/∂b, 1 × units.
    pub biases: Matrix,
    /// How many rows of `weights` may differ from zero, which are then the first of `rows`; `None` for all rows. A
    /// mini-batch of images has no ink in many pixels.
    nonzero_rows: Option<usize>,
    rows: Vec<u32>,
    is_nonzero: Vec<bool>,
}

impl Gradient {
    /// Zeros in the shape of a layer.
    pub(super) fn zeros_like(layer: &Layer) -> Gradient {
        Gradient {
            weights: Matrix::zeros(layer.inputs(), layer.units()),
            biases: Matrix::zeros(1, layer.units()),
            nonzero_rows: None,
            rows: vec![0; layer.inputs() + 1],
            is_nonzero: vec![false; layer.inputs()],
        }
    }

    /// All weights, mutable.
    pub(super) fn all_mut(&mut self) -> &mut Matrix {
        self.nonzero_rows = None;
        &mut self.weights
    }

    /// The weights, set to zero, of which only `rows` may be written. Rows may be named more than once.
    pub(super) fn rows_mut(&mut self, rows: impl Iterator<Item = u32>) -> &mut Matrix {
        let set = row_set(self.nonzero_rows, &self.rows, self.weights.width());
        for panel in self.weights.panels_mut() {
            kernels::clear(panel, set);
        }
        self.mark(rows);
        self.list_marked()
    }

    /// The weights, of which only `rows` may be written, and all of these have to be; the others are zero.
    pub(super) fn overwritten_rows_mut(&mut self, rows: impl Iterator<Item = u32>) -> &mut Matrix {
        self.mark(rows);
        let (width, marks) = (self.weights.width(), &self.is_nonzero);
        let before = self.nonzero_rows.map(|count| &self.rows[..count]);
        for panel in self.weights.panels_mut() {
            let mut clear = |row: usize| {
                if !marks[row] {
                    panel[row * width..][..width].fill(Vector::default());
                }
            };
            match before {
                Some(rows) => rows.iter().for_each(|&row| clear(row as usize)),
                None => (0..marks.len()).for_each(&mut clear),
            }
        }
        self.list_marked()
    }

    fn mark(&mut self, rows: impl Iterator<Item = u32>) {
        self.is_nonzero.fill(false);
        rows.for_each(|row| self.is_nonzero[row as usize] = true);
    }

    /// Makes the marked rows those that may differ from zero.
    fn list_marked(&mut self) -> &mut Matrix {
        let mut count = 0;
        for (row, &is_nonzero) in (0..).zip(&self.is_nonzero) {
            // Without a branch, which would be mispredicted: a row of zeros is overwritten by the next one.
            self.rows[count] = row;
            count += usize::from(is_nonzero);
        }
        self.nonzero_rows = Some(count);
        &mut self.weights
    }

    /// The weight gradient of a dense layer: weights (+)= a · δᵀ, summed over the examples.
    ///
    /// `pairs` are the activations a of the layer before, inputs × examples, and δ, units × examples, chunk by chunk;
    /// `examples` is the number of examples in all chunks.
    pub(super) fn add_products<'a>(
        &mut self,
        pairs: impl Iterator<Item = (&'a Matrix, &'a Matrix)> + Clone + Sync,
        examples: usize,
        accumulation: Accumulation,
        pool: &ThreadPool,
    ) {
        let units = self.weights.columns();
        let weights = self.all_mut();
        let width = weights.width();
        let pool = pool.only_if(examples * weights.rows() * units >= MIN_PARALLEL_WORK);
        pool.for_each(weights.parts_mut(ROWS_PER_JOB), |(panel, job, out)| {
            let columns = panel_columns(units, panel);
            kernels::dot_products(pairs.clone(), ROWS_PER_JOB * job, columns, accumulation, out, width);
        });
    }

    /// Adds `factor` times this to the weights and biases of `layer`, and becomes what these were. Returns whether all of them
    /// are within ±`limit`.
    pub(super) fn take_step(
        &mut self,
        layer: &mut Layer,
        factor: f32,
        limit: f32,
        pool: &ThreadPool,
    ) -> bool {
        let pool = self.update_pool(pool);
        let set = row_set(self.nonzero_rows, &self.rows, self.weights.width());
        let is_within = if self.nonzero_rows.is_none() {
            let weights = layer.weights.vectors_mut().chunks_mut(VECTORS_PER_JOB);
            let pairs = weights.zip(self.weights.vectors_mut().chunks_mut(VECTORS_PER_JOB));
            pool.all(pairs, |(weights, by)| kernels::take_step(weights, factor, by, RowSet::All, limit))
        } else {
            let panels = layer.weights.panels_mut().zip(self.weights.panels_mut());
            panels.fold(true, |all, (weights, by)| all & kernels::take_step(weights, factor, by, set, limit))
        };
        let (biases, by) = (layer.biases.vectors_mut(), self.biases.vectors_mut());
        is_within & kernels::take_step(biases, factor, by, RowSet::All, limit)
    }

    /// Undoes [`Gradient::take_step`].
    pub(super) fn undo_step(&self, layer: &mut Layer) {
        let set = row_set(self.nonzero_rows, &self.rows, self.weights.width());
        for (weights, before) in layer.weights.panels_mut().zip(self.weights.panels()) {
            kernels::copy(weights, before, set);
        }
        kernels::copy(layer.biases.vectors_mut(), self.biases.vectors(), RowSet::All);
    }

    /// `pool`, or the calling thread alone if there are too few weights to share.
    pub(super) fn update_pool(&self, pool: &ThreadPool) -> ThreadPool {
        pool.only_if(self.nonzero_rows.is_none() && self.weights.vectors().len() >= 2 * VECTORS_PER_JOB)
    }
}

/// The first `count` of `rows`, or all rows, of panels whose rows have `width` vectors.
fn row_set(count: Option<usize>, rows: &[u32], width: usize) -> RowSet<'_> {
    count.map_or(RowSet::All, |count| RowSet::Some { rows: &rows[..count], width })
}
