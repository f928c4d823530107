//! What was handed out of a document before it was written anew, and is not handed out again.

use super::curves::TimedDiagnosis;
use super::evaluations::Evaluations;
use crate::train::{Point, Word};

/// Evaluations and diagnoses that have been handed out.
#[derive(Debug, Default)]
pub struct Repeats {
    points: Vec<Point>,
    diagnoses: Vec<(u64, Word)>,
}

impl Repeats {
    /// What has been handed out of these evaluations, which are forgotten.
    pub fn of(evaluations: &mut Evaluations) -> Repeats {
        let diagnoses =
            evaluations.handed_out_diagnoses().map(|made| (made.step, made.diagnosis.word)).collect();
        Repeats { diagnoses, points: evaluations.take_handed_out() }
    }

    /// Removes what has been handed out already. Diagnoses are repeats only as long as the evaluations are.
    pub fn remove_from(self, points: &mut Vec<Point>, diagnoses: &mut Vec<TimedDiagnosis>) {
        let is_known = |point: &Point| {
            let place = self.points.binary_search_by_key(&point.step, |known| known.step);
            place.is_ok_and(|place| is_same(&self.points[place], point))
        };
        points.retain(|point| !is_known(point));
        let differs_from = points.first().map_or(u64::MAX, |point| point.step);
        diagnoses.retain(|made| {
            made.step >= differs_from || !self.diagnoses.contains(&(made.step, made.diagnosis.word))
        });
    }
}

/// Whether two evaluations have the same numbers.
fn is_same(one: &Point, other: &Point) -> bool {
    let bits = |point: &Point| {
        let validation = point.validation.map(|set| [set.loss, set.accuracy()].map(f64::to_bits));
        let sets = [point.train, point.test].map(|set| [set.loss, set.accuracy()].map(f64::to_bits));
        (point.step, sets, validation)
    };
    bits(one) == bits(other)
}
