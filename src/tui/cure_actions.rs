//! What the keys of the cures do to the run, and what the run takes in of their trials.

use std::sync::Arc;

use super::action::{CureAction, ProgramAction};
use super::cures::{Cures, Tries};
use super::keymap::key_of;
use super::message::Effect;
use super::run::Run;
use crate::numbers::grouped;
use crate::train::{Change, Command, Cure, History, Outcome, SettingChange, Snapshot, Status, TrialState};

impl Run {
    /// The trials, once the copy for them has been made.
    pub fn tries(&self) -> Option<&Tries> {
        self.cures.as_ref()?.tried.as_ref()
    }

    fn tries_mut(&mut self) -> Option<&mut Tries> {
        self.cures.as_mut()?.tried.as_mut()
    }

    /// The name of the cure that is chosen in the table, if it has a curve.
    pub fn chosen_cure(&self) -> Option<&str> {
        let row = self.tries()?.chosen_row()?;
        row.history().map(|_| row.cure.name.as_str())
    }

    /// Whether the run has taken steps since the copy was made on which cures are tried.
    pub(super) fn has_gone_on_from_fork(&self) -> bool {
        let (Some(tries), Some(snapshot)) = (self.tries(), self.current()) else { return false };
        snapshot.step > tries.fork.step()
    }

    /// The sentences of the question before a cure is taken: what is done, and what is lost by it.
    pub(super) fn sentences_of_cure(&self, cure: &Cure) -> [String; 2] {
        let fork = self.tries().map_or(0, |tries| tries.fork.step());
        let lost = self.snapshot.as_ref().map_or(0, |snapshot| snapshot.step.saturating_sub(fork));
        [format!("Go back to step {} and take over: {}?", grouped(fork), cure.name), lost_steps(lost)]
    }

    /// Asks for a copy of the run to try cures on. Returns a notice instead if there is nothing to cure.
    pub(super) fn try_cures(&mut self) -> Vec<Effect> {
        if self.current().is_none_or(|snapshot| snapshot.step == 0) {
            self.notice = Some("Nothing has been learned yet that could be cured.".to_owned());
            return Vec::new();
        }
        let number = self.new_request();
        self.cures = Some(Cures { number, tried: None });
        vec![Effect::NoCures, Effect::Command(Command::Fork(number))]
    }

    /// Carries out an action in the table of cures.
    pub(super) fn update_cures(&mut self, action: CureAction) -> Vec<Effect> {
        let Some(tries) = self.tries_mut() else { return Vec::new() };
        match action {
            CureAction::Up => tries.choose(-1),
            CureAction::Down => tries.choose(1),
            CureAction::Take => {
                let row = tries.chosen_row().filter(|row| row.tried().is_some());
                let Some(cure) = row.map(|row| row.cure.clone()) else { return Vec::new() };
                let number = tries.fork.number();
                self.notice = None;
                return self.ask(Change::TakeCure(number, cure));
            }
        }
        Vec::new()
    }

    /// Stops the trials and keeps their results, or tries the cures again if they have ended.
    pub(super) fn stop_or_repeat_cures(&mut self) -> Vec<Effect> {
        match self.tries_mut() {
            Some(tries) if tries.is_busy() => {
                tries.is_stopped = true;
                vec![Effect::NoCures]
            }
            _ => self.try_cures(),
        }
    }

    /// Takes in what a thread says about a trial.
    pub(super) fn hear_of_cure(&mut self, number: u64, nth: usize, stage: TrialState) {
        let cures = self.cures.as_mut().filter(|cures| cures.number == number);
        let Some(tries) = cures.and_then(|cures| cures.tried.as_mut()) else { return };
        tries.table.note(nth, stage);
    }

    /// Starts the trials once the copy is there, and drops them if the run has changed.
    pub(super) fn follow_cures(&mut self, snapshot: &Snapshot, outcomes: &[Outcome]) -> Vec<Effect> {
        if let Some(ghost) = self.ghost_of_cure(outcomes) {
            self.ghost = Some(ghost);
            self.view.restart();
        }
        let Some(cures) = &mut self.cures else { return Vec::new() };
        let is_stale = |change: &SettingChange| change.is_other_learning(&self.in_force);
        let is_other = self.snapshot.as_ref().is_some_and(|before| before.run != snapshot.run);
        let is_changed = outcomes.iter().any(|outcome| match outcome {
            Outcome::Changed(changes) => changes.iter().any(is_stale),
            Outcome::WentBack(_) | Outcome::TookCure(..) | Outcome::Restarted(_) | Outcome::WentOnFrom(_) => {
                true
            }
            Outcome::Refused(_) => false,
        });
        if is_changed || is_other {
            self.cures = None;
            return vec![Effect::NoCures];
        }
        match &snapshot.fork {
            Some(fork) if cures.tried.is_none() && fork.number() == cures.number => {
                cures.tried = Some(Tries::new(fork));
                let is_training = snapshot.status == Status::Running;
                vec![Effect::TryCures { fork: Arc::clone(fork), is_training }]
            }
            _ => Vec::new(),
        }
    }

    /// The curve that stays as a ghost when a cure is taken: that of this run if it went on after the fork, or else
    /// that of the trial without a cure.
    fn ghost_of_cure(&self, outcomes: &[Outcome]) -> Option<Arc<History>> {
        if !outcomes.iter().any(|outcome| matches!(outcome, Outcome::TookCure(..))) {
            return None;
        }
        let tries = self.tries()?;
        let snapshot = self.snapshot.as_ref()?;
        if snapshot.history.latest()?.step > tries.fork.step() {
            return Some(Arc::clone(&snapshot.history));
        }
        tries.table.no_cure()?.history().cloned()
    }
}

/// What is lost when a run goes on from an earlier step.
pub(super) fn lost_steps(steps: u64) -> String {
    match steps {
        1 => "The step after it is lost; its curve stays.".to_owned(),
        steps => format!("The {} steps after it are lost; their curve stays.", grouped(steps)),
    }
}

/// The notice that a cure was taken.
pub(super) fn took(cure: &Cure) -> String {
    let keys = key_of(ProgramAction::ToggleCures);
    format!("Taken: {}. The dotted curve is the run without it; {keys} tries cures again.", cure.name)
}
