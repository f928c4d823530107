//! A screen as text.

use ratatui::buffer::{Buffer, Cell};
use ratatui::text::Span;

use crate::display::Colors;
use crate::sgr::Pen;

/// Whether the text says in which colours it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextColors {
    /// Characters only.
    None,
    /// With the escape sequences of a terminal.
    Ansi,
}

impl TextColors {
    /// For a screen with these colours.
    pub fn of(colors: Colors) -> TextColors {
        match colors {
            Colors::None => TextColors::None,
            Colors::Ansi16 | Colors::Ansi256 | Colors::True => TextColors::Ansi,
        }
    }
}

/// A format for a picture of the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PictureFormat {
    /// SVG.
    Svg,
    /// PNG.
    Png,
    /// Text.
    Text(TextColors),
}

impl PictureFormat {
    /// The same format for a screen with these colours.
    #[must_use]
    pub fn in_colors(self, colors: Colors) -> PictureFormat {
        match self {
            PictureFormat::Text(_) => PictureFormat::Text(TextColors::of(colors)),
            PictureFormat::Svg | PictureFormat::Png => self,
        }
    }
}

/// The rows of a screen as lines, without the blanks at their ends.
pub fn screen_text(buffer: &Buffer, colors: TextColors) -> String {
    let width = usize::from(buffer.area.width).max(1);
    let line = match colors {
        TextColors::None => plain_line,
        TextColors::Ansi => colored_line,
    };
    buffer.content.chunks(width).map(|row| line(row) + "\n").collect()
}

/// The cells of a row that show something of their own: those covered by a wide character before them do not.
pub fn visible(row: &[Cell]) -> impl Iterator<Item = (usize, &Cell)> {
    let mut next = 0;
    row.iter().enumerate().filter(move |(x, cell)| {
        let is_covered = *x < next;
        if !is_covered {
            next = x + Span::raw(cell.symbol()).width().max(1);
        }
        !is_covered
    })
}

fn plain_line(row: &[Cell]) -> String {
    let line: String = visible(row).map(|(_, cell)| cell.symbol()).collect();
    line.trim_end().to_owned()
}

/// Each line begins and ends with plain attributes, so that lines can be cut out.
fn colored_line(row: &[Cell]) -> String {
    let mut line = Vec::new();
    let mut pen = Pen::default();
    for (_, cell) in visible(row) {
        let wanted = Pen::of(cell);
        // Writing to memory cannot fail.
        pen.change(wanted, &mut line).unwrap_or_default();
        line.extend(cell.symbol().bytes());
        pen = wanted;
    }
    pen.change(Pen::default(), &mut line).unwrap_or_default();
    let line = String::from_utf8(line).unwrap_or_default();
    line.trim_end_matches(' ').to_owned()
}

#[cfg(test)]
mod tests {
    use ratatui::layout::Rect;
    use ratatui::style::{Color, Modifier, Style};

    use super::*;

    fn screen() -> Buffer {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 6, 2));
        buffer.set_string(0, 0, "a⣿", Style::new());
        buffer.set_string(2, 0, "b", Style::new().fg(Color::Rgb(1, 2, 3)).add_modifier(Modifier::BOLD));
        buffer.set_string(1, 1, "日c", Style::new().bg(Color::Indexed(9)));
        buffer
    }

    #[test]
    fn a_screen_without_colours_is_plain_text() {
        let of = |colors| PictureFormat::Text(TextColors::Ansi).in_colors(colors);
        assert_eq!(of(Colors::None), PictureFormat::Text(TextColors::None));
        assert_eq!(of(Colors::Ansi16), PictureFormat::Text(TextColors::Ansi));
        assert_eq!(PictureFormat::Png.in_colors(Colors::None), PictureFormat::Png);
    }

    #[test]
    fn rows_are_lines() {
        assert_eq!(screen_text(&screen(), TextColors::None), "a⣿b\n 日c\n");
    }

    #[test]
    fn colours_begin_and_end_on_their_line() {
        let text = screen_text(&screen(), TextColors::Ansi);
        assert_eq!(text, "a⣿\x1b[1;38;2;1;2;3mb\x1b[22;39m\n \x1b[48;5;9m日c\x1b[49m\n");
    }
}
