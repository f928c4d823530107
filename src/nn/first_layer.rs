//! The first layer, whose inputs may be sparse: its weighted inputs and its weight gradients.
//!
//! Only for speed: `network.rs` and `backprop.rs` say what is computed. Sparse inputs are multiplied example by
//! example, so that z and δ of this layer are also held as examples × units.

use std::ops::Range;

use super::batch::{Batch, ranges};
use super::csr::Csr;
use super::gradient::Gradient;
use super::inputs::{CHUNK_SIZE, INPUTS_PER_JOB, Storage};
use super::kernels::{self, Accumulation, Addend};
use super::layer::Layer;
use super::matrix::Matrix;
use super::thread_pool::ThreadPool;
use super::vector::Vector;

/// Smaller mini-batches are scattered over the weight gradient; larger ones are transposed first.
const SCATTER_BELOW: usize = 32;
/// Examples that are transposed at once: few enough for their δ to stay in the cache while all inputs meet them.
const EXAMPLES_PER_BLOCK: usize = 512;

/// `z` = (inputs · weights + biases)ᵀ, units × examples.
///
/// `columns` is scratch for dense inputs, inputs × examples; `rows` is scratch for sparse ones, examples × units.
pub(super) fn weighted_inputs(
    batch: &Batch,
    layer: &Layer,
    columns: &mut Matrix,
    rows: &mut [Vector],
    z: &mut Matrix,
) {
    let Storage::Sparse { by_example, full_batch } = &batch.inputs.storage else {
        gather(batch, columns);
        let columns = prepared_columns(batch).unwrap_or(columns);
        kernels::affine(&layer.weights, columns, &layer.biases, z);
        return;
    };
    let row = |n| by_example.row(batch.index(n));
    let (weights, biases) = (&layer.weights, Addend::Row(&layer.biases));
    match (full_batch, batch.whole_chunk()) {
        (Some(full_batch), Some(chunk)) => full_batch.by_example.product(chunk, weights, biases, rows),
        _ => kernels::csr_product(0..batch.len(), row, weights, biases, rows),
    }
    kernels::transpose(rows, layer.weights.stride(), z);
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
        columns.reshape(batch.inputs.width, batch.len());
        columns.vectors_mut().fill(Vector::default());
        for n in 0..batch.len() {
            for (i, &x) in examples.row(batch.index(n)).iter().enumerate() {
                columns[(i, n)] = x;
            }
        }
    }
}

/// Stores `delta` of the first layer, units × examples, as examples × units in `rows` if the inputs are sparse.
pub(super) fn store_delta(batch: &Batch, delta: &Matrix, rows: &mut [Vector]) {
    if batch.is_sparse() {
        kernels::transpose_back(delta, rows, rows.len() / batch.len().max(1));
    }
}

/// The weight gradient of the first layer for sparse inputs: inputsᵀ · δ, summed from the first example to the last.
///
/// `deltas` is δ as examples × units, `transposed` is scratch for the inputs of a mini-batch.
pub(super) fn weight_gradient(
    batch: &Batch,
    deltas: &Matrix,
    transposed: &mut Csr,
    pool: &ThreadPool,
    accumulation: Accumulation,
    gradient: &mut Gradient,
) {
    let Storage::Sparse { by_example, full_batch } = &batch.inputs.storage else { return };
    if let (Some(full_batch), true) = (full_batch, batch.is_all()) {
        let by_input = &full_batch.by_input;
        for_each_input_block(gradient.all_mut(), pool, |inputs, out| {
            by_input.product(inputs, deltas, Addend::Zero, out);
        });
        return;
    }
    if batch.len() < SCATTER_BELOW {
        let rows = (0..batch.len()).map(|n| by_example.row(batch.index(n)));
        let weights = match accumulation {
            Accumulation::Replace => gradient.rows_mut(rows.clone().flatten().map(|entry| entry.column)),
            Accumulation::Add => gradient.all_mut(),
        };
        kernels::csr_scatter(rows, deltas, weights);
        return;
    }
    let mut accumulation = accumulation;
    for block in ranges(batch.len(), EXAMPLES_PER_BLOCK) {
        let entries = block.flat_map(|n| by_example.transposed_row(batch.index(n), n));
        transposed.assign(batch.inputs.width, entries);
        transposed_product(transposed, deltas, pool, accumulation, gradient);
        accumulation = Accumulation::Add;
    }
}

/// Weight gradient (+)= `transposed` · `deltas`, where `transposed` is inputs × examples.
fn transposed_product(
    transposed: &Csr,
    deltas: &Matrix,
    pool: &ThreadPool,
    accumulation: Accumulation,
    gradient: &mut Gradient,
) {
    let nonempty = transposed.nonempty_rows();
    let (weights, addend) = match accumulation {
        Accumulation::Replace => (gradient.rows_mut(nonempty.iter().copied()), Addend::Zero),
        Accumulation::Add => (gradient.all_mut(), Addend::Output),
    };
    for_each_input_block(weights, pool, |inputs, out| {
        let before = |bound| nonempty.partition_point(|&input| (input as usize) < bound);
        let block = &nonempty[before(inputs.start)..before(inputs.end)];
        let rows = block.iter().map(|&input| input as usize - inputs.start);
        kernels::csr_product(rows, |i| transposed.row(inputs.start + i), deltas, addend, out);
    });
}

/// Calls `compute` for each block of [`INPUTS_PER_JOB`] inputs, with their rows of `weights`.
fn for_each_input_block(
    weights: &mut Matrix,
    pool: &ThreadPool,
    compute: impl Fn(Range<usize>, &mut [Vector]) + Sync,
) {
    let stride = weights.stride();
    let blocks = weights.vectors_mut().chunks_mut((INPUTS_PER_JOB * stride).max(1)).enumerate();
    pool.for_each(blocks, |(block, out)| {
        let first = INPUTS_PER_JOB * block;
        compute(first..first + out.len() / stride, out);
    });
}
