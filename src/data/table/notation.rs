//! Decides how the numbers of a column are written: what its commas and points mean.

use super::column_survey::ColumnSurvey;
use super::marks::Found;
use super::number::Notation;

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
