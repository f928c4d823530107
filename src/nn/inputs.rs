//! The inputs of many examples, as the loops of the first layer want them.

use std::ops::Range;

use ndarray::{Array2, ArrayView2};

use super::batch::{Batch, Which};
use super::kernels::Term;
use super::matrix::Matrix;

/// Examples that one thread puts through a network at once: enough to keep the loops long, few enough for what
/// they leave behind to stay in the cache. It makes no difference to the numbers.
pub const SHARD: usize = 128;
/// Inputs whose gradients one thread works out at once.
pub(super) const BAND: usize = 32;
/// Up to this share of numbers that are not zero the others are left out. Of an MNIST image it is 0.19.
const SPARSE: f64 = 0.4;
/// With fewer inputs than this nothing is gained.
const NARROW: usize = 32;

/// Examples × inputs. Zeros are left out where most numbers are zero; the results are the same, to the bit.
#[derive(Clone, Debug)]
pub struct Inputs {
    pub(super) width: usize,
    pub(super) form: Form,
}

#[derive(Clone, Debug)]
pub(super) enum Form {
    Dense { examples: Array2<f32>, shards: Vec<Matrix> },
    Sparse { by_example: Sparse, by_input: Option<Sparse> },
}

/// The numbers of each row that are not zero, with their places.
#[derive(Clone, Debug, Default)]
pub(super) struct Sparse {
    /// Where each row begins, and where the last one ends.
    starts: Vec<u32>,
    terms: Vec<Term>,
    /// The rows in the order in which they are best done.
    pub(super) order: Vec<u32>,
}

impl Sparse {
    /// Takes rows, places and values, the places of a row in their order; rows without any are not to be done.
    pub(super) fn fill(&mut self, rows: usize, numbers: impl Iterator<Item = (u32, Term)> + Clone) {
        self.starts.clear();
        self.starts.resize(rows + 2, 0);
        let starts = &mut self.starts[..];
        numbers.clone().for_each(|(row, _)| starts[row as usize + 2] += 1);
        self.order.clear();
        self.order.extend((0..rows as u32).filter(|&row| starts[row as usize + 2] > 0));
        for row in 0..rows {
            starts[row + 2] += starts[row + 1];
        }
        self.terms.resize(starts[rows + 1] as usize, Term::default());
        let terms = &mut self.terms[..];
        numbers.for_each(|(row, term)| {
            let next = &mut starts[row as usize + 1]; // in the end it is where the row ends
            terms[*next as usize] = term;
            *next += 1;
        });
    }

    /// The same, with all rows to be done, in groups of `group`, in each the shortest first: rows that are done
    /// together end together.
    fn of(rows: usize, group: usize, numbers: impl Iterator<Item = (u32, Term)> + Clone) -> Sparse {
        let mut sparse = Sparse::default();
        sparse.fill(rows, numbers);
        let mut order: Vec<u32> = (0..rows as u32).collect();
        for group in order.chunks_mut(group) {
            group.sort_by_key(|&row| sparse.row(row as usize).len());
        }
        Sparse { order, ..sparse }
    }

    /// The numbers of row `row` as those of columns, with `place` as their place.
    pub(super) fn turned(&self, row: usize, place: usize) -> impl Iterator<Item = (u32, Term)> + Clone {
        let turn = move |term: &Term| (term.place, Term { place: place as u32, value: term.value });
        self.row(row).iter().map(turn)
    }

    pub(super) fn rows(&self) -> usize {
        self.starts.len() - 2
    }

    #[inline(always)]
    pub(super) fn row(&self, row: usize) -> &[Term] {
        &self.terms[self.starts[row] as usize..self.starts[row + 1] as usize]
    }
}

impl Inputs {
    /// Takes over examples × inputs.
    pub fn new(examples: Array2<f32>) -> Inputs {
        let (rows, width) = examples.dim();
        let filled = examples.iter().filter(|&&x| x != 0.0).count();
        if width < NARROW || filled as f64 > SPARSE * examples.len() as f64 {
            let examples = examples.as_standard_layout().into_owned();
            return Inputs { width, form: Form::Dense { examples, shards: Vec::new() } };
        }
        let numbers = examples.indexed_iter().filter(|(_, x)| **x != 0.0);
        let numbers = numbers.map(|((n, i), &value)| (n as u32, Term { place: i as u32, value }));
        let by_example = Sparse::of(rows, SHARD, numbers);
        Inputs { width, form: Form::Sparse { by_example, by_input: None } }
    }

    /// Gets ready for steps over all examples at once.
    pub fn prepare_full_batch(&mut self) {
        match &mut self.form {
            Form::Dense { examples, shards } if shards.is_empty() => {
                let shard = |first: usize| {
                    let count = SHARD.min(examples.nrows() - first);
                    Matrix::from_fn(self.width, count, |i, n| examples[(first + n, i)])
                };
                *shards = (0..examples.nrows()).step_by(SHARD).map(shard).collect();
            }
            Form::Sparse { by_example, by_input } if by_input.is_none() => {
                let numbers = (0..by_example.rows()).flat_map(|n| by_example.turned(n, n));
                *by_input = Some(Sparse::of(self.width, BAND, numbers));
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
    fn from(view: ArrayView2<f32>) -> Inputs {
        Inputs::new(view.to_owned())
    }
}
