//! The results of a sweep as they come: kept in the file at once, and printed in the order of the grid.

use std::collections::BTreeMap;
use std::path::Path;

use super::arguments::NewSweep;
use super::lines::{Head, RunLine, refused};
use super::plan::Plan;
use super::print::Printer;
use super::results_file::ResultsFile;
use crate::error::Error;

/// The runs that have ended.
pub struct Results {
    /// The runs that are to be carried out, in the order of the grid.
    wanted: Vec<usize>,
    ended: BTreeMap<usize, RunLine>,
    file: Option<ResultsFile>,
    /// How many of the wanted runs are printed.
    printed: usize,
}

impl Results {
    /// The results of a sweep before it is carried out: those in its file, if it has one, which keeps the others.
    ///
    /// # Errors
    /// When the file cannot be read or written, or holds other runs.
    pub fn of(sweep: &NewSweep, plan: &Plan, head: &Head) -> Result<Results, Error> {
        let wanted = plan.runs_of(sweep.shard);
        let mut results = Results { wanted, ended: BTreeMap::new(), file: None, printed: 0 };
        if let Some(path) = &sweep.output {
            results.keep(path, plan, head)?;
        }
        Ok(results)
    }

    /// Whether a file keeps them.
    pub fn are_kept(&self) -> bool {
        self.file.is_some()
    }

    /// How many runs are to be carried out.
    pub fn wanted(&self) -> usize {
        self.wanted.len()
    }

    /// Takes over the runs in the file at `path`, and keeps the others in it.
    fn keep(&mut self, path: &Path, plan: &Plan, head: &Head) -> Result<(), Error> {
        let (file, lines) = ResultsFile::open(path, head)?;
        for line in lines {
            let index = line.run.index;
            let is_wanted = self.wanted.binary_search(&index).is_ok();
            if !is_wanted || !line.run.is_of(&plan.setup(index)?.command_line("train ")) {
                return Err(refused(
                    path,
                    &format!("it holds run {index}, which is not of this part of the sweep"),
                ));
            }
            insert(&mut self.ended, line).map_err(|index| refused(path, &differing(index)))?;
        }
        self.file = Some(file);
        Ok(())
    }

    /// The runs that have not ended.
    pub fn missing(&self) -> Vec<usize> {
        self.wanted.iter().copied().filter(|index| !self.ended.contains_key(index)).collect()
    }

    /// The runs that have ended, in the order of the grid.
    pub fn lines(&self) -> impl Iterator<Item = &RunLine> {
        self.ended.values()
    }

    /// How many runs have ended.
    pub fn count(&self) -> usize {
        self.ended.len()
    }

    /// The sentence about a sweep that was stopped before all its runs had ended.
    pub fn stopped(&self) -> String {
        let advice = if self.are_kept() { ", and the same command goes on with the others" } else { "" };
        format!("overfit: stopped: {} of {} runs are done{advice}", self.count(), self.wanted())
    }

    /// Takes a run that has ended.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn take(&mut self, line: RunLine) -> Result<(), Error> {
        if let Some(file) = &mut self.file {
            file.append(&line.text)?;
        }
        self.ended.insert(line.run.index, line);
        Ok(())
    }

    /// Prints the runs that are next in the order of the grid, and whose result is not held back by one before.
    ///
    /// # Errors
    /// When the output cannot be written.
    pub fn print(&mut self, printer: &mut Printer) -> Result<(), Error> {
        while let Some(line) = self.wanted.get(self.printed).and_then(|index| self.ended.get(index)) {
            printer.print(&line.text)?;
            self.printed += 1;
        }
        Ok(())
    }

    /// Puts the file of runs that have all ended into the order of the grid.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn finish(&mut self, head: &Head) -> Result<(), Error> {
        let Some(file) = self.file.take() else { return Ok(()) };
        let lines: String = self.lines().map(|line| line.text.as_str()).collect();
        file.finish(&(head.line() + &lines))
    }
}

/// Adds a run. The same run may come twice.
///
/// # Errors
/// The index of a run that has come to something else before.
pub fn insert(runs: &mut BTreeMap<usize, RunLine>, line: RunLine) -> Result<(), usize> {
    let index = line.run.index;
    match runs.get(&index) {
        Some(other) if other.text != line.text => Err(index),
        Some(_) => Ok(()),
        None => {
            runs.insert(index, line);
            Ok(())
        }
    }
}

/// What is wrong with a run that comes twice.
pub fn differing(index: usize) -> String {
    format!("it holds a run {index} with another result than before")
}
