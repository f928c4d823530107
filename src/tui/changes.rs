//! Changes of the run: sent to the trainer, or held back until the person has been asked.

use super::message::Effect;
use super::run::Run;
use crate::train::{Change, Command, Status};

impl Run {
    /// Whether the run has learned something that would be lost with it.
    ///
    /// After a divergence those are the weights of the best step, to which a key goes back, unless nothing was better
    /// than the start. A run that failed cannot go on, and one that is about to start again is lost already.
    pub fn has_learned(&self) -> bool {
        let Some(snapshot) = self.present() else { return false };
        let is_lost = self.failure.is_some() || self.restart > self.answered;
        let step = match snapshot.status {
            Status::Diverged(_) => snapshot.history.best().map_or(0, |best| best.test.step),
            _ => snapshot.step,
        };
        step > 0 && !is_lost
    }

    /// Whether a change loses what the run has learned.
    fn is_lost_by(&self, change: &Change) -> bool {
        match change {
            Change::TakeCure(..) => self.has_gone_on_from_fork(),
            Change::GoOnFrom(_) => true,
            change => self.is_replaced_by(change),
        }
    }

    /// Whether a change makes the run start again.
    fn is_replaced_by(&self, change: &Change) -> bool {
        let status = self.current().map_or(Status::Running, |snapshot| snapshot.status.clone());
        *change == Change::Again
            || self.wanted.needs_restart(&change.foreseen(&self.wanted, &status)).is_some()
    }

    /// Sends a change to the trainer, or holds it back for a question if it would lose what the run has learned.
    pub(super) fn ask(&mut self, change: Change) -> Vec<Effect> {
        if self.has_learned() && self.is_lost_by(&change) {
            self.held_back = Some(change);
            return Vec::new();
        }
        self.send(change)
    }

    /// Sends a change to the trainer.
    pub(super) fn send(&mut self, change: Change) -> Vec<Effect> {
        self.sent += 1;
        let has_looked_back = self.close_past();
        // Compare with what is wanted: a restart that is already pending does not undo a later pause.
        if self.is_replaced_by(&change) {
            self.restart = self.sent;
            self.wants_running = true;
        }
        match &change {
            Change::TakeCure(_, cure) => self.wants_running = cure.goes_on(),
            Change::GoOnFrom(_) => self.wants_running = true,
            _ => {}
        }
        let status = self.current().map_or(Status::Running, |snapshot| snapshot.status.clone());
        self.pending.push_back((self.sent, change.clone()));
        self.wanted = self.predicted(&status);
        let no_recall = has_looked_back.then_some(Effect::NoRecall);
        no_recall.into_iter().chain([Effect::Command(Command::Change(self.sent, change))]).collect()
    }

    /// Drops the pending changes of a trainer that has ended.
    pub(super) fn forget_pending(&mut self) {
        self.pending.clear();
        (self.sent, self.answered, self.restart) = (0, 0, 0);
        self.painting = false;
    }
}
