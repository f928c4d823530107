//! What the network makes of one place of the plane or of one example: its outputs, the activation of every unit, and what
//! pulled the answer.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::image::verdict;
use crate::data::Shape;
use crate::nn::{Activation, Layer, Network, Probe};
use crate::numbers::grouped;
use crate::train::Snapshot;
use crate::tui::app::App;
use crate::tui::run::Run;
use crate::tui::widgets::bar::{Bar, HIGHEST, Stroke, upright};
use crate::tui::widgets::text::{line, lines, pad, panel, text_width, truncate};

/// Columns of the longest name of a class.
const NAME: usize = 10;
/// Columns of the name of a unit.
const UNIT: usize = 5;
/// Columns of ` +2,038 more`.
const MORE: usize = 12;
/// From this many rows on, three outputs and up to three hidden layers are shown, instead of two outputs and the last layer.
const TALL: usize = 10;

/// Draws the outputs, the activations and the pulls, as far as there is room. They are of the newest network.
pub fn draw(app: &App, run: &Run, area: Rect, buffer: &mut Buffer) {
    let Some(snapshot) = run.snapshot.as_deref() else { return };
    let Some(subject) = Subject::of(run, snapshot) else { return };
    let theme = app.theme;
    let foot = Line::styled(format!(" step {} ", grouped(snapshot.network_step)), theme.faint());
    let title = Line::styled(truncate(&subject.title, area.width.saturating_sub(4).into()), theme.strong());
    let inner = panel(theme, title, foot, area, buffer);
    let inner = Rect { x: inner.x + 1, width: inner.width.saturating_sub(2), ..inner };
    if subject.inputs.len() != snapshot.network.layers.first().map_or(0, Layer::inputs) {
        return line(&Line::styled("making the network …", theme.faint()), 0, inner, buffer);
    }
    let probe = snapshot.network.probe(&subject.inputs);
    let (width, rows) = (usize::from(inner.width), usize::from(inner.height));
    let mut words = outputs(app, snapshot, &probe, subject.label, rows, width);
    let layers = if rows < TALL { 1 } else { 3 };
    words.extend(activations(app, &snapshot.network, &probe, layers, width));
    let room = rows.saturating_sub(words.len());
    words.extend(pulls(app, snapshot, &probe, room, width));
    lines(&words, inner, buffer);
}

/// The place or the example that is looked at.
struct Subject {
    title: String,
    inputs: Vec<f32>,
    /// The class of an example.
    label: Option<u8>,
}

impl Subject {
    fn of(run: &Run, snapshot: &Snapshot) -> Option<Subject> {
        let dataset = &snapshot.dataset;
        let what = match dataset.shape {
            Shape::Plane => {
                let place = run.crosshair.place;
                return Some(Subject {
                    title: format!(" At {:.2}, {:.2} ", place.x, place.y),
                    inputs: vec![place.x, place.y],
                    label: None,
                });
            }
            Shape::Image { .. } => "image",
            Shape::Numbers { .. } => "row",
        };
        let n = run.image.min(dataset.test.len().checked_sub(1)?);
        let label = dataset.test.labels[n];
        let (number, of) = (grouped(n as u64 + 1), grouped(dataset.test.len() as u64));
        let name = &dataset.class_names[usize::from(label)];
        Some(Subject {
            title: format!(" Test {what} {number} of {of}, is {name} "),
            inputs: dataset.test.inputs.row(n).collect(),
            label: Some(label),
        })
    }
}

/// The largest outputs, and always that of the class of an example.
fn outputs(
    app: &App,
    snapshot: &Snapshot,
    probe: &Probe,
    label: Option<u8>,
    rows: usize,
    width: usize,
) -> Vec<Line<'static>> {
    let theme = app.theme;
    let mut classes: Vec<usize> = (0..probe.outputs.len()).collect();
    classes.sort_by(|&a, &b| probe.outputs[b].total_cmp(&probe.outputs[a]));
    let shown = if rows < TALL { 2 } else { 3 };
    if let Some(at) = classes.iter().position(|&class| Some(class) == label.map(usize::from)) {
        let truth = classes.remove(at);
        classes.insert(at.min(shown - 1), truth);
    }
    classes.truncate(shown);
    let names = &snapshot.dataset.class_names;
    let longest = classes.iter().map(|&class| text_width(&names[class])).max().unwrap_or(0).min(NAME);
    let row = |class: usize| {
        let is_answer = class == probe.answer;
        let is_right = label.is_none_or(|label| usize::from(label) == probe.answer);
        let style = if is_answer { theme.strong() } else { theme.text() };
        let bar_style = match (is_answer, is_right) {
            (true, true) => theme.good(),
            (true, false) => theme.bad_bar(),
            (false, _) => theme.train(),
        };
        let share = f64::from(probe.outputs[class]);
        let bar = Bar { share, stroke: Stroke::Eighths, style: bar_style };
        let [bar, rest] = bar.spans(theme, width.saturating_sub(longest + 11));
        let is_truth = label.is_some_and(|label| usize::from(label) == class);
        let (mark, mark_style) = if is_truth { verdict(app, true) } else { (" ", theme.text()) };
        Line::from(vec![
            Span::styled(if is_answer { theme.glyph("▸ ", "> ") } else { "  " }, style),
            Span::styled(format!("{} ", pad(&names[class], longest)), style),
            bar,
            rest,
            Span::styled(format!(" {:.2} ", probe.outputs[class]), style),
            Span::styled(mark, mark_style),
        ])
    };
    classes.into_iter().map(row).collect()
}

/// The activation of each unit as an upright bar, a row for each of the last `most` hidden layers. Of a layer that is too wide
/// the most active ones, and how many more there are.
fn activations(app: &App, network: &Network, probe: &Probe, most: usize, width: usize) -> Vec<Line<'static>> {
    let theme = app.theme;
    let layers = probe.hidden.len();
    let row = |l: usize| {
        let units = &probe.hidden[l];
        let name = if layers > 1 { format!("layer {} ", l + 1) } else { "units ".to_owned() };
        let mut order: Vec<usize> = (0..units.len()).collect();
        let room = width.saturating_sub(name.len());
        let mut more = String::new();
        if order.len() > room {
            order.sort_by(|&a, &b| units[b].abs().total_cmp(&units[a].abs()));
            order.truncate(room.saturating_sub(MORE));
            more = format!(" +{} more", grouped((units.len() - order.len()) as u64));
        }
        let largest = units.iter().fold(f32::MIN_POSITIVE, |largest, a| largest.max(*a));
        let level = |a: f32| match network.activation {
            Activation::Sigmoid => a,
            Activation::Tanh => f32::midpoint(a, 1.0),
            Activation::Relu => a / largest,
        };
        let bar = |&unit: &usize| upright(theme, (level(units[unit]) * HIGHEST as f32).round() as usize);
        let bars: String = order.iter().map(bar).collect();
        Line::from(vec![
            Span::styled(name, theme.faint()),
            Span::styled(bars, theme.train()),
            Span::styled(more, theme.faint()),
        ])
    };
    (layers.saturating_sub(most)..layers).map(row).collect()
}

/// What pulled the weighted input of the answer above that of the runner-up: in all, and the strongest units, with bars to the
/// right for the answer and to the left against it.
fn pulls(app: &App, snapshot: &Snapshot, probe: &Probe, rows: usize, width: usize) -> Vec<Line<'static>> {
    let theme = app.theme;
    let ranked = ranked(probe);
    let names = &snapshot.dataset.class_names;
    let name = |class: usize| truncate(&names[class], NAME);
    if rows < 3 {
        let all = ranked.iter().map(|(name, pull)| format!("{name} {pull:+.2}"));
        let words = format!("pull {:+.2}: {}", probe.lead(), all.take(20).collect::<Vec<_>>().join("  "));
        return vec![Line::styled(truncate(&words, width), theme.text())].into_iter().take(rows).collect();
    }
    let head = format!("{} over {} by {:+.2}", name(probe.answer), name(probe.runner_up), probe.lead());
    let mut lines = vec![Line::styled(truncate(&head, width), theme.text())];
    let is_all = ranked.len() < rows;
    let shown = if is_all { ranked.len() } else { rows - 2 };
    let largest = ranked.first().map_or(1.0, |(_, pull)| pull.abs()).max(f32::MIN_POSITIVE);
    lines.extend(ranked.iter().take(shown).map(|(name, pull)| pull_row(app, name, *pull, largest, width)));
    if !is_all {
        let rest = &ranked[shown..];
        let sum: f32 = rest.iter().map(|(_, pull)| pull).sum();
        let words = format!("{sum:+.2} by {} more", grouped(rest.len() as u64));
        lines.push(Line::styled(truncate(&words, width), theme.faint()));
    }
    lines
}

/// The names and pulls of all units and of the bias, the strongest first.
fn ranked(probe: &Probe) -> Vec<(String, f32)> {
    let letter = if probe.hidden.is_empty() { "x" } else { "h" };
    let units = probe.strongest().into_iter();
    let mut all: Vec<(String, f32)> =
        units.map(|unit| (format!("{letter}{}", unit + 1), probe.pulls[unit])).collect();
    let place = all.partition_point(|(_, pull)| pull.abs() >= probe.bias.abs());
    all.insert(place, ("bias".to_owned(), probe.bias));
    all
}

/// A bar from the middle: to the right if it pulls towards the answer, to the left if away from it.
fn pull_row(app: &App, name: &str, pull: f32, largest: f32, width: usize) -> Line<'static> {
    let theme = app.theme;
    let half = width.saturating_sub(UNIT + 8) / 2;
    let length = ((pull.abs() / largest) * half as f32).round() as usize;
    let bar = theme.glyph("█", "#").repeat(length.min(half));
    let blank = " ".repeat(half - length.min(half));
    let middle = theme.glyph("│", "|");
    let (left, right) = if pull < 0.0 {
        (format!("{blank}{bar}"), " ".repeat(half))
    } else {
        (" ".repeat(half), format!("{bar}{blank}"))
    };
    Line::from(vec![
        Span::styled(pad(name, UNIT), theme.text()),
        Span::styled(left, theme.bad_bar()),
        Span::styled(middle, theme.frame()),
        Span::styled(right, theme.train()),
        Span::styled(format!(" {pull:+.2}"), theme.text()),
    ])
}
