//! The parts of the picture of a hidden unit: its name, what it responds to, its histogram, and how it does.

use ndarray::{Array2, CowArray};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::names::{target_name, unit_name};
use crate::data::Shape;
use crate::nn::{BINS, Health, Network, UnitActivity, UnitId};
use crate::numbers::signed;
use crate::tui::app::App;
use crate::tui::picture::Picture;
use crate::tui::run::Run;
use crate::tui::unit_maps::SIDE;
use crate::tui::widgets::bar::{HIGHEST, UprightBar, upright};
use crate::tui::widgets::signed_map::SignedMap;

/// The name of a unit, and where its strongest outgoing weight leads.
pub(super) fn name(app: &App, picture: &Picture, UnitId { layer, unit }: UnitId) -> Line<'static> {
    let theme = app.theme;
    let number = Span::styled(unit_name(unit), theme.strong());
    let next = &picture.network.layers[layer + 1];
    let weights = (0..next.units()).map(|output| (output, next.weights[(unit, output)]));
    let Some((output, weight)) = weights.max_by(|a, b| a.1.abs().total_cmp(&b.1.abs())) else {
        return Line::from(number);
    };
    let to = target_name(picture, layer, output);
    let arrow = theme.glyph("→", "->");
    let words = format!(" {} {arrow} {to}", signed(weight));
    Line::from(vec![number, Span::styled(words, theme.faint())])
}

/// Draws what a unit responds to: its activation over the plane, or its incoming weights, as an image if they are those of
/// pixels. Blank until a picture of the layer is made.
pub(super) fn draw_numbers(app: &App, picture: &Picture, id: UnitId, area: Rect, buffer: &mut Buffer) {
    let UnitId { layer, unit } = id;
    let numbers = match (picture.unit_maps.get(layer), picture.dataset.shape) {
        (Some(map), _) => map
            .row(unit)
            .to_shape((SIDE, SIDE))
            .map_or_else(|_| Array2::default((0, 0)), CowArray::into_owned),
        (None, Shape::Plane) => return,
        (None, Shape::Image { width, height }) if layer == 0 => {
            weights(&picture.network, id, (width, height))
        }
        (None, _) => {
            let count = picture.network.layers[layer].inputs();
            let side = (count as f64).sqrt().ceil().max(1.0) as usize;
            weights(&picture.network, id, (side, count.div_ceil(side)))
        }
    };
    SignedMap { numbers: numbers.view() }.render(app.theme, area, buffer);
}

/// The incoming weights of a unit over their largest, row by row; 0 where there are none left.
fn weights(network: &Network, id: UnitId, (width, height): (usize, usize)) -> Array2<f32> {
    let (layer, unit) = (&network.layers[id.layer], id.unit);
    let weight = |input: usize| if input < layer.inputs() { layer.weights[(input, unit)] } else { 0.0 };
    let largest =
        (0..layer.inputs()).fold(f32::MIN_POSITIVE, |largest, input| largest.max(weight(input).abs()));
    Array2::from_shape_fn((height, width), |(row, column)| weight(row * width + column) / largest)
}

/// Bars for the numbers of examples in the parts of the range of activations.
pub(super) fn histogram(app: &App, counts: &[usize; BINS]) -> String {
    let largest = counts.iter().copied().max().unwrap_or(0).max(1);
    let bar = |&count: &usize| upright(app.theme, (HIGHEST * count).div_ceil(largest));
    counts.iter().map(bar).collect()
}

/// Draws the histogram over a whole area, with bars as wide as there is room.
pub(super) fn draw_histogram(app: &App, counts: &[usize; BINS], area: Rect, buffer: &mut Buffer) {
    let largest = counts.iter().copied().max().unwrap_or(0).max(1);
    let wide = (area.width / BINS as u16).max(1);
    for (bin, &count) in (0..).zip(counts) {
        let bar = Rect { x: area.x + bin * wide, width: wide, ..area }.intersection(area);
        let most = (usize::from(bar.height) * UprightBar::LEVELS).saturating_sub(1);
        let levels = 1 + (most * count).div_ceil(largest);
        UprightBar { levels, style: app.theme.train() }.render(app.theme, bar, buffer);
    }
}

/// How a unit does, in a word, or that it is knocked out, in at most `width` columns.
pub(super) fn state(
    app: &App,
    run: &Run,
    id: UnitId,
    activity: &UnitActivity,
    width: usize,
) -> (String, Style) {
    if run.inside.knocked_out.contains(&id) {
        let words = if width < KNOCKED_OUT.len() { "out" } else { KNOCKED_OUT };
        return (words.to_owned(), app.theme.bad());
    }
    health(app, activity)
}

/// What is said of a unit that is left out, if there is room.
pub(super) const KNOCKED_OUT: &str = "knocked out";

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
