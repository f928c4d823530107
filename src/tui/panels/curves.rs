//! The curves of loss and accuracy: training solid, test dashed, the previous run and pinned runs dotted.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span as Words};

use super::{cures, pins, readout};
use crate::numbers::{grouped, short};
use crate::train::{History, Series, Target};
use crate::tui::app::App;
use crate::tui::axis::Scaling;
use crate::tui::layout;
use crate::tui::run::Run;
use crate::tui::seeds::{Seeds, Spread};
use crate::tui::widgets::curve::{Chart, Curve, Mark, Pattern, Shade, Span};
use crate::tui::widgets::text::{lines, panel};

/// Rows that a chart keeps before pins or step labels are put below it.
const ENOUGH: u16 = 8;

/// Draws the loss, with the pinned runs below it if there is room.
pub fn loss(app: &App, run: &Run, area: Rect, buffer: &mut Buffer) {
    // The best step is marked once a later one has been evaluated.
    let history = run.snapshot.as_ref().map(|snapshot| &snapshot.history);
    let latest = history.and_then(|history| history.latest()).map_or(0, |point| point.step);
    let best = history.and_then(|history| history.best()).map(|best| &best.test);
    let best = best.filter(|best| best.step < latest);
    let curves = curves(app, run, Series::TrainLoss, Series::TestLoss);
    // The last two curves are those of this run, if it has any.
    let shade = curves.len().checked_sub(2).zip(best).map(|(lower, best)| Shade {
        from: best.step as f64,
        upper: lower + 1,
        lower,
    });
    let chart = Chart {
        curves,
        values: run.view.values,
        best: best.map(|best| {
            let of = if best.validation.is_some() { "validation " } else { "" };
            (best.step as f64, format!("best {of}{} @ {}", short(best.watched()), grouped(best.step)))
        }),
        shade,
        restored: restored_step(run),
        ..chart(run)
    };
    let foot = readout::loss(app, run, area.width);
    let mut inner =
        panel(app.theme, title(app, run, "Loss", run.view.values, area.width), foot, area, buffer);
    if has_room_for_pins(run, area) {
        let rows = pins::rows(app, run, usize::from(inner.width.saturating_sub(2)));
        inner.height -= rows.len() as u16;
        let below =
            Rect { x: inner.x + 1, y: inner.bottom(), width: inner.width - 2, height: rows.len() as u16 };
        lines(&rows, below, buffer);
    }
    chart.render(app.theme, inner, buffer);
}

/// The step whose weights were restored, until the next step is taken.
fn restored_step(run: &Run) -> Option<f64> {
    let snapshot = run.snapshot.as_ref()?;
    let last = snapshot.history.marks().iter().rev().find(|mark| mark.target == Target::Weights)?;
    let best = snapshot.history.best()?;
    (last.step == snapshot.step).then_some(best.test.step as f64)
}

/// Whether the pinned runs are listed under the loss. If not, the diagnosis panel lists them.
pub fn has_room_for_pins(run: &Run, area: Rect) -> bool {
    area.width > 4 && area.height >= 2 + ENOUGH + run.pins.all().len() as u16
}

/// Draws the accuracy, from the tenth below the lowest to 100 %.
pub fn accuracy(app: &App, run: &Run, area: Rect, buffer: &mut Buffer) {
    let mut chart = Chart {
        curves: curves(app, run, Series::TrainAccuracy, Series::TestAccuracy),
        range: Some((lowest(run), 1.0)),
        unit: (100.0, " %"),
        has_step_labels: area.height >= ENOUGH,
        ..chart(run)
    };
    // The chart of the loss already says what changed.
    chart.marks.iter_mut().for_each(|mark: &mut Mark| mark.words.clear());
    let foot = readout::accuracy(app, run, area.width);
    let title = title(app, run, "Accuracy", Scaling::Linear, area.width);
    let inner = panel(app.theme, title, foot, area, buffer);
    chart.render(app.theme, inner, buffer);
}

/// The parts that both charts have in common.
fn chart<'a>(run: &Run) -> Chart<'a> {
    Chart {
        curves: Vec::new(),
        steps: run.steps_axis(),
        has_step_labels: true,
        values: Scaling::Linear,
        range: None,
        unit: (1.0, ""),
        best: None,
        shade: None,
        marks: run.snapshot.as_ref().map_or_else(Vec::new, |snapshot| readout::marks(snapshot)),
        cursor: run.view.cursor.map(|cursor| cursor.last_step as f64),
        restored: None,
        name_columns: layout::name_columns(run),
    }
}

/// The name, the scaling, the zoom, and a legend of the lines as far as there is room. Lines are also named at their ends.
fn title<'a>(app: &App, run: &Run, name: &str, values: Scaling, width: u16) -> Line<'a> {
    let theme = app.theme;
    let mut words = vec![Words::styled(format!(" {name} "), theme.strong())];
    let display = match (values, run.view.steps) {
        (Scaling::Linear, Scaling::Linear) => "",
        (Scaling::Log, Scaling::Linear) => " log y ",
        (Scaling::Linear, Scaling::Log) => " log x ",
        (Scaling::Log, Scaling::Log) => " log y, log x ",
    };
    words.push(Words::styled(display, theme.focus()));
    if run.view.is_zoomed() {
        let (low, high) = run.steps_axis().range();
        let steps = format!(" steps {}-{} ", grouped(low.ceil() as u64), grouped(high.floor() as u64));
        words.push(Words::styled(steps, theme.focus()));
    }
    let legend = [
        (true, "train", Pattern::Solid, theme.train()),
        (true, "test", Pattern::Dashed, theme.test()),
        (run.wanted.validation > 0.0, "validation", Pattern::DashDot, theme.validation()),
        (run.ghost.is_some(), "before", Pattern::Dotted, theme.ghost()),
        (!run.pins.all().is_empty(), "pinned", Pattern::Dotted, theme.pin()),
        (
            run.seeds.as_ref().is_some_and(|seeds| !seeds.runs.is_empty()),
            "seeds",
            Pattern::DashDot,
            theme.seeds(),
        ),
    ];
    for (_, text, pattern, style) in legend.into_iter().filter(|(there, ..)| *there) {
        let text = format!(" {text} {} ", pattern.sample(theme));
        let used: usize = words.iter().map(Words::width).sum();
        if used + text.chars().count() + 2 <= usize::from(width) {
            words.push(Words::styled(text, style));
        }
    }
    Line::from(words)
}

fn curves<'a>(app: &App, run: &'a Run, train: Series, test: Series) -> Vec<Curve<'a>> {
    let theme = app.theme;
    let mut curves = Vec::new();
    if let Some(ghost) = &run.ghost {
        curves.push(curve("", theme.ghost(), Pattern::Dotted, ghost, train));
        curves.push(curve("", theme.ghost(), Pattern::Dotted, ghost, test));
    }
    if let Some(seeds) = &run.seeds {
        curves.extend(band(app, seeds, test));
    }
    if test == Series::TestLoss {
        curves.extend(cures::ghosts(app, run));
    }
    // Only the test curve of a pinned run: runs are compared by it, and four runs have many lines.
    for pin in run.pins.all() {
        curves.push(curve(pin.letter, theme.pin(), Pattern::Dotted, &pin.history, test));
    }
    if let Some(snapshot) = &run.snapshot {
        if snapshot.dataset.validation.is_some() {
            let validation =
                if test == Series::TestLoss { Series::ValidationLoss } else { Series::ValidationAccuracy };
            curves.push(curve(
                "validation",
                theme.validation(),
                Pattern::DashDot,
                &snapshot.history,
                validation,
            ));
        }
        curves.push(curve("train", theme.train(), Pattern::Solid, &snapshot.history, train));
        curves.push(curve("test", theme.test(), Pattern::Dashed, &snapshot.history, test));
    }
    curves
}

pub(super) fn curve<'a>(
    name: &'a str,
    style: Style,
    pattern: Pattern,
    history: &History,
    series: Series,
) -> Curve<'a> {
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

/// The median of the runs from many seeds, with the lowest and the highest value if there are several.
fn band<'a>(app: &App, seeds: &Seeds, series: Series) -> Vec<Curve<'a>> {
    let band = seeds.band(series);
    let line = |name, pattern, of: fn(&Spread) -> f64| {
        let spans = band.iter().map(|(steps, spread)| {
            let value = of(spread);
            Span { steps: (steps.0 as f64, steps.1 as f64), values: (value, value), last: value }
        });
        Curve { name, style: app.theme.seeds(), pattern, spans: spans.collect() }
    };
    match seeds.runs.len() {
        0 => Vec::new(),
        1 => vec![line("seeds", Pattern::DashDot, |spread| spread.median)],
        _ => vec![
            line("", Pattern::Dotted, |spread| spread.low),
            line("", Pattern::Dotted, |spread| spread.high),
            line("seeds", Pattern::DashDot, |spread| spread.median),
        ],
    }
}

/// The lowest accuracy of all curves, rounded down to a tenth.
fn lowest(run: &Run) -> f64 {
    let buckets = run.histories().flat_map(History::buckets);
    let accuracies = buckets.flat_map(|bucket| {
        [Series::TrainAccuracy, Series::TestAccuracy].map(|series| bucket.range(series).min)
    });
    ((accuracies.fold(1.0, f64::min) - 0.01) * 10.0).floor().max(0.0) / 10.0
}
