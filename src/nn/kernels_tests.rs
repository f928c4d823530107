//! The loops against the plain ones, to the bit; the functions against a mathematical library in float64, and
//! at their edges.

use super::kernels::{self, Term, argmax, exp, sigmoid, softmax, tanh};
use super::matrix::{LANES, Matrix};
use super::sparse::{Blocks, Sparse};

/// Widths on all sides of the boundaries of vectors and panels.
const WIDTHS: [usize; 13] = [1, 2, 7, 8, 15, 16, 17, 31, 33, 48, 64, 65, 130];

/// Numbers that look random; every third is zero if it is to be sparse.
fn numbers(rows: usize, columns: usize, sparse: bool) -> Matrix {
    Matrix::from_fn(rows, columns, |i, j| {
        let place = (i * 31 + j * 17) as f32;
        if sparse && (i + 2 * j) % 3 != 0 { 0.0 } else { (place * 0.37).sin() + 0.01 * place.cos() }
    })
}

/// The plain loop: every sum from its first term to its last, `start` + Σ left(k) · right(k).
fn sum(start: f32, terms: usize, left: impl Fn(usize) -> f32, right: impl Fn(usize) -> f32) -> f32 {
    (0..terms).fold(start, |sum, k| left(k).mul_add(right(k), sum))
}

fn assert_same(ours: &Matrix, plain: impl Fn(usize, usize) -> f32) {
    for i in 0..ours.rows() {
        for j in 0..ours.columns() {
            assert_eq!(ours[(i, j)].to_bits(), plain(i, j).to_bits(), "at {i}, {j}");
        }
    }
}

#[test]
fn dense_products_are_the_plain_loops() {
    for rows in [1, 2, 3, 8, 9, 30] {
        for columns in WIDTHS {
            let (right, start) = (numbers(19, columns, false), numbers(1, rows, false));
            let left = numbers(19, rows, false);
            let mut out = Matrix::zeros(rows, columns);
            kernels::affine(&left, &right, &start, &mut out);
            assert_same(&out, |i, j| sum(start[(0, i)], 19, |k| left[(k, i)], |k| right[(k, j)]));
            let left = numbers(rows, 19, false);
            kernels::product(&left, &right, &mut out);
            assert_same(&out, |i, j| sum(0.0, 19, |k| left[(i, k)], |k| right[(k, j)]));
        }
    }
}

#[test]
fn sparse_products_are_the_plain_loops_over_all_numbers() {
    for columns in WIDTHS {
        for rows in [1, 2, 5, 8] {
            let (left, right) = (numbers(rows, 40, true), numbers(40, columns, false));
            let start = numbers(1, columns, false);
            let terms = |i: usize| -> Vec<Term> {
                let all = left.row_values(i).enumerate().filter(|(_, value)| *value != 0.0);
                all.map(|(place, value)| Term { place: place as u32, value }).collect()
            };
            let lists: Vec<Vec<Term>> = (0..rows).map(terms).collect();
            let mut out = Matrix::zeros(rows, columns);
            let order = (0..rows).rev();
            kernels::sparse_product(order, |i| &lists[i], &right, Some(&start), out.vectors_mut());
            assert_same(&out, |i, j| sum(start[(0, j)], 40, |k| left[(i, k)], |k| right[(k, j)]));

            let delta = numbers(rows, columns, false);
            let mut gradient = Matrix::zeros(40, columns);
            kernels::scatter(lists.iter().map(Vec::as_slice), &delta, &mut gradient);
            assert_same(&gradient, |i, j| sum(0.0, rows, |n| left[(n, i)], |n| delta[(n, j)]));
        }
    }
}

#[test]
fn products_in_bundles_and_blocks_are_the_plain_loops() {
    // More places than a block has, and rows that fill no whole bundle.
    for (rows, places, columns) in [(1, 32, 2), (6, 900, 30), (261, 1_300, 17), (33, 50, 40), (10, 401, 70)] {
        let (left, right) = (numbers(rows, places, true), numbers(places, columns, false));
        let start = numbers(1, columns, false);
        let mut lists = Sparse::default();
        let filled = (0..rows).flat_map(|i| left.row_values(i).zip(0..).map(move |(x, k)| (i, x, k)));
        let filled: Vec<(usize, f32, u32)> = filled.filter(|(_, x, _)| *x != 0.0).collect();
        lists.fill(rows, filled.iter().map(|&(i, value, place)| (i as u32, Term { place, value })));
        let blocks = Blocks::of(&lists, 32, places);
        for (first, end) in [(0, rows.min(32)), (rows / 32 * 32, rows)] {
            let mut out = Matrix::zeros(end - first, columns);
            blocks.product(first..end, &right, Some(&start), out.vectors_mut());
            let plain = |i: usize, j| sum(start[(0, j)], places, |k| left[(first + i, k)], |k| right[(k, j)]);
            assert_same(&out, plain);
        }
    }
}

#[test]
fn scores_are_counted_example_by_example() {
    for examples in WIDTHS {
        let outputs = Matrix::from_fn(10, examples, |class, n| ((class * 7 + n * 3) % 11) as f32 / 10.0);
        let labels: Vec<u8> = (0..examples).map(|n| (n * n % 10) as u8).collect();
        let (mut right, mut squared_error) = (0, 0.0);
        for (n, &label) in labels.iter().enumerate() {
            right += usize::from(argmax((0..10).map(|class| outputs[(class, n)])).0 == usize::from(label));
            for class in 0..10 {
                let target = if class == usize::from(label) { 1.0 } else { 0.0 };
                squared_error += (f64::from(outputs[(class, n)]) - target).powi(2);
            }
        }
        assert_eq!(kernels::count_correct(&outputs, &labels), right);
        assert!((kernels::squared_error(&outputs, &labels) - squared_error).abs() < 1e-9 * squared_error);
    }
    let nothing = Matrix::from_fn(3, 2, |_, _| f32::NAN);
    assert!(kernels::squared_error(&nothing, &[0, 1]).is_nan());
}

#[test]
fn sums_over_examples_are_kept_in_lanes() {
    /// Lane after lane, then halves of halves.
    fn plain(examples: usize, product: impl Fn(usize, f32) -> f32) -> f32 {
        let mut lanes = [0.0; LANES];
        for n in 0..examples {
            lanes[n % LANES] = product(n, lanes[n % LANES]);
        }
        for half in [8, 4, 2, 1] {
            for lane in 0..half {
                lanes[lane] += lanes[lane + half];
            }
        }
        lanes[0]
    }
    for examples in WIDTHS {
        for (rows, columns) in [(1, 1), (2, 2), (3, 5), (10, 7), (17, 20)] {
            let (a, b) = (numbers(rows, examples, false), numbers(columns, examples, false));
            let mut out = Matrix::zeros(rows, columns);
            kernels::dots([(&a, &b)].into_iter(), 0, columns, out.vectors_mut());
            assert_same(&out, |i, j| plain(examples, |n, sum| a[(i, n)].mul_add(b[(j, n)], sum)));
            let mut out = Matrix::zeros(1, columns);
            kernels::sums(&b, &mut out);
            assert_same(&out, |_, j| plain(examples, |n, sum| b[(j, n)] + sum));
        }
    }
}

#[test]
fn parts_of_whole_vectors_make_no_difference_to_a_sum_over_examples() {
    let (a, b) = (numbers(5, 100, false), numbers(6, 100, false));
    let cut =
        |m: &Matrix, from: usize, to: usize| Matrix::from_fn(m.rows(), to - from, |i, n| m[(i, from + n)]);
    let parts: Vec<(Matrix, Matrix)> =
        [(0, 32), (32, 96), (96, 100)].map(|(from, to)| (cut(&a, from, to), cut(&b, from, to))).into();
    let (mut whole, mut divided) = (Matrix::zeros(5, 6), Matrix::zeros(5, 6));
    kernels::dots([(&a, &b)].into_iter(), 0, 6, whole.vectors_mut());
    kernels::dots(parts.iter().map(|(a, b)| (a, b)), 0, 6, divided.vectors_mut());
    assert_eq!(whole, divided);
}

#[test]
fn there_and_back_is_the_same_matrix() {
    for rows in WIDTHS {
        for columns in WIDTHS {
            let matrix = numbers(rows, columns, false);
            let mut turned = Matrix::zeros(columns, rows);
            kernels::transpose(matrix.vectors(), matrix.per_row(), &mut turned);
            assert_same(&turned, |i, j| matrix[(j, i)]);
            let mut back = Matrix::zeros(rows, columns);
            let per_row = back.per_row();
            kernels::transpose_back(&turned, back.vectors_mut(), per_row);
            assert_eq!(back, matrix);
        }
    }
}

/// Numbers from `low` to `high`, `per_unit` of them between two whole numbers.
fn grid(low: i32, high: i32, per_unit: i32) -> impl Iterator<Item = f32> {
    (low * per_unit..=high * per_unit).map(move |i| i as f32 / per_unit as f32)
}

/// The largest of `error(x)` for x in `grid`, and where that is.
fn largest(grid: impl Iterator<Item = f32>, error: impl Fn(f32) -> f64) -> (f64, f32) {
    grid.map(|x| (error(x), x)).fold((0.0, 0.0), |worst, next| if next.0 > worst.0 { next } else { worst })
}

fn relative(value: f32, exact: f64) -> f64 {
    ((f64::from(value) - exact) / exact).abs()
}

/// A prime, so that the numbers between fill all digits of a `f32`.
const FINE: i32 = 4_099;

#[test]
fn exp_is_right_to_eight_parts_in_a_hundred_million() {
    let inside = grid(-90, 90, FINE).filter(|x| (-87.3..=88.0).contains(x));
    let (error, at) = largest(inside, |x| relative(exp(x), libm::exp(f64::from(x))));
    assert!(error < 8e-8, "{error:e} at {at}");
}

#[test]
fn exp_never_falls() {
    let mut before = 0.0;
    for x in grid(-90, 90, FINE) {
        let value = exp(x);
        assert!(value >= before, "exp({x}) = {value} after {before}");
        before = value;
    }
}

#[test]
fn exp_at_its_edges() {
    assert_eq!((exp(0.0), exp(-0.0)), (1.0, 1.0));
    for x in [-87.31, -90.0, -1e30, f32::MIN, f32::NEG_INFINITY] {
        assert_eq!(exp(x), 0.0, "{x}");
    }
    assert!(exp(-87.29) > 0.0);
    let most = exp(88.0);
    assert!(most.is_finite());
    for x in [88.01, 90.0, 1e30, f32::MAX, f32::INFINITY] {
        assert_eq!(exp(x), most, "{x}");
    }
    assert!(exp(f32::NAN).is_nan());
    for tiny in [f32::MIN_POSITIVE, 1e-45, -1e-45] {
        assert_eq!(exp(tiny), 1.0);
    }
}

#[test]
fn sigmoid_is_a_probability_and_symmetric() {
    let exact = |z: f32| 1.0 / (1.0 + libm::exp(-f64::from(z)));
    let (error, at) = largest(grid(-87, 90, FINE), |z| relative(sigmoid(z), exact(z)));
    assert!(error < 1.7e-7, "{error:e} at {at}");
    for z in grid(-100, 100, 512) {
        assert!((0.0..=1.0).contains(&sigmoid(z)), "{z}");
        let sum = sigmoid(z) + sigmoid(-z);
        assert!((sum - 1.0).abs() <= f32::EPSILON, "{sum} at {z}");
    }
    assert_eq!(sigmoid(0.0), 0.5);
    assert_eq!(sigmoid(f32::INFINITY), 1.0);
    assert!((0.0..1e-37).contains(&sigmoid(f32::NEG_INFINITY)));
    assert!(sigmoid(f32::NAN).is_nan());
}

#[test]
fn tanh_is_close_odd_and_within_one() {
    let exact = |z: f32| libm::tanh(f64::from(z));
    let nonzero = || grid(-20, 20, FINE).filter(|&z| z != 0.0);
    let (error, at) = largest(nonzero(), |z| (f64::from(tanh(z)) - exact(z)).abs());
    assert!(error < 2e-7, "{error:e} at {at}");
    let (error, at) = largest(nonzero(), |z| relative(tanh(z), exact(z)));
    assert!(error < 1e-6, "{error:e} at {at}");
    for z in nonzero() {
        assert!((-1.0..=1.0).contains(&tanh(z)), "{z}");
        assert!((tanh(z) + tanh(-z)).abs() <= 2.0 * f32::EPSILON, "{z}");
    }
    assert_eq!((tanh(0.0), tanh(1e-20)), (0.0, 1e-20));
    assert_eq!((tanh(f32::INFINITY), tanh(f32::NEG_INFINITY)), (1.0, -1.0));
    assert!(tanh(f32::NAN).is_nan());
}

#[test]
fn softmax_makes_probabilities_of_any_finite_numbers() {
    let rows: [[f32; 4]; 8] = [
        [0.0, 0.0, 0.0, 0.0],
        [1.0, 2.0, 3.0, 4.0],
        [-5.5, 88.0, 90.0, 89.0],
        [1e30, -1e30, 0.0, 1.0],
        [1e30, 1e30, -1e30, -1e30],
        [-1e30, -1e30, -1e30, -1e30],
        [f32::MAX, f32::MIN, 0.0, 0.0],
        [1e-30, -1e-30, 0.0, -0.0],
    ];
    let mut all = Matrix::from_fn(4, rows.len(), |class, n| rows[n][class]);
    softmax(&mut all);
    for (n, z) in rows.iter().enumerate() {
        let row: Vec<f32> = (0..4).map(|class| all[(class, n)]).collect();
        assert!(row.iter().all(|p| (0.0..=1.0).contains(p)), "{z:?}: {row:?}");
        let sum: f32 = row.iter().sum();
        assert!((sum - 1.0).abs() <= 2.0 * f32::EPSILON, "{z:?}: {sum}");
        let largest = f64::from(z.iter().copied().fold(f32::MIN, f32::max));
        let weights = z.map(|z| libm::exp(f64::from(z) - largest));
        for (p, weight) in row.iter().zip(weights) {
            let exact = weight / weights.iter().sum::<f64>();
            assert!((f64::from(*p) - exact).abs() < 3e-7, "{z:?}: {p} for {exact}");
        }
    }
}

#[test]
fn argmax_is_the_first_of_equals() {
    assert_eq!(argmax([3.0]), (0, 3.0));
    assert_eq!(argmax([0.1, 0.7, 0.2, 0.7]), (1, 0.7));
    assert_eq!(argmax([-2.0, -2.0, -3.0]), (0, -2.0));
    assert_eq!(argmax([-1.0, -0.5, -0.25]), (2, -0.25));
    assert_eq!(argmax([0.0, -0.0]).0, 0);
    assert_eq!(argmax([f32::NEG_INFINITY, f32::MIN]), (1, f32::MIN));
    assert_eq!(argmax([0.0; 10]), (0, 0.0));
}
