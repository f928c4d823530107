//! Words and numbers in their places.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, BorderType, Clear, Widget};

use crate::tui::theme::Theme;

/// A frame with a title; what is inside is returned.
pub fn panel(theme: Theme, title: Line<'_>, foot: Line<'_>, area: Rect, buffer: &mut Buffer) -> Rect {
    let block =
        Block::bordered().border_style(theme.frame()).title_top(title).title_bottom(foot.right_aligned());
    let block =
        if theme.unicode() { block.border_type(BorderType::Rounded) } else { block.border_set(ASCII_FRAME) };
    let inner = block.inner(area);
    block.render(area, buffer);
    inner
}

const ASCII_FRAME: ratatui::symbols::border::Set = ratatui::symbols::border::Set {
    top_left: "+",
    top_right: "+",
    bottom_left: "+",
    bottom_right: "+",
    vertical_left: "|",
    vertical_right: "|",
    horizontal_top: "-",
    horizontal_bottom: "-",
};

/// Takes away what is there, for something that lies over it.
pub fn clear(theme: Theme, area: Rect, buffer: &mut Buffer) {
    Clear.render(area, buffer);
    buffer.set_style(area, theme.paper());
}

/// Writes one line into row `row` of `area`, cut at its edge; nothing if there is no such row.
pub fn line(line: &Line<'_>, row: u16, area: Rect, buffer: &mut Buffer) {
    if row < area.height {
        buffer.set_line(area.x, area.y + row, line, area.width);
    }
}

/// Writes lines from the first row of `area` on.
pub fn lines(lines: &[Line<'_>], area: Rect, buffer: &mut Buffer) {
    for (row, words) in lines.iter().enumerate() {
        line(words, row as u16, area, buffer);
    }
}

/// How many columns a text takes; some characters take two.
pub fn columns(text: &str) -> usize {
    Span::raw(text).width()
}

/// As much of the beginning of a text as takes at most `width` columns. Letters are not counted one by one: some take
/// other room together than alone.
fn beginning(text: &str, width: usize) -> &str {
    let ends = text.char_indices().map(|(at, _)| at).chain([text.len()]);
    ends.map(|end| &text[..end]).take_while(|start| columns(start) <= width).last().unwrap_or("")
}

/// A text that takes at most `width` columns: where it is longer, `…` stands for its end.
pub fn fitted(text: &str, width: usize) -> String {
    if columns(text) <= width {
        return text.to_owned();
    }
    let start = beginning(text, width.saturating_sub(1));
    if width > 0 { format!("{start}…") } else { start.to_owned() }
}

/// A text with spaces behind it, or cut, so that it takes `width` columns.
pub fn padded(text: &str, width: usize) -> String {
    let text = fitted(text, width);
    let gap = width.saturating_sub(columns(&text));
    text + &" ".repeat(gap)
}

/// The words of a text; a sign of per cent stays with its number.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text.trim_start();
    std::iter::from_fn(move || {
        let space = |from: usize| rest[from..].find(char::is_whitespace).map_or(rest.len(), |at| from + at);
        let mut end = space(0);
        if rest[end..].starts_with(" %") {
            end = space(end + 1);
        }
        let (word, after) = rest.split_at(end);
        rest = after.trim_start();
        (!word.is_empty()).then_some(word)
    })
}

/// Breaks words into lines of at most `width` columns; a word that is longer goes on in the next line.
pub fn wrapped(text: &str, width: usize, style: Style) -> Vec<Line<'static>> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for mut word in words(text) {
        if !line.is_empty() && columns(&line) + 1 + columns(word) > width {
            lines.push(std::mem::take(&mut line));
        }
        while columns(word) > width.max(2) {
            let start = beginning(word, width.max(2));
            lines.push(start.to_owned());
            word = &word[start.len()..];
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    lines.push(line);
    lines.into_iter().map(|line| Line::styled(line, style)).collect()
}

/// The first `rows` of some lines, at most `width` columns wide; where there are more, the last one ends with `…`.
pub fn cut(mut lines: Vec<Line<'static>>, rows: usize, width: usize) -> Vec<Line<'static>> {
    if lines.len() <= rows {
        return lines;
    }
    lines.truncate(rows);
    if let Some(last) = lines.last_mut() {
        let end = last.spans.pop().unwrap_or_default();
        let used: usize = last.spans.iter().map(Span::width).sum();
        let room = width.saturating_sub(used);
        let text = end.content.trim_end();
        let start = beginning(text, room.saturating_sub(2));
        // No more than whole words, if there are any.
        let is_whole = text[start.len()..].starts_with(' ') || start.len() == text.len();
        let whole = if is_whole { start } else { start.rsplit_once(' ').map_or(start, |(words, _)| words) };
        let text = format!("{} …", whole.trim_end());
        last.spans.push(Span::styled(text, end.style));
    }
    lines
}

/// A share of one as a bar of so many columns, to an eighth of one where there are blocks for that.
pub fn bar(theme: Theme, share: f64, width: usize) -> String {
    const EIGHTHS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
    let share = share.clamp(0.0, 1.0) * width as f64;
    if !theme.blocks() {
        return theme.either("█", "#").repeat(share.round() as usize);
    }
    let eighths = (8.0 * share).round() as usize;
    "█".repeat(eighths / 8) + EIGHTHS[eighths % 8]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_cut_where_its_columns_end() {
        assert_eq!([7, 6, 1, 0].map(|width| fitted("setosas", width)), ["setosas", "setos…", "…", ""]);
        assert_eq!([4, 3, 2].map(|width| fitted("ねこ", width)), ["ねこ", "ね…", "…"]);
        // An emoji, a family of them, and letters under one accent take other room together than alone.
        for text in [
            "☀\u{fe0f} sunny afternoon",
            "👩\u{200d}👩\u{200d}👧 family",
            "e\u{301}e\u{301}e\u{301}",
            "\u{301}",
        ] {
            for width in 0..20 {
                assert!(columns(&fitted(text, width)) <= width, "{text} in {width}");
                assert_eq!(columns(&padded(text, width)), width, "{text} in {width}");
            }
        }
    }

    #[test]
    fn lines_are_cut_between_words() {
        let lines = || vec![Line::raw("one two three"), Line::raw("four")];
        let cut_at = |width| cut(lines(), 1, width)[0].to_string();
        assert_eq!([15, 12, 9, 5].map(cut_at), ["one two three …", "one two …", "one two …", "one …"]);
        assert_eq!(cut_at(4), "on …", "unless there is only one");
    }

    #[test]
    fn words_are_wrapped_at_the_width() {
        let lines = wrapped("one two three", 7, Style::new());
        assert_eq!(lines.iter().map(ToString::to_string).collect::<Vec<_>>(), ["one two", "three"]);
        let lines = wrapped("a /long/path/ねこ b", 7, Style::new());
        assert_eq!(
            lines.iter().map(ToString::to_string).collect::<Vec<_>>(),
            ["a", "/long/p", "ath/ね", "こ b"]
        );
    }
}
