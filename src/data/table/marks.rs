//! The commas and points in the numbers of a column.

use super::number::{Marked, may_have_thousands_points};

/// A field, and where it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    pub line: u64,
    /// Its beginning.
    pub text: String,
}

impl Found {
    pub fn new(line: u64, field: &[u8]) -> Found {
        Found { line, text: String::from_utf8_lossy(field).chars().take(20).collect() }
    }
}

/// What the commas and points in the numbers of a column may mean.
#[derive(Debug, Default)]
pub struct Marks {
    /// The first number whose comma can only be a decimal comma: `2,5`.
    pub decimal: Option<Found>,
    /// The first number whose commas can only be between thousands: `1,234,567`.
    pub thousands: Option<Found>,
    /// The first number whose comma may be either: `1,001`.
    pub unclear: Option<Found>,
    /// Whether there is a decimal point that cannot be between thousands: `2.5`.
    pub has_point: bool,
    /// Whether there is a point that may be between thousands: `1.001`.
    pub has_unclear_point: bool,
}

impl Marks {
    pub fn is_empty(&self) -> bool {
        self.decimal.is_none() && self.thousands.is_none() && self.unclear.is_none()
    }

    /// Adds a number with commas, or with several points.
    pub fn add(&mut self, marked: Marked, field: &[u8], line: u64) {
        let place = match (marked.with_decimal_comma, marked.with_thousands_commas) {
            (Some(_), Some(_)) => &mut self.unclear,
            (Some(_), None) => &mut self.decimal,
            (None, _) => &mut self.thousands,
        };
        place.get_or_insert_with(|| Found::new(line, field));
    }

    /// Adds a number with a point and without commas.
    pub fn add_point(&mut self, field: &[u8]) {
        if !self.has_point {
            let is_unclear = may_have_thousands_points(field);
            self.has_point |= !is_unclear;
            self.has_unclear_point |= is_unclear;
        }
    }

    /// Adds what another file with the same columns has.
    pub fn merge(&mut self, other: &Marks) {
        for (place, found) in [
            (&mut self.decimal, &other.decimal),
            (&mut self.thousands, &other.thousands),
            (&mut self.unclear, &other.unclear),
        ] {
            if place.is_none() {
                place.clone_from(found);
            }
        }
        self.has_point |= other.has_point;
        self.has_unclear_point |= other.has_unclear_point;
    }
}
