//! The first layer, whose inputs may be sparse: its weighted inputs.
//!
//! Only for speed: `network.rs` and `backprop.rs` say what is computed. Sparse inputs are multiplied example by
//! example, so that z and δ of this layer are also held as examples × units.

use super::batch::Batch;
use super::csr::with_rows;
use super::inputs::{CHUNK_SIZE, Storage};
use super::kernels::{self, Addend};
use super::layer::Layer;
use super::matrix::{Matrix, PANEL_COLUMNS};
use super::vector::Vector;

/// The rows of a chunk of the examples in a matrix of all of them, examples × units.
#[derive(Clone, Copy)]
pub(super) struct ChunkRows<'a> {
    /// The rows of all examples.
    pub matrix: &'a Matrix,
    /// The first example of the chunk.
    pub first: usize,
    /// The number of its examples.
    pub examples: usize,
}

impl<'a> ChunkRows<'a> {
    /// The rows, a panel of the units after the other.
    fn panels(self) -> impl Iterator<Item = &'a [Vector]> {
        let (start, end) = (self.first, self.first + self.examples);
        let width = self.matrix.width();
        self.matrix.panels().map(move |panel| &panel[start * width..end * width])
    }
}

/// Part of inputs · weights + biases for sparse inputs: `z` is examples × units, a panel of the units.
pub(super) fn sparse_weighted_inputs(batch: &Batch, layer: &Layer, panel: usize, z: &mut [Vector]) {
    let Storage::Sparse { by_example, in_groups, .. } = &batch.inputs.storage else { return };
    let width = layer.weights.width();
    let weights = layer.weights.panel(panel);
    let biases = Addend::Row(layer.biases.panel(panel));
    if let (Some(in_groups), Some(chunk)) = (in_groups, batch.whole_chunk()) {
        in_groups.product(chunk.start / CHUNK_SIZE, weights, width, biases, z);
    } else {
        with_rows!(by_example, |csr, read| {
            let row = |n| csr.row(batch.index(n));
            kernels::csr_product(0..batch.len(), row, read, weights, width, biases, z);
        });
    }
}

/// `z` = (inputs · weights + biases)ᵀ, units × examples.
///
/// `columns` is scratch for dense inputs, inputs × examples. For sparse ones, `rows` are the results of
/// [`sparse_weighted_inputs`], which are only transposed.
pub(super) fn weighted_inputs(
    batch: &Batch,
    layer: &Layer,
    columns: &mut Matrix,
    rows: ChunkRows,
    z: &mut Matrix,
) {
    if batch.is_sparse() {
        for (panel, unit) in rows.panels().zip((0..).step_by(PANEL_COLUMNS)) {
            kernels::transpose(panel, rows.matrix.width(), unit, z);
        }
    } else {
        gather(batch, columns);
        let columns = prepared_columns(batch).unwrap_or(columns);
        kernels::affine(&layer.weights, columns, &layer.biases, z);
    }
}

/// The inputs as inputs × examples, if they are dense: prepared, or gathered by [`weighted_inputs`].
pub(super) fn dense_columns<'b>(batch: &Batch<'b>, gathered: &'b Matrix) -> Option<&'b Matrix> {
    (!batch.is_sparse()).then(|| prepared_columns(batch).unwrap_or(gathered))
}

fn prepared_columns<'a>(batch: &Batch<'a>) -> Option<&'a Matrix> {
    match &batch.inputs.storage {
        Storage::Dense { chunks, .. } => chunks.get(batch.whole_chunk()?.start / CHUNK_SIZE),
        Storage::Sparse { .. } => None,
    }
}

/// Copies dense inputs that are not prepared to `columns`, inputs × examples.
fn gather(batch: &Batch, columns: &mut Matrix) {
    if let (Storage::Dense { examples, .. }, None) = (&batch.inputs.storage, prepared_columns(batch)) {
        columns.reshape_in_one_panel(batch.inputs.width, batch.len());
        columns.vectors_mut().fill(Vector::default());
        for n in 0..batch.len() {
            for (i, &x) in examples.row(batch.index(n)).iter().enumerate() {
                columns[(i, n)] = x;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use ndarray::Array2;

    use super::*;
    use crate::nn::inputs::Inputs;
    use crate::nn::kernels::{BYTE_VALUES, assert_same, dense_matrix, sum};
    use crate::nn::thread_pool::ThreadPool;

    /// Examples × inputs, of which one in `one_in` is not zero.
    fn bytes(examples: usize, one_in: usize) -> Array2<u8> {
        let byte =
            |(n, i): (usize, usize)| if (n * 13 + i * 7).is_multiple_of(one_in) { 1 + i % 200 } else { 0 };
        Array2::from_shape_fn((examples, 450), |at| byte(at) as u8)
    }

    /// Compares the weighted inputs of all examples, in a range and shuffled, with the plain loops.
    fn check(inputs: &Inputs, bytes: &Array2<u8>) {
        let layer = Layer { weights: dense_matrix(450, 70), biases: dense_matrix(1, 70) };
        let shuffled: Vec<usize> = (0..bytes.nrows()).rev().collect();
        for batch in [inputs.chosen(&shuffled), inputs.all()] {
            let mut z = Matrix::zeros(batch.len(), 70);
            for (panel, z) in z.panels_mut().enumerate() {
                sparse_weighted_inputs(&batch, &layer, panel, z);
            }
            let input = |n, i| BYTE_VALUES[usize::from(bytes[(batch.index(n), i)])];
            assert_same(&z, |n, j| {
                sum(layer.biases[(0, j)], 450, |i| input(n, i), |i| layer.weights[(i, j)])
            });
        }
    }

    #[test]
    fn weighted_inputs_are_the_plain_loops_however_the_inputs_are_stored() {
        let (bytes, pool) = (bytes(90, 9), ThreadPool::default());
        let row = |n| (0..450).map(move |i| (n, i)).map(|at| BYTE_VALUES[usize::from(bytes[at])]);
        for mut inputs in
            [Inputs::from_rows(90, 450, row), Inputs::from_bytes(bytes.view(), &BYTE_VALUES, &pool)]
        {
            check(&inputs, &bytes);
            inputs.prepare_evaluation(&pool);
            check(&inputs, &bytes);
        }
    }

    #[test]
    fn rewritten_inputs_are_those_that_were_written() {
        let pool = ThreadPool::default();
        let mut inputs = Inputs::from_rows(3, 450, |n| (0..450).map(move |i| f32::from(n == i)));
        // Sparse, dense, and sparse again, of other sizes.
        for (examples, one_in) in [(40, 9), (70, 1), (20, 5), (50, 9)] {
            let (new, mut memory) = (bytes(examples, one_in), Array2::zeros((examples, 450)));
            let write = |n, row: &mut [u8]| new.row(n).iter().zip(row).for_each(|(&byte, out)| *out = byte);
            inputs.rewrite(&mut memory, &BYTE_VALUES, &pool, write);
            assert_eq!((inputs.len(), inputs.all().is_sparse()), (examples, one_in > 1));
            if one_in > 1 {
                check(&inputs, &new);
            }
        }
    }
}
