//! One hidden unit on the whole screen: what it responds to, the examples that excite it most and least, and where it leads.

use ratatui::buffer::Buffer;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::{Line, Span};

use super::names::{source_name, target_name};
use super::unit_parts::{KNOCKED_OUT, draw_numbers, histogram, name, state};
use super::unit_tiles::foot;
use crate::data::Shape;
use crate::nn::UnitId;
use crate::numbers::{short, signed};
use crate::tui::app::App;
use crate::tui::layout::tile_rows;
use crate::tui::picture::Picture;
use crate::tui::run::Run;
use crate::tui::unit_maps::UnitView;
use crate::tui::widgets::bar::{Bar, Stroke};
use crate::tui::widgets::grey_image::{self, GreyImage};
use crate::tui::widgets::text::{line, lines, pad, panel};

/// Columns of a test image with its caption.
const IMAGE: u16 = 16;
/// Columns of the bar of an outgoing weight.
const BAR: usize = 12;
/// The most columns of the name of a class.
const NAME: usize = 12;

/// Draws the chosen unit.
pub fn draw(app: &App, run: &Run, picture: &Picture, id: UnitId, area: Rect, buffer: &mut Buffer) {
    let theme = app.theme;
    let mut title = name(app, picture, id);
    title.spans.insert(0, Span::styled(" Hidden unit ", theme.strong()));
    title.push_span(Span::raw(" "));
    let inner = panel(theme, title, foot(app, run, picture), area, buffer);
    let map_columns = map_columns(picture.dataset.shape, inner);
    let [map, words] =
        Layout::horizontal([Constraint::Length(map_columns), Constraint::Fill(1)]).spacing(2).areas(inner);
    draw_numbers(app, picture, id, map, buffer);
    let has_images = matches!(picture.dataset.shape, Shape::Image { .. });
    let examples = if has_images { words.height * 3 / 5 } else { 0 };
    let [about, below] = Layout::vertical([Constraint::Fill(1), Constraint::Length(examples)]).areas(words);
    draw_words(app, run, picture, id, about, buffer);
    if let Some(view) = picture.unit.as_ref().filter(|view| view.id == id && has_images) {
        let [most, least] = Layout::vertical([Constraint::Fill(1); 2]).areas(below);
        let ranked = ranked(view);
        draw_images(app, picture, view, "excite it most", ranked.iter(), most, buffer);
        draw_images(app, picture, view, "excite it least", ranked.iter().rev(), least, buffer);
    }
}

/// Columns of the map: those that are drawn in half of the width.
fn map_columns(shape: Shape, inner: Rect) -> u16 {
    let half = Rect { width: inner.width / 2, ..inner };
    match shape {
        Shape::Image { width, height } => grey_image::size(width, height, half).0 as u16,
        Shape::Plane | Shape::Numbers { .. } => (2 * inner.height).min(half.width),
    }
}

/// The test examples by the activation of the unit, the highest first; of equal ones in their order.
fn ranked(view: &UnitView) -> Vec<usize> {
    let mut examples: Vec<usize> = (0..view.activations.len()).collect();
    examples.sort_by(|&a, &b| view.activations[b].total_cmp(&view.activations[a]));
    examples
}

/// Its activity in words, and a bar for each incoming and outgoing weight, the largest first. Those of pixels are in the
/// picture.
fn draw_words(app: &App, run: &Run, picture: &Picture, id: UnitId, area: Rect, buffer: &mut Buffer) {
    let theme = app.theme;
    let Some(activity) = picture.units.get(id.layer).and_then(|units| units.get(id.unit)) else { return };
    let (word, style) = state(app, run, id, activity, KNOCKED_OUT.len());
    let layer = &picture.network.layers[id.layer];
    let mut words = vec![
        Line::from(vec![
            Span::styled(histogram(app, &activity.histogram), theme.train()),
            Span::styled(format!(" {word}"), style),
        ]),
        Line::styled(
            format!(
                "mean {}  spread {}  bias {}",
                short(f64::from(activity.mean)),
                short(f64::from(activity.spread)),
                short(f64::from(layer.biases[(0, id.unit)]))
            ),
            theme.faint(),
        ),
    ];
    let outgoing = outgoing(picture, id);
    let rows = usize::from(area.height).saturating_sub(words.len());
    let is_image = id.layer == 0 && matches!(picture.dataset.shape, Shape::Image { .. });
    if !is_image {
        // They take the rows that the outgoing ones leave, and at least half of them.
        let room = rows.saturating_sub(outgoing.len() + 1).max(rows / 2);
        words.extend(section(app, Side::Incoming, incoming(run, picture, id), room));
    }
    let room = usize::from(area.height).saturating_sub(words.len());
    words.extend(section(app, Side::Outgoing, outgoing, room));
    lines(&words, area, buffer);
}

/// On which side of a unit its weights are.
#[derive(Clone, Copy)]
enum Side {
    Incoming,
    Outgoing,
}

/// The weights that lead to a unit, and its bias.
fn incoming(run: &Run, picture: &Picture, UnitId { layer: l, unit }: UnitId) -> Vec<Weight> {
    let layer = &picture.network.layers[l];
    let weight = |from: usize| Weight { name: source_name(run, l, from), value: layer.weights[(from, unit)] };
    let bias = Weight { name: "bias".to_owned(), value: layer.biases[(0, unit)] };
    (0..layer.inputs()).map(weight).chain([bias]).collect()
}

/// The weights that lead from a unit.
fn outgoing(picture: &Picture, UnitId { layer: l, unit }: UnitId) -> Vec<Weight> {
    let next = &picture.network.layers[l + 1];
    let weight = |to: usize| Weight { name: target_name(picture, l, to), value: next.weights[(unit, to)] };
    (0..next.units()).map(weight).collect()
}

/// A weight from or to a unit.
struct Weight {
    /// What it leads from or to.
    name: String,
    value: f32,
}

/// A heading and a bar for each weight, the largest first, in at most `rows` rows. The last one says how many are missing.
fn section(app: &App, side: Side, mut weights: Vec<Weight>, rows: usize) -> Vec<Line<'static>> {
    let theme = app.theme;
    let (heading, arrow) = match side {
        Side::Incoming => ("incoming weights", theme.glyph("←", "<")),
        Side::Outgoing => ("outgoing weights", theme.glyph("→", ">")),
    };
    weights.sort_by(|a, b| b.value.abs().total_cmp(&a.value.abs()));
    let largest = weights.first().map_or(1.0, |weight| weight.value.abs().max(f32::MIN_POSITIVE));
    let row = |Weight { name, value }: &Weight| {
        let style = if *value < 0.0 { theme.bad_bar() } else { theme.train() };
        let bar = Bar { share: f64::from(value.abs() / largest), stroke: Stroke::Eighths, style };
        let mut words = vec![
            Span::styled(format!("{arrow} "), theme.faint()),
            Span::styled(pad(name, NAME), theme.text()),
            Span::styled(format!("{:<8}", signed(*value)), theme.text()),
        ];
        words.extend(bar.spans(theme, BAR));
        Line::from(words)
    };
    let mut lines = vec![Line::styled(heading, theme.strong())];
    let room = rows.saturating_sub(1);
    let shown = if weights.len() > room { room.saturating_sub(1) } else { weights.len() };
    lines.extend(weights.iter().take(shown).map(row));
    if shown < weights.len() {
        lines.push(Line::styled(format!("  and {} smaller ones", weights.len() - shown), theme.faint()));
    }
    lines
}

/// Draws a heading and a row of test images with their activations.
fn draw_images<'a>(
    app: &App,
    picture: &Picture,
    view: &UnitView,
    what: &str,
    examples: impl Iterator<Item = &'a usize>,
    area: Rect,
    buffer: &mut Buffer,
) {
    let theme = app.theme;
    let Shape::Image { width, height } = picture.dataset.shape else { return };
    line(&Line::styled(format!("test images that {what}"), theme.strong()), 0, area, buffer);
    let rows = (tile_rows(width, height) as u16).min(area.height.saturating_sub(1));
    for (place, &n) in (0..area.width / IMAGE).zip(examples) {
        let tile = Rect { x: area.x + place * IMAGE, y: area.y + 1, width: IMAGE - 1, height: rows };
        let pixels = picture.dataset.test.inputs.image(n, width, height);
        let thumbnail = Rect { height: tile.height.saturating_sub(1), ..tile };
        GreyImage { pixels: pixels.view() }.render(theme, thumbnail, buffer);
        let class = &picture.dataset.class_names[usize::from(picture.dataset.test.labels[n])];
        let caption = format!("{} a {}", pad(class, 4), short(f64::from(view.activations[n])));
        line(&Line::styled(caption, theme.text()), tile.height.saturating_sub(1), tile, buffer);
    }
}
