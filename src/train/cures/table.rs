//! The results of the trials, ranked.

use std::sync::Arc;

use super::cure::Cure;
use super::trial::Tried;
use crate::train::history::History;
use crate::train::setting_id::SettingId;

/// A cure and how far its trial is.
#[derive(Clone, Debug)]
pub struct Ranked {
    /// The cure.
    pub cure: Cure,
    /// The share of its trial that is done, from 0 to 1.
    pub share: f64,
    /// Its curves so far.
    pub history: Option<Arc<History>>,
    /// Its result.
    pub tried: Option<Tried>,
    /// The seconds that its trial took, as measured by whoever ran it.
    pub seconds: f64,
}

impl Ranked {
    /// The loss that it is ranked by; infinite if it diverged, `None` while it is being tried.
    pub fn watched(&self) -> Option<f64> {
        let tried = self.tried.as_ref()?;
        Some(tried.last.map_or(f64::INFINITY, |point| point.watched()))
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
        let row = |cure| Ranked { cure, share: 0.0, history: None, tried: None, seconds: 0.0 };
        CureTable { rows: cures.into_iter().map(row).collect() }
    }

    /// Notes how far the trial of cure number `nth` is.
    pub fn progress(&mut self, nth: usize, share: f64, history: Arc<History>) {
        if let Some(row) = self.rows.get_mut(nth).filter(|row| row.tried.is_none()) {
            (row.share, row.history) = (share, Some(history));
        }
    }

    /// Adds the result of cure number `nth`.
    pub fn add(&mut self, nth: usize, tried: Tried, seconds: f64) {
        if let Some(row) = self.rows.get_mut(nth) {
            row.share = 1.0;
            row.history = Some(Arc::clone(&tried.history));
            (row.tried, row.seconds) = (Some(tried), seconds);
        }
    }

    /// The cures in the order in which they are tried.
    pub fn rows(&self) -> &[Ranked] {
        &self.rows
    }

    /// How many trials are done.
    pub fn done(&self) -> usize {
        self.rows.iter().filter(|row| row.tried.is_some()).count()
    }

    /// Whether all trials are done.
    pub fn is_complete(&self) -> bool {
        self.done() == self.rows.len()
    }

    /// The numbers of the cures, the lowest watched loss first; those that diverged come after the others, and those
    /// that are still being tried last.
    pub fn ranking(&self) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.rows.len()).collect();
        let key = |&nth: &usize| self.rows[nth].watched();
        order.sort_by(|a, b| match (key(a), key(b)) {
            (Some(a), Some(b)) => a.total_cmp(&b),
            (a, b) => a.is_none().cmp(&b.is_none()),
        });
        order
    }

    /// The result of "no cure", once it is there.
    pub fn no_cure(&self) -> Option<&Ranked> {
        self.rows.iter().find(|row| row.cure.is_none() && row.tried.is_some())
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
        let beats = |row: &&Ranked| row.watched().is_some_and(|loss| loss < limit) && is_wanted(&row.cure);
        let ranking = self.ranking().into_iter().map(|nth| &self.rows[nth]);
        ranking.into_iter().find(beats)
    }
}
