//! Keys and mouse actions that change the view of the curves.

use super::action::{ChartAction, Jump, Notch};
use super::axis::Axis;
use super::run::Run;
use super::view::Extent;
use crate::train::{Bucket, History};

/// The factor by which a notch of the wheel changes the range of steps.
const WHEEL: f64 = 1.25;

/// The fewest evaluations that a zoom shows.
const FEWEST: usize = 4;

impl Run {
    /// The histories on the screen: of this run, of the previous one, and of the pinned runs.
    pub fn histories(&self) -> impl Iterator<Item = &History> {
        let now = self.snapshot.iter().map(|snapshot| &*snapshot.history);
        let pinned = self.pins.all().iter().map(|pin| &*pin.history);
        now.chain(self.ghost.as_deref()).chain(pinned).chain(self.tried_histories())
    }

    /// The steps that are shown.
    pub fn steps_axis(&self) -> Axis {
        self.view.axis(self.extent())
    }

    fn extent(&self) -> Extent {
        let last = self.histories().filter_map(|history| history.buckets().last()).map(|last| last.last_step);
        let positive = |history: &History| {
            let steps = history.buckets().iter().flat_map(|bucket| [bucket.first_step, bucket.last_step]);
            steps.into_iter().find(|&step| step > 0)
        };
        let least = self.histories().filter_map(positive).min().unwrap_or(1);
        let last = last.max().unwrap_or(0).max(1);
        let now =
            self.snapshot.as_ref().and_then(|snapshot| snapshot.history.latest()).map(|point| point.step);
        let now = now.filter(|&now| now > 0).unwrap_or(last);
        Extent { least: least as f64, last: last as f64, now: now as f64 }
    }

    /// Carries out an action on a chart whose plot has `columns` columns.
    pub fn update_chart(&mut self, look: ChartAction, columns: usize) {
        self.notice = match look {
            ChartAction::ToggleLogValues => {
                self.view.values = self.view.values.other();
                None
            }
            ChartAction::ToggleLogSteps => {
                self.view.steps = self.view.steps.other();
                None
            }
            ChartAction::ToggleCursor => self.toggle_cursor(),
            ChartAction::Move(jump) => {
                self.move_cursor(jump, columns);
                None
            }
            ChartAction::ZoomIn => self.zoom_in(),
            ChartAction::ZoomOut => match self.view.zoom.pop() {
                Some(_) => None,
                None => Some("All steps are shown.".to_owned()),
            },
            ChartAction::Pin => Some(match self.current().filter(|snapshot| snapshot.step > 0) {
                Some(snapshot) => self.pins.pin(&snapshot.clone()),
                None => "Nothing has been learned yet that could be pinned.".to_owned(),
            }),
            ChartAction::UnpinAll => Some(self.pins.clear()),
        };
    }

    /// Puts the cursor at an evaluation.
    pub(super) fn put_cursor_at(&mut self, evaluation: Bucket) {
        self.view.put(evaluation, self.extent());
    }

    /// Shows fewer or more steps. The step in this column of a plot of `columns` columns stays there.
    pub fn turn_wheel(&mut self, notch: Notch, column: i64, columns: usize) {
        let share = ((column as f64 + 0.5) / columns.max(1) as f64).clamp(0.0, 1.0);
        self.notice = match notch {
            Notch::Up => self.zoom_at(share, 1.0 / WHEEL),
            Notch::Down if self.view.is_zoomed() => self.zoom_at(share, WHEEL),
            Notch::Down => Some("All steps are shown.".to_owned()),
        };
    }

    /// Shows the cursor at the newest step, or hides it. Returns a notice if there is no step.
    fn toggle_cursor(&mut self) -> Option<String> {
        if self.view.cursor.take().is_some() {
            return None;
        }
        let last = self.current().and_then(|snapshot| snapshot.history.buckets().last().copied());
        match last {
            Some(last) => {
                self.view.put(last, self.extent());
                None
            }
            None => Some("There are no curves yet.".to_owned()),
        }
    }

    /// Moves the cursor to an evaluation at least as many columns away as `jump` says, or to the last one in that direction.
    fn move_cursor(&mut self, jump: Jump, columns: usize) {
        let (Some(cursor), Some(snapshot)) = (self.view.cursor, self.current()) else { return };
        let buckets = snapshot.history.buckets();
        let axis = self.steps_axis();
        let column = |bucket: &Bucket| axis.cell(bucket.last_step as f64, columns);
        let from = column(&cursor);
        let next = match jump {
            Jump::To(place) => buckets.iter().min_by_key(|&bucket| (column(bucket) - place).abs()),
            Jump::First => buckets.first(),
            Jump::Last => buckets.last(),
            Jump::Left(count) => {
                let mut before = buckets.iter().rev().filter(|bucket| bucket.last_step < cursor.last_step);
                before.find(|bucket| column(bucket) <= from - count).or(buckets.first())
            }
            Jump::Right(count) => {
                let mut after = buckets.iter().filter(|bucket| bucket.last_step > cursor.last_step);
                after.find(|bucket| column(bucket) >= from + count).or(buckets.last())
            }
        };
        if let Some(&next) = next {
            self.view.put(next, self.extent());
        }
    }

    /// Halves the range of steps. Returns a notice if too few evaluations would be left.
    fn zoom_in(&mut self) -> Option<String> {
        let window = self.view.half(self.extent());
        self.view.zoom.push(window);
        if self.shows_enough() {
            return None;
        }
        self.view.zoom.pop();
        Some("There are no more steps in between to zoom into.".to_owned())
    }

    /// Changes the range of steps by a factor; the step at this share of the axis stays there. The wheel turns by many
    /// notches, which make one level of zoom.
    fn zoom_at(&mut self, share: f64, factor: f64) -> Option<String> {
        let extent = self.extent();
        let window = self.view.scaled(extent, share, factor);
        let before = self.view.zoom.clone();
        self.view.zoom.pop();
        if !self.view.is_whole(window, extent) {
            self.view.zoom.push(window);
        }
        if factor > 1.0 || self.shows_enough() {
            return None;
        }
        self.view.zoom = before;
        Some("There are no more steps in between to zoom into.".to_owned())
    }

    /// Whether enough evaluations of some run are shown.
    fn shows_enough(&self) -> bool {
        let axis = self.steps_axis();
        let longest = self.histories().map(|history| {
            history.buckets().iter().filter(|bucket| axis.holds(bucket.last_step as f64)).count()
        });
        longest.max().unwrap_or(0) >= FEWEST
    }
}
