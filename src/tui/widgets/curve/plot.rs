//! The plot inside a chart: the positions of values and steps, in cells and in braille dots.

use ratatui::layout::Rect;

use crate::tui::axis::{Axis, Place};
pub(super) use crate::tui::widgets::braille::DOTS;

/// Columns left of the plot, for the labels of the ticks.
pub(super) const LABELS: u16 = 7;

/// Columns of the plot in a chart of `width` columns, of which `names` are for the names of the lines.
pub fn columns(width: u16, names: u16) -> usize {
    usize::from(width.saturating_sub(LABELS + names))
}

/// The plot column at column `x` of the terminal, in a chart in `area`; `None` outside the plot.
pub fn column(area: Rect, names: u16, x: u16) -> Option<i64> {
    let column = x.checked_sub(area.x + LABELS)?;
    (usize::from(column) < columns(area.width, names)).then_some(i64::from(column))
}

/// The area of the lines, and the axes along it.
pub(super) struct Plot {
    pub area: Rect,
    /// Columns right of the area, for the names of lines.
    pub name_columns: u16,
    pub steps: Axis,
    pub values: Axis,
    /// The ticks of the axis of values.
    pub ticks: Vec<f64>,
}

impl Plot {
    pub fn dot_columns(&self) -> usize {
        usize::from(self.area.width) * DOTS.0
    }

    pub fn dot_rows(&self) -> usize {
        usize::from(self.area.height) * DOTS.1
    }

    pub fn dot_column(&self, step: f64) -> f64 {
        self.steps.share(step) * (self.dot_columns() - 1) as f64
    }

    /// Row 0 is at the top.
    pub fn dot_row(&self, value: f64) -> f64 {
        (1.0 - self.values.share(value)) * (self.dot_rows() - 1) as f64
    }

    /// The column and the row of a place.
    pub fn cell(&self, place: Place) -> (u16, u16) {
        let cell = |share: f64, dots: usize, size: usize| (share * (dots - 1) as f64).round() as usize / size;
        let x = cell(place.across, self.dot_columns(), DOTS.0) as u16;
        let y = cell(1.0 - place.up, self.dot_rows(), DOTS.1) as u16;
        (self.area.x + x.min(self.area.width - 1), self.area.y + y.min(self.area.height - 1))
    }

    /// The column of a step that is shown.
    pub fn x(&self, step: f64) -> Option<u16> {
        let cell = self.steps.cell(step, usize::from(self.area.width));
        self.steps.holds(step).then(|| self.area.x + (cell.max(0) as u16).min(self.area.width - 1))
    }

    /// The row of a value.
    pub fn y(&self, value: f64) -> u16 {
        let row = (self.dot_row(value).round().max(0.0) as usize / DOTS.1) as u16;
        self.area.y + row.min(self.area.height - 1)
    }
}
