//! Panels and text: frames, lines, and text that is wrapped, truncated or padded to a width.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, BorderType, Clear, Widget};
use textwrap::{WordSeparator, WordSplitter};

use crate::tui::theme::Theme;

/// Draws a frame with a title and a right-aligned foot, and returns the area inside.
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

/// Clears an area for an overlay.
pub fn clear(theme: Theme, area: Rect, buffer: &mut Buffer) {
    Clear.render(area, buffer);
    buffer.set_style(area, theme.background());
}

/// Writes a line into row `row` of `area`, truncated at its edge. Without such a row, nothing is written.
pub fn line(line: &Line<'_>, row: u16, area: Rect, buffer: &mut Buffer) {
    if row < area.height {
        buffer.set_line(area.x, area.y + row, line, area.width);
    }
}

/// Writes lines into `area`, from its first row.
pub fn lines(lines: &[Line<'_>], area: Rect, buffer: &mut Buffer) {
    for (row, words) in lines.iter().enumerate() {
        line(words, row as u16, area, buffer);
    }
}

/// The columns of a text. Some characters take two.
pub fn text_width(text: &str) -> usize {
    Span::raw(text).width()
}

/// The longest prefix of a text of at most `width` columns. Whole prefixes are measured, because the width of some
/// characters depends on their neighbours.
fn prefix(text: &str, width: usize) -> &str {
    let ends = text.char_indices().map(|(at, _)| at).chain([text.len()]);
    ends.map(|end| &text[..end]).take_while(|start| text_width(start) <= width).last().unwrap_or("")
}

/// Truncates a text to at most `width` columns, ending with `…` if something is missing.
pub fn truncate(text: &str, width: usize) -> String {
    if text_width(text) <= width {
        return text.to_owned();
    }
    let start = prefix(text, width.saturating_sub(1));
    if width > 0 { format!("{start}…") } else { start.to_owned() }
}

/// Pads a text with spaces, or truncates it, to exactly `width` columns.
pub fn pad(text: &str, width: usize) -> String {
    let text = truncate(text, width);
    let gap = width.saturating_sub(text_width(&text));
    text + &" ".repeat(gap)
}

/// Wraps `text` into lines of at most `width` columns. Words that are longer are broken, and a per cent sign stays with its
/// number.
pub fn wrap(text: &str, width: usize, style: Style) -> Vec<Line<'static>> {
    const NO_BREAK_SPACE: &str = "\u{a0}";
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let options = textwrap::Options::new(width.max(2))
        .word_separator(WordSeparator::AsciiSpace)
        .word_splitter(WordSplitter::NoHyphenation);
    textwrap::wrap(&words.replace(" %", &format!("{NO_BREAK_SPACE}%")), options)
        .into_iter()
        .map(|line| Line::styled(line.replace(NO_BREAK_SPACE, " "), style))
        .collect()
}

/// Sets pieces of text, separated by spaces, in lines of at most `width` columns. A piece is not broken. The first line
/// begins with `lead`, and the others are indented as far.
pub fn flow(
    lead: Span<'static>,
    pieces: impl IntoIterator<Item = Line<'static>>,
    width: usize,
) -> Vec<Line<'static>> {
    let indent = lead.width();
    let mut lines = vec![Line::from(lead)];
    let mut is_empty = true;
    for piece in pieces {
        let used = lines.last().map_or(0, Line::width);
        if !is_empty && used + 1 + piece.width() > width {
            lines.push(Line::raw(" ".repeat(indent)));
            is_empty = true;
        }
        if let Some(line) = lines.last_mut() {
            line.spans.extend((!is_empty).then(|| Span::raw(" ")));
            line.spans.extend(piece.spans.into_iter().map(|span| span.patch_style(piece.style)));
        }
        is_empty = false;
    }
    lines
}

/// Keeps the first `rows` lines. If there are more, the last one is truncated to `width` columns and ends with `…`.
pub fn truncate_lines(mut lines: Vec<Line<'static>>, rows: usize, width: usize) -> Vec<Line<'static>> {
    if lines.len() <= rows {
        return lines;
    }
    lines.truncate(rows);
    if let Some(last) = lines.last_mut() {
        let end = last.spans.pop().unwrap_or_default();
        let used: usize = last.spans.iter().map(Span::width).sum();
        let room = width.saturating_sub(used);
        let text = end.content.trim_end();
        let start = prefix(text, room.saturating_sub(2));
        // Truncate between words, unless there is only one.
        let is_whole = text[start.len()..].starts_with(' ') || start.len() == text.len();
        let whole = if is_whole { start } else { start.rsplit_once(' ').map_or(start, |(words, _)| words) };
        let text = format!("{} …", whole.trim_end_matches([' ', ',']));
        last.spans.push(Span::styled(text, end.style));
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_truncated_to_its_columns() {
        assert_eq!([7, 6, 1, 0].map(|width| truncate("setosas", width)), ["setosas", "setos…", "…", ""]);
        assert_eq!([4, 3, 2].map(|width| truncate("ねこ", width)), ["ねこ", "ね…", "…"]);
        // The width of these characters depends on their neighbours: emoji, joined emoji, and combining accents.
        for text in [
            "☀\u{fe0f} sunny afternoon",
            "👩\u{200d}👩\u{200d}👧 family",
            "e\u{301}e\u{301}e\u{301}",
            "\u{301}",
        ] {
            for width in 0..20 {
                assert!(text_width(&truncate(text, width)) <= width, "{text} in {width}");
                assert_eq!(text_width(&pad(text, width)), width, "{text} in {width}");
            }
        }
    }

    #[test]
    fn lines_are_truncated_between_words() {
        let lines = || vec![Line::raw("one two three"), Line::raw("four")];
        let cut_at = |width| truncate_lines(lines(), 1, width)[0].to_string();
        assert_eq!([15, 12, 9, 5].map(cut_at), ["one two three …", "one two …", "one two …", "one …"]);
        assert_eq!(cut_at(4), "on …", "unless there is only one");
        let list = vec![Line::raw("eta, units,"), Line::raw("L2")];
        assert_eq!(truncate_lines(list, 1, 20)[0].to_string(), "eta, units …", "a comma announces more");
    }

    #[test]
    fn words_are_wrapped_at_the_width() {
        let lines = wrap("one two three", 7, Style::new());
        assert_eq!(lines.iter().map(ToString::to_string).collect::<Vec<_>>(), ["one two", "three"]);
        let lines = wrap("a /long/path/ねこ b", 7, Style::new());
        assert_eq!(
            lines.iter().map(ToString::to_string).collect::<Vec<_>>(),
            ["a", "/long/p", "ath/ね", "こ b"]
        );
    }
}
