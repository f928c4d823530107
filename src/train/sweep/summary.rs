//! What the runs of a combination have in common: means over seeds, with their interval.

use super::score::Score;
use crate::numbers::{percent, short};
use crate::train::diagnosis::Word;

/// A mean over seeds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mean {
    /// The mean.
    pub mean: f64,
    /// Half the width of the 95 % interval of the mean, by Student's t; `None` for a single run.
    pub half_width: Option<f64>,
}

/// The runs of a combination of values.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Summary {
    /// How many runs there are.
    pub runs: usize,
    /// The test accuracy at the best step.
    pub accuracy: Mean,
    /// The mean test loss at the best step.
    pub loss: Mean,
    /// The test accuracy after the last step.
    pub last_accuracy: Mean,
    /// The highest test accuracy at the best step of a run.
    pub best_accuracy: f64,
    /// Runs whose last word is SOLVED.
    pub solved: usize,
    /// Runs whose last word is OVER-FITTING.
    pub over_fitted: usize,
    /// Runs that diverged.
    pub diverged: usize,
}

impl Summary {
    /// Summarises runs; `None` if there are none.
    pub fn of(scores: &[Score]) -> Option<Summary> {
        let mean = |value: fn(&Score) -> f64| Mean::of(&scores.iter().map(value).collect::<Vec<_>>());
        let count = |is: fn(&Score) -> bool| scores.iter().filter(|score| is(score)).count();
        Some(Summary {
            runs: scores.len(),
            accuracy: mean(|score| score.accuracy)?,
            loss: mean(|score| score.loss)?,
            last_accuracy: mean(|score| score.last_accuracy)?,
            best_accuracy: scores.iter().map(|score| score.accuracy).fold(f64::NEG_INFINITY, f64::max),
            solved: count(|score| score.word == Some(Word::Solved)),
            over_fitted: count(|score| score.word == Some(Word::OverFitting)),
            diverged: count(|score| score.is_diverged),
        })
    }
}

impl Mean {
    /// The mean and its interval as percentages: 83.2 % ± 2.1.
    pub fn percent(self) -> String {
        self.text(percent, |width| format!("{:.1}", 100.0 * width))
    }

    /// The mean and its interval as numbers: 0.447 ± 0.031.
    pub fn short(self) -> String {
        self.text(short, short)
    }

    fn text(self, mean: fn(f64) -> String, width: fn(f64) -> String) -> String {
        let interval = self.half_width.map(|half_width| format!(" ± {}", width(half_width)));
        mean(self.mean) + &interval.unwrap_or_default()
    }

    /// The mean of values and its interval; `None` if there are none.
    fn of(values: &[f64]) -> Option<Mean> {
        let count = values.len() as f64;
        let mean = (!values.is_empty()).then(|| values.iter().sum::<f64>() / count)?;
        let squares: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
        let half_width = (values.len() > 1).then(|| {
            let deviation = (squares / (count - 1.0)).sqrt();
            student_t(values.len() - 1) * deviation / count.sqrt()
        });
        Some(Mean { mean, half_width })
    }
}

/// The 97.5 % points of Student's distribution for 1, 2, 3 … degrees of freedom.
const FEW: [f64; 10] = [
    12.706_205, 4.302_653, 3.182_446, 2.776_445, 2.570_582, 2.446_912, 2.364_624, 2.306_004, 2.262_157,
    2.228_139,
];

/// The 97.5 % point of Student's distribution: half the width of a 95 % interval in standard errors. Above ten degrees of
/// freedom by the expansion 26.7.5 of Abramowitz and Stegun, which is right to 1e-5 there.
fn student_t(freedom: usize) -> f64 {
    if let Some(point) = freedom.checked_sub(1).and_then(|n| FEW.get(n)) {
        return *point;
    }
    let (z, n) = (1.959_963_985_f64, freedom as f64);
    let terms = [
        (z.powi(3) + z) / 4.0,
        (5.0 * z.powi(5) + 16.0 * z.powi(3) + 3.0 * z) / 96.0,
        (3.0 * z.powi(7) + 19.0 * z.powi(5) + 17.0 * z.powi(3) - 15.0 * z) / 384.0,
        (79.0 * z.powi(9) + 776.0 * z.powi(7) + 1_482.0 * z.powi(5) - 1_920.0 * z.powi(3) - 945.0 * z)
            / 92_160.0,
    ];
    terms.iter().rev().fold(0.0, |sum, term| (sum + term) / n) + z
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_points_are_those_of_the_tables() {
        // scipy.stats.t.ppf(0.975, n)
        let table =
            [(1, 12.7062), (4, 2.7764), (10, 2.2281), (11, 2.2010), (19, 2.0930), (29, 2.0452), (99, 1.9842)];
        for (freedom, point) in table {
            assert!((student_t(freedom) - point).abs() < 1e-4, "{freedom}: {}", student_t(freedom));
        }
    }

    #[test]
    fn a_summary_has_means_with_their_interval_and_counts_words() {
        let score = |accuracy, word| Score {
            accuracy,
            loss: 1.0 - accuracy,
            last_accuracy: accuracy - 0.1,
            word,
            is_diverged: word == Some(Word::Diverged),
        };
        let words = [Some(Word::Solved), Some(Word::OverFitting), Some(Word::Diverged), None];
        let scores: Vec<Score> = [0.8, 0.9, 0.6, 0.7]
            .into_iter()
            .zip(words)
            .map(|(accuracy, word)| score(accuracy, word))
            .collect();
        let summary = Summary::of(&scores).expect("runs");
        assert!((summary.accuracy.mean - 0.75).abs() < 1e-12);
        // The deviation is 0.129099, over the root of 4, times 3.182446.
        assert!((summary.accuracy.half_width.expect("four runs") - 0.205_426).abs() < 1e-6);
        assert_eq!((summary.solved, summary.over_fitted, summary.diverged), (1, 1, 1));
        assert_eq!(summary.best_accuracy, 0.9);
        assert_eq!(Summary::of(&scores[..1]).expect("a run").loss.half_width, None);
        assert_eq!(Summary::of(&[]), None);
    }
}
