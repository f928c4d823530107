//! One row for each setting: the command line, the picker, the keys and `--help` are made from this table.

mod table;
mod values;

pub use table::SETTINGS;
use values::{MOST_WEIGHTS, SMALLEST_SET, layers};

use super::ladder::Direction;
use super::setup::Setup;
use crate::data::{Choice, Sizes};
use crate::error::Error;

/// What a running network does with a new value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// It goes on with it; what it has learned stays.
    Live,
    /// It starts again, from the same seed.
    Restart,
}

/// One setting of a run.
#[derive(Debug)]
pub struct Setting {
    /// The flag without its dashes, which is also its name in files.
    pub name: &'static str,
    /// The name on screen.
    pub label: &'static str,
    /// What it does, in a few words.
    pub help: &'static str,
    /// The values it takes, in a few words.
    pub values: &'static str,
    /// What a running network does with a new value.
    pub change: Change,
    /// Whether it means anything for these data.
    pub applies: fn(&Choice) -> bool,
    /// The value as it is typed.
    pub get: fn(&Setup) -> String,
    /// Takes a value as typed; `None` if it is not one of `values`.
    parse: fn(&mut Setup, &str) -> Option<()>,
    /// Goes to the next value of the ladder.
    step: fn(&mut Setup, Direction),
}

impl Setting {
    /// Sets this and nothing else.
    ///
    /// # Errors
    /// When the value is outside the range, or the setting means nothing for the data set.
    pub fn set(&self, setup: &mut Setup, value: &str) -> Result<(), Error> {
        let fault = |advice: String| Error::Setting { name: self.name, value: value.to_owned(), advice };
        if !(self.applies)(&setup.data) {
            return Err(fault(format!("leave it out, for {} has nothing of the kind", setup.data.name())));
        }
        (self.parse)(setup, value.trim())
            .ok_or_else(|| fault(format!("give {}", self.expected(setup, value.trim()))))
    }

    /// The set-up one rung further along the ladder of this setting, the rest adjusted to it.
    pub fn stepped(&self, setup: &Setup, direction: Direction) -> Setup {
        let mut next = setup.clone();
        (self.step)(&mut next, direction);
        next.fitted(setup)
    }

    /// Takes the value of another set-up of the same data; what does not fit there stays as it is.
    pub fn copy(&self, from: &Setup, to: &mut Setup) {
        let _ = (self.parse)(to, &(self.get)(from));
    }

    fn expected(&self, setup: &Setup, value: &str) -> String {
        let Sizes { train, test } = setup.data.max_sizes();
        let upper =
            |most: usize| format!("`all` or a whole number from {} to {most}", SMALLEST_SET.min(most));
        match self.name {
            "train-size" => upper(train),
            "test-size" => upper(test),
            "hidden" if layers(value).is_some() => {
                format!("fewer units: there would be more than {} million weights", MOST_WEIGHTS >> 20)
            }
            "batch" => format!("`full` or a whole number from 1 to {}", setup.train_size),
            _ => self.values.to_owned(),
        }
    }
}

/// The setting of that name.
pub fn setting(name: &str) -> Option<&'static Setting> {
    SETTINGS.iter().find(|setting| setting.name == name)
}
