//! Text in the encodings that programs save tables in, converted to UTF-8.

use std::io::{self, BufRead, Read};

/// How the letters of a file are stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    Utf8,
    /// What Excel calls Unicode text.
    Utf16LittleEndian,
    Utf16BigEndian,
    /// Windows-1252, which has Latin-1 in it. Any bytes are valid.
    Latin1,
}

/// Marks the order of bytes at the beginning of a text, in UTF-8.
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

impl Encoding {
    /// Recognizes UTF-16 by its byte-order mark, or by the zeros between the first letters; anything else may be UTF-8.
    pub fn detect(start: &[u8]) -> Encoding {
        match *start {
            [0xff, 0xfe, ..] => Encoding::Utf16LittleEndian,
            [0xfe, 0xff, ..] => Encoding::Utf16BigEndian,
            [a, 0, b, 0, ..] if a != 0 && b != 0 => Encoding::Utf16LittleEndian,
            [0, a, 0, b, ..] if a != 0 && b != 0 => Encoding::Utf16BigEndian,
            _ => Encoding::Utf8,
        }
    }

    /// What to tell about it, if anything.
    pub fn note(self) -> Option<&'static str> {
        (self == Encoding::Latin1).then_some("read as Latin-1, because it is not UTF-8")
    }
}

/// Reads text of any encoding as UTF-8, without a byte-order mark.
pub struct Utf8<R> {
    inner: R,
    encoding: Encoding,
    /// Bytes that are no whole letter yet.
    undecoded: Vec<u8>,
    /// Converted text that has not been read yet, in reverse.
    decoded: Vec<u8>,
    is_at_start: bool,
}

/// Bytes that are converted at a time.
const CHUNK: usize = 1 << 14;

impl<R: BufRead> Utf8<R> {
    pub fn new(inner: R, encoding: Encoding) -> Utf8<R> {
        Utf8 { inner, encoding, undecoded: Vec::new(), decoded: Vec::new(), is_at_start: true }
    }

    /// Converts the next bytes. Leaves `decoded` empty at the end of the file.
    fn decode(&mut self) -> io::Result<()> {
        while self.decoded.is_empty() {
            let start = self.undecoded.len();
            self.undecoded.resize(start + CHUNK, 0);
            let count = self.inner.read(&mut self.undecoded[start..])?;
            self.undecoded.truncate(start + count);
            let mut text = match self.encoding {
                Encoding::Latin1 => self.undecoded.drain(..).map(latin1).collect(),
                Encoding::Utf16BigEndian => utf16(&mut self.undecoded, u16::from_be_bytes, count == 0),
                Encoding::Utf8 | Encoding::Utf16LittleEndian => {
                    utf16(&mut self.undecoded, u16::from_le_bytes, count == 0)
                }
            };
            if self.is_at_start && !text.is_empty() {
                self.is_at_start = false;
                text = text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text);
            }
            self.decoded = text.into_bytes();
            self.decoded.reverse();
            if count == 0 {
                break;
            }
        }
        Ok(())
    }
}

impl<R: BufRead> Read for Utf8<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.encoding == Encoding::Utf8 {
            if self.is_at_start {
                self.is_at_start = false;
                let mark = self.inner.fill_buf()?.starts_with(BYTE_ORDER_MARK);
                self.inner.consume(if mark { BYTE_ORDER_MARK.len() } else { 0 });
            }
            return self.inner.read(buffer);
        }
        if self.decoded.is_empty() {
            self.decode()?;
        }
        let count = buffer.len().min(self.decoded.len());
        let rest = self.decoded.len() - count;
        for (to, from) in buffer.iter_mut().zip(self.decoded.drain(rest..).rev()) {
            *to = from;
        }
        Ok(count)
    }
}

/// Converts the whole letters at the beginning of `bytes`, and removes them.
fn utf16(bytes: &mut Vec<u8>, unit: fn([u8; 2]) -> u16, is_end: bool) -> String {
    let mut units: Vec<u16> = bytes.as_chunks().0.iter().map(|&pair| unit(pair)).collect();
    // The first half of a letter waits for its second.
    if !is_end && units.last().is_some_and(|unit| (0xd800..0xdc00).contains(unit)) {
        units.pop();
    }
    bytes.drain(..if is_end { bytes.len() } else { 2 * units.len() });
    char::decode_utf16(units).map(|letter| letter.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}

/// The letters of Windows-1252 from 0x80 to 0x9f; those that it leaves undefined are the control characters of Latin-1.
const WINDOWS: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}',
    '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

fn latin1(byte: u8) -> char {
    match byte {
        0x80..=0x9f => WINDOWS[usize::from(byte - 0x80)],
        byte => char::from(byte),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8], encoding: Encoding) -> String {
        let mut text = String::new();
        Utf8::new(bytes, encoding).read_to_string(&mut text).unwrap();
        text
    }

    #[test]
    fn every_encoding_gives_the_same_text() {
        let text = "x,größe €\n1,𝄞\n".repeat(9_000);
        let units = || "\u{feff}".encode_utf16().chain(text.encode_utf16());
        let little: Vec<u8> = units().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = units().flat_map(u16::to_be_bytes).collect();
        for bytes in [text.clone().into_bytes(), [BYTE_ORDER_MARK, text.as_bytes()].concat(), little, big] {
            assert!(read(&bytes, Encoding::detect(&bytes)) == text);
        }
        assert_eq!(Encoding::detect(b"x\0,\0"), Encoding::Utf16LittleEndian, "without a mark");
        assert_eq!(read(b"M\xfcller \x80", Encoding::Latin1), "Müller €");
        assert_eq!(
            read(b"\xff\xfea\0\x3d\xd8", Encoding::Utf16LittleEndian),
            "a\u{fffd}",
            "it ends in a half"
        );
    }
}
