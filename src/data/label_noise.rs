//! Label noise: wrong training labels on purpose, which a network can only memorize.

use rand::RngExt;

use super::dataset::Dataset;
use crate::random::{Stream, stream};

impl Dataset {
    /// Gives a share of the training examples a different label and records their indices in `flipped`, their
    /// own labels in `true_labels`. The same seed
    /// flips the same labels, and a larger share flips those of a smaller one too.
    pub(super) fn flip_labels(&mut self, share: f64, seed: u64) {
        let (labels, classes) = (&mut self.train.labels, self.class_names.len());
        if share <= 0.0 || classes < 2 {
            return;
        }
        let mut rng = stream(seed, Stream::LabelNoise);
        // Each example draws its own numbers, so that most labels stay as they are when examples are added.
        let draws: Vec<(u64, usize)> =
            labels.iter().map(|_| (rng.random(), rng.random_range(1..classes))).collect();
        let mut order: Vec<usize> = (0..labels.len()).collect();
        order.sort_by_key(|&n| (draws[n].0, n));
        order.truncate((share * labels.len() as f64).round() as usize);
        order.sort_unstable();
        self.true_labels = order.iter().map(|&n| labels[n]).collect();
        for &n in &order {
            labels[n] = ((usize::from(labels[n]) + draws[n].1) % classes) as u8;
        }
        self.flipped = order;
    }
}

#[cfg(test)]
mod tests {
    use crate::data::{self, Dataset, Request};

    fn load(name: &str, flip: f64, seed: u64) -> Dataset {
        let request = Request { train_size: 400, test_size: 50, flip, seed, ..Request::default() };
        data::resolve(name).unwrap().load(&request, 1).unwrap()
    }

    #[test]
    fn exactly_the_share_gets_another_label() {
        for name in ["circles", "mnist"] {
            let (right, wrong) = (load(name, 0.0, 1), load(name, 0.1, 1));
            let differ = |n: &usize| right.train.labels[*n] != wrong.train.labels[*n];
            let differing: Vec<usize> = (0..400).filter(differ).collect();
            assert_eq!(differing.len(), 40);
            assert_eq!(wrong.flipped, differing);
            let labels: Vec<u8> = differing.iter().map(|&n| right.train.labels[n]).collect();
            assert_eq!(wrong.true_labels, labels);
            assert!(wrong.train.labels.iter().all(|&label| usize::from(label) < wrong.classes()));
            assert_eq!(right.test, wrong.test, "test labels are never flipped");
            assert_ne!(load("mnist", 0.1, 2).flipped, wrong.flipped);
        }
    }

    #[test]
    fn a_larger_share_keeps_the_labels_that_are_flipped_already() {
        let (few, many) = (load("circles", 0.1, 1), load("circles", 0.3, 1));
        assert!(few.flipped.iter().all(|n| many.flipped.contains(n)));
    }
}
