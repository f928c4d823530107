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
        in_groups.product(chunk, weights, width, biases, z);
    } else {
        with_rows!(by_example, |csr, entry| {
            let row = |n| csr.row(batch.index(n));
            kernels::csr_product(0..batch.len(), row, entry, weights, width, biases, z);
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
