//! Changes that are planned for a step, so that a run with live changes is still one command line.

use super::settings::{SETTINGS, setting};
use super::setup::Setup;
use crate::error::Error;

/// The weights as a thing that can be changed: to the best ones so far.
pub const WEIGHTS: &str = "weights";
/// The one value it takes.
pub const BEST: &str = "best";

/// A change that happens after so many steps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Planned {
    /// Steps taken before the change.
    pub step: u64,
    /// The name of the setting, or [`WEIGHTS`].
    pub setting: &'static str,
    /// Its value from then on, as typed.
    pub value: String,
}

impl Planned {
    /// As on the command line: `1200:eta=0.01`.
    pub fn text(&self) -> String {
        format!("{}:{}={}", self.step, self.setting, self.value)
    }

    fn parse(text: &str) -> Option<Planned> {
        let (step, change) = text.split_once(':')?;
        let (name, value) = change.split_once('=')?;
        let (name, value) = (name.trim(), value.trim());
        let known = if (name, value) == (WEIGHTS, BEST) { WEIGHTS } else { setting(name)?.name };
        Some(Planned { step: step.trim().parse().ok()?, setting: known, value: value.to_owned() })
    }
}

impl Setup {
    /// Plans changes, each in the form `STEP:SETTING=VALUE`; those of the same step in the order given.
    ///
    /// # Errors
    /// When one is not in that form, has a value that is not allowed at that step, or cannot happen while a
    /// network learns.
    pub fn plan<'a>(&mut self, texts: impl IntoIterator<Item = &'a str>) -> Result<(), Error> {
        for text in texts {
            let planned = Planned::parse(text).ok_or_else(|| Error::Usage(format!("--at {text} {FORM}")))?;
            self.at.push(planned);
        }
        self.at.sort_by_key(|planned| planned.step);
        let mut then = self.clone();
        for planned in &self.at {
            let Some(setting) = setting(planned.setting) else { continue };
            let next = then.with(setting, &planned.value)?;
            if !then.reaches_live(&next) {
                let all = SETTINGS.iter().filter(|setting| setting.change == super::settings::Change::Live);
                let live: Vec<_> = all.map(|setting| setting.name).collect();
                return Err(Error::Usage(format!(
                    "--at {} does not work while a network learns: live are {}",
                    planned.text(),
                    live.join(", ")
                )));
            }
            then = next;
        }
        Ok(())
    }
}

const FORM: &str = "does not work: give STEP:SETTING=VALUE, as in 1200:eta=0.01, or STEP:weights=best";
