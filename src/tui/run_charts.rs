//! The charts of a run that this program trains.

use super::action::{ChartAction, Notch};
use super::axis::Axis;
use super::charts::{Charts, Ghost, Subject};
use super::labels::Occasion;
use super::line_data::{LineData, Quantity};
use super::run::Run;
use crate::train::{Bucket, Status, Unit};

impl Run {
    /// What its charts show.
    pub fn charts(&self) -> Charts<'_> {
        let subject = self.snapshot.as_deref().map(|snapshot| Subject {
            history: &snapshot.history,
            latest: snapshot.history.latest(),
            word: snapshot.diagnosis.word,
            gap_since: snapshot.gap_since,
            has_validation: snapshot.dataset.validation.is_some(),
            step: snapshot.step,
            unit: Unit::Steps,
            examples: [snapshot.dataset.train.len(), snapshot.dataset.test.len()],
            setup: Some(&snapshot.setup),
        });
        let ghost_name = if self.time.is_some() { "later" } else { "before" };
        Charts {
            is_current: self.current().is_some(),
            ghost: self.ghost.as_deref().map(|history| Ghost { history, name: ghost_name }),
            seeds: self.seeds.as_ref(),
            tries: self.tries(),
            cure: self.chosen_cure(),
            expects_validation: self.wanted.validation > 0.0,
            hides_test_set: self.hides_test_set(),
            ..Charts::of(&self.view, subject, self.pins.all())
        }
    }

    /// The steps that are shown.
    pub fn steps_axis(&self) -> Axis {
        self.charts().steps_axis()
    }

    /// The lines of a chart, the most important last.
    pub fn lines(&self, quantity: Quantity) -> Vec<LineData> {
        self.charts().lines(quantity)
    }

    /// Carries out an action on a chart whose plot has `columns` columns.
    pub fn update_chart(&mut self, look: ChartAction, columns: usize) {
        self.notice = match look {
            ChartAction::Pin => Some(match self.current().filter(|snapshot| snapshot.step > 0) {
                Some(snapshot) => self.pins.pin(&snapshot.clone()),
                None => "Nothing has been learned yet that could be pinned.".to_owned(),
            }),
            ChartAction::UnpinAll => Some(self.pins.clear()),
            look => {
                let (view, notice) = self.charts().looked_at(look, columns);
                self.view = view;
                notice
            }
        };
    }

    /// Puts the cursor at an evaluation.
    pub(super) fn put_cursor_at(&mut self, evaluation: Bucket) {
        let extent = self.charts().extent();
        self.view.put(evaluation, extent);
    }

    /// Shows fewer or more steps. The step in this column of a plot of `columns` columns stays there.
    pub fn turn_wheel(&mut self, notch: Notch, column: i64, columns: usize) {
        let (view, notice) = self.charts().turned(notch, column, columns);
        (self.view, self.notice) = (view, notice);
    }

    /// Moves the labels of the charts to where the values are now.
    pub fn place_labels(&mut self, occasion: Occasion) {
        let snapshot = self.snapshot.as_deref();
        let is_settled = snapshot.is_none_or(|snapshot| snapshot.status != Status::Running);
        let speed = snapshot.map_or(0.0, |snapshot| snapshot.speed);
        self.view.labels = self.charts().placed_labels(occasion, speed, is_settled);
    }
}
