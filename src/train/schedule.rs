//! Planned changes as text (`--at STEP:SETTING=VALUE`), so that a command line can repeat a run with live changes.

use super::history::History;
use super::mark::Mark;
use super::planned::{Planned, Target};
use super::setting_id::SettingId;
use super::settings::{Liveness, SETTINGS, setting};
use super::setup::Setup;
use crate::error::Error;

/// The name of [`Target::Weights`].
const WEIGHTS: &str = "weights";
/// The only value of [`Target::Weights`]: the weights of the best evaluation.
pub const BEST: &str = "best";

impl Target {
    /// The name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Target::Setting(setting) => setting.name(),
            Target::Weights => WEIGHTS,
        }
    }
}

impl Planned {
    /// A change by the name of what changes; `None` if nothing has that name.
    pub fn of(step: u64, name: &str, value: &str) -> Option<Planned> {
        let target = match (name, value) {
            (WEIGHTS, BEST) => Target::Weights,
            (WEIGHTS, _) => return None,
            _ => Target::Setting(setting(name)?.id),
        };
        Some(Planned { step, target, value: value.to_owned() })
    }

    /// The change as one that was made, with the value before it in a few words.
    pub fn mark(self, before: String) -> Mark {
        Mark { step: self.step, target: self.target, before, value: self.value }
    }

    /// The form on the command line: `1200:eta=0.01`.
    pub fn text(&self) -> String {
        format!("{}:{}={}", self.step, self.target.name(), self.value)
    }

    /// Parses the form `STEP:SETTING=VALUE`. The error says what to give instead.
    ///
    /// # Errors
    /// When it is not in that form.
    pub fn parse(text: &str) -> Result<Planned, String> {
        let parts = text
            .split_once(':')
            .and_then(|(step, change)| Some((step.trim().parse().ok()?, change.split_once('=')?)));
        let (step, (name, value)) = parts.ok_or(FORM)?;
        let (name, value) = (name.trim(), value.trim());
        match Planned::of(step, name, value) {
            Some(planned) => Ok(planned),
            None if name == WEIGHTS => Err(format!("give {WEIGHTS}={BEST}")),
            None => Err(format!("there is no such setting; what can change: {}", live())),
        }
    }
}

impl Setup {
    /// Plans changes, each in the form `STEP:SETTING=VALUE`. Changes at the same step keep their order.
    ///
    /// # Errors
    /// When a text is not in that form, its value is not allowed at that step, or the change would need a new run.
    pub fn plan<'a>(&mut self, texts: impl IntoIterator<Item = &'a str>) -> Result<(), Error> {
        for text in texts {
            self.at.push(Planned::parse(text).map_err(|problem| error(text, &problem))?);
        }
        self.at.sort_by_key(|planned| planned.step);
        let mut then = self.clone();
        for planned in &mut self.at {
            let Target::Setting(id) = planned.target else { continue };
            let next = then.with(id.row(), &planned.value).map_err(|refusal| match refusal {
                Error::Setting { advice, .. } => error(&planned.text(), &advice),
                other => error(&planned.text(), &other.to_string()),
            })?;
            if then.needs_restart(&next).is_some() {
                let problem = match id {
                    SettingId::Hidden => "another number of layers needs a new run".to_owned(),
                    _ => format!("{} needs a new run; what can change in one: {}", id.name(), live()),
                };
                return Err(error(&planned.text(), &problem));
            }
            planned.value = id.row().change(&then, &next);
            then = next;
        }
        Ok(())
    }

    /// This set-up, with everything that changed since the start of the run as its plan. `played` is the number of
    /// its own planned changes that were made or skipped. Returns `None` if the history has dropped changes.
    pub fn replayed(&self, history: &History, played: usize) -> Option<Setup> {
        if history.dropped_marks() {
            return None;
        }
        let to_come = self.at.iter().skip(played).cloned();
        let at = history.marks().iter().map(Mark::planned).chain(to_come).collect();
        Some(Setup { at, ..self.clone() })
    }
}

const FORM: &str = "give STEP:SETTING=VALUE, as in 1200:eta=0.01, or STEP:weights=best";

fn error(text: &str, problem: &str) -> Error {
    Error::Usage(format!("--at {text} does not work: {problem}"))
}

/// The names of everything that can change while a network learns.
fn live() -> String {
    let live = SETTINGS.iter().filter(|setting| setting.change == Liveness::Live);
    live.map(|setting| setting.name).chain([WEIGHTS]).collect::<Vec<_>>().join(", ")
}
