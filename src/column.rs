//! A column of a table, as it is named on the screen and in messages.

use std::fmt;

/// A column of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its number, from 1.
    pub number: usize,
    /// Its name in the header, cleared of characters that control a terminal.
    pub name: Option<String>,
}

impl fmt::Display for Column {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.name {
            Some(name) if !name.is_empty() => write!(f, "column {} `{name}`", self.number),
            _ => write!(f, "column {}", self.number),
        }
    }
}
