//! Splits what has been read into lines. A line without its end waits. A carriage return ends a line, too: progress bars are
//! written over themselves.

use std::borrow::Cow;

/// The most bytes of a line. No row of numbers is longer.
const LONGEST: usize = 1 << 20;

/// Whether a byte ends a line.
pub fn is_end(byte: u8) -> bool {
    byte == b'\n' || byte == b'\r'
}

/// A line as text, with `\u{fffd}` for bytes that are none.
pub fn text(line: &[u8]) -> Cow<'_, str> {
    // Valid text is recognised several times as fast in one go as piece by piece.
    str::from_utf8(line).map_or_else(|_| String::from_utf8_lossy(line), Cow::Borrowed)
}

/// The end of a log that is no whole line yet.
#[derive(Debug, Default)]
pub struct Lines {
    rest: Vec<u8>,
    /// Whether the line that is being read is too long.
    skips: bool,
    /// How many lines were too long.
    pub too_long: u64,
}

impl Lines {
    /// Hands each line that `bytes` completes to `take`, without its end.
    pub fn read(&mut self, bytes: &[u8], mut take: impl FnMut(&[u8])) {
        let mut left = bytes;
        while let Some(at) = left.iter().position(|&byte| is_end(byte)) {
            let (line, after) = (&left[..at], &left[at + 1..]);
            if self.skips {
                self.skips = false;
            } else if self.rest.is_empty() {
                self.hand_over(line, &mut take);
            } else {
                let mut whole = std::mem::take(&mut self.rest);
                whole.extend_from_slice(line);
                self.hand_over(&whole, &mut take);
                whole.clear();
                self.rest = whole;
            }
            left = after;
        }
        if self.skips {
            return;
        }
        self.rest.extend_from_slice(left);
        if self.rest.len() > LONGEST {
            self.give_up();
        }
    }

    fn hand_over(&mut self, line: &[u8], take: &mut impl FnMut(&[u8])) {
        if line.len() > LONGEST {
            self.too_long += u64::from(!is_checkpoint(line));
        } else if !line.is_empty() {
            take(line);
        }
    }

    /// Skips the line that is being read.
    fn give_up(&mut self) {
        self.too_long += u64::from(!is_checkpoint(&self.rest));
        self.rest = Vec::new();
        self.skips = true;
    }
}

/// Whether a line is a checkpoint of a run file. Nothing is missed without it.
fn is_checkpoint(line: &[u8]) -> bool {
    line.starts_with(br#"{"event":"checkpoint","#)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines_of(parts: &[&[u8]]) -> (Vec<String>, u64) {
        let (mut lines, mut found) = (Lines::default(), Vec::new());
        for part in parts {
            lines.read(part, |line| found.push(text(line).into_owned()));
        }
        (found, lines.too_long)
    }

    #[test]
    fn half_a_line_waits() {
        assert_eq!(lines_of(&[b"a\nb", b"", b"c\r\nd"]), (vec!["a".to_owned(), "bc".to_owned()], 0));
    }

    #[test]
    fn a_line_without_measure_takes_no_memory() {
        let part = vec![b'x'; LONGEST / 2 + 1];
        let (found, too_long) = lines_of(&[&part, &part, &part, b"\nnext\n"]);
        assert_eq!((found, too_long), (vec!["next".to_owned()], 1));
    }
}
