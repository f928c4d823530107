//! Formats a screen with its colours as text. There are three layers: the symbols, the foregrounds with their modifiers, and
//! the backgrounds. Colours are letters, explained in a legend.

use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};

/// Letters, more than any screen has colours.
const LETTERS: &str = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789αβγδεζηθικλμνξοπρστυφχψω\
                       абвгдежзийклмнопрстуфхцчшщъыьэюя";

/// Formats a buffer as text.
pub fn picture(buffer: &Buffer) -> String {
    let foreground = layer(buffer, |cell| {
        let plain = cell.fg == Color::Reset && cell.modifier.is_empty();
        (!plain && cell.symbol() != " ").then(|| format!("{}{}", name(cell.fg), emphasis(cell.modifier)))
    });
    // The background of the first cell is that of most cells, and left blank.
    let common = buffer.content.first().map_or(Color::Reset, |cell| cell.bg);
    let background = layer(buffer, |cell| (cell.bg != common).then(|| name(cell.bg)));
    let mut text = super::text(buffer);
    for (title, layer) in [("ink", foreground), ("ground", background)] {
        if let Some(layer) = layer {
            text.extend(["\n-- ", title, " --\n", &layer]);
        }
    }
    if common != Color::Reset {
        text.extend(["\n-- paper ", &name(common), " --\n"]);
    }
    text
}

/// A layer with its legend, or `None` if it is empty.
fn layer(buffer: &Buffer, what: impl Fn(&Cell) -> Option<String>) -> Option<String> {
    let mut met: Vec<String> = Vec::new();
    let mut rows = String::new();
    for y in 0..buffer.area.height {
        let row = (0..buffer.area.width).map(|x| match what(&buffer[(x, y)]) {
            None => ' ',
            Some(colour) => {
                let number = met.iter().position(|other| *other == colour).unwrap_or_else(|| {
                    met.push(colour);
                    met.len() - 1
                });
                LETTERS.chars().nth(number).expect("a letter for each colour")
            }
        });
        rows += row.collect::<String>().trim_end();
        rows.push('\n');
    }
    let legend: Vec<_> =
        met.iter().zip(LETTERS.chars()).map(|(colour, letter)| format!("{letter} {colour}\n")).collect();
    (!met.is_empty()).then(|| rows + &legend.concat())
}

fn name(color: Color) -> String {
    match color {
        Color::Rgb(red, green, blue) => format!("#{red:02x}{green:02x}{blue:02x}"),
        Color::Indexed(number) => format!("{number}"),
        other => format!("{other:?}").to_lowercase(),
    }
}

fn emphasis(modifier: Modifier) -> String {
    modifier.iter_names().flat_map(|(name, _)| [" ".to_owned(), name.to_lowercase()]).collect()
}
