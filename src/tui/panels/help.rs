//! The page of keys, from the table.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Clear, Widget};

use crate::tui::app::App;
use crate::tui::keymap::{self, BINDINGS, Place};
use crate::tui::widgets::text::{line, panel};

/// Draws all keys in two columns or more; where there is no room for all, those that work under this page.
pub fn help(app: &App, area: Rect, buffer: &mut Buffer) {
    let page = Rect { height: area.height.saturating_sub(1), ..area };
    Clear.render(page, buffer);
    let title = Line::styled(" Keys ", app.theme.strong());
    let foot = Line::styled(" Esc closes ", app.theme.faint());
    let inner = panel(app.theme, title, foot, page, buffer);
    let (most, height) = (usize::from(inner.width / COLUMN).max(1), usize::from(inner.height.max(1)));
    let mut lines = lines(app, &Place::ALL);
    if lines.len() > most * height {
        lines = self::lines(app, &app.places_below());
    }
    let columns = lines.len().div_ceil(height).max(2) as u16;
    let rows = lines.len().div_ceil(usize::from(columns));
    let width = inner.width / columns;
    for (i, words) in lines.iter().enumerate() {
        let column = Rect { x: inner.x + (i / rows) as u16 * width, width: width.saturating_sub(1), ..inner };
        line(words, (i % rows) as u16, column, buffer);
    }
}

/// Columns that a key and its help need.
const COLUMN: u16 = 39;

fn lines(app: &App, places: &[Place]) -> Vec<Line<'static>> {
    let mut lines = Vec::new();
    for &place in places {
        lines.push(Line::styled(format!(" {}", place.title()), app.theme.strong()));
        for binding in BINDINGS.iter().filter(|binding| binding.place == place) {
            lines.push(Line::from(vec![
                Span::styled(
                    format!(" {:>7} ", keymap::names(binding, app.theme.unicode())),
                    app.theme.key(),
                ),
                Span::styled(binding.help, app.theme.text()),
            ]));
        }
    }
    lines
}
