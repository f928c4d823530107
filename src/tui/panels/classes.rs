//! The classes of data that cannot be drawn: how many test examples of each the network gets right.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::tui::app::App;
use crate::tui::run::Run;
use crate::tui::widgets::text::{line, panel};

/// Columns of the longest name that is shown whole.
const NAME: usize = 16;
/// Columns of the numbers behind a bar.
const NUMBERS: usize = 20;

/// Draws a bar for each class.
pub fn draw(app: &App, run: &Run, area: Rect, buffer: &mut Buffer) {
    let theme = app.theme;
    let title = Line::styled(" Test examples by class ", theme.strong());
    let Some(picture) = &run.picture else {
        let inner = panel(theme, title, Line::default(), area, buffer);
        line(&Line::styled(" reading the data …", theme.faint()), 0, inner, buffer);
        return;
    };
    let names = &picture.dataset.class_names;
    let mut counts = vec![(0, 0); names.len()];
    for (said, &label) in picture.test.iter().zip(&picture.dataset.test.labels) {
        let (right, all) = &mut counts[usize::from(label)];
        *right += usize::from(said.class == label);
        *all += 1;
    }
    let hidden = names.len().saturating_sub(usize::from(area.height).saturating_sub(2));
    let foot = if hidden > 0 { format!(" {hidden} more classes ") } else { String::new() };
    let inner = panel(theme, title, Line::styled(foot, theme.faint()), area, buffer);
    let width = names.iter().map(|name| name.chars().count()).max().unwrap_or(0).min(NAME);
    let room = usize::from(inner.width).saturating_sub(width + NUMBERS + 3);
    let spread = if usize::from(inner.height) >= 2 * names.len() { 2 } else { 1 };
    for (row, (name, (right, all))) in names.iter().zip(counts).enumerate() {
        let filled = right * room / all.max(1);
        let name: String = name.chars().take(width).collect();
        let words = Line::from(vec![
            Span::styled(format!(" {name:<width$} "), theme.text()),
            Span::styled(theme.either("█", "#").repeat(filled), theme.test()),
            Span::styled(theme.either("░", ".").repeat(room - filled), theme.frame()),
            Span::styled(format!(" {right} of {all} right"), theme.text()),
        ]);
        line(&words, spread * row as u16, inner, buffer);
    }
}
