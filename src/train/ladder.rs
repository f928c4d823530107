//! Values one key press apart: the 1-2-5 ladder of round numbers, and lists that go round and round.

/// Which way along a ladder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// To the next smaller value, or the choice before.
    Down,
    /// To the next larger value, or the choice after.
    Up,
}

/// 1, 2, 5, 10, 20, 50 … up to 5·10¹⁸.
pub fn round_numbers() -> impl Iterator<Item = u64> {
    (0..19).flat_map(|exponent| [1, 2, 5].map(|digit| digit * 10_u64.pow(exponent)))
}

/// The next round number in either direction; at least 1.
pub fn next_round(value: usize, to: Direction) -> usize {
    let mut ladder = round_numbers().map(|rung| rung as usize);
    match to {
        Direction::Up => ladder.find(|&rung| rung > value).unwrap_or(value),
        Direction::Down => ladder.take_while(|&rung| rung < value).last().unwrap_or(1),
    }
}

/// The next of 1e-6, 2e-6, 5e-6 … 1, 2, 5 … 500, back onto it from wherever eta was set.
pub fn next_eta(eta: f32, to: Direction) -> f32 {
    let mut ladder = (-6..=2).flat_map(|exponent| ["1", "2", "5"].map(|digit| as_typed(digit, exponent)));
    match to {
        Direction::Up => ladder.find(|&rung| rung > eta * 1.0001).unwrap_or(eta),
        Direction::Down => ladder.take_while(|&rung| rung < eta * 0.9999).last().unwrap_or(eta),
    }
}

/// The next of off (0), 1e-6, 2e-6, 5e-6 … 1.
pub fn next_lambda(lambda: f32, to: Direction) -> f32 {
    match (lambda, to) {
        (0.0, Direction::Up) => 1e-6,
        (0.0, Direction::Down) => 0.0,
        (lambda, Direction::Down) if lambda < 1.5e-6 => 0.0,
        (lambda, to) => next_eta(lambda, to).min(lambda.max(1.0)),
    }
}

/// The next multiple of `rung` between 0 and `most`.
pub fn next_share(share: f64, rung: f64, most: f64, to: Direction) -> f64 {
    let (rungs, nearly) = (share / rung, 1e-6);
    let next = match to {
        Direction::Up => (rungs + nearly).floor() + 1.0,
        Direction::Down => (rungs - nearly).ceil() - 1.0,
    };
    // As typed: 0.15, not 0.15000000000000002.
    ((next * rung).clamp(0.0, most) * 1e6).round() / 1e6
}

/// The float that is nearest to the decimal number, as if typed.
fn as_typed(digit: &str, exponent: i32) -> f32 {
    format!("{digit}e{exponent}").parse().unwrap_or(1.0)
}

/// The item after or before, round and round.
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
    fn shares_and_prices_come_back_to_none() {
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
            [0.0, 1e-6, 1.0, 7.0].map(|lambda| next_lambda(lambda, Direction::Up)),
            [1e-6, 2e-6, 1.0, 7.0]
        );
        assert_eq!([0.0, 1e-6, 2e-6].map(|lambda| next_lambda(lambda, Direction::Down)), [0.0, 0.0, 1e-6]);
    }

    #[test]
    fn lists_go_round() {
        assert_eq!(next(&[1, 2, 3], 3, Direction::Up), 1);
        assert_eq!(next(&[1, 2, 3], 1, Direction::Down), 3);
    }
}
