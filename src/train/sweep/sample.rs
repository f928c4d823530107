//! Draws the combinations of a sweep that are run, when only some of them are.

use rand::RngExt;

use crate::random::{Stream, stream};

/// So many of the numbers below `of`, each at most once, in ascending order. The same seed draws the same ones, and a
/// larger sample holds those of a smaller one.
pub fn sample(count: usize, of: usize, seed: u64) -> Vec<usize> {
    let mut rng = stream(seed, Stream::Sweep);
    let draws: Vec<u64> = (0..of).map(|_| rng.random()).collect();
    let mut order: Vec<usize> = (0..of).collect();
    order.sort_by_key(|&n| (draws[n], n));
    order.truncate(count);
    order.sort_unstable();
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sample_has_no_repetition_and_grows_by_adding() {
        let (few, more) = (sample(5, 96, 3), sample(20, 96, 3));
        assert!(more.len() == 20 && more.is_sorted() && more.windows(2).all(|pair| pair[0] < pair[1]));
        assert!(few.iter().all(|n| more.contains(n)));
        assert_ne!(sample(5, 96, 4), few);
        assert_eq!(sample(100, 7, 0), (0..7).collect::<Vec<_>>());
    }
}
