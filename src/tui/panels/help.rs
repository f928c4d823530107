//! The pages of keys, made from the table of key bindings.

use ratatui::buffer::Buffer;
use ratatui::layout::{Constraint, Rect};
use ratatui::text::{Line, Span};

use crate::tui::action::ProgramAction;
use crate::tui::app::App;
use crate::tui::help_pages::HelpLine;
use crate::tui::keymap::key_of;
use crate::tui::page_layout::HELP_COLUMN;
use crate::tui::theme::Theme;
use crate::tui::widgets::text::{self, clear, panel};

/// Draws a page of keys in the middle of `area`, no larger than it has to be.
pub fn help(app: &App, page: usize, area: Rect, buffer: &mut Buffer) {
    let theme = app.theme;
    let pages = app.help_pages();
    let number = page.min(pages.len().saturating_sub(1));
    let Some(columns) = pages.get(number) else { return };
    let (widest, longest) = pages.iter().fold((1, 1), |(widest, longest), columns| {
        (widest.max(columns.len()), columns.iter().map(Vec::len).max().unwrap_or(1).max(longest))
    });
    let above_footer = Rect { height: area.height.saturating_sub(1), ..area };
    let (width, height) = (widest as u16 * HELP_COLUMN + 2, longest as u16 + 2);
    let place = above_footer.centered(
        Constraint::Length(width.min(above_footer.width)),
        Constraint::Length(height.min(above_footer.height)),
    );
    clear(theme, place, buffer);
    let title = Line::styled(" Keys: those that work here come first ", theme.strong());
    let inner = panel(theme, title, foot(theme, number, pages.len()), place, buffer);
    for (nth, lines) in columns.iter().enumerate() {
        let left = inner.x + nth as u16 * HELP_COLUMN;
        let column = Rect { x: left, width: HELP_COLUMN, ..inner }.intersection(inner);
        let words: Vec<Line> = lines.iter().map(|line| words(theme, line)).collect();
        text::lines(&words, column, buffer);
    }
}

/// The number of the page and the keys that turn it, if there are several, and the key that closes it.
fn foot(theme: Theme, number: usize, all: usize) -> Line<'static> {
    let close = format!(" {} closes ", key_of(ProgramAction::Back));
    let (next, before) = (theme.glyph("↓", "Down"), theme.glyph("↑", "Up"));
    let turn = match number {
        _ if all < 2 => String::new(),
        0 => format!(" page 1 of {all}, more: {next} "),
        last if last + 1 == all => format!(" page {all} of {all}, before: {before} "),
        _ => format!(" page {} of {all}, more: {next} {before} ", number + 1),
    };
    Line::from(vec![Span::styled(turn, theme.key()), Span::styled(close, theme.faint())])
}

fn words(theme: Theme, line: &HelpLine) -> Line<'static> {
    match line {
        HelpLine::Blank => Line::default(),
        HelpLine::Heading(title) => Line::styled(format!(" {title}"), theme.strong()),
        HelpLine::Keys(keys, help) => Line::from(vec![
            Span::styled(format!(" {keys:>7} "), theme.key()),
            Span::styled(*help, theme.text()),
        ]),
    }
}
