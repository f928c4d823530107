//! What the table says of each setting.

use super::stale::Stale;
use crate::data::Choice;
use crate::error::Error;
use crate::train::ladder::Direction;
use crate::train::setting_id::SettingId;
use crate::train::setup::Setup;

/// Whether a running network can take a new value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Liveness {
    /// It goes on with the new value and keeps its weights.
    Live,
    /// It starts again from the same seed.
    Restart,
}

/// When a new value begins to matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TakesEffect {
    /// As soon as it is set: units are added, examples drawn, the network is measured again.
    AtOnce,
    /// With the next step; of several values set before it, only the last one counts.
    NextStep,
}

/// Where the status line shows a setting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InStatusLine {
    /// Always, with its name.
    Always,
    /// In a form of its own: example counts, the sizes of the network, the length of the run.
    OwnForm,
    /// Where it differs from the lecture's set-up; and, if there is room, where it does not, in this order.
    IfRoom(u8),
    /// Only where it differs from the lecture's set-up.
    IfUnusual,
}

/// One setting of a run.
#[derive(Clone, Copy, Debug)]
pub struct Setting {
    /// Its name within the program.
    pub id: SettingId,
    /// The flag without its dashes, which is also the name in files.
    pub name: &'static str,
    /// The name on screen.
    pub label: &'static str,
    /// What it does, in a few words.
    pub help: &'static str,
    /// The values it takes, in a few words.
    pub values: fn() -> String,
    /// Whether a running network can take a new value.
    pub change: Liveness,
    /// When a new value begins to matter.
    pub takes_effect: TakesEffect,
    /// What a new value makes stale in a run with this set-up.
    pub stale: fn(&Setup) -> Stale,
    /// Whether two runs that differ in it have different curves, so that the difference is worth a word.
    pub compared: bool,
    /// Whether a preset decides it.
    pub in_preset: bool,
    /// Where the status line shows it.
    pub in_status_line: InStatusLine,
    /// Whether it means anything for these data.
    pub applies: fn(&Choice) -> bool,
    /// The value as it is typed.
    pub get: fn(&Setup) -> String,
    /// Takes a value as typed; `None` if it is not one of `values`.
    pub(super) parse: fn(&mut Setup, &str) -> Option<()>,
    /// Goes to the next value of the ladder.
    pub(super) step: fn(&mut Setup, Direction),
    /// The values that this text could have been, in a few words, for this set-up.
    pub(super) expected: fn(&Setting, &Setup, &str) -> String,
}

impl Setting {
    /// Sets this and nothing else.
    ///
    /// # Errors
    /// When the value is outside the range, or the setting does not apply to the data set.
    pub fn set(&self, setup: &mut Setup, value: &str) -> Result<(), Error> {
        if !(self.applies)(&setup.data) {
            return Err(Error::DoesNotApply { setting: self.name, data: setup.data.short_name() });
        }
        (self.parse)(setup, value.trim()).ok_or_else(|| Error::Setting {
            name: self.name,
            value: value.to_owned(),
            advice: format!("give {}", (self.expected)(self, setup, value.trim())),
        })
    }

    /// The set-up one value further along the ladder of this setting, and nothing else changed.
    #[must_use]
    pub fn step(&self, setup: &Setup, direction: Direction) -> Setup {
        let mut next = setup.clone();
        (self.step)(&mut next, direction);
        next
    }

    /// Takes the value of another set-up of the same data; a value that does not fit is left as it is.
    pub fn copy(&self, from: &Setup, to: &mut Setup) {
        let _ = (self.parse)(to, &(self.get)(from));
    }

    /// Whether two set-ups have the same value.
    pub fn is_same(&self, a: &Setup, b: &Setup) -> bool {
        (self.get)(a) == (self.get)(b)
    }
}
