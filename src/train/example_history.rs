//! What the network answered to each test example over the run.
//!
//! Recorded with the evaluations, which compute these outputs anyhow, and so the same for every screen and every number of
//! threads. Memory is bounded: once there are too many records, every second one is dropped, and from then on only every
//! second evaluation is recorded.

use std::sync::Arc;

use crate::nn::Prediction;

/// The most records of a run with few test examples.
const MOST: usize = 128;
/// The fewest records of a run with many.
const FEWEST: usize = 16;
/// The most bytes of all records, unless that were too few of them.
const BYTES: usize = 4 << 20;

/// The answer to a test example: the output for its true class in 127 steps, and whether it was right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Answer(u8);

/// The bit of right answers.
const RIGHT: u8 = 0x80;

impl Answer {
    /// Takes the outputs for an example of class `label`.
    pub fn of(outputs: impl IntoIterator<Item = f32>, label: u8) -> Answer {
        let mut truth = 0.0;
        let said = Prediction::of(outputs.into_iter().enumerate().map(|(class, output)| {
            if class == usize::from(label) {
                truth = output;
            }
            output
        }));
        let right = if said.class == label { RIGHT } else { 0 };
        Answer(right | (truth.clamp(0.0, 1.0) * f32::from(RIGHT - 1)).round() as u8)
    }

    /// Whether the class with the largest output was the true one.
    pub fn is_right(self) -> bool {
        self.0 & RIGHT != 0
    }

    /// The output for the true class, from 0 to 1.
    pub fn truth(self) -> f32 {
        f32::from(self.0 & !RIGHT) / f32::from(RIGHT - 1)
    }
}

/// The answers to all test examples at one evaluation.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Record {
    step: u64,
    answers: Arc<[Answer]>,
}

/// The answers to all test examples at some evaluations.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExampleHistory {
    records: Vec<Record>,
    /// One of so many evaluations is recorded.
    every: u64,
    /// Evaluations so far.
    evaluations: u64,
}

impl Default for ExampleHistory {
    fn default() -> ExampleHistory {
        ExampleHistory { records: Vec::new(), every: 1, evaluations: 0 }
    }
}

impl ExampleHistory {
    /// Whether the next evaluation is one to record.
    pub(super) fn is_due(&self) -> bool {
        self.evaluations.is_multiple_of(self.every)
    }

    /// Counts an evaluation, and records its answers if it is one to record.
    pub(super) fn count(&mut self, step: u64, answers: Option<Vec<Answer>>) {
        self.evaluations += 1;
        let Some(answers) = answers else { return };
        let most = (BYTES / answers.len().max(1)).clamp(FEWEST, MOST);
        self.records.push(Record { step, answers: answers.into() });
        if self.records.len() > most {
            let mut n = 0;
            self.records.retain(|_| {
                n += 1;
                n % 2 == 1
            });
            self.every *= 2;
        }
    }

    /// The bytes of this history, apart from what it shares with an earlier one.
    pub(super) fn bytes_besides(&self, earlier: Option<&ExampleHistory>) -> usize {
        let mut known = earlier.map_or(&[][..], |earlier| &earlier.records).iter().peekable();
        let own = self.records.iter().filter(|record| {
            while known.next_if(|known| known.step < record.step).is_some() {}
            !known.peek().is_some_and(|known| Arc::ptr_eq(&known.answers, &record.answers))
        });
        own.map(|record| record.answers.len()).sum::<usize>() + self.records.len() * size_of::<Record>()
    }

    /// The steps and the answers to test example `n`, the earliest first.
    pub fn of(&self, n: usize) -> Vec<(u64, Answer)> {
        let answer = |record: &Record| record.answers.get(n).map(|&answer| (record.step, answer));
        self.records.iter().filter_map(answer).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_keeps_the_output_of_the_truth_and_whether_it_was_right() {
        for (outputs, label, truth, right) in [
            ([0.1, 0.7, 0.2], 1, 0.7, true),
            ([0.5, 0.5, 0.0], 1, 0.5, false),
            ([0.5, 0.5, 0.0], 0, 0.5, true),
        ] {
            let answer = Answer::of(outputs, label);
            assert_eq!(answer.is_right(), right);
            assert!((answer.truth() - truth).abs() < 0.005);
        }
        assert_eq!(Answer::of([f32::NAN, 2.0], 1).truth(), 1.0);
    }

    #[test]
    fn records_are_thinned_evenly_and_stay_few() {
        let mut history = ExampleHistory::default();
        for step in 0..10_000 {
            let answers = history.is_due().then(|| vec![Answer::of([1.0], 0); 3]);
            history.count(step, answers);
        }
        let steps: Vec<u64> = history.of(2).into_iter().map(|(step, _)| step).collect();
        assert!((MOST / 2..=MOST).contains(&steps.len()), "{}", steps.len());
        assert_eq!(steps[0], 0);
        assert!(steps.windows(2).all(|pair| pair[1] - pair[0] == steps[1]), "{steps:?}");
        assert!(history.of(3).is_empty(), "there is no such example");
    }
}
