//! The lines of the charts, and their axes of values.

use super::axis::{Axis, Scaling};
use super::charts::Charts;
use super::line_data::{LineData, Quantity, Source};
use super::seeds::Spread;
use super::widgets::curve::{Span, value_axis};
use crate::train::{History, Ranked, Series};

impl Charts<'_> {
    /// The lines of a chart, the most important last.
    pub fn lines(&self, quantity: Quantity) -> Vec<LineData> {
        let (train, test) = (quantity.train(), quantity.test());
        let mut lines = Vec::new();
        if let Some(ghost) = self.ghost {
            lines.push(line(Source::TrainBefore, ghost.history, train));
            lines.push(line(Source::TestBefore, ghost.history, test));
        }
        lines.extend(self.seed_lines(test));
        if quantity == Quantity::Loss {
            lines.extend(self.cure_lines());
        }
        // Only the test curve of a pinned run: runs are compared by it, and four runs have many lines.
        for (number, pin) in self.pins.iter().enumerate() {
            lines.push(line(Source::Pin(number), &pin.history, test));
        }
        if let Some(subject) = self.subject {
            if subject.has_validation {
                lines.push(line(Source::Validation, subject.history, quantity.validation()));
            }
            lines.push(line(Source::Train, subject.history, train));
            lines.push(line(Source::Test, subject.history, test));
        }
        lines.retain(|line| !(self.hides_test_set && line.source.is_of_test_set()));
        lines
    }

    /// The median of the runs from many seeds, with the lowest and the highest value if there are several.
    fn seed_lines(&self, series: Series) -> Vec<LineData> {
        let Some(seeds) = self.seeds else { return Vec::new() };
        let spread = seeds.spread(series);
        let line = |source, of: fn(&Spread) -> f64| {
            let spans = spread.iter().map(|(steps, spread)| {
                let value = of(spread);
                Span { steps: (steps.0 as f64, steps.1 as f64), values: (value, value), last: value }
            });
            LineData { source, spans: spans.collect() }
        };
        match seeds.runs.len() {
            0 => Vec::new(),
            1 => vec![line(Source::SeedsMedian, |spread| spread.median)],
            _ => vec![
                line(Source::SeedsEnd, |spread| spread.low),
                line(Source::SeedsEnd, |spread| spread.high),
                line(Source::SeedsMedian, |spread| spread.median),
            ],
        }
    }

    /// The test losses of the trials after the fork. They do not change the scale: losses above all those of the run and
    /// of the trial without a cure are left out.
    fn cure_lines(&self) -> Vec<LineData> {
        let Some(tries) = self.tries else { return Vec::new() };
        let without = tries.table.no_cure().and_then(Ranked::history);
        let in_scale = self.subject.map(|subject| subject.history).into_iter().chain(without);
        let losses = in_scale.flat_map(|history| history.buckets());
        let highest = losses.map(|bucket| bucket.range(Series::TestLoss).max).fold(0.0, f64::max);
        let (fork, chosen) = (tries.fork.step() as f64, tries.chosen());
        let rows = tries.table.rows().iter().enumerate().filter_map(|(nth, row)| {
            let source = if nth == chosen { Source::ChosenCure } else { Source::Cure };
            let mut line = line(source, row.history()?, Series::TestLoss);
            line.spans.retain(|span| span.steps.1 > fork && span.values.1 <= highest);
            Some(line)
        });
        rows.collect()
    }

    /// The axis of the values of a chart, for its lines.
    pub fn value_axis(&self, quantity: Quantity, lines: &[LineData]) -> Option<Axis> {
        let scaling = match quantity {
            Quantity::Loss => self.view.values,
            Quantity::Accuracy => Scaling::Linear,
        };
        // No accuracy is above 100 %.
        let most = (quantity == Quantity::Accuracy).then_some(1.0);
        let spans = lines.iter().flat_map(|line| &line.spans);
        value_axis(spans, &self.steps_axis(), scaling, most)
    }
}

fn line(source: Source, history: &History, series: Series) -> LineData {
    // What a log of another program does not have at a step is no gap.
    let ranges = history.buckets().iter().map(|bucket| (bucket, bucket.range(series)));
    let spans = ranges.filter(|(_, range)| !range.last.is_nan()).map(|(bucket, range)| Span {
        steps: (bucket.first_step as f64, bucket.last_step as f64),
        values: (range.min, range.max),
        last: range.last,
    });
    LineData { source, spans: spans.collect() }
}
