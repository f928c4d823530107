//! Some of the examples, and what the first layer does with them.

use std::ops::Range;

use super::gradient::Gradient;
use super::inputs::{BAND, CHUNK, Form, Inputs};
use super::kernels;
use super::matrix::{LANES, Matrix, Vector};
use super::network::Layer;
use super::workspace::Workspace;

/// Mini-batches of fewer examples are scattered over the gradient, larger ones put in the order of the inputs.
const FEW: usize = 32;

/// Some of the examples.
#[derive(Clone, Debug)]
pub struct Batch<'a> {
    pub(super) inputs: &'a Inputs,
    pub(super) which: Which<'a>,
}

#[derive(Clone, Debug)]
pub(super) enum Which<'a> {
    Range(Range<usize>),
    Chosen(&'a [usize]),
}

impl<'a> Batch<'a> {
    /// How many examples there are.
    pub fn len(&self) -> usize {
        match &self.which {
            Which::Range(range) => range.len(),
            Which::Chosen(examples) => examples.len(),
        }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// A part of these examples, by their numbers in here.
    pub(super) fn part(&self, part: Range<usize>) -> Batch<'a> {
        let which = match &self.which {
            Which::Range(range) => Which::Range(range.start + part.start..range.start + part.end),
            Which::Chosen(examples) => Which::Chosen(&examples[part]),
        };
        Batch { inputs: self.inputs, which }
    }

    /// Examples that one thread puts through a network at once: a quarter of a mini-batch, but whole vectors and
    /// enough of them, or what the inputs keep together. Sums of gradients depend on it, so it depends on
    /// nothing but the batch.
    pub(super) fn chunk_size(&self) -> usize {
        match &self.which {
            Which::Range(_) => CHUNK,
            Which::Chosen(examples) => (examples.len() / 4).next_multiple_of(LANES).clamp(2 * LANES, CHUNK),
        }
    }

    /// Whether zeros are left out, so that sums for one example after the other come naturally.
    pub(super) fn is_sparse(&self) -> bool {
        matches!(self.inputs.form, Form::Sparse { .. })
    }

    #[inline(always)]
    fn example(&self, n: usize) -> usize {
        match &self.which {
            Which::Range(range) => range.start + n,
            Which::Chosen(examples) => examples[n],
        }
    }

    /// Weighted inputs of the first layer, units × examples. `rows` has room for them as examples × units if
    /// these inputs are sparse, `columns` for the inputs × examples if they are not.
    pub(super) fn affine(&self, layer: &Layer, columns: &mut Matrix, rows: &mut [Vector], z: &mut Matrix) {
        let Form::Sparse { by_example, prepared } = &self.inputs.form else {
            self.gather(columns);
            let columns = self.prepared().unwrap_or(columns);
            kernels::affine(&layer.weights, columns, &layer.biases, z);
            return;
        };
        let row = |n| by_example.row(self.example(n));
        let (weights, biases) = (&layer.weights, Some(&layer.biases));
        match (prepared, self.whole_chunk()) {
            (Some(prepared), Some(chunk)) => {
                prepared.by_example.product(chunk, weights, biases, rows);
            }
            _ => kernels::sparse_product(0..self.len(), row, weights, biases, rows),
        }
        kernels::transpose(rows, layer.weights.per_row(), z);
    }

    /// Inputs × examples, if these are dense: as they were prepared, or as the forward pass gathered them.
    pub(super) fn columns<'b>(&self, gathered: &'b Matrix) -> Option<&'b Matrix>
    where
        'a: 'b,
    {
        (!self.is_sparse()).then(|| self.prepared().unwrap_or(gathered))
    }

    /// Inputs × examples, if they were prepared.
    fn prepared(&self) -> Option<&'a Matrix> {
        match &self.inputs.form {
            Form::Dense { chunks, .. } => chunks.get(self.whole_chunk()?.start / CHUNK),
            Form::Sparse { .. } => None,
        }
    }

    fn gather(&self, room: &mut Matrix) {
        if let (Form::Dense { examples, .. }, None) = (&self.inputs.form, self.prepared()) {
            room.reshape(self.inputs.width, self.len());
            room.vectors_mut().fill(Vector::default());
            for n in 0..self.len() {
                for (i, &x) in examples.row(self.example(n)).iter().enumerate() {
                    room[(i, n)] = x;
                }
            }
        }
    }

    /// Takes δ of the first layer, units × examples, to where the gradient wants it.
    pub(super) fn store_delta(&self, delta: &Matrix, rows: &mut [Vector]) {
        if self.is_sparse() {
            kernels::transpose_back(delta, rows, rows.len() / self.len().max(1));
        }
    }

    /// The gradient of the weights of the first layer, if these are sparse: theseᵀ · δ, added from the first
    /// example to the last.
    pub(super) fn gradient(&self, workspace: &mut Workspace, gradient: &mut Gradient) {
        match &self.inputs.form {
            Form::Dense { .. } => {}
            Form::Sparse { prepared: Some(prepared), .. } if self.is_all() => {
                bands(gradient.all(), workspace, |first, end, out| {
                    prepared.by_input.product(first..end, &workspace.rows, None, out);
                });
            }
            Form::Sparse { by_example, .. } if self.len() < FEW => {
                let rows = (0..self.len()).map(|n| by_example.row(self.example(n)));
                let weights = gradient.rows_mut(rows.clone().flatten().map(|term| term.place));
                kernels::scatter(rows, &workspace.rows, weights);
            }
            Form::Sparse { by_example, .. } => {
                let numbers = (0..self.len()).flat_map(|n| by_example.turned(self.example(n), n));
                let mut by_input = std::mem::take(&mut workspace.by_input);
                by_input.fill(self.inputs.width, numbers);
                let filled = &by_input.filled;
                bands(gradient.rows_mut(filled.iter().copied()), workspace, |first, end, out| {
                    let before = |bound| filled.partition_point(|&input| (input as usize) < bound);
                    let rows = filled[before(first)..before(end)].iter().map(|&input| input as usize - first);
                    kernels::sparse_product(rows, |i| by_input.row(first + i), &workspace.rows, None, out);
                });
                workspace.by_input = by_input;
            }
        }
    }

    /// The range, if these are just the examples that the inputs keep together.
    fn whole_chunk(&self) -> Option<Range<usize>> {
        let Which::Range(range) = &self.which else { return None };
        let ends = range.len() == CHUNK || range.end == self.inputs.len() && range.len() <= CHUNK;
        (range.start.is_multiple_of(CHUNK) && ends).then(|| range.clone())
    }

    fn is_all(&self) -> bool {
        matches!(&self.which, Which::Range(range) if *range == (0..self.inputs.len()))
    }
}

/// Works out the weights band by band: `work` gets the numbers of the first input and of the one after the last,
/// and the room for them.
fn bands(weights: &mut Matrix, workspace: &Workspace, work: impl Fn(usize, usize, &mut [Vector]) + Sync) {
    let per_row = weights.per_row();
    let bands = weights.vectors_mut().chunks_mut((BAND * per_row).max(1)).enumerate();
    workspace.pool.if_worthwhile(workspace.is_worth_sharing).each(bands, |(band, out)| {
        let first = BAND * band;
        work(first, first + out.len() / per_row, out);
    });
}
