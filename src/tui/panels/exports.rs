//! The menu of exports.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::menu;
use crate::tui::action::ProgramAction;
use crate::tui::app::App;
use crate::tui::exports::{Export, Stage};
use crate::tui::widgets::text::{line, pad, truncate};
use crate::tui::widgets::window::window;

/// Columns of the digit of a row and of its name.
const NAME: usize = 12;
/// Columns of what it holds.
const ABOUT: usize = 40;
/// The row on screen above the panel.
const TOP: u16 = 2;

/// Draws the menu: what there is, and what has become of it.
pub fn exports(app: &App, chosen: usize, area: Rect, buffer: &mut Buffer) {
    let theme = app.theme;
    let room = area.height.saturating_sub(TOP + 1);
    let (width, height) = (menu::WIDTH.min(area.width), (Export::ROWS.len() as u16 + 2).min(room));
    let place = Rect { x: area.right() - width, y: area.y + TOP, width, height };
    let title = [" Export ", "into the folder where the program was started "];
    let inner = menu::frame(theme, title, ProgramAction::ToggleExports, place, buffer);
    let columns = usize::from(inner.width);
    let shown = usize::from(inner.height);
    let in_view = window(chosen, shown, Export::ROWS.len());
    let first = in_view.start;
    for nth in in_view {
        let export = Export::ROWS[nth];
        let digit = (nth + 1) % Export::ROWS.len();
        let mark = theme.arrow(nth == chosen);
        let style = if nth == chosen { theme.focus() } else { theme.text() };
        let stage = app.exports.stage(nth);
        let about = if stage.is_some() { String::new() } else { pad(export.about(), ABOUT) };
        let mut spans = vec![
            Span::styled(format!("{mark}{digit} "), theme.key()),
            Span::styled(pad(export.name(), NAME), style),
            Span::styled(about, style),
        ];
        let left = columns.saturating_sub(NAME + 3);
        spans.extend(stage.map(|stage| match stage {
            Stage::Making => Span::styled("is being made …", theme.faint()),
            Stage::Written(name) => {
                let tick = theme.glyph("✓", "ok");
                Span::styled(truncate(&format!("{tick} {name}"), left), theme.good())
            }
            Stage::Failed(problem) => {
                let cross = theme.glyph("✗", "x");
                Span::styled(truncate(&format!("{cross} {problem}"), left), theme.bad())
            }
        }));
        line(&Line::from(spans), (nth - first) as u16, inner, buffer);
    }
}
