//! The weight gradient of the first layer for sparse inputs.
//!
//! Only for speed: `backprop.rs` says what is computed. All ways add up the examples in their order, and so give the same bits.

use std::ops::Range;

use super::batch::{Batch, ranges};
use super::csr::{Csr, with_rows};
use super::gradient::Gradient;
use super::inputs::{INPUTS_PER_JOB, Storage};
use super::kernels::{self, Accumulation, Addend, Entry};
use super::matrix::Matrix;
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
    transposed: Csr<Entry>,
    /// The rows of `transposed` that have entries, ascending.
    nonempty: Vec<u32>,
    /// The places in each example at which a part of the inputs ends, example by example.
    splits: Vec<u32>,
}

/// The weight gradient of the first layer for sparse inputs: inputsᵀ · δ, summed from the first example to the last.
///
/// `deltas` is δ as examples × units. `weights` are not read, only fetched for writing: the step after a full batch changes all of
/// them, and until then the forward pass has left them in the caches of other cores. δ is partly there, too, and is
/// prefetched at the ends of the loop, where the caller and the first worker begin.
pub(super) fn weight_gradient(
    batch: &Batch,
    deltas: &Matrix,
    weights: &Matrix,
    scratch: &mut Scratch,
    pool: &ThreadPool,
    accumulation: Accumulation,
    gradient: &mut Gradient,
) {
    let Storage::Sparse { by_example, by_input, .. } = &batch.inputs.storage else { return };
    if let (Some(by_input), true) = (by_input, batch.is_all()) {
        let is_shared = pool.threads() > 1;
        for_each_input_block(gradient.all_mut(), pool, |inputs, panel, width, out| {
            let deltas = deltas.panel(panel);
            if is_shared {
                kernels::prefetch_to_write(&weights.panel(panel)[inputs.start * width..inputs.end * width]);
                if inputs.start == 0 || inputs.end == batch.inputs.width {
                    kernels::prefetch_in_bulk(deltas);
                }
            }
            by_input.product(inputs.start / INPUTS_PER_JOB, deltas, width, Addend::Zero, out);
        });
        return;
    }
    with_rows!(by_example, |csr, read| {
        let sparse = SparseBatch { batch, csr, read };
        batch_gradient(&sparse, deltas, scratch, pool, accumulation, gradient);
    });
}

/// The examples of a batch in sparse rows, whose entries are stored as `T`; `read` reads one.
struct SparseBatch<'a, T, E> {
    batch: &'a Batch<'a>,
    csr: &'a Csr<T>,
    read: E,
}

impl<'a, T: Copy, E> SparseBatch<'a, T, E> {
    /// The rows, example by example.
    fn rows(&self) -> impl Iterator<Item = &'a [T]> + Clone + use<'a, T, E> {
        let (batch, csr) = (self.batch, self.csr);
        (0..batch.len()).map(|n| csr.row(batch.index(n)))
    }
}

/// [`weight_gradient`] of a mini-batch.
fn batch_gradient<T: Copy + Sync, E: Fn(T) -> Entry + Copy + Sync>(
    sparse: &SparseBatch<T, E>,
    deltas: &Matrix,
    scratch: &mut Scratch,
    pool: &ThreadPool,
    accumulation: Accumulation,
    gradient: &mut Gradient,
) {
    let &SparseBatch { batch, csr, read } = sparse;
    if batch.len() < SCATTER_BELOW {
        let rows = sparse.rows();
        let weights = match accumulation {
            Accumulation::Replace => {
                gradient.rows_mut(rows.clone().flatten().map(|&stored| read(stored).column))
            }
            Accumulation::Add => gradient.all_mut(),
        };
        let width = weights.width();
        for (deltas, weights) in deltas.panels().zip(weights.panels_mut()) {
            kernels::csr_scatter(rows.clone(), read, 0, deltas, width, weights);
        }
        return;
    }
    if gradient.weights.panel_count() <= SCATTER_PANELS * pool.threads() {
        scatter_in_parts(sparse, deltas, &mut scratch.splits, pool, accumulation, gradient);
        return;
    }
    let mut accumulation = accumulation;
    for block in ranges(batch.len(), EXAMPLES_PER_BLOCK) {
        let entries = block.flat_map(|n| csr.transposed_row(batch.index(n), read, n));
        scratch.transposed.assign(batch.inputs.width, entries);
        transposed_product(scratch, deltas, pool, accumulation, gradient);
        accumulation = Accumulation::Add;
    }
}

/// Weight gradient (+)= inputsᵀ · `deltas`, example by example: the threads share the inputs and the panels of the units.
///
/// `splits` is scratch for the places in each example at which a part of the inputs ends.
fn scatter_in_parts<'b, T: Copy + Sync, E: Fn(T) -> Entry + Copy + Sync>(
    sparse: &SparseBatch<'b, T, E>,
    deltas: &Matrix,
    splits: &mut Vec<u32>,
    pool: &ThreadPool,
    accumulation: Accumulation,
    gradient: &mut Gradient,
) {
    let (read, rows) = (sparse.read, sparse.rows());
    let parts = sparse.batch.inputs.width.div_ceil(INPUTS_PER_SCATTER).max(1);
    let bounds = (1..=parts).map(|part| INPUTS_PER_SCATTER * part);
    let before =
        |row: &[T], bound| row.partition_point(|&stored| (read(stored).column as usize) < bound) as u32;
    splits.clear();
    splits.extend(rows.clone().flat_map(|row| bounds.clone().map(move |bound| before(row, bound))));
    let weights = gradient.all_mut();
    let width = weights.width();
    pool.for_each(weights.parts_mut(INPUTS_PER_SCATTER), |(panel, part, out)| {
        if matches!(accumulation, Accumulation::Replace) {
            out.fill(Vector::default());
        }
        let part_of = |(row, splits): (&'b [T], &[u32])| {
            let start = part.checked_sub(1).map_or(0, |before| splits[before]);
            &row[start as usize..splits[part] as usize]
        };
        let rows = rows.clone().zip(splits.chunks(parts)).map(part_of);
        kernels::csr_scatter(rows, read, INPUTS_PER_SCATTER * part, deltas.panel(panel), width, out);
    });
}

/// Weight gradient (+)= the transposed inputs · `deltas`.
fn transposed_product(
    Scratch { transposed, nonempty, .. }: &mut Scratch,
    deltas: &Matrix,
    pool: &ThreadPool,
    accumulation: Accumulation,
    gradient: &mut Gradient,
) {
    nonempty.clear();
    nonempty.extend(transposed.nonempty_rows());
    let (weights, addend) = match accumulation {
        Accumulation::Replace => (gradient.overwritten_rows_mut(nonempty.iter().copied()), Addend::Zero),
        Accumulation::Add => (gradient.all_mut(), Addend::Output),
    };
    for_each_input_block(weights, pool, |inputs, panel, width, out| {
        let deltas = deltas.panel(panel);
        let before = |bound| nonempty.partition_point(|&input| (input as usize) < bound);
        let block = &nonempty[before(inputs.start)..before(inputs.end)];
        let rows = block.iter().map(|&input| input as usize - inputs.start);
        kernels::csr_product(
            rows,
            |i| transposed.row(inputs.start + i),
            |entry| entry,
            deltas,
            width,
            addend,
            out,
        );
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
    use ndarray::Array2;

    use super::*;
    use crate::nn::inputs::Inputs;
    use crate::nn::kernels::{BYTE_VALUES, assert_same, dense_matrix, sum};
    use crate::nn::layer::Layer;
    use crate::nn::thread_pool::with_pool;

    /// More inputs than one thread scatters to at once.
    const INPUTS: usize = 2 * INPUTS_PER_SCATTER + 77;
    const EXAMPLES: usize = 90;

    fn byte(n: usize, i: usize) -> u8 {
        if (n * 13 + i * 7).is_multiple_of(9) { (n + i % 50) as u8 } else { 0 }
    }

    fn input(n: usize, i: usize) -> f32 {
        BYTE_VALUES[usize::from(byte(n, i))]
    }

    /// The same inputs, as numbers and as bytes.
    fn inputs() -> [Inputs; 2] {
        let bytes = Array2::from_shape_fn((EXAMPLES, INPUTS), |(n, i)| byte(n, i));
        [
            Inputs::from_rows(EXAMPLES, INPUTS, |n| (0..INPUTS).map(move |i| input(n, i))),
            Inputs::from_bytes(bytes.view(), &BYTE_VALUES, &ThreadPool::default()),
        ]
    }

    /// Compares the gradient of a batch with the plain loops: computed twice in the same memory, then added to itself if it is a
    /// mini-batch.
    fn check(batch: &Batch, units: usize, pool: &ThreadPool) {
        let layer = Layer { weights: Matrix::zeros(INPUTS, units), biases: Matrix::zeros(1, units) };
        let (deltas, mut gradient) = (dense_matrix(batch.len(), units), Gradient::zeros_like(&layer));
        let mut scratch = Scratch::default();
        let once = |start, i: usize, j: usize| {
            sum(start, batch.len(), |n| input(batch.index(n), i), |n| deltas[(n, j)])
        };
        let mut compute = |accumulation| {
            weight_gradient(batch, &deltas, &layer.weights, &mut scratch, pool, accumulation, &mut gradient);
            gradient.weights.clone()
        };
        compute(Accumulation::Replace);
        assert_same(&compute(Accumulation::Replace), |i, j| once(0.0, i, j));
        if !batch.is_all() {
            assert_same(&compute(Accumulation::Add), |i, j| once(once(0.0, i, j), i, j));
        }
    }

    #[test]
    fn a_gradient_is_the_plain_loops_on_every_path() {
        let shuffled: Vec<usize> = (0..EXAMPLES).rev().collect();
        for mut inputs in inputs() {
            inputs.prepare_full_batch(&ThreadPool::default());
            for threads in [1, 3] {
                with_pool(threads, |pool| {
                    // Few panels of the units and many, for one thread and for three; few examples and many.
                    for (examples, units) in [(5, 30), (40, 30), (90, 70), (40, 200), (40, 500)] {
                        check(&inputs.chosen(&shuffled[..examples]), units, pool);
                    }
                    for units in [30, 200] {
                        check(&inputs.all(), units, pool);
                    }
                });
            }
        }
    }
}
