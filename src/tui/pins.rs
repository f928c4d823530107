//! Runs that are kept to compare others with: their curves so far, and their settings.

use std::sync::Arc;

use super::action::{ChartAction, RunAction};
use super::keymap::key_of;
use crate::train::{History, RunId, SETTINGS, Setup, Snapshot};

/// What they are called; there are no more of them than that.
const LETTERS: [&str; 4] = ["A", "B", "C", "D"];

/// A run as it was when it was pinned.
#[derive(Clone, Debug)]
pub struct Pin {
    /// What it is called.
    pub letter: &'static str,
    /// Its curves up to then.
    pub history: Arc<History>,
    /// Its settings then.
    pub setup: Arc<Setup>,
    run: RunId,
}

impl Pin {
    /// Its settings where they differ from others; nothing if it is the same set-up.
    pub fn differences(&self, others: &Setup) -> Vec<String> {
        let differing = SETTINGS.iter().filter(|setting| {
            setting.compared && (setting.applies)(&others.data) && !setting.is_same(&self.setup, others)
        });
        let mut words: Vec<_> =
            differing.map(|setting| format!("{} {}", setting.name, (setting.get)(&self.setup))).collect();
        if self.setup.seed != others.seed {
            // The seed also determines generated points.
            let data = if others.data.is_generated() { "other points, " } else { "" };
            words.push(format!("{data}other start weights"));
        }
        words
    }
}

/// The runs that are pinned, at most four.
#[derive(Clone, Debug, Default)]
pub struct Pins {
    list: Vec<Pin>,
}

impl Pins {
    /// All of them, the oldest first.
    pub fn all(&self) -> &[Pin] {
        &self.list
    }

    /// Pins a run as it is now, also if it was pinned before; the answer says what became of it.
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

    /// Forgets all of them; the answer says so.
    pub fn clear(&mut self) -> String {
        match std::mem::take(&mut self.list).len() {
            0 => format!("No run is pinned; {} pins this one.", key_of(ChartAction::Pin)),
            1 => "The run is unpinned.".to_owned(),
            count => format!("{count} runs are unpinned."),
        }
    }
}
