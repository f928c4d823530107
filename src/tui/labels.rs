//! The labels of the charts, which keep their place while the values shake: each moves at most twice a second.
//!
//! They follow the reports of the trainer, not a clock, so the same reports give the same labels.

use super::axis::Place;
use super::charts::Charts;
use super::line_data::{LineData, Quantity, Source};
use super::view::{BestStep, Labels};
use super::widgets::curve::smoothed_end;

/// The most reports in a second.
const MOST_REPORTS: u32 = 30;
/// A name moves once the end of its line is as far away as this, as a share of the axis.
const NEAR: f64 = 0.05;

/// Why the labels are looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Occasion {
    /// A report: the labels move if they have not moved for a while.
    Report,
    /// A person changed something: the labels move at once.
    Input,
}

impl Charts<'_> {
    /// The labels where the values are now, for a run of so many steps a second, which may have settled.
    pub(super) fn placed_labels(&self, occasion: Occasion, speed: f64, is_settled: bool) -> Labels {
        let second = reports_a_second(speed);
        let mut labels = self.view.labels.clone();
        if occasion == Occasion::Report {
            labels.ages = labels.ages.map(|age| age.saturating_add(1));
        }
        // The move before the last one is no longer within the same second.
        let is_due = labels.ages[1] >= second;
        let may_move = occasion == Occasion::Input || is_settled || is_due;
        let best = self.best_step();
        let mut has_moved = false;
        if may_move && best != labels.best {
            labels.best = best;
            has_moved = true;
        }
        for quantity in [Quantity::Loss, Quantity::Accuracy] {
            let places = self.places(quantity);
            let kept = match quantity {
                Quantity::Loss => &mut labels.loss,
                Quantity::Accuracy => &mut labels.accuracy,
            };
            let is_other = places.len() != kept.len() || places.iter().zip(&*kept).any(|(a, b)| a.0 != b.0);
            // A line that comes or goes is no move, and seen at once.
            let is_far = may_move && places.iter().zip(&*kept).any(|(a, b)| is_far(a.1, b.1));
            has_moved |= is_far && !is_other;
            if is_other || is_far {
                *kept = places;
            }
        }
        if has_moved {
            labels.ages = [0, labels.ages[0]];
        }
        labels
    }

    /// The best step, once a later one has been evaluated.
    fn best_step(&self) -> Option<BestStep> {
        let history = self.subject?.history;
        let (best, latest) = (&history.best()?.test, history.latest()?);
        (best.step < latest.step && best.watched().is_finite()).then(|| BestStep {
            step: best.step,
            loss: best.watched(),
            is_validation: best.validation.is_some(),
        })
    }

    /// The places of the names of a chart.
    fn places(&self, quantity: Quantity) -> Vec<(Source, Place)> {
        let lines = self.lines(quantity);
        let (steps, values) = (self.steps_axis(), self.value_axis(quantity, &lines));
        let Some(values) = values else { return Vec::new() };
        let place = |line: &LineData| Some((line.source, smoothed_end(&line.spans, &steps, &values)?));
        lines.iter().filter(|line| line.source.has_name()).filter_map(place).collect()
    }
}

/// Whether a name should move.
fn is_far(a: Place, b: Place) -> bool {
    (a.across - b.across).abs() >= NEAR || (a.up - b.up).abs() >= NEAR
}

/// The reports of a second: thirty, or the steps of a second if they are fewer.
fn reports_a_second(speed: f64) -> u32 {
    if speed > 0.0 { (speed.ceil() as u32).min(MOST_REPORTS) } else { MOST_REPORTS }
}
