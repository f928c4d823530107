//! The values that keys step through: the 1-2-5 ladder of round numbers, and lists that wrap around.
//!
//! Stepping up never lowers a value and stepping down never raises it, even from a typed value off the ladder.

/// The direction of a step on a ladder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// To the next smaller value, or the previous choice.
    Down,
    /// To the next larger value, or the next choice.
    Up,
}

/// 1, 2, 5, 10, 20, 50 … up to 5·10¹⁸.
pub fn round_numbers() -> impl Iterator<Item = u64> {
    (0..19).flat_map(|exponent| [1, 2, 5].map(|digit| digit * 10_u64.pow(exponent)))
}

/// The next round number in either direction; at least 1.
pub fn next_round(value: usize, to: Direction) -> usize {
    next_rung(value, round_numbers().map(|rung| rung as usize), to).unwrap_or(value.max(1))
}

/// The next of 1e-6, 2e-6, 5e-6 … 500. A value beyond the ladder stays.
pub fn next_eta(eta: f32, to: Direction) -> f32 {
    let ladder = (-6..=2).flat_map(|exponent| ["1", "2", "5"].map(|digit| as_typed(digit, exponent)));
    next_rung(eta, ladder, to).unwrap_or(eta)
}

/// The next of off (0), 1e-4, 2e-4, 5e-4 … 1. A value beyond the ladder stays.
///
/// The penalty is relative to the mean loss of an example, whatever the reduction. Below 1e-4 it changes nothing that
/// can be seen; most networks here learn best between 1e-3 and 5e-3, which is four to six rungs up.
pub fn next_lambda(lambda: f32, to: Direction) -> f32 {
    let ladder = (-4..=0).flat_map(|exponent| ["1", "2", "5"].map(|digit| as_typed(digit, exponent)));
    let ladder = [0.0].into_iter().chain(ladder.filter(|&rung| rung <= 1.0));
    next_rung(lambda, ladder, to).unwrap_or(lambda)
}

/// The next multiple of `rung` between 0 and `most`.
pub fn next_share(share: f64, rung: f64, most: f64, to: Direction) -> f64 {
    let rungs = (most / rung).round() as u32;
    // Round to what a person would type: 0.15, not 0.15000000000000002.
    let ladder = (0..=rungs).map(|k| (f64::from(k) * rung * 1e6).round() / 1e6);
    next_rung(share, ladder, to).unwrap_or(share)
}

/// The lowest rung above a value, or the highest one below it. The rungs are in ascending order.
fn next_rung<T: Copy + PartialOrd>(
    value: T,
    mut ladder: impl Iterator<Item = T>,
    to: Direction,
) -> Option<T> {
    match to {
        Direction::Up => ladder.find(|&rung| rung > value),
        Direction::Down => ladder.take_while(|&rung| rung < value).last(),
    }
}

/// Parses digit and exponent as decimal text, so that the result equals the typed number.
fn as_typed(digit: &str, exponent: i32) -> f32 {
    format!("{digit}e{exponent}").parse().unwrap_or(1.0)
}

/// Converts to the `f64` with the same decimal text: 0.3, not 0.30000001192….
pub fn typed(number: f32) -> f64 {
    number.to_string().parse().unwrap_or(f64::from(number))
}

/// The next or previous item, wrapping around at both ends.
pub fn next<T: Copy + PartialEq>(all: &[T], current: T, to: Direction) -> T {
    let at = all.iter().position(|&item| item == current).unwrap_or(0);
    let step = if to == Direction::Up { 1 } else { all.len() - 1 };
    all[(at + step) % all.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn eta_climbs_and_descends_by_round_numbers() {
        let climb = |eta, to| next_eta(eta, to);
        assert_eq!([1e-3, 2e-3, 5e-3].map(|eta| climb(eta, Direction::Up)), [2e-3, 5e-3, 1e-2]);
        assert_eq!([1e-3, 3.7e-3, 1e9].map(|eta| climb(eta, Direction::Down)), [5e-4, 2e-3, 500.0]);
        assert_eq!(climb(500.0, Direction::Up), 500.0);
        assert_eq!(climb(1e-6, Direction::Down), 1e-6);
    }

    #[test]
    fn shares_and_penalties_come_back_to_none() {
        assert_eq!(
            [0.0, 0.05, 0.12].map(|share| next_share(share, 0.05, 0.5, Direction::Up)),
            [0.05, 0.1, 0.15]
        );
        assert_eq!(
            [0.0, 0.05, 0.12].map(|share| next_share(share, 0.05, 0.5, Direction::Down)),
            [0.0, 0.0, 0.1]
        );
        assert_eq!(next_share(0.5, 0.05, 0.5, Direction::Up), 0.5);
        assert_eq!(
            [0.0, 1e-6, 1e-4, 1.0, 7.0].map(|lambda| next_lambda(lambda, Direction::Up)),
            [1e-4, 1e-4, 2e-4, 1.0, 7.0]
        );
        assert_eq!(
            [0.0, 1e-6, 1e-4, 1.2e-4, 2e-4].map(|lambda| next_lambda(lambda, Direction::Down)),
            [0.0, 0.0, 0.0, 1e-4, 1e-4]
        );
    }

    #[test]
    fn lists_wrap_around() {
        assert_eq!(next(&[1, 2, 3], 3, Direction::Up), 1);
        assert_eq!(next(&[1, 2, 3], 1, Direction::Down), 3);
    }
}
