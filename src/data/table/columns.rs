//! Which column of a table is what.

use csv::ByteRecord;

use super::text::number;
use crate::data::fault::Fault;
use crate::data::file_data::check_inputs;

/// What the column of classes may be called; `y` is so only where no `x` stands beside it.
const CLASS: [&str; 5] = ["label", "class", "target", "species", "y"];
/// So many of them are never the name of a class.
const SURE: usize = 4;
/// What columns are called that only number the rows.
const COUNTERS: [&str; 4] = ["", "id", "index", "unnamed: 0"];

/// Where the classes are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// In the column that is called so.
    Named(usize),
    /// In the column of words, or else in the last one.
    Guessed(usize),
    /// In the first or in the last one: all are numbers, and nothing is called by a name.
    Unknown,
}

/// Which column is what.
pub struct Columns {
    /// The classes.
    pub class: Class,
    /// Those that count, in their order; with those that may be the classes.
    pub numbers: Vec<usize>,
    /// How many a row has; what follows must be empty.
    pub all: usize,
    /// What they are called, if the first row says so.
    pub header: Option<Vec<String>>,
}

impl Columns {
    /// What the first two rows tell.
    pub fn of(first: &ByteRecord, second: &ByteRecord, delimiter: u8) -> Result<Columns, Fault> {
        let is_number = |field: &[u8]| number(field, delimiter).is_some();
        let mut names = names(first);
        let is_header = !first.iter().any(is_number)
            || names.iter().any(|name| CLASS[..SURE].contains(&name.as_str()))
            || counts_up(&names);
        let has_more = second.iter().rposition(|field| !field.is_empty()) == Some(names.len());
        if is_header && has_more {
            names.insert(0, String::new()); // R leaves the numbers of the rows without a name
        }
        let row = if is_header && !second.is_empty() { second } else { first };
        // Some programs end each line with a comma.
        let last = (0..row.len()).rfind(|&column| !row[column].is_empty()).unwrap_or(0);
        let last = if is_header { names.len() - 1 } else { last };
        let class = match named(&names).next().filter(|_| is_header) {
            Some(named) => Class::Named(named),
            None => guessed(row, last, is_header, is_number),
        };
        let is_class = |column: usize| match class {
            // Others that are called so would tell the class.
            Class::Named(named) => {
                column == named || is_header && CLASS[..SURE].contains(&names[column].as_str())
            }
            Class::Guessed(guessed) => column == guessed,
            Class::Unknown => false,
        };
        let is_counter = |column: usize| is_header && COUNTERS.contains(&names[column].as_str());
        let numbers: Vec<usize> =
            (0..=last).filter(|&column| !is_class(column) && !is_counter(column)).collect();
        let inputs = numbers.len() - usize::from(class == Class::Unknown && !numbers.is_empty());
        if inputs == 0 {
            return Err(Fault::from("it has no columns of numbers beside the class"));
        }
        check_inputs(inputs)?;
        Ok(Columns { class, numbers, all: last + 1, header: is_header.then_some(names) })
    }

    /// Whether the first row of another table calls the columns as that of this one did.
    pub fn is_header(&self, first: &ByteRecord) -> bool {
        self.header.as_ref().is_some_and(|header| *header == names(first))
    }

    /// The same but for the first name, which R leaves out.
    pub fn is_header_of_r(&self, first: &ByteRecord) -> bool {
        let header = self.header.as_ref().and_then(|header| header.strip_prefix(&[String::new()]));
        header.is_some_and(|header| *header == names(first))
    }

    /// Whether the first row of another table may be one of numbers in these columns: where no names were compared, one
    /// that is a number is enough, and faults in it will be told.
    pub fn may_have(&self, first: &ByteRecord, delimiter: u8) -> bool {
        let is_number = |&column: &usize| number(&first[column], delimiter).is_some();
        let mut columns = self.numbers.iter();
        self.are_as_many(first)
            && if self.header.is_some() { columns.all(is_number) } else { columns.any(is_number) }
    }

    /// Whether a row has these columns, and none behind them.
    pub fn are_as_many(&self, row: &ByteRecord) -> bool {
        row.len() >= self.all && row.iter().skip(self.all).all(<[u8]>::is_empty)
    }
}

/// What the columns are called, as far as they are.
fn names(first: &ByteRecord) -> Vec<String> {
    let mut names: Vec<_> = first.iter().map(|name| String::from_utf8_lossy(name).to_lowercase()).collect();
    names.truncate(names.iter().rposition(|name| !name.is_empty()).map_or(0, |last| last + 1));
    names
}

/// The columns that are called as classes are, the best name first.
fn named(names: &[String]) -> impl Iterator<Item = usize> {
    let place = |name: &str| names.iter().position(|other| other == name);
    CLASS.iter().filter(move |&&name| name != "y" || place("x").is_none()).filter_map(move |name| place(name))
}

/// Whether a row is 0, 1, 2 …, as columns without names are numbered, maybe after one for the numbers of the rows.
fn counts_up(names: &[String]) -> bool {
    let names = names.strip_prefix(&[String::new()]).unwrap_or(names);
    names.len() > 2 && names.iter().enumerate().all(|(place, name)| *name == place.to_string())
}

/// Where the classes are if no column is called so.
fn guessed(row: &ByteRecord, last: usize, is_header: bool, is_number: impl Fn(&[u8]) -> bool) -> Class {
    let is_word = |&column: &usize| !row[column].is_empty() && !is_number(&row[column]);
    let mut words = (0..row.len().min(last + 1)).filter(is_word);
    match (words.next(), words.next()) {
        (Some(word), None) => Class::Guessed(word),
        (None, _) if !is_header => Class::Unknown,
        _ => Class::Guessed(last),
    }
}
