//! Decides how the numbers of a column are written: what its commas and points mean.

use super::column_survey::{ColumnSurvey, Found};
use super::number::{Marked, Notation, may_have_thousands_points};

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

/// What the columns of a table show together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TableMarks {
    pub has_decimal_commas: bool,
    pub has_thousands_commas: bool,
}

impl TableMarks {
    pub fn of<'c>(columns: impl Iterator<Item = &'c ColumnSurvey>) -> TableMarks {
        columns.fold(TableMarks::default(), |all, column| {
            let marks = &column.others.marks;
            TableMarks {
                has_decimal_commas: all.has_decimal_commas || marks.decimal.is_some(),
                has_thousands_commas: all.has_thousands_commas
                    || marks.thousands.is_some()
                    || marks.has_point,
            }
        })
    }
}

/// Decides for a column of numbers.
///
/// # Errors
/// The number that does not say how it is meant.
pub fn notation(column: &ColumnSurvey, table: TableMarks) -> Result<Notation, Found> {
    let marks = &column.others.marks;
    let has_thousands_commas = marks.thousands.is_some() || marks.unclear.is_some() && marks.has_point;
    match (&marks.decimal, has_thousands_commas, &marks.unclear) {
        (Some(decimal), true, _) => Err(decimal.clone()),
        (Some(decimal), ..) if marks.has_point => Err(decimal.clone()),
        (Some(_), false, _) => Ok(Notation::DecimalComma),
        (None, true, _) => Ok(Notation::ThousandsCommas),
        (None, false, None) if marks.has_unclear_point && table.has_decimal_commas => {
            Ok(if nears_a_thousand(column) { Notation::DecimalComma } else { Notation::Point })
        }
        (None, false, None) => Ok(Notation::Point),
        (None, false, Some(unclear)) => match (nears_a_thousand(column), table) {
            (true, TableMarks { has_decimal_commas: false, .. }) => Ok(Notation::ThousandsCommas),
            (false, TableMarks { has_decimal_commas: true, has_thousands_commas: false }) => {
                Ok(Notation::DecimalComma)
            }
            (false, TableMarks { has_decimal_commas: false, has_thousands_commas: true }) => {
                Ok(Notation::ThousandsCommas)
            }
            _ => Err(unclear.clone()),
        },
    }
}

/// Whether the numbers without marks reach the hundreds and no further, so that those with marks go on from there:
/// 985, 999, 1,001.
fn nears_a_thousand(column: &ColumnSurvey) -> bool {
    let (low, high) = column.range();
    low > -1_000.0 && (100.0..1_000.0).contains(&high)
}
