//! The crosshair on the plane, and where it is in words.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::point_symbol::{Split, brackets, symbol};
use crate::tui::app::App;
use crate::tui::crosshair::PlaneView;
use crate::tui::picture::Picture;
use crate::tui::run::Run;

/// Draws the crosshair into the map: lines beside the cell that it is on, which shows the point in hand or what lies there.
pub fn draw(app: &App, run: &Run, picture: &Picture, area: Rect, buffer: &mut Buffer) {
    if !run.is_probing || area.is_empty() {
        return;
    }
    let view = PlaneView { window: picture.window, area };
    let (x, y) = view.cell(run.crosshair.place);
    let (x, y) = (i32::from(area.x + x), i32::from(area.y + y));
    let theme = app.theme;
    let (across, down) = (theme.glyph("─", "-"), theme.glyph("│", "|"));
    let arms =
        [(-2, 0, across), (-1, 0, across), (1, 0, across), (2, 0, across), (0, -1, down), (0, 1, down)];
    for (right, below, symbol) in arms {
        let (Ok(x), Ok(y)) = (u16::try_from(x + right), u16::try_from(y + below)) else { continue };
        if area.contains((x, y).into())
            && let Some(cell) = buffer.cell_mut((x, y))
        {
            cell.set_symbol(symbol).set_style(theme.focus());
        }
    }
    if run.crosshair.held.is_none() {
        mark_nearest(app, run, picture, &view, buffer);
    }
    let Some(cell) = buffer.cell_mut((x as u16, y as u16)) else { return };
    let classes = picture.dataset.classes();
    if let Some(held) = run.crosshair.held {
        cell.set_symbol(symbol(app, Split::Train, held.class, classes, false));
    } else if !has_point(picture, &view, run) {
        cell.set_symbol(theme.glyph("┼", "+"));
    }
    cell.set_style(theme.caret());
}

/// Brackets around the point that the keys act on.
fn mark_nearest(app: &App, run: &Run, picture: &Picture, view: &PlaneView, buffer: &mut Buffer) {
    let Some(n) = run.nearest(view) else { return };
    let (x, y) = picture.dataset.train.inputs.point(n);
    let area = view.area;
    let Some((column, row)) = picture.window.cell(x, y, area) else { return };
    brackets(app.theme, (area.x + column, area.y + row), area, buffer);
}

/// What the keys and a click do at the crosshair, from the longest words to the shortest.
pub fn deeds(app: &App, run: &Run, class_names: &[String]) -> [String; 3] {
    let (verb, class) = match run.crosshair.held {
        Some(held) => ("moves", held.class),
        None => ("adds", run.crosshair.class),
    };
    let symbol = symbol(app, Split::Train, class, class_names.len(), false);
    let name = class_names.get(usize::from(class)).map_or("", String::as_str);
    [
        format!(" {verb} a training {symbol} {name} "),
        format!(" {verb} a training {symbol} "),
        format!(" {verb} {symbol} "),
    ]
}

/// Whether a point is drawn under the crosshair.
fn has_point(picture: &Picture, view: &PlaneView, run: &Run) -> bool {
    let here = view.cell(run.crosshair.place);
    [&picture.dataset.train, &picture.dataset.test].into_iter().any(|examples| {
        (0..examples.len()).any(|n| {
            let (x, y) = examples.inputs.point(n);
            picture.window.cell(x, y, view.area) == Some(here)
        })
    })
}
