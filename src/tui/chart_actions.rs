//! Keys and mouse actions that change the view of the curves.

use super::action::{ChartAction, Jump, Notch};
use super::charts::Charts;
use super::view::View;
use crate::train::Bucket;

/// The factor by which a notch of the wheel changes the range of steps.
const WHEEL: f64 = 1.25;

/// The fewest evaluations that a zoom shows.
const FEWEST: usize = 4;

impl Charts<'_> {
    /// The view after an action on a chart whose plot has `columns` columns, and a notice if nothing came of it.
    pub(super) fn looked_at(&self, look: ChartAction, columns: usize) -> (View, Option<String>) {
        let mut view = self.view.clone();
        let notice = match look {
            ChartAction::ToggleLogValues => {
                view.values = view.values.other();
                None
            }
            ChartAction::ToggleLogSteps => {
                view.steps = view.steps.other();
                None
            }
            ChartAction::ToggleCursor => self.toggle_cursor(&mut view),
            ChartAction::Move(jump) => {
                self.move_cursor(&mut view, jump, columns);
                None
            }
            ChartAction::ZoomIn => self.zoom_in(&mut view),
            ChartAction::ZoomOut => match view.zoom.pop() {
                Some(_) => None,
                None => Some(self.all_shown()),
            },
            ChartAction::Pin | ChartAction::UnpinAll => None, // no way of looking
        };
        (view, notice)
    }

    /// The view with fewer or more steps. The step in this column of a plot of `columns` columns stays there.
    pub(super) fn turned(&self, notch: Notch, column: i64, columns: usize) -> (View, Option<String>) {
        let mut view = self.view.clone();
        let share = ((column as f64 + 0.5) / columns.max(1) as f64).clamp(0.0, 1.0);
        let notice = match notch {
            Notch::Up => self.zoom_at(&mut view, share, 1.0 / WHEEL),
            Notch::Down if view.is_zoomed() => self.zoom_at(&mut view, share, WHEEL),
            Notch::Down => Some(self.all_shown()),
        };
        (view, notice)
    }

    /// Shows the cursor at the newest step, or hides it. Returns a notice if there is no step.
    fn toggle_cursor(&self, view: &mut View) -> Option<String> {
        if view.cursor.take().is_some() {
            return None;
        }
        match self.buckets().and_then(|buckets| buckets.last().copied()) {
            Some(last) => {
                view.put(last, self.extent());
                None
            }
            None => Some("There are no curves yet.".to_owned()),
        }
    }

    /// Moves the cursor to an evaluation at least as many columns away as `jump` says, or to the last one in that direction.
    fn move_cursor(&self, view: &mut View, jump: Jump, columns: usize) {
        let (Some(cursor), Some(buckets)) = (view.cursor, self.buckets()) else { return };
        let axis = view.axis(self.extent());
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
            view.put(next, self.extent());
        }
    }

    /// Halves the range of steps. Returns a notice if too few evaluations would be left.
    fn zoom_in(&self, view: &mut View) -> Option<String> {
        let window = view.half(self.extent());
        view.zoom.push(window);
        if self.has_enough(view) {
            return None;
        }
        view.zoom.pop();
        Some(self.no_more())
    }

    /// Changes the range of steps by a factor; the step at this share of the axis stays there. The wheel turns by many
    /// notches, which make one level of zoom.
    fn zoom_at(&self, view: &mut View, share: f64, factor: f64) -> Option<String> {
        let extent = self.extent();
        let window = view.scaled(extent, share, factor);
        let before = view.zoom.clone();
        view.zoom.pop();
        if !view.is_whole(window, extent) {
            view.zoom.push(window);
        }
        if factor > 1.0 || self.has_enough(view) {
            return None;
        }
        view.zoom = before;
        Some(self.no_more())
    }

    fn all_shown(&self) -> String {
        format!("All {}s are shown.", self.unit().name())
    }

    fn no_more(&self) -> String {
        format!("There are no more {}s in between to zoom into.", self.unit().name())
    }

    /// Whether enough evaluations of some run are in view.
    fn has_enough(&self, view: &View) -> bool {
        let axis = view.axis(self.extent());
        let longest = self.histories().map(|history| {
            history.buckets().iter().filter(|bucket| axis.holds(bucket.last_step as f64)).count()
        });
        longest.max().unwrap_or(0) >= FEWEST
    }
}
