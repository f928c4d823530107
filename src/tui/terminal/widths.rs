//! Finding out how wide a terminal draws glyphs.
//!
//! Unicode leaves the width of frames, blocks, circles and arrows open (UAX 11, East Asian Ambiguous): terminals for
//! Chinese, Japanese and Korean may draw them two columns wide, and everything to their right stands in the wrong place.
//! No environment variable tells.

/// A frame, a block, two points and an arrow.
const GLYPHS: &str = "─▀○■→";

/// Writes the glyphs in the first row, asks where the cursor is, and erases them.
pub fn question() -> Vec<u8> {
    format!("\x1b[H{GLYPHS}\x1b[6n\x1b[H\x1b[K").into_bytes()
}

/// Whether this answer says that a glyph takes more than one column. One in another row is the answer to another question.
pub fn are_wide(row: u16, column: u16) -> bool {
    row == 1 && usize::from(column) > 1 + GLYPHS.chars().count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_wide_glyph_is_noticed() {
        assert!(!are_wide(1, 6));
        assert!(are_wide(1, 7) && are_wide(1, 11));
        assert!(!are_wide(9, 40), "of another program");
    }
}
