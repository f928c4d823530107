//! The accuracy for each class, for data that cannot be drawn.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::tui::app::App;
use crate::tui::run::Run;
use crate::tui::widgets::bar::{Bar, Stroke};
use crate::tui::widgets::text::{line, pad, panel, text_width};

/// Longer class names are truncated to this many columns.
const NAME: usize = 16;

/// Columns of the shortest useful bar.
const BAR: usize = 8;

/// Draws a bar for each class: the share of its test examples that the network gets right.
pub fn draw(app: &App, run: &Run, area: Rect, buffer: &mut Buffer) {
    let theme = app.theme;
    let title = Line::styled(" Test examples by class ", theme.strong());
    let Some(picture) = &run.picture else {
        let inner = panel(theme, title, Line::default(), area, buffer);
        line(&Line::styled(" reading the data …", theme.faint()), 0, inner, buffer);
        return;
    };
    let names = &picture.dataset.class_names;
    let mut counts = vec![(0_u32, 0_u32); names.len()];
    for (prediction, &label) in picture.test.iter().zip(&picture.dataset.test.labels) {
        let (right, all) = &mut counts[usize::from(label)];
        *right += u32::from(prediction.class == label);
        *all += 1;
    }
    let hidden = names.len().saturating_sub(usize::from(area.height).saturating_sub(2));
    let foot = if hidden > 0 { format!(" {hidden} more classes ") } else { String::new() };
    let inner = panel(theme, title, Line::styled(foot, theme.faint()), area, buffer);
    let width = names.iter().map(|name| text_width(name)).max().unwrap_or(0).min(NAME);
    let room = |width: usize, numbers: &[String]| {
        let longest = numbers.iter().map(String::len).max().unwrap_or(0);
        usize::from(inner.width).saturating_sub(width + longest + 3)
    };
    let long: Vec<String> = counts.iter().map(|(right, all)| format!(" {right} of {all} right")).collect();
    let numbers = if room(width, &long) >= BAR {
        long
    } else {
        counts.iter().map(|(right, all)| format!(" {right}/{all}")).collect()
    };
    // A name is truncated further if the bar would be too short.
    let width = width.min(room(0, &numbers).saturating_sub(BAR));
    let room = room(width, &numbers);
    let spread = if usize::from(inner.height) >= 2 * names.len() { 2 } else { 1 };
    for (row, ((name, numbers), (right, all))) in names.iter().zip(numbers).zip(counts).enumerate() {
        let share = f64::from(right) / f64::from(all.max(1));
        let [filled, rest] = Bar { share, stroke: Stroke::Cells, style: theme.test() }.spans(theme, room);
        let words = Line::from(vec![
            Span::styled(format!(" {} ", pad(name, width)), theme.text()),
            filled,
            rest,
            Span::styled(numbers, theme.text()),
        ]);
        line(&words, spread * row as u16, inner, buffer);
    }
}
