//! What the classes of a file are called.

use std::collections::HashMap;

use crate::error::moves_cursor;

/// Names, numbered in the order in which they are met.
#[derive(Default)]
pub struct Names {
    numbers: HashMap<Vec<u8>, u8>,
    met: Vec<String>,
}

/// The most letters of a name that are shown.
const LONGEST: usize = 24;

/// A class may be written in many ways; those that are met first are found quickly.
const MOST_SPELLINGS: usize = 1_024;

impl Names {
    /// The number of a class; `None` if there are more than a byte can count.
    pub fn number_of(&mut self, field: &[u8]) -> Option<u8> {
        if let Some(&number) = self.numbers.get(field) {
            return Some(number);
        }
        // 3 may also be written as 3.0, and as 3.000e0.
        let name = match str::from_utf8(field).ok().and_then(|text| text.parse::<f64>().ok()) {
            Some(number) if number.is_finite() => (number + 0.0).to_string(),
            _ => String::from_utf8_lossy(field).into_owned(),
        };
        let known = self.met.iter().position(|other| *other == name);
        let number = u8::try_from(known.unwrap_or(self.met.len())).ok()?;
        if known.is_none() {
            self.met.push(name);
        }
        if self.numbers.len() < MOST_SPELLINGS {
            self.numbers.insert(field.to_vec(), number);
        }
        Some(number)
    }

    /// The same for a class that is a whole number.
    pub fn number_of_label(&mut self, label: i64) -> Option<u8> {
        self.number_of(label.to_string().as_bytes())
    }

    /// A class that is a number, but no whole one.
    pub fn fraction(&self) -> Option<f64> {
        self.met.iter().filter_map(|name| name.parse().ok()).find(|number: &f64| number.fract() != 0.0)
    }

    /// The names in order, by value if all are numbers and else by their letters, and where each of the numbers
    /// that were given out stands in it.
    pub fn sorted(self) -> (Vec<String>, Vec<u8>) {
        let mut order: Vec<usize> = (0..self.met.len()).collect();
        let values: Option<Vec<f64>> = self.met.iter().map(|name| name.parse().ok()).collect();
        match values {
            Some(values) => order.sort_by(|&a, &b| values[a].total_cmp(&values[b])),
            None => order.sort_by(|&a, &b| self.met[a].cmp(&self.met[b])),
        }
        let mut places = vec![0; order.len()];
        for (place, &number) in order.iter().enumerate() {
            places[number] = place as u8;
        }
        (order.into_iter().map(|number| shown(&self.met[number])).collect(), places)
    }
}

/// A name as far as there is room for it, with nothing in it that moves the cursor.
fn shown(name: &str) -> String {
    let shown: String = name.chars().filter(|&letter| !moves_cursor(letter)).take(LONGEST).collect();
    if shown.is_empty() { "?".to_owned() } else { shown }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sorted(fields: &[&str]) -> Vec<String> {
        let mut names = Names::default();
        for field in fields {
            names.number_of(field.as_bytes()).unwrap();
        }
        names.sorted().0
    }

    #[test]
    fn numbers_are_in_order_of_their_values_and_words_of_their_letters() {
        assert_eq!(sorted(&["10", "9", "1.0e0", "9.0", "-0", "0"]), ["0", "1", "9", "10"]);
        assert_eq!(sorted(&["setosa", "10", "iris"]), ["10", "iris", "setosa"]);
    }

    #[test]
    fn a_name_has_no_orders_for_the_terminal() {
        assert_eq!(sorted(&["\x1b[31mred\x07", "\u{202e}der"]), ["[31mred", "der"]);
    }

    #[test]
    fn long_names_are_told_apart_by_what_is_not_shown() {
        let long = "a".repeat(LONGEST);
        assert_eq!(sorted(&[&format!("{long}x"), &format!("{long}y")]), [long.clone(), long]);
        assert_eq!(sorted(&["\u{1}", "\u{2}"]), ["?", "?"]);
    }

    #[test]
    fn there_are_no_more_than_a_byte_can_count() {
        let mut names = Names::default();
        assert!((0..256).all(|n| names.number_of(n.to_string().as_bytes()).is_some()));
        assert_eq!(names.number_of(b"256"), None);
        assert_eq!(names.number_of(b"7"), Some(7));
    }
}
