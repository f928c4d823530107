//! The table of settings.

use super::setting::Setting;
use super::{data_rows, learning_rows, network_rows, run_rows};
use crate::train::setting_id::SettingId;

/// All settings, in the order of the picker and of [`SettingId`].
pub const SETTINGS: &[Setting] = &TABLE;

const TABLE: [Setting; SettingId::COUNT] =
    joined(&[data_rows::ROWS, network_rows::ROWS, learning_rows::ROWS, run_rows::ROWS]);

/// Joins groups of rows. A row that is missing or not in the order of [`SettingId`] is an error of compilation.
const fn joined(groups: &[&[Setting]]) -> [Setting; SettingId::COUNT] {
    let mut table = [groups[0][0]; SettingId::COUNT];
    let mut row = 0;
    let mut group = 0;
    // A `for` loop cannot run at compile time.
    while group < groups.len() {
        let mut n = 0;
        while n < groups[group].len() {
            table[row] = groups[group][n];
            assert!(table[row].id as usize == row, "the rows are not in the order of `SettingId`");
            row += 1;
            n += 1;
        }
        group += 1;
    }
    assert!(row == SettingId::COUNT, "a setting has no row");
    table
}
