//! A copy of the run on which a cure is tried.

use std::sync::Arc;

use super::cure::Cure;
use super::fork::Fork;
use crate::nn::ThreadPool;
use crate::train::adjustment::Refusal;
use crate::train::history::History;
use crate::train::point::Point;
use crate::train::session::Session;
use crate::train::state::State;

/// A cure that is being tried.
#[derive(Debug)]
pub struct Trial {
    session: Session,
    first: u64,
    end: u64,
    is_over: bool,
}

/// The result of a trial.
#[derive(Clone, Debug)]
pub struct Tried {
    /// The curves of the copy, those before the fork included.
    pub history: Arc<History>,
    /// The last evaluation; `None` if the copy diverged.
    pub last: Option<Point>,
    /// The command line that repeats the trial with `overfit train`.
    pub command: String,
}

impl Trial {
    /// Copies the run and makes the changes of a cure. The threads of `pool` share the work.
    ///
    /// # Errors
    /// When data cannot be loaded or a value is refused.
    pub fn new(fork: &Fork, cure: &Cure, pool: ThreadPool) -> Result<Trial, Refusal> {
        let session = fork.taken(cure, pool)?;
        let (first, end) = (fork.step(), fork.end());
        let is_over = !cure.goes_on() || *session.state() != State::Learning;
        Ok(Trial { session, first, end, is_over })
    }

    /// Takes a step; `false` once the trial is over. It ends with an evaluation, so that its result is one that the
    /// run itself will have.
    pub fn advance(&mut self) -> bool {
        if self.is_over {
            return false;
        }
        let is_evaluated = self.session.advance().is_some();
        let is_at_end = self.session.step() >= self.end && is_evaluated;
        self.is_over = is_at_end || *self.session.state() != State::Learning;
        !self.is_over
    }

    /// The share of its steps that are taken, from 0 to 1.
    pub fn share(&self) -> f64 {
        if self.is_over {
            return 1.0;
        }
        let (taken, all) = (self.session.step() - self.first, (self.end - self.first).max(1));
        (taken as f64 / all as f64).min(1.0)
    }

    /// The curves so far.
    pub fn history(&self) -> &Arc<History> {
        self.session.history()
    }

    /// The result.
    pub fn result(&self) -> Tried {
        let has_diverged = matches!(self.session.state(), State::Diverged(_));
        let last = self.session.history().latest().filter(|_| !has_diverged);
        let command = match last {
            Some(last) if last.step < self.session.setup().steps => {
                self.session.command_line_up_to(last.step, "train ")
            }
            _ => self.session.command_line("train "),
        };
        Tried { history: Arc::clone(self.session.history()), last: last.copied(), command }
    }
}
