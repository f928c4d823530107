//! Large numbers that differ little are stored as differences, because float32 has 24 bits only.

use super::column_survey::ColumnSurvey;
use super::number::{Notation, parse};
use crate::data::file_data::LARGE;

/// Not only large columns are stored as differences, from their smallest number, but also those whose numbers are this many times larger than their range, such as times of a day in years.
const FAR: f64 = 256.0;
/// From 2⁵³ on, float64 does not hold every whole number.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// What is subtracted from the numbers of a column.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Offset {
    None,
    Number(f64),
    /// For whole numbers with more digits than a float64 has, such as times in nanoseconds.
    Whole(i128),
}

impl Offset {
    /// The offset for a column.
    pub fn of(column: &ColumnSurvey, notation: Notation) -> Offset {
        let (low, high) = column.range();
        let largest = low.abs().max(high.abs());
        let is_large = largest >= LARGE || largest >= FAR * (high - low);
        let is_whole = column.is_whole() && (EXACT..1e30).contains(&largest);
        // Whole numbers may differ where float64 has them equal.
        let differ = low < high || is_whole;
        if notation != Notation::Point || !is_large || !differ || !((high - low) as f32).is_finite() {
            return Offset::None;
        }
        if is_whole { Offset::Whole(low as i128) } else { Offset::Number(low) }
    }

    /// Reads a number and subtracts the offset.
    pub fn subtract_from(self, field: &[u8], notation: Notation) -> Option<f32> {
        match self {
            Offset::None => parse(field, notation).map(|number| number as f32),
            Offset::Number(offset) => parse(field, notation).map(|number| to_f32(number - offset)),
            Offset::Whole(offset) => {
                let exact = str::from_utf8(field).ok().and_then(|text| text.parse::<i128>().ok());
                let number = exact.or_else(|| parse(field, notation).map(|number| number as i128))?;
                Some(number.saturating_sub(offset) as f32)
            }
        }
    }

    /// The offset as a number.
    pub fn value(self) -> f64 {
        match self {
            Offset::None => 0.0,
            Offset::Number(offset) => offset,
            Offset::Whole(offset) => offset as f64,
        }
    }

    /// Whether numbers of a column that are not equal become equal as float32.
    pub fn merges(self, column: &ColumnSurvey) -> bool {
        let (low, high) = column.range();
        let largest = if self == Offset::None { low.abs().max(high.abs()) } else { high - low };
        column.others.step < largest * f64::from(f32::EPSILON) / 2.0
    }
}

/// Rounds a difference that may be too large: a test table may hold other numbers than the training table.
fn to_f32(difference: f64) -> f32 {
    (difference as f32).clamp(f32::MIN, f32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(fields: &[&str]) -> (Vec<f32>, bool) {
        let mut column = ColumnSurvey::new(false);
        let mut budget = 1 << 20;
        for field in fields {
            column.add(field.as_bytes(), 1, &mut budget);
        }
        let offset = Offset::of(&column, Notation::Point);
        let read = |field: &&str| offset.subtract_from(field.as_bytes(), Notation::Point).unwrap();
        (fields.iter().map(read).collect(), offset.merges(&column))
    }

    #[test]
    fn differences_of_large_numbers_are_kept() {
        assert_eq!(read(&["5.1", "0.25", "3"]), (vec![5.1, 0.25, 3.0], false), "others are as they are");
        assert_eq!(read(&["1700000000", "1700000001", "1700000003"]), (vec![0.0, 1.0, 3.0], false));
        let times = ["1700000000000000001", "1700000000000000003", "1700000000000000002"];
        assert_eq!(read(&times), (vec![1.0, 3.0, 2.0], false));
        assert_eq!(read(&["1000.00002", "1000.00001"]), (vec![1e-5, 0.0], false));
        assert!(read(&["0", "1000000", "1000000.01"]).1, "float32 has none between them");
    }
}
