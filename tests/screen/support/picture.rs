//! A screen as text with its colours: three layers of characters, one for the symbols, one for the ink with its emphasis,
//! one for the ground. Colours are letters in the order in which they are met, with a legend.

use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};

/// Letters, more than any screen has colours.
const LETTERS: &str = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789αβγδεζηθικλμνξοπρστυφχψω\
                       абвгдежзийклмнопрстуфхцчшщъыьэюя";

/// What is in a buffer.
pub fn picture(buffer: &Buffer) -> String {
    let ink = layer(buffer, |cell| {
        let plain = cell.fg == Color::Reset && cell.modifier.is_empty();
        (!plain && cell.symbol() != " ").then(|| format!("{}{}", name(cell.fg), emphasis(cell.modifier)))
    });
    // What most of it is painted with is left blank.
    let paper = buffer.content.first().map_or(Color::Reset, |cell| cell.bg);
    let ground = layer(buffer, |cell| (cell.bg != paper).then(|| name(cell.bg)));
    let mut text = super::text(buffer);
    for (title, layer) in [("ink", ink), ("ground", ground)] {
        if let Some(layer) = layer {
            text.extend(["\n-- ", title, " --\n", &layer]);
        }
    }
    if paper != Color::Reset {
        text.extend(["\n-- paper ", &name(paper), " --\n"]);
    }
    text
}

/// A layer with its legend, unless nothing is in it.
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
