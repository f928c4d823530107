//! The place of every panel of the page of logs.

use ratatui::layout::{Constraint, Layout, Position, Rect};
use ratatui::widgets::Block;

use super::watching::Watching;
use super::widgets::curve;

/// With fewer rows, the charts are for the loss alone.
const TWO_CHARTS: u16 = 21;

/// The places of the panels. One that is not in view has none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WatchAreas {
    /// The log and its columns.
    pub status: Rect,
    /// The chart of the loss.
    pub loss: Rect,
    /// The chart of the accuracy.
    pub accuracy: Rect,
    /// The diagnosis.
    pub diagnosis: Rect,
}

impl WatchAreas {
    /// Divides the terminal, whose last line has the keys.
    pub fn of(area: Rect, watching: &Watching) -> WatchAreas {
        let rows = [Constraint::Length(2), Constraint::Fill(1), Constraint::Length(1)];
        let [status, body, _] = Layout::vertical(rows).areas(area);
        let has_two = body.height >= TWO_CHARTS && watching.has_accuracy();
        let heights =
            [Constraint::Fill(5), Constraint::Fill(if has_two { 4 } else { 0 }), Constraint::Length(7)];
        let [loss, accuracy, diagnosis] = Layout::vertical(heights).areas(body);
        WatchAreas { status, loss, accuracy, diagnosis }
    }

    /// The plot column at a place of the terminal; `None` outside the plots.
    pub fn plot_column(&self, watching: &Watching, place: Position) -> Option<i64> {
        let chart = [self.loss, self.accuracy].into_iter().find(|chart| chart.contains(place))?;
        curve::column(Block::bordered().inner(chart), watching.charts().name_columns(), place.x)
    }

    /// Columns of the plots.
    pub fn plot_columns(&self, watching: &Watching) -> usize {
        curve::columns(self.loss.width.saturating_sub(2), watching.charts().name_columns())
    }
}
