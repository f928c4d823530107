//! The state of a sweep on screen: its scores as they come, and which cell of which two settings is chosen.

use std::fmt;
use std::time::Duration;

use crate::launch::{PendingSweep, SetupOfRun, SweepReport};
use crate::train::{Axis, Grid, Score, Summary};

/// The number in a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// The mean test accuracy at the best step.
    Best,
    /// The mean test accuracy after the last step.
    Last,
    /// The share of the runs that over-fit at the end.
    OverFitted,
}

impl Measure {
    /// All measures, in the order in which a key steps through them.
    pub const ALL: [Measure; 3] = [Measure::Best, Measure::Last, Measure::OverFitted];

    /// The title of a map of it.
    pub fn name(self) -> &'static str {
        match self {
            Measure::Best => "Test accuracy at the best step",
            Measure::Last => "Test accuracy at the end",
            Measure::OverFitted => "Runs that over-fit at the end",
        }
    }

    /// Measures the runs of a cell: from 0 to 1.
    pub fn of(self, runs: &Summary) -> f64 {
        match self {
            Measure::Best => runs.accuracy.mean,
            Measure::Last => runs.last_accuracy.mean,
            Measure::OverFitted => runs.over_fitted as f64 / runs.runs as f64,
        }
    }
}

/// Which settings are the rows and the columns of the map, by their place among the axes. Without a setting there is one row
/// or column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MapAxes {
    /// The axis whose values are the rows.
    pub down: Option<usize>,
    /// The axis whose values are the columns.
    pub across: Option<usize>,
}

/// The place of a cell on the map.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MapCell {
    /// The row, counted from 0.
    pub row: usize,
    /// The column, counted from 0.
    pub column: usize,
}

/// A sweep on screen.
pub struct Sweep {
    /// The name of its data set.
    pub dataset: String,
    /// Its runs.
    pub grid: Grid,
    /// The set-up of each run, by its index.
    pub(super) setup: SetupOfRun,
    scores: Vec<Option<Score>>,
    /// How many runs are carried out here: all of the grid, or those of a shard.
    pub wanted: usize,
    /// How many of them have ended.
    pub ended: usize,
    /// Whether a file keeps their results.
    pub are_kept: bool,
    /// The share of the steps that are taken.
    pub share: f64,
    /// The time that is left, once it can be told.
    pub left: Option<Duration>,
    /// What the map shows.
    pub map: MapAxes,
    /// The number in the cells.
    pub measure: Measure,
    /// The runs of each cell, row by row, in the order of the grid.
    cells: Vec<Vec<usize>>,
    /// What the runs of each cell have in common that have ended.
    summaries: Vec<Option<Summary>>,
    /// The cell that is chosen.
    pub chosen: MapCell,
    /// The run of that cell that is chosen.
    pub chosen_run: usize,
    /// The run that was opened last, by its index.
    pub(super) opened: Option<usize>,
    /// Why the sweep cannot go on.
    pub failure: Option<String>,
    /// What the last key did.
    pub notice: Option<String>,
}

impl Sweep {
    /// A sweep of which no run has ended.
    pub fn new(pending: &PendingSweep) -> Sweep {
        let axes = pending.grid.axes().len();
        let map = match axes {
            0 => MapAxes { down: None, across: None },
            1 => MapAxes { down: None, across: Some(0) },
            _ => MapAxes { down: Some(0), across: Some(1) },
        };
        let mut sweep = Sweep {
            dataset: pending.dataset.clone(),
            grid: pending.grid.clone(),
            setup: pending.setup.clone(),
            scores: vec![None; pending.grid.runs()],
            wanted: pending.runs.count,
            ended: 0,
            are_kept: pending.runs.are_kept,
            share: 0.0,
            left: None,
            map,
            measure: Measure::Best,
            cells: Vec::new(),
            summaries: Vec::new(),
            chosen: MapCell::default(),
            chosen_run: 0,
            opened: None,
            failure: None,
            notice: None,
        };
        sweep.sort_into_cells();
        sweep
    }

    /// Takes a report of its runs.
    pub(super) fn apply(&mut self, report: SweepReport) {
        match report {
            SweepReport::Progress { share, left } => (self.share, self.left) = (share, left),
            SweepReport::Failed(reason) => self.failure = Some(reason),
            SweepReport::Ended { index, score } => {
                let place = &mut self.scores[index - 1];
                self.ended += usize::from(place.is_none());
                *place = Some(score);
                let cell = self.cell_of(index);
                self.summaries[cell] = self.summarised(&self.cells[cell]);
            }
        }
    }

    /// Whether all its runs have ended.
    pub fn is_over(&self) -> bool {
        self.ended == self.wanted
    }

    /// Whether it has results that are lost when the program ends, and still goes on.
    pub fn would_be_lost(&self) -> bool {
        self.ended > 0 && !self.is_over() && !self.are_kept && self.failure.is_none()
    }

    /// The setting of the rows.
    pub fn down(&self) -> Option<&Axis> {
        self.map.down.map(|nth| &self.grid.axes()[nth])
    }

    /// The setting of the columns.
    pub fn across(&self) -> Option<&Axis> {
        self.map.across.map(|nth| &self.grid.axes()[nth])
    }

    /// How many rows the map has.
    pub fn rows(&self) -> usize {
        self.down().map_or(1, |axis| axis.values.len())
    }

    /// How many columns the map has.
    pub fn columns(&self) -> usize {
        self.across().map_or(1, |axis| axis.values.len())
    }

    /// The settings that are neither rows nor columns: a cell has the runs of all their values.
    pub fn others(&self) -> impl Iterator<Item = (usize, &Axis)> {
        let is_other = |nth: usize| ![self.map.down, self.map.across].contains(&Some(nth));
        self.grid.axes().iter().enumerate().filter(move |&(nth, _)| is_other(nth))
    }

    /// Shows the next pair of settings as rows and columns. The chosen run stays the same.
    pub(super) fn show_next_axes(&mut self) {
        let count = self.grid.axes().len();
        let pair = |down, across| MapAxes { down, across };
        let pairs: Vec<MapAxes> = match count {
            0 => vec![pair(None, None)],
            1 => vec![pair(None, Some(0)), pair(Some(0), None)],
            _ => (0..count * count)
                .filter(|n| n / count != n % count)
                .map(|n| pair(Some(n / count), Some(n % count)))
                .collect(),
        };
        let at = pairs.iter().position(|pair| *pair == self.map).unwrap_or(0);
        let run = self.run();
        self.map = pairs[(at + 1) % pairs.len()];
        self.sort_into_cells();
        let Some(run) = run else { return };
        let cell = self.cells.iter().position(|runs| runs.contains(&run)).unwrap_or(0);
        self.chosen = MapCell { row: cell / self.columns(), column: cell % self.columns() };
        self.chosen_run = self.runs(self.chosen).iter().position(|&other| other == run).unwrap_or(0);
    }

    fn sort_into_cells(&mut self) {
        let mut cells = vec![Vec::new(); self.rows() * self.columns()];
        for index in 1..=self.grid.runs() {
            cells[self.cell_of(index)].push(index);
        }
        self.summaries = cells.iter().map(|runs| self.summarised(runs)).collect();
        self.cells = cells;
    }

    /// The cell of a run, by its place among the cells.
    fn cell_of(&self, index: usize) -> usize {
        let places = self.grid.places(self.grid.combination_of(index));
        let place = |axis: Option<usize>| axis.map_or(0, |nth| places[nth]);
        place(self.map.down) * self.columns() + place(self.map.across)
    }

    fn summarised(&self, runs: &[usize]) -> Option<Summary> {
        let scores: Vec<Score> = runs.iter().filter_map(|&index| self.score(index).copied()).collect();
        Summary::of(&scores)
    }

    /// The runs of a cell, by their index.
    pub fn runs(&self, cell: MapCell) -> &[usize] {
        &self.cells[cell.row * self.columns() + cell.column]
    }

    /// What a run has come to, if it has ended.
    pub fn score(&self, index: usize) -> Option<&Score> {
        self.scores[index - 1].as_ref()
    }

    /// What the runs of a cell have in common that have ended.
    pub fn summary(&self, cell: MapCell) -> Option<Summary> {
        self.summaries[cell.row * self.columns() + cell.column]
    }

    /// The lowest and the highest number in a cell; `None` if there is none yet.
    pub fn range(&self) -> Option<(f64, f64)> {
        let numbers = self.summaries.iter().flatten().map(|runs| self.measure.of(runs));
        numbers.fold(None, |range, number| {
            let (low, high) = range.unwrap_or((number, number));
            Some((number.min(low), number.max(high)))
        })
    }

    /// The run that is chosen, by its index.
    pub fn run(&self) -> Option<usize> {
        self.runs(self.chosen).get(self.chosen_run).copied()
    }

    /// What tells a run from the others in its cell: its seed, and its values of the other settings.
    pub fn name_in_cell(&self, index: usize) -> String {
        let values = self.grid.values(self.grid.combination_of(index));
        let others = self.others().map(|(nth, axis)| format!("{} {}, ", axis.setting.name(), values[nth].1));
        format!("{}seed {}", others.collect::<String>(), self.grid.seed_of(index))
    }
}

impl fmt::Debug for Sweep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sweep").field("grid", &self.grid).field("ended", &self.ended).finish_non_exhaustive()
    }
}
