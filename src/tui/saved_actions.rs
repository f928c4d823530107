//! The list of the runs that were kept: opened from the picker, and one of them chosen.

use super::action::SavedAction;
use super::app::{App, Overlay};
use super::message::Effect;
use super::reading::Purpose;
use crate::launch::PendingRun;
use crate::run_file::SavedRun;
use crate::train::Direction;

impl App {
    /// Opens the list and asks for what is in it, or closes it.
    pub(super) fn toggle_saved_runs(&mut self) -> Vec<Effect> {
        if matches!(self.overlay, Overlay::SavedRuns(_)) {
            self.close();
            return Vec::new();
        }
        self.saved_runs = None;
        self.open_above(Overlay::SavedRuns(0));
        vec![Effect::ListRuns]
    }

    /// Performs an action in the list.
    pub(super) fn perform_on_saved_runs(&mut self, action: SavedAction) -> Vec<Effect> {
        let Overlay::SavedRuns(chosen) = self.overlay else { return Vec::new() };
        let Some(runs) = self.saved_runs.as_ref().filter(|runs| !runs.is_empty()) else { return Vec::new() };
        match action {
            SavedAction::Choose(Direction::Up) => {
                self.overlay = Overlay::SavedRuns(chosen.saturating_sub(1));
                Vec::new()
            }
            SavedAction::Choose(Direction::Down) => {
                self.overlay = Overlay::SavedRuns((chosen + 1).min(runs.len() - 1));
                Vec::new()
            }
            SavedAction::Open => {
                let path = runs[chosen.min(runs.len() - 1)].path.clone();
                self.close();
                vec![self.read_run(PendingRun::unchanged(path), Purpose::Card)]
            }
        }
    }

    /// Takes in what is in the list.
    pub(super) fn take_in_saved_runs(&mut self, runs: Vec<SavedRun>) {
        if let Overlay::SavedRuns(chosen) = &mut self.overlay {
            *chosen = (*chosen).min(runs.len().saturating_sub(1));
        }
        self.saved_runs = Some(runs);
    }
}
