//! Recognizes columns that are the class together: one for each class, 1 for the examples of that class and 0 for all
//! others.

use std::ops::Range;

use csv::ByteRecord;

use super::column_survey::MAX_CLASSES;
use super::number::{Notation, parse};
use super::records::trimmed;

/// The columns at one end of a table that hold a single 1 in each row so far.
#[derive(Debug)]
pub struct OneHot {
    /// The columns in the order in which they are looked at.
    columns: Range<usize>,
    is_from_end: bool,
    /// So many columns hold a single 1 in each row: at least the first, and at most the second number.
    fewest: usize,
    most: usize,
}

/// The fewest rows from which columns are recognized.
const MIN_ROWS: usize = 6;
/// Two columns may be opposites by chance.
const MIN_ROWS_OF_TWO: usize = 16;

impl OneHot {
    /// Looks at the columns from the last one on.
    pub fn at_end(columns: usize) -> OneHot {
        OneHot { columns: 0..columns, is_from_end: true, fewest: 0, most: MAX_CLASSES }
    }

    /// Looks at the columns from this one on.
    pub fn from(first: usize, columns: usize) -> OneHot {
        OneHot { columns: first..columns, is_from_end: false, fewest: 0, most: MAX_CLASSES }
    }

    /// Adds a row.
    pub fn add(&mut self, row: &ByteRecord) {
        if self.most == 0 {
            return;
        }
        let mut ones = 0;
        let mut counted = 0;
        for place in 0..self.columns.len().min(self.most) {
            let column =
                if self.is_from_end { self.columns.end - 1 - place } else { self.columns.start + place };
            let Some(bit) = row.get(column).and_then(bit) else { break };
            ones += usize::from(bit);
            if ones == 2 {
                break;
            }
            if bit {
                self.fewest = self.fewest.max(place + 1);
            }
            counted = place + 1;
        }
        self.most = if ones == 0 { 0 } else { counted };
    }

    /// The columns, if there are two or more of them.
    pub fn found(&self, rows: usize) -> Option<Range<usize>> {
        let Range { start, end } = self.columns;
        let min_rows = if self.fewest == 2 { MIN_ROWS_OF_TWO } else { MIN_ROWS };
        let is_found = rows >= min_rows && self.fewest >= 2 && self.fewest <= self.most;
        is_found.then_some(if self.is_from_end { end - self.fewest..end } else { start..start + self.fewest })
    }
}

/// A field that is 0 or 1, such as `1.0000`.
fn bit(field: &[u8]) -> Option<bool> {
    match parse(trimmed(field), Notation::Point)? {
        0.0 => Some(false),
        1.0 => Some(true),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(rows: &[&str], looked: OneHot) -> Option<Range<usize>> {
        let mut looked = looked;
        for row in rows {
            looked.add(&row.split(' ').collect::<Vec<_>>().into());
        }
        looked.found(rows.len())
    }

    #[test]
    fn columns_with_a_single_one_are_found_at_either_end() {
        let rows =
            ["1 0 0.5 0 0 1", "0 1 1 0 1.00 0", "1 0 0 1 0 0", "1 0 7 0 0 1", "0 1 3 0 1 0", "1 0 0 1 0 0"];
        assert_eq!(found(&rows, OneHot::at_end(6)), Some(3..6));
        assert_eq!(found(&rows, OneHot::from(0, 6)), None, "too few rows");
        assert_eq!(found(&rows.repeat(3), OneHot::from(0, 6)), Some(0..2));
        assert_eq!(found(&rows, OneHot::from(1, 6)), None);
        assert_eq!(found(&["1 0 1"; 6], OneHot::at_end(3)), None, "a constant column is no class");
        assert_eq!(found(&["0 0", "1 0", "0 1", "0 1", "0 1", "0 1"], OneHot::at_end(2)), None);
    }
}
