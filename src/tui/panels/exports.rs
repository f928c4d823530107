//! The menu of exports.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::tui::action::ProgramAction;
use crate::tui::app::App;
use crate::tui::exports::{Export, Stage};
use crate::tui::keymap::key_of;
use crate::tui::widgets::text::{clear, line, pad, panel, truncate};

/// Columns of the panel, frame included, if the terminal is as wide.
const WIDTH: u16 = 78;
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
    let (width, height) = (WIDTH.min(area.width), (Export::ROWS.len() as u16 + 2).min(room));
    let place = Rect { x: area.right() - width, y: area.y + TOP, width, height };
    clear(theme, place, buffer);
    let title = Line::from(vec![
        Span::styled(" Export ", theme.strong()),
        Span::styled("into the folder where the program was started ", theme.faint()),
    ]);
    let foot = Line::styled(format!(" {} closes ", key_of(ProgramAction::ToggleExports)), theme.faint());
    let inner = panel(theme, title, foot, place, buffer);
    let columns = usize::from(inner.width);
    let shown = usize::from(inner.height);
    let first = (chosen + 1).saturating_sub(shown);
    for (nth, export) in Export::ROWS.into_iter().enumerate().skip(first).take(shown) {
        let digit = (nth + 1) % Export::ROWS.len();
        let mark = if nth == chosen { theme.glyph("▸", ">") } else { " " };
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
