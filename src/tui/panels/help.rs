//! The page of keys, from the table.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Clear, Widget};

use crate::tui::app::{App, Screen};
use crate::tui::keymap::{self, Place};
use crate::tui::widgets::text::{line, panel};

/// Draws the keys of this screen, in as many columns as are needed.
pub fn help(app: &App, area: Rect, buffer: &mut Buffer) {
    let page = Rect { height: area.height.saturating_sub(1), ..area };
    Clear.render(page, buffer);
    let title = Line::styled(" Keys ", app.theme.strong());
    let foot = Line::styled(" Esc closes ", app.theme.faint());
    let inner = panel(app.theme, title, foot, page, buffer);
    let lines = lines(app);
    let columns = lines.len().div_ceil(usize::from(inner.height.max(1))).max(2) as u16;
    let rows = lines.len().div_ceil(usize::from(columns));
    let width = inner.width / columns;
    for (i, words) in lines.iter().enumerate() {
        let column = Rect { x: inner.x + (i / rows) as u16 * width, width: width.saturating_sub(1), ..inner };
        line(words, (i % rows) as u16, column, buffer);
    }
}

/// The places that this screen can be in. A question shows its keys itself.
pub fn places(app: &App) -> Vec<Place> {
    match (app.screen, &app.run) {
        (Screen::Run, Some(run)) => {
            let places = [Place::Run, Place::Cursor].into_iter().chain(Place::of_picture(run.shape()));
            places.chain([Place::Setup, Place::Everywhere]).collect()
        }
        _ => vec![Place::Picker, Place::Everywhere],
    }
}

fn lines(app: &App) -> Vec<Line<'static>> {
    let mut lines = Vec::new();
    for place in places(app) {
        lines.push(Line::styled(format!(" {}", place.title()), app.theme.strong()));
        for (keys, help) in keymap::rows(place, app.theme.unicode()) {
            lines.push(Line::from(vec![
                Span::styled(format!(" {:>7} ", keymap::together(&keys)), app.theme.key()),
                Span::styled(help, app.theme.text()),
            ]));
        }
    }
    lines
}
