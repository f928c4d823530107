//! What the charts show: the curves of a run, whoever trains it, those of others beside it, and how they are looked at.

use std::sync::Arc;

use super::axis::Axis;
use super::cures::Tries;
use super::pins::Pin;
use super::seeds::Seeds;
use super::view::{Extent, View};
use crate::train::{Bucket, History, Mark, Note, Point, Setup, Unit, Word};

/// The run that the charts are of.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'a> {
    /// Its curves.
    pub history: &'a Arc<History>,
    /// The newest value of each quantity.
    pub latest: Option<&'a Point>,
    /// The word of its diagnosis.
    pub word: Word,
    /// The step since which the training accuracy has been above the watched one by more than chance explains.
    pub gap_since: Option<u64>,
    /// Whether it has a validation set.
    pub has_validation: bool,
    /// Steps taken.
    pub step: u64,
    /// What its steps are.
    pub unit: Unit,
    /// The numbers of training and of test examples; 0 where they are not known.
    pub examples: [usize; 2],
    /// Its settings, if they are known.
    pub setup: Option<&'a Setup>,
}

/// A run before this one, or what came after the step that is shown.
#[derive(Clone, Copy, Debug)]
pub struct Ghost<'a> {
    /// Its curves.
    pub history: &'a History,
    /// What it is, in the legend.
    pub name: &'static str,
}

/// What the charts show.
#[derive(Clone, Copy, Debug)]
pub struct Charts<'a> {
    /// How the curves are looked at.
    pub view: &'a View,
    /// The run, once it has been evaluated.
    pub subject: Option<Subject<'a>>,
    /// Whether the run is the one that is trained now, and not the one before it.
    pub is_current: bool,
    /// Runs to compare it with.
    pub pins: &'a [Pin],
    /// Another run behind it.
    pub ghost: Option<Ghost<'a>>,
    /// The same run from many seeds.
    pub seeds: Option<&'a Seeds>,
    /// Trials of cures.
    pub tries: Option<&'a Tries>,
    /// The name of the cure that is chosen, if it has a curve.
    pub cure: Option<&'a str>,
    /// Whether the run is to have a validation set.
    pub expects_validation: bool,
    /// Whether everything of the test set is hidden.
    pub hides_test_set: bool,
}

impl<'a> Charts<'a> {
    /// The charts of a run that nothing is beside.
    pub fn of(view: &'a View, subject: Option<Subject<'a>>, pins: &'a [Pin]) -> Charts<'a> {
        Charts {
            view,
            expects_validation: subject.is_some_and(|subject| subject.has_validation),
            subject,
            is_current: true,
            pins,
            ghost: None,
            seeds: None,
            tries: None,
            cure: None,
            hides_test_set: false,
        }
    }

    /// The histories on the screen: of this run, of the previous one, of the pinned runs, and of trials.
    pub fn histories(&self) -> impl Iterator<Item = &'a History> {
        let now = self.subject.map(|subject| &**subject.history);
        let pinned = self.pins.iter().map(|pin| &*pin.history);
        let tried = self.tries.into_iter().flat_map(Tries::histories);
        now.into_iter().chain(self.ghost.map(|ghost| ghost.history)).chain(pinned).chain(tried)
    }

    /// What the steps are.
    pub fn unit(&self) -> Unit {
        self.subject.map_or(Unit::Steps, |subject| subject.unit)
    }

    /// The steps that are shown.
    pub fn steps_axis(&self) -> Axis {
        self.view.axis(self.extent())
    }

    /// The steps of all curves.
    pub(super) fn extent(&self) -> Extent {
        let last = self.histories().filter_map(|history| history.buckets().last()).map(|last| last.last_step);
        let positive = |history: &History| {
            let steps = history.buckets().iter().flat_map(|bucket| [bucket.first_step, bucket.last_step]);
            steps.into_iter().find(|&step| step > 0)
        };
        let least = self.histories().filter_map(positive).min().unwrap_or(1);
        let last = last.max().unwrap_or(0).max(1);
        let now = self.subject.and_then(|subject| subject.history.latest()).map(|point| point.step);
        let now = now.filter(|&now| now > 0).unwrap_or(last);
        Extent { least: least as f64, last: last as f64, now: now as f64 }
    }

    /// The curves that the cursor is on.
    pub(super) fn buckets(&self) -> Option<&'a [Bucket]> {
        self.subject.filter(|_| self.is_current).map(|subject| subject.history.buckets())
    }

    /// The changes of the run.
    pub fn marks(&self) -> &'a [Mark] {
        self.subject.map_or(&[], |subject| subject.history.marks())
    }

    /// The notes on the run.
    pub fn notes(&self) -> &'a [Note] {
        self.subject.map_or(&[], |subject| subject.history.notes())
    }

    /// Columns right of a plot for the names of its lines, with a blank one before them.
    pub fn name_columns(&self) -> u16 {
        let has_validation = self.subject.is_some_and(|subject| subject.has_validation);
        let longest = if has_validation { "validation" } else { "train" };
        1 + longest.len() as u16
    }
}
