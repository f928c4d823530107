//! The inputs of many examples, stored for the loops of the first layer.

use ndarray::{Array2, ArrayView2, Axis};

use super::csr::{Csr, SparseRows, with_rows};
use super::kernels::Entry;
use super::matrix::Matrix;
use super::sliced_ell::BlockedSlicedEll;
use super::thread_pool::ThreadPool;

/// The most examples that one thread takes through a network at once: enough to keep the loops long, few enough
/// for their activations to stay in the cache.
pub(super) const CHUNK_SIZE: usize = 128;
/// Inputs whose weight gradients one thread computes at once.
pub(super) const INPUTS_PER_JOB: usize = 32;
/// Inputs are stored sparse up to this share of numbers that are not zero. MNIST has 0.19.
const MAX_DENSITY: f64 = 0.4;
/// Inputs are stored sparse from this many inputs an example on; with fewer, nothing is gained.
const MIN_SPARSE_WIDTH: usize = 32;

/// The inputs of many examples, examples × inputs.
///
/// If most numbers are zero, only the others are stored. That changes no product; gradients are then summed example
/// by example.
#[derive(Clone, Debug)]
pub struct Inputs {
    pub(super) width: usize,
    pub(super) storage: Storage,
}

#[derive(Clone, Debug)]
pub(super) enum Storage {
    /// All numbers. `chunks` are inputs × examples, [`CHUNK_SIZE`] examples each, if full batches are prepared.
    Dense { examples: Array2<f32>, chunks: Vec<Matrix> },
    /// The numbers that are not zero.
    Sparse {
        by_example: SparseRows,
        /// The same for passes over all examples, in groups of [`CHUNK_SIZE`] examples, if these are prepared.
        in_groups: Option<BlockedSlicedEll>,
        /// Inputs × examples, in groups of [`INPUTS_PER_JOB`] inputs, if full batches are prepared.
        by_input: Option<BlockedSlicedEll>,
    },
}

impl Storage {
    fn sparse(by_example: SparseRows) -> Storage {
        Storage::Sparse { by_example, in_groups: None, by_input: None }
    }
}

impl Inputs {
    /// Takes `examples` examples of `width` inputs each; `row(n)` yields the inputs of example n.
    ///
    /// # Panics
    /// If a dense row has more or fewer than `width` inputs.
    pub fn from_rows<R: Iterator<Item = f32> + Clone>(
        examples: usize,
        width: usize,
        row: impl Fn(usize) -> R + Clone,
    ) -> Inputs {
        let nonzero = (0..examples).map(|n| row(n).filter(|&x| x != 0.0).count()).sum::<usize>();
        if is_dense(nonzero, examples, width) {
            let values = (0..examples).flat_map(row).collect();
            let examples =
                Array2::from_shape_vec((examples, width), values).expect("every example has `width` inputs");
            return Inputs { width, storage: Storage::Dense { examples, chunks: Vec::new() } };
        }
        let entries = (0..examples).flat_map(|n| {
            let nonzero = row(n).zip(0..).filter(|&(x, _)| x != 0.0);
            nonzero.map(move |(value, column)| (n as u32, Entry { column, value }))
        });
        let mut by_example = Csr::default();
        by_example.assign(examples, entries);
        Inputs { width, storage: Storage::sparse(SparseRows::Numbers(by_example)) }
    }

    /// Takes examples × inputs as bytes, where byte b stands for `value[b]` and byte 0 for 0. The threads of `pool` share the
    /// work.
    pub fn from_bytes(bytes: ArrayView2<u8>, value: &'static [f32; 256], pool: &ThreadPool) -> Inputs {
        let (examples, width) = bytes.dim();
        let sparse = bytes.as_slice().filter(|_| width >= MIN_SPARSE_WIDTH).and_then(|bytes| {
            let most = (MAX_DENSITY * (examples * width) as f64) as usize;
            Csr::from_bytes(bytes, width, most, pool)
        });
        if let Some(csr) = sparse {
            return Inputs { width, storage: Storage::sparse(SparseRows::Bytes { csr, value }) };
        }
        let row = |n| bytes.row(n).to_vec().into_iter().map(|byte| value[usize::from(byte)]);
        Inputs::from_rows(examples, width, row)
    }

    /// Becomes examples × inputs, written as bytes as [`Inputs::from_bytes`] takes them: `write(n, row)` writes example n.
    ///
    /// The threads of `pool` share the work, and memory is kept. `bytes` are in standard layout.
    pub fn rewrite(
        &mut self,
        bytes: &mut Array2<u8>,
        value: &'static [f32; 256],
        pool: &ThreadPool,
        write: impl Fn(usize, &mut [u8]) + Sync,
    ) {
        let (examples, width) = bytes.dim();
        let mut csr = match &mut self.storage {
            Storage::Sparse { by_example: SparseRows::Bytes { csr, .. }, .. } => std::mem::take(csr),
            Storage::Sparse { .. } | Storage::Dense { .. } => Csr::default(),
        };
        let jobs = bytes.axis_iter_mut(Axis(0)).zip(csr.slots(examples, width)).enumerate();
        pool.for_each(jobs, |(n, (bytes, (row, entries)))| {
            if let Some(bytes) = bytes.into_slice() {
                write(n, bytes);
                row.fill(entries, bytes);
            }
        });
        *self = if is_dense(csr.entries(), examples, width) {
            Inputs::from_bytes(bytes.view(), value, pool)
        } else {
            Inputs { width, storage: Storage::sparse(SparseRows::Bytes { csr, value }) }
        };
    }

    /// Whether [`Inputs::prepare_full_batch`] has nothing left to do.
    pub fn is_prepared(&self) -> bool {
        match &self.storage {
            Storage::Dense { chunks, .. } => !chunks.is_empty(),
            Storage::Sparse { by_input, .. } => by_input.is_some(),
        }
    }

    /// Converts the inputs, once, to the formats that are fastest for steps over all examples at once. Changes no
    /// result. The threads of `pool` share the conversion to sliced ELL.
    pub fn prepare_full_batch(&mut self, pool: &ThreadPool) {
        match &mut self.storage {
            Storage::Dense { examples, chunks } if chunks.is_empty() => {
                let chunk = |first: usize| {
                    let mut chunk = Matrix::default();
                    chunk.reshape_in_one_panel(self.width, CHUNK_SIZE.min(examples.nrows() - first));
                    for n in 0..chunk.columns() {
                        for i in 0..self.width {
                            chunk[(i, n)] = examples[(first + n, i)];
                        }
                    }
                    chunk
                };
                *chunks = (0..examples.nrows()).step_by(CHUNK_SIZE).map(chunk).collect();
            }
            Storage::Sparse { by_example, by_input, .. } if by_input.is_none() => {
                let mut transposed = Csr::default();
                with_rows!(by_example, |csr, read| {
                    transposed
                        .assign(self.width, (0..csr.rows()).flat_map(|n| csr.transposed_row(n, read, n)));
                });
                *by_input = Some(BlockedSlicedEll::new(
                    &transposed,
                    |entry| entry,
                    INPUTS_PER_JOB,
                    by_example.rows(),
                    pool,
                ));
                drop(transposed); // large, and not needed for the second conversion
                self.prepare_evaluation(pool);
            }
            Storage::Dense { .. } | Storage::Sparse { .. } => {}
        }
    }

    /// Converts sparse inputs, once, to the format that is fastest for forward passes over all examples. Changes no
    /// result. The threads of `pool` share the work.
    pub fn prepare_evaluation(&mut self, pool: &ThreadPool) {
        if let Storage::Sparse { by_example, in_groups, .. } = &mut self.storage {
            in_groups.get_or_insert_with(|| {
                with_rows!(by_example, |csr, read| BlockedSlicedEll::new(
                    csr, read, CHUNK_SIZE, self.width, pool
                ))
            });
        }
    }

    /// The number of examples.
    pub fn len(&self) -> usize {
        match &self.storage {
            Storage::Dense { examples, .. } => examples.nrows(),
            Storage::Sparse { by_example, .. } => by_example.rows(),
        }
    }

    /// Whether there are no examples.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl From<ArrayView2<'_, f32>> for Inputs {
    /// Takes examples × inputs.
    fn from(examples: ArrayView2<f32>) -> Inputs {
        let row = |n| examples.row(n).to_vec().into_iter();
        Inputs::from_rows(examples.nrows(), examples.ncols(), row)
    }
}

/// Whether too few numbers are zero for sparse storage to pay.
fn is_dense(nonzero: usize, examples: usize, width: usize) -> bool {
    width < MIN_SPARSE_WIDTH || nonzero as f64 > MAX_DENSITY * (examples * width) as f64
}
