//! Text that arrives all at once without the brackets of a paste: some terminals and some of the programs between have none.
//! As keys, each of its letters would do something.

use std::collections::BTreeSet;

/// The letters and digits in a row that make a word or a number.
const WORD: usize = 4;
/// How many of them differ at least. A key that is held down repeats one, and a person who presses keys while a connection
/// hangs presses few of them again and again.
const DIFFERENT: usize = 3;
/// A longer burst is cut off, to bound memory.
const LONGEST: usize = 1 << 20;

/// Text that has arrived so far.
pub struct Burst(Vec<u8>);

impl Burst {
    pub fn new(bytes: &[u8]) -> Burst {
        Burst(bytes.to_vec())
    }

    pub fn extend(&mut self, bytes: &[u8]) {
        if self.0.len() < LONGEST {
            self.0.extend_from_slice(bytes);
        }
    }

    pub fn text(self) -> String {
        String::from_utf8_lossy(&self.0).into_owned()
    }
}

/// Whether these bytes are text, with ends of lines and tabs at most.
pub fn is_text(bytes: &[u8]) -> bool {
    bytes.iter().all(|byte| !byte.is_ascii_control() || b"\r\n\t".contains(byte))
}

/// Whether bytes that arrived together are text that nobody typed: a word or a path.
pub fn is_burst(bytes: &[u8]) -> bool {
    let text: Vec<char> = String::from_utf8_lossy(bytes).chars().collect();
    let is_word = |letters: &[char]| {
        letters.iter().all(|&letter| letter == '.' || letter.is_alphanumeric())
            && different(letters) >= DIFFERENT
    };
    let has_path = text.iter().any(|letter| ['/', '\\'].contains(letter)) && different(&text) > DIFFERENT;
    is_text(bytes) && (has_path || text.windows(WORD).any(is_word))
}

fn different(letters: &[char]) -> usize {
    letters.iter().collect::<BTreeSet<_>>().len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_paths_are_bursts_and_keys_are_none() {
        for text in ["quit\n", "quit", "some words\n", "/a/b.csv", "C:\\x", "1.25\t0.75\r", "données"] {
            assert!(is_burst(text.as_bytes()), "{text:?}");
        }
        for keys in [
            "q",
            "qy",
            "zzzzzzzz",
            "]]]]++",
            ">>>>",
            "64,32\r",
            "rrx?g n",
            "abc",
            "йцу",
            "\x1b[A",
            "\x150.02\r",
        ] {
            assert!(!is_burst(keys.as_bytes()), "{keys:?}");
        }
    }
}
