//! Which classes are mistaken for which, and the examples behind each number.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::examples;
use super::status::step_of;
use crate::numbers::grouped;
use crate::tui::app::App;
use crate::tui::inside::Cell;
use crate::tui::mistakes_layout::{GAP, LEAD, MistakesLayout};
use crate::tui::picture::Picture;
use crate::tui::run::Run;
use crate::tui::widgets::text::{line, pad, panel, truncate};
use crate::tui::widgets::window::window;

/// Draws the confusion matrix and the examples of the chosen cell, or all mistakes.
pub fn draw(app: &App, run: &Run, area: Rect, buffer: &mut Buffer) {
    let theme = app.theme;
    let title = Line::styled(" Who is taken for whom ", theme.strong());
    let Some(picture) = &run.picture else {
        panel(theme, title, Line::default(), area, buffer);
        return;
    };
    let (right, all) = (picture.confusion.correct() as u64, picture.confusion.total() as u64);
    let foot = format!(" {}: {} of {} right ", step_of(run, picture), grouped(right), grouped(all));
    panel(theme, title, Line::styled(foot, theme.test()), area, buffer);
    let layout = MistakesLayout::of(area, picture);
    draw_matrix(app, run, picture, &layout, buffer);
    for row in 0..layout.line.height {
        line(&Line::styled(theme.glyph(" │ ", " | "), theme.frame()), row, layout.line, buffer);
    }
    examples::draw(app, run, picture, &layout, buffer);
}

fn draw_matrix(app: &App, run: &Run, picture: &Picture, layout: &MistakesLayout, buffer: &mut Buffer) {
    let theme = app.theme;
    let (matrix, columns, area) = (&picture.confusion, layout.columns, layout.matrix);
    let chosen = run.inside.cell;
    let rows = usize::from(area.height.saturating_sub(1)).max(1);
    let Cell { truth, said } = chosen.unwrap_or_default();
    let (down, across) =
        (window(truth, rows, matrix.classes()), window(said, columns.classes, matrix.classes()));
    let name = |class: usize, width: usize| pad(&picture.dataset.class_names[class], width);
    let mut head =
        vec![Span::styled(format!("{:>width$}", "said", width = LEAD + columns.names), theme.faint())];
    head.extend(across.clone().map(|class| {
        let name = truncate(&picture.dataset.class_names[class], columns.count);
        Span::styled(format!("{name:>width$}", width = columns.count + GAP), theme.text())
    }));
    line(&Line::from(head), 0, area, buffer);
    for (row, truth) in down.enumerate() {
        let mut words =
            vec![Span::styled(" is ", theme.faint()), Span::styled(name(truth, columns.names), theme.text())];
        words.extend(across.clone().map(|said| {
            let count = matrix.count(truth, said);
            let text = if count == 0 { theme.glyph("·", ".").to_owned() } else { grouped(count as u64) };
            let style = match (count, truth == said) {
                _ if chosen == Some(Cell { truth, said }) => theme.focus(),
                (0, _) => theme.faint(),
                (_, true) => theme.good(),
                (_, false) => theme.bad(),
            };
            let lead = if chosen == Some(Cell { truth, said }) { theme.glyph("▸", ">") } else { "" };
            Span::styled(format!("{:>width$}", format!("{lead}{text}"), width = columns.count + GAP), style)
        }));
        line(&Line::from(words), row as u16 + 1, area, buffer);
    }
}
