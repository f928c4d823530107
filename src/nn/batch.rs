//! The examples of a step: all of them, a range, or a mini-batch.

use std::ops::Range;

use super::inputs::{CHUNK_SIZE, Inputs, Storage};
use super::vector::LANES;

/// Some of the examples of [`Inputs`].
#[derive(Clone, Debug)]
pub struct Batch<'a> {
    pub(super) inputs: &'a Inputs,
    selection: Selection<'a>,
    /// Examples that one thread takes through a network at once. The sums of gradients depend on it, so it
    /// depends on the batch alone, and parts of a batch keep it.
    chunk_size: usize,
}

#[derive(Clone, Debug)]
enum Selection<'a> {
    Range(Range<usize>),
    Indices(&'a [usize]),
}

/// The ranges of `size` that `len` examples are divided into; the last one may be shorter.
pub(super) fn ranges(len: usize, size: usize) -> impl Iterator<Item = Range<usize>> + Clone {
    (0..len).step_by(size).map(move |start| start..(start + size).min(len))
}

impl Inputs {
    /// All examples.
    pub fn all(&self) -> Batch<'_> {
        self.range(0..self.len())
    }

    /// Consecutive examples.
    pub fn range(&self, range: Range<usize>) -> Batch<'_> {
        Batch { inputs: self, selection: Selection::Range(range), chunk_size: CHUNK_SIZE }
    }

    /// The examples of these indices, in this order: a mini-batch.
    pub fn chosen<'a>(&'a self, examples: &'a [usize]) -> Batch<'a> {
        // A quarter of the mini-batch, so that several threads can share it, in whole vectors and enough of them.
        let chunk_size = (examples.len() / 4).next_multiple_of(LANES).clamp(2 * LANES, CHUNK_SIZE);
        Batch { inputs: self, selection: Selection::Indices(examples), chunk_size }
    }
}

impl<'a> Batch<'a> {
    /// The number of examples.
    pub fn len(&self) -> usize {
        match &self.selection {
            Selection::Range(range) => range.len(),
            Selection::Indices(examples) => examples.len(),
        }
    }

    /// Whether there are no examples.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// A part of this batch: the examples `part`, counted within the batch.
    pub(super) fn slice(&self, part: Range<usize>) -> Batch<'a> {
        let selection = match &self.selection {
            Selection::Range(range) => Selection::Range(range.start + part.start..range.start + part.end),
            Selection::Indices(examples) => Selection::Indices(&examples[part]),
        };
        Batch { inputs: self.inputs, selection, chunk_size: self.chunk_size }
    }

    /// Examples that one thread takes through a network at once.
    pub(super) fn chunk_size(&self) -> usize {
        self.chunk_size
    }

    /// Whether the inputs are stored sparse.
    pub(super) fn is_sparse(&self) -> bool {
        matches!(self.inputs.storage, Storage::Sparse { .. })
    }

    /// The index among all inputs of example `n` of the batch.
    #[inline(always)]
    pub(super) fn index(&self, n: usize) -> usize {
        match &self.selection {
            Selection::Range(range) => range.start + n,
            Selection::Indices(examples) => examples[n],
        }
    }

    /// The range of examples, if it is one chunk of those that a prepared full batch is stored in.
    pub(super) fn whole_chunk(&self) -> Option<Range<usize>> {
        let Selection::Range(range) = &self.selection else { return None };
        let is_whole =
            range.len() == CHUNK_SIZE || range.end == self.inputs.len() && range.len() <= CHUNK_SIZE;
        (range.start.is_multiple_of(CHUNK_SIZE) && is_whole).then(|| range.clone())
    }

    /// Whether these are all examples, in their order.
    pub(super) fn is_all(&self) -> bool {
        matches!(&self.selection, Selection::Range(range) if *range == (0..self.inputs.len()))
    }
}
