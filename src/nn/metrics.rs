//! The figures that say how good a network is on a set of examples.

use serde::{Deserialize, Serialize};

/// Loss and accuracy on a set of examples.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Metrics {
    /// The mean loss per example.
    pub loss: f64,
    /// The number of examples classified correctly.
    pub correct: usize,
    /// The number of examples; 0 if it is not known.
    pub examples: usize,
    /// The accuracy where only that is known, and not the counts, as from the log of another program.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub share: Option<f64>,
}

impl Metrics {
    /// Loss and accuracy on examples that were counted.
    pub fn counted(loss: f64, correct: usize, examples: usize) -> Metrics {
        Metrics { loss, correct, examples, share: None }
    }

    /// Loss and accuracy on examples that nobody counted. NaN stands for what is not known.
    pub fn uncounted(loss: f64, accuracy: f64) -> Metrics {
        Metrics { loss, correct: 0, examples: 0, share: Some(accuracy) }
    }

    /// The share of the examples that is classified correctly, from 0 to 1; 0 if there are no examples.
    pub fn accuracy(&self) -> f64 {
        self.share.unwrap_or(self.correct as f64 / self.examples.max(1) as f64)
    }

    /// The 95 % confidence interval of the accuracy: the score interval (Wilson 1927).
    ///
    /// With p the accuracy on n examples and z = 1.96, its ends are
    ///
    /// ```text
    /// (p + z²/2n  ±  z √(p (1 - p)/n + z²/4n²)) / (1 + z²/n)
    /// ```
    ///
    /// Unlike p ± z √(p (1 - p)/n) it stays within 0 and 1, and has a width even if all examples are correct.
    /// (0, 1) if there are no examples, or nobody counted them.
    pub fn interval(&self) -> (f64, f64) {
        /// 95 % of a standard normal distribution is within ±Z.
        const Z: f64 = 1.959_963_984_540_054;
        if self.examples == 0 {
            return (0.0, 1.0);
        }
        let (p, n) = (self.accuracy(), self.examples as f64);
        let center = p + Z * Z / (2.0 * n);
        let half_width = Z * (p * (1.0 - p) / n + Z * Z / (4.0 * n * n)).sqrt();
        let denominator = 1.0 + Z * Z / n;
        (((center - half_width) / denominator).max(0.0), ((center + half_width) / denominator).min(1.0))
    }

    /// The least lead of this accuracy over another one, on other examples, that chance leaves: the lower end of the
    /// 95 % confidence interval of their difference (Newcombe 1998, Statistics in Medicine 17, 873-890, method 10).
    ///
    /// With p₁ ≥ l₁ the accuracy here and the lower end of its interval, p₂ ≤ u₂ the other one and the upper end, it is
    /// p₁ - p₂ - √((p₁ - l₁)² + (u₂ - p₂)²).
    pub fn least_lead_over(&self, other: &Metrics) -> f64 {
        let (low, high) = (self.interval().0, other.interval().1);
        let doubt = ((self.accuracy() - low).powi(2) + (high - other.accuracy()).powi(2)).sqrt();
        self.accuracy() - other.accuracy() - doubt
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn intervals_are_those_of_the_literature() {
        let interval = |correct, examples| {
            let (low, high) = Metrics::counted(0.0, correct, examples).interval();
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

    #[test]
    fn the_least_lead_is_that_of_the_literature() {
        let metrics = |correct, examples| Metrics::counted(0.0, correct, examples);
        let lead = |a: (usize, usize), b: (usize, usize)| {
            (1e4 * metrics(a.0, a.1).least_lead_over(&metrics(b.0, b.1))).round() / 1e4
        };
        // Newcombe (1998), table II, method 10.
        assert_eq!(lead((56, 70), (48, 80)), 0.0524);
        assert_eq!(lead((9, 10), (3, 10)), 0.1705);
        assert_eq!(lead((5, 56), (0, 29)), -0.0381);
        assert_eq!(lead((10, 10), (0, 10)), 0.6075);
    }
}
