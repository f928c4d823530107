//! Decides what each column of a table holds.

use csv::ByteRecord;

use super::lines::number;
use crate::data::file_data::check_inputs;
use crate::data::read_error::ReadError;

/// Names of the class column, the most specific first. `y` is a coordinate rather than the class where there is an `x`.
const CLASS_NAMES: [&str; 5] = ["label", "class", "target", "species", "y"];
/// The first so many of [`CLASS_NAMES`] always name a column of classes, and are never the class of a row.
const UNAMBIGUOUS: usize = 4;
/// Names of columns that only number the rows. pandas writes `Unnamed: 0`.
const ROW_NUMBER_NAMES: [&str; 4] = ["", "id", "index", "unnamed: 0"];

/// Where the classes are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// In the column with the name of a class column.
    Named(usize),
    /// In the only column of words, or else in the last column.
    Guessed(usize),
    /// In the first or the last column: all columns are numbers, and none has the name of a class column.
    Unknown,
}

/// The columns of a table.
pub struct Columns {
    /// Where the classes are.
    pub class: Class,
    /// The columns of numbers, in order. Those that may be the classes are among them while `class` is unknown.
    pub numbers: Vec<usize>,
    /// The number of columns; further fields of a row must be empty.
    pub count: usize,
    /// The names of the columns in lower case, if the first row is a header.
    pub header: Option<Vec<String>>,
}

impl Columns {
    /// Decides from the first two rows.
    pub fn of(first: &ByteRecord, second: &ByteRecord, delimiter: u8) -> Result<Columns, ReadError> {
        let is_number = |field: &[u8]| number(field, delimiter).is_some();
        let mut names = names(first);
        let is_header = !first.iter().any(is_number)
            || names.iter().any(|name| is_unambiguous(name))
            || counts_up(&names);
        let has_one_more = second.iter().rposition(|field| !field.is_empty()) == Some(names.len());
        if is_header && has_one_more {
            names.insert(0, String::new()); // R writes no name for the column of row names
        }
        let row = if is_header && !second.is_empty() { second } else { first };
        // Some programs write a delimiter at the end of each line.
        let last = (0..row.len()).rfind(|&column| !row[column].is_empty()).unwrap_or(0);
        let last = if is_header { names.len() - 1 } else { last };
        let class = match class_columns(&names).next().filter(|_| is_header) {
            Some(named) => Class::Named(named),
            None => guess_class(row, last, is_header, is_number),
        };
        let is_class = |column: usize| match class {
            // Other columns with such a name would give the class away.
            Class::Named(named) => column == named || is_header && is_unambiguous(&names[column]),
            Class::Guessed(guessed) => column == guessed,
            Class::Unknown => false,
        };
        let numbers_rows = |column: usize| is_header && ROW_NUMBER_NAMES.contains(&names[column].as_str());
        let numbers: Vec<usize> =
            (0..=last).filter(|&column| !is_class(column) && !numbers_rows(column)).collect();
        let inputs = numbers.len() - usize::from(class == Class::Unknown && !numbers.is_empty());
        if inputs == 0 {
            return Err(ReadError::from("it has no columns of numbers besides the class"));
        }
        check_inputs(inputs)?;
        Ok(Columns { class, numbers, count: last + 1, header: is_header.then_some(names) })
    }

    /// Whether the first row of another table is the same header.
    pub fn is_header(&self, first: &ByteRecord) -> bool {
        self.header.as_ref().is_some_and(|header| *header == names(first))
    }

    /// Whether the first row of another table is the same header without the first name, as R writes it.
    pub fn is_header_of_r(&self, first: &ByteRecord) -> bool {
        let header = self.header.as_ref().and_then(|header| header.strip_prefix(&[String::new()]));
        header.is_some_and(|header| *header == names(first))
    }

    /// Whether the first row of another table may be numbers in these columns. In a table without a header, one
    /// number is enough: what is wrong with the others is then reported.
    pub fn may_be_row(&self, first: &ByteRecord, delimiter: u8) -> bool {
        let is_number = |&column: &usize| number(&first[column], delimiter).is_some();
        let mut columns = self.numbers.iter();
        self.fit(first) && if self.header.is_some() { columns.all(is_number) } else { columns.any(is_number) }
    }

    /// Whether a row has exactly these columns, apart from empty fields at the end.
    pub fn fit(&self, row: &ByteRecord) -> bool {
        row.len() >= self.count && row.iter().skip(self.count).all(<[u8]>::is_empty)
    }
}

/// The names of the columns in lower case, without empty ones at the end.
fn names(first: &ByteRecord) -> Vec<String> {
    let mut names: Vec<_> = first.iter().map(|name| String::from_utf8_lossy(name).to_lowercase()).collect();
    names.truncate(names.iter().rposition(|name| !name.is_empty()).map_or(0, |last| last + 1));
    names
}

fn is_unambiguous(name: &str) -> bool {
    CLASS_NAMES[..UNAMBIGUOUS].contains(&name)
}

/// The columns with names of class columns, the most specific name first.
fn class_columns(names: &[String]) -> impl Iterator<Item = usize> {
    let place = |name: &str| names.iter().position(|other| other == name);
    CLASS_NAMES
        .iter()
        .filter(move |&&name| name != "y" || place("x").is_none())
        .filter_map(move |name| place(name))
}

/// Whether a row is 0, 1, 2 …, the names that pandas gives to columns without names, perhaps after an empty one for the
/// index.
fn counts_up(names: &[String]) -> bool {
    let names = names.strip_prefix(&[String::new()]).unwrap_or(names);
    names.len() > 2 && names.iter().enumerate().all(|(place, name)| *name == place.to_string())
}

/// Guesses where the classes are if no column has the name of a class column.
fn guess_class(row: &ByteRecord, last: usize, is_header: bool, is_number: impl Fn(&[u8]) -> bool) -> Class {
    let is_word = |&column: &usize| !row[column].is_empty() && !is_number(&row[column]);
    let mut words = (0..row.len().min(last + 1)).filter(is_word);
    match (words.next(), words.next()) {
        (Some(word), None) => Class::Guessed(word),
        (None, _) if !is_header => Class::Unknown,
        _ => Class::Guessed(last),
    }
}
