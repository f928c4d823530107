//! How values are typed, bounded and stepped through.

use crate::train::ladder::{Direction, next_round};
use crate::train::setup::Setup;

/// Fewer examples than this make no curve worth looking at.
pub const SMALLEST_SET: usize = 20;
/// Four layers of the most units on MNIST are 15 million weights; a copy of the most takes 64 MiB.
pub const MOST_LAYERS: usize = 4;
pub const MOST_UNITS: usize = 2_048;
pub const MOST_WEIGHTS: usize = 1 << 24;
/// A byte counts no more.
const MOST_CLASSES: usize = 256;
pub const MOST_STEPS: u64 = 1_000_000_000_000;
pub const MOST_NOISE: f64 = 0.5;
pub const MOST_FLIPPED: f64 = 0.5;
pub const MOST_HELD_OUT: f64 = 0.5;
pub const MOST_DROPPED: f32 = 0.9;

pub fn put<T>(place: &mut T, value: Option<T>) -> Option<()> {
    *place = value?;
    Some(())
}

pub fn share(text: &str, most: f64) -> Option<f64> {
    text.parse().ok().filter(|share| (0.0..=most).contains(share))
}

pub fn lambda(text: &str) -> Option<f32> {
    let lambda = if text == "off" { Some(0.0) } else { text.parse().ok() };
    lambda.filter(|lambda: &f32| (0.0..=100.0).contains(lambda))
}

pub fn lambda_text(lambda: f32) -> String {
    off_or(lambda, number_text(lambda))
}

pub fn off_or(number: f32, text: String) -> String {
    if number == 0.0 { "off".to_owned() } else { text }
}

/// Off, then 10, 20, 50 … and back.
pub fn step_patience(setup: &mut Setup, to: Direction) {
    setup.patience = match (setup.patience, to) {
        (None, Direction::Up) => Some(10),
        (None | Some(..=10), Direction::Down) => None,
        (Some(patience), to) => Some(next_round(patience as usize, to).min(100_000) as u64),
    };
}

pub fn size(text: &str, most: usize) -> Option<usize> {
    let size = if text == "all" { Some(most) } else { text.parse().ok() };
    size.filter(|size| (SMALLEST_SET.min(most)..=most).contains(size))
}

/// The next round number, or the usual size if that is on the way.
pub fn next_size(size: usize, usual: usize, most: usize, to: Direction) -> usize {
    let next = next_round(size, to).clamp(SMALLEST_SET.min(most), most);
    let is_on_the_way = (size.min(next) + 1..size.max(next)).contains(&usual);
    if is_on_the_way { usual } else { next }
}

pub fn layers(text: &str) -> Option<Vec<usize>> {
    if text == "0" {
        return Some(Vec::new());
    }
    let units = |part: &str| part.trim().parse().ok().filter(|units| (1..=MOST_UNITS).contains(units));
    let layers: Vec<usize> = text.split(',').map(units).collect::<Option<_>>()?;
    (layers.len() <= MOST_LAYERS).then_some(layers)
}

/// Whether a network with these hidden layers is small enough for inputs of this width, whatever the classes.
pub fn is_small_enough(inputs: usize, hidden: &[usize]) -> bool {
    let sizes: Vec<usize> =
        [inputs].into_iter().chain(hidden.iter().copied()).chain([MOST_CLASSES]).collect();
    let weights = sizes.windows(2).map(|layer| layer[0].saturating_mul(layer[1]));
    weights.fold(0, usize::saturating_add) <= MOST_WEIGHTS
}

pub fn parse_hidden(setup: &mut Setup, text: &str) -> Option<()> {
    let inputs = setup.data.shape().inputs();
    put(&mut setup.hidden, layers(text).filter(|hidden| is_small_enough(inputs, hidden)))
}

pub fn layers_text(hidden: &[usize]) -> String {
    match hidden {
        [] => "0".to_owned(),
        layers => layers.iter().map(usize::to_string).collect::<Vec<_>>().join(","),
    }
}

/// One unit more or less in the first hidden layer; the only layer comes and goes with its first unit.
pub fn step_hidden(setup: &mut Setup, to: Direction) {
    let before = setup.hidden.clone();
    match (setup.hidden.as_mut_slice(), to) {
        ([], Direction::Up) => setup.hidden.push(1),
        ([1], Direction::Down) => setup.hidden.clear(),
        ([], Direction::Down) => {}
        ([units, ..], Direction::Up) => *units = (*units + 1).min(MOST_UNITS),
        ([units, ..], Direction::Down) => *units = (*units - 1).max(1),
    }
    if !is_small_enough(setup.data.shape().inputs(), &setup.hidden) {
        setup.hidden = before;
    }
}

pub fn parse_batch(setup: &mut Setup, text: &str) -> Option<()> {
    setup.batch = match text {
        "full" => None,
        number => Some(number.parse().ok().filter(|batch| (1..=setup.train_size).contains(batch))?),
    };
    Some(())
}

/// Up the 1-2-5 ladder as far as it is below all examples, then to all of them.
pub fn step_batch(setup: &mut Setup, to: Direction) {
    let next = next_round(setup.batch.unwrap_or(setup.train_size), to);
    setup.batch = match (setup.batch, to) {
        (None, Direction::Up) => None,
        _ => Some(next.max(1)),
    };
}

pub fn named<T: Copy>(all: &[T], name: fn(T) -> &'static str, text: &str) -> Option<T> {
    all.iter().copied().find(|&item| name(item) == text)
}

/// The shortest text that reads back as the same number.
pub fn number_text(eta: f32) -> String {
    if (1e-4..1e5).contains(&eta) { eta.to_string() } else { format!("{eta:e}") }
}
