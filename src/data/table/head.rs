//! Tells the examples of a table from what stands above them: comments, a title, names of columns, units.

use csv::ByteRecord;

use super::delimiter::{is_comment, without_mark};
use super::names::{counts_up, is_class_name, step_evenly};
use super::number::Cell;
use super::records::{filled, trimmed};
use crate::data::read_options::Header;
use crate::error::is_terminal_control;

/// What stands above the examples.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// How many rows do not hold an example.
    pub rows: usize,
    /// The names of the columns.
    pub names: Option<Vec<String>>,
    /// The number of columns.
    pub columns: usize,
    /// The first line as scikit-learn and TensorFlow write it: how many rows there are, and the names of the classes.
    pub counts: Option<Counts>,
    /// What a person should know.
    pub notes: Vec<String>,
}

/// How many rows there are, and the names of the classes 0, 1, 2 …
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counts {
    pub rows: usize,
    pub class_names: Vec<String>,
}

/// The first rows of a table.
#[derive(Debug, Default)]
pub struct FirstRows {
    /// The comments above the others.
    comments: usize,
    last_comment: Option<ByteRecord>,
    /// The rows from the first that is no comment.
    rows: Vec<ByteRecord>,
    /// The line of each.
    lines: Vec<u64>,
}

/// The most rows that are looked at.
const ROWS: usize = 12;
/// The most titles above a table, and the most lines of units below the names.
const MAX_TITLES: usize = 5;
const MAX_UNITS: usize = 2;

impl FirstRows {
    /// Adds the next row.
    pub fn add(&mut self, row: &ByteRecord, line: u64) {
        if self.rows.is_empty() && is_comment(row.get(0).unwrap_or_default()) {
            self.comments += 1;
            self.last_comment = Some(row.clone());
        } else {
            self.rows.push(row.clone());
            self.lines.push(line);
        }
    }

    /// Whether there are enough rows to decide.
    pub fn is_full(&self) -> bool {
        self.rows.len() >= ROWS
    }

    /// Whether all of them are UTF-8.
    pub fn is_utf8(&self) -> bool {
        self.last_comment.iter().chain(&self.rows).all(|row| str::from_utf8(row.as_slice()).is_ok())
    }

    /// The rows below a head, and their lines.
    pub fn below(&self, head: &Head) -> impl Iterator<Item = (&ByteRecord, u64)> + use<'_> {
        self.rows.iter().zip(self.lines.iter().copied()).skip(head.rows - self.comments)
    }

    /// Decides what stands above the examples. `other` is the header of another file with the same columns.
    pub fn head(&self, header: Header, other: Option<&[String]>) -> Head {
        let titles = if header == Header::No { 0 } else { self.titles() };
        let rows = &self.rows[titles..];
        let mut head =
            Head { rows: self.comments + titles, names: None, columns: 0, counts: None, notes: Vec::new() };
        if titles > 0 {
            head.notes.push(format!("{} above the columns left out", lines(titles, "title")));
        }
        let Some((first, rest)) = rows.split_first() else { return head };
        let body = Body::of(rest);
        if header == Header::Auto
            && let Some(counts) = counts(first, &body)
        {
            head.rows += 1;
            return Head { columns: body.columns, counts: Some(counts), ..head };
        }
        let commented = self.last_comment.as_ref().filter(|_| titles == 0 && header != Header::No);
        let commented = commented.and_then(|comment| commented_names(comment, first, rest, header));
        let is_header = match header {
            Header::Yes => commented.is_none(),
            Header::No => false,
            Header::Auto => is_header(first, &body, other),
        };
        if is_header {
            head.rows += 1;
            if counts_up(&names(first)) && header == Header::Auto {
                let line = "the first line was taken for names: --header no reads it as an example";
                head.notes.push(line.to_owned());
            }
            return named(head, first, rest);
        }
        let columns = filled(first);
        let names = commented.map(|mut names: Vec<String>| {
            names.resize(columns, String::new());
            names
        });
        Head { names, columns, ..head }
    }

    /// The number of rows above the columns that are titles.
    fn titles(&self) -> usize {
        let mut titles = 0;
        while titles < MAX_TITLES && is_title(&self.rows[titles..]) {
            titles += 1;
        }
        titles
    }
}

/// `1 title`, `2 titles`.
fn lines(count: usize, what: &str) -> String {
    if count == 1 { format!("a {what}") } else { format!("{count} {what}s") }
}

/// Adds the names of the columns, and skips the units below them.
fn named(mut head: Head, first: &ByteRecord, rest: &[ByteRecord]) -> Head {
    let mut names = names(first);
    let below = rest.iter().map(filled).next().unwrap_or(0);
    if below == first.len() + 1 {
        names.insert(0, String::new()); // R writes no name for the column of row names.
    } else if below == names.len() + 1 && first.len() > names.len() {
        names.push(String::new()); // The last column has no name.
    }
    let is_units = |at: usize| rest.get(at).is_some_and(|row| has_units(row, &Body::of(&rest[at + 1..])));
    let units = (0..MAX_UNITS).take_while(|&at| is_units(at)).count();
    if units > 0 {
        head.rows += units;
        head.notes.push(format!(
            "{} below the names left out",
            lines(units, "line of units").replace("unitss", "units")
        ));
    }
    Head { columns: names.len(), names: Some(names), ..head }
}

/// The names of the columns, without empty ones at the end and without characters that control a terminal.
fn names(row: &ByteRecord) -> Vec<String> {
    let name = |field: &[u8]| {
        let text = String::from_utf8_lossy(trimmed(field)).into_owned();
        text.chars().filter(|&letter| !is_terminal_control(letter)).collect()
    };
    row.iter().take(filled(row)).map(name).collect()
}

/// The rows below the one in question.
struct Body<'r> {
    /// Those that have the usual number of columns.
    rows: Vec<&'r ByteRecord>,
    columns: usize,
    /// Whether most fields of each column are numbers.
    are_numbers: Vec<bool>,
}

impl<'r> Body<'r> {
    fn of(rows: &'r [ByteRecord]) -> Body<'r> {
        let count = |columns: usize| rows.iter().filter(|row| filled(row) == columns).count();
        // Of equally frequent numbers, that of the last row.
        let columns = rows.iter().map(filled).max_by_key(|&columns| count(columns)).unwrap_or(0);
        let rows: Vec<_> = rows.iter().filter(|row| filled(row) == columns).collect();
        let are_numbers = (0..columns).map(|column| {
            let numbers = rows.iter().filter(|row| is_number(&row[column])).count();
            let words = rows.iter().filter(|row| is_word(&row[column])).count();
            numbers > words
        });
        Body { are_numbers: are_numbers.collect(), rows, columns }
    }

    /// Whether a field occurs in a column.
    fn has(&self, column: usize, field: &[u8]) -> bool {
        self.rows.iter().any(|row| trimmed(&row[column]) == field)
    }
}

fn is_number(field: &[u8]) -> bool {
    matches!(Cell::of(trimmed(field)), Cell::Byte(_) | Cell::Number(_) | Cell::Marked(_))
}

fn is_word(field: &[u8]) -> bool {
    Cell::of(trimmed(field)) == Cell::Word
}

/// Whether the first row is a title: words that do not fill the columns of the others.
fn is_title(rows: &[ByteRecord]) -> bool {
    let [first, rest @ ..] = rows else { return false };
    let body = Body::of(rest);
    let filled_in = first.iter().filter(|field| !trimmed(field).is_empty()).count();
    // R leaves out the name of the first column.
    let may_be_names = filled_in + 1 == body.columns
        && filled_in > 1
        && rest.first().is_some_and(|row| row.iter().any(is_number));
    rest.len() >= 2
        && filled_in < body.columns
        && !may_be_names
        && !first.iter().any(is_number)
        && (filled_in == 1 || filled(first) != body.columns)
}

/// Recognizes `120,4,setosa,versicolor`: the numbers of rows and of inputs, and the names of the classes.
fn counts(first: &ByteRecord, body: &Body) -> Option<Counts> {
    let number = |at: usize| str::from_utf8(trimmed(first.get(at)?)).ok()?.parse::<usize>().ok();
    let names = names(first);
    let class_names = names.get(2..)?.to_vec();
    let are_words = class_names.iter().all(|name| is_word(name.as_bytes()));
    let is_like_others = (2..names.len()).all(|at| body.are_numbers.get(at) == Some(&false));
    let fits = number(1)? + 1 == body.columns && class_names.len() >= 2 && are_words && !is_like_others;
    fits.then_some(Counts { rows: number(0)?, class_names })
}

/// Names of columns in a comment right above the examples, such as `#label,x,y`.
fn commented_names(
    comment: &ByteRecord,
    first: &ByteRecord,
    rest: &[ByteRecord],
    header: Header,
) -> Option<Vec<String>> {
    if header == Header::Auto && is_header(first, &Body::of(rest), None) || !first.iter().any(is_number) {
        return None;
    }
    let mut names = names(comment);
    let name = without_mark(names.first()?.as_bytes()).to_vec();
    names[0] = String::from_utf8_lossy(&name).into_owned();
    let columns = filled(first);
    // `# label x y`, parted by blanks.
    if names.len() == columns + 1 && names[0].is_empty() {
        names.remove(0);
    }
    let has_number = names.iter().any(|name| is_number(name.as_bytes()));
    (names.len() == columns && columns > 1 && (!has_number || names.iter().any(|name| is_class_name(name))))
        .then_some(names)
}

/// Whether a row names the columns.
fn is_header(first: &ByteRecord, body: &Body, other: Option<&[String]>) -> bool {
    let names = names(first);
    let is_same = |other: &[String]| {
        let lower = |names: &[String]| names.iter().map(|name| name.to_lowercase()).collect::<Vec<_>>();
        lower(other) == lower(&names)
            || other.first().is_some_and(String::is_empty) && lower(&other[1..]) == lower(&names)
    };
    if other.is_some_and(is_same) {
        return true;
    }
    let numbers: Vec<f64> =
        names.iter().filter_map(|name| name.parse().ok().filter(|n: &f64| n.is_finite())).collect();
    if !first.iter().any(is_number) {
        return names.iter().any(|name| is_word(name.as_bytes()));
    }
    if names.iter().any(|name| is_class_name(name)) || counts_up(&names) {
        return true;
    }
    // Numbers among the names, such as wavelengths: the words are not what the columns hold.
    let words: Vec<usize> = (0..names.len()).filter(|&column| is_word(names[column].as_bytes())).collect();
    let is_new = |&column: &usize| column < body.columns && !body.has(column, names[column].as_bytes());
    let is_out_of_place = |&column: &usize| body.are_numbers.get(column) == Some(&true);
    let is_rising = numbers.is_sorted_by(|a, b| a < b) || numbers.is_sorted_by(|a, b| a > b);
    !words.is_empty()
        && words.iter().all(is_new)
        && (words.iter().any(is_out_of_place) && is_rising || step_evenly(&numbers))
}

/// Whether a row below the names holds units: words, also where the columns are numbers.
fn has_units(row: &ByteRecord, body: &Body) -> bool {
    let in_numbers =
        || row.iter().zip(&body.are_numbers).filter(|(_, is_number)| **is_number).map(|(field, _)| field);
    !body.rows.is_empty()
        && !row.iter().any(is_number)
        && in_numbers().any(is_word)
        && in_numbers().all(|field| is_word(field) || trimmed(field).is_empty())
}
