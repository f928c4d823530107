//! Carries out the commands of the screen on a session. It has no thread, no channel and no clock.

use std::sync::Arc;

use super::adjustment::{Adjustment, Refusal};
use super::cures::{Cure, Fork};
use super::protocol::{Change, Command, Outcome, RunId, Snapshot, Status};
use super::recorder::Recorder;
use super::session::Session;
use super::settings::MOST_STEPS;
use super::setup::Setup;
use super::state::State;
use super::time_machine::{LiveChange, PastStep, Timeline};
use crate::error::Error;
use crate::nn::ThreadPool;

/// Whether the driver takes steps, and until when.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Mode {
    Paused,
    Running,
    /// Run until this epoch is reached, then pause.
    ToEpoch(f64),
}

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

/// A session, and the set-up of the run that will replace it.
#[derive(Debug)]
pub struct Driver {
    pool: ThreadPool,
    run: RunId,
    mode: Mode,
    session: Option<Session>,
    /// Keeps what happens.
    recorder: Option<Box<dyn Recorder>>,
    /// The set-up of a run that has not started yet.
    next: Option<Setup>,
    /// The number of the last change that was handled.
    answered: u64,
    outcomes: Vec<Outcome>,
    /// The copy on which cures can be tried, until the run changes.
    fork: Option<Arc<Fork>>,
    /// The changes by hand before that copy.
    changes_before_fork: usize,
    /// What is kept of the run.
    timeline: Arc<Timeline>,
    /// The number of the copy that the next snapshot will have, to explain the next step.
    to_explain: Option<u64>,
}

impl Driver {
    /// Creates a driver that will start run number `run` with `setup`. The threads of `pool` share its work.
    pub fn new(run: RunId, setup: Setup, pool: ThreadPool) -> Driver {
        Driver {
            pool,
            run,
            mode: Mode::Running,
            session: None,
            recorder: None,
            next: Some(setup),
            answered: 0,
            outcomes: Vec::new(),
            fork: None,
            changes_before_fork: 0,
            timeline: Arc::default(),
            to_explain: None,
        }
    }

    /// The same driver, with a run that has already come so far. It is paused.
    #[must_use]
    pub fn with_session(self, session: &Session) -> Driver {
        let session = session.fork(self.pool.clone());
        let mut driver = Driver { mode: Mode::Paused, session: Some(session), next: None, ..self };
        driver.keep();
        driver
    }

    /// The same driver, with somebody who keeps what happens.
    #[must_use]
    pub fn recorded_by(mut self, mut recorder: Box<dyn Recorder>) -> Driver {
        if let Some(session) = &self.session {
            recorder.begin(session);
        }
        self.recorder = Some(recorder);
        self
    }

    /// What could not be kept, in a sentence.
    pub fn not_saved(&self) -> Option<String> {
        self.recorder.as_ref().and_then(|recorder| recorder.problem())
    }

    /// Keeps what the last step or change did.
    fn record(&mut self) {
        if let Some((recorder, session)) = self.recorder.as_mut().zip(self.session.as_ref()) {
            recorder.record(session);
        }
    }

    /// Says that the run is over.
    pub fn end(&mut self) {
        if let Some((recorder, session)) = self.recorder.as_mut().zip(self.session.as_ref()) {
            recorder.end(session);
        }
    }

    /// The number of the current run, or of the one about to start.
    pub fn run(&self) -> RunId {
        self.run
    }

    /// The current session; `None` until its data are loaded.
    pub fn session(&self) -> Option<&Session> {
        self.session.as_ref()
    }

    /// Whether a new run is waiting for [`Driver::begin`].
    pub fn has_to_begin(&self) -> bool {
        self.next.is_some()
    }

    /// Starts the waiting run. The data set is reused if the new run asks for the same data.
    ///
    /// # Errors
    /// When the data cannot be loaded. There is no session then.
    pub fn begin(&mut self) -> Result<(), Error> {
        let Some(setup) = self.next.take() else { return Ok(()) };
        self.mode = Mode::Running;
        self.end();
        let before = self.session.take().filter(|before| {
            before.setup().data == setup.data && before.setup().request() == setup.request()
        });
        self.session = Some(match before {
            Some(before) => Session::with_dataset(setup, Arc::clone(before.dataset()), self.pool.clone()),
            None => Session::new(setup, self.pool.clone())?,
        });
        if let Some((recorder, session)) = self.recorder.as_mut().zip(self.session.as_ref()) {
            recorder.begin(session);
        }
        self.timeline = Arc::default();
        self.keep();
        Ok(())
    }

    /// Whether the run is learning and not paused.
    pub fn is_running(&self) -> bool {
        self.mode != Mode::Paused
            && self.session.as_ref().is_some_and(|session| *session.state() == State::Learning)
    }

    /// Takes one step, even while paused.
    pub fn step(&mut self) {
        self.advance_session();
        self.record();
        self.rest_at_the_end();
    }

    /// Takes a step and keeps the run for the time machine if it was evaluated.
    fn advance_session(&mut self) {
        if self.session.as_mut().and_then(Session::advance).is_some() {
            self.keep();
        }
    }

    /// Keeps the run as it stands if this is an evaluation to keep.
    fn keep(&mut self) {
        if let Some(session) = &self.session {
            Arc::make_mut(&mut self.timeline).count(session);
        }
    }

    /// Pauses a run that has ended. A change may let it go on, but only [`Command::Resume`] and [`Change::Extend`] say so.
    fn rest_at_the_end(&mut self) {
        if self.session.as_ref().is_some_and(|session| *session.state() != State::Learning) {
            self.mode = Mode::Paused;
        }
    }

    /// The number of steps that the run has still to take; `None` while there is no session.
    pub fn steps_left(&self) -> Option<u64> {
        self.session.as_ref().map(|session| session.setup().steps.saturating_sub(session.step()))
    }

    /// Takes one step unless the run is paused or has ended.
    pub fn advance(&mut self) {
        if !self.is_running() {
            return;
        }
        self.advance_session();
        if let (Mode::ToEpoch(epoch), Some(session)) = (self.mode, &self.session)
            && session.epoch() >= epoch
        {
            self.mode = Mode::Paused;
        }
        self.record();
        self.rest_at_the_end();
    }

    /// Carries out a command, except [`Command::SetPace`], which is up to the caller.
    pub fn obey(&mut self, command: Command) {
        match command {
            Command::Pause => self.mode = Mode::Paused,
            Command::Resume => self.mode = Mode::Running,
            Command::SetPace(_) => {}
            Command::Step => {
                self.mode = Mode::Paused;
                self.step();
            }
            Command::Epoch => {
                if let Some(session) = &self.session {
                    self.mode = Mode::ToEpoch(session.epoch().floor() + 1.0);
                }
            }
            Command::Fork(number) => {
                self.fork = self.session.as_ref().map(|session| Arc::new(Fork::new(number, session, None)));
                self.changes_before_fork = self.timeline.changes();
            }
            Command::Explain(number) => self.to_explain = Some(number),
            Command::Change(number, change) => {
                self.change(change);
                self.answered = self.answered.max(number);
            }
        }
        self.rest_at_the_end();
    }

    /// The state of the run and the outcomes since the last snapshot; `None` while there is no session.
    pub fn snapshot(&mut self) -> Option<Snapshot> {
        let session = self.session.as_ref().filter(|_| self.next.is_none())?;
        let status = match session.state() {
            State::Learning if self.mode == Mode::Paused => Status::Paused,
            state => Status::from(state),
        };
        let to_explain = self.to_explain.take().map(|number| Arc::new(Fork::new(number, session, None)));
        Some(Snapshot {
            answered: self.answered,
            not_saved: self.not_saved(),
            outcomes: std::mem::take(&mut self.outcomes),
            fork: self.fork.clone(),
            timeline: Arc::clone(&self.timeline),
            to_explain,
            ..Snapshot::of(session, self.run, status)
        })
    }

    /// Takes back a snapshot that could not be delivered, so that the next one has what was asked for and its outcomes.
    pub fn take_back(&mut self, snapshot: Snapshot) {
        self.outcomes.splice(0..0, snapshot.outcomes);
        self.to_explain = self.to_explain.or(snapshot.to_explain.map(|copy| copy.number()));
    }

    fn change(&mut self, change: Change) {
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
                if let Some(recorder) = &mut self.recorder {
                    recorder.replace(&session);
                }
                self.session = Some(session);
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
