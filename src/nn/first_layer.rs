//! The first layer, whose inputs may be sparse: its weighted inputs and its weight gradients.
//!
//! Only for speed: `network.rs` and `backprop.rs` say what is computed. Sparse inputs are multiplied example by
//! example, so that z and δ of this layer are also held as examples × units.

use std::ops::Range;

use super::batch::{Batch, ranges};
use super::csr::Csr;
use super::gradient::Gradient;
use super::inputs::{CHUNK_SIZE, INPUTS_PER_JOB, Storage};
use super::kernels::{self, Accumulation, Addend, Entry};
use super::layer::Layer;
use super::matrix::{Matrix, PANEL_COLUMNS};
use super::thread_pool::ThreadPool;
use super::vector::Vector;

/// Mini-batches of fewer examples are scattered over the weight gradient; larger ones are transposed first.
const SCATTER_BELOW: usize = 32;
/// With so few panels of the units for each thread, larger mini-batches are scattered, too: the threads share that, and not the
/// transpose, which pays only if many panels use it.
const SCATTER_PANELS: usize = 2;
/// Inputs whose gradients one thread scatters to at once: few enough for their gradients to stay in the cache.
const INPUTS_PER_SCATTER: usize = 400;
/// Examples that are transposed at once: few enough for their δ to stay in the cache while all inputs meet them.
const EXAMPLES_PER_BLOCK: usize = 512;

/// Memory for the weight gradient of a mini-batch, kept from step to step.
#[derive(Clone, Debug, Default)]
pub(super) struct Scratch {
    /// The inputs, inputs × examples.
    transposed: Csr,
    /// The places in each example at which a part of the inputs ends, example by example.
    splits: Vec<u32>,
}

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
        let row = |n| by_example.row(batch.index(n));
        kernels::csr_product(0..batch.len(), row, weights, width, biases, z);
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

/// The weight gradient of the first layer for sparse inputs: inputsᵀ · δ, summed from the first example to the last.
///
/// `deltas` is δ as examples × units. `weights` are only fetched: a step over all examples writes them next, all of them, and other
/// threads have read them.
pub(super) fn weight_gradient(
    batch: &Batch,
    deltas: &Matrix,
    weights: &Matrix,
    Scratch { transposed, splits }: &mut Scratch,
    pool: &ThreadPool,
    accumulation: Accumulation,
    gradient: &mut Gradient,
) {
    let Storage::Sparse { by_example, by_input, .. } = &batch.inputs.storage else { return };
    if let (Some(by_input), true) = (by_input, batch.is_all()) {
        for_each_input_block(gradient.all_mut(), pool, |inputs, panel, width, out| {
            kernels::prefetch_to_write(&weights.panel(panel)[inputs.start * width..inputs.end * width]);
            let deltas = deltas.panel(panel);
            by_input.product(inputs, deltas, width, Addend::Zero, out);
        });
        return;
    }
    if batch.len() < SCATTER_BELOW {
        let rows = (0..batch.len()).map(|n| by_example.row(batch.index(n)));
        let weights = match accumulation {
            Accumulation::Replace => gradient.rows_mut(rows.clone().flatten().map(|entry| entry.column)),
            Accumulation::Add => gradient.all_mut(),
        };
        let width = weights.width();
        for (deltas, weights) in deltas.panels().zip(weights.panels_mut()) {
            kernels::csr_scatter(rows.clone(), 0, deltas, width, weights);
        }
        return;
    }
    if gradient.weights.panel_count() <= SCATTER_PANELS * pool.threads() {
        scatter_in_parts(batch, by_example, deltas, splits, pool, accumulation, gradient);
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

/// Weight gradient (+)= inputsᵀ · `deltas`, example by example: the threads share the inputs and the panels of the units.
///
/// `splits` is scratch for the places in each example at which a part of the inputs ends.
fn scatter_in_parts<'b>(
    batch: &Batch,
    by_example: &'b Csr,
    deltas: &Matrix,
    splits: &mut Vec<u32>,
    pool: &ThreadPool,
    accumulation: Accumulation,
    gradient: &mut Gradient,
) {
    let parts = batch.inputs.width.div_ceil(INPUTS_PER_SCATTER).max(1);
    let rows = (0..batch.len()).map(|n| by_example.row(batch.index(n)));
    let bounds = (1..=parts).map(|part| INPUTS_PER_SCATTER * part);
    let before = |row: &[Entry], bound| row.partition_point(|entry| (entry.column as usize) < bound) as u32;
    splits.clear();
    splits.extend(rows.clone().flat_map(|row| bounds.clone().map(move |bound| before(row, bound))));
    let weights = gradient.all_mut();
    let width = weights.width();
    pool.for_each(weights.parts_mut(INPUTS_PER_SCATTER), |(panel, part, out)| {
        if matches!(accumulation, Accumulation::Replace) {
            out.fill(Vector::default());
        }
        let part_of = |(row, splits): (&'b [Entry], &[u32])| {
            let start = part.checked_sub(1).map_or(0, |before| splits[before]);
            &row[start as usize..splits[part] as usize]
        };
        let rows = rows.clone().zip(splits.chunks(parts)).map(part_of);
        kernels::csr_scatter(rows, INPUTS_PER_SCATTER * part, deltas.panel(panel), width, out);
    });
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
        Accumulation::Replace => (gradient.overwritten_rows_mut(nonempty.iter().copied()), Addend::Zero),
        Accumulation::Add => (gradient.all_mut(), Addend::Output),
    };
    for_each_input_block(weights, pool, |inputs, panel, width, out| {
        let deltas = deltas.panel(panel);
        let before = |bound| nonempty.partition_point(|&input| (input as usize) < bound);
        let block = &nonempty[before(inputs.start)..before(inputs.end)];
        let rows = block.iter().map(|&input| input as usize - inputs.start);
        kernels::csr_product(rows, |i| transposed.row(inputs.start + i), deltas, width, addend, out);
    });
}

/// Calls `compute` for each panel of the units and block of [`INPUTS_PER_JOB`] inputs: with the inputs, the number of the panel, its
/// width, and the weights.
fn for_each_input_block(
    weights: &mut Matrix,
    pool: &ThreadPool,
    compute: impl Fn(Range<usize>, usize, usize, &mut [Vector]) + Sync,
) {
    let width = weights.width();
    pool.for_each(weights.parts_mut(INPUTS_PER_JOB), |(panel, block, out)| {
        let first = INPUTS_PER_JOB * block;
        compute(first..first + out.len() / width, panel, width, out);
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nn::inputs::Inputs;
    use crate::nn::kernels::{assert_same, dense_matrix, sum};
    use crate::nn::thread_pool::with_pool;

    /// More inputs than one thread scatters to at once.
    const INPUTS: usize = 2 * INPUTS_PER_SCATTER + 77;
    const EXAMPLES: usize = 90;

    fn input(n: usize, i: usize) -> f32 {
        if (n * 13 + i * 7).is_multiple_of(9) { (n + i % 50) as f32 / 64.0 } else { 0.0 }
    }

    /// Compares the gradient of a mini-batch, computed twice in the same memory, with the plain loops.
    fn check(batch: &[usize], units: usize, pool: &ThreadPool) {
        let inputs = Inputs::from_rows(EXAMPLES, INPUTS, |n| (0..INPUTS).map(move |i| input(n, i)));
        let layer = Layer { weights: Matrix::zeros(INPUTS, units), biases: Matrix::zeros(1, units) };
        let (deltas, mut gradient) = (dense_matrix(batch.len(), units), Gradient::zeros_like(&layer));
        let mut scratch = Scratch::default();
        for accumulation in [Accumulation::Replace, Accumulation::Replace, Accumulation::Add] {
            let batch = inputs.chosen(batch);
            weight_gradient(&batch, &deltas, &layer.weights, &mut scratch, pool, accumulation, &mut gradient);
        }
        let once =
            |start, i: usize, j: usize| sum(start, batch.len(), |n| input(batch[n], i), |n| deltas[(n, j)]);
        assert_same(&gradient.weights, |i, j| once(once(0.0, i, j), i, j));
    }

    #[test]
    fn a_gradient_is_the_plain_loops_however_its_terms_are_reached() {
        let batch: Vec<usize> = (0..EXAMPLES).rev().collect();
        for threads in [1, 3] {
            with_pool(threads, |pool| {
                // Few panels of the units and many, for one thread and for three; few examples and many.
                for (examples, units) in [(5, 30), (40, 30), (90, 70), (40, 200), (40, 500)] {
                    check(&batch[..examples], units, pool);
                }
            });
        }
    }
}
