//! The hidden units of a layer, each in a tile: what it responds to, how active it is, and how it does.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};
use ratatui::widgets::Block;

use super::status::step_of;
use super::unit_parts::{draw_histogram, draw_numbers, name, state};
use crate::data::Shape;
use crate::nn::{BINS, UnitId};
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
/// The most rows of a histogram.
const HIGHEST_HISTOGRAM: u16 = 8;

/// Draws as many of the units of a layer as fit, as large as possible.
pub fn draw(app: &App, run: &Run, picture: &Picture, area: Rect, buffer: &mut Buffer) {
    let theme = app.theme;
    panel(theme, Line::default(), foot(app, run, picture), area, buffer);
    let tiles = Tiles::of(run, area);
    let title = title(app, run, picture, &tiles, usize::from(area.width.saturating_sub(2)));
    buffer.set_line(area.x + 1, area.y, &title, area.width.saturating_sub(2));
    for (unit, place) in tiles.shown {
        let id = UnitId { layer: run.shown_layer(), unit };
        draw_tile(app, run, picture, id, tiles.side, place, buffer);
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
    /// Columns of the square pictures.
    side: u16,
}

impl Tiles {
    fn of(run: &Run, area: Rect) -> Tiles {
        let (units, inner) = (run.ordered_units(), Block::bordered().inner(area));
        let grid = Grid::of(inner, units.len());
        let page = usize::from(grid.across * grid.down);
        let chosen = units.iter().position(|&unit| Some(unit) == run.inside.unit).unwrap_or(0);
        let first = chosen / page * page;
        let place = |(place, &unit): (usize, &usize)| {
            let (column, row) = (place as u16 % grid.across, place as u16 / grid.across);
            // What is left of the width goes between them.
            let x = inner.x + column * (inner.width + 1) / grid.across;
            let tile = Rect { x, y: inner.y + row * grid.height, width: grid.width, height: grid.height };
            (unit, tile.intersection(inner))
        };
        let shown = units.iter().skip(first).take(page).enumerate().map(place).collect();
        Tiles { first, all: units.len(), shown, side: grid.side() }
    }
}

/// How many tiles stand side by side and below each other, and their size.
#[derive(Clone, Copy)]
struct Grid {
    across: u16,
    down: u16,
    width: u16,
    height: u16,
}

impl Grid {
    /// The tiles with the largest pictures of which so many fit, in as few rows as possible. If they never do, as many as fit of
    /// the smallest ones share the area.
    fn of(area: Rect, units: usize) -> Grid {
        let most_across = ((area.width + 1) / (SMALLEST.0 + 1)).max(1);
        let most_down = (area.height / SMALLEST.1).max(1);
        let grid = |across: u16, down: u16| Grid {
            across,
            down,
            width: ((area.width + 1) / across).saturating_sub(1),
            height: area.height / down,
        };
        let down = |across: u16| units.div_ceil(across.into()).clamp(1, most_down.into()) as u16;
        (1..=most_across)
            .map(|across| grid(across, down(across)))
            .filter(|grid| usize::from(grid.across * grid.down) >= units)
            .max_by_key(|grid| grid.side())
            .unwrap_or_else(|| grid(most_across, most_down))
    }

    /// Columns of a square picture in a tile.
    fn side(self) -> u16 {
        self.width.min(2 * self.height.saturating_sub(WORDS)).min(2 * SIDE as u16)
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

/// Draws the name of a unit, its picture with `side` columns, its histogram as high as there is room, and how it does.
fn draw_tile(
    app: &App,
    run: &Run,
    picture: &Picture,
    id: UnitId,
    side: u16,
    area: Rect,
    buffer: &mut Buffer,
) {
    let theme = app.theme;
    let Some(activity) = picture.units.get(id.layer).and_then(|units| units.get(id.unit)) else { return };
    let lead = if run.chosen_unit() == Some(id) { theme.glyph("▸", ">") } else { "" };
    let mut words = name(app, picture, id);
    words.spans.insert(0, Span::styled(lead, theme.focus()));
    line(&words, 0, area, buffer);
    let map = Rect { y: area.y + 1, width: side, height: side.div_ceil(2), ..area }.intersection(area);
    draw_numbers(app, picture, id, map, buffer);
    if run.inside.knocked_out.contains(&id) {
        hatch(app, map, buffer);
    }
    let below = Rect { y: map.bottom(), height: area.bottom().saturating_sub(map.bottom()), ..area };
    let Below { histogram, word } = Below::of(below, side);
    draw_histogram(app, &activity.histogram, histogram.intersection(area), buffer);
    let (words, style) = state(app, run, id, activity, word.width.into());
    line(&Line::styled(words, style), 0, word.intersection(area), buffer);
}

/// What stands below the picture of a unit.
struct Below {
    histogram: Rect,
    word: Rect,
}

impl Below {
    /// A high histogram of `side` columns with the word below it, or a low one with the word beside it.
    fn of(place: Rect, side: u16) -> Below {
        if place.height > WORDS {
            let histogram = Rect { height: (place.height - 1).min(HIGHEST_HISTOGRAM), width: side, ..place };
            return Below { histogram, word: Rect { y: histogram.bottom(), height: 1, ..place } };
        }
        let histogram = Rect { width: BINS as u16, ..place };
        let after = histogram.width + 1;
        let word = Rect {
            x: place.x + after,
            y: place.y + place.height.saturating_sub(1),
            width: place.width.saturating_sub(after),
            height: 1,
        };
        Below { histogram, word }
    }
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
