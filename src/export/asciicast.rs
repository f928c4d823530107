//! A recording of the terminal in the asciicast format, version 2: JSON lines that `asciinema play` and the players of web
//! pages show.

use std::time::Duration;

use serde::Serialize;

#[derive(Serialize)]
struct Header<'a> {
    version: u8,
    width: u16,
    height: u16,
    title: &'a str,
    command: &'a str,
}

/// Turns the output of a program into events. Characters whose bytes arrive in two parts stay whole.
#[derive(Debug, Default)]
pub struct Asciicast {
    /// The beginning of a character that has not arrived yet.
    pending: Vec<u8>,
}

impl Asciicast {
    /// The first line: columns and rows of the terminal, a title, and the command line that was recorded.
    pub fn header(width: u16, height: u16, title: &str, command: &str) -> String {
        line(&Header { version: 2, width, height, title, command })
    }

    /// The event for some output, so long after the start. Nothing if it ends before the first character is whole.
    pub fn output(&mut self, after: Duration, bytes: &[u8]) -> Option<String> {
        self.pending.extend(bytes);
        let whole = self.pending.len() - unfinished(&self.pending);
        let text = String::from_utf8_lossy(&self.pending[..whole]).into_owned();
        self.pending.drain(..whole);
        (!text.is_empty()).then(|| event(after, "o", &text))
    }

    /// The event for a new size of the terminal.
    pub fn resize(after: Duration, width: u16, height: u16) -> String {
        event(after, "r", &format!("{width}x{height}"))
    }
}

/// How many bytes at the end are the beginning of a character.
fn unfinished(bytes: &[u8]) -> usize {
    match bytes.utf8_chunks().last() {
        Some(last) if is_beginning(last.invalid()) => last.invalid().len(),
        _ => 0,
    }
}

fn is_beginning(bytes: &[u8]) -> bool {
    !bytes.is_empty() && std::str::from_utf8(bytes).is_err_and(|error| error.error_len().is_none())
}

fn event(after: Duration, code: &str, text: &str) -> String {
    line(&(after.as_micros() as f64 / 1e6, code, text))
}

fn line(value: &impl Serialize) -> String {
    // Serializing these types cannot fail.
    serde_json::to_string(value).unwrap_or_default() + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_and_an_event_for_each_output() {
        let header = Asciicast::header(80, 24, "a \"title\"", "overfit circles");
        assert!(
            header.starts_with("{\"version\":2,\"width\":80,\"height\":24,\"title\":\"a \\\"title\\\"\"")
        );
        let mut cast = Asciicast::default();
        let event = cast.output(Duration::from_millis(1_500), b"\x1b[1m\xe2\x94\x80").expect("an event");
        assert_eq!(event, "[1.5,\"o\",\"\\u001b[1m─\"]\n");
        assert_eq!(Asciicast::resize(Duration::from_secs(2), 120, 36), "[2.0,\"r\",\"120x36\"]\n");
    }

    #[test]
    fn a_character_in_two_parts_stays_whole() {
        let mut cast = Asciicast::default();
        let mut texts = Vec::new();
        for byte in "a─▀é\u{1f469}b".bytes() {
            texts.extend(cast.output(Duration::ZERO, &[byte]));
        }
        let texts: Vec<(f64, String, String)> =
            texts.iter().map(|line| serde_json::from_str(line).expect("JSON")).collect();
        let text: String = texts.into_iter().map(|(.., text)| text).collect();
        assert_eq!(text, "a─▀é\u{1f469}b");
    }

    #[test]
    fn bytes_that_are_no_character_do_not_hold_up_the_rest() {
        let mut cast = Asciicast::default();
        let event = cast.output(Duration::ZERO, b"\xff\xe2(x").expect("an event");
        assert_eq!(event, "[0.0,\"o\",\"\u{fffd}\u{fffd}(x\"]\n");
    }
}
