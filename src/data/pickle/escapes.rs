//! Text as protocol 0 writes it: one line, with escapes for what would not be text.

use super::abstract_stack::Refusal;
use super::error::PickleError;
use super::opcode::Quoting;

/// Decodes a line that comes in pieces, and appends what it stands for to a buffer. Memory grows with the result only,
/// which is a quarter of the line for the bytes of an array.
pub struct Unescaper {
    quoting: Quoting,
    /// The escape that has begun, with its backslash; empty between escapes.
    escape: Vec<u8>,
}

impl Unescaper {
    /// Begins a line.
    pub fn new(quoting: Quoting) -> Self {
        Self { quoting, escape: Vec::new() }
    }

    /// Decodes the next piece of the line.
    pub fn decode(&mut self, piece: &[u8], text: &mut Vec<u8>) -> Result<(), PickleError> {
        for &byte in piece {
            if byte == b'\\' && self.escape.is_empty() {
                self.escape.push(byte);
            } else if self.escape.is_empty() {
                match self.quoting {
                    Quoting::Bytes => text.push(byte),
                    Quoting::Latin1 => push(text, byte.into()),
                }
            } else {
                self.escape.push(byte);
                if self.finish_escape(text)? {
                    self.escape.clear();
                }
            }
        }
        Ok(())
    }

    /// Ends the line.
    pub fn end(self) -> Result<(), PickleError> {
        if self.escape.is_empty() { Ok(()) } else { Err(Refusal::Damaged.into()) }
    }

    /// Appends what the escape stands for, and returns whether it is complete.
    fn finish_escape(&self, text: &mut Vec<u8>) -> Result<bool, PickleError> {
        let digits = match (self.quoting, &self.escape[1..]) {
            (Quoting::Bytes, [letter]) if *letter != b'x' => {
                text.push(escaped_byte(*letter).ok_or(Refusal::Damaged)?);
                return Ok(true);
            }
            (Quoting::Bytes, [b'x', digits @ ..]) => (digits, 2),
            (Quoting::Latin1, [b'u', digits @ ..]) => (digits, 4),
            (Quoting::Latin1, [b'U', digits @ ..]) => (digits, 8),
            _ => return Err(Refusal::Damaged.into()),
        };
        let (digits, wanted) = digits;
        if digits.len() < wanted {
            return Ok(false);
        }
        let code = str::from_utf8(digits).ok().filter(|digits| !digits.starts_with('+'));
        let code = code.and_then(|digits| u32::from_str_radix(digits, 16).ok()).ok_or(Refusal::Damaged)?;
        match self.quoting {
            Quoting::Bytes => text.push(code as u8),
            Quoting::Latin1 => push(text, char::from_u32(code).ok_or(Refusal::Damaged)?),
        }
        Ok(true)
    }
}

/// Appends a character in UTF-8.
fn push(text: &mut Vec<u8>, letter: char) {
    text.extend_from_slice(letter.encode_utf8(&mut [0; 4]).as_bytes());
}

/// The byte that a backslash and this letter stand for, as Python's `repr` writes it.
fn escaped_byte(letter: u8) -> Option<u8> {
    Some(match letter {
        b'\\' | b'\'' | b'"' => letter,
        b'n' => b'\n',
        b'r' => b'\r',
        b't' => b'\t',
        b'a' => 7,
        b'b' => 8,
        b'v' => 11,
        b'f' => 12,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a line stands for, in whatever pieces it comes.
    fn decoded(quoting: Quoting, line: &[u8]) -> Option<Vec<u8>> {
        let mut results = (1..=line.len()).map(|size| {
            let (mut unescaper, mut text) = (Unescaper::new(quoting), Vec::new());
            let read = line.chunks(size).try_for_each(|piece| unescaper.decode(piece, &mut text));
            read.and_then(|()| unescaper.end()).ok().map(|()| text)
        });
        let first = results.next().unwrap();
        assert!(results.all(|result| result == first));
        first
    }

    #[test]
    fn escapes_stand_for_what_python_wrote() {
        assert_eq!(decoded(Quoting::Bytes, br#"a\x00\xfF\\\'\"\n\t\r?"#).unwrap(), b"a\0\xff\\'\"\n\t\r?");
        assert_eq!(decoded(Quoting::Bytes, b"\xe9").unwrap(), b"\xe9");
        assert_eq!(decoded(Quoting::Latin1, b"\\u0000\xe9\\u000a\\U0001f600").unwrap(), "\0é\n😀".as_bytes());
        for line in [&br"\q"[..], br"\x0", br"\x+1", br"\xg0", b"\\"] {
            assert_eq!(decoded(Quoting::Bytes, line), None, "{}", line.escape_ascii());
        }
        for line in [&br"\n"[..], br"\u00", br"\ud800", br"\U00110000"] {
            assert_eq!(decoded(Quoting::Latin1, line), None, "{}", line.escape_ascii());
        }
    }
}
