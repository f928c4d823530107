//! A third set: to choose by what the network is tested on would be to peek.

use super::Dataset;

/// How many of `train_size` training examples a share takes for the validation set.
pub fn validation_size(train_size: usize, share: f64) -> usize {
    let size = (0..train_size).filter(|&n| is_validation(n, share)).count();
    // One example is not divided.
    if size < train_size { size } else { 0 }
}

/// Whether training example `n` goes to the validation set. That does not depend on how many there are, so examples that
/// join later leave the others where they are; and the golden ratio spreads them so evenly that they never fall into step
/// with the order of the classes.
fn is_validation(n: usize, share: f64) -> bool {
    (n as f64 * 0.618_033_988_749_895).fract() < share
}

impl Dataset {
    /// Moves a share of the training examples, evenly from all of them, into a validation set.
    pub(super) fn split_validation(&mut self, share: f64) {
        if validation_size(self.train.len(), share) > 0 {
            let (validation, learned): (Vec<_>, Vec<_>) =
                (0..self.train.len()).partition(|&n| is_validation(n, share));
            self.validation = Some(self.train.chosen(&validation));
            self.train = self.train.chosen(&learned);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::data::{self, Request};

    #[test]
    fn a_share_is_held_out_and_stays_held_out_when_examples_join() {
        let load = |name: &str, train_size| {
            let request =
                Request { train_size, test_size: 20, validation: 0.2, seed: 3, ..Request::default() };
            data::resolve(name).unwrap().load(&request).unwrap()
        };
        for name in ["circles", "mnist"] {
            let (few, many) = (load(name, 100), load(name, 150));
            let [validation, more] = [&few, &many].map(|set| set.validation.clone().unwrap());
            assert_eq!(few.train.len() + validation.len(), 100);
            assert!((19..=21).contains(&validation.len()), "{}", validation.len());
            let first = |n: usize| (0..n).collect::<Vec<_>>();
            assert_eq!(more.chosen(&first(validation.len())), validation);
            assert_eq!(many.train.chosen(&first(few.train.len())), few.train);
            let ones = validation.labels.iter().filter(|&&label| label == 1).count();
            assert!(name == "mnist" || (8..=12).contains(&ones), "{ones}");
        }
    }
}
