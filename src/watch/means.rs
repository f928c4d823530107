//! Files of burn: one for each quantity in each epoch, with a value for each mini-batch and, after a comma, the examples in it. Newer
//! versions write the mean of the epoch as well, in a line that ends in `final`.

use super::lines;
use super::rows::{Rows, number};

/// The mean of a quantity over the mini-batches of an epoch up to now.
#[derive(Debug)]
pub struct Means {
    name: String,
    epoch: u64,
    sum: f64,
    examples: f64,
    /// The mean of the whole epoch, if the log says it.
    whole: Option<f64>,
}

impl Means {
    /// A quantity on a set, as in `train/Loss`, in an epoch.
    pub fn new(name: String, epoch: u64) -> Means {
        Means { name, epoch, sum: 0.0, examples: 0.0, whole: None }
    }

    /// Takes in a mini-batch.
    pub fn line(&mut self, line: &[u8]) {
        let text = lines::text(line);
        let mut parts = text.split(',');
        let (value, examples) = (parts.next().unwrap_or_default(), parts.next().unwrap_or("1"));
        if text.trim_end().ends_with("final") {
            self.whole = number(value);
            return;
        }
        if let (Some(value), Some(examples)) = (number(value), number(examples)) {
            self.sum += value * examples;
            self.examples += examples;
        }
    }

    /// Adds the row of the epoch, if there is anything in it.
    pub fn row(&self, rows: &mut Rows) {
        let mean = self.whole.or((self.examples > 0.0).then(|| self.sum / self.examples));
        if let Some(mean) = mean {
            rows.push_named("epoch", self.epoch as f64);
            rows.push_named(&self.name, mean);
            rows.end();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mean(lines: &[&str]) -> Option<f64> {
        let (mut means, mut rows) = (Means::new("train/Loss".to_owned(), 3), Rows::default());
        for line in lines {
            means.line(line.as_bytes());
        }
        means.row(&mut rows);
        rows.take().iter().next().map(|row| row[1].value)
    }

    #[test]
    fn mini_batches_weigh_by_their_examples() {
        assert_eq!(mean(&[]), None);
        assert_eq!(mean(&["1.0,3", "2.0,1"]), Some(1.25));
        assert_eq!(mean(&["1.0,3", "2.0,1", "1.5,final"]), Some(1.5));
    }
}
