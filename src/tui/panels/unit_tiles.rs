//! The hidden units of a layer, each in a tile: what it responds to, how active it is, and how it does.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};
use ratatui::widgets::Block;

use super::status::step_of;
use super::unit_parts::{draw_numbers, histogram, name, state};
use crate::data::Shape;
use crate::nn::UnitId;
use crate::numbers::grouped;
use crate::tui::action::RunAction;
use crate::tui::app::App;
use crate::tui::keymap::key_of;
use crate::tui::picture::Picture;
use crate::tui::run::Run;
use crate::tui::unit_maps::SIDE;
use crate::tui::widgets::text::{line, panel, text_width};

/// Rows of a tile besides its picture: the name above it, the histogram below it.
const WORDS: u16 = 2;
/// The smallest tile: columns, for the words, and rows, for a picture of at least 14 pixels.
const SMALLEST: (u16, u16) = (18, 9);

/// Draws as many of the units of a layer as fit, as large as possible.
pub fn draw(app: &App, run: &Run, picture: &Picture, area: Rect, buffer: &mut Buffer) {
    let theme = app.theme;
    panel(theme, Line::default(), foot(app, run, picture), area, buffer);
    let tiles = Tiles::of(run, area);
    let title = title(app, run, picture, &tiles, usize::from(area.width.saturating_sub(2)));
    buffer.set_line(area.x + 1, area.y, &title, area.width.saturating_sub(2));
    for (unit, place) in tiles.shown {
        draw_tile(app, run, picture, UnitId { layer: run.shown_layer(), unit }, place, buffer);
    }
}

/// The unit whose tile is at a place of the screen, in a panel that is drawn in `area`.
pub fn unit_at(run: &Run, area: Rect, place: Position) -> Option<usize> {
    let tiles = Tiles::of(run, area).shown;
    tiles.into_iter().find(|(_, tile)| tile.contains(place)).map(|(unit, _)| unit)
}

/// The tiles of the page with the chosen unit.
struct Tiles {
    /// The place of the first one among all units.
    first: usize,
    /// The number of all units.
    all: usize,
    /// The units in view, with their places.
    shown: Vec<(usize, Rect)>,
}

impl Tiles {
    fn of(run: &Run, area: Rect) -> Tiles {
        let (units, inner) = (run.ordered_units(), Block::bordered().inner(area));
        let (width, height) = tile_size(inner, units.len());
        let across = usize::from((inner.width + 1) / (width + 1)).max(1);
        let page = (across * usize::from(inner.height / height)).max(1);
        let chosen = units.iter().position(|&unit| Some(unit) == run.inside.unit).unwrap_or(0);
        let first = chosen / page * page;
        let tile = |(place, &unit): (usize, &usize)| {
            let x = inner.x + (place % across) as u16 * (width + 1);
            let y = inner.y + (place / across) as u16 * height;
            (unit, Rect { x, y, width, height }.intersection(inner))
        };
        let shown = units.iter().skip(first).take(page).enumerate().map(tile).collect();
        Tiles { first, all: units.len(), shown }
    }
}

/// The step; with units knocked out, how many test examples are right with all units and without these.
pub(super) fn foot(app: &App, run: &Run, picture: &Picture) -> Line<'static> {
    let step = step_of(run, picture);
    let [right, all] = [picture.confusion.correct(), picture.confusion.total()].map(|count| count as u64);
    match picture.correct_with_all.filter(|_| !run.hides_test_set()) {
        None => Line::styled(format!(" {step} "), app.theme.faint()),
        Some(before) => {
            let (before, arrow) = (grouped(before as u64), app.theme.glyph("→", "->"));
            let words = format!(" {step}: {before} {arrow} {} of {} right ", grouped(right), grouped(all));
            Line::styled(words, app.theme.test())
        }
    }
}

/// Columns and rows of the largest tiles of which so many fit. If they never do, as many of the smallest ones as fit share the
/// area.
fn tile_size(area: Rect, units: usize) -> (u16, u16) {
    let tile = |rows: u16| (SMALLEST.0.max(2 * (rows - WORDS)), rows);
    let fits = |&(columns, rows): &(u16, u16)| {
        usize::from((area.width + 1) / (columns + 1)) * usize::from(area.height / rows) >= units
    };
    let rows = (SMALLEST.1..=area.height.max(SMALLEST.1)).rev();
    let largest = (SIDE as u16).div_ceil(2) + WORDS;
    let shared = || {
        let (columns, rows) = tile(area.height / (area.height / SMALLEST.1).max(1));
        let most = ((area.width + 1) / (SMALLEST.0 + 1)).max(1);
        (columns.min((area.width + 1) / most - 1), rows)
    };
    rows.map(|rows| tile(rows.min(2 * largest))).find(fits).unwrap_or_else(shared)
}

/// What is shown, in which order, and the keys that change it.
fn title(app: &App, run: &Run, picture: &Picture, tiles: &Tiles, room: usize) -> Line<'static> {
    let theme = app.theme;
    let layers = picture.units.len();
    let (layer, all) = (run.shown_layer(), tiles.all);
    let shown = tiles.first..tiles.first + tiles.shown.len();
    let of_layer = if layers > 1 { format!(" of layer {} of {layers}", layer + 1) } else { String::new() };
    let what = match (picture.dataset.shape, layer) {
        (Shape::Plane, _) => "activation over the plane",
        (_, 0) => "incoming weights",
        _ => "weights from the layer before",
    };
    let keys = if theme.unicode() {
        [RunAction::PreviousUnit, RunAction::NextUnit].map(key_of).concat()
    } else {
        "<- ->".to_owned()
    };
    let pages = if shown.len() < all {
        [format!("{}-{} of {} ", shown.start + 1, shown.end, grouped(all as u64)), format!("{keys} ")]
    } else {
        [String::new(), String::new()]
    };
    let [count, turn] = pages;
    let [long, short] = [format!(" Hidden units{of_layer}: {what} "), format!(" Hidden units{of_layer} ")];
    let keys = [
        Span::styled(count, theme.strong()),
        Span::styled(turn, theme.key()),
        Span::styled(format!("sorted {} ", run.inside.order.name()), theme.faint()),
        Span::styled(format!("{} ", key_of(RunAction::NextUnitOrder)), theme.key()),
    ];
    let used: usize = keys.iter().map(Span::width).sum();
    let fitting = [long, short.clone()].into_iter().find(|title| text_width(title) + used <= room);
    let mut words = vec![Span::styled(fitting.clone().unwrap_or(short), theme.strong())];
    if fitting.is_some() {
        words.extend(keys);
    }
    Line::from(words)
}

fn draw_tile(app: &App, run: &Run, picture: &Picture, id: UnitId, area: Rect, buffer: &mut Buffer) {
    let theme = app.theme;
    let Some(activity) = picture.units.get(id.layer).and_then(|units| units.get(id.unit)) else { return };
    let lead = if run.chosen_unit() == Some(id) { theme.glyph("▸", ">") } else { "" };
    let mut words = name(app, picture, id);
    words.spans.insert(0, Span::styled(lead, theme.focus()));
    line(&words, 0, area, buffer);
    let map = Rect { y: area.y + 1, height: area.height.saturating_sub(WORDS), ..area }.intersection(area);
    draw_numbers(app, picture, id, map, buffer);
    if run.inside.knocked_out.contains(&id) {
        hatch(app, map, buffer);
    }
    let histogram = Span::styled(histogram(app, &activity.histogram), theme.train());
    let room = usize::from(area.width).saturating_sub(histogram.width() + 1);
    let (word, style) = state(app, run, id, activity, room);
    let below = Line::from(vec![histogram, Span::styled(format!(" {word}"), style)]);
    line(&below, area.height.saturating_sub(1), area, buffer);
}

/// Crosses the picture of a unit out.
fn hatch(app: &App, area: Rect, buffer: &mut Buffer) {
    let cross = app.theme.glyph("╳", "x");
    for at in area.positions().filter(|at| (at.x + at.y) % 2 == 0) {
        if let Some(cell) = buffer.cell_mut(at).filter(|cell| cell.symbol() != " ") {
            cell.set_symbol(cross).set_style(app.theme.bad());
        }
    }
}
