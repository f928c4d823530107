//! The layers of the network, a row for each: norms, steps and units that hardly learn, now and over the run.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::nn::{Activation, LayerStatistics};
use crate::numbers::short;
use crate::train::{LayerBucket, LayerSeries, Snapshot};
use crate::tui::app::App;
use crate::tui::axis::{Axis, Scaling};
use crate::tui::run::Run;
use crate::tui::widgets::curve::{self, Chart, Curve, Pattern, value_axis};
use crate::tui::widgets::sparkline::Sparkline;
use crate::tui::widgets::text::{line, text_width, truncate};

/// A step should be about a thousandth of the weights: "this ratio should be somewhere around 1e-3 or so. If it is lower than
/// this then the learning rate might be too low. If it is higher then the learning rate is likely too high" (Karpathy, `CS231n`
/// notes, "Neural Networks Part 3", ratio of weights:updates). A step of a tenth of it or less is small.
const SMALL_STEP: f64 = 1e-4;
/// A step of ten times of it or more is large.
const LARGE_STEP: f64 = 1e-2;

/// Columns of the name of a layer.
const NAME: u16 = 9;
/// Columns and rows from which on a curve has axes.
const CHART: (u16, u16) = (22, 7);
/// The most rows of a curve.
const HIGHEST: u16 = 14;
/// A linear curve that varies by less than this share of its largest value is drawn as a nearly flat one.
const FLAT: f64 = 0.1;

/// A column: a quantity of each layer.
struct Column {
    /// The titles, the longest first.
    titles: [&'static str; 3],
    series: LayerSeries,
    scaling: Scaling,
    /// The fewest columns.
    width: u16,
}

fn columns(activation: Activation) -> [Column; 4] {
    let (stuck, series) = match activation {
        Activation::Relu => ("dead units", LayerSeries::Dead),
        Activation::Sigmoid | Activation::Tanh => ("saturated units", LayerSeries::Saturated),
    };
    let short_stuck = stuck.split(' ').next().unwrap_or(stuck);
    [
        Column {
            titles: ["norm of weights ‖w‖", "weights ‖w‖", "‖w‖"],
            series: LayerSeries::WeightNorm,
            scaling: Scaling::Linear,
            width: 7,
        },
        Column {
            titles: ["norm of gradient ‖g‖", "gradient ‖g‖", "‖g‖"],
            series: LayerSeries::GradientNorm,
            scaling: Scaling::Log,
            width: 7,
        },
        Column {
            titles: ["step ÷ weight ‖Δw‖/‖w‖", "step ÷ weight", "step ÷ weight"],
            series: LayerSeries::StepRatio,
            scaling: Scaling::Log,
            width: 13,
        },
        Column { titles: [stuck, short_stuck, short_stuck], series, scaling: Scaling::Linear, width: 9 },
    ]
}

/// Draws a head, a row for each layer, and the rule for steps.
pub fn draw(app: &App, run: &Run, snapshot: &Snapshot, area: Rect, buffer: &mut Buffer) {
    let theme = app.theme;
    let layers = snapshot.layers.latest();
    if layers.is_empty() {
        let words = " The layers are measured at the next evaluation.";
        return line(&Line::styled(words, theme.faint()), 0, area, buffer);
    }
    let [head, body, rule] = parts(area);
    let columns = columns(snapshot.network.activation);
    let height = (body.height / (layers.len() as u16).max(1)).clamp(1, HIGHEST + 1);
    let places = places(&columns, body);
    for (column, place) in columns.iter().zip(&places) {
        let fits = |title: &&&str| text_width(title) < usize::from(place.width);
        let title = column.titles.iter().find(fits).unwrap_or(&column.titles[2]);
        let title = if theme.unicode() { (*title).to_owned() } else { in_ascii(title) };
        let place = Rect { y: head.y, height: head.height, ..*place };
        line(&Line::styled(truncate(&title, place.width.into()), theme.faint()), 0, place, buffer);
    }
    for (l, layer) in layers.iter().enumerate() {
        let row = Rect { y: body.y + l as u16 * height, height, ..body }.intersection(body);
        draw_name(app, snapshot, l, Rect { x: row.x + 1, width: NAME - 1, ..row }, buffer);
        for (column, place) in columns.iter().zip(&places) {
            let cell = Rect { y: row.y, height: row.height, ..*place };
            let number = number(app, column.series, layer);
            line(&number, 0, cell, buffer);
            let below = Rect { y: cell.y + 1, height: cell.height.saturating_sub(1), ..cell };
            draw_curve(app, run, column, snapshot.layers.buckets(l), below.intersection(cell), buffer);
        }
    }
    draw_rule(app, rule, buffer);
}

/// A row for the head, the rows of the layers, and a row for the rule.
fn parts(area: Rect) -> [Rect; 3] {
    let (head, rule) = (area.height.min(1), u16::from(area.height > 4));
    let rows = area.height - head - rule;
    [
        Rect { height: head, ..area },
        Rect { y: area.y + head, height: rows, ..area },
        Rect { y: area.y + head + rows, height: rule, ..area },
    ]
}

/// The places of the columns: what is left beside the names is shared among them.
fn places(columns: &[Column; 4], area: Rect) -> [Rect; 4] {
    let least: u16 = columns.iter().map(|column| column.width + 1).sum();
    let spare = area.width.saturating_sub(NAME + least) / columns.len() as u16;
    let mut x = area.x + NAME;
    columns.each_ref().map(|column| {
        let place = Rect { x, width: column.width + spare, ..area };
        x += place.width + 1;
        place.intersection(area)
    })
}

/// The name of a layer, and below it the units before it and its own.
fn draw_name(app: &App, snapshot: &Snapshot, l: usize, area: Rect, buffer: &mut Buffer) {
    let theme = app.theme;
    let Some(layer) = snapshot.network.layers.get(l) else { return };
    let name = if l + 1 == snapshot.network.layers.len() {
        "outputs".to_owned()
    } else {
        format!("layer {}", l + 1)
    };
    line(&Line::styled(name, theme.strong()), 0, area, buffer);
    let sizes = format!("{}{}{}", layer.inputs(), theme.glyph("→", ">"), layer.units());
    line(&Line::styled(sizes, theme.faint()), 1, area, buffer);
}

/// The number of a quantity now, and a word on steps that are not usual.
fn number(app: &App, series: LayerSeries, layer: &LayerStatistics) -> Line<'static> {
    let theme = app.theme;
    let value = series.of(layer);
    if value.is_nan() {
        return Line::styled(theme.glyph("–", "-"), theme.faint());
    }
    match series {
        LayerSeries::WeightNorm | LayerSeries::GradientNorm => Line::styled(short(value), theme.text()),
        LayerSeries::StepRatio => {
            let (word, style) = word_of_step(app, value);
            let power = if value > 0.0 { format!("10^{:.1} ", value.log10()) } else { "0 ".to_owned() };
            Line::from(vec![Span::styled(power, theme.text()), Span::styled(word, style)])
        }
        LayerSeries::Saturated | LayerSeries::Dead => {
            let style = if value > 0.0 { theme.bad() } else { theme.text() };
            Line::styled(format!("{:.0} %", 100.0 * value), style)
        }
    }
}

fn word_of_step(app: &App, ratio: f64) -> (&'static str, Style) {
    match ratio {
        ratio if ratio < SMALL_STEP => ("small", app.theme.text()),
        ratio if ratio > LARGE_STEP => ("large", app.theme.bad()),
        _ => ("ok", app.theme.faint()),
    }
}

/// Draws a quantity over the run: with axes if there is room, otherwise as a row of bars.
fn draw_curve(
    app: &App,
    run: &Run,
    column: &Column,
    buckets: &[LayerBucket],
    area: Rect,
    buffer: &mut Buffer,
) {
    let span = |bucket: &LayerBucket| {
        let range = bucket.range(column.series);
        let steps = (bucket.first_step as f64, bucket.last_step as f64);
        curve::Span { steps, values: (range.min, range.max), last: range.last }
    };
    let spans: Vec<curve::Span> = buckets.iter().map(span).collect();
    let is_share = matches!(column.series, LayerSeries::Saturated | LayerSeries::Dead);
    let steps = run.steps_axis();
    if !spans.iter().any(curve::Span::is_finite) {
        return;
    }
    if area.width < CHART.0 || area.height < CHART.1 {
        let values = if is_share { Axis::linear((0.0, 1.0)) } else { value_range(&spans, column.scaling) };
        return Sparkline { spans: &spans, steps, values, style: app.theme.train() }
            .render(app.theme, area, buffer);
    }
    let value_axis = if is_share {
        Some(Axis::linear((0.0, 1.0)))
    } else {
        value_axis(spans.iter(), &steps, column.scaling, None)
    };
    let curve = Curve { name: "", place: None, style: app.theme.train(), pattern: Pattern::Solid, spans };
    let chart = Chart {
        curves: vec![curve],
        steps,
        steps_of_label: 1,
        has_step_labels: true,
        name_columns: 0,
        value_axis,
        unit: if is_share { (100.0, " %") } else { (1.0, "") },
        best: None,
        shade: None,
        marks: Vec::new(),
        cursor: run.view.cursor.map(|cursor| cursor.last_step as f64),
        restored: None,
    };
    chart.render(app.theme, area, buffer);
}

/// The axis of a curve without labels: from its smallest value to its largest. Small changes do not look large.
fn value_range(spans: &[curve::Span], scaling: Scaling) -> Axis {
    let finite = || spans.iter().filter(|span| span.is_finite());
    let high = finite().map(|span| span.values.1).fold(f64::MIN_POSITIVE, f64::max);
    match scaling {
        Scaling::Linear => {
            let low = finite().map(|span| span.values.0).fold(f64::INFINITY, f64::min);
            Axis::linear((low.min((1.0 - FLAT) * high), high))
        }
        Scaling::Log => {
            let low =
                finite().map(|span| span.values.0).filter(|&value| value > 0.0).fold(f64::INFINITY, f64::min);
            let low = low.min(high / 10.0);
            Axis::log((low, high), low)
        }
    }
}

/// Says which steps are usual, in as many words as there is room for.
fn draw_rule(app: &App, area: Rect, buffer: &mut Buffer) {
    let [low, high] = [SMALL_STEP, LARGE_STEP].map(f64::log10);
    let rules = [
        format!(
            " Rule of thumb: a step is about 10^-3 of the weights; below 10^{low} it is small, above 10^{high} large."
        ),
        format!(" A step is about 10^-3 of the weights; small: < 10^{low}, large: > 10^{high}."),
        " Usual step: about 10^-3 of the weights.".to_owned(),
    ];
    let rule = rules.iter().find(|rule| text_width(rule) <= usize::from(area.width));
    if let Some(rule) = rule {
        line(&Line::styled(rule.as_str(), app.theme.faint()), 0, area, buffer);
    }
}

fn in_ascii(title: &str) -> String {
    let names = [("‖", "|"), ("÷", "/"), ("Δ", "d")];
    names.iter().fold(title.to_owned(), |text, (from, to)| text.replace(from, to))
}
