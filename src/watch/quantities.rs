//! The numbers of an evaluation, set one by one as a log tells them.

use super::names::Role;
use crate::nn::Metrics;
use crate::train::Point;

/// Sets one number of an evaluation.
pub(super) fn set(point: &mut Point, role: Role, value: f64) {
    let validation = || Metrics::uncounted(f64::NAN, f64::NAN);
    let metrics = match role {
        Role::TrainLoss | Role::TrainAccuracy | Role::TrainExamples => &mut point.train,
        Role::TestLoss | Role::TestAccuracy | Role::TestExamples => &mut point.test,
        Role::ValidationLoss | Role::ValidationAccuracy | Role::ValidationExamples => {
            point.validation.get_or_insert_with(validation)
        }
        Role::Step | Role::Epoch => return,
    };
    match role {
        Role::TrainLoss | Role::TestLoss | Role::ValidationLoss => metrics.loss = value,
        Role::TrainExamples | Role::TestExamples | Role::ValidationExamples => {
            count(metrics, value);
        }
        _ => {
            metrics.share = Some(value);
            count(metrics, metrics.examples as f64);
        }
    }
}

/// Takes one number of an evaluation away.
pub(super) fn clear(point: &mut Point, role: Role) {
    let is_of_validation =
        matches!(role, Role::ValidationLoss | Role::ValidationAccuracy | Role::ValidationExamples);
    if !is_of_validation || point.validation.is_some() {
        set(point, role, f64::NAN);
    }
    point.validation = point.validation.filter(|set| !is_without(set));
}

/// Whether an evaluation has no number at all.
pub(super) fn is_empty(point: &Point) -> bool {
    is_without(&point.train) && is_without(&point.test) && point.validation.is_none()
}

fn is_without(set: &Metrics) -> bool {
    set.loss.is_nan() && set.accuracy().is_nan()
}

/// Turns a share of so many examples into a count.
fn count(metrics: &mut Metrics, examples: f64) {
    let accuracy = metrics.accuracy();
    metrics.examples = if (1.0..1e15).contains(&examples) { examples as usize } else { 0 };
    if metrics.examples > 0 && (0.0..=1.0).contains(&accuracy) {
        metrics.correct = (accuracy * examples).round() as usize;
        metrics.share = None;
    } else {
        metrics.share = Some(accuracy);
    }
}
