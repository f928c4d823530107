//! The names of the classes of a file.

use std::collections::HashMap;

use crate::error::is_terminal_control;

/// The names of classes, numbered in the order in which they appear in a file.
#[derive(Default)]
pub struct ClassNames {
    /// Class numbers by spelling.
    by_spelling: HashMap<Vec<u8>, u8>,
    /// Names by class number.
    names: Vec<String>,
}

/// The names of classes in the order in which they are shown.
pub struct SortedNames {
    /// The names, shortened for display.
    pub names: Vec<String>,
    /// For each number that [`ClassNames`] assigned, its index in `names`.
    pub index_of: Vec<u8>,
}

/// Longer names are shortened for display, in characters.
const MAX_SHOWN: usize = 24;

/// A number can be spelled in arbitrarily many ways. The first spellings are cached, which bounds the memory.
const MAX_SPELLINGS: usize = 1_024;

impl ClassNames {
    /// Returns the number of a class, and assigns the next one to a class that is new. `None` if there are more than
    /// 256 classes.
    pub fn number_of(&mut self, field: &[u8]) -> Option<u8> {
        if let Some(&number) = self.by_spelling.get(field) {
            return Some(number);
        }
        // 3, 3.0 and 3.000e0 are the same class; adding 0 turns -0 into 0.
        let name = match str::from_utf8(field).ok().and_then(|text| text.parse::<f64>().ok()) {
            Some(number) if number.is_finite() => (number + 0.0).to_string(),
            _ => String::from_utf8_lossy(field).into_owned(),
        };
        let known = self.names.iter().position(|other| *other == name);
        let number = u8::try_from(known.unwrap_or(self.names.len())).ok()?;
        if known.is_none() {
            self.names.push(name);
        }
        if self.by_spelling.len() < MAX_SPELLINGS {
            self.by_spelling.insert(field.to_vec(), number);
        }
        Some(number)
    }

    /// Returns the number of a class whose name is an integer. `None` if there are more than 256 classes.
    pub fn number_of_integer(&mut self, label: i64) -> Option<u8> {
        self.number_of(label.to_string().as_bytes())
    }

    /// Finds a name that is a number but not an integer.
    pub fn find_fraction(&self) -> Option<f64> {
        self.names.iter().filter_map(|name| name.parse().ok()).find(|number: &f64| number.fract() != 0.0)
    }

    /// Sorts the names: by value if all are numbers, otherwise alphabetically.
    pub fn sorted(self) -> SortedNames {
        let mut order: Vec<usize> = (0..self.names.len()).collect();
        let values: Option<Vec<f64>> = self.names.iter().map(|name| name.parse().ok()).collect();
        match values {
            Some(values) => order.sort_by(|&a, &b| values[a].total_cmp(&values[b])),
            None => order.sort_by(|&a, &b| self.names[a].cmp(&self.names[b])),
        }
        let mut index_of = vec![0; order.len()];
        for (index, &number) in order.iter().enumerate() {
            index_of[number] = index as u8;
        }
        let names = order.into_iter().map(|number| shown(&self.names[number])).collect();
        SortedNames { names, index_of }
    }
}

/// Shortens a name for display, and removes characters that control the terminal.
fn shown(name: &str) -> String {
    let shown: String =
        name.chars().filter(|&character| !is_terminal_control(character)).take(MAX_SHOWN).collect();
    if shown.is_empty() { "?".to_owned() } else { shown }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sorted(fields: &[&str]) -> Vec<String> {
        let mut names = ClassNames::default();
        for field in fields {
            names.number_of(field.as_bytes()).unwrap();
        }
        names.sorted().names
    }

    #[test]
    fn numbers_are_sorted_by_value_and_words_alphabetically() {
        assert_eq!(sorted(&["10", "9", "1.0e0", "9.0", "-0", "0"]), ["0", "1", "9", "10"]);
        assert_eq!(sorted(&["setosa", "10", "iris"]), ["10", "iris", "setosa"]);
    }

    #[test]
    fn shown_names_contain_no_terminal_control_characters() {
        assert_eq!(sorted(&["\x1b[31mred\x07", "\u{202e}der"]), ["[31mred", "der"]);
    }

    #[test]
    fn names_that_differ_only_where_they_are_shortened_are_different_classes() {
        let long = "a".repeat(MAX_SHOWN);
        assert_eq!(sorted(&[&format!("{long}x"), &format!("{long}y")]), [long.clone(), long]);
        assert_eq!(sorted(&["\u{1}", "\u{2}"]), ["?", "?"]);
    }

    #[test]
    fn there_are_at_most_256_classes() {
        let mut names = ClassNames::default();
        assert!((0..256).all(|n| names.number_of(n.to_string().as_bytes()).is_some()));
        assert_eq!(names.number_of(b"256"), None);
        assert_eq!(names.number_of(b"7"), Some(7));
    }
}
