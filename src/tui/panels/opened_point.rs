//! The open test example of the plane: marked on the map, with its coordinates, outputs and past below.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Line;

use super::past;
use super::point_symbol::brackets;
use crate::numbers::{grouped, short};
use crate::tui::app::App;
use crate::tui::picture::Picture;
use crate::tui::run::Run;
use crate::tui::widgets::text::{clear, line, truncate};

/// Draws the mark and the words on the map in `area`.
pub fn draw(app: &App, run: &Run, picture: &Picture, n: usize, area: Rect, buffer: &mut Buffer) {
    let theme = app.theme;
    let (x, y) = picture.dataset.test.inputs.point(n);
    let place = picture.window.cell(x, y, area);
    if let Some((column, row)) = place {
        let middle = (area.x + column, area.y + row);
        brackets(theme, middle, area, buffer);
        buffer[middle].set_style(theme.focus());
    }
    let rows = (1 + past::ROWS).min(area.height);
    // On the half of the map where the point is not.
    let is_low = place.is_some_and(|(_, row)| row > area.height / 2);
    let top = if is_low { area.y } else { area.bottom().saturating_sub(rows) };
    let words = Rect { y: top, height: rows, ..area };
    clear(theme, words, buffer);
    let names = &picture.dataset.class_names;
    let (label, said) = (picture.dataset.test.labels[n], picture.test[n]);
    let name = |class: u8| names[usize::from(class)].as_str();
    let columns = run.wanted.data.input_columns();
    let value = |at: usize, scaled: f32| {
        columns.get(at).map_or_else(|| short(scaled.into()), |column| short(column.value(scaled)))
    };
    let text = format!(
        "Test point {} at {}, {}: is {}, said {} {:.2}",
        grouped(n as u64 + 1),
        value(0, x),
        value(1, y),
        name(label),
        name(said.class),
        said.confidence,
    );
    line(&Line::styled(truncate(&text, area.width.into()), theme.strong()), 0, words, buffer);
    let below = Rect { y: words.y + 1, height: words.height.saturating_sub(1), ..words };
    past::draw(app, run, n, below, buffer);
}
