//! Changes that are planned for a step, so that a run with live changes is still one command line.

use super::settings::{Change, SETTINGS, setting};
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

    /// The answer to what makes no sense is what to do instead.
    fn parse(text: &str) -> Result<Planned, String> {
        let parts = text
            .split_once(':')
            .and_then(|(step, change)| Some((step.trim().parse().ok()?, change.split_once('=')?)));
        let (step, (name, value)) = parts.ok_or(FORM)?;
        let (name, value) = (name.trim(), value.trim());
        let known = if (name, value) == (WEIGHTS, BEST) {
            Some(WEIGHTS)
        } else {
            setting(name).map(|found| found.name)
        };
        let setting = known.ok_or_else(|| match name {
            WEIGHTS => format!("give {WEIGHTS}={BEST}"),
            _ => format!("there is no such setting; live are {}", live()),
        })?;
        Ok(Planned { step, setting, value: value.to_owned() })
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
            self.at.push(Planned::parse(text).map_err(|problem| fault(text, &problem))?);
        }
        self.at.sort_by_key(|planned| planned.step);
        let mut then = self.clone();
        for planned in &self.at {
            let Some(setting) = setting(planned.setting) else { continue };
            let next = then.with(setting, &planned.value).map_err(|refusal| match refusal {
                Error::Setting { advice, .. } => fault(&planned.text(), &advice),
                other => other,
            })?;
            if !then.reaches_live(&next) {
                let problem = format!("it would have to start again; live are {}", live());
                return Err(fault(&planned.text(), &problem));
            }
            then = next;
        }
        Ok(())
    }
}

const FORM: &str = "give STEP:SETTING=VALUE, as in 1200:eta=0.01, or STEP:weights=best";

fn fault(text: &str, problem: &str) -> Error {
    Error::Usage(format!("--at {text} does not work: {problem}"))
}

/// What can be changed while a network learns.
fn live() -> String {
    let live = SETTINGS.iter().filter(|setting| setting.change == Change::Live);
    live.map(|setting| setting.name).chain([WEIGHTS]).collect::<Vec<_>>().join(", ")
}
