//! The curves of a report: loss and accuracy as SVG inside the page.

use std::fmt::Write;

use super::axis::Axis;
use super::input::Report;
use crate::export::escape::escaped;
use crate::numbers::{grouped, short};
use crate::train::{Point, Series};

/// The size of a chart, and of its inner part.
const WIDTH: f64 = 480.0;
const HEIGHT: f64 = 274.0;
const LEFT: f64 = 52.0;
const RIGHT: f64 = 470.0;
const TOP: f64 = 26.0;
const BOTTOM: f64 = 236.0;
/// The most places of a curve. Of the evaluations between two of them, the lowest and the highest are kept.
const COLUMNS: usize = 400;
/// The most changes that are marked.
const MOST_MARKS: usize = 60;

/// A curve, the class of its style, and its name.
#[derive(Clone, Copy)]
struct Curve {
    series: Series,
    class: &'static str,
    name: &'static str,
}

const LOSSES: [Curve; 3] = [
    Curve { series: Series::TrainLoss, class: "train", name: "training" },
    Curve { series: Series::TestLoss, class: "test", name: "test" },
    Curve { series: Series::ValidationLoss, class: "validation", name: "validation" },
];
const ACCURACIES: [Curve; 3] = [
    Curve { series: Series::TrainAccuracy, class: "train", name: "training" },
    Curve { series: Series::TestAccuracy, class: "test", name: "test" },
    Curve { series: Series::ValidationAccuracy, class: "validation", name: "validation" },
];

/// The charts of loss and accuracy, with what their lines mean.
pub fn charts(report: &Report) -> String {
    let points = report.points;
    let is_measured = |curve: &&Curve| points.iter().any(|point| !point.get(curve.series).is_nan());
    let losses: Vec<Curve> = LOSSES.iter().filter(is_measured).copied().collect();
    let accuracies: Vec<Curve> = ACCURACIES.iter().filter(is_measured).copied().collect();
    let all = losses.iter().flat_map(|curve| points.iter().map(|point| point.get(curve.series)));
    let loss = Axis::of_losses(all);
    let title = if loss.is_logarithmic() { "Loss (logarithmic)" } else { "Loss" };
    let chance = points.iter().flat_map(|point| accuracies.iter().map(|curve| point.get(curve.series)));
    let lowest = chance.filter(|accuracy| accuracy.is_finite()).fold(1.0, f64::min);
    let accuracy = Axis::linear((lowest * 10.0).floor() / 10.0, 1.0);
    format!(
        "<div class=\"charts\">\n{}{}</div>\n{}",
        chart(report, title, loss, &losses, short),
        chart(report, "Accuracy", accuracy, &accuracies, |share| format!("{:.0} %", 100.0 * share)),
        legend(report, &losses)
    )
}

fn chart(report: &Report, title: &str, y: Axis, curves: &[Curve], label: fn(f64) -> String) -> String {
    let last = report.points.last().map_or(0, |point| point.step);
    let x = Axis::linear(0.0, last as f64);
    let mut svg = format!(
        "<svg class=\"chart\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\" aria-label=\"{title} by step\">\n\
         <text class=\"title\" x=\"{LEFT}\" y=\"15\">{title}</text>\n"
    );
    // Writing to a string cannot fail.
    for number in y.ticks(5) {
        let at = down(y, number).unwrap_or(BOTTOM);
        let _ = writeln!(svg, "<path class=\"grid\" d=\"M{LEFT} {at:.1}H{RIGHT}\"/>");
        let _ = writeln!(
            svg,
            "<text class=\"y\" x=\"{}\" y=\"{:.1}\">{}</text>",
            LEFT - 6.0,
            at + 4.0,
            label(number)
        );
    }
    for number in x.ticks(4) {
        let at = across(x, number);
        let text = grouped(number as u64);
        // Long numbers near the end would pass the edge.
        let (at, class) = if at > RIGHT - 20.0 { (WIDTH, "y") } else { (at, "x") };
        let _ = writeln!(svg, "<text class=\"{class}\" x=\"{at:.1}\" y=\"{}\">{text}</text>", BOTTOM + 17.0);
    }
    let _ = writeln!(
        svg,
        "<text class=\"x\" x=\"{}\" y=\"{}\">step</text>",
        f64::midpoint(LEFT, RIGHT),
        HEIGHT - 4.0
    );
    svg += &marks(report, x);
    for curve in curves {
        let path = path(report.points, *curve, x, y);
        let _ = writeln!(svg, "<path class=\"curve {}\" d=\"{path}\"/>", curve.class);
    }
    svg + "</svg>\n"
}

/// The best step as a line across, changes as marks below.
fn marks(report: &Report, x: Axis) -> String {
    let best = across(x, report.best.step as f64);
    let mut svg = format!("<path class=\"best\" d=\"M{best:.1} {TOP}V{BOTTOM}\"/>\n");
    let (anchor, dx) = if best > f64::midpoint(LEFT, RIGHT) { ("end", -4.0) } else { ("start", 4.0) };
    let text = format!("best: step {}", grouped(report.best.step));
    let _ = writeln!(
        svg,
        "<text class=\"note\" text-anchor=\"{anchor}\" x=\"{:.1}\" y=\"{}\">{text}</text>",
        best + dx,
        TOP + 9.0
    );
    for mark in report.marks.iter().take(MOST_MARKS) {
        let at = across(x, mark.step as f64);
        let name = escaped(&format!(
            "step {}: {} {}",
            grouped(mark.step),
            mark.target.name(),
            shortened(&mark.value)
        ));
        let (left, right) = (at - 4.0, at + 4.0);
        let _ = writeln!(
            svg,
            "<path class=\"change\" d=\"M{at:.1} {BOTTOM}L{right:.1} {low}H{left:.1}z\"><title>{name}</title></path>",
            low = BOTTOM + 7.0
        );
    }
    svg
}

/// The beginning of a text that may be long.
pub fn shortened(text: &str) -> String {
    const MOST: usize = 120;
    let mut start: String = text.chars().take(MOST).collect();
    if start.len() < text.len() {
        start.push('…');
    }
    start
}

fn across(x: Axis, number: f64) -> f64 {
    LEFT + x.place(number).unwrap_or_default() * (RIGHT - LEFT)
}

fn down(y: Axis, number: f64) -> Option<f64> {
    y.place(number).map(|share| BOTTOM - share * (BOTTOM - TOP))
}

/// The line of a curve, with gaps where it is no number.
fn path(points: &[Point], curve: Curve, x: Axis, y: Axis) -> String {
    let mut path = String::new();
    let mut is_gap = true;
    for point in thinned(points, curve.series) {
        let Some(at) = down(y, point.get(curve.series)) else {
            is_gap = true;
            continue;
        };
        let _ = write!(path, "{}{:.1} {at:.1}", if is_gap { 'M' } else { 'L' }, across(x, point.step as f64));
        is_gap = false;
    }
    path
}

/// The evaluations that a curve needs: of each stretch the first, the lowest and the highest, in their order.
fn thinned(points: &[Point], series: Series) -> Vec<&Point> {
    let length = points.len().div_ceil(COLUMNS).max(1);
    if length == 1 {
        return points.iter().collect();
    }
    let stretch = |stretch: &'_ [Point]| {
        let value = |n: &usize| stretch[*n].get(series);
        let lowest = (0..stretch.len()).min_by(|a, b| value(a).total_cmp(&value(b))).unwrap_or(0);
        let highest = (0..stretch.len()).max_by(|a, b| value(a).total_cmp(&value(b))).unwrap_or(0);
        let mut kept = vec![0, lowest, highest];
        kept.sort_unstable();
        kept.dedup();
        kept
    };
    let mut kept: Vec<&Point> =
        points.chunks(length).flat_map(|part| stretch(part).into_iter().map(move |n| &part[n])).collect();
    kept.extend(points.last());
    kept
}

fn legend(report: &Report, curves: &[Curve]) -> String {
    let entry = |Curve { class, name, .. }: &Curve| {
        format!(
            "<span><svg class=\"key\" viewBox=\"0 0 34 8\"><path class=\"curve {class}\" d=\"M1 4H33\"/></svg> {name}</span>\n"
        )
    };
    let curves: String = curves.iter().map(entry).collect();
    let best = "<span><svg class=\"key\" viewBox=\"0 0 34 14\"><path class=\"best\" d=\"M17 0V14\"/></svg> best step</span>\n";
    let change = "<span><svg class=\"key\" viewBox=\"0 0 34 8\"><path class=\"change\" d=\"M17 0L21 7H13z\"/></svg> a change</span>\n";
    let change = if report.marks.is_empty() { "" } else { change };
    format!("<p class=\"legend\">{curves}{best}{change}</p>\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nn::Metrics;

    #[test]
    fn thinning_keeps_every_peak() {
        let point = |step: u64| {
            let metrics = Metrics::counted(if step == 12_345 { 9.0 } else { 1.0 }, 1, 2);
            Point { step, epoch: 0.0, train: metrics, test: metrics, validation: None }
        };
        let points: Vec<Point> = (0..50_000).map(point).collect();
        let thinned = thinned(&points, Series::TestLoss);
        assert!(thinned.len() < 3 * COLUMNS + 3);
        assert!(thinned.iter().any(|point| point.step == 12_345));
        assert_eq!([thinned[0].step, thinned[thinned.len() - 1].step], [0, 49_999]);
        assert!(thinned.is_sorted_by_key(|point| point.step));
    }
}
