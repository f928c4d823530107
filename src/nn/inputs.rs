//! The inputs of many examples, as the loops of the first layer want them.

use std::ops::Range;

use ndarray::{Array1, Array2, ArrayView2};

use super::kernels::{self, DenseColumns, DenseRows, SparseRows};

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
    places: Vec<u32>,
    values: Vec<f32>,
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
        let total = starts[rows];
        let mut sparse = Sparse { starts: starts.clone(), places: vec![0; total], values: vec![0.0; total] };
        for (row, place, value) in numbers {
            let at = starts[row];
            sparse.places[at] = place as u32;
            sparse.values[at] = value;
            starts[row] += 1;
        }
        sparse
    }

    #[inline(always)]
    fn row(&self, row: usize) -> (&[u32], &[f32]) {
        let range = self.starts[row]..self.starts[row + 1];
        (&self.places[range.clone()], &self.values[range])
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
            let rows = 0..by_example.starts.len() - 1;
            let numbers = rows.flat_map(|n| {
                let (places, values) = by_example.row(n);
                places.iter().zip(values).map(move |(&i, &x)| (i as usize, n, x))
            });
            *by_input = Some(Sparse::of(self.width, numbers));
        }
    }

    /// How many examples there are.
    pub fn len(&self) -> usize {
        match &self.form {
            Form::Dense(dense) => dense.nrows(),
            Form::Sparse { by_example, .. } => by_example.starts.len() - 1,
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
    pub(super) fn affine(&self, weights: &Array2<f32>, biases: &Array1<f32>, out: &mut Array2<f32>) {
        let matrix = kernels::matrix(weights);
        let start = kernels::flat(biases);
        let out = kernels::flat_mut(out);
        match &self.inputs.form {
            Form::Dense(dense) => {
                let width = self.inputs.width;
                let row = |n| &kernels::flat(dense)[self.example(n) * width..][..width];
                let rows = DenseRows { count: self.len(), length: width, row };
                kernels::multiply(&rows, &matrix, start, out);
            }
            Form::Sparse { by_example, .. } => {
                let rows = SparseRows { count: self.len(), row: |n| by_example.row(self.example(n)) };
                kernels::multiply(&rows, &matrix, start, out);
            }
        }
    }

    /// Gradients of the weights: `out` = theseᵀ · `delta`, added from the first example to the last.
    pub(super) fn gradient(&self, delta: &Array2<f32>, out: &mut Array2<f32>) {
        let matrix = kernels::matrix(delta);
        let out = kernels::flat_mut(out);
        match &self.inputs.form {
            Form::Dense(dense) => {
                let width = self.inputs.width;
                let row = |n| &kernels::flat(dense)[self.example(n) * width..][..width];
                let columns = DenseColumns { count: width, length: self.len(), row };
                kernels::multiply(&columns, &matrix, &[], out);
            }
            Form::Sparse { by_input: Some(by_input), .. } if self.is_all() => {
                let rows = SparseRows { count: self.inputs.width, row: |i| by_input.row(i) };
                kernels::multiply(&rows, &matrix, &[], out);
            }
            Form::Sparse { by_example, .. } => {
                out.fill(0.0);
                kernels::scatter(self.len(), |n| by_example.row(self.example(n)), &matrix, out);
            }
        }
    }

    fn is_all(&self) -> bool {
        matches!(&self.which, Which::Range(range) if *range == (0..self.inputs.len()))
    }
}
