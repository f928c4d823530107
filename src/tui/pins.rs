//! Pinned runs: their curves and settings, kept to compare other runs with.

use std::sync::Arc;

use super::action::{ChartAction, RunAction};
use super::keymap::key_of;
use crate::train::{History, RunId, SETTINGS, Setup, Snapshot};

/// The names of pins. Their number is the most runs that can be pinned.
const LETTERS: [&str; 4] = ["A", "B", "C", "D"];

/// A run as it was when it was pinned.
#[derive(Clone, Debug)]
pub struct Pin {
    /// The name.
    pub letter: &'static str,
    /// The curves up to then.
    pub history: Arc<History>,
    /// The settings then.
    pub setup: Arc<Setup>,
    run: RunId,
}

impl Pin {
    /// The settings that differ from `others`, as text. Empty if there are none.
    pub fn differences(&self, others: &Setup) -> Vec<String> {
        let differing = SETTINGS.iter().filter(|setting| {
            setting.compared && (setting.applies)(&others.data) && !setting.is_same(&self.setup, others)
        });
        let mut words: Vec<_> =
            differing.map(|setting| format!("{} {}", setting.label, setting.shown(&self.setup))).collect();
        if self.setup.seed != others.seed {
            // The seed also places generated points.
            let data = if others.data.is_generated() { "other points, " } else { "" };
            words.push(format!("{data}other start weights"));
        }
        words
    }
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
        if let Some(pin) = self.list.iter_mut().find(|pin| pin.run == snapshot.run) {
            pin.history = Arc::clone(&snapshot.history);
            pin.setup = Arc::clone(&snapshot.setup);
            return format!("{} is this run up to step {} now.", pin.letter, snapshot.step);
        }
        let Some(letter) = LETTERS.get(self.list.len()) else {
            return format!(
                "Four runs are pinned, and no more can be; {} unpins all.",
                key_of(ChartAction::UnpinAll)
            );
        };
        self.list.push(Pin {
            letter,
            history: Arc::clone(&snapshot.history),
            setup: Arc::clone(&snapshot.setup),
            run: snapshot.run,
        });
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
