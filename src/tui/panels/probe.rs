//! What the network makes of one place of the plane or of one example: its outputs, the activation of every unit, and what
//! pulled the answer.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::crosshair;
use super::names::{knocked_out, source_name};
use super::outputs::Outputs;
use crate::data::Shape;
use crate::nn::{Activation, Layer, Network, Probe};
use crate::numbers::grouped;
use crate::train::Snapshot;
use crate::tui::app::App;
use crate::tui::run::Run;
use crate::tui::widgets::bar::{HIGHEST, upright};
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
    let (network, dataset) = (&snapshot.network, &snapshot.dataset);
    let out = network.those_of(&run.inside.knocked_out);
    let without = knocked_out(&out).map_or_else(String::new, |units| format!(" without {units}"));
    let step = format!(" step {}{without} ", grouped(snapshot.network_step));
    let foot = Line::styled(step, if out.is_empty() { theme.faint() } else { theme.bad() });
    let room = usize::from(area.width.saturating_sub(4));
    let mut title = Line::styled(truncate(&subject.title, room), theme.strong());
    if dataset.shape == Shape::Plane {
        let deeds = crosshair::deeds(app, run, &dataset.class_names).into_iter();
        let fits = |words: &String| title.width() + text_width(words) <= room;
        title.extend(deeds.into_iter().find(fits).map(|words| Span::styled(words, theme.faint())));
    }
    let inner = panel(theme, title, foot, area, buffer);
    let inner = Rect { x: inner.x + 1, width: inner.width.saturating_sub(2), ..inner };
    if subject.inputs.len() != snapshot.network.layers.first().map_or(0, Layer::inputs) {
        return line(&Line::styled("making the network …", theme.faint()), 0, inner, buffer);
    }
    // As in the picture beside it.
    let probe = if out.is_empty() {
        network.probe(&subject.inputs)
    } else {
        network.without(&out).probe(&subject.inputs)
    };
    let (width, rows) = (usize::from(inner.width), usize::from(inner.height));
    let (outputs, layers) = if rows < TALL { (2, 1) } else { (3, 3) };
    let names = &dataset.class_names;
    let mut words = Outputs { names, values: &probe.outputs, label: subject.label.map(usize::from) }
        .lines(theme, outputs, width);
    words.extend(activations(app, network, &probe, layers, width));
    let room = rows.saturating_sub(words.len());
    words.extend(pulls(app, run, snapshot, &probe, room, width));
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
fn pulls(
    app: &App,
    run: &Run,
    snapshot: &Snapshot,
    probe: &Probe,
    rows: usize,
    width: usize,
) -> Vec<Line<'static>> {
    let theme = app.theme;
    let ranked = ranked(run, probe);
    let names = &snapshot.dataset.class_names;
    let name = |class: usize| truncate(&names[class], NAME);
    if rows < 3 {
        let mut words = format!("pull {:+.2}:", probe.lead());
        for (name, pull) in &ranked {
            let next = format!(" {name} {pull:+.2} ");
            if text_width(&words) + text_width(&next) > width + 1 {
                break;
            }
            words += &next;
        }
        return vec![Line::styled(words, theme.text())].into_iter().take(rows).collect();
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

/// The names and pulls of all units, or inputs if there are none, and of the bias, the strongest first.
fn ranked(run: &Run, probe: &Probe) -> Vec<(String, f32)> {
    let layer = probe.hidden.len();
    let units = probe.strongest().into_iter();
    let mut all: Vec<(String, f32)> =
        units.map(|unit| (source_name(run, layer, unit), probe.pulls[unit])).collect();
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
