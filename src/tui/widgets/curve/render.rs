//! Drawing a chart, back to front.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::chart::Chart;
use super::plot::{LABELS, Plot};
use super::ticks::value_ticks;
use crate::tui::theme::Theme;

impl Chart<'_> {
    /// Draws axes, lines, names and marks into `area`. Draws nothing if there is no room for a line.
    pub fn render(&self, theme: Theme, area: Rect, buffer: &mut Buffer) {
        let area = area.intersection(buffer.area);
        if area.width < LABELS + self.name_columns + 4 || area.height < 4 {
            return;
        }
        let Some(values) = self.value_axis else { return };
        let rows = area.height - 1 - u16::from(self.has_step_labels);
        let ticks = value_ticks(&values, usize::from(rows));
        let area = Rect {
            x: area.x + LABELS,
            y: area.y + rows - ticks.rows as u16,
            width: area.width - LABELS - self.name_columns,
            height: ticks.rows as u16,
        };
        let (steps, ticks) = (self.steps, ticks.values);
        let plot = Plot { area, name_columns: self.name_columns, steps, values, ticks };
        self.draw_frame(theme, &plot, buffer);
        self.draw_vertical_lines(theme, &plot, buffer);
        self.draw_lines(theme, &plot, buffer);
        self.draw_shade(theme, &plot, buffer);
        self.draw_names(&plot, buffer);
    }
}
