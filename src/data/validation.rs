//! The validation set: examples to choose the best network by, so that the test set stays unseen.

use super::dataset::Dataset;

/// The fractional part of the golden ratio. Its multiples modulo 1 spread evenly (a Kronecker sequence), and never fall
/// into step with the order of the classes.
const GOLDEN_RATIO: f64 = 0.618_033_988_749_895;

/// How many of `train_size` training examples a share takes for the validation set.
pub fn validation_size(train_size: usize, share: f64) -> usize {
    let size = (0..train_size).filter(|&n| is_validation(n, share)).count();
    // A single example has to stay, or nothing is left to learn from.
    if size < train_size { size } else { 0 }
}

/// The indices of the training examples that a share leaves to learn from.
pub fn training_indices(train_size: usize, share: f64) -> impl Iterator<Item = usize> {
    let is_split = validation_size(train_size, share) > 0;
    (0..train_size).filter(move |&n| !is_split || !is_validation(n, share))
}

/// Whether training example `n` belongs to the validation set. That does not depend on how many there are, so examples that
/// are added later leave the others where they are.
fn is_validation(n: usize, share: f64) -> bool {
    (n as f64 * GOLDEN_RATIO).fract() < share
}

impl Dataset {
    /// Moves a share of the training examples, spread evenly among them, into the validation set.
    pub(super) fn split_validation(&mut self, share: f64) {
        if validation_size(self.train.len(), share) > 0 {
            let (validation, train): (Vec<_>, Vec<_>) =
                (0..self.train.len()).partition(|&n| is_validation(n, share));
            self.validation = Some(self.train.select(&validation));
            self.train = self.train.select(&train);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::data::{self, Request};

    #[test]
    fn the_validation_set_keeps_its_examples_when_others_are_added() {
        let load = |name: &str, train_size| {
            let request =
                Request { train_size, test_size: 20, validation: 0.2, seed: 3, ..Request::default() };
            data::resolve(name).unwrap().load(&request, 1).unwrap()
        };
        for name in ["circles", "mnist"] {
            let (few, many) = (load(name, 100), load(name, 150));
            let [validation, more] = [&few, &many].map(|set| set.validation.clone().unwrap());
            assert_eq!(few.train.len() + validation.len(), 100);
            assert!((19..=21).contains(&validation.len()), "{}", validation.len());
            assert_eq!(more.first(validation.len()), validation);
            assert_eq!(many.train.first(few.train.len()), few.train);
            let ones = validation.labels.iter().filter(|&&label| label == 1).count();
            assert!(name == "mnist" || (8..=12).contains(&ones), "{ones}");
        }
    }
}
