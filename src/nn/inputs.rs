//! The inputs of many examples, as the loops of the first layer want them.

use std::ops::Range;

use ndarray::{Array1, Array2, ArrayView2};

use super::kernels::{self, Aligned, DenseColumns, DenseRows, SparseRows, Start, Term};

/// Examples that are best put through a network at once: enough to keep the loops long, few enough for what
/// they leave behind to stay in the cache. A range of whole chunks runs fastest.
pub const CHUNK: usize = 256;
/// From so many examples on it pays to copy the weights into cache lines first.
const MANY: usize = 100;
/// Up to this share of numbers that are not zero the others are left out. Of an MNIST image it is 0.19.
const SPARSE: f64 = 0.4;
/// With fewer inputs than this nothing is gained.
const NARROW: usize = 32;

/// Examples × inputs. Zeros are left out where most numbers are zero; the results are the same, to the bit.
#[derive(Clone, Debug)]
pub struct Inputs {
    width: usize,
    form: Form,
}

#[derive(Clone, Debug)]
enum Form {
    Dense(Array2<f32>),
    Sparse { by_example: Sparse, by_input: Option<Sparse> },
}

/// The numbers of each row that are not zero, with their places.
#[derive(Clone, Debug, Default)]
struct Sparse {
    /// Where each row begins, and where the last one ends.
    starts: Vec<usize>,
    terms: Vec<Term>,
    /// All rows, in chunks, in each the shortest first: rows of like length, done together, end together.
    by_length: Vec<u32>,
}

impl Sparse {
    fn of(rows: usize, numbers: impl Iterator<Item = (usize, usize, f32)> + Clone) -> Sparse {
        let mut starts = vec![0; rows + 1];
        for (row, _, _) in numbers.clone() {
            starts[row + 1] += 1;
        }
        for row in 0..rows {
            starts[row + 1] += starts[row];
        }
        let mut terms = vec![Term::default(); starts[rows]];
        let mut next = starts.clone();
        for (row, place, value) in numbers {
            terms[next[row]] = Term { place: place as u32, value };
            next[row] += 1;
        }
        let mut by_length: Vec<u32> = (0..rows as u32).collect();
        for chunk in by_length.chunks_mut(CHUNK) {
            chunk.sort_by_key(|&row| starts[row as usize + 1] - starts[row as usize]);
        }
        Sparse { starts, terms, by_length }
    }

    fn rows(&self) -> usize {
        self.starts.len() - 1
    }

    #[inline(always)]
    fn row(&self, row: usize) -> &[Term] {
        &self.terms[self.starts[row]..self.starts[row + 1]]
    }
}

impl Inputs {
    /// Takes over examples × inputs.
    pub fn new(dense: Array2<f32>) -> Inputs {
        let (rows, width) = dense.dim();
        let filled = dense.iter().filter(|&&x| x != 0.0).count();
        if width < NARROW || filled as f64 > SPARSE * dense.len() as f64 {
            return Inputs { width, form: Form::Dense(dense) };
        }
        let numbers = dense.indexed_iter().filter(|(_, x)| **x != 0.0).map(|((n, i), &x)| (n, i, x));
        Inputs { width, form: Form::Sparse { by_example: Sparse::of(rows, numbers), by_input: None } }
    }

    /// Gets ready for gradients over all examples at once.
    pub fn prepare_full_batch(&mut self) {
        if let Form::Sparse { by_example, by_input } = &mut self.form
            && by_input.is_none()
        {
            let numbers = (0..by_example.rows())
                .flat_map(|n| by_example.row(n).iter().map(move |term| (term.place as usize, n, term.value)));
            *by_input = Some(Sparse::of(self.width, numbers));
        }
    }

    /// How many examples there are.
    pub fn len(&self) -> usize {
        match &self.form {
            Form::Dense(dense) => dense.nrows(),
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
        Inputs::new(view.as_standard_layout().into_owned())
    }
}

/// Some of the examples.
#[derive(Clone, Debug)]
pub struct Batch<'a> {
    inputs: &'a Inputs,
    which: Which<'a>,
}

#[derive(Clone, Debug)]
enum Which<'a> {
    Range(Range<usize>),
    Chosen(&'a [usize]),
}

impl Batch<'_> {
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

    #[inline(always)]
    fn example(&self, n: usize) -> usize {
        match &self.which {
            Which::Range(range) => range.start + n,
            Which::Chosen(examples) => examples[n],
        }
    }

    /// Weighted inputs: `out` = these · `weights` + `biases`.
    pub(super) fn affine(
        &self,
        weights: &Array2<f32>,
        biases: &Array1<f32>,
        aligned: &mut Aligned,
        out: &mut Array2<f32>,
    ) {
        let matrix = kernels::matrix(weights);
        let start = Start::Row(kernels::flat(biases));
        let out = kernels::flat_mut(out);
        match &self.inputs.form {
            Form::Dense(dense) => {
                let width = self.inputs.width;
                let row = |n| &kernels::flat(dense)[self.example(n) * width..][..width];
                let rows = DenseRows { count: self.len(), length: width, row };
                kernels::multiply(&rows, matrix, start, out);
            }
            Form::Sparse { by_example, .. } => {
                let matrix = if self.len() >= MANY { aligned.copy(matrix) } else { matrix };
                let row = |n| by_example.row(self.example(n));
                let count = self.len();
                if let Some(range) = self.whole_chunks() {
                    let place = |r| by_example.by_length[range.start + r] as usize - range.start;
                    kernels::multiply(&SparseRows { count, place, row }, matrix, start, out);
                } else {
                    let place = |r| r;
                    kernels::multiply(&SparseRows { count, place, row }, matrix, start, out);
                }
            }
        }
    }

    /// Gradients of the weights: `out` = theseᵀ · `delta`, added from the first example to the last.
    pub(super) fn gradient(&self, delta: &Array2<f32>, aligned: &mut Aligned, out: &mut Array2<f32>) {
        let matrix = kernels::matrix(delta);
        let out = kernels::flat_mut(out);
        match &self.inputs.form {
            Form::Dense(dense) => {
                let width = self.inputs.width;
                let row = |n| &kernels::flat(dense)[self.example(n) * width..][..width];
                let columns = DenseColumns { count: width, length: self.len(), row };
                kernels::multiply(&columns, matrix, Start::Zero, out);
            }
            Form::Sparse { by_input: Some(by_input), .. } if self.is_all() => {
                let matrix = aligned.copy(matrix);
                let place = |r| by_input.by_length[r] as usize;
                let rows = SparseRows { count: self.inputs.width, place, row: |i| by_input.row(i) };
                kernels::multiply(&rows, matrix, Start::Zero, out);
            }
            Form::Sparse { by_example, .. } => {
                out.fill(0.0);
                kernels::scatter(self.len(), |n| by_example.row(self.example(n)), matrix, out);
            }
        }
    }

    /// The range, if it holds whole chunks only.
    fn whole_chunks(&self) -> Option<Range<usize>> {
        let Which::Range(range) = &self.which else { return None };
        let ends = range.len().is_multiple_of(CHUNK) || range.end == self.inputs.len();
        (range.start.is_multiple_of(CHUNK) && ends).then(|| range.clone())
    }

    fn is_all(&self) -> bool {
        matches!(&self.which, Which::Range(range) if *range == (0..self.inputs.len()))
    }
}
