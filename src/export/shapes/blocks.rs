//! Block elements and braille.

use super::shape::{HEIGHT, Place, Shape, WIDTH};

/// The radius of a dot of braille.
const DOT: f32 = 1.5;

/// The quarters of a cell, each as a bit.
const UPPER_LEFT: u8 = 1;
const UPPER_RIGHT: u8 = 2;
const LOWER_LEFT: u8 = 4;
const LOWER_RIGHT: u8 = 8;

/// The quarters that the characters from U+2596 to U+259F cover.
const QUARTERS: [u8; 10] = [
    LOWER_LEFT,
    LOWER_RIGHT,
    UPPER_LEFT,
    UPPER_LEFT | LOWER_LEFT | LOWER_RIGHT,
    UPPER_LEFT | LOWER_RIGHT,
    UPPER_LEFT | UPPER_RIGHT | LOWER_LEFT,
    UPPER_LEFT | UPPER_RIGHT | LOWER_RIGHT,
    UPPER_RIGHT,
    UPPER_RIGHT | LOWER_LEFT,
    UPPER_RIGHT | LOWER_LEFT | LOWER_RIGHT,
];

/// The shapes of a block element or a pattern of braille.
pub fn block(character: char) -> Option<Vec<Shape>> {
    let eighths = |first: char| (u32::from(character) - u32::from(first)) as f32 / 8.0;
    let one = match character {
        '▀' => Shape::between(0.0, 0.0, WIDTH, HEIGHT / 2.0),
        '▁'..='█' => Shape::between(0.0, HEIGHT * (7.0 / 8.0 - eighths('▁')), WIDTH, HEIGHT),
        '▉'..='▏' => Shape::between(0.0, 0.0, WIDTH * (7.0 / 8.0 - eighths('▉')), HEIGHT),
        '▐' => Shape::between(WIDTH / 2.0, 0.0, WIDTH, HEIGHT),
        '░'..='▓' => Shape::Tint(0.25 + 2.0 * eighths('░')),
        '▔' => Shape::between(0.0, 0.0, WIDTH, HEIGHT / 8.0),
        '▕' => Shape::between(WIDTH * 7.0 / 8.0, 0.0, WIDTH, HEIGHT),
        '▖'..='▟' => return Some(quarters(QUARTERS[(u32::from(character) - u32::from('▖')) as usize])),
        '\u{2800}'..='\u{28ff}' => return Some(braille(u32::from(character) as u8)),
        _ => return None,
    };
    Some(vec![one])
}

fn quarters(covered: u8) -> Vec<Shape> {
    let (x, y) = (WIDTH / 2.0, HEIGHT / 2.0);
    let places = [(UPPER_LEFT, 0.0, 0.0), (UPPER_RIGHT, x, 0.0), (LOWER_LEFT, 0.0, y), (LOWER_RIGHT, x, y)];
    let covered = places.into_iter().filter(|(bit, ..)| covered & bit != 0);
    covered.map(|(_, left, top)| Shape::between(left, top, left + x, top + y)).collect()
}

/// The dots of a pattern: the first six bits go down the left column and then the right one, the other two are the last row.
fn braille(pattern: u8) -> Vec<Shape> {
    const ROWS_AND_COLUMNS: [(u8, u8); 8] = [(0, 0), (1, 0), (2, 0), (0, 1), (1, 1), (2, 1), (3, 0), (3, 1)];
    let middle = |(row, column): (u8, u8)| {
        Place::new(WIDTH * (0.25 + 0.5 * f32::from(column)), HEIGHT * (0.125 + 0.25 * f32::from(row)))
    };
    let raised = ROWS_AND_COLUMNS.into_iter().enumerate().filter(|(bit, _)| pattern >> bit & 1 == 1);
    raised.map(|(_, dot)| Shape::Disc { middle: middle(dot), radius: DOT }).collect()
}
