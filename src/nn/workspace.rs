//! The memory of a forward pass and of backpropagation.

use std::ops::Range;

use super::batch::{Batch, ranges};
use super::first_layer::{self, ChunkRows};
use super::kernels;
use super::layer::Layer;
use super::matrix::{Matrix, PANEL_COLUMNS, stride};
use super::sparse_gradient;
use super::thread_pool::ThreadPool;
use super::vector::LANES;

/// Multiplications below which sharing a pass between threads does not pay: some tens of microseconds.
const MIN_PARALLEL_WORK: usize = 1 << 20;

/// Bytes of activations and deltas that backpropagation holds at once. It works through larger batches in pieces.
const MAX_BYTES: usize = 512 << 20;

/// The activations that a forward pass leaves for backpropagation, and scratch memory for both.
///
/// Kept from step to step, so that a step allocates nothing.
#[derive(Clone, Debug)]
pub struct Workspace {
    pub(super) pool: ThreadPool,
    /// [`MAX_BYTES`], or less in tests.
    pub(super) max_bytes: usize,
    /// Examples of the last pass.
    examples: usize,
    chunks: Vec<Chunk>,
    /// The number of chunks in use.
    used: usize,
    /// Examples in a chunk.
    chunk_size: usize,
    /// Whether the pass takes long enough for threads to share it.
    is_parallel: bool,
    /// For sparse inputs: z of the first layer, then its δ, examples × units.
    pub(super) first_layer_rows: Matrix,
    /// For sparse inputs: scratch for the weight gradient.
    pub(super) sparse_gradient: sparse_gradient::Scratch,
}

/// The part of a workspace for consecutive examples, which one thread works on.
///
/// Examples lie along the rows, so that vectors are full however few units a layer has.
#[derive(Clone, Debug, Default)]
pub(super) struct Chunk {
    /// For dense inputs: inputs × examples.
    pub input_columns: Matrix,
    /// Activations of each layer, units × examples; the last are the outputs.
    pub activations: Vec<Matrix>,
    /// δ = ∂C/∂z of each layer, units × examples.
    pub deltas: Vec<Matrix>,
    /// The sums over the examples of the chunk of the bias gradients of each layer, and of its weight gradients where
    /// there are few.
    pub gradients: Vec<Layer>,
    /// The sum of the losses, if it was asked for.
    pub loss: f64,
    /// The number of examples classified correctly, if it was asked for.
    pub correct: usize,
}

impl Chunk {
    /// What layer `l` receives, inputs × examples: the activations of the layer before it, or the inputs of `batch`.
    /// `None` for sparse inputs.
    pub fn inputs_of<'b>(&'b self, l: usize, batch: &Batch<'b>) -> Option<&'b Matrix> {
        if l > 0 {
            self.activations.get(l - 1)
        } else {
            first_layer::dense_columns(batch, &self.input_columns)
        }
    }

    /// The outputs for example `n` of the chunk, one for each class.
    pub fn outputs(&self, n: usize) -> impl Iterator<Item = f32> {
        let outputs = self.activations.last();
        outputs.into_iter().flat_map(move |outputs| (0..outputs.rows()).map(move |j| outputs[(j, n)]))
    }
}

impl Default for Workspace {
    /// A workspace without a pool: passes run on the calling thread.
    fn default() -> Workspace {
        Workspace {
            pool: ThreadPool::default(),
            max_bytes: MAX_BYTES,
            examples: 0,
            chunks: Vec::new(),
            used: 0,
            chunk_size: 1,
            is_parallel: false,
            first_layer_rows: Matrix::default(),
            sparse_gradient: sparse_gradient::Scratch::default(),
        }
    }
}

impl Workspace {
    /// A workspace whose passes are shared by the threads of `pool`.
    pub fn with_pool(pool: ThreadPool) -> Workspace {
        Workspace { pool, ..Workspace::default() }
    }

    /// The output of the last forward pass for example `n` and a class.
    ///
    /// # Panics
    /// If the last batch had no such example.
    pub fn output(&self, n: usize, class: usize) -> f32 {
        let chunk = &self.chunks[n / self.chunk_size];
        chunk.activations.last().map_or(0.0, |outputs| outputs[(class, n % self.chunk_size)])
    }

    /// The outputs of the last forward pass for example `n`, one for each class.
    ///
    /// # Panics
    /// If the last batch had no such example.
    pub fn outputs(&self, n: usize) -> impl Iterator<Item = f32> {
        self.chunks[n / self.chunk_size].outputs(n % self.chunk_size)
    }

    /// The activations of unit `unit` of layer `l` in the last forward pass, one for each example.
    ///
    /// # Panics
    /// If there is no such unit.
    pub fn activations(&self, l: usize, unit: usize) -> impl Iterator<Item = f32> {
        self.chunks().iter().flat_map(move |chunk| chunk.activations[l].row_values(unit))
    }

    /// Whether backpropagation through `layers` holds the whole batch at once, so that `Network::backward` can go on
    /// from a forward pass.
    ///
    /// Depends on nothing but the sizes of the layers, the batch, and how its inputs are stored.
    pub fn fits(&self, layers: &[Layer], batch: &Batch) -> bool {
        batch.len() <= self.piece_size(layers, batch)
    }

    /// The ranges within `batch` that backpropagation works through one after the other, in whole chunks.
    pub(super) fn pieces(
        &self,
        layers: &[Layer],
        batch: &Batch,
    ) -> impl Iterator<Item = Range<usize>> + use<> {
        ranges(batch.len(), self.piece_size(layers, batch))
    }

    /// The examples whose activations and deltas take at most `max_bytes`: whole chunks, at least one.
    fn piece_size(&self, layers: &[Layer], batch: &Batch) -> usize {
        let units: usize = layers.iter().map(Layer::units).sum();
        let first_layer = layers.first().map_or(0, |first| {
            if batch.is_sparse() { LANES * stride(first.units()) } else { first.inputs() }
        });
        let bytes_per_example = size_of::<f32>() * (2 * units + first_layer).max(1);
        (self.max_bytes / bytes_per_example / batch.chunk_size()).max(1) * batch.chunk_size()
    }

    /// The number of examples of the last pass.
    pub(super) fn examples(&self) -> usize {
        self.examples
    }

    /// The chunks in use.
    pub(super) fn chunks(&self) -> &[Chunk] {
        &self.chunks[..self.used]
    }

    /// Makes room for a pass of `batch` through `layers`, and starts it if the inputs are sparse: these are multiplied by
    /// the weights of the first layer, shared by panels of its units.
    pub(super) fn prepare(&mut self, layers: &[Layer], batch: &Batch) {
        let parameters: usize = layers.iter().map(Layer::parameters).sum();
        self.examples = batch.len();
        self.chunk_size = batch.chunk_size();
        self.used = batch.len().div_ceil(self.chunk_size);
        self.is_parallel = batch.len() * parameters >= MIN_PARALLEL_WORK;
        if self.chunks.len() < self.used {
            self.chunks.resize(self.used, Chunk::default());
        }
        for chunk in &mut self.chunks[..self.used] {
            chunk.activations.resize(layers.len(), Matrix::default());
            chunk.deltas.resize(layers.len(), Matrix::default());
            chunk.gradients.resize(layers.len(), Layer::default());
        }
        match layers.first() {
            Some(first) if batch.is_sparse() => {
                self.first_layer_rows.reshape(batch.len(), first.units());
                self.multiply_inputs(first, batch);
            }
            _ => self.first_layer_rows.reshape(0, 0),
        }
    }

    /// The threads that share the pass.
    pub(super) fn pass_pool(&self) -> ThreadPool {
        self.pool.only_if(self.is_parallel)
    }

    /// The chunks, each with its part of `batch`.
    pub(super) fn chunks_of<'b>(
        &'b self,
        batch: &Batch<'b>,
    ) -> impl Iterator<Item = (&'b Chunk, Batch<'b>)> + Clone {
        let (ranges, batch) = (ranges(batch.len(), self.chunk_size), batch.clone());
        self.chunks().iter().zip(ranges).map(move |(chunk, range)| (chunk, batch.slice(range)))
    }

    /// Calls `work` for each chunk of `batch`, on as many threads as pays: with the range of its examples within
    /// `batch`, these examples, the chunk, and its `first_layer_rows`.
    pub(super) fn for_each_chunk(
        &mut self,
        batch: &Batch,
        work: impl Fn(Range<usize>, &Batch, &mut Chunk, ChunkRows) + Sync,
    ) {
        let (pool, size, matrix) = (self.pass_pool(), self.chunk_size, &self.first_layer_rows);
        pool.for_each(self.chunks[..self.used].iter_mut().enumerate(), |(n, chunk)| {
            let range = n * size..((n + 1) * size).min(batch.len());
            let rows = ChunkRows { matrix, first: range.start, examples: range.len() };
            work(range.clone(), &batch.slice(range), chunk, rows);
        });
    }

    /// z of the first layer, `layer`, of sparse inputs to `first_layer_rows`.
    ///
    /// The weights that other threads have changed are in the caches of their cores. For passes over all examples, which need
    /// nearly all weights, they are prefetched at the ends of the loop, where the caller and the first worker begin.
    fn multiply_inputs(&mut self, layer: &Layer, batch: &Batch) {
        let (pool, size) = (self.pass_pool(), self.chunk_size);
        let prefetches = pool.threads() > 1 && batch.is_all();
        pool.for_each(self.first_layer_rows.parts_mut(size), |(panel, n, z)| {
            let range = n * size..((n + 1) * size).min(batch.len());
            if prefetches && (n == 0 || range.end == batch.len()) {
                kernels::prefetch_in_bulk(layer.weights.panel(panel));
            }
            first_layer::sparse_weighted_inputs(&batch.slice(range), layer, panel, z);
        });
    }

    /// For sparse inputs: δ of the first layer to `first_layer_rows`.
    pub(super) fn store_first_deltas(&mut self) {
        if self.first_layer_rows.rows() == 0 {
            return;
        }
        let (pool, chunks, width) = (self.pass_pool(), &self.chunks, self.first_layer_rows.width());
        pool.for_each(self.first_layer_rows.parts_mut(self.chunk_size), |(panel, n, rows)| {
            kernels::transpose_back(&chunks[n].deltas[0], PANEL_COLUMNS * panel, rows, width);
        });
    }
}
