//! Characters as shapes: blocks, braille, lines of boxes and symbols, so that a picture of a screen looks the same whatever
//! fonts there are.

mod blocks;
mod lines;
mod shape;
mod symbols;

pub use shape::{HEIGHT, Place, Shape, WIDTH};

/// The shapes of a character, if it is drawn and not written.
pub fn shapes(character: char) -> Option<Vec<Shape>> {
    blocks::block(character).or_else(|| lines::lines(character)).or_else(|| symbols::symbol(character))
}

/// The shapes of a letter that the font of a picture may lack.
pub fn letter(character: char) -> Option<Vec<Shape>> {
    symbols::letter(character)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The corner and the size of a single rectangle.
    fn rectangle(character: char) -> [f32; 4] {
        match shapes(character).as_deref() {
            Some(&[Shape::Rectangle { corner, width, height }]) => [corner.x, corner.y, width, height],
            other => panic!("{character}: {other:?}"),
        }
    }

    #[test]
    fn blocks_cover_their_part_of_the_cell() {
        assert_eq!(rectangle('█'), [0.0, 0.0, 10.0, 20.0]);
        assert_eq!(rectangle('▀'), [0.0, 0.0, 10.0, 10.0]);
        assert_eq!(rectangle('▄'), [0.0, 10.0, 10.0, 10.0]);
        assert_eq!(rectangle('▂'), [0.0, 15.0, 10.0, 5.0]);
        assert_eq!(rectangle('▏'), [0.0, 0.0, 1.25, 20.0]);
        assert_eq!(rectangle('▐'), [5.0, 0.0, 5.0, 20.0]);
        assert_eq!(shapes('▚').map(|shapes| shapes.len()), Some(2));
    }

    #[test]
    fn a_disc_for_each_dot_of_braille() {
        assert_eq!(shapes('\u{2800}'), Some(Vec::new()));
        assert_eq!(shapes('⣿').map(|shapes| shapes.len()), Some(8));
        let at = |character| match shapes(character).as_deref() {
            Some(&[Shape::Disc { middle, .. }]) => (middle.x, middle.y),
            other => panic!("{other:?}"),
        };
        assert_eq!([at('⠁'), at('⠄'), at('⠈'), at('⢀')], [(2.5, 2.5), (2.5, 12.5), (7.5, 2.5), (7.5, 17.5)]);
    }

    #[test]
    fn everything_the_screen_draws_with_has_shapes() {
        for character in "─│┌┐└┘├┤┬┴┼╭╮╯╰━┃┏┓┗┛┷╷╳┅┊▀▄█▌▐░▒▓●○■□▲▼▶▸◂◆◇•✓✗☒←→↑↓↕…−–‖√ΔΣ".chars()
        {
            assert!(shapes(character).is_some_and(|shapes| !shapes.is_empty()), "{character}");
        }
        for character in "a é·×".chars() {
            assert_eq!(shapes(character), None);
        }
    }
}
