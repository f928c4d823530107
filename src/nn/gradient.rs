//! The gradient of one layer.

use super::kernels::{self, Part};
use super::matrix::Matrix;
use super::network::Layer;
use super::thread_pool::ThreadPool;

/// Rows of a gradient that one thread works out at once.
const ROWS: usize = 16;
/// Vectors that one thread updates at once.
pub(super) const SHARE: usize = 256;
/// Products from which on more than one thread is worth it: some tens of microseconds.
const WORTH_SHARING: usize = 1 << 20;

/// The gradient of the loss in the shape of a layer, or the direction that an optimizer makes of it.
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
    pub(super) fn rows_mut(&mut self, rows: impl Iterator<Item = u32>) -> &mut Matrix {
        let part = part(self.touched, &self.rows, self.weights.per_row());
        kernels::clear(self.weights.vectors_mut(), part);
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

    /// The gradient from activations of the layer before and δ, quantities × examples each, part by part.
    pub(super) fn dots<'a>(
        &mut self,
        pairs: impl Iterator<Item = (&'a Matrix, &'a Matrix)> + Clone + Sync,
        examples: usize,
        pool: &ThreadPool,
    ) {
        let columns = self.weights.columns();
        let weights = self.all();
        let per_row = weights.per_row();
        let pool = pool.if_worthwhile(examples * weights.rows() * columns >= WORTH_SHARING);
        let rows = weights.vectors_mut().chunks_mut((ROWS * per_row).max(1)).enumerate();
        pool.each(rows, |(group, out)| kernels::dots(pairs.clone(), ROWS * group, columns, out));
    }

    /// Whether all weights and biases of `layer` stay finite and within `limit` when `x` times this is added.
    pub(super) fn keeps_within(&self, limit: f32, layer: &Layer, x: f32, pool: &ThreadPool) -> bool {
        let (numbers, by) = (layer.weights.vectors(), self.weights.vectors());
        let weights = match self.part() {
            Part::All => {
                let pairs = numbers.chunks(SHARE).zip(by.chunks(SHARE));
                let within =
                    |(numbers, by): (&[_], &[_])| kernels::stays_within(numbers, x, by, Part::All, limit);
                self.pool(pool).all(pairs, within)
            }
            part @ Part::Rows(..) => kernels::stays_within(numbers, x, by, part, limit),
        };
        let (numbers, by) = (layer.biases.vectors(), self.biases.vectors());
        weights && kernels::stays_within(numbers, x, by, Part::All, limit)
    }

    /// Adds `x` times this to the weights and biases of `layer`.
    pub(super) fn add_to(&self, layer: &mut Layer, x: f32, pool: &ThreadPool) {
        let (numbers, by) = (layer.weights.vectors_mut(), self.weights.vectors());
        match self.part() {
            Part::All => {
                let pairs = numbers.chunks_mut(SHARE).zip(by.chunks(SHARE));
                self.pool(pool).each(pairs, |(numbers, by)| kernels::add_scaled(numbers, x, by, Part::All));
            }
            part @ Part::Rows(..) => kernels::add_scaled(numbers, x, by, part),
        }
        kernels::add_scaled(layer.biases.vectors_mut(), x, self.biases.vectors(), Part::All);
    }

    /// The threads that are worth having for a pass over all weights.
    pub(super) fn pool(&self, pool: &ThreadPool) -> ThreadPool {
        pool.if_worthwhile(self.touched.is_none() && self.weights.vectors().len() >= 2 * SHARE)
    }

    /// The part of the weights that may differ from zero.
    fn part(&self) -> Part<'_> {
        part(self.touched, &self.rows, self.weights.per_row())
    }
}

/// The first so many of these rows, or all there are.
fn part(touched: Option<usize>, rows: &[u32], per_row: usize) -> Part<'_> {
    touched.map_or(Part::All, |count| Part::Rows(&rows[..count], per_row))
}
