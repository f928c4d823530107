//! What was handed out of a document before it was written anew, and is not handed out again.

use super::course::Course;
use super::curves::Said;
use crate::train::{Point, Word};

/// Evaluations and words of the diagnosis that have been handed out.
#[derive(Debug, Default)]
pub struct Repeats {
    points: Vec<Point>,
    said: Vec<(u64, Word)>,
}

impl Repeats {
    /// What has been handed out of these evaluations, which are forgotten.
    pub fn of(course: &mut Course) -> Repeats {
        let said = course.handed_out_words().map(|said| (said.step, said.diagnosis.word)).collect();
        Repeats { said, points: course.take_handed_out() }
    }

    /// Removes what has been handed out already. Words are only repeated as long as the evaluations are.
    pub fn remove_from(self, points: &mut Vec<Point>, said: &mut Vec<Said>) {
        let is_known = |point: &Point| {
            let place = self.points.binary_search_by_key(&point.step, |known| known.step);
            place.is_ok_and(|place| is_same(&self.points[place], point))
        };
        points.retain(|point| !is_known(point));
        let differs_from = points.first().map_or(u64::MAX, |point| point.step);
        said.retain(|said| {
            said.step >= differs_from || !self.said.contains(&(said.step, said.diagnosis.word))
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
