//! Pinned runs: their curves and settings, kept to compare other runs with.

use std::sync::Arc;

use super::action::{ChartAction, RunAction};
use super::keymap::key_of;
use crate::train::{History, RunId, SETTINGS, Setup, Snapshot, Unit};

/// The names of pins. Their number is the most runs that can be pinned.
const LETTERS: [&str; 4] = ["A", "B", "C", "D"];
const ALPHABET: &[u8; 26] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/// The name of the log of this number, from 0: A to Z, then AA, AB and so on.
pub fn log_letter(number: usize) -> String {
    let last = char::from(ALPHABET[number % ALPHABET.len()]).to_string();
    match number / ALPHABET.len() {
        0 => last,
        before => log_letter(before - 1) + &last,
    }
}

/// A run as it was when it was pinned.
#[derive(Clone, Debug)]
pub struct Pin {
    /// The name.
    pub letter: String,
    /// The curves up to then.
    pub history: Arc<History>,
    of: Origin,
}

/// Whose curves are pinned.
#[derive(Clone, Debug)]
enum Origin {
    /// A run of this program, with its settings then.
    Run { setup: Arc<Setup>, run: RunId },
    /// Another log.
    Log { name: String, unit: Unit },
}

impl Pin {
    /// Another log that is watched, or this one as it was. Letters begin with that of `number` 0.
    pub fn of_log(number: usize, name: String, unit: Unit, history: Arc<History>) -> Pin {
        Pin { letter: log_letter(number), history, of: Origin::Log { name, unit } }
    }

    /// What its steps are.
    pub fn unit(&self) -> Unit {
        match self.of {
            Origin::Log { unit, .. } => unit,
            Origin::Run { .. } => Unit::Steps,
        }
    }

    /// Its settings when it was pinned, if it is a run of this program.
    pub fn setup(&self) -> Option<&Setup> {
        match &self.of {
            Origin::Run { setup, .. } => Some(setup),
            Origin::Log { .. } => None,
        }
    }

    /// Whether it is a run of this program, pinned by a key.
    pub fn is_of_run(&self) -> bool {
        matches!(self.of, Origin::Run { .. })
    }

    /// What tells it from the run with these settings: its name, or the settings that differ.
    pub fn about(&self, others: Option<&Setup>) -> String {
        match (&self.of, others) {
            (Origin::Log { name, .. }, _) => name.clone(),
            (Origin::Run { .. }, None) => String::new(),
            (Origin::Run { setup, .. }, Some(others)) => match differences(setup, others) {
                words if words.is_empty() => "same settings".to_owned(),
                words => words.join(", "),
            },
        }
    }
}

/// The settings that differ from `others`, as text. Empty if there are none.
fn differences(setup: &Setup, others: &Setup) -> Vec<String> {
    let differing = SETTINGS.iter().filter(|setting| {
        setting.compared && (setting.applies)(&others.data) && !setting.is_same(setup, others)
    });
    let mut words: Vec<_> =
        differing.map(|setting| format!("{} {}", setting.label, setting.shown(setup))).collect();
    if setup.seed != others.seed {
        // The seed also places generated points.
        let data = if others.data.is_generated() { "other points, " } else { "" };
        words.push(format!("{data}other start weights"));
    }
    words
}

/// The pinned runs, at most four.
#[derive(Clone, Debug, Default)]
pub struct Pins {
    list: Vec<Pin>,
}

impl Pins {
    /// All pins, the oldest first.
    pub fn all(&self) -> &[Pin] {
        &self.list
    }

    /// Pins a run as it is now, or updates its pin. Returns a notice that says which, or that there are too many.
    pub fn pin(&mut self, snapshot: &Snapshot) -> String {
        let is_this = |pin: &&mut Pin| matches!(pin.of, Origin::Run { run, .. } if run == snapshot.run);
        let of = Origin::Run { setup: Arc::clone(&snapshot.setup), run: snapshot.run };
        if let Some(pin) = self.list.iter_mut().find(is_this) {
            (pin.history, pin.of) = (Arc::clone(&snapshot.history), of);
            return format!("{} is this run up to step {} now.", pin.letter, snapshot.step);
        }
        let Some(letter) = LETTERS.get(self.list.len()) else {
            return format!(
                "Four runs are pinned, and no more can be; {} unpins all.",
                key_of(ChartAction::UnpinAll)
            );
        };
        self.list.push(Pin { letter: (*letter).to_owned(), history: Arc::clone(&snapshot.history), of });
        format!(
            "Pinned as {letter}. Change a setting and start again with {} to compare.",
            key_of(RunAction::Again)
        )
    }

    /// Removes all pins. Returns a notice that says how many there were.
    pub fn clear(&mut self) -> String {
        match std::mem::take(&mut self.list).len() {
            0 => format!("No run is pinned; {} pins this one.", key_of(ChartAction::Pin)),
            1 => "The run is unpinned.".to_owned(),
            count => format!("{count} runs are unpinned."),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_log_has_a_letter_of_its_own() {
        assert_eq!([0, 7, 25, 26, 51, 52, 702].map(log_letter), ["A", "H", "Z", "AA", "AZ", "BA", "AAA"]);
    }
}
