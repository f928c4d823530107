//! Drawing a chart, back to front.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::chart::Chart;
use super::plot::{LABELS, Plot};
use crate::tui::theme::Theme;

impl Chart<'_> {
    /// Draws axes, lines, names and marks into `area`. Draws nothing if there is no room for a line.
    pub fn render(&self, theme: Theme, area: Rect, buffer: &mut Buffer) {
        let area = area.intersection(buffer.area);
        if area.width < LABELS + self.name_columns + 4 || area.height < 4 {
            return;
        }
        let Some(values) = self.value_axis else { return };
        let area = Rect {
            x: area.x + LABELS,
            y: area.y,
            width: area.width - LABELS - self.name_columns,
            height: area.height - 1 - u16::from(self.has_step_labels),
        };
        let plot = Plot { area, name_columns: self.name_columns, steps: self.steps, values };
        self.draw_frame(theme, &plot, buffer);
        self.draw_vertical_lines(theme, &plot, buffer);
        self.draw_lines(theme, &plot, buffer);
        self.draw_shade(theme, &plot, buffer);
        self.draw_names(&plot, buffer);
    }
}
