//! The functions of the training path against a mathematical library in float64, and at their edges.

use super::kernels::{argmax, exp, sigmoid, softmax, tanh};
use super::matrix::Matrix;

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
