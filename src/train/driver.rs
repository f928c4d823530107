//! Carries out the commands of the screen on a session. It has no thread, no channel and no clock.

use std::sync::Arc;

use super::cures::Fork;
use super::note::Note;
use super::protocol::{Command, Outcome, RunId, Snapshot, Status};
use super::recorder::Recorder;
use super::session::Session;
use super::setup::Setup;
use super::state::State;
use super::time_machine::Timeline;
use crate::error::Error;
use crate::nn::ThreadPool;

/// Whether the driver takes steps, and until when.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Mode {
    Paused,
    Running,
    /// Run until this epoch is reached, then pause.
    ToEpoch(f64),
}

/// A session, and the set-up of the run that will replace it.
#[derive(Debug)]
pub struct Driver {
    pub(super) pool: ThreadPool,
    pub(super) run: RunId,
    pub(super) mode: Mode,
    pub(super) session: Option<Session>,
    /// Keeps what happens.
    pub(super) recorder: Option<Box<dyn Recorder>>,
    /// The set-up of a run that has not started yet.
    pub(super) next: Option<Setup>,
    /// The number of the last change that was handled.
    pub(super) answered: u64,
    pub(super) outcomes: Vec<Outcome>,
    /// The copy on which cures can be tried, until the run changes.
    pub(super) fork: Option<Arc<Fork>>,
    /// The changes by hand before that copy.
    pub(super) changes_before_fork: usize,
    /// What is kept of the run.
    pub(super) timeline: Arc<Timeline>,
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
    pub(super) fn record(&mut self) {
        if let Some((recorder, session)) = self.recorder.as_mut().zip(self.session.as_ref()) {
            recorder.record(session);
        }
    }

    /// Says that the run takes no step for a while, if so.
    fn tell_of_rest(&mut self) {
        if !self.is_running()
            && let Some((recorder, session)) = self.recorder.as_mut().zip(self.session.as_ref())
        {
            recorder.rest(session);
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
    pub(super) fn keep(&mut self) {
        if let Some(session) = &self.session {
            Arc::make_mut(&mut self.timeline).count(session);
        }
    }

    /// Pauses a run that has ended. A change may let it go on, but only [`Command::Resume`] and [`Change::Extend`](super::protocol::Change::Extend) say so.
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
        self.tell_of_rest();
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
            Command::Note(note) => self.note(note),
            Command::Change(number, change) => {
                self.change(change);
                self.answered = self.answered.max(number);
            }
        }
        self.rest_at_the_end();
        self.tell_of_rest();
    }

    /// Keeps a note. It is on a step that a screen has shown, and so on none that is still to come.
    fn note(&mut self, note: Note) {
        let is_kept = self.session.as_mut().is_some_and(|session| session.note(note.clone()));
        if let Some(recorder) = self.recorder.as_mut().filter(|_| is_kept) {
            recorder.note(&note);
        }
    }

    /// The state of the run and the outcomes since the last snapshot; `None` while there is no session.
    pub fn snapshot(&mut self) -> Option<Snapshot> {
        let session = self.session.as_ref().filter(|_| self.next.is_none())?;
        let status = match self.mode {
            Mode::Paused => Status::at_rest(session.state()),
            Mode::Running | Mode::ToEpoch(_) => Status::from(session.state()),
        };
        let to_explain = self.to_explain.take().map(|number| Arc::new(Fork::new(number, session, None)));
        Some(Snapshot {
            answered: self.answered,
            not_saved: self.not_saved(),
            kept_in: self.recorder.as_ref().and_then(|recorder| recorder.file()),
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
}
