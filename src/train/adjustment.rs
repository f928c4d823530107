//! Changes of single settings, and the settings that have to follow.

use std::fmt;

use super::ladder::Direction;
use super::preset::Preset;
use super::setting_id::SettingId;
use super::settings::{Liveness, MOST_LAYERS, SETTINGS, Setting, Stale};
use super::setup::Setup;
use crate::error::Error;

/// A change of one setting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Adjustment {
    /// The setting.
    pub setting: SettingId,
    /// Its new value.
    pub to: To,
}

/// The new value of a setting, relative or absolute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum To {
    /// The next value on its ladder.
    Next(Direction),
    /// This value, as typed.
    Value(String),
    /// One hidden layer more or fewer. Only for [`SettingId::Hidden`].
    Layer(Direction),
}

impl Adjustment {
    /// Moves a setting to the next value on its ladder.
    pub fn next(setting: SettingId, direction: Direction) -> Adjustment {
        Adjustment { setting, to: To::Next(direction) }
    }

    /// Sets a setting to a value, as typed.
    pub fn value(setting: SettingId, value: impl Into<String>) -> Adjustment {
        Adjustment { setting, to: To::Value(value.into()) }
    }

    /// Adds a hidden layer after the last one, or removes the last one.
    pub fn layer(direction: Direction) -> Adjustment {
        Adjustment { setting: SettingId::Hidden, to: To::Layer(direction) }
    }

    /// The adjustments that apply a preset to this set-up.
    pub fn preset(preset: Preset, setup: &Setup) -> Vec<Adjustment> {
        preset.values(setup).into_iter().map(|(setting, value)| Adjustment::value(setting, value)).collect()
    }
}

/// A setting and its values before and after a change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettingChange {
    /// The setting.
    pub setting: SettingId,
    /// The value before, as typed.
    pub before: String,
    /// The value that turns the one before into the one after.
    pub after: String,
}

impl SettingChange {
    /// Whether it makes a network with this set-up learn differently, rather than longer.
    pub fn is_other_learning(&self, setup: &Setup) -> bool {
        (self.setting.row().stale)(setup).seeds
    }
}

/// The reason why a change was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The setting does not apply to the data set of this short name.
    DoesNotApply(SettingId, String),
    /// The setting is at the end of its ladder.
    EndOfLadder(SettingId),
    /// The value is not allowed, with the reason as a sentence.
    Value(String),
    /// The setting cannot change without a new run.
    NeedsRestart(SettingId),
    /// There is no hidden layer to remove.
    NoLayer,
    /// There are as many hidden layers as possible.
    MostLayers,
    /// There is no evaluation to go back to.
    NoBest,
    /// The run has diverged and cannot continue.
    Diverged,
    /// The run has changed since its cures were tried.
    OldCure,
    /// The data could not be loaded, with the reason as a sentence.
    Data(String),
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Refusal::DoesNotApply(setting, data) => write!(f, "{} does not apply to {data}", setting.name()),
            Refusal::EndOfLadder(setting) => write!(f, "{} is at the end of its range", setting.name()),
            Refusal::NeedsRestart(SettingId::Hidden) => {
                f.write_str("another number of hidden layers needs a new run")
            }
            Refusal::NeedsRestart(setting) => write!(f, "another {} needs a new run", setting.name()),
            Refusal::NoLayer => f.write_str("there is no hidden layer to remove"),
            Refusal::MostLayers => write!(f, "{MOST_LAYERS} hidden layers are the most"),
            Refusal::NoBest => f.write_str("there is no best step yet"),
            Refusal::Diverged => f.write_str("the run has diverged"),
            Refusal::OldCure => f.write_str("the run has changed since the cures were tried"),
            Refusal::Value(sentence) | Refusal::Data(sentence) => f.write_str(sentence),
        }
    }
}

impl Setup {
    /// This set-up with one setting changed and dependent settings adjusted.
    ///
    /// # Errors
    /// When the value is outside the setting's range, or the setting does not apply to the data set.
    pub fn with(&self, setting: &Setting, value: &str) -> Result<Setup, Error> {
        let mut setup = self.clone();
        setting.set(&mut setup, value)?;
        Ok(setup.fitted(self))
    }

    /// This set-up with one setting moved to the next value on its ladder and dependent settings adjusted.
    #[must_use]
    pub fn stepped(&self, setting: &Setting, direction: Direction) -> Setup {
        setting.step(self, direction).fitted(self)
    }

    /// This set-up after an adjustment.
    ///
    /// # Errors
    /// When the setting does not apply to the data, does not take the value, or is at the end of its ladder; or when
    /// the ladder of a live setting leads to a value that only a new run could take. A key that has changed the run
    /// live so far should not lose it. A typed value is meant, and is taken.
    pub fn adjusted(&self, adjustment: &Adjustment) -> Result<Setup, Refusal> {
        let setting = adjustment.setting.row();
        if !(setting.applies)(&self.data) {
            return Err(Refusal::DoesNotApply(setting.id, self.data.short_name()));
        }
        match &adjustment.to {
            To::Value(value) => self.with(setting, value).map_err(|error| Refusal::Value(error.to_string())),
            To::Next(direction) => {
                let next = self.stepped(setting, *direction);
                let restart = self.needs_restart(&next).filter(|id| id.row().change == Liveness::Live);
                match restart {
                    _ if next == *self => Err(Refusal::EndOfLadder(setting.id)),
                    Some(setting) => Err(Refusal::NeedsRestart(setting)),
                    None => Ok(next),
                }
            }
            To::Layer(direction) => self.with_layer(*direction),
        }
    }

    /// Adjusts settings that depend on those that differ from `before`: the batch is no larger than the training
    /// set, and eta is converted so that a step keeps its size when the number of summed gradients changes.
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

    /// Copies every live setting from `wanted`. The number of layers stays.
    pub fn take_live(&mut self, wanted: &Setup) {
        for setting in SETTINGS.iter().filter(|setting| setting.change == Liveness::Live) {
            if setting.id != SettingId::Hidden || self.hidden.len() == wanted.hidden.len() {
                setting.copy(wanted, self);
            }
        }
    }

    /// The first setting of `wanted` that requires a restart; `None` if the running network can take all of them.
    pub fn needs_restart(&self, wanted: &Setup) -> Option<SettingId> {
        let mut reached = self.clone();
        reached.take_live(wanted);
        reached.differing(wanted).next().map(|setting| setting.id)
    }

    /// The settings that differ in `after`, in the order of the table.
    fn differing(&self, after: &Setup) -> impl Iterator<Item = &'static Setting> {
        SETTINGS.iter().filter(|setting| !setting.is_same(self, after))
    }

    /// The settings that differ in `after`, with their values.
    pub fn changes_to(&self, after: &Setup) -> Vec<SettingChange> {
        let change = |setting: &Setting| SettingChange {
            setting: setting.id,
            before: (setting.get)(self),
            after: setting.change(self, after),
        };
        self.differing(after).map(change).collect()
    }

    /// The results that become stale when this set-up changes to `after`.
    pub fn stale_after(&self, after: &Setup) -> Stale {
        self.differing(after).fold(Stale::default(), |stale, setting| stale.or((setting.stale)(self)))
    }
}
