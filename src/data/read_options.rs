//! What a person says about a table whose file leaves it open: the class column, columns to leave out, the header.

use crate::error::Error;

/// How a table is read. The default leaves everything to the reader.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReadOptions {
    /// The column of the classes.
    pub label: Option<ColumnChoice>,
    /// Columns that are left out. `none` keeps numbers of rows, which are left out by rule.
    pub drop: Vec<ColumnChoice>,
    /// Whether the first line names the columns.
    pub header: Header,
}

impl ReadOptions {
    /// Refuses what was said if it does not apply, because `data` is no table.
    ///
    /// # Errors
    /// [`Error::DoesNotApply`] for the first of them.
    pub(super) fn check_unused(&self, data: &str) -> Result<(), Error> {
        let said = [
            ("label", self.label.is_some()),
            ("drop", !self.drop.is_empty()),
            ("header", self.header != Header::Auto),
        ];
        match said.into_iter().find(|(_, is_said)| *is_said) {
            Some((setting, _)) => Err(Error::DoesNotApply { setting, data: data.to_owned() }),
            None => Ok(()),
        }
    }
}

/// Whether the first line of a table names its columns.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Header {
    /// The reader decides.
    #[default]
    Auto,
    /// It does.
    Yes,
    /// It is an example.
    No,
}

impl Header {
    /// All of them, the default first.
    pub const ALL: [Header; 3] = [Header::Auto, Header::Yes, Header::No];

    /// The value of `--header`.
    pub fn name(self) -> &'static str {
        match self {
            Header::Auto => "auto",
            Header::Yes => "yes",
            Header::No => "no",
        }
    }
}

/// A column as a person names it: by its name in the header, or by its number, from 1, or from -1 for the last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnChoice(String);

impl ColumnChoice {
    /// Takes a name or a number as it was typed.
    pub fn new(text: impl Into<String>) -> ColumnChoice {
        ColumnChoice(text.into())
    }

    /// The name or number as it was typed.
    pub fn text(&self) -> &str {
        &self.0
    }

    /// Whether it says that no column is left out by rule, unless a column has this name.
    pub fn is_none(&self) -> bool {
        self.0 == "none"
    }

    /// Returns the index of the column that is meant in a table of `count` columns; names go before numbers, and equal
    /// names before those that differ in capitals. `None` if there is no such column.
    pub fn find(&self, names: &[impl AsRef<str>], count: usize) -> Option<usize> {
        let text = self.0.trim();
        let by = |is: fn(&str, &str) -> bool| names.iter().position(|name| is(name.as_ref().trim(), text));
        let same: fn(&str, &str) -> bool = |name, text| name == text;
        let named = by(same).or_else(|| by(|name, text| name.to_lowercase() == text.to_lowercase()));
        named.or_else(|| {
            let number: isize = text.parse().ok()?;
            let index =
                if number < 0 { count.checked_add_signed(number)? } else { number.checked_sub(1)? as usize };
            (number != 0 && index < count).then_some(index)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_is_found_by_name_and_by_number_from_either_end() {
        let names = ["Id", "height", "Height", "3"];
        let find = |text: &str| ColumnChoice::new(text).find(&names, 5);
        assert_eq!(["Height", "HEIGHT", " Id "].map(find), [Some(2), Some(1), Some(0)]);
        assert_eq!(["1", "3", "5", "-1", "-5"].map(find), [Some(0), Some(3), Some(4), Some(4), Some(0)]);
        assert_eq!(["0", "6", "-6", "weight", ""].map(find), [None; 5]);
    }
}
