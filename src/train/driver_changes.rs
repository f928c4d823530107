//! The changes that a driver carries out.

use std::sync::Arc;

use super::adjustment::{Adjustment, Refusal};
use super::cures::Cure;
use super::driver::{Driver, Mode};
use super::note::Note;
use super::protocol::{Change, Outcome, Status};
use super::session::Session;
use super::settings::MOST_STEPS;
use super::setup::Setup;
use super::time_machine::{LiveChange, PastStep};

impl Change {
    /// Predicts the set-up of a run after this change. The trainer may still refuse it.
    pub fn foreseen(&self, setup: &Setup, status: &Status) -> Setup {
        match self {
            Change::Adjust(adjustments) => adjusted(setup, adjustments).0,
            Change::Preset(preset) => adjusted(setup, &Adjustment::preset(*preset, setup)).0,
            Change::Extend => extended(setup, status),
            Change::TakeCure(_, cure) => adjusted(setup, &cure.adjustments).0,
            Change::GoOnFrom(past) => past.session().setup().clone(),
            Change::GoBack | Change::Again => setup.clone(),
        }
    }
}

/// Applies adjustments one by one; returns the resulting set-up and the refused adjustments.
fn adjusted(setup: &Setup, adjustments: &[Adjustment]) -> (Setup, Vec<Refusal>) {
    let (mut wanted, mut refusals) = (setup.clone(), Vec::new());
    for adjustment in adjustments {
        match wanted.adjusted(adjustment) {
            Ok(next) => wanted = next,
            Err(refusal) => refusals.push(refusal),
        }
    }
    (wanted, refusals)
}

/// The set-up that lets a run that has ended continue: twice the steps, or no patience.
fn extended(setup: &Setup, status: &Status) -> Setup {
    match status {
        Status::Finished => Setup { steps: setup.steps.saturating_mul(2).min(MOST_STEPS), ..setup.clone() },
        Status::OutOfPatience => Setup { patience: None, ..setup.clone() },
        Status::Running | Status::Paused | Status::Diverged(_) => setup.clone(),
    }
}

impl Driver {
    /// Carries out a change.
    pub(super) fn change(&mut self, change: Change) {
        let Some(setup) = self.session.as_ref().map(|session| session.setup().clone()) else { return };
        match change {
            Change::Adjust(adjustments) => self.adjust(&setup, &adjustments),
            Change::Preset(preset) => self.adjust(&setup, &Adjustment::preset(preset, &setup)),
            Change::GoBack => self.go_back(),
            Change::Extend => self.extend(&setup),
            Change::Again => self.again(&setup),
            Change::TakeCure(number, cure) => self.take_cure(number, cure),
            Change::GoOnFrom(past) => self.go_on_from(&past),
        }
    }

    fn adjust(&mut self, setup: &Setup, adjustments: &[Adjustment]) {
        let (wanted, refusals) = adjusted(setup, adjustments);
        self.outcomes.extend(refusals.into_iter().map(Outcome::Refused));
        match setup.needs_restart(&wanted) {
            None => self.take_over(&wanted),
            Some(_) => self.restart(setup, wanted),
        }
    }

    fn take_over(&mut self, wanted: &Setup) {
        let Some(session) = &mut self.session else { return };
        let before = session.setup().clone();
        if let Err(error) = session.change(wanted) {
            self.outcomes.push(Outcome::Refused(Refusal::Data(error.to_string())));
        }
        if before != *session.setup() {
            Arc::make_mut(&mut self.timeline).note(LiveChange::take_over(session.step(), wanted));
        }
        let changes = before.changes_to(session.setup());
        self.record();
        if changes.iter().any(|change| change.is_other_learning(&before)) {
            self.fork = None;
        }
        if !changes.is_empty() {
            self.outcomes.push(Outcome::Changed(changes));
        }
    }

    fn restart(&mut self, before: &Setup, setup: Setup) {
        self.outcomes.push(Outcome::Restarted(before.changes_to(&setup)));
        self.run = self.run.next();
        self.next = Some(setup);
        self.fork = None;
    }

    fn go_back(&mut self) {
        let Some(session) = &mut self.session else { return };
        self.mode = Mode::Paused;
        self.outcomes.push(match session.history().best() {
            Some(_) => {
                let before = session.setup().clone();
                session.go_back();
                Arc::make_mut(&mut self.timeline).note(LiveChange::go_back(session.step()));
                self.fork = None;
                let changes = before.changes_to(session.setup());
                if let Some(recorder) = &mut self.recorder {
                    recorder.record(session);
                }
                Outcome::WentBack(changes)
            }
            None => Outcome::Refused(Refusal::NoBest),
        });
    }

    fn take_cure(&mut self, number: u64, cure: Cure) {
        let Some(fork) = self.fork.take_if(|fork| fork.number() == number) else {
            return self.outcomes.push(Outcome::Refused(Refusal::OldCure));
        };
        match fork.taken(&cure, self.pool.clone()) {
            Ok(session) => {
                let changes = fork.session().setup().changes_to(session.setup());
                self.mode = if cure.goes_on() { Mode::Running } else { Mode::Paused };
                self.replace(session);
                let timeline = Arc::make_mut(&mut self.timeline);
                timeline.cut(fork.step(), self.changes_before_fork);
                timeline.note(LiveChange::cure(fork.step(), &cure, fork.end()));
                self.outcomes.push(Outcome::TookCure(cure, changes));
            }
            Err(refusal) => self.outcomes.push(Outcome::Refused(refusal)),
        }
    }

    fn go_on_from(&mut self, past: &PastStep) {
        let session = past.session().fork(self.pool.clone());
        self.run = self.run.next();
        self.mode = Mode::Running;
        self.fork = None;
        Arc::make_mut(&mut self.timeline).cut(session.step(), past.changes());
        self.outcomes.push(Outcome::WentOnFrom(session.step()));
        self.replace(session);
    }

    /// Puts another session in the place of this one, which has come from one of its steps. Its notes up to there stay.
    fn replace(&mut self, mut session: Session) {
        if let Some(before) = &self.session {
            let is_new = |note: &&Note| !session.history().notes().contains(note);
            let notes: Vec<Note> = before.history().notes().iter().filter(is_new).cloned().collect();
            for note in notes {
                session.note(note);
            }
        }
        if let Some(recorder) = &mut self.recorder {
            recorder.replace(&session);
        }
        self.session = Some(session);
    }

    fn extend(&mut self, setup: &Setup) {
        let Some(session) = &self.session else { return };
        let status = Status::from(session.state());
        if matches!(status, Status::Diverged(_)) {
            return self.outcomes.push(Outcome::Refused(Refusal::Diverged));
        }
        self.mode = Mode::Running;
        self.take_over(&extended(setup, &status));
    }

    fn again(&mut self, setup: &Setup) {
        let Some(session) = &self.session else { return };
        self.restart(setup, session.next_attempt());
    }
}
