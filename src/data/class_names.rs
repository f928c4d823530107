//! The names of the classes of a file.

use std::collections::HashMap;

use crate::error::is_terminal_control;

/// The names of classes, numbered in the order in which they appear in a file.
#[derive(Default)]
pub struct ClassNames {
    /// Class numbers by name.
    by_name: HashMap<String, u8>,
    /// Names by class number.
    names: Vec<String>,
    /// Names that the file lists instead of the numbers 0, 1, 2 …; there are none if it does not.
    listed: usize,
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

/// Whole numbers below this are exact as float64 (which holds up to 2⁵³, about 9 · 10¹⁵), and so may be names of classes.
pub const MAX_WHOLE: f64 = 1e15;

impl ClassNames {
    /// The names of the classes 0, 1, 2 … as a file lists them, which is the order in which they are shown.
    pub fn listed(names: Vec<String>) -> ClassNames {
        let by_name = (0..names.len()).map(|number| (number.to_string(), number as u8)).collect();
        ClassNames { by_name, listed: names.len(), names }
    }

    /// Returns the number of a class, and assigns the next one to a class that is new. `None` if there are more than
    /// 256 classes.
    pub fn number_of(&mut self, name: &str) -> Option<u8> {
        if let Some(&number) = self.by_name.get(name) {
            return Some(number);
        }
        let number = u8::try_from(self.names.len()).ok()?;
        self.names.push(name.to_owned());
        self.by_name.insert(name.to_owned(), number);
        Some(number)
    }

    /// Returns the number of a class whose name is an integer. `None` if there are more than 256 classes.
    pub fn number_of_integer(&mut self, label: i64) -> Option<u8> {
        self.number_of(&label.to_string())
    }

    /// The number of classes.
    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// The name of a class, as it is shown.
    ///
    /// # Panics
    /// When there is no class with this number.
    pub fn shown(&self, number: usize) -> String {
        shown(&self.names[number])
    }

    /// Sorts the names: by value if all are numbers, otherwise alphabetically. Names that the file lists stay in its order.
    pub fn sorted(self) -> SortedNames {
        let mut order: Vec<usize> = (0..self.names.len()).collect();
        let values: Option<Vec<f64>> = self.names.iter().map(|name| name.parse().ok()).collect();
        let by_name = |a: usize, b: usize| self.names[a].cmp(&self.names[b]);
        match values {
            _ if self.listed > 0 => {}
            // 3.1 and 3.10 have the same value.
            Some(values) => {
                order.sort_by(|&a, &b| values[a].total_cmp(&values[b]).then_with(|| by_name(a, b)));
            }
            None => order.sort_by(|&a, &b| by_name(a, b)),
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
pub fn shown(name: &str) -> String {
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
            names.number_of(field).unwrap();
        }
        names.sorted().names
    }

    #[test]
    fn numbers_are_sorted_by_value_and_words_alphabetically() {
        assert_eq!(sorted(&["10", "9", "0", "-1", "9"]), ["-1", "0", "9", "10"]);
        assert_eq!(sorted(&["3.9", "3.10", "3.1"]), ["3.1", "3.10", "3.9"]);
        assert_eq!(sorted(&["setosa", "10", "iris"]), ["10", "iris", "setosa"]);
    }

    #[test]
    fn listed_names_stand_for_numbers_and_stay_in_order() {
        let mut names = ClassNames::listed(vec!["red".to_owned(), "blue".to_owned()]);
        assert_eq!(
            [names.number_of("1"), names.number_of("0"), names.number_of("7")],
            [Some(1), Some(0), Some(2)]
        );
        assert_eq!(names.sorted().names, ["red", "blue", "7"]);
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
        assert!((0..256).all(|n| names.number_of(&n.to_string()).is_some()));
        assert_eq!(names.number_of("256"), None);
        assert_eq!(names.number_of("7"), Some(7));
    }
}
