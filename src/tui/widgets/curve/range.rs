//! The range of values that a chart shows, and where its lines end.

use super::chart::Span;
use super::ticks::{round_linear, round_log};
use crate::tui::axis::{Axis, Place, Scaling};

/// The share of the axis of steps over which the end of a line is averaged.
const END: f64 = 0.04;

/// The axis of the values of all steps that are shown, from one round number to another. With `most`, it ends there.
pub fn value_axis<'a>(
    spans: impl Iterator<Item = &'a Span>,
    steps: &Axis,
    scaling: Scaling,
    most: Option<f64>,
) -> Option<Axis> {
    let (first, last) = steps.range();
    let shown = spans.filter(|span| span.is_finite() && span.steps.1 >= first && span.steps.0 <= last);
    let (mut low, mut high, mut least) = (f64::INFINITY, f64::NEG_INFINITY, f64::INFINITY);
    for span in shown {
        (low, high) = (low.min(span.values.0), high.max(span.values.1));
        let positive = [span.values.0, span.last, span.values.1].into_iter().filter(|&value| value > 0.0);
        least = positive.fold(least, f64::min);
    }
    if !(low.is_finite() && high.is_finite()) {
        return None;
    }
    if scaling == Scaling::Log && least.is_finite() {
        return Some(Axis::log(round_log((least, high)), least));
    }
    Some(Axis::linear(round_linear((low, most.unwrap_or(high)), most.is_some())))
}

/// The place of the end of a line: its last step that is shown, and the mean of its values shortly before. `None` if nothing
/// of it is shown.
pub fn smoothed_end(spans: &[Span], steps: &Axis, values: &Axis) -> Option<Place> {
    let is_shown =
        |span: &&Span| span.is_finite() && (steps.holds(span.steps.1) || steps.holds(span.steps.0));
    let mut shown = spans.iter().rev().filter(is_shown);
    let last = shown.next()?;
    let across = steps.share(last.steps.1).clamp(0.0, 1.0);
    let near = shown.take_while(|span| steps.share(span.steps.1) >= across - END);
    let (sum, count) = [last]
        .into_iter()
        .chain(near)
        .fold((0.0, 0.0), |(sum, count), span| (sum + values.share(span.last), count + 1.0));
    Some(Place { across, up: (sum / count).clamp(0.0, 1.0) })
}
