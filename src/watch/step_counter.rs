//! The step of each row of a log.

use crate::train::Unit;

/// More steps than any run has; larger numbers are no longer exact.
const MOST_STEPS: f64 = 9e15;

/// When a row was written: its step, and the epochs completed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Moment {
    /// Steps taken.
    pub step: u64,
    /// Epochs completed; NaN if the log does not say.
    pub epoch: f64,
}

/// Counts the rows of one file or folder, where they do not say their step.
#[derive(Clone, Debug, Default)]
pub struct StepCounter {
    /// Rows so far.
    rows: u64,
    /// The moment of rows that do not say theirs: that of a line before them which had nothing else.
    header: Option<Moment>,
    /// Steps before the present epoch, in a log that counts within each epoch.
    before: u64,
    /// The step of the last row as the log has it, and its epoch.
    last: Option<(f64, f64)>,
    /// What the steps are.
    pub unit: Unit,
}

/// Whether a row has numbers beside its step and epoch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Content {
    /// It has an evaluation or a part of one.
    Values,
    /// It only says where the log is.
    Header,
}

/// Whether a number can be one of steps or epochs.
fn is_possible(number: f64) -> bool {
    (0.0..MOST_STEPS).contains(&number)
}

/// Whether a number of epochs is possible and no whole one.
pub fn is_part_of_epochs(epoch: f64) -> bool {
    is_possible(epoch) && epoch.fract() != 0.0
}

impl StepCounter {
    /// The moment of the next row, which has this step and epoch; `None` if it is none of an evaluation.
    pub fn moment(&mut self, step: Option<f64>, epoch: Option<f64>, content: Content) -> Option<Moment> {
        let (step, epoch) =
            (step.filter(|&step| is_possible(step)), epoch.filter(|&epoch| is_possible(epoch)));
        let moment = match (step, epoch) {
            (Some(step), _) => self.counted(step, epoch.unwrap_or(f64::NAN)),
            (None, Some(epoch)) => self.in_epochs(epoch),
            (None, None) if content == Content::Header => return None,
            (None, None) => self.header.unwrap_or_else(|| {
                self.unit = Unit::Rows;
                Moment { step: self.rows + 1, epoch: f64::NAN }
            }),
        };
        if content == Content::Header {
            self.header = Some(moment);
            return None;
        }
        self.rows += 1;
        Some(moment)
    }

    fn counted(&mut self, step: f64, epoch: f64) -> Moment {
        if let Some((last, last_epoch)) = self.last
            && step < last
            && epoch > last_epoch
            && epoch.fract() == 0.0
        {
            // Another epoch counts from its beginning.
            self.before += last as u64 + u64::from(step == 0.0);
        }
        self.last = Some((step, epoch));
        Moment { step: self.before + step as u64, epoch }
    }

    fn in_epochs(&mut self, epoch: f64) -> Moment {
        if self.unit != Unit::PartsOfEpochs {
            self.unit = if is_part_of_epochs(epoch) { Unit::PartsOfEpochs } else { Unit::Epochs };
        }
        Moment { step: (self.unit.steps() as f64 * epoch).round() as u64, epoch }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn steps(rows: &[(Option<f64>, Option<f64>)]) -> Vec<u64> {
        let mut counter = StepCounter::default();
        rows.iter().filter_map(|row| counter.moment(row.0, row.1, Content::Values)).map(|m| m.step).collect()
    }

    #[test]
    fn steps_that_begin_again_in_each_epoch_go_on() {
        let row = |epoch, step| (Some(step), Some(epoch));
        assert_eq!(steps(&[row(0.0, 0.0), row(0.0, 9.0), row(1.0, 0.0), row(1.0, 9.0)]), [0, 9, 10, 19]);
        assert_eq!(steps(&[row(1.0, 5.0), row(1.0, 10.0), row(2.0, 5.0)]), [5, 10, 15]);
        assert_eq!(steps(&[row(1.0, 5.0), row(2.0, 10.0), row(1.0, 5.0)]), [5, 10, 5], "a resumed run");
    }

    #[test]
    fn without_steps_epochs_or_rows_are_counted() {
        assert_eq!(steps(&[(None, Some(0.0)), (None, Some(1.0))]), [0, 1]);
        assert_eq!(steps(&[(None, Some(0.25)), (None, Some(1.0))]), [250, 1_000]);
        assert_eq!(steps(&[(None, None), (None, None)]), [1, 2]);
        let mut counter = StepCounter::default();
        assert_eq!(counter.moment(None, Some(3.0), Content::Header), None);
        assert_eq!(counter.moment(None, None, Content::Values).map(|moment| moment.step), Some(3));
    }
}
