//! The question before a run is lost.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Line;
use ratatui::widgets::{Clear, Widget};

use crate::tui::app::{App, Question};
use crate::tui::widgets::text::{grouped, line, panel};

/// Draws the question in the middle.
pub fn question(app: &App, question: Question, area: Rect, buffer: &mut Buffer) {
    let steps = app.run.as_ref().and_then(|run| run.snapshot.as_ref()).map_or(0, |snapshot| snapshot.step);
    let words = [
        format!("The run of {} steps is not saved.", grouped(steps)),
        match question {
            Question::Quit => "Quit and lose it?   y yes   n no".to_owned(),
            Question::Replace => "Start another and lose it?   y yes   n no".to_owned(),
        },
    ];
    let width = 48.min(area.width);
    let height = 4.min(area.height);
    let middle =
        Rect { x: area.x + (area.width - width) / 2, y: area.y + (area.height - height) / 2, width, height };
    Clear.render(middle, buffer);
    let inner =
        panel(app.theme, Line::styled(" One moment ", app.theme.strong()), Line::default(), middle, buffer);
    for (row, words) in words.iter().enumerate() {
        line(&Line::styled(format!(" {words}"), app.theme.text()), row as u16, inner, buffer);
    }
}
