//! The results of the trials, ranked.

use std::cmp::Ordering;
use std::sync::Arc;

use super::cure::Cure;
use super::trial::Tried;
use crate::train::history::History;
use crate::train::point::Point;
use crate::train::setting_id::SettingId;

/// How far the trial of a cure is.
#[derive(Clone, Debug)]
pub enum TrialState {
    /// It has not begun.
    Waits,
    /// It is going on.
    Runs {
        /// The share of its steps that are taken, from 0 to 1.
        share: f64,
        /// Its curves so far.
        history: Arc<History>,
    },
    /// It is over.
    Done {
        /// The result.
        tried: Box<Tried>,
        /// The seconds that it took, as measured by whoever ran it.
        seconds: f64,
    },
    /// It could not be carried out, for this reason.
    Failed(String),
}

/// A cure and how far its trial is.
#[derive(Clone, Debug)]
pub struct Ranked {
    /// The cure.
    pub cure: Cure,
    /// How far its trial is.
    pub stage: TrialState,
}

impl Ranked {
    /// Its result, once its trial is over.
    pub fn tried(&self) -> Option<&Tried> {
        match &self.stage {
            TrialState::Done { tried, .. } => Some(tried),
            TrialState::Waits | TrialState::Runs { .. } | TrialState::Failed(_) => None,
        }
    }

    /// Its last evaluation, unless it is still being tried, diverged or failed.
    pub fn last(&self) -> Option<&Point> {
        self.tried()?.last.as_ref()
    }

    /// Its curves so far.
    pub fn history(&self) -> Option<&Arc<History>> {
        match &self.stage {
            TrialState::Runs { history, .. } => Some(history),
            TrialState::Done { tried, .. } => Some(&tried.history),
            TrialState::Waits | TrialState::Failed(_) => None,
        }
    }

    /// Whether nothing more is to come.
    pub fn is_over(&self) -> bool {
        matches!(self.stage, TrialState::Done { .. } | TrialState::Failed(_))
    }

    /// The loss that it is ranked by; infinite if it diverged, `None` while it is being tried and if it failed.
    pub fn watched(&self) -> Option<f64> {
        Some(self.tried()?.last.map_or(f64::INFINITY, |point| point.watched()))
    }
}

/// All cures of a fork.
#[derive(Clone, Debug)]
pub struct CureTable {
    rows: Vec<Ranked>,
}

impl CureTable {
    /// A table without results.
    pub fn new(cures: Vec<Cure>) -> CureTable {
        let row = |cure| Ranked { cure, stage: TrialState::Waits };
        CureTable { rows: cures.into_iter().map(row).collect() }
    }

    /// Notes how far the trial of cure number `nth` is, unless it is over.
    pub fn note(&mut self, nth: usize, stage: TrialState) {
        if let Some(row) = self.rows.get_mut(nth).filter(|row| !row.is_over()) {
            row.stage = stage;
        }
    }

    /// The cures in the order in which they are tried.
    pub fn rows(&self) -> &[Ranked] {
        &self.rows
    }

    /// How many trials are over.
    pub fn done(&self) -> usize {
        self.rows.iter().filter(|row| row.is_over()).count()
    }

    /// Whether all trials are over.
    pub fn is_complete(&self) -> bool {
        self.done() == self.rows.len()
    }

    /// The numbers of the cures, the lowest watched loss first. Cures that cost accuracy come after the others, then those
    /// that diverged, and those that are still being tried or failed last.
    pub fn ranking(&self) -> Vec<usize> {
        let rank = |nth: usize| {
            let loss = self.rows[nth].watched();
            (loss.is_none(), loss.is_some_and(f64::is_infinite), self.costs_accuracy(nth), loss)
        };
        let mut ranks: Vec<_> = (0..self.rows.len()).map(|nth| (rank(nth), nth)).collect();
        // No loss here is NaN, so all are comparable.
        ranks.sort_by(|(a, _), (b, _)| a.partial_cmp(b).unwrap_or(Ordering::Equal));
        ranks.into_iter().map(|(_, nth)| nth).collect()
    }

    /// The cures in the order of [`CureTable::ranking`].
    pub fn ranked(&self) -> impl Iterator<Item = &Ranked> {
        self.ranking().into_iter().map(|nth| &self.rows[nth])
    }

    /// Whether a cure gets fewer examples right than no cure, by more than chance explains. A penalty can bring the loss
    /// down to that of guessing, and the accuracy with it.
    fn costs_accuracy(&self, nth: usize) -> bool {
        let watched =
            |row: &Ranked| row.tried().and_then(|tried| tried.last).map(|last| last.watched_metrics());
        let (cure, no_cure) = (watched(&self.rows[nth]), self.no_cure().and_then(watched));
        cure.zip(no_cure).is_some_and(|(cure, no_cure)| cure.interval().1 < no_cure.accuracy())
    }

    /// The result of "no cure", once it is there.
    pub fn no_cure(&self) -> Option<&Ranked> {
        self.rows.iter().find(|row| row.cure.is_none() && row.tried().is_some())
    }

    /// The best cure so far, if it beats "no cure".
    pub fn best(&self) -> Option<&Ranked> {
        self.best_of(|_| true)
    }

    /// The best cure so far that changes this setting, if it beats "no cure".
    pub fn best_with(&self, setting: SettingId) -> Option<&Ranked> {
        self.best_of(|cure| cure.adjustments.iter().any(|adjustment| adjustment.setting == setting))
    }

    fn best_of(&self, is_wanted: impl Fn(&Cure) -> bool) -> Option<&Ranked> {
        let limit = self.no_cure()?.watched()?;
        let beats = |nth: &usize| {
            let row = &self.rows[*nth];
            let is_lower = row.watched().is_some_and(|loss| loss < limit);
            is_lower && !self.costs_accuracy(*nth) && is_wanted(&row.cure)
        };
        self.ranking().into_iter().find(beats).map(|nth| &self.rows[nth])
    }
}
