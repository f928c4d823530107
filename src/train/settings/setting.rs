//! The description of a setting: a row of the table.

use super::other_names;
use super::stale::Stale;
use crate::data::{Choice, PointEdits};
use crate::error::Error;
use crate::train::ladder::Direction;
use crate::train::setting_id::SettingId;
use crate::train::setup::Setup;

/// Whether a running network can take a new value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Liveness {
    /// The network keeps its weights and continues with the new value.
    Live,
    /// The run restarts from the same seed.
    Restart,
}

/// When a new value takes effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TakesEffect {
    /// As soon as it is set: units are added, examples are drawn, the network is evaluated.
    AtOnce,
    /// With the next step. Of several values set before it, only the last one counts.
    NextStep,
}

/// Where the status line shows a setting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InStatusLine {
    /// Always, with its label.
    Always,
    /// In a special form: example counts, the sizes of the network, the length of the run.
    OwnForm,
    /// If it differs from the lecture's set-up; otherwise only if there is room, in this order.
    IfRoom(u8),
    /// Only if it differs from the lecture's set-up.
    IfUnusual,
}

/// One setting of a run.
#[derive(Clone, Copy, Debug)]
pub struct Setting {
    /// The identifier of the setting.
    pub id: SettingId,
    /// The name on the command line, without dashes, and in JSON.
    pub name: &'static str,
    /// The label on screen.
    pub label: &'static str,
    /// A short description.
    pub help: &'static str,
    /// A short description of the allowed values.
    pub values: fn() -> String,
    /// Whether a running network can take a new value.
    pub change: Liveness,
    /// When a new value takes effect.
    pub takes_effect: TakesEffect,
    /// The results that a new value makes stale in a run with this set-up.
    pub stale: fn(&Setup) -> Stale,
    /// Whether the legend of compared runs names a difference in this setting.
    pub compared: bool,
    /// Whether presets set it.
    pub in_preset: bool,
    /// Where the status line shows it.
    pub in_status_line: InStatusLine,
    /// Whether it applies to these data.
    pub applies: fn(&Choice) -> bool,
    /// The value as text.
    pub get: fn(&Setup) -> String,
    /// Parses and stores a value; `None` if it is not allowed.
    pub(super) parse: fn(&mut Setup, &str) -> Option<()>,
    /// Moves to the next value on the ladder.
    pub(super) step: fn(&mut Setup, Direction),
    /// Describes the values expected instead of this text.
    pub(super) expected: fn(&Setting, &Setup, &str) -> String,
}

impl Setting {
    /// Sets this setting and changes no other.
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
            advice: other_names::advice(self.id, &(self.values)(), value.trim())
                .unwrap_or_else(|| format!("give {}", (self.expected)(self, setup, value.trim()))),
        })
    }

    /// Describes the values that are allowed in this set-up.
    pub fn allowed(&self, setup: &Setup) -> String {
        (self.expected)(self, setup, "")
    }

    /// The set-up with this setting moved to the next value on its ladder.
    #[must_use]
    pub fn step(&self, setup: &Setup, direction: Direction) -> Setup {
        let mut next = setup.clone();
        (self.step)(&mut next, direction);
        next
    }

    /// Copies the value from a set-up for the same data. A value that is not allowed in `to` is ignored.
    pub fn copy(&self, from: &Setup, to: &mut Setup) {
        let _ = (self.parse)(to, &(self.get)(from));
    }

    /// The value that turns `before` into `after` when it is set, with only what is new where values are lists.
    pub fn change(&self, before: &Setup, after: &Setup) -> String {
        match self.id {
            SettingId::Points => after.points.since(&before.points),
            _ => (self.get)(after),
        }
    }

    /// The value in a few words, for the screen.
    pub fn shown(&self, setup: &Setup) -> String {
        self.short(&(self.get)(setup))
    }

    /// A value in a few words.
    pub fn short(&self, value: &str) -> String {
        if self.id == SettingId::Points { PointEdits::short(value) } else { value.to_owned() }
    }

    /// Whether two set-ups have the same value.
    pub fn is_same(&self, a: &Setup, b: &Setup) -> bool {
        (self.get)(a) == (self.get)(b)
    }
}
