//! The table of jobs, each described by arguments of `overfit train`.

use crate::cli::setup_flags::setup_of_words;
use crate::error::Error;
use crate::train::Setup;

/// What a job measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// The complete run.
    Training,
    /// Evaluations on the test images, before anything is learned.
    Evaluation,
}

/// One benchmark job.
#[derive(Debug)]
pub struct Job {
    /// The name on the command line.
    pub name: &'static str,
    /// A short description.
    pub about: &'static str,
    /// What is measured.
    pub what: What,
    /// The arguments of `overfit train` for the same set-up.
    pub words: &'static str,
}

/// All jobs, in order.
pub const JOBS: &[Job] = &[
    Job {
        name: "circles",
        about: "the lecture's circles: 400 points, 2-10-2, every step over all of them",
        what: What::Training,
        words: "circles",
    },
    Job {
        name: "mnist",
        about: "the lecture's MNIST: 500 images, 784-30-10, every step over all of them",
        what: What::Training,
        words: "mnist",
    },
    Job {
        name: "nielsen",
        about: "chapter 1 of Nielsen's book: 50,000 images, 784-30-10, batches of 10, 10 epochs",
        what: What::Training,
        words: "mnist --train-size 50000 --test-size 10000 --hidden 30 --batch 10 --reduction mean --eta 3 \
                --init scaled --steps 50000",
    },
    Job {
        name: "modern",
        about: "60,000 images, 784-128-10, ReLU, cross-entropy, Adam, batches of 64, 5 epochs",
        what: What::Training,
        words: "mnist --train-size 60000 --test-size 10000 --hidden 128 --activation relu --loss cross-entropy \
                --init scaled --optimizer adam --batch 64 --reduction mean --eta 0.001 --steps 4690",
    },
    Job {
        name: "elastic",
        about: "60,000 images distorted anew, 784-800-10, ReLU, cross-entropy, Adam, batches of 100, 1,200 steps",
        what: What::Training,
        words: "mnist --train-size 60000 --test-size 10000 --hidden 800 --activation relu --loss cross-entropy \
                --init scaled --optimizer adam --batch 100 --reduction mean --eta 0.001 --augment elastic \
                --steps 1200",
    },
    Job {
        name: "evaluate",
        about: "the network 784-30-10 on 10,000 test images, without learning",
        what: What::Evaluation,
        words: "mnist --train-size 20 --test-size 10000 --hidden 30",
    },
];

impl Job {
    /// The set-up of the job with this share of its steps, at least one.
    ///
    /// # Errors
    /// When the arguments of the job are invalid, which a test rules out.
    pub fn setup(&self, seed: u64, part: f64) -> Result<Setup, Error> {
        let setup = setup_of_words(self.words)?;
        let steps = (setup.steps as f64 * part).ceil().max(1.0);
        Ok(Setup { seed, steps: steps as u64, ..setup })
    }
}

/// Multiplications and additions of a step per example, counting zeros: the forward pass, the gradients of all
/// weights and the deltas of all layers but the first. Biases and activation functions are not counted.
pub fn dense_operations(sizes: &[usize]) -> f64 {
    let weights = |sizes: &[usize]| sizes.windows(2).map(|pair| pair[0] * pair[1]).sum::<usize>();
    let deltas = weights(sizes.get(1..).unwrap_or_default());
    2.0 * (2 * weights(sizes) + deltas) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_job_is_a_training_that_can_be_asked_for() {
        for job in JOBS {
            let setup = job.setup(7, 0.01).unwrap();
            assert_eq!(setup.seed, 7, "{}", job.name);
            assert!(setup.steps >= 1 && setup.command_line("train ").starts_with("overfit train "));
            let whole = job.setup(0, 1.0).unwrap();
            assert_eq!((whole.steps as f64 / 100.0).ceil(), setup.steps as f64, "{}", job.name);
        }
        assert_eq!(JOBS[1].setup(0, 1.0).unwrap().command_line("train "), "overfit train mnist");
    }

    #[test]
    fn a_dense_step_of_the_lecture_takes_48_million_operations() {
        let by_hand = 2 * 500 * (784 * 30 + 30 * 10) * 2 + 2 * 500 * 30 * 10;
        assert_eq!(500.0 * dense_operations(&[784, 30, 10]), f64::from(by_hand));
        assert_eq!(by_hand, 47_940_000);
        assert_eq!(dense_operations(&[2, 2]), 16.0, "a single layer has no deltas to pass on");
    }
}
