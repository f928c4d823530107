//! A drawing of a small network: its units in columns, layer by layer, and its weights as lines.

use ratatui::buffer::Buffer;
use ratatui::layout::{Margin, Rect};
use ratatui::text::{Line, Span};

use super::names::{input_name, unit_name};
use super::unit_parts;
use crate::data::Shape;
use crate::nn::{Health, Network, UnitId};
use crate::numbers::signed;
use crate::tui::app::App;
use crate::tui::picture::Picture;
use crate::tui::run::Run;
use crate::tui::theme::Theme;
use crate::tui::widgets::links::{self, Link};
use crate::tui::widgets::text::{line, pad, text_width, truncate};

/// The most columns of the name of an input or a class.
const NAME: usize = 12;
/// The name of a unit.
const UNIT: u16 = 3;
/// A tile with the name of the unit and what is said of it at most, and a narrower one with a shorter word or its histogram.
const TILES: [u16; 2] = [15, 12];
/// The rows of the lowest and of the highest tile with a picture.
const PICTURE: (u16, u16) = (3, 9);
/// The fewest columns between two layers: with tiles, and with names only.
const GAPS: (u16, u16) = (8, 4);

/// Where the units of a network are drawn.
pub struct Drawing {
    /// The inputs, then the units of each layer.
    columns: Vec<Column>,
    inputs: Vec<String>,
    /// The row for the legend.
    legend: Rect,
}

/// The units of a layer, from the top.
struct Column {
    units: Vec<Rect>,
    /// Whether there is room for more than names.
    has_tiles: bool,
}

impl Drawing {
    /// The drawing of the network in a panel; `None` if there is no room for all units.
    pub fn of(run: &Run, picture: &Picture, panel: Rect) -> Option<Drawing> {
        let inner = panel.inner(Margin::new(1, 1));
        let canvas = Rect {
            x: inner.x + 1,
            width: inner.width.saturating_sub(2),
            height: inner.height.saturating_sub(1),
            ..inner
        };
        let legend = Rect { y: canvas.bottom(), height: 1, ..canvas };
        let sizes = picture.network.sizes();
        let inputs: Vec<String> =
            (0..sizes[0]).map(|input| truncate(&input_name(run, input), NAME)).collect();
        if sizes.iter().any(|&size| size > usize::from(canvas.height)) {
            return None;
        }
        let (width, least) = (canvas.width, |gap: u16| gap * (sizes.len() as u16 - 1));
        let choices = TILES.map(|tile| (Some(tile), GAPS.0)).into_iter().chain([(None, GAPS.1)]);
        let (tile, widths) = choices.into_iter().find_map(|(tile, gap)| {
            let widths = widths(picture, &inputs, &sizes, canvas.height, tile);
            (widths.iter().sum::<u16>() + least(gap) <= width).then_some((tile, widths))
        })?;
        let has_tiles = tile.is_some();
        let spare = width - widths.iter().sum::<u16>();
        let gaps = sizes.len() as u16 - 1;
        let mut left = canvas.x;
        let columns = sizes.iter().zip(&widths).enumerate().map(|(l, (&size, &width))| {
            let x = left;
            left += width + spare * (l as u16 + 1) / gaps - spare * l as u16 / gaps;
            let is_hidden = l > 0 && l < sizes.len() - 1;
            let rows = if is_hidden && has_tiles { tile_rows(picture, canvas.height, size) } else { 1 };
            let unit = |unit: usize| {
                let middle = ((2 * unit + 1) * usize::from(canvas.height) / (2 * size)) as u16;
                Rect { x, y: canvas.y + middle - rows / 2, width, height: rows }.intersection(canvas)
            };
            Column { units: (0..size).map(unit).collect(), has_tiles: has_tiles && is_hidden }
        });
        Some(Drawing { columns: columns.collect(), inputs, legend })
    }

    /// Draws the lines, and the units and names beside them.
    pub fn render(&self, app: &App, run: &Run, picture: &Picture, buffer: &mut Buffer) {
        for (l, pair) in self.columns.windows(2).enumerate() {
            draw_links(app.theme, &picture.network, l, pair, buffer);
        }
        let last = self.columns.len() - 1;
        for (l, column) in self.columns.iter().enumerate() {
            for (unit, &place) in column.units.iter().enumerate() {
                match l {
                    0 => line(&Line::styled(self.inputs[unit].as_str(), app.theme.text()), 0, place, buffer),
                    _ if l == last => {
                        let name = truncate(&picture.dataset.class_names[unit], NAME);
                        line(&Line::styled(name, app.theme.strong()), 0, place, buffer);
                    }
                    _ => {
                        let id = UnitId { layer: l - 1, unit };
                        draw_unit(app, run, picture, id, column.has_tiles, place, buffer);
                    }
                }
            }
        }
        let chosen = run.chosen_unit();
        if let Some(id) = chosen {
            self.draw_numbers(app.theme, &picture.network, id, buffer);
        }
        let bias = chosen.map(|id| {
            let bias = picture.network.layers[id.layer].biases[(0, id.unit)];
            format!("{}: bias {}", unit_name(id.unit), signed(bias))
        });
        self.draw_legend(app.theme, bias, buffer);
    }

    /// Points at a hidden unit, and writes the weight of each of its lines at the other end.
    fn draw_numbers(&self, theme: Theme, network: &Network, id: UnitId, buffer: &mut Buffer) {
        let UnitId { layer, unit } = id;
        let [Some(before), Some(here), Some(after)] =
            [layer, layer + 1, layer + 2].map(|column| self.columns.get(column))
        else {
            return;
        };
        let Some(place) = here.units.get(unit) else { return };
        buffer.set_string(place.x - 1, place.y, theme.glyph("▸", ">"), theme.focus());
        for (from, end) in before.units.iter().enumerate() {
            let words = signed(network.layers[layer].weights[(from, unit)]);
            if end.right() + 1 + (words.len() as u16) < place.x {
                buffer.set_string(end.right() + 1, middle(*end), words, theme.focus());
            }
        }
        for (to, end) in after.units.iter().enumerate() {
            let words = signed(network.layers[layer + 1].weights[(unit, to)]);
            let x = end.x.saturating_sub(1 + words.len() as u16);
            if x > place.right() {
                buffer.set_string(x, middle(*end), words, theme.focus());
            }
        }
    }

    /// How to read the lines, and the `bias` of the chosen unit.
    fn draw_legend(&self, theme: Theme, bias: Option<String>, buffer: &mut Buffer) {
        let (positive, negative) = match (theme.blocks(), theme.unicode()) {
            (true, _) => ("━ positive", "┅ negative"),
            (false, true) => ("█▓ positive", "=- negative"),
            (false, false) => ("#+ positive", "=- negative"),
        };
        let pieces = bias.into_iter().chain([
            positive.to_owned(),
            negative.to_owned(),
            "thick: large".to_owned(),
            format!("below {:.0} % of the largest of a layer: left out", 100.0 * links::LEAST),
        ]);
        let mut words = String::new();
        for piece in pieces {
            if text_width(&words) + text_width(&piece) + 3 <= usize::from(self.legend.width) {
                words = words + &piece + "   ";
            }
        }
        line(&Line::styled(words, theme.faint()), 0, self.legend, buffer);
    }
}

/// The columns that the inputs and each layer take, with tiles of at least these columns or with names only.
fn widths(picture: &Picture, inputs: &[String], sizes: &[usize], height: u16, tile: Option<u16>) -> Vec<u16> {
    let widest = |names: &mut dyn Iterator<Item = String>| {
        names.map(|name| text_width(&name)).max().unwrap_or(0).min(NAME) as u16
    };
    let inputs = widest(&mut inputs.iter().cloned());
    let classes = widest(&mut picture.dataset.class_names.iter().cloned());
    let hidden = sizes[1..sizes.len() - 1].iter().map(|&size| {
        let pictures = 2 * (tile_rows(picture, height, size) - 1);
        tile.map_or(UNIT, |tile| tile.max(pictures))
    });
    [inputs].into_iter().chain(hidden).chain([classes]).collect()
}

/// The rows of a tile in a layer of so many units.
fn tile_rows(picture: &Picture, height: u16, units: usize) -> u16 {
    let share = height / units.max(1) as u16;
    // Low tiles are kept apart by their names, higher ones by a blank row as well.
    let rows = if share > PICTURE.0 + 1 { share - 1 } else { share };
    if picture.dataset.shape != Shape::Plane || rows < PICTURE.0 { 1 } else { rows.min(PICTURE.1) }
}

/// The row at which the lines of a unit end.
fn middle(unit: Rect) -> u16 {
    unit.y + unit.height / 2
}

/// Draws the weights from the units of a column to those of the next one, in the gap between them.
fn draw_links(theme: Theme, network: &Network, l: usize, pair: &[Column], buffer: &mut Buffer) {
    let (Some(from), Some(to)) = (pair[0].units.first(), pair[1].units.first()) else { return };
    let weights = &network.layers[l].weights;
    let largest = weights.values().fold(f32::MIN_POSITIVE, |largest, weight| largest.max(weight.abs()));
    let x = from.right() + 1;
    let rows = pair.iter().flat_map(|column| &column.units).map(|unit| (unit.y, unit.bottom()));
    let (top, bottom) = rows.fold((u16::MAX, 0), |(top, bottom), (y, end)| (top.min(y), bottom.max(end)));
    let gap = Rect { x, y: top, width: to.x.saturating_sub(x + 1), height: bottom.saturating_sub(top) };
    let ends = pair[0].units.iter().enumerate().flat_map(|(i, from)| {
        pair[1].units.iter().enumerate().map(move |(j, to)| Link {
            from: middle(*from),
            to: middle(*to),
            strength: weights[(i, j)] / largest,
        })
    });
    links::render(theme, &ends.collect::<Vec<_>>(), gap, buffer);
}

/// Draws a hidden unit: its name, what it responds to or how active it is, and a word if it hardly learns.
fn draw_unit(
    app: &App,
    run: &Run,
    picture: &Picture,
    id: UnitId,
    has_tile: bool,
    area: Rect,
    buffer: &mut Buffer,
) {
    let theme = app.theme;
    let Some(activity) = picture.units.get(id.layer).and_then(|units| units.get(id.unit)) else { return };
    let room = usize::from(area.width).saturating_sub(usize::from(UNIT) + 1);
    let (word, style) = unit_parts::state(app, run, id, activity, room);
    let is_ok = activity.health == Health::Ok && !run.inside.knocked_out.contains(&id);
    let name = unit_name(id.unit);
    if !has_tile {
        let style = if is_ok { theme.strong() } else { theme.bad() };
        return line(&Line::styled(name, style), 0, area, buffer);
    }
    let mut words = vec![Span::styled(pad(&name, usize::from(UNIT) + 1), theme.strong())];
    if !is_ok {
        words.push(Span::styled(word, style));
    } else if area.height == 1 {
        words.push(Span::styled(unit_parts::histogram(app, &activity.histogram), theme.train()));
    }
    line(&Line::from(words), 0, area, buffer);
    let map = Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area };
    if map.height > 0 {
        unit_parts::draw_numbers(app, picture, id, map.intersection(area), buffer);
    }
}
