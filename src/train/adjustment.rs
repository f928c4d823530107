//! Changes of a set-up, one setting at a time, with what has to be adjusted to them.

use std::fmt;

use super::ladder::Direction;
use super::preset::Preset;
use super::setting_id::SettingId;
use super::settings::{Liveness, SETTINGS, Setting, Stale};
use super::setup::Setup;
use crate::error::Error;

/// One setting, and where it is to go from whatever it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Adjustment {
    /// The setting.
    pub setting: SettingId,
    /// Where it is to go.
    pub to: To,
}

/// Where a setting is to go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum To {
    /// To the next value of its ladder.
    Next(Direction),
    /// To this value, as typed.
    Value(String),
}

impl Adjustment {
    /// To the next value of a setting's ladder.
    pub fn next(setting: SettingId, direction: Direction) -> Adjustment {
        Adjustment { setting, to: To::Next(direction) }
    }

    /// To a value, as typed.
    pub fn value(setting: SettingId, value: impl Into<String>) -> Adjustment {
        Adjustment { setting, to: To::Value(value.into()) }
    }

    /// What a preset decides in a run with this set-up.
    pub fn preset(preset: Preset, setup: &Setup) -> Vec<Adjustment> {
        preset.values(setup).into_iter().map(|(setting, value)| Adjustment::value(setting, value)).collect()
    }
}

/// A setting that has another value than before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettingChange {
    /// The setting.
    pub setting: SettingId,
    /// Its value before, as typed.
    pub before: String,
    /// Its value now, as typed.
    pub after: String,
}

/// Why a change was not carried out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The setting does not apply to the data set of this short name.
    DoesNotApply(SettingId, String),
    /// The ladder of the setting ends here.
    EndOfLadder(SettingId),
    /// The value is not one of the setting, as this sentence says.
    Value(String),
    /// The network would have to start again.
    NeedsRestart(SettingId),
    /// There is no evaluation to go back to.
    NoBest,
    /// The run has diverged, so that there is nothing to go on with.
    Diverged,
    /// The data could not be loaded, as this sentence says.
    Data(String),
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Refusal::DoesNotApply(setting, data) => write!(f, "{} does not apply to {data}", setting.name()),
            Refusal::EndOfLadder(setting) => write!(f, "{} goes no further", setting.name()),
            Refusal::NeedsRestart(SettingId::Hidden) => {
                f.write_str("another number of hidden layers needs a new run")
            }
            Refusal::NeedsRestart(setting) => write!(f, "another {} needs a new run", setting.name()),
            Refusal::NoBest => f.write_str("there is no best step yet"),
            Refusal::Diverged => f.write_str("the run has diverged"),
            Refusal::Value(sentence) | Refusal::Data(sentence) => f.write_str(sentence),
        }
    }
}

impl Setup {
    /// This set-up with one setting changed and everything else adjusted so that it still fits.
    ///
    /// # Errors
    /// When the value is outside the setting's range, or the setting does not apply to the data set.
    pub fn with(&self, setting: &Setting, value: &str) -> Result<Setup, Error> {
        let mut setup = self.clone();
        setting.set(&mut setup, value)?;
        Ok(setup.fitted(self))
    }

    /// This set-up with one setting moved to the next value of its ladder, the rest adjusted to it.
    #[must_use]
    pub fn stepped(&self, setting: &Setting, direction: Direction) -> Setup {
        setting.step(self, direction).fitted(self)
    }

    /// This set-up after an adjustment.
    ///
    /// # Errors
    /// When the setting does not apply here, has no such value, or goes no further.
    pub fn adjusted(&self, adjustment: &Adjustment) -> Result<Setup, Refusal> {
        let setting = adjustment.setting.row();
        if !(setting.applies)(&self.data) {
            return Err(Refusal::DoesNotApply(setting.id, self.data.short_name()));
        }
        match &adjustment.to {
            To::Value(value) => self.with(setting, value).map_err(|error| Refusal::Value(error.to_string())),
            To::Next(direction) => {
                let next = self.stepped(setting, *direction);
                if next == *self { Err(Refusal::EndOfLadder(setting.id)) } else { Ok(next) }
            }
        }
    }

    /// Adjusts what depends on settings that differ from `before`: the batch has no more examples than
    /// there are, and a step keeps its size when the number of gradients that are summed changes.
    #[must_use]
    fn fitted(self, before: &Setup) -> Setup {
        let fitted = self.with_batch_in_range();
        let (weight, weight_before) = (fitted.gradient_weight(), before.gradient_weight());
        if fitted.optimizer.is_linear() && fitted.optimizer == before.optimizer && weight != weight_before {
            let eta = fitted.eta * (weight_before / weight);
            return fitted.with_eta(eta);
        }
        fitted
    }

    /// Takes over every setting of `wanted` that a running network can take. It cannot take another number of layers.
    pub fn take_live(&mut self, wanted: &Setup) {
        for setting in SETTINGS.iter().filter(|setting| setting.change == Liveness::Live) {
            if setting.id != SettingId::Hidden || self.hidden.len() == wanted.hidden.len() {
                setting.copy(wanted, self);
            }
        }
    }

    /// The first setting of `wanted` for which a running network has to start again; `None` if it can take all.
    pub fn needs_restart(&self, wanted: &Setup) -> Option<SettingId> {
        let mut reached = self.clone();
        reached.take_live(wanted);
        SETTINGS.iter().find(|setting| !setting.is_same(&reached, wanted)).map(|setting| setting.id)
    }

    /// The settings that have other values in `after`.
    pub fn changes_to(&self, after: &Setup) -> Vec<SettingChange> {
        let differing = SETTINGS.iter().filter(|setting| !setting.is_same(self, after));
        let change = |setting: &Setting| SettingChange {
            setting: setting.id,
            before: (setting.get)(self),
            after: (setting.get)(after),
        };
        differing.map(change).collect()
    }

    /// What becomes stale when this set-up becomes `after`: everything that one of the changed settings makes stale.
    pub fn stale_after(&self, after: &Setup) -> Stale {
        let differing = SETTINGS.iter().filter(|setting| !setting.is_same(self, after));
        differing.fold(Stale::default(), |stale, setting| stale.or((setting.stale)(self)))
    }
}
