//! Writing cells in few bytes: only what differs from the cell before is said again.
//!
//! ratatui's backend for crossterm repeats both colours whenever one of them changes, and moves the cursor by its
//! absolute place. Most of what a learning network changes is a map of two colours a cell, so that is most of the bytes.

use std::io::{self, Write};

use ratatui::backend::{Backend, ClearType, CrosstermBackend, WindowSize};
use ratatui::buffer::Cell;
use ratatui::layout::{Position, Size};
use ratatui::style::{Color, Modifier};

use crate::sgr::Pen;

/// The backend for crossterm, except that cells are written by [`write_cells`].
#[derive(Debug)]
pub struct CompactBackend<W: Write>(CrosstermBackend<W>);

impl<W: Write> CompactBackend<W> {
    pub fn new(out: W) -> Self {
        Self(CrosstermBackend::new(out))
    }
}

impl<W: Write> Write for CompactBackend<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Write::flush(&mut self.0)
    }
}

impl<W: Write> Backend for CompactBackend<W> {
    type Error = io::Error;

    fn draw<'a, I: Iterator<Item = (u16, u16, &'a Cell)>>(&mut self, content: I) -> io::Result<()> {
        write_cells(&mut self.0, content)
    }

    /// Nothing shows the cursor while the screen is up; entering the screen has hidden it.
    fn hide_cursor(&mut self) -> io::Result<()> {
        Ok(())
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        self.0.show_cursor()
    }

    fn get_cursor_position(&mut self) -> io::Result<Position> {
        self.0.get_cursor_position()
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        self.0.set_cursor_position(position)
    }

    fn clear(&mut self) -> io::Result<()> {
        self.0.clear()
    }

    fn clear_region(&mut self, clear_type: ClearType) -> io::Result<()> {
        self.0.clear_region(clear_type)
    }

    fn size(&self) -> io::Result<Size> {
        self.0.size()
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        self.0.window_size()
    }

    fn flush(&mut self) -> io::Result<()> {
        Backend::flush(&mut self.0)
    }
}

/// Writes cells with their columns and rows, and leaves the terminal with plain attributes.
pub fn write_cells<'a>(
    out: &mut impl Write,
    cells: impl Iterator<Item = (u16, u16, &'a Cell)>,
) -> io::Result<()> {
    // The frame before left the terminal plain.
    let (mut pen, mut cursor) = (Pen::default(), None);
    for (x, y, cell) in cells {
        move_to(out, cursor, (x, y))?;
        let (symbol, wanted) = shown(cell, pen);
        pen.change(wanted, out)?;
        out.write_all(symbol.as_bytes())?;
        pen = wanted;
        // Where the cursor is after a wide character, or one that a terminal may take for wide, is not certain.
        cursor = symbol.chars().all(is_narrow).then_some((x + 1, y));
    }
    if pen == Pen::default() { Ok(()) } else { out.write_all(b"\x1b[m") }
}

/// The symbol and the pen that show a cell. A blank takes any foreground, and a half block of one colour is a blank.
fn shown(cell: &Cell, pen: Pen) -> (&str, Pen) {
    let wanted = Pen::of(cell);
    let shows_foreground = Modifier::UNDERLINED | Modifier::REVERSED | Modifier::CROSSED_OUT;
    if wanted.modifier.intersects(shows_foreground) {
        return (cell.symbol(), wanted);
    }
    let blank = Pen { foreground: pen.foreground, ..wanted };
    match cell.symbol() {
        " " => (" ", blank),
        "▀" if cell.fg == cell.bg && cell.fg != Color::Reset => (" ", blank),
        // The lower half block with the colours exchanged looks the same.
        "▀" if (cell.fg, cell.bg) == (pen.background, pen.foreground)
            && ![cell.fg, cell.bg].contains(&Color::Reset) =>
        {
            ("▄", Pen { foreground: cell.bg, background: cell.fg, ..wanted })
        }
        symbol => (symbol, wanted),
    }
}

/// Moves the cursor by the shortest sequence. `None` is an unknown place.
fn move_to(out: &mut impl Write, cursor: Option<(u16, u16)>, (x, y): (u16, u16)) -> io::Result<()> {
    match cursor {
        Some(here) if here == (x, y) => Ok(()),
        Some((before, row)) if row == y && before + 1 == x => out.write_all(b"\x1b[C"),
        Some((before, row)) if row == y && before < x => write!(out, "\x1b[{}C", x - before),
        _ => write!(out, "\x1b[{};{}H", y + 1, x + 1),
    }
}

/// Whether every terminal takes the character for one column.
fn is_narrow(character: char) -> bool {
    matches!(character, ' '..='~' | '\u{2500}'..='\u{259f}' | '\u{2800}'..='\u{28ff}')
}

#[cfg(test)]
mod tests;
