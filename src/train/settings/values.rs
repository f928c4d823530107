//! Parsing, formatting and limits of setting values.

use super::setting::Setting;
use crate::data::Choice;
use crate::train::ladder::{Direction, next_round};
use crate::train::setup::Setup;

/// The smallest number of examples that gives a meaningful curve.
pub const SMALLEST_SET: usize = 20;
/// Limits of the network. Four layers of the maximum size on MNIST have 15 million weights; the largest network
/// takes 64 MiB.
pub const MOST_LAYERS: usize = 4;
pub const MOST_UNITS: usize = 2_048;
pub const MOST_WEIGHTS: usize = 1 << 24;
/// Labels are stored as bytes.
const MOST_CLASSES: usize = 256;
pub const MOST_STEPS: u64 = 1_000_000_000_000;
pub const MOST_NOISE: f64 = 0.5;
pub const MOST_FLIPPED: f64 = 0.5;
pub const MOST_VALIDATION: f64 = 0.5;
pub const MOST_DROPPED: f32 = 0.9;
pub const MOST_LAMBDA: f32 = 100.0;

/// The `applies` of a setting for all data.
pub fn always(_: &Choice) -> bool {
    true
}

/// Stores a value; returns `None` if there is none.
pub fn put<T>(place: &mut T, value: Option<T>) -> Option<()> {
    *place = value?;
    Some(())
}

/// The `expected` of a setting whose values do not depend on the set-up.
pub fn its_values(setting: &Setting, _: &Setup, _: &str) -> String {
    (setting.values)()
}

/// Joins the names of an enum, as in "gd, momentum or adam".
pub fn names<T: Copy>(all: &[T], name: fn(T) -> &'static str) -> String {
    let names: Vec<&str> = all.iter().map(|&item| name(item)).collect();
    match names.as_slice() {
        [] => String::new(),
        [only] => (*only).to_owned(),
        [first @ .., last] => format!("{} or {last}", first.join(", ")),
    }
}

/// The item with this name.
pub fn named<T: Copy>(all: &[T], name: fn(T) -> &'static str, text: &str) -> Option<T> {
    all.iter().copied().find(|&item| name(item) == text)
}

/// Parses a share from 0 to `most`.
pub fn share(text: &str, most: f64) -> Option<f64> {
    text.parse().ok().filter(|share| (0.0..=most).contains(share))
}

/// Parses the strength of a penalty; `off` is 0.
pub fn lambda(text: &str) -> Option<f32> {
    off_or_number(text, MOST_LAMBDA)
}

/// Parses a number from 0 to `most`; `off` is 0.
pub fn off_or_number(text: &str, most: f32) -> Option<f32> {
    let number = if text == "off" { Some(0.0) } else { text.parse().ok() };
    number.filter(|number| (0.0..=most).contains(number))
}

/// Describes what [`off_or_number`] parses.
pub fn off_or_number_values(most: f32) -> String {
    format!("`off` or a number above 0, up to {most}")
}

/// Formats the strength of a penalty as [`lambda`] parses it.
pub fn lambda_text(lambda: f32) -> String {
    off_or(lambda, number_text(lambda))
}

/// Returns `off` if the number is zero, `text` otherwise.
pub fn off_or(number: f32, text: String) -> String {
    if number == 0.0 { "off".to_owned() } else { text }
}

/// The shortest text that reads back as the same number.
pub fn number_text(number: f32) -> String {
    if (1e-4..1e5).contains(&number) { number.to_string() } else { format!("{number:e}") }
}

/// The next length of a run on the 1-2-5 ladder from 100 to a billion steps.
pub fn next_steps(steps: u64, to: Direction) -> u64 {
    let next = next_round(steps as usize, to) as u64;
    match to {
        Direction::Up => next.min(1_000_000_000).max(steps),
        Direction::Down => next.max(100).min(steps),
    }
}

/// The next patience: off, then 10, 20, 50 … 100,000.
pub fn next_patience(patience: Option<u64>, to: Direction) -> Option<u64> {
    match (patience, to) {
        (None, Direction::Up) => Some(10),
        (None | Some(..=10), Direction::Down) => None,
        (Some(patience), Direction::Up) => {
            let next = next_round(patience as usize, to) as u64;
            Some(next.clamp(10, 100_000).max(patience))
        }
        (Some(patience), Direction::Down) => Some(next_round(patience as usize, to) as u64),
    }
}

/// Describes the allowed numbers of examples.
pub fn size_range(most: usize) -> String {
    format!("`all` or a whole number from {} to {most}", SMALLEST_SET.min(most))
}

/// Parses a number of examples; `all` is `most`.
pub fn size(text: &str, most: usize) -> Option<usize> {
    let size = if text == "all" { Some(most) } else { text.parse().ok() };
    size.filter(|size| (SMALLEST_SET.min(most)..=most).contains(size))
}

/// The next round number of examples, or the usual size if it lies in between.
pub fn next_size(size: usize, usual: usize, most: usize, to: Direction) -> usize {
    let next = next_round(size, to).clamp(SMALLEST_SET.min(most), most);
    let is_in_between = (size.min(next) + 1..size.max(next)).contains(&usual);
    if is_in_between { usual } else { next }
}

/// Parses hidden layers, as in `64,32`; `0` is none.
pub fn layers(text: &str) -> Option<Vec<usize>> {
    if text == "0" {
        return Some(Vec::new());
    }
    let units = |part: &str| part.trim().parse().ok().filter(|units| (1..=MOST_UNITS).contains(units));
    let layers: Vec<usize> = text.split(',').map(units).collect::<Option<_>>()?;
    (layers.len() <= MOST_LAYERS).then_some(layers)
}

/// Formats hidden layers as [`layers`] parses them.
pub fn layers_text(hidden: &[usize]) -> String {
    match hidden {
        [] => "0".to_owned(),
        layers => layers.iter().map(usize::to_string).collect::<Vec<_>>().join(","),
    }
}

/// Whether a network with these hidden layers stays within [`MOST_WEIGHTS`], even with the most classes.
fn is_small_enough(inputs: usize, hidden: &[usize]) -> bool {
    let sizes: Vec<usize> =
        [inputs].into_iter().chain(hidden.iter().copied()).chain([MOST_CLASSES]).collect();
    let weights = sizes.windows(2).map(|layer| layer[0].saturating_mul(layer[1]));
    weights.fold(0, usize::saturating_add) <= MOST_WEIGHTS
}

/// Parses and stores hidden layers, unless the network would be too large.
pub fn parse_hidden(setup: &mut Setup, text: &str) -> Option<()> {
    let inputs = setup.data.shape().inputs();
    put(&mut setup.hidden, layers(text).filter(|hidden| is_small_enough(inputs, hidden)))
}

/// Describes the expected hidden layers.
pub fn expected_hidden(setting: &Setting, _: &Setup, text: &str) -> String {
    match layers(text) {
        Some(_) => format!("fewer units: there would be more than {} million weights", MOST_WEIGHTS >> 20),
        None => (setting.values)(),
    }
}

/// Adds or removes a unit of the first hidden layer. Adding to none creates a layer; removing its only unit removes
/// a single layer.
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

/// Parses and stores a mini-batch size.
pub fn parse_batch(setup: &mut Setup, text: &str) -> Option<()> {
    setup.batch = match text {
        "full" => None,
        number => Some(number.parse().ok().filter(|batch| (1..=setup.train_size).contains(batch))?),
    };
    Some(())
}

/// Moves the batch size along the 1-2-5 ladder; the top is all examples.
pub fn step_batch(setup: &mut Setup, to: Direction) {
    let next = next_round(setup.batch.unwrap_or(setup.train_size), to);
    setup.batch = match (setup.batch, to) {
        (None, Direction::Up) => None,
        _ => Some(next),
    };
}
