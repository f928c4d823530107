//! Cures that are tried on copies of the run: their results, and the chosen one.

use std::sync::Arc;

use crate::train::{CureTable, Fork, History, Ranked};

/// Cures that were asked for.
#[derive(Clone, Debug)]
pub struct Cures {
    /// The number of the request, which tells their results from those of earlier requests.
    pub number: u64,
    /// The copy of the run and the results, once the trainer has made the copy.
    pub tried: Option<Tries>,
}

/// The trials on a copy of the run.
#[derive(Clone, Debug)]
pub struct Tries {
    /// The copy.
    pub fork: Arc<Fork>,
    /// The results so far.
    pub table: CureTable,
    /// Whether the trials were stopped before all were done.
    pub is_stopped: bool,
    /// The cure that a person chose; until then it is the best one.
    chosen: Option<usize>,
}

impl Tries {
    pub(super) fn new(fork: &Arc<Fork>) -> Tries {
        Tries { fork: Arc::clone(fork), table: CureTable::new(fork.cures()), is_stopped: false, chosen: None }
    }

    /// The curves of the trials.
    pub(super) fn histories(&self) -> impl Iterator<Item = &History> {
        self.table.rows().iter().filter_map(|row| row.history()).map(|history| &**history)
    }

    /// Whether trials are going on.
    pub fn is_busy(&self) -> bool {
        !self.is_stopped && !self.table.is_complete()
    }

    /// The number of the chosen cure.
    pub fn chosen(&self) -> usize {
        self.chosen.unwrap_or_else(|| self.table.ranking().first().copied().unwrap_or(0))
    }

    /// The chosen cure.
    pub fn chosen_row(&self) -> Option<&Ranked> {
        self.table.rows().get(self.chosen())
    }

    /// Chooses the cure that many rows below in the ranking.
    pub(super) fn choose(&mut self, rows: isize) {
        let ranking = self.table.ranking();
        let Some(place) = ranking.iter().position(|&nth| nth == self.chosen()) else { return };
        let next = place.saturating_add_signed(rows).min(ranking.len() - 1);
        self.chosen = Some(ranking[next]);
    }
}
