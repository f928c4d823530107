//! How good a network is on a set of examples.

use super::inputs::CHUNK;
use super::{Inputs, Network, Workspace};

/// Loss and accuracy on a set of examples.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Metrics {
    /// The mean loss of an example.
    pub loss: f64,
    /// Examples classified correctly.
    pub correct: usize,
    /// All examples.
    pub examples: usize,
}

impl Metrics {
    /// The share of the examples that is classified correctly; 0 of none.
    pub fn accuracy(&self) -> f64 {
        self.correct as f64 / self.examples.max(1) as f64
    }

    /// Where the share of *all* examples of this kind lies that would be classified correctly, in 95 of 100
    /// cases: the score interval (Wilson, 1927). With p the accuracy on n examples and z = 1.96, its ends are
    ///
    /// ```text
    /// (p + z²/2n  ±  z √(p (1 - p)/n + z²/4n²)) / (1 + z²/n)
    /// ```
    ///
    /// Unlike p ± z √(p (1 - p)/n) it stays within 0 and 1, and 10 of 10 does not make it certain.
    pub fn interval(&self) -> (f64, f64) {
        /// 95 of 100 numbers of a standard normal distribution are less than this far from 0.
        const Z: f64 = 1.959_963_984_540_054;
        if self.examples == 0 {
            return (0.0, 1.0);
        }
        let (p, n) = (self.accuracy(), self.examples as f64);
        let middle = p + Z * Z / (2.0 * n);
        let reach = Z * (p * (1.0 - p) / n + Z * Z / (4.0 * n * n)).sqrt();
        let whole = 1.0 + Z * Z / n;
        (((middle - reach) / whole).max(0.0), ((middle + reach) / whole).min(1.0))
    }
}

/// Examples that are measured at once: enough for several threads, few enough for the memory.
const GROUP: usize = 16 * CHUNK;

/// Measures `network` on examples and their labels, some at a time.
pub fn evaluate(network: &Network, inputs: &Inputs, labels: &[u8], workspace: &mut Workspace) -> Metrics {
    let (mut loss, mut correct) = (0.0, 0);
    for (group, labels) in labels.chunks(GROUP).enumerate() {
        let start = group * GROUP;
        let part = network.score(&inputs.range(start..start + labels.len()), labels, workspace);
        loss += part.loss * part.examples as f64;
        correct += part.correct;
    }
    Metrics { loss: loss / labels.len().max(1) as f64, correct, examples: labels.len() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn intervals_are_those_of_the_literature() {
        let interval = |correct, examples| {
            let (low, high) = Metrics { loss: 0.0, correct, examples }.interval();
            [low, high].map(|share| (1e4 * share).round() / 1e4)
        };
        assert_eq!(interval(82, 100), [0.7333, 0.8830]);
        // Newcombe (1998), Statistics in Medicine 17, 857-872, table I, method 3.
        assert_eq!(interval(81, 263), [0.2553, 0.3662]);
        assert_eq!(interval(15, 148), [0.0624, 0.1605]);
        assert_eq!(interval(0, 20), [0.0, 0.1611]);
        assert_eq!(interval(1, 29), [0.0061, 0.1718]);
        assert_eq!(interval(0, 10), [0.0, 0.2775]);
        assert_eq!(interval(10, 10), [0.7225, 1.0]);
        assert_eq!(interval(0, 0), [0.0, 1.0]);
    }
}
