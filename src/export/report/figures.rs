//! The figures at the top of a report.

use super::input::{Moment, Report};
use crate::nn::Metrics;
use crate::numbers::{grouped, percent_of, short};
use crate::train::Point;

/// Accuracy and loss at the best step and at the last one.
pub fn figures(report: &Report) -> String {
    let at = |moment: Moment| report.point_at(moment.step);
    let (best, last) = (at(report.best), at(report.last).or(report.points.last()));
    let entries: [String; 4] = [
        best.map_or(String::new(), |best| {
            accuracy(&format!("test accuracy at the best step, {}", grouped(best.step)), best.test)
        }),
        last.map_or(String::new(), |last| accuracy("test accuracy at the end", last.test)),
        last.map_or(String::new(), |last| accuracy("training accuracy at the end", last.train)),
        last.map_or(String::new(), losses),
    ];
    format!("<dl class=\"figures\">\n{}</dl>\n", entries.concat())
}

/// An accuracy with its interval.
fn accuracy(title: &str, metrics: Metrics) -> String {
    let (low, high) = metrics.interval();
    let share = percent_of(metrics.accuracy(), metrics.examples);
    let counts = format!("{} of {}", grouped(metrics.correct as u64), grouped(metrics.examples as u64));
    let interval = format!("95 % interval: {:.1} to {:.1} %", 100.0 * low, 100.0 * high);
    figure(title, &share, &format!("{counts}; {interval}"))
}

fn losses(last: &Point) -> String {
    let [test, train] = [last.test.loss, last.train.loss].map(short);
    figure("test loss at the end", &test, &format!("training loss: {train}"))
}

fn figure(title: &str, value: &str, detail: &str) -> String {
    format!("<div><dt>{title}</dt><dd>{value}<small>{detail}</small></dd></div>\n")
}
