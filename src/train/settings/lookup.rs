//! Finds rows of the table.

use super::setting::Setting;
use super::table::SETTINGS;
use crate::data::Choice;
use crate::train::setting_id::SettingId;

impl SettingId {
    /// The row of this setting.
    pub fn row(self) -> &'static Setting {
        // `SETTINGS` is in the order of the ids.
        &SETTINGS[self as usize]
    }

    /// The flag without its dashes.
    pub fn name(self) -> &'static str {
        self.row().name
    }
}

/// The setting with this name.
pub fn setting(name: &str) -> Option<&'static Setting> {
    SETTINGS.iter().find(|setting| setting.name == name)
}

/// The settings that apply to these data.
pub fn settings_of(data: &Choice) -> impl Iterator<Item = &'static Setting> {
    SETTINGS.iter().filter(move |setting| (setting.applies)(data))
}
