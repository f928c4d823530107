//! Rows of numbers with named columns: what every format of logs is turned into.

use std::collections::HashMap;

/// The most columns that are told apart. A log with more has names that are made up as it goes.
const MOST_COLUMNS: usize = 4_096;
/// The most bytes of a name.
const LONGEST_NAME: usize = 200;

/// Rows that have been read, and the names of all columns so far.
#[derive(Debug, Default)]
pub struct Rows {
    names: Vec<String>,
    numbers: HashMap<String, usize>,
    /// Which columns are in a whole row.
    used: Vec<bool>,
    /// How many of them there are.
    used_count: usize,
    cells: Vec<Cell>,
    /// Where each whole row ends among the cells.
    ends: Vec<usize>,
}

/// A number in a row.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cell {
    /// The number of its column.
    pub column: usize,
    /// Its value. Not finite if the log says so.
    pub value: f64,
}

impl Rows {
    /// The names of all columns that had a number, in the order in which they appeared.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// Whether a column is in a whole row. Others were only in rows that were forgotten.
    pub fn is_used(&self, column: usize) -> bool {
        self.used.get(column) == Some(&true)
    }

    /// The number of columns that are in whole rows.
    pub fn used(&self) -> usize {
        self.used_count
    }

    /// The number of the column of this name; `None` if there are too many.
    pub fn column(&mut self, name: &str) -> Option<usize> {
        if let Some(&number) = self.numbers.get(name) {
            return Some(number);
        }
        if self.names.len() == MOST_COLUMNS || name.len() > LONGEST_NAME {
            return None;
        }
        let number = self.names.len();
        self.names.push(name.to_owned());
        self.used.push(false);
        self.numbers.insert(name.to_owned(), number);
        Some(number)
    }

    /// Adds a number to the row that is being read.
    pub fn push(&mut self, column: usize, value: f64) {
        self.cells.push(Cell { column, value });
    }

    /// Adds a number to the row that is being read, in the column of this name.
    pub fn push_named(&mut self, name: &str, value: f64) {
        if let Some(column) = self.column(name) {
            self.push(column, value);
        }
    }

    /// Ends the row that is being read, if it has a number.
    pub fn end(&mut self) {
        let open = self.open();
        for cell in &self.cells[open..] {
            self.used_count += usize::from(!self.used[cell.column]);
            self.used[cell.column] = true;
        }
        if open < self.cells.len() {
            self.ends.push(self.cells.len());
        }
    }

    /// Forgets the row that is being read.
    pub fn undo(&mut self) {
        self.cells.truncate(self.open());
    }

    /// Whether the row that is being read has a number in a column.
    pub fn has(&self, name: &str) -> bool {
        let column = self.numbers.get(name);
        column.is_some_and(|&column| self.cells[self.open()..].iter().any(|cell| cell.column == column))
    }

    /// The whole rows.
    pub fn iter(&self) -> impl Iterator<Item = &[Cell]> {
        split(&self.cells, &self.ends)
    }

    /// The whole rows, which are taken out.
    pub fn take(&mut self) -> WholeRows {
        let open = self.cells.split_off(self.open());
        WholeRows { cells: std::mem::replace(&mut self.cells, open), ends: std::mem::take(&mut self.ends) }
    }

    /// The whole rows with the names of their columns, which are taken out.
    #[cfg(test)]
    pub fn take_named(&mut self) -> Vec<Vec<(String, f64)>> {
        let taken = self.take();
        let name = |cell: &Cell| (self.names[cell.column].clone(), cell.value);
        taken.iter().map(|row| row.iter().map(name).collect()).collect()
    }

    /// Where the row that is being read begins.
    fn open(&self) -> usize {
        self.ends.last().copied().unwrap_or(0)
    }
}

/// Rows that have been read.
#[derive(Debug)]
pub struct WholeRows {
    cells: Vec<Cell>,
    ends: Vec<usize>,
}

impl WholeRows {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// The rows, the first one first.
    pub fn iter(&self) -> impl Iterator<Item = &[Cell]> {
        split(&self.cells, &self.ends)
    }
}

/// The rows of these cells, each of which ends where `ends` says.
fn split<'a>(cells: &'a [Cell], ends: &'a [usize]) -> impl Iterator<Item = &'a [Cell]> {
    let starts = [0].into_iter().chain(ends.iter().copied());
    starts.zip(ends).map(|(start, &end)| &cells[start..end])
}

/// A number as logs write it; `None` if it is none.
pub fn number(text: &str) -> Option<f64> {
    let text = text.trim_matches(|c: char| c.is_whitespace() || "\"'".contains(c));
    // Names such as `infinity` are no more than eight letters; most cells that are no numbers are rejected by their first one.
    let first = *text.as_bytes().first()?;
    let may_be = first.is_ascii_digit() || b"+-.nNiI".contains(&first);
    may_be.then(|| text.parse().ok()).flatten()
}
