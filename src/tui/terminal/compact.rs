//! Writing cells in few bytes: only what differs from the cell before is said again.
//!
//! ratatui's backend for crossterm repeats both colours whenever one of them changes, and moves the cursor by its
//! absolute place. Most of what a learning network changes is a map of two colours a cell, so that is most of the bytes.

use std::io::{self, Write};

use ratatui::backend::{Backend, ClearType, CrosstermBackend, WindowSize};
use ratatui::buffer::Cell;
use ratatui::layout::{Position, Size};
use ratatui::style::{Color, Modifier};

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

/// Attributes with the parameters that turn them on and off. Bold and dim share theirs.
const ATTRIBUTES: [(Modifier, &str, &str); 8] = [
    (Modifier::BOLD, "1", "22"),
    (Modifier::DIM, "2", "22"),
    (Modifier::ITALIC, "3", "23"),
    (Modifier::UNDERLINED, "4", "24"),
    (Modifier::SLOW_BLINK, "5", "25"),
    (Modifier::RAPID_BLINK, "6", "25"),
    (Modifier::REVERSED, "7", "27"),
    (Modifier::CROSSED_OUT, "9", "29"),
];

/// How a character is written.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
struct Pen {
    foreground: Color,
    background: Color,
    modifier: Modifier,
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
        change(out, pen, wanted)?;
        out.write_all(symbol.as_bytes())?;
        pen = wanted;
        // Where the cursor is after a wide character, or one that a terminal may take for wide, is not certain.
        cursor = symbol.chars().all(is_narrow).then_some((x + 1, y));
    }
    if pen == Pen::default() { Ok(()) } else { out.write_all(b"\x1b[m") }
}

/// The symbol and the pen that show a cell. A blank takes any foreground, and a half block of one colour is a blank.
fn shown(cell: &Cell, pen: Pen) -> (&str, Pen) {
    let wanted = Pen { foreground: cell.fg, background: cell.bg, modifier: cell.modifier };
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

/// Writes what differs between two pens as one sequence.
fn change(out: &mut impl Write, from: Pen, to: Pen) -> io::Result<()> {
    if from == to {
        return Ok(());
    }
    let mut parameters: Vec<String> = Vec::new();
    let mut kept = from.modifier;
    for (modifier, _, off) in ATTRIBUTES {
        if (from.modifier - to.modifier).contains(modifier) {
            parameters.push(off.to_owned());
            // The same parameter may have ended another attribute.
            kept -= ATTRIBUTES.into_iter().filter(|other| other.2 == off).map(|other| other.0).collect();
        }
    }
    for (modifier, on, _) in ATTRIBUTES {
        if (to.modifier - kept).contains(modifier) {
            parameters.push(on.to_owned());
        }
    }
    if from.foreground != to.foreground {
        parameters.push(color(to.foreground, Ground::Fore));
    }
    if from.background != to.background {
        parameters.push(color(to.background, Ground::Back));
    }
    write!(out, "\x1b[{}m", parameters.join(";"))
}

/// Whether a colour is that of the character or that behind it. The number is the base of its parameters.
#[derive(Clone, Copy)]
enum Ground {
    Fore = 30,
    Back = 40,
}

/// The parameters of a colour.
fn color(color: Color, ground: Ground) -> String {
    let base = ground as u8;
    let dark = |n: u8| (base + n).to_string();
    let light = |n: u8| (base + 60 + n).to_string();
    match color {
        Color::Reset => dark(9),
        Color::Black => dark(0),
        Color::Red => dark(1),
        Color::Green => dark(2),
        Color::Yellow => dark(3),
        Color::Blue => dark(4),
        Color::Magenta => dark(5),
        Color::Cyan => dark(6),
        Color::Gray => dark(7),
        Color::DarkGray => light(0),
        Color::LightRed => light(1),
        Color::LightGreen => light(2),
        Color::LightYellow => light(3),
        Color::LightBlue => light(4),
        Color::LightMagenta => light(5),
        Color::LightCyan => light(6),
        Color::White => light(7),
        Color::Indexed(index) => format!("{};5;{index}", base + 8),
        Color::Rgb(red, green, blue) => format!("{};2;{red};{green};{blue}", base + 8),
    }
}

#[cfg(test)]
mod tests;
