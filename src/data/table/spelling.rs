//! The names of classes in a table.

use std::borrow::Cow;
use std::collections::HashMap;

use super::column_survey::ColumnSurvey;
use crate::data::class_names::{MAX_WHOLE, shown};

/// How a class becomes a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spelling {
    /// As it stands: 3.1 and 3.10 are different, and so are 1 and 01.
    AsItStands,
    /// As a whole number: 3, 3.0 and 3e0 are the same.
    Whole,
}

impl Spelling {
    /// The spelling for a column of classes.
    pub fn of(column: &ColumnSurvey) -> Spelling {
        let mut others = column.values.iter().flat_map(|values| values.keys());
        let are_whole = others.all(|value| str::from_utf8(value).is_ok_and(|value| whole(value).is_some()));
        if are_whole { Spelling::Whole } else { Spelling::AsItStands }
    }

    /// Tells of fields that stand for the same number, or differ in capitals only: whether they are one class or two.
    pub fn note(self, columns: &[&ColumnSurvey]) -> Option<String> {
        let bytes = columns.iter().flat_map(|column| {
            let is_there = |(byte, count): (usize, &u32)| (*count > 0).then(|| byte.to_string());
            column.bytes.iter().enumerate().filter_map(is_there)
        });
        let others = columns.iter().flat_map(|column| column.values.iter().flat_map(|values| values.keys()));
        let others = others.map(|field| String::from_utf8_lossy(field).into_owned());
        let mut fields: Vec<String> = bytes.chain(others).collect();
        fields.sort_unstable();
        fields.dedup();
        let mut first_of = HashMap::new();
        let (first, second) = fields.iter().find_map(|field| {
            let first = first_of.insert(meaning(field), field)?;
            Some((first, field))
        })?;
        let is_one = self.name(first.as_bytes()) == self.name(second.as_bytes());
        let taken = if is_one { "one class" } else { "two classes" };
        Some(format!(
            "the class column holds both `{}` and `{}`: taken as {taken}",
            shown(first),
            shown(second)
        ))
    }

    /// The name of the class that a field stands for.
    pub fn name(self, field: &[u8]) -> Cow<'_, str> {
        let text = String::from_utf8_lossy(field);
        match self {
            Spelling::AsItStands => text,
            Spelling::Whole => whole(&text).map_or(text, |number| number.to_string().into()),
        }
    }
}

/// What fields have in common that a person may take for the same class.
fn meaning(field: &str) -> String {
    match field.parse::<f64>() {
        Ok(number) if number.is_finite() => (number + 0.0).to_string(),
        _ => field.to_lowercase(),
    }
}

/// A whole number in any spelling without zeros in front.
fn whole(text: &str) -> Option<i64> {
    let digits = text.strip_prefix('-').unwrap_or(text).as_bytes();
    let is_plain = !matches!(digits, [b'0', b'0'..=b'9', ..] | [b'+', ..]);
    let number: f64 = text.parse().ok().filter(|_| is_plain)?;
    (number.fract() == 0.0 && number.abs() < MAX_WHOLE).then_some(number as i64)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(fields: &[&str]) -> Vec<String> {
        let mut column = ColumnSurvey::new(true);
        let mut budget = 1 << 20;
        for field in fields {
            column.add(field.as_bytes(), 1, &mut budget);
        }
        let spelling = Spelling::of(&column);
        fields.iter().map(|field| spelling.name(field.as_bytes()).into_owned()).collect()
    }

    #[test]
    fn names_stay_the_text_they_are() {
        for fields in [["3.1", "3.10", "3"], ["01", "1", "1.0"], ["1", "1.0", "a"], ["-1", "1", "0"]] {
            assert_eq!(names(&fields), fields);
        }
    }

    #[test]
    fn whole_numbers_are_equal_in_every_spelling() {
        assert_eq!(names(&["3", "3.0", "3.00e+00", "-0", "-1.0"]), ["3", "3", "3", "0", "-1"]);
    }
}
