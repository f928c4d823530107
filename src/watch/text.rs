//! Lines for people: numbers after names, as in `epoch 3: loss=0.31, val_loss=0.42`. XGBoost, LightGBM, Keras on a terminal
//! and most training loops print such lines.

use super::lines;
use super::names;
use super::rows::{Rows, number};

/// The name of the number in brackets at the start of a line of XGBoost or LightGBM.
pub const ROUND: &str = "iteration";
/// Words that are followed by their number without a sign in between.
const COUNTED: [&str; 7] = ["epoch", "step", "iteration", "iter", "round", "global_step", "update"];
/// A row with this name sums up a whole training of Hugging Face, and is no evaluation.
pub const SUMMARY: &str = "train_runtime";

/// What a line ends with if the next one tells again of the best round: LightGBM has such lines at the end.
const BEST_FOLLOWS: &str = "est iteration is:";

/// Reads lines of text.
#[derive(Debug, Default)]
pub struct Text {
    /// Whether the next line is of a round before.
    repeats: bool,
}

impl Text {
    /// Reads the numbers of a line.
    pub fn line(&mut self, line: &[u8], rows: &mut Rows) {
        let text = lines::text(line);
        let is_separator = |c: char| c.is_whitespace() || "|,;{}()".contains(c);
        let mut scan = Scan::default();
        for token in text.split(is_separator).filter(|token| !token.is_empty()) {
            scan.token(token, rows);
        }
        let repeats = std::mem::replace(&mut self.repeats, text.trim_end().ends_with(BEST_FOLLOWS));
        if repeats || rows.has(SUMMARY) { rows.undo() } else { rows.end() }
    }
}

/// What stands before the token that is read.
#[derive(Default)]
struct Scan<'a> {
    /// The last word that is no number.
    word: &'a str,
    /// The word before it, if it belongs to the name: LightGBM writes `valid_0's auc`.
    owner: Option<&'a str>,
    /// Whether a sign between name and number stood behind that word.
    expects: bool,
    /// How many tokens were read.
    count: usize,
}

impl<'a> Scan<'a> {
    fn token(&mut self, token: &'a str, rows: &mut Rows) {
        self.count += 1;
        if self.count == 1
            && let Some(round) =
                token.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).and_then(count)
        {
            return rows.push_named(ROUND, round);
        }
        if token == "=" || token == ":" {
            self.expects = !self.word.is_empty();
            return;
        }
        if let Some(value) = value(token) {
            if self.expects || is_counted(self.word) || names::meaning(self.word).is_some() {
                self.add(value, rows);
            }
            (self.word, self.owner, self.expects) = ("", None, false);
            return;
        }
        let Some((name, rest)) = token.rsplit_once(['=', ':']) else {
            self.owner = is_owner(self.word).then_some(self.word);
            (self.word, self.expects) = (token, false);
            return;
        };
        if !name.is_empty() {
            self.owner = is_owner(self.word).then_some(self.word);
            self.word = name;
        }
        match value(rest) {
            Some(value) => {
                self.add(value, rows);
                (self.word, self.owner, self.expects) = ("", None, false);
            }
            None if rest.is_empty() => self.expects = true,
            None => (self.word, self.owner, self.expects) = (rest, None, false),
        }
    }

    fn add(&mut self, value: f64, rows: &mut Rows) {
        let word = self.word.rsplit(['=', ':']).find(|part| !part.is_empty()).unwrap_or_default();
        let word = word.trim_matches(|c: char| "\"'`[]*#".contains(c));
        if !word.starts_with(|c: char| c.is_alphabetic() || c == '_') {
            return;
        }
        let counted = if is_counted(word) { word.to_lowercase() } else { word.to_owned() };
        match self.owner {
            Some(owner) => rows.push_named(&format!("{owner} {word}"), value),
            None => rows.push_named(&counted, value),
        }
    }
}

/// Whether a word belongs to the name after it: `valid_0's auc`, `val loss`.
fn is_owner(word: &str) -> bool {
    word.ends_with("'s") || names::is_set(word)
}

fn is_counted(word: &str) -> bool {
    COUNTED.iter().any(|counted| word.trim_matches('[').eq_ignore_ascii_case(counted))
}

/// A number, the first one of `3/10`, or a percentage as a share.
fn value(token: &str) -> Option<f64> {
    let token = token.trim_end_matches(['.', ']', ':']).trim_start_matches('[');
    if let Some(share) = token.strip_suffix('%').and_then(number) {
        return Some(share / 100.0);
    }
    let part = token.split_once('/').filter(|(_, of)| count(of).is_some()).map_or(token, |(part, _)| part);
    number(part)
}

/// A whole number without a sign.
fn count(text: &str) -> Option<f64> {
    let is_count = !text.is_empty() && text.len() < 16 && text.bytes().all(|byte| byte.is_ascii_digit());
    is_count.then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(String, f64)> {
        let mut rows = Rows::default();
        Text::default().line(text.as_bytes(), &mut rows);
        let rows_read = rows.take();
        rows_read.iter().flatten().map(|cell| (rows.names()[cell.column].clone(), cell.value)).collect()
    }

    fn pairs<const N: usize>(pairs: [(&str, f64); N]) -> Vec<(String, f64)> {
        pairs.map(|(name, value)| (name.to_owned(), value)).to_vec()
    }

    #[test]
    fn lines_of_training_programs() {
        assert_eq!(
            read("[12]\ttrain-logloss:0.61\teval-logloss:0.68"),
            pairs([("iteration", 12.0), ("train-logloss", 0.61), ("eval-logloss", 0.68)])
        );
        assert_eq!(
            read("[1]\ttraining's binary_logloss: 0.6\tvalid_1's binary_logloss: 0.7"),
            pairs([
                ("iteration", 1.0),
                ("training's binary_logloss", 0.6),
                ("valid_1's binary_logloss", 0.7)
            ])
        );
        assert_eq!(
            read("12:30:05,123 INFO:root:loss=0.5 acc = 91.5%"),
            pairs([("loss", 0.5), ("acc", 0.915)])
        );
        let [epoch, loss, test] = &read("Epoch 3/10 | loss: 0.5 - val_loss: nan")[..] else { panic!() };
        assert_eq!([epoch, loss], [&("epoch".to_owned(), 3.0), &("loss".to_owned(), 0.5)]);
        assert!(test.0 == "val_loss" && test.1.is_nan());
        assert_eq!(read("{'loss': '0.5', 'epoch': 0.25}"), pairs([("loss", 0.5), ("epoch", 0.25)]));
        assert_eq!(read("{'train_runtime': 3.5, 'train_loss': 0.25, 'epoch': 3.0}"), []);
    }
}
