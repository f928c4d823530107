//! Loss and accuracy over steps: training solid, test dashed, the run before as dots.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span as Words};

use crate::train::{History, Series, Snapshot};
use crate::tui::app::App;
use crate::tui::run::Run;
use crate::tui::widgets::curve::{Chart, Curve, Pattern, Span};
use crate::tui::widgets::text::{panel, percent, short};

/// Draws the loss.
pub fn loss(app: &App, run: &Run, area: Rect, buffer: &mut Buffer) {
    let best = run.snapshot.as_ref().and_then(|snapshot| snapshot.history.best()).map(|best| {
        let point = best.test;
        (point.step as f64, format!("best {} @ {}", short(point.test.loss), point.step))
    });
    let foot = run.snapshot.as_ref().map_or_else(Line::default, |snapshot| gap(app, snapshot, area.width));
    let chart = Chart {
        curves: curves(app, run, Series::TrainLoss, Series::TestLoss),
        range: None,
        unit: (1.0, ""),
        best,
        marks: marks(run),
    };
    draw(app, "Loss", &chart, foot, area, buffer);
}

/// Draws the accuracy.
pub fn accuracy(app: &App, run: &Run, area: Rect, buffer: &mut Buffer) {
    let latest = run.snapshot.as_ref().and_then(|snapshot| snapshot.history.latest());
    let foot = latest.map_or_else(Line::default, |point| {
        Line::from(vec![
            Words::styled(format!(" train {} ", percent(point.train.accuracy())), app.theme.train()),
            Words::styled(format!(" test {} ", percent(point.test.accuracy())), app.theme.test()),
        ])
    });
    let chart = Chart {
        curves: curves(app, run, Series::TrainAccuracy, Series::TestAccuracy),
        range: Some((lowest(run), 1.0)),
        unit: (100.0, " %"),
        best: None,
        marks: marks(run),
    };
    draw(app, "Accuracy", &chart, foot, area, buffer);
}

fn draw(app: &App, title: &str, chart: &Chart, foot: Line, area: Rect, buffer: &mut Buffer) {
    let theme = app.theme;
    let title = Line::from(vec![
        Words::styled(format!(" {title}  "), theme.strong()),
        Words::styled(theme.either("train ━ ", "train * "), theme.train()),
        Words::styled(theme.either(" test ┅ ", " test o "), theme.test()),
        Words::styled(
            if chart.curves.len() > 2 { theme.either(" before ·· ", " before . ") } else { "" },
            theme.ghost(),
        ),
    ]);
    let inner = panel(theme, title, foot, area, buffer);
    chart.render(theme, inner, buffer);
}

/// How much worse the network is on what it has not seen.
fn gap<'a>(app: &App, snapshot: &Snapshot, width: u16) -> Line<'a> {
    let Some(point) = snapshot.history.latest() else { return Line::default() };
    let theme = app.theme;
    let arrow = if point.gap() > 0.0 { theme.either("▲", "^") } else { theme.either("▼", "v") };
    let mut words = vec![
        Words::styled(format!(" train {} ", short(point.train.loss)), theme.train()),
        Words::styled(format!(" test {} ", short(point.test.loss)), theme.test()),
        Words::styled(format!(" gap {:+.3} {arrow} ", point.gap()), theme.strong()),
    ];
    if words.iter().map(Words::width).sum::<usize>() + 2 > usize::from(width) {
        words.remove(0);
    }
    Line::from(words)
}

fn curves<'a>(app: &App, run: &Run, train: Series, test: Series) -> Vec<Curve<'a>> {
    let theme = app.theme;
    let mut curves = Vec::new();
    if let Some(ghost) = &run.ghost {
        curves.push(curve("", theme.ghost(), Pattern::Dotted, ghost, train));
        curves.push(curve("", theme.ghost(), Pattern::Dotted, ghost, test));
    }
    if let Some(snapshot) = &run.snapshot {
        curves.push(curve("train", theme.train(), Pattern::Solid, &snapshot.history, train));
        curves.push(curve("test", theme.test(), Pattern::Dashed, &snapshot.history, test));
    }
    curves
}

fn curve<'a>(name: &'a str, style: Style, pattern: Pattern, history: &History, series: Series) -> Curve<'a> {
    let spans = history.buckets().iter().map(|bucket| {
        let range = bucket.range(series);
        Span {
            steps: (bucket.first_step as f64, bucket.last_step as f64),
            values: (range.min, range.max),
            last: range.last,
        }
    });
    Curve { name, style, pattern, spans: spans.collect() }
}

fn marks(run: &Run) -> Vec<f64> {
    let marks = run.snapshot.iter().flat_map(|snapshot| snapshot.history.marks());
    marks.map(|mark| mark.step as f64).collect()
}

/// The tenth below the lowest accuracy.
fn lowest(run: &Run) -> f64 {
    let histories = run.snapshot.iter().map(|snapshot| &snapshot.history).chain(&run.ghost);
    let buckets = histories.flat_map(|history| history.buckets());
    let accuracies = buckets.flat_map(|bucket| {
        [Series::TrainAccuracy, Series::TestAccuracy].map(|series| bucket.range(series).min)
    });
    ((accuracies.fold(1.0, f64::min) - 0.01) * 10.0).floor().max(0.0) / 10.0
}
