//! The help page, made from the table of key bindings.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::tui::action::ProgramAction;
use crate::tui::app::{App, Page};
use crate::tui::keymap::{self, Place};
use crate::tui::widgets::text::{self, clear, panel};

/// Draws the keys of this screen in as many columns as needed. The keys of one place stay in one column if they fit.
pub fn help(app: &App, area: Rect, buffer: &mut Buffer) {
    let page = Rect { height: area.height.saturating_sub(1), ..area };
    clear(app.theme, page, buffer);
    let title = Line::styled(" Keys ", app.theme.strong());
    let foot = Line::styled(format!(" {} closes ", keymap::key_of(ProgramAction::Back)), app.theme.faint());
    let inner = panel(app.theme, title, foot, page, buffer);
    let rows = usize::from(inner.height.max(1));
    let mut columns: Vec<Vec<Line>> = vec![Vec::new()];
    for group in groups(app) {
        let used = columns.last().map_or(0, Vec::len);
        if used > 0 && used + group.len() > rows {
            columns.push(Vec::new());
        }
        for words in group {
            match columns.last_mut() {
                Some(column) if column.len() < rows => column.push(words),
                _ => columns.push(vec![words]),
            }
        }
    }
    let width = inner.width / columns.len().max(2) as u16;
    for (nth, lines) in columns.iter().enumerate() {
        let column = Rect { x: inner.x + nth as u16 * width, width: width.saturating_sub(1), ..inner };
        text::lines(lines, column, buffer);
    }
}

/// The places whose keys the page lists. Questions, and classes in pages, are left out because they show their own keys.
pub fn places(app: &App) -> Vec<Place> {
    match (app.page, &app.run) {
        (Page::Run, Some(run)) => {
            let places = [Place::Run, Place::Cursor].into_iter().chain(Place::of_picture(run.shape()));
            places.chain([Place::Setup, Place::Everywhere]).collect()
        }
        _ => vec![Place::Picker, Place::Everywhere],
    }
}

/// For each place a heading, and its keys with what they do.
fn groups(app: &App) -> impl Iterator<Item = Vec<Line<'static>>> {
    let theme = app.theme;
    places(app).into_iter().map(move |place| {
        let heading = Line::styled(format!(" {}", place.title()), theme.strong());
        let keys = keymap::rows(place, theme.unicode()).into_iter().map(move |(keys, help)| {
            Line::from(vec![
                Span::styled(format!(" {:>7} ", keymap::together(&keys)), theme.key()),
                Span::styled(help, theme.text()),
            ])
        });
        [heading].into_iter().chain(keys).collect()
    })
}
