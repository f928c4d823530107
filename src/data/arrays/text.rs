//! Text as NumPy stores it in arrays: names of classes.

/// Texts of one length, filled up with zeros.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Text {
    letters: usize,
    /// Whether each letter takes four bytes (`U`, UTF-32) rather than one (`S`).
    is_wide: bool,
}

/// The most letters of a text that may be the name of a class.
const MAX_LETTERS: usize = 256;

impl Text {
    /// Understands a NumPy name such as `U10` or `S3`.
    pub fn from_name(name: &str) -> Option<Text> {
        let is_wide = name.starts_with('U');
        let letters = name.strip_prefix(['U', 'S', 'a'])?.parse().ok()?;
        (1..=MAX_LETTERS).contains(&letters).then_some(Text { letters, is_wide })
    }

    /// The bytes of one text.
    pub fn size(self) -> usize {
        if self.is_wide { 4 * self.letters } else { self.letters }
    }

    /// Decodes one text, without the zeros at its end.
    pub fn decode(self, bytes: &[u8], big_endian: bool) -> String {
        let text = if self.is_wide {
            let (letters, _) = bytes.as_chunks::<4>();
            let code = |&letter: &[u8; 4]| {
                if big_endian { u32::from_be_bytes(letter) } else { u32::from_le_bytes(letter) }
            };
            letters
                .iter()
                .map(|letter| char::from_u32(code(letter)).unwrap_or(char::REPLACEMENT_CHARACTER))
                .collect()
        } else {
            String::from_utf8_lossy(bytes).into_owned()
        };
        text.trim_end_matches('\0').to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_decoded_in_both_widths_and_orders() {
        let wide = Text::from_name("U3").unwrap();
        let letters = |order: fn(u32) -> [u8; 4]| [0xe9, 0x74, 0].map(order).concat();
        assert_eq!(wide.decode(&letters(u32::to_le_bytes), false), "ét");
        assert_eq!(wide.decode(&letters(u32::to_be_bytes), true), "ét");
        let narrow = Text::from_name("S3").unwrap();
        assert_eq!((narrow.size(), narrow.decode(b"ab\0", false)), (3, "ab".to_owned()));
        assert_eq!(["U0", "U999999999", "S", "O", "V8"].map(Text::from_name), [None; 5]);
    }
}
