//! Finds the class column of a table of numbers in which no column has the name of one: the first or the last.

use std::collections::BTreeMap;

use super::columns::Class;
use super::rows::{NAME_THE_CLASSES, Rows};
use crate::data::pixels;

/// The most classes that a byte can number.
const MAX_CLASSES: usize = 256;
/// If one number makes up more than this share of a column, the column is more likely the margin of images than
/// classes.
const MARGIN_SHARE: f64 = 0.8;

/// A column that may be the classes.
struct Candidate {
    /// How often each number occurs, by its bits.
    counts: BTreeMap<u32, usize>,
    rows: usize,
    are_integers: bool,
}

impl Candidate {
    fn of(rows: &Rows, column: usize) -> Candidate {
        let mut candidate = Candidate { counts: BTreeMap::new(), rows: rows.len(), are_integers: true };
        for row in rows.numbers.chunks(rows.offsets.len()) {
            candidate.are_integers &= row[column].fract() == 0.0;
            if candidate.counts.len() <= MAX_CLASSES {
                // Adding 0 turns -0 into 0.
                *candidate.counts.entry((row[column] + 0.0).to_bits()).or_default() += 1;
            }
        }
        candidate
    }

    fn may_be_classes(&self) -> bool {
        self.are_integers && (2..=MAX_CLASSES).contains(&self.counts.len())
    }

    fn looks_like_margin(&self) -> bool {
        let most = self.counts.values().copied().max().unwrap_or(0);
        most as f64 > MARGIN_SHARE * self.rows as f64
    }
}

impl Rows {
    /// Finds the class column if it is unknown, and moves it from the numbers to the labels.
    ///
    /// The last column is preferred, unless it cannot be classes, or the other columns are the pixels of an image and
    /// the last column looks more like a pixel than the first.
    ///
    /// # Errors
    /// When neither column can be classes, or the column that was guessed contains fractions.
    pub fn find_classes(&mut self) -> Result<(), String> {
        if self.columns.class != Class::Unknown {
            return self.check_guess();
        }
        let width = self.offsets.len();
        let [first, last] = [0, width - 1].map(|column| Candidate::of(self, column));
        let prefer_first = pixels::side(width - 1).is_some()
            && !first.looks_like_margin()
            && (last.looks_like_margin() || first.counts.len() < last.counts.len());
        let column = match (first.may_be_classes(), last.may_be_classes()) {
            (true, true) if prefer_first => 0,
            (true, false) => 0,
            (_, true) => width - 1,
            // The message about a single class is more helpful than the one below.
            (false, false) if last.are_integers && last.counts.len() == 1 => width - 1,
            (false, false) => {
                return Err(format!("neither its first nor its last column has classes: {NAME_THE_CLASSES}"));
            }
        };
        self.extract_classes(column);
        Ok(())
    }

    /// Moves a column from the numbers to the labels, in place.
    fn extract_classes(&mut self, class: usize) {
        let width = self.offsets.len();
        let offset = self.offsets.remove(class);
        self.columns.numbers.remove(class);
        let (mut from, mut to) = (0, 0);
        while from < self.numbers.len() {
            let label = f64::from(self.numbers[from + class]) + offset;
            // The candidate has at most 256 values, so there is a number for each.
            self.labels.push(self.names.number_of(label.to_string().as_bytes()).unwrap_or(0));
            for column in (0..width).filter(|&column| column != class) {
                self.numbers[to] = self.numbers[from + column];
                to += 1;
            }
            from += width;
        }
        self.numbers.truncate(to);
    }

    /// Rejects fractions in a column that was guessed: they are a quantity to predict rather than classes.
    fn check_guess(&self) -> Result<(), String> {
        let Class::Guessed(column) = self.columns.class else { return Ok(()) };
        match self.names.find_fraction() {
            Some(number) => {
                Err(format!("column {} has {number}, which is not a class: {NAME_THE_CLASSES}", column + 1))
            }
            None => Ok(()),
        }
    }
}
