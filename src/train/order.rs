//! The order in which mini-batches visit the training examples.

use std::sync::Arc;

use rand::rngs::ChaCha8Rng;
use rand::seq::SliceRandom;
use serde::{Deserialize, Serialize};

use crate::random::{Stream, copy, stream};

/// A shuffled pass over the training examples, with a new shuffle for every epoch.
#[derive(Debug)]
pub struct Order {
    /// Shared with copies until the next shuffle.
    examples: Arc<Vec<usize>>,
    /// The position of the next batch in `examples`.
    position: usize,
    epochs: u64,
    /// Whether `examples` is already shuffled for the epoch that is about to begin.
    is_shuffled: bool,
    rng: ChaCha8Rng,
    /// The position of `rng` before the last shuffle.
    before_shuffle: u128,
}

impl Clone for Order {
    fn clone(&self) -> Order {
        Order { examples: Arc::clone(&self.examples), rng: copy(&self.rng), ..*self }
    }
}

/// How far an order has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderPosition {
    /// The position of the next batch.
    position: usize,
    /// Epochs completed.
    epochs: u64,
    /// Whether the next epoch is shuffled already.
    is_shuffled: bool,
    /// Words taken from the random stream, now and before the last shuffle.
    words: u64,
    before_shuffle: u64,
}

impl Order {
    /// Creates an order over `n` examples. It depends on the seed alone.
    pub fn new(seed: u64, n: usize) -> Order {
        Order {
            examples: Arc::new((0..n).collect()),
            position: 0,
            epochs: 0,
            is_shuffled: false,
            rng: stream(seed, Stream::Order),
            before_shuffle: 0,
        }
    }

    /// The examples in the order of this epoch, and how far it has come.
    pub fn position(&self) -> (&[usize], OrderPosition) {
        let words = |words: u128| u64::try_from(words).unwrap_or(u64::MAX);
        let position = OrderPosition {
            position: self.position,
            epochs: self.epochs,
            is_shuffled: self.is_shuffled,
            words: words(self.rng.get_word_pos()),
            before_shuffle: words(self.before_shuffle),
        };
        (&self.examples, position)
    }

    /// The order of a seed that has come so far; `None` if that is impossible.
    pub fn resumed(seed: u64, examples: &[usize], at: OrderPosition) -> Option<Order> {
        let mut seen = vec![false; examples.len()];
        for &example in examples {
            *seen.get_mut(example).filter(|seen| !**seen)? = true;
        }
        let is_possible = at.position < examples.len().max(1) && at.epochs < u64::MAX / 2;
        let has_begun = at.position > 0 || at.epochs > 0 || !at.is_shuffled;
        let mut rng = stream(seed, Stream::Order);
        rng.set_word_pos(u128::from(at.words));
        (is_possible && has_begun).then(|| Order {
            examples: Arc::new(examples.to_vec()),
            position: at.position,
            epochs: at.epochs,
            is_shuffled: at.is_shuffled,
            rng,
            before_shuffle: u128::from(at.before_shuffle),
        })
    }

    /// The number of examples.
    pub fn len(&self) -> usize {
        self.examples.len()
    }

    /// Changes the number of examples to `n` and begins a new epoch.
    pub fn resize(&mut self, n: usize) {
        self.epochs += u64::from(self.position > 0);
        self.position = 0;
        if std::mem::take(&mut self.is_shuffled) {
            // Undo the shuffle of an epoch whose first batch was given back.
            self.rng.set_word_pos(self.before_shuffle);
        }
        self.examples = Arc::new((0..n).collect());
    }

    /// The indices of the next `size` examples; fewer at the end of an epoch.
    pub fn next_batch(&mut self, size: usize) -> &[usize] {
        if self.position == 0 && !self.is_shuffled {
            self.before_shuffle = self.rng.get_word_pos();
            Arc::make_mut(&mut self.examples).shuffle(&mut self.rng);
        }
        self.is_shuffled = false;
        let start = self.position;
        let end = (start + size).min(self.examples.len());
        self.advance_to(end);
        &self.examples[start..end]
    }

    /// Counts full-batch steps, which need no order. The first one completes the epoch that has begun.
    pub fn whole_epochs(&mut self, epochs: u64) {
        if epochs > 0 {
            self.position = 0;
            self.epochs += epochs;
        }
    }

    /// Gives the last batch, of `examples` examples, back, so that it is drawn again.
    pub fn give_back(&mut self, examples: usize) {
        if self.position == 0 {
            self.position = self.examples.len();
            self.epochs -= 1;
        }
        self.position -= examples;
        self.is_shuffled = self.position == 0;
    }

    /// Epochs completed, including the fraction of the current one.
    pub fn epoch(&self) -> f64 {
        self.epochs as f64 + self.position as f64 / self.examples.len().max(1) as f64
    }

    /// The bytes of this order, apart from what it shares with another.
    pub fn bytes_besides(&self, other: Option<&Order>) -> usize {
        let is_shared = other.is_some_and(|other| Arc::ptr_eq(&self.examples, &other.examples));
        if is_shared { 0 } else { self.examples.len() * size_of::<usize>() }
    }

    fn advance_to(&mut self, end: usize) {
        self.position = end;
        if end >= self.examples.len() {
            self.position = 0;
            self.epochs += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_epoch_visits_every_example_once() {
        let mut order = Order::new(1, 10);
        let mut seen: Vec<usize> = Vec::new();
        for size in [4, 4, 2] {
            let batch = order.next_batch(4);
            assert_eq!(batch.len(), size);
            seen.extend(batch);
        }
        seen.sort_unstable();
        assert_eq!(seen, (0..10).collect::<Vec<_>>());
        assert!((order.epoch() - 1.0).abs() < 1e-12);
    }

    #[test]
    fn a_batch_that_is_given_back_comes_again() {
        for before in 0..8 {
            let (mut straight, mut back) = (Order::new(2, 10), Order::new(2, 10));
            for _ in 0..before {
                straight.next_batch(4);
                back.next_batch(4);
            }
            let size = back.next_batch(4).len();
            back.give_back(size);
            assert_eq!(back.epoch(), straight.epoch());
            for _ in 0..5 {
                assert_eq!(back.next_batch(4), straight.next_batch(4));
            }
        }
    }

    #[test]
    fn epochs_differ_and_seeds_repeat() {
        let epochs = |seed| {
            let mut order = Order::new(seed, 100);
            [order.next_batch(100).to_vec(), order.next_batch(100).to_vec()]
        };
        let [first, second] = epochs(4);
        assert_ne!(first, second);
        assert_eq!(epochs(4), [first, second]);
        assert_ne!(epochs(5), epochs(4));
    }
}
