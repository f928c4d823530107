//! The choice of the class column of a table, where more than one would do.

use super::action::ProgramAction;
use super::keymap::key_of;
use super::picker::{Picker, UnclearFile};
use crate::column::Column;
use crate::data::{Choice, ColumnChoice, ReadOptions};
use crate::launch::PendingFile;

impl Picker {
    /// Adds to the notice which column the key takes as the class of a file that leaves it unclear.
    pub(super) fn ask_for_class(&mut self, path: String, columns: Vec<Column>) {
        if let (Some(notice), Some(first)) = (&mut self.notice, columns.first()) {
            *notice = format!("{} takes {first} as the class. {notice}", key_of(ProgramAction::NextClass));
            self.unclear = Some(UnclearFile { path, columns });
        }
    }

    /// The columns that may be the class of the chosen card: the one in use, and the others.
    pub fn class_columns(&self) -> Vec<&Column> {
        let Some(reading) = self.card().setup.data.reading() else { return Vec::new() };
        let mut columns: Vec<&Column> = match reading.class.as_slice() {
            [class] => [class].into_iter().chain(&reading.also_class).collect(),
            _ => Vec::new(),
        };
        columns.sort_by_key(|column| column.number);
        columns
    }

    /// The file to read again with the next of the columns that may be its class.
    ///
    /// # Errors
    /// A notice if there is no other column.
    pub(super) fn next_class(&mut self) -> Result<PendingFile, &'static str> {
        if let Some(UnclearFile { path, columns }) = self.unclear.take() {
            let label = columns.first().map(choice_of);
            return Ok(PendingFile {
                options: ReadOptions { label, ..ReadOptions::default() },
                ..PendingFile::card(&path)
            });
        }
        let data = &self.card().setup.data;
        let (Choice::File { options, path, .. }, Some(reading)) = (data, data.reading()) else {
            return Err("Only the class column of a table of yours can be chosen.");
        };
        let columns = self.class_columns();
        let current = columns.iter().position(|column| reading.class.first() == Some(*column));
        match current {
            Some(current) if columns.len() > 1 => {
                let label = Some(choice_of(columns[(current + 1) % columns.len()]));
                Ok(PendingFile {
                    options: ReadOptions { label, ..options.clone() },
                    name: path.into(),
                    ..PendingFile::card("")
                })
            }
            _ => Err("No other column of this file can be the class."),
        }
    }
}

/// The name of a column, or its number if it has none.
fn choice_of(column: &Column) -> ColumnChoice {
    match &column.name {
        Some(name) if !name.is_empty() => ColumnChoice::new(name),
        _ => ColumnChoice::new(column.number.to_string()),
    }
}
