//! The setting of the edited points: which edits fit a data set, and what they are called.

use super::setting::Setting;
use super::values::put;
use crate::data::{MOST_COORDINATE, MOST_EDITS, PointEdit, PointEdits, PointId};
use crate::train::setup::Setup;

/// Describes the edits that can be given.
pub fn values() -> String {
    "`off`, or edits joined by +: N@X,Y moves training point N, N@off removes it, new1@X,Y,CLASS adds one"
        .to_owned()
}

/// Parses and stores edits. Behind a `+` they come on top of those of the set-up.
pub fn parse(setup: &mut Setup, text: &str) -> Option<()> {
    let points = setup.points.parse(text).filter(|points| misfit(setup, points).is_none());
    put(&mut setup.points, points)
}

/// Describes the edits expected instead of this text.
pub fn expected(_: &Setting, setup: &Setup, text: &str) -> String {
    match setup.points.parse(text) {
        Some(points) => misfit(setup, &points).unwrap_or_else(values),
        None => format!(
            "{}; coordinates go up to {MOST_COORDINATE}, and at most {MOST_EDITS} points can be edited",
            values()
        ),
    }
}

/// What to give instead of edits that do not fit the data set.
fn misfit(setup: &Setup, points: &PointEdits) -> Option<String> {
    let (most, classes) = (setup.data.max_sizes().train, setup.data.classes());
    points.iter().find_map(|(point, edit)| match (point, edit) {
        (PointId::Own(index), _) if index as usize >= most => {
            Some(format!("a training point from 1 to {most} instead of {point}"))
        }
        (_, PointEdit::Added { class, .. }) if usize::from(class) >= classes => {
            Some(format!("a class from 0 to {} for {point}", classes - 1))
        }
        _ => None,
    })
}
