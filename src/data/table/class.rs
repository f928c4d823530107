//! Where the classes of a table of numbers are, if nobody says so: in its first or in its last column.

use std::collections::BTreeMap;

use super::columns::Class;
use super::rows::{CALL_IT_SO, Rows};
use crate::data::pixels;

/// More classes than a byte counts are none.
const MOST_CLASSES: usize = 256;
/// A column of which so large a share is one and the same number is rather paper at the edge of images.
const PAPER: f64 = 0.8;

/// A column that may be that of the classes.
struct Candidate {
    /// How often each number is in it, by its bits.
    counts: BTreeMap<u32, usize>,
    rows: usize,
    is_whole: bool,
}

impl Candidate {
    fn of(rows: &Rows, column: usize) -> Candidate {
        let mut candidate = Candidate { counts: BTreeMap::new(), rows: rows.len(), is_whole: true };
        for row in rows.numbers.chunks(rows.starts.len()) {
            candidate.is_whole &= row[column].fract() == 0.0;
            if candidate.counts.len() <= MOST_CLASSES {
                *candidate.counts.entry((row[column] + 0.0).to_bits()).or_default() += 1;
            }
        }
        candidate
    }

    fn may_be_classes(&self) -> bool {
        self.is_whole && (2..=MOST_CLASSES).contains(&self.counts.len())
    }

    fn is_paper(&self) -> bool {
        let most = self.counts.values().copied().max().unwrap_or(0);
        most as f64 > PAPER * self.rows as f64
    }
}

impl Rows {
    /// Finds the classes if they are not known, and takes their column out of the numbers. The last one is it, unless it
    /// cannot be, or all others are the pixels of an image and it looks more like a pixel than the first.
    pub fn find_classes(&mut self) -> Result<(), String> {
        if self.columns.class != Class::Unknown {
            return self.check_guess();
        }
        let width = self.starts.len();
        let [first, last] = [0, width - 1].map(|column| Candidate::of(self, column));
        let rather_first = pixels::side(width - 1).is_some()
            && !first.is_paper()
            && (last.is_paper() || first.counts.len() < last.counts.len());
        let column = match (first.may_be_classes(), last.may_be_classes()) {
            (true, true) if rather_first => 0,
            (true, false) => 0,
            (_, true) => width - 1,
            (false, false) if last.is_whole && last.counts.len() == 1 => width - 1,
            (false, false) => {
                return Err(format!("neither its first nor its last column has classes: {CALL_IT_SO}"));
            }
        };
        self.take_out(column);
        Ok(())
    }

    fn take_out(&mut self, class: usize) {
        let width = self.starts.len();
        let start = self.starts.remove(class);
        self.columns.numbers.remove(class);
        let (mut from, mut to) = (0, 0);
        while from < self.numbers.len() {
            let label = f64::from(self.numbers[from + class]) + start;
            // No more than a byte can count: the candidate was asked.
            self.labels.push(self.names.number_of(label.to_string().as_bytes()).unwrap_or(0));
            for column in (0..width).filter(|&column| column != class) {
                self.numbers[to] = self.numbers[from + column];
                to += 1;
            }
            from += width;
        }
        self.numbers.truncate(to);
    }

    /// Fractions in the last column are something to be predicted, but no classes.
    fn check_guess(&self) -> Result<(), String> {
        let Class::Guessed(column) = self.columns.class else { return Ok(()) };
        match self.names.fraction() {
            Some(number) => {
                Err(format!("column {} has {number}, which is no class: {CALL_IT_SO}", column + 1))
            }
            None => Ok(()),
        }
    }
}
