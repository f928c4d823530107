//! The runs of a sweep and their set-ups.

use std::sync::Arc;

use super::arguments::NewSweep;
use crate::cli::read::read;
use crate::cli::read_flags::read_options;
use crate::cli::setup_flags::{SetupFlags, Value};
use crate::data::Choice;
use crate::error::Error;
use crate::launch::PendingFile;
use crate::train::{Axis, Grid, SettingId, Setup, Shard, quoted};

/// The runs of a sweep and their set-ups.
pub struct Plan {
    grid: Grid,
    /// The set-up of the flags alone, with any mini-batch: one that is all examples here may be some of them in other runs.
    base: Setup,
    flags: Arc<SetupFlags>,
    /// How many combinations were asked for.
    sample: Option<usize>,
}

impl Plan {
    /// Reads the data, and makes every set-up once.
    ///
    /// # Errors
    /// When the data cannot be read, or a set-up does not work.
    pub fn new(sweep: &NewSweep) -> Result<Plan, Error> {
        let flags = Arc::new(SetupFlags::read(&sweep.flags)?);
        let (of_base, over) = (Arc::clone(&flags), sweep.over.clone());
        let base = read(PendingFile {
            name: sweep.dataset.clone(),
            options: read_options(&sweep.flags),
            setup: Box::new(move |data| base(&of_base, data, &over)),
        })?;
        let axes = sweep.over.iter().map(|text| axis(text, &base)).collect::<Result<_, _>>()?;
        let grid = Grid::new(axes, base.seed, sweep.seeds, sweep.sample)?;
        let plan = Plan { grid, base, flags, sample: sweep.sample };
        for combination in 0..plan.grid.combinations() {
            plan.setup(combination * plan.grid.seeds() + 1)?;
        }
        Ok(plan)
    }

    /// All runs.
    pub fn grid(&self) -> &Grid {
        &self.grid
    }

    /// The set-up of the flags alone.
    pub fn base(&self) -> &Setup {
        &self.base
    }

    /// The runs of a shard, in the order of the grid.
    pub fn runs_of(&self, shard: Shard) -> Vec<usize> {
        (1..=self.grid.runs()).filter(|&index| shard.has(index)).collect()
    }

    /// The steps of these runs, if none ends early.
    ///
    /// # Errors
    /// As [`Plan::setup`].
    pub fn steps(&self, runs: &[usize]) -> Result<u64, Error> {
        runs.iter().map(|&index| self.setup(index).map(|setup| setup.steps)).sum()
    }

    /// The set-up of a run: that of `overfit train` with these flags.
    ///
    /// # Errors
    /// When a value does not go with the others.
    pub fn setup(&self, index: usize) -> Result<Setup, Error> {
        let seed = self.grid.seed_of(index).to_string();
        let mut values = self.grid.values(self.grid.combination_of(index));
        values.push((SettingId::Seed, &seed));
        self.flags.setup(self.base.data.clone(), &values)
    }

    /// The command that carries out the whole sweep.
    pub fn command(&self) -> String {
        let over = self.grid.axes().iter().map(|axis| format!(" --over {}", quoted(&axis.to_string())));
        let seeds = format!(" --seeds {}", self.grid.seeds());
        let sample = self.sample.map(|sample| format!(" --sample {sample}"));
        self.base.command_line("sweep ") + &over.collect::<String>() + &seeds + &sample.unwrap_or_default()
    }
}

/// The set-up of the flags alone; or with the first value of each swept setting, where a flag goes with those only.
fn base(flags: &SetupFlags, data: Choice, over: &[String]) -> Result<Setup, Error> {
    flags.unfitted(data.clone(), &[]).or_else(|error| {
        let first = over.iter().map(|text| Axis::first(text)).collect::<Result<Vec<_>, _>>()?;
        let values: Vec<(SettingId, &str)> = first.iter().map(|(id, value)| (*id, value.as_str())).collect();
        flags.unfitted(data, &values).map_err(|_| error)
    })
}

/// A setting and its values, with the lists that stand in files.
fn axis(text: &str, base: &Setup) -> Result<Axis, Error> {
    let mut axis = Axis::parse(text, base)?;
    for value in &mut axis.values {
        *value = Value::read(axis.setting, value)?.text;
    }
    Ok(axis)
}
