//! The state of a sweep on screen: its scores as they come, and which cell of which two settings is chosen.

use std::fmt;
use std::time::Duration;

use crate::launch::{PendingSweep, SetupOfRun};
use crate::train::{Axis, Grid, Score, Summary};

/// News of a sweep.
#[derive(Clone, Debug, PartialEq)]
pub enum SweepReport {
    /// How far it is.
    Progress {
        /// The share of its steps.
        share: f64,
        /// The time that is left.
        left: Duration,
    },
    /// A run has ended.
    Ended {
        /// Its index, from 1 on.
        index: usize,
        /// What it has come to.
        score: Score,
    },
    /// The sweep cannot go on, for this reason.
    Failed(String),
}

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
    /// All of them.
    pub const ALL: [Measure; 3] = [Measure::Best, Measure::Last, Measure::OverFitted];

    /// What it is.
    pub fn name(self) -> &'static str {
        match self {
            Measure::Best => "Test accuracy at the best step",
            Measure::Last => "Test accuracy at the end",
            Measure::OverFitted => "Runs that over-fit at the end",
        }
    }

    /// The number of these runs, from 0 to 1.
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
    /// The setting of the rows.
    pub down: Option<usize>,
    /// The setting of the columns.
    pub across: Option<usize>,
}

/// A cell of the map.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MapCell {
    /// Its row.
    pub row: usize,
    /// Its column.
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
    /// The cell that is chosen.
    pub chosen: MapCell,
    /// The run of that cell that is chosen.
    pub chosen_run: usize,
    /// The run that was opened last, by its index.
    pub(super) opened: Option<usize>,
    /// What the last key did, or why the sweep has stopped.
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
            share: 0.0,
            left: None,
            map,
            measure: Measure::Best,
            cells: Vec::new(),
            chosen: MapCell::default(),
            chosen_run: 0,
            opened: None,
            notice: None,
        };
        sweep.sort_into_cells();
        sweep
    }

    /// Takes news of its runs.
    pub fn hear(&mut self, report: SweepReport) {
        match report {
            SweepReport::Progress { share, left } => (self.share, self.left) = (share, Some(left)),
            SweepReport::Failed(reason) => self.notice = Some(format!("Stopped: {reason}.")),
            SweepReport::Ended { index, score } => {
                let place = &mut self.scores[index - 1];
                self.ended += usize::from(place.is_none());
                *place = Some(score);
            }
        }
    }

    /// Whether it still goes on and has results, which are lost when the program ends.
    pub fn is_begun(&self) -> bool {
        (1..self.wanted).contains(&self.ended)
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
            let places = self.grid.places(self.grid.combination_of(index));
            let place = |axis: Option<usize>| axis.map_or(0, |nth| places[nth]);
            cells[place(self.map.down) * self.columns() + place(self.map.across)].push(index);
        }
        self.cells = cells;
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
        let scores: Vec<Score> =
            self.runs(cell).iter().filter_map(|&index| self.score(index).copied()).collect();
        Summary::of(&scores)
    }

    /// The lowest and the highest number in a cell; `None` if there is none yet.
    pub fn range(&self) -> Option<(f64, f64)> {
        let cells =
            (0..self.rows()).flat_map(|row| (0..self.columns()).map(move |column| MapCell { row, column }));
        let numbers = cells.filter_map(|cell| self.summary(cell)).map(|runs| self.measure.of(&runs));
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
