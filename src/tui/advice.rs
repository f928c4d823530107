//! Sentences for the advice of a diagnosis, with the keys to press.

use super::action::RunAction;
use super::keymap::key_of;
use crate::numbers::grouped;
use crate::train::{Advice, Direction, SettingId};

/// Formats an advice in one or two sentences, short enough for two lines of a small panel.
pub fn advice(advice: Advice) -> String {
    let lower = |setting| key_of(RunAction::Adjust(setting, Direction::Down));
    let raise = |setting| key_of(RunAction::Adjust(setting, Direction::Up));
    let (less_eta, more_eta) = (lower(SettingId::Eta), raise(SettingId::Eta));
    let (fewer_units, more_units) = (lower(SettingId::Hidden), raise(SettingId::Hidden));
    let (fewer_examples, more_examples) = (lower(SettingId::TrainSize), raise(SettingId::TrainSize));
    let (more_l2, larger_batch) = (raise(SettingId::L2), raise(SettingId::Batch));
    let (again, back) = (key_of(RunAction::Again), key_of(RunAction::GoBack));
    match advice {
        Advice::Wait => "Let it go on.".to_owned(),
        Advice::CloseGap => {
            format!("{more_examples} takes more examples, {more_l2} more L2: they close the gap.")
        }
        Advice::LearnMore => {
            format!("{more_eta} makes eta larger, {more_units} adds a unit; or there is no more to learn.")
        }
        Advice::CureOverFitting { best_step } => format!(
            "{more_examples} takes more examples, {more_l2} more L2, {fewer_units} fewer units. {back}: back to step {}.",
            grouped(best_step)
        ),
        Advice::TryLess => {
            format!("Try with less: {fewer_units} removes a unit, {fewer_examples} takes fewer examples.")
        }
        Advice::SmallerSteps => format!("{less_eta} makes eta smaller, {larger_batch} the batch larger."),
        Advice::LargerEta => {
            format!("{more_eta} makes eta larger: it learns, but slowly. Then {more_units} adds a unit.")
        }
        Advice::MoreUnits => {
            format!("{more_units} adds a unit, {more_eta} makes eta larger; or try other initial weights.")
        }
        Advice::StartWithSmallerEta => {
            format!("The steps are too long: {less_eta} makes eta smaller, {again} starts again.")
        }
        Advice::StartAgain => {
            format!("{again}: again with a third of eta. {back}: back to the best weights. The curve stays.")
        }
    }
}
