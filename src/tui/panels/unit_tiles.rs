//! The hidden units of a layer, each in a tile: what it responds to, how active it is, and how it does.

use std::ops::Range;

use ndarray::Array2;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::status::step_of;
use crate::data::Shape;
use crate::nn::{Activation, BINS, Health, Network, UnitActivity};
use crate::numbers::{grouped, short};
use crate::tui::action::RunAction;
use crate::tui::app::App;
use crate::tui::keymap::key_of;
use crate::tui::picture::{Picture, UNIT_MAP};
use crate::tui::run::Run;
use crate::tui::widgets::bar::{HIGHEST, upright};
use crate::tui::widgets::signed_map::SignedMap;
use crate::tui::widgets::text::{line, panel, text_width};

/// Rows of a tile besides its picture: the name above it, the histogram below it.
const WORDS: u16 = 2;
/// The smallest tile: columns, for the words, and rows, for a picture of at least 14 pixels.
const SMALLEST: (u16, u16) = (18, 9);

/// Draws as many of the units of a layer as fit, as large as possible.
pub fn draw(app: &App, run: &Run, picture: &Picture, area: Rect, buffer: &mut Buffer) {
    let theme = app.theme;
    let (layer, units) = (run.shown_layer(), run.ordered_units());
    let foot = Line::styled(format!(" {} ", step_of(run, picture)), theme.faint());
    let inner = panel(theme, Line::default(), foot, area, buffer);
    let tile = tile_size(inner, units.len());
    let across = usize::from((inner.width + 1) / (tile.0 + 1)).max(1);
    let shown = (across * usize::from(inner.height / tile.1)).max(1);
    let pages = units.len().div_ceil(shown).max(1);
    let first = run.inside.page.rem_euclid(i64::try_from(pages).unwrap_or(1)) as usize * shown;
    let last = (first + shown).min(units.len());
    let title = title(app, run, picture, first..last, usize::from(area.width.saturating_sub(2)));
    buffer.set_line(area.x + 1, area.y, &title, area.width.saturating_sub(2));
    for (place, &unit) in units[first..last].iter().enumerate() {
        let tile = Rect {
            x: inner.x + (place % across) as u16 * (tile.0 + 1),
            y: inner.y + (place / across) as u16 * tile.1,
            width: tile.0,
            height: tile.1,
        };
        draw_tile(app, picture, layer, unit, tile.intersection(inner), buffer);
    }
}

/// Columns and rows of the largest tiles of which so many fit. If they never do, as many of the smallest rows of tiles as fit
/// share the height.
fn tile_size(area: Rect, units: usize) -> (u16, u16) {
    let tile = |rows: u16| (SMALLEST.0.max(2 * (rows - WORDS)), rows);
    let fits = |&(columns, rows): &(u16, u16)| {
        usize::from((area.width + 1) / (columns + 1)) * usize::from(area.height / rows) >= units
    };
    let rows = (SMALLEST.1..=area.height.max(SMALLEST.1)).rev();
    let largest = (UNIT_MAP as u16).div_ceil(2) + WORDS;
    let shared = || tile(area.height / (area.height / SMALLEST.1).max(1));
    rows.map(|rows| tile(rows.min(2 * largest))).find(fits).unwrap_or_else(shared)
}

/// What is shown, in which order, and the keys that change it.
fn title(app: &App, run: &Run, picture: &Picture, shown: Range<usize>, room: usize) -> Line<'static> {
    let theme = app.theme;
    let layers = picture.units.len();
    let (layer, all) = (run.shown_layer(), run.ordered_units().len());
    let of_layer = if layers > 1 { format!(" of layer {} of {layers}", layer + 1) } else { String::new() };
    let what = match (picture.dataset.shape, layer) {
        (Shape::Plane, _) => "activation over the plane",
        (_, 0) => "incoming weights",
        _ => "weights from the layer before",
    };
    let keys = if theme.unicode() {
        [RunAction::PreviousUnits, RunAction::NextUnits].map(key_of).concat()
    } else {
        "<- ->".to_owned()
    };
    let pages = if shown.len() < all {
        [format!("{}-{} of {} ", shown.start + 1, shown.end, grouped(all as u64)), format!("{keys} ")]
    } else {
        [String::new(), String::new()]
    };
    let order = run.inside.order.name();
    let mut words = vec![Span::styled(format!(" Hidden units{of_layer}: {what} "), theme.strong())];
    let [count, turn] = pages;
    let keys = [
        (count, theme.strong()),
        (turn, theme.key()),
        (format!("{} ", key_of(RunAction::NextUnitOrder)), theme.key()),
        (format!("{order} "), theme.faint()),
    ];
    for (text, style) in keys {
        if words.iter().map(Span::width).sum::<usize>() + text_width(&text) <= room {
            words.push(Span::styled(text, style));
        }
    }
    Line::from(words)
}

fn draw_tile(app: &App, picture: &Picture, layer: usize, unit: usize, area: Rect, buffer: &mut Buffer) {
    let theme = app.theme;
    let Some(activity) = picture.units.get(layer).and_then(|units| units.get(unit)) else { return };
    line(&name(app, picture, layer, unit), 0, area, buffer);
    let map = Rect { y: area.y + 1, height: area.height.saturating_sub(WORDS), ..area };
    SignedMap { numbers: numbers(picture, layer, unit).view() }.render(theme, map.intersection(area), buffer);
    let histogram = histogram(app, &activity.histogram);
    let (word, style) = health(app, activity);
    let words =
        Line::from(vec![Span::styled(histogram, theme.train()), Span::styled(format!(" {word}"), style)]);
    line(&words, area.height.saturating_sub(1), area, buffer);
}

/// The name of a unit, and where its strongest outgoing weight leads.
fn name(app: &App, picture: &Picture, layer: usize, unit: usize) -> Line<'static> {
    let theme = app.theme;
    let number = Span::styled(format!("h{}", unit + 1), theme.strong());
    let next = &picture.network.layers[layer + 1];
    let weights = (0..next.units()).map(|output| (output, next.weights[(unit, output)]));
    let Some((output, weight)) = weights.max_by(|a, b| a.1.abs().total_cmp(&b.1.abs())) else {
        return Line::from(number);
    };
    let is_last = layer + 2 == picture.network.layers.len();
    let to = if is_last { picture.dataset.class_names[output].clone() } else { format!("h{}", output + 1) };
    let arrow = theme.glyph("→", "->");
    let sign = if weight < 0.0 { "-" } else { "+" };
    let words = format!(" {sign}{} {arrow} {to}", short(f64::from(weight.abs())));
    Line::from(vec![number, Span::styled(words, theme.faint())])
}

/// What a unit responds to, from -1 to 1: its activation over the plane, or its incoming weights, as an image if they are
/// those of pixels.
fn numbers(picture: &Picture, layer: usize, unit: usize) -> Array2<f32> {
    if let Some(map) = picture.unit_maps.get(layer) {
        let (activation, row) = (picture.network.activation, map.row(unit));
        let largest = row.iter().fold(f32::MIN_POSITIVE, |largest, a| largest.max(*a));
        let scaled = row.mapv(|a| match activation {
            Activation::Sigmoid => 2.0 * a - 1.0,
            Activation::Tanh => a,
            Activation::Relu => a / largest,
        });
        return scaled.into_shape_with_order((UNIT_MAP, UNIT_MAP)).unwrap_or_default();
    }
    let (width, height) = match picture.dataset.shape {
        Shape::Image { width, height } if layer == 0 => (width, height),
        _ => {
            let count = picture.network.layers[layer].inputs();
            let side = (count as f64).sqrt().ceil().max(1.0) as usize;
            (side, count.div_ceil(side))
        }
    };
    weights(&picture.network, layer, unit, (width, height))
}

/// The incoming weights of a unit over their largest, row by row; 0 where there are none left.
fn weights(network: &Network, layer: usize, unit: usize, (width, height): (usize, usize)) -> Array2<f32> {
    let layer = &network.layers[layer];
    let weight = |input: usize| if input < layer.inputs() { layer.weights[(input, unit)] } else { 0.0 };
    let largest =
        (0..layer.inputs()).fold(f32::MIN_POSITIVE, |largest, input| largest.max(weight(input).abs()));
    Array2::from_shape_fn((height, width), |(row, column)| weight(row * width + column) / largest)
}

/// Bars for the numbers of examples in the parts of the range of activations.
fn histogram(app: &App, counts: &[usize; BINS]) -> String {
    let largest = counts.iter().copied().max().unwrap_or(0).max(1);
    let bar = |&count: &usize| upright(app.theme, (HIGHEST * count).div_ceil(largest));
    counts.iter().map(bar).collect()
}

/// How a unit does, in a word.
fn health(app: &App, activity: &UnitActivity) -> (String, Style) {
    let theme = app.theme;
    match activity.health {
        Health::Ok => ("ok".to_owned(), theme.faint()),
        Health::Saturated => (format!("sat {:.0} %", 100.0 * activity.saturated), theme.bad()),
        Health::Idle => ("idle".to_owned(), theme.bad()),
        Health::Dead => ("dead".to_owned(), theme.bad()),
    }
}
