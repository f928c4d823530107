//! A run as it stood when its cures were asked for.

use std::fmt;

use super::cure::Cure;
use crate::nn::ThreadPool;
use crate::train::adjustment::Refusal;
use crate::train::session::Session;
use crate::train::settings::MOST_STEPS;
use crate::train::state::State;

/// A frozen copy of a run.
pub struct Fork {
    number: u64,
    session: Session,
    steps: u64,
}

impl fmt::Debug for Fork {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Fork")
            .field("number", &self.number)
            .field("step", &self.step())
            .finish_non_exhaustive()
    }
}

impl Fork {
    /// Copies a run. Each trial takes `steps` steps; by default as many as the run has taken. `number` tells it from
    /// other forks.
    pub fn new(number: u64, session: &Session, steps: Option<u64>) -> Fork {
        let steps = steps.unwrap_or(session.step()).max(1);
        Fork { number, session: session.fork(ThreadPool::default()), steps }
    }

    /// The number given to it.
    pub fn number(&self) -> u64 {
        self.number
    }

    /// The steps that the run had taken.
    pub fn step(&self) -> u64 {
        self.session.step()
    }

    /// The steps of a trial.
    pub fn steps(&self) -> u64 {
        self.steps
    }

    /// The step at which a trial ends.
    pub fn end(&self) -> u64 {
        self.step().saturating_add(self.steps).min(MOST_STEPS)
    }

    /// Whether the run had diverged.
    pub fn has_diverged(&self) -> bool {
        matches!(self.session.state(), State::Diverged(_))
    }

    /// The run itself.
    pub fn session(&self) -> &Session {
        &self.session
    }

    /// The cures that apply to this run, "no cure" first, then the strongest hopes.
    pub fn cures(&self) -> Vec<Cure> {
        super::candidates::candidates(&self.session)
    }

    /// A copy of the run with the changes of a cure made.
    ///
    /// # Errors
    /// When data cannot be loaded or a value is refused.
    pub fn taken(&self, cure: &Cure, pool: ThreadPool) -> Result<Session, Refusal> {
        let mut session = self.session.fork(pool);
        cure.apply(&mut session, self.end())?;
        Ok(session)
    }
}
