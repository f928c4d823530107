//! What a forward pass leaves behind for backpropagation, and the room that both need.

use super::batch::Batch;
use super::matrix::{Matrix, Vector};
use super::network::{Layer, Network};
use super::sparse::Sparse;
use super::thread_pool::ThreadPool;

/// What a forward pass leaves behind for backpropagation, and the room that both need.
///
/// Kept from step to step, so that a step allocates nothing.
#[derive(Clone, Debug, Default)]
pub struct Workspace {
    pub(super) pool: ThreadPool,
    chunks: Vec<Chunk>,
    /// How many of the shards are in use, and the examples of each.
    used: usize,
    size: usize,
    /// Whether the pass takes long enough for threads to share it.
    pub(super) is_worth_sharing: bool,
    /// Weighted inputs of the first layer, then their δ, examples × units; of sparse inputs only.
    pub(super) rows: Matrix,
    /// The numbers of a mini-batch input by input, if they are sparse.
    pub(super) by_input: Sparse,
}

/// The part for some of the examples, which lie along the rows, so that vectors are filled however few
/// units there are.
#[derive(Clone, Debug, Default)]
pub(super) struct Chunk {
    /// Inputs × examples; of dense inputs only.
    pub columns: Matrix,
    /// Activations of each layer, units × examples; the last ones are the outputs.
    pub activations: Vec<Matrix>,
    /// δ = ∂loss/∂z of each layer, units × examples.
    pub deltas: Vec<Matrix>,
    /// Its share of the gradients of each layer: of all biases, and of the weights where that is little.
    pub gradients: Vec<Layer>,
    /// The sum of the losses and the number of right answers, if they were asked for.
    pub loss: f64,
    pub correct: usize,
}

impl Chunk {
    /// What layer `l` gets, quantities × examples: the activations of the layer before, or the inputs if they are
    /// dense.
    pub fn before<'b>(&'b self, l: usize, inputs: &Batch<'b>) -> Option<&'b Matrix> {
        if l > 0 { self.activations.get(l - 1) } else { inputs.columns(&self.columns) }
    }

    /// Outputs for example `n` of the shard, one for each class.
    pub fn outputs(&self, n: usize) -> impl Iterator<Item = f32> {
        let outputs = self.activations.last();
        outputs.into_iter().flat_map(move |outputs| (0..outputs.rows()).map(move |j| outputs[(j, n)]))
    }
}

/// Multiplications from which on a pass is worth more than one thread: some tens of microseconds.
const WORTH_SHARING: usize = 1 << 20;

impl Workspace {
    /// A pass whose loops these threads share.
    pub fn with_pool(pool: ThreadPool) -> Workspace {
        Workspace { pool, ..Workspace::default() }
    }

    /// The output of the last forward pass for example `n` and a class.
    pub fn output(&self, n: usize, class: usize) -> f32 {
        self.chunks[n / self.size].activations.last().map_or(0.0, |outputs| outputs[(class, n % self.size)])
    }

    /// Outputs of the last forward pass for example `n`, one for each class.
    pub fn outputs(&self, n: usize) -> impl Iterator<Item = f32> {
        self.chunks[n / self.size].outputs(n % self.size)
    }

    /// Activations of unit `unit` of layer `l` in the last forward pass, one for each example.
    pub fn activations(&self, l: usize, unit: usize) -> impl Iterator<Item = f32> {
        self.chunks().iter().flat_map(move |chunk| chunk.activations[l].row_values(unit))
    }

    pub(super) fn chunks(&self) -> &[Chunk] {
        &self.chunks[..self.used]
    }

    /// Makes room for a batch.
    pub(super) fn prepare(&mut self, network: &Network, batch: &Batch) {
        self.size = batch.chunk_size();
        self.used = batch.len().div_ceil(self.size);
        self.is_worth_sharing = batch.len() * network.parameters() >= WORTH_SHARING;
        if self.chunks.len() < self.used {
            self.chunks.resize(self.used, Chunk::default());
        }
        let layers = network.layers.len();
        for chunk in &mut self.chunks[..self.used] {
            chunk.activations.resize(layers, Matrix::default());
            chunk.deltas.resize(layers, Matrix::default());
            chunk.gradients.resize(layers, Layer::default());
        }
        match network.layers.first() {
            Some(first) if batch.is_sparse() => self.rows.reshape(batch.len(), first.units()),
            _ => self.rows.reshape(0, 0),
        }
    }

    /// The shards with their examples.
    pub(super) fn parts<'b>(
        &'b self,
        batch: &Batch<'b>,
    ) -> impl Iterator<Item = (&'b Chunk, Batch<'b>)> + Clone {
        let (size, len) = (self.size, batch.len());
        let parts = (0..len).step_by(size).map(move |first| first..(first + size).min(len));
        let batch = batch.clone();
        self.chunks().iter().zip(parts).map(move |(chunk, part)| (chunk, batch.part(part)))
    }

    /// Calls `work` for each shard of `batch` with its part of the rows, on as many threads as that is worth.
    pub(super) fn for_each_chunk(
        &mut self,
        batch: &Batch,
        work: impl Fn(usize, &Batch, &mut Chunk, &mut [Vector]) + Sync,
    ) {
        let pool = self.pool.if_worthwhile(self.is_worth_sharing);
        let chunks = self.chunks[..self.used].iter_mut().enumerate();
        let size = self.size;
        let part = |number: usize| number * size..((number + 1) * size).min(batch.len());
        if self.rows.rows() == 0 {
            pool.each(chunks, |(n, chunk)| work(n * size, &batch.part(part(n)), chunk, &mut []));
        } else {
            let vectors = size * self.rows.per_row();
            let rows = self.rows.vectors_mut().chunks_mut(vectors);
            pool.each(chunks.zip(rows), |((n, chunk), rows)| {
                work(n * size, &batch.part(part(n)), chunk, rows);
            });
        }
    }
}
