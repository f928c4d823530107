//! Where everything stands.
//!
//! ```text
//! ┌ status ──────────────────────────────────┐   panels::status
//! │ status                                   │
//! ├ picture ─────────────┬ loss ─────────────┤   panels::plane, image or classes; panels::curves
//! │                      │                   │
//! │                      ├ accuracy ─────────┤   panels::curves
//! ├ gallery ─────────────┤                   │   panels::gallery or copies (images only)
//! │                      ├ story ────────────┤   panels::story
//! ├ units ───────────────┴───────────────────┤   panels::units
//! └ keys ────────────────────────────────────┘   panels::footer
//! ```

use ratatui::buffer::Buffer;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::widgets::Block;

use super::app::{App, Overlay, Page};
use super::panels::{self, PANELS};
use super::run::Run;
use super::widgets::curve;
use crate::data::Shape;

/// The smallest terminal that shows everything.
pub const SMALLEST: (u16, u16) = (80, 24);

/// Bars that most images have beside them.
const BARS_DOWN: usize = 10;

/// From so many rows on there is always room for the hidden units.
const HIGH: u16 = 34;

/// Whether a terminal of this size shows everything.
pub fn fits(area: Rect) -> bool {
    area.width >= SMALLEST.0 && area.height >= SMALLEST.1
}

/// The parts of the run screen; a part without room is empty.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Areas {
    /// What is being run, and how it stands.
    pub status: Rect,
    /// The plane, or one image.
    pub picture: Rect,
    /// Many images.
    pub gallery: Rect,
    /// Loss over steps.
    pub loss: Rect,
    /// Accuracy over steps.
    pub accuracy: Rect,
    /// What is happening, in words.
    pub diagnosis: Rect,
    /// The hidden units.
    pub units: Rect,
    /// The keys.
    pub footer: Rect,
}

impl Areas {
    /// Divides the terminal.
    pub fn of(area: Rect, run: &Run) -> Areas {
        let shape = run.shape();
        let strip = match (area.height >= HIGH, run.wanted.dropout > 0.0) {
            (true, _) => 3,
            (false, true) => 1,
            (false, false) => 0,
        };
        let rows =
            [Constraint::Length(2), Constraint::Fill(1), Constraint::Length(strip), Constraint::Length(1)];
        let [status, body, units, footer] = Layout::vertical(rows).areas(area);
        let columns = [Constraint::Length(left_width(body, shape)), Constraint::Fill(1)];
        let [left, right] = Layout::horizontal(columns).areas(body);
        let (picture, gallery) = match shape {
            Shape::Plane | Shape::Numbers { .. } => (left, Rect::default()),
            Shape::Image { width, height } => {
                let rows = [Constraint::Length(image_height(left, width, height)), Constraint::Fill(1)];
                let [picture, gallery] = Layout::vertical(rows).areas(left);
                (picture, gallery)
            }
        };
        let story_rows = if right.height < 30 { 7 } else { 8 };
        let rows = [Constraint::Fill(5), Constraint::Fill(4), Constraint::Length(story_rows)];
        let [loss, accuracy, diagnosis] = Layout::vertical(rows).areas(right);
        Areas { status, picture, gallery, loss, accuracy, diagnosis, units, footer }
    }
}

/// A square picture, but never more than half of the screen and a bit; for an image also room for its bars.
fn left_width(body: Rect, shape: Shape) -> u16 {
    let square = body.height.saturating_mul(2).saturating_sub(2);
    let half = square.min(body.width / 2 + body.width / 50);
    match shape {
        Shape::Plane => half,
        Shape::Numbers { .. } => (usize::from(body.width) * 2 / 5) as u16,
        Shape::Image { width, .. } => {
            half.max((width + panels::BARS + 2).min(usize::from(body.width) * 3 / 5) as u16)
        }
    }
}

/// The frame around an image at the largest whole scale that leaves room for long bars beside it and for
/// two rows of tiles in the gallery below.
fn image_height(left: Rect, width: usize, height: usize) -> u16 {
    let rows = |scale: usize| (scale * height).div_ceil(2) + 2;
    let gallery = 2 * panels::tile_rows(width, height) + 2;
    let fits = |&scale: &usize| {
        rows(scale) + gallery <= usize::from(left.height) && scale * width * 5 <= usize::from(left.width) * 3
    };
    let scale = (2..=8).rev().find(fits).unwrap_or(1);
    // Small images leave room for more bars.
    let bars = (BARS_DOWN + 2).min(usize::from(left.height).saturating_sub(gallery));
    rows(scale).max(bars).min(usize::from(left.height)) as u16
}

/// Pixels across and down the map of the plane on a terminal of this size.
pub fn map_pixels(area: Rect, run: &Run) -> (usize, usize) {
    let picture = Areas::of(area, run).picture;
    let inside = |cells: u16| usize::from(cells.saturating_sub(2).clamp(1, 400));
    (inside(picture.width), 2 * inside(picture.height))
}

/// Columns of the curves on a terminal of this size.
pub fn plot_columns(area: Rect, run: &Run) -> usize {
    curve::columns(Areas::of(area, run).loss.width.saturating_sub(2))
}

/// The column of the curves at a place of the terminal; `None` beside them.
pub fn plot_column(area: Rect, run: &Run, x: u16, y: u16) -> Option<i64> {
    let areas = Areas::of(area, run);
    let chart = [areas.loss, areas.accuracy].into_iter().find(|chart| chart.contains((x, y).into()))?;
    curve::column(Block::bordered().inner(chart), x)
}

/// Draws the whole screen.
pub fn draw(app: &App, area: Rect, buffer: &mut Buffer) {
    buffer.set_style(area, app.theme.paper());
    if !fits(area) {
        panels::small(app, area, buffer);
        return app.theme.spell(area, buffer);
    }
    match (app.page, &app.run) {
        (Page::Run, Some(run)) => {
            let areas = Areas::of(area, run);
            for panel in PANELS.iter().filter(|panel| (panel.shows)(run.shape())) {
                (panel.draw)(app, run, (panel.area)(&areas), buffer);
            }
        }
        (Page::Reading, _) => panels::reading(app, area, buffer),
        _ => panels::picker(app, area, buffer),
    }
    let footer = Rect { y: area.bottom() - 1, height: 1, ..area };
    panels::footer(app, footer, buffer);
    match app.overlay {
        Overlay::None | Overlay::Card => {}
        Overlay::Help => panels::help(app, area, buffer),
        Overlay::Setup(chosen) => {
            if let Some(run) = &app.run {
                panels::setup(app, run, chosen, area, buffer);
            }
        }
        Overlay::Question(question) => panels::question(app, question, area, buffer),
    }
    app.theme.spell(area, buffer);
    // Shows what the terminal may not have.
    if app.overlay == Overlay::Card {
        panels::card(app, area, buffer);
    }
}
