//! What a reader took the columns of a file for.

use crate::column::Column;

/// What was read from a file, and what was left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// The columns of the class: one, or one for each class, of 0 and 1. Empty if the file keeps labels apart from inputs.
    pub class: Vec<Column>,
    /// The columns that may be the class as well. The person may choose one of them.
    pub also_class: Vec<Column>,
    /// The columns that were left out.
    pub left_out: Vec<LeftOut>,
    /// Whatever else a person should know, each a short sentence.
    pub notes: Vec<String>,
}

/// A column that was left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// The column.
    pub column: Column,
    /// Why, in a few words, such as `numbers of rows`.
    pub reason: &'static str,
}

/// Why columns are left out that `--drop none` keeps.
pub const ROW_NUMBERS: &str = "numbers of rows";

/// The most columns that are named as left out.
const MAX_NAMED: usize = 4;

impl Reading {
    /// Says in one line what was taken for what: `class: column 1 `kind`, 3 classes; 13 inputs; left out: …`.
    pub fn summary(&self, classes: usize, inputs: usize) -> String {
        let class = match self.class.as_slice() {
            [] => format!("{classes} classes"),
            [column] => format!("class: {column}, {classes} classes"),
            [first, .., last] => {
                format!("class: columns {} to {}, {classes} classes", first.number, last.number)
            }
        };
        let inputs = format!("{inputs} {}", if inputs == 1 { "input" } else { "inputs" });
        let mut left_out: Vec<String> = (self.left_out.iter().take(MAX_NAMED))
            .map(|LeftOut { column, reason }| match *reason {
                ROW_NUMBERS => format!("{column} ({reason}; --drop none keeps them)"),
                reason => format!("{column} ({reason})"),
            })
            .collect();
        let more = self.left_out.len() - left_out.len();
        left_out.extend((more > 0).then(|| format!("{more} more")));
        let left_out = (!left_out.is_empty()).then(|| format!("left out: {}", left_out.join(", ")));
        [Some(class), Some(inputs), left_out]
            .into_iter()
            .flatten()
            .chain(self.notes.clone())
            .collect::<Vec<_>>()
            .join("; ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_summary_names_what_was_taken_and_what_was_left_out() {
        let column = |number, name: &str| Column { number, name: Some(name.to_owned()) };
        let reading = Reading {
            class: vec![column(1, "kind")],
            left_out: vec![LeftOut { column: Column { number: 2, name: None }, reason: "numbers of rows" }],
            notes: vec!["read as Latin-1".to_owned()],
            ..Reading::default()
        };
        let expected = "class: column 1 `kind`, 3 classes; 13 inputs; left out: column 2 (numbers of rows; \
             --drop none keeps them); read as Latin-1";
        assert_eq!(reading.summary(3, 13), expected);
        assert_eq!(Reading::default().summary(10, 1), "10 classes; 1 input");
    }
}
