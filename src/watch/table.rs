//! Tables of text, as Keras, Lightning and spreadsheets write them: a line of names, then a row on each line. Cells may be
//! empty.

use super::lines;
use super::rows::{Rows, number};

/// What separates the cells of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Separator {
    /// This byte.
    Byte(u8),
    /// Any number of blanks.
    Blanks,
}

impl Separator {
    /// The cells of a line.
    pub fn split(self, line: &str) -> Vec<&str> {
        match self {
            Separator::Blanks => line.split_whitespace().collect(),
            // Most lines have no quotes, and are split several times as fast without a look at each letter.
            Separator::Byte(separator) if !line.contains('"') => {
                line.split(char::from(separator)).map(str::trim).collect()
            }
            Separator::Byte(separator) => {
                let mut is_quoted = false;
                let ends = |c: char| {
                    is_quoted ^= c == '"';
                    c == char::from(separator) && !is_quoted
                };
                line.split(ends).map(|cell| cell.trim().trim_matches('"')).collect()
            }
        }
    }
}

/// Reads the rows of a table.
#[derive(Debug)]
pub struct Table {
    separator: Separator,
    names: Option<Vec<String>>,
    /// The number of each column, once it had a number.
    columns: Vec<Option<usize>>,
}

impl Table {
    /// A table whose first line is still to come.
    pub fn new(separator: Separator) -> Table {
        Table { separator, names: None, columns: Vec::new() }
    }

    /// The separator of a table that begins with these two lines; `None` if they are no table.
    pub fn separator(first: &str, second: &str) -> Option<Separator> {
        let all = [Separator::Byte(b','), Separator::Byte(b'\t'), Separator::Byte(b';'), Separator::Blanks];
        all.into_iter().find(|separator| {
            let (names, cells) = (separator.split(first), separator.split(second));
            let numbers = cells.iter().filter(|cell| number(cell).is_some()).count();
            let has_values = numbers > 0 && (*separator != Separator::Blanks || numbers == cells.len());
            let are_names = names.iter().all(|name| !name.contains('=') && !name.contains(": "));
            names.len() > 1 && names.len() == cells.len() && has_values && are_names
        })
    }

    /// Reads a line.
    pub fn line(&mut self, line: &[u8], rows: &mut Rows) {
        let text = lines::text(line);
        let cells = self.separator.split(&text);
        let is_text =
            cells.iter().all(|cell| number(cell).is_none()) && cells.iter().any(|cell| !cell.is_empty());
        // Text between the rows is a message, unless it names the columns once more.
        let is_header = is_text && self.names.as_ref().is_none_or(|names| names.len() == cells.len());
        let Some(names) = self.names.as_ref().filter(|_| !is_header) else {
            let name = |(nth, cell): (usize, &&str)| {
                if is_header { (*cell).to_owned() } else { (nth + 1).to_string() }
            };
            self.names = Some(cells.iter().enumerate().map(name).collect());
            self.columns = vec![None; cells.len()];
            if !is_header {
                self.row(&cells, rows);
            }
            return;
        };
        if cells.len() <= names.len() {
            self.row(&cells, rows);
        }
    }

    fn row(&mut self, cells: &[&str], rows: &mut Rows) {
        let Some(names) = &self.names else { return };
        for ((cell, name), column) in cells.iter().zip(names).zip(&mut self.columns) {
            let Some(value) = number(cell) else { continue };
            if column.is_none() {
                *column = rows.column(name);
            }
            if let Some(column) = *column {
                rows.push(column, value);
            }
        }
        rows.end();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_between_the_rows_is_no_header() {
        let (mut table, mut rows) = (Table::new(Separator::Byte(b',')), Rows::default());
        for line in ["epoch,loss", "1,0.5", "resuming", "2,0.4", "epoch,val_loss", "3,0.3"] {
            table.line(line.as_bytes(), &mut rows);
        }
        let names: Vec<String> = rows.take_named().concat().into_iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["epoch", "loss", "epoch", "loss", "epoch", "val_loss"]);
    }
}
