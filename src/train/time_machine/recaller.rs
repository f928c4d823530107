//! Computes any step of the past.

use super::past::{Past, PastStep};
use super::timeline::Timeline;
use crate::nn::ThreadPool;
use crate::train::session::Session;

/// The share of the steps to a wanted one between two reports of progress.
const SHARE: f64 = 0.02;

/// How far the computation of a step is.
#[derive(Clone, Debug)]
pub enum Recall {
    /// This share of the steps to it is taken.
    Share(f64),
    /// It is there.
    Done(PastStep),
}

/// A run that takes the steps again that it has taken.
#[derive(Debug)]
struct Repetition {
    session: Session,
    /// The changes by hand made so far.
    changes: usize,
}

impl Repetition {
    /// Makes the changes that were made by hand at this step, and takes the next one; `false` if there is none.
    fn advance(&mut self, timeline: &Timeline) -> bool {
        let step = self.session.step();
        while let Some(change) = timeline.change(self.changes).filter(|change| change.step() <= step) {
            change.make(&mut self.session);
            self.changes += 1;
        }
        self.session.advance();
        self.session.step() > step
    }
}

/// Computes steps of the past. It goes on from the last one that it has computed if that is nearest.
#[derive(Debug)]
pub struct Recaller {
    pool: ThreadPool,
    last: Option<(Past, Repetition)>,
}

impl Recaller {
    /// Creates one whose work the threads of `pool` share.
    pub fn new(pool: ThreadPool) -> Recaller {
        Recaller { pool, last: None }
    }

    /// Computes a step of a run, and tells how far it is. Ends early if `is_stopped` returns true or `tell` returns false.
    pub fn carry_out(
        &mut self,
        past: &Past,
        step: u64,
        is_stopped: impl Fn() -> bool,
        tell: impl Fn(Recall) -> bool,
    ) {
        let (mut first, mut told) = (None, 0.0);
        let done = self.recall(past, step, |at| {
            let first = *first.get_or_insert(at);
            let share = (at - first) as f64 / (step - first).max(1) as f64;
            let is_news = share >= told + SHARE;
            if is_news {
                told = share;
            }
            !is_stopped() && (!is_news || tell(Recall::Share(share)))
        });
        if let Some(done) = done {
            tell(Recall::Done(done));
        }
    }

    /// Computes a step of a run. `goes_on` is told each step on the way, and ends it by `false`; then, or if that step is not
    /// in the past, there is no result.
    pub fn recall(
        &mut self,
        past: &Past,
        step: u64,
        mut goes_on: impl FnMut(u64) -> bool,
    ) -> Option<PastStep> {
        let kept = past.before(step).filter(|_| step <= past.last())?;
        let reached = self.last.take().filter(|(before, repetition)| {
            let at = repetition.session.step();
            before.is(past) && at <= step && at > kept.step()
        });
        let mut repetition = reached.map_or_else(
            || Repetition { session: kept.revive(&past.curves, self.pool.clone()), changes: kept.changes() },
            |(_, repetition)| repetition,
        );
        let mut is_reached = repetition.session.step() == step;
        while !is_reached && goes_on(repetition.session.step()) && repetition.advance(&past.timeline) {
            is_reached = repetition.session.step() == step;
        }
        let result =
            is_reached.then(|| PastStep::new(repetition.session.fork(self.pool.clone()), repetition.changes));
        self.last = Some((past.clone(), repetition));
        result
    }
}
