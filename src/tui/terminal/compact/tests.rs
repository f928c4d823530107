//! What is written is what a terminal shows.

use std::num::NonZero;

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier, Style};

use super::write_cells;

const SIZE: Rect = Rect::new(0, 0, 12, 3);

fn written(before: &Buffer, after: &Buffer) -> Vec<u8> {
    let mut bytes = Vec::new();
    write_cells(&mut bytes, before.diff(after).into_iter()).expect("memory");
    bytes
}

fn vt_color(color: Color) -> vt100::Color {
    match color {
        Color::Reset => vt100::Color::Default,
        Color::Red => vt100::Color::Idx(1),
        Color::White => vt100::Color::Idx(15),
        Color::Indexed(index) => vt100::Color::Idx(index),
        Color::Rgb(red, green, blue) => vt100::Color::Rgb(red, green, blue),
        other => panic!("{other:?} is not used here"),
    }
}

/// The colours of the upper and the lower half of a cell, if it is blank or a half block.
fn halves<C: Copy>(symbol: &str, fore: C, back: C) -> Option<[C; 2]> {
    match symbol {
        "" | " " => Some([back, back]),
        "▀" => Some([fore, back]),
        "▄" => Some([back, fore]),
        _ => None,
    }
}

fn looks_the_same(cell: &Cell, there: &vt100::Cell) -> bool {
    let modifiers = [
        (Modifier::BOLD, there.bold()),
        (Modifier::DIM, there.dim()),
        (Modifier::ITALIC, there.italic()),
        (Modifier::UNDERLINED, there.underline()),
        (Modifier::REVERSED, there.inverse()),
    ];
    let (fore, back) = (vt_color(cell.fg), vt_color(cell.bg));
    let is_same = match halves(cell.symbol(), fore, back) {
        Some(pixels) => halves(there.contents(), there.fgcolor(), there.bgcolor()) == Some(pixels),
        None => there.contents() == cell.symbol() && (there.fgcolor(), there.bgcolor()) == (fore, back),
    };
    is_same && modifiers.iter().all(|&(modifier, is_on)| cell.modifier.contains(modifier) == is_on)
}

/// Pictures that change many cells, most of them by little.
fn pictures() -> Vec<Buffer> {
    let colors = [
        Color::Reset,
        Color::Red,
        Color::White,
        Color::Indexed(200),
        Color::Rgb(1, 2, 3),
        Color::Rgb(9, 9, 9),
    ];
    let modifiers = [
        Modifier::empty(),
        Modifier::BOLD,
        Modifier::DIM,
        Modifier::DIM | Modifier::ITALIC,
        Modifier::UNDERLINED,
        Modifier::REVERSED | Modifier::BOLD,
    ];
    let symbols = ["▀", " ", "▀", "x", "⠿", "▀", "é", "─"];
    (0..60_usize)
        .map(|n| {
            let mut buffer = Buffer::empty(SIZE);
            for (i, cell) in buffer.content.iter_mut().enumerate() {
                let of = |length: usize, a: usize, b: usize| (n * a + i * b + n * i / 3) % length;
                let style = Style::new().fg(colors[of(6, 5, 7)]).bg(colors[of(6, 1, 11)]);
                cell.set_symbol(symbols[of(8, 3, 5)]).set_style(style);
                cell.modifier = modifiers[of(6, 7, 1)];
            }
            buffer
        })
        .collect()
}

#[test]
fn every_picture_arrives() {
    let [rows, columns] = [SIZE.height, SIZE.width].map(|cells| NonZero::new(cells).expect("some"));
    let mut terminal = vt100::Parser::new(rows, columns, 0);
    let mut before = Buffer::empty(SIZE);
    for (n, after) in pictures().into_iter().enumerate() {
        terminal.process(&written(&before, &after));
        for (x, y) in (0..SIZE.width).flat_map(|x| (0..SIZE.height).map(move |y| (x, y))) {
            let there = terminal.screen().cell(y, x).expect("inside");
            assert!(looks_the_same(&after[(x, y)], there), "{n} at {x}, {y}: {:?} {there:?}", after[(x, y)]);
        }
        before = after;
    }
}

#[test]
fn nothing_is_said_twice() {
    let mut after = Buffer::empty(SIZE);
    let style = Style::new().fg(Color::Rgb(1, 2, 3)).bg(Color::Rgb(9, 9, 9));
    after.set_string(0, 0, "ab", style);
    after.set_string(4, 0, "c", style.bg(Color::Red));
    let expected = "\x1b[1;1H\x1b[38;2;1;2;3;48;2;9;9;9mab\x1b[2C\x1b[41mc\x1b[m";
    assert_eq!(String::from_utf8_lossy(&written(&Buffer::empty(SIZE), &after)), expected);
}

#[test]
fn the_sixteen_colors_are_sent_as_such() {
    let mut after = Buffer::empty(SIZE);
    after.set_string(0, 0, "a", Style::new().fg(Color::Red).bg(Color::Black));
    after.set_string(1, 0, "b", Style::new().fg(Color::LightRed).bg(Color::White));
    after.set_string(2, 0, "c", Style::new().fg(Color::Gray).bg(Color::DarkGray));
    let expected = "\x1b[1;1H\x1b[31;40ma\x1b[91;107mb\x1b[37;100mc\x1b[m";
    assert_eq!(String::from_utf8_lossy(&written(&Buffer::empty(SIZE), &after)), expected);
}
