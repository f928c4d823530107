//! What the classes of a table are called.

use std::collections::HashMap;

/// Names, numbered in the order in which they are met.
#[derive(Default)]
pub struct Names {
    numbers: HashMap<String, u8>,
    met: Vec<String>,
}

/// The longest name that is kept whole.
const LONGEST: usize = 24;

impl Names {
    /// The number of a class; `None` if there are more than a byte can count.
    pub fn number_of(&mut self, field: &[u8]) -> Option<u8> {
        let name = readable(field);
        if let Some(&number) = self.numbers.get(&name) {
            return Some(number);
        }
        let number = u8::try_from(self.met.len()).ok()?;
        self.met.push(name.clone());
        self.numbers.insert(name, number);
        Some(number)
    }

    /// The value of the only class there is, if it is a number.
    pub fn only_number(&self) -> Option<f32> {
        match self.met.as_slice() {
            [name] => name.parse().ok(),
            _ => None,
        }
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
        (order.into_iter().map(|number| self.met[number].clone()).collect(), places)
    }
}

/// A name as a person would write it: `3` for 3.000e0, and nothing that moves the cursor.
fn readable(field: &[u8]) -> String {
    let text = String::from_utf8_lossy(field);
    match text.parse::<f64>() {
        Ok(number) if number.is_finite() => number.to_string(),
        _ => text.chars().filter(|letter| !letter.is_control()).take(LONGEST).collect(),
    }
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
        assert_eq!(sorted(&["10", "9", "1.0e0", "9.0"]), ["1", "9", "10"]);
        assert_eq!(sorted(&["setosa", "10", "iris"]), ["10", "iris", "setosa"]);
    }

    #[test]
    fn a_name_has_no_orders_for_the_terminal() {
        assert_eq!(sorted(&["\x1b[31mred\x07"]), ["[31mred"]);
    }

    #[test]
    fn there_are_no_more_than_a_byte_can_count() {
        let mut names = Names::default();
        assert!((0..256).all(|n| names.number_of(n.to_string().as_bytes()).is_some()));
        assert_eq!(names.number_of(b"256"), None);
        assert_eq!(names.number_of(b"7"), Some(7));
    }
}
