//! Files of burn: one for each quantity in each epoch, with a value for each mini-batch and, after a comma, the examples in it.

use super::rows::{Rows, number};

/// The mean of a quantity over the mini-batches of an epoch up to now.
#[derive(Debug)]
pub struct Means {
    name: String,
    epoch: u64,
    sum: f64,
    examples: f64,
}

impl Means {
    /// A quantity on a set, as in `train/Loss`, in an epoch.
    pub fn new(name: String, epoch: u64) -> Means {
        Means { name, epoch, sum: 0.0, examples: 0.0 }
    }

    /// Takes in a mini-batch.
    pub fn line(&mut self, line: &[u8]) {
        let text = String::from_utf8_lossy(line);
        let (value, examples) = text.split_once(',').unwrap_or((&text, "1"));
        if let (Some(value), Some(examples)) = (number(value), number(examples)) {
            self.sum += value * examples;
            self.examples += examples;
        }
    }

    /// Adds the row of the epoch, if there is anything in it.
    pub fn row(&self, rows: &mut Rows) {
        if self.examples > 0.0 {
            rows.push_named("epoch", self.epoch as f64);
            rows.push_named(&self.name, self.sum / self.examples);
            rows.end();
        }
    }
}
