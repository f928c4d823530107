//! Logs that are one JSON document, which is rewritten as a whole.

use std::cell::Cell;
use std::fmt;

use serde::Deserializer as _;
use serde::de::{DeserializeSeed, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::json::{Object, read};
use super::rows::{Rows, number};

/// The most rows of a document that is made of lists of numbers.
const MOST_ROWS: usize = 1 << 20;

/// A document that has been read.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Whole {
    /// Steps taken, and those to be taken, as Hugging Face has them.
    steps: Option<f64>,
    most_steps: Option<f64>,
}

impl Whole {
    /// Whether the training has come to its end.
    pub fn is_finished(&self) -> bool {
        self.steps.zip(self.most_steps).is_some_and(|(steps, most)| most > 0.0 && steps >= most)
    }
}

/// Reads a document: the `log_history` of Hugging Face, a list of objects, or an object of lists as Keras has its history.
/// Returns what it says of the whole training; `None` if it is not whole.
pub fn document(bytes: &[u8], rows: &mut Rows) -> Option<Whole> {
    let forget = |rows: &mut Rows| {
        rows.undo();
        rows.take();
    };
    let whole = Cell::default();
    let is_whole =
        read(bytes, rows, forget, |from, rows| from.deserialize_any(Document { rows, whole: &whole }));
    is_whole.then(|| whole.get())
}

/// Whether a text is a whole document: a list of rows, or an object with a list of rows or of numbers.
pub fn is_of_lists(text: &[u8]) -> bool {
    let mut rows = Rows::default();
    document(text, &mut rows).is_some() && rows.take().len() > 0
}

/// A document: a list of rows; or an object that has such a list, or a list of numbers for each column.
struct Document<'a> {
    rows: &'a mut Rows,
    whole: &'a Cell<Whole>,
}

impl<'de> Visitor<'de> for Document<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a document of evaluations")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        while items.next_element_seed(Item { rows: &mut *self.rows, numbers: None })?.is_some() {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<(), A::Error> {
        let mut columns: Vec<(String, Vec<f64>)> = Vec::new();
        while let Some(name) = members.next_key::<String>()? {
            let (mut numbers, mut number) = (Vec::new(), None);
            members.next_value_seed(List {
                rows: &mut *self.rows,
                numbers: &mut numbers,
                number: &mut number,
            })?;
            match name.as_str() {
                "global_step" => self.whole.set(Whole { steps: number, ..self.whole.get() }),
                "max_steps" => self.whole.set(Whole { most_steps: number, ..self.whole.get() }),
                _ => {}
            }
            if !numbers.is_empty() {
                columns.push((name, numbers));
            }
        }
        let length = columns.iter().map(|(_, numbers)| numbers.len()).max().unwrap_or(0);
        for row in 0..length {
            for (name, numbers) in &columns {
                if let Some(&value) = numbers.get(row) {
                    self.rows.push_named(name, value);
                }
            }
            self.rows.end();
        }
        Ok(())
    }
}

/// A member of a document, which may be a list of rows or of numbers, or a number.
struct List<'a> {
    rows: &'a mut Rows,
    numbers: &'a mut Vec<f64>,
    number: &'a mut Option<f64>,
}

impl<'de> DeserializeSeed<'de> for List<'_> {
    type Value = ();

    fn deserialize<D: serde::Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        from.deserialize_any(self)
    }
}

/// An item of a list: a row, a number, or nothing of interest.
struct Item<'a> {
    rows: &'a mut Rows,
    numbers: Option<&'a mut Vec<f64>>,
}

impl<'de> DeserializeSeed<'de> for Item<'_> {
    type Value = ();

    fn deserialize<D: serde::Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        from.deserialize_any(self)
    }
}

/// What a value that is of no interest is turned into.
macro_rules! ignore_scalars {
    () => {
        fn visit_bool<E>(self, _: bool) -> Result<(), E> {
            Ok(())
        }

        fn visit_unit<E>(self) -> Result<(), E> {
            Ok(())
        }
    };
}

impl<'de> Visitor<'de> for List<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a list")
    }

    ignore_scalars!();

    fn visit_f64<E>(self, value: f64) -> Result<(), E> {
        *self.number = Some(value);
        Ok(())
    }

    fn visit_u64<E>(self, value: u64) -> Result<(), E> {
        *self.number = Some(value as f64);
        Ok(())
    }

    fn visit_i64<E>(self, value: i64) -> Result<(), E> {
        *self.number = Some(value as f64);
        Ok(())
    }

    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<(), A::Error> {
        while members.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        while items
            .next_element_seed(Item { rows: &mut *self.rows, numbers: Some(&mut *self.numbers) })?
            .is_some()
        {}
        Ok(())
    }
}

impl<'de> Visitor<'de> for Item<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a row")
    }

    ignore_scalars!();

    fn visit_f64<E: Error>(self, value: f64) -> Result<(), E> {
        if let Some(numbers) = self.numbers.filter(|numbers| numbers.len() < MOST_ROWS) {
            numbers.push(value);
        }
        Ok(())
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<(), E> {
        self.visit_f64(value as f64)
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<(), E> {
        self.visit_f64(value as f64)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<(), E> {
        match number(text) {
            Some(value) => self.visit_f64(value),
            None => Ok(()),
        }
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        while items.next_element::<IgnoredAny>()?.is_some() {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<(), A::Error> {
        Object { rows: self.rows }.visit_map(members)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_are_lists_of_rows_or_rows_of_lists() {
        let mut rows = Rows::default();
        let state = br#"{"best": null, "log_history": [{"loss": 1.5, "step": 1}, {"eval_loss": 2, "step": 1}], "n": 3}"#;
        assert_eq!(document(state, &mut rows), Some(Whole::default()));
        assert_eq!(rows.take_named().len(), 2);
        assert!(document(br#"{"loss": [3, 2, 1], "val_loss": [4, NaN]}"#, &mut rows).is_some());
        let taken = rows.take_named();
        assert_eq!([taken.len(), taken[0].len(), taken[2].len()], [3, 2, 1]);
        assert_eq!(document(&state[..40], &mut rows), None, "half a document");
        assert!(rows.take_named().is_empty());
    }

    #[test]
    fn a_state_tells_whether_the_training_has_come_to_its_end() {
        let is_finished =
            |state: &str| document(state.as_bytes(), &mut Rows::default()).expect("whole").is_finished();
        assert!(is_finished(r#"{"global_step": 40, "log_history": [], "max_steps": 40}"#));
        assert!(!is_finished(r#"{"global_step": 39, "log_history": [], "max_steps": 40}"#));
        assert!(!is_finished(r#"{"global_step": 39, "log_history": []}"#));
    }
}
