//! Joins the rows of a log to evaluations: curves and a diagnosis, in bounded memory.
//!
//! A training loss and the test loss of the same step may be on different lines, in different files, and come at different times.
//! So the newest evaluations are kept one by one. When one of them changes, the curves are made again from where they were
//! before; only what is older is final.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::curves::{Curves, TimedDiagnosis};
use super::names::Role;
use super::quantities::{clear, is_empty, set};
use super::step_counter::Moment;
use crate::nn::Metrics;
use crate::train::{Diagnosis, Elsewhere, History, Point, Word};

/// The most evaluations that may still change.
const RECENT: usize = 1 << 17;

/// Numbers of a log that are not finite.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Gap {
    /// How many there were.
    pub count: u64,
    /// The step of the last one.
    pub last_step: u64,
}

/// What a row did to the evaluations before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Joined {
    /// It goes on.
    Onward,
    /// Its step is lower than the last one: what was at or after this step is replaced.
    Back(Resumed),
}

/// A run that was resumed at an earlier step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Resumed {
    /// The last step before.
    pub from: u64,
    /// The step at which the run goes on.
    pub to: u64,
    /// Whether the curves before this step are lost, because the evaluations around it are no longer kept one by one.
    pub is_far: bool,
}

/// The evaluations of a log.
#[derive(Clone, Debug)]
pub struct Evaluations {
    /// The curves up to the first of the recent evaluations.
    base: Curves,
    /// The last step that is final.
    final_step: Option<u64>,
    /// Evaluations that may still change, by their step. Absent numbers are NaN, those that are not finite are infinite.
    recent: Vec<Point>,
    /// How many of them are in the curves.
    drawn: usize,
    curves: Curves,
    /// Where evaluations begin that have not been handed out.
    fresh: usize,
    /// The steps of those before that have changed since they were handed out.
    again: BTreeSet<u64>,
    /// Evaluations that are final and have not been handed out.
    ready: Vec<Point>,
    /// The step of the last word that has been handed out.
    last_diagnosed: Option<u64>,
    /// The last step of each role in each part of the log.
    last: Vec<[Option<u64>; Role::ALL.len()]>,
    /// Numbers that are not finite, by their role.
    pub gaps: BTreeMap<Role, Gap>,
    /// The number of rows that came too late to be joined.
    pub late: u64,
}

impl Default for Evaluations {
    fn default() -> Evaluations {
        let curves = Curves::default();
        Evaluations {
            base: curves.clone(),
            final_step: None,
            recent: Vec::new(),
            drawn: 0,
            curves,
            fresh: 0,
            again: BTreeSet::new(),
            ready: Vec::new(),
            last_diagnosed: None,
            last: Vec::new(),
            gaps: BTreeMap::new(),
            late: 0,
        }
    }
}

impl Evaluations {
    /// Learns what is trained and what the steps are. What was said of it is said again in these words.
    pub fn learn_of(&mut self, elsewhere: Elsewhere) {
        if self.base.elsewhere != elsewhere {
            self.base.elsewhere = elsewhere;
            (self.curves, self.drawn) = (self.base.clone(), 0);
        }
    }

    /// What is trained, and what the steps are.
    pub fn elsewhere(&self) -> Elsewhere {
        self.base.elsewhere
    }

    /// Adds a row. `part` is the number of the file or folder whose steps it continues.
    pub fn add(&mut self, part: usize, moment: Moment, values: &[(Role, f64)]) -> Joined {
        let mut joined = Joined::Onward;
        if self.last.len() <= part {
            self.last.resize(part + 1, [None; Role::ALL.len()]);
        }
        for &(role, _) in values {
            let last = self.last[part][role as usize].replace(moment.step);
            if let Some(from) = last.filter(|&last| moment.step < last) {
                let is_far = self.go_back(part, moment.step);
                joined = Joined::Back(Resumed { from, to: moment.step, is_far });
            }
        }
        if self.final_step.is_some_and(|last| moment.step <= last) {
            self.late += 1;
            return joined;
        }
        let at = self.place(moment);
        for &(role, value) in values {
            if value.is_finite() {
                set(&mut self.recent[at], role, value);
            } else {
                let gap = self.gaps.entry(role).or_default();
                *gap = Gap { count: gap.count + 1, last_step: moment.step };
                set(&mut self.recent[at], role, f64::INFINITY);
            }
        }
        self.changed(at);
        joined
    }

    /// The place of the evaluation at this moment, which is made if there is none.
    fn place(&mut self, moment: Moment) -> usize {
        let newest = self.recent.last().map(|point| point.step.cmp(&moment.step));
        let place = match newest {
            None | Some(Ordering::Less) => Err(self.recent.len()),
            Some(Ordering::Equal) => Ok(self.recent.len() - 1),
            Some(Ordering::Greater) => self.recent.binary_search_by_key(&moment.step, |point| point.step),
        };
        let at = match place {
            Ok(at) => {
                if !moment.epoch.is_nan() {
                    self.recent[at].epoch = moment.epoch;
                }
                return at;
            }
            Err(at) => at,
        };
        let nothing = Metrics::uncounted(f64::NAN, f64::NAN);
        let point =
            Point { step: moment.step, epoch: moment.epoch, train: nothing, test: nothing, validation: None };
        self.recent.insert(at, point);
        self.fresh += usize::from(at < self.fresh);
        at
    }

    /// Draws the curves again from the evaluation at this place, and hands it out again.
    fn changed(&mut self, at: usize) {
        if at < self.fresh {
            self.again.insert(self.recent[at].step);
        }
        if at < self.drawn {
            (self.curves, self.drawn) = (self.base.clone(), 0);
        }
        if self.recent.len() >= RECENT {
            self.finish_half();
        }
    }

    /// Makes the older half of the recent evaluations final.
    fn finish_half(&mut self) {
        let half = self.recent.len() / 2;
        self.draw();
        self.recent[..half].iter().for_each(|point| self.base.add(point));
        self.final_step = Some(self.recent[half - 1].step);
        self.ready.extend(fresh(&self.recent[..half], self.fresh, &self.again));
        self.again = self.again.split_off(&self.recent[half].step);
        self.recent.drain(..half);
        self.drawn -= half;
        self.fresh = self.fresh.saturating_sub(half);
    }

    /// Forgets what a part has told of this step and later ones; returns whether the curves before it are lost as well.
    fn go_back(&mut self, part: usize, step: u64) -> bool {
        let is_far = self.final_step.is_some_and(|last| step <= last);
        if is_far {
            (self.base, self.final_step) = (Curves::of(self.elsewhere()), None);
            self.recent.clear();
        }
        let kept = self.recent.partition_point(|point| point.step < step);
        for role in Role::ALL.into_iter().filter(|role| self.last[part][*role as usize].is_some()) {
            self.recent[kept..].iter_mut().for_each(|point| clear(point, role));
        }
        let handed_out = self.recent.iter().take(self.fresh);
        self.fresh = handed_out.filter(|point| point.step < step || !is_empty(point)).count();
        self.recent.retain(|point| point.step < step || !is_empty(point));
        for last in self.last[part].iter_mut().flatten() {
            *last = (*last).min(step);
        }
        (self.curves, self.drawn) = (self.base.clone(), 0);
        self.last_diagnosed = self.last_diagnosed.filter(|&last| last < step);
        is_far
    }

    /// Brings the curves up to the newest evaluation.
    pub fn draw(&mut self) {
        let new = &self.recent[self.drawn..];
        let has_validation = new.iter().any(|point| point.validation.is_some_and(|set| !set.loss.is_nan()));
        let has_test = has_validation || new.iter().any(|point| !point.test.loss.is_nan());
        if has_test && !self.curves.has_test || has_validation && !self.curves.has_validation {
            // What was said without this curve is said again with it.
            self.base.has_test = true;
            self.base.has_validation |= has_validation;
            (self.curves, self.drawn) = (self.base.clone(), 0);
        }
        self.recent[self.drawn..].iter().for_each(|point| self.curves.add(point));
        self.drawn = self.recent.len();
    }

    /// Learns that nothing more will come.
    pub fn end(&mut self) {
        self.draw();
        (self.base.has_ended, self.curves.has_ended) = (true, true);
    }

    /// Forgets everything, and returns the recent evaluations that have been handed out.
    pub fn take_handed_out(&mut self) -> Vec<Point> {
        let Evaluations { mut recent, fresh, .. } = std::mem::take(self);
        recent.truncate(fresh);
        recent
    }

    /// The words of the diagnosis that have been handed out.
    pub fn handed_out_diagnoses(&self) -> impl Iterator<Item = &TimedDiagnosis> {
        self.curves.diagnoses.iter().filter(|made| self.last_diagnosed.is_some_and(|last| made.step <= last))
    }

    /// The evaluations that are new or have changed since the last time, but not the last `held` ones, to which a row may
    /// still be joined at once.
    pub fn take_fresh(&mut self, held: usize) -> Vec<Point> {
        let end = self.recent.len().saturating_sub(held).max(self.fresh);
        let mut points = std::mem::take(&mut self.ready);
        points.extend(fresh(&self.recent[..end], self.fresh, &std::mem::take(&mut self.again)));
        self.fresh = end;
        points
    }

    /// The words of the diagnosis that are new since the last time.
    pub fn take_diagnoses(&mut self) -> Vec<TimedDiagnosis> {
        let is_new = |made: &&TimedDiagnosis| self.last_diagnosed.is_none_or(|last| made.step > last);
        let new: Vec<TimedDiagnosis> = self.curves.diagnoses.iter().filter(is_new).cloned().collect();
        self.last_diagnosed = new.last().map(|made| made.step).or(self.last_diagnosed);
        new
    }

    /// The curves.
    pub fn history(&self) -> &Arc<History> {
        &self.curves.history
    }

    /// The newest value of each quantity.
    pub fn latest(&self) -> Option<&Point> {
        self.curves.latest.as_ref()
    }

    /// Whether no row has been joined.
    pub fn is_empty(&self) -> bool {
        self.recent.is_empty() && self.final_step.is_none()
    }

    /// How many evaluations there are.
    pub fn count(&self) -> u64 {
        self.curves.history.evaluations()
    }

    /// The evaluation with the lowest watched loss.
    pub fn best(&self) -> Option<&Point> {
        self.history().best().map(|best| &best.test).filter(|best| best.watched().is_finite())
    }

    /// How many evaluations of the test loss in a row have not improved it.
    pub fn since_best(&self) -> u64 {
        self.curves.since_best
    }

    /// The step since which the training accuracy has been above the watched one by more than chance explains.
    pub fn gap_since(&self) -> Option<u64> {
        self.curves.monitor.gap_since()
    }

    /// The word of the diagnosis.
    pub fn word(&self) -> Word {
        self.curves.word()
    }

    /// The diagnosis.
    pub fn diagnosis(&self) -> Diagnosis {
        self.curves.diagnosis()
    }
}

/// Of these evaluations those from a place on, and those before of these steps.
fn fresh<'a>(points: &'a [Point], from: usize, again: &BTreeSet<u64>) -> impl Iterator<Item = &'a Point> {
    let (before, new) = points.split_at(from.min(points.len()));
    let of_step = |step: &u64| before.binary_search_by_key(step, |point| point.step).ok();
    let changed: Vec<&Point> = again.iter().filter_map(of_step).map(|at| &before[at]).collect();
    changed.into_iter().chain(new)
}

#[cfg(test)]
mod tests;
