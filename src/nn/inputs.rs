//! The inputs of many examples, as the loops of the first layer want them.

use std::ops::Range;

use ndarray::{Array2, ArrayView2};

use super::batch::{Batch, Which};
use super::kernels::Term;
use super::matrix::Matrix;
use super::sparse::{Blocks, Sparse};

/// Examples that one thread puts through a network at once: enough to keep the loops long, few enough for what
/// they leave behind to stay in the cache.
pub const CHUNK: usize = 128;
/// Inputs whose gradients one thread works out at once.
pub(super) const BAND: usize = 32;
/// Up to this share of numbers that are not zero the others are left out. Of an MNIST image it is 0.19.
const SPARSE: f64 = 0.4;
/// With fewer inputs than this nothing is gained.
const NARROW: usize = 32;

/// Examples × inputs. Zeros are left out where most numbers are zero, which changes no product; gradients are then
/// added example by example.
#[derive(Clone, Debug)]
pub struct Inputs {
    pub(super) width: usize,
    pub(super) form: Form,
}

#[derive(Clone, Debug)]
pub(super) enum Form {
    Dense { examples: Array2<f32>, chunks: Vec<Matrix> },
    Sparse { by_example: Sparse, prepared: Option<Prepared> },
}

/// Sparse inputs for steps over all examples at once.
#[derive(Clone, Debug)]
pub(super) struct Prepared {
    /// The inputs of each example, [`CHUNK`] after [`CHUNK`].
    pub by_example: Blocks,
    /// The examples of each input, [`BAND`] after [`BAND`].
    pub by_input: Blocks,
}

impl Inputs {
    /// Takes examples of `width` inputs; `row(n)` is the one of number `n`.
    ///
    /// # Panics
    /// When a row has more or fewer inputs.
    pub fn from_rows<R: Iterator<Item = f32> + Clone>(
        examples: usize,
        width: usize,
        row: impl Fn(usize) -> R + Clone,
    ) -> Inputs {
        let filled = (0..examples).map(|n| row(n).filter(|&x| x != 0.0).count()).sum::<usize>();
        if is_dense(filled, examples, width) {
            let numbers = (0..examples).flat_map(row).collect();
            let examples = Array2::from_shape_vec((examples, width), numbers)
                .expect("every example has as many inputs as it should");
            return Inputs { width, form: Form::Dense { examples, chunks: Vec::new() } };
        }
        let numbers = (0..examples).flat_map(|n| {
            let terms = row(n).zip(0..).filter(|&(x, _)| x != 0.0);
            terms.map(move |(value, place)| (n as u32, Term { place, value }))
        });
        let mut by_example = Sparse::default();
        by_example.fill(examples, numbers);
        Inputs { width, form: Form::Sparse { by_example, prepared: None } }
    }

    /// Takes examples × inputs as bytes, each of which stands for `value` of it; a byte of 0 for 0.
    pub fn from_bytes(bytes: ArrayView2<u8>, value: &[f32; 256]) -> Inputs {
        let (examples, width) = bytes.dim();
        let filled = bytes.iter().filter(|&&byte| byte != 0).count();
        match bytes.as_slice() {
            Some(all) if !is_dense(filled, examples, width) => {
                let by_example = Sparse::of_bytes(all.chunks_exact(width), value);
                Inputs { width, form: Form::Sparse { by_example, prepared: None } }
            }
            _ => {
                let row = |n| bytes.row(n).to_vec().into_iter().map(|byte| value[usize::from(byte)]);
                Inputs::from_rows(examples, width, row)
            }
        }
    }

    /// Gets ready for steps over all examples at once.
    pub fn prepare_full_batch(&mut self) {
        match &mut self.form {
            Form::Dense { examples, chunks } if chunks.is_empty() => {
                let chunk = |first: usize| {
                    let count = CHUNK.min(examples.nrows() - first);
                    Matrix::from_fn(self.width, count, |i, n| examples[(first + n, i)])
                };
                *chunks = (0..examples.nrows()).step_by(CHUNK).map(chunk).collect();
            }
            Form::Sparse { by_example, prepared } if prepared.is_none() => {
                let numbers = (0..by_example.rows()).flat_map(|n| by_example.turned(n, n));
                let mut lists = Sparse::default();
                lists.fill(self.width, numbers);
                let by_input = Blocks::of(&lists, BAND, by_example.rows());
                drop(lists); // of many examples this is much
                let by_example = Blocks::of(by_example, CHUNK, self.width);
                *prepared = Some(Prepared { by_example, by_input });
            }
            Form::Dense { .. } | Form::Sparse { .. } => {}
        }
    }

    /// How many examples there are.
    pub fn len(&self) -> usize {
        match &self.form {
            Form::Dense { examples, .. } => examples.nrows(),
            Form::Sparse { by_example, .. } => by_example.rows(),
        }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// All examples.
    pub fn all(&self) -> Batch<'_> {
        self.range(0..self.len())
    }

    /// Neighbouring examples.
    pub fn range(&self, range: Range<usize>) -> Batch<'_> {
        Batch { inputs: self, which: Which::Range(range) }
    }

    /// The examples of these numbers, in this order.
    pub fn chosen<'a>(&'a self, examples: &'a [usize]) -> Batch<'a> {
        Batch { inputs: self, which: Which::Chosen(examples) }
    }
}

impl From<ArrayView2<'_, f32>> for Inputs {
    fn from(examples: ArrayView2<f32>) -> Inputs {
        let row = |n| examples.row(n).to_vec().into_iter();
        Inputs::from_rows(examples.nrows(), examples.ncols(), row)
    }
}

/// Whether zeros are not worth being left out.
fn is_dense(filled: usize, examples: usize, width: usize) -> bool {
    width < NARROW || filled as f64 > SPARSE * (examples * width) as f64
}
