//! The sheet to draw on, beside it what the network gets of it, and the outputs.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Line;
use ratatui::widgets::Block;

use super::names::knocked_out;
use super::outputs::Outputs;
use crate::data::Tool;
use crate::nn::Prediction;
use crate::numbers::grouped;
use crate::tui::action::{Action, DrawAction};
use crate::tui::app::App;
use crate::tui::drawing::{Answer, Contact, Drawing};
use crate::tui::drawing_layout::DrawingPlaces;
use crate::tui::keymap::key_of;
use crate::tui::run::Run;
use crate::tui::widgets::grey_image::GreyImage;
use crate::tui::widgets::text::{self, clear, panel, truncate, wrap};

/// Draws the sheet and all that belongs to it.
pub fn drawing(app: &App, run: &Run, area: Rect, buffer: &mut Buffer) {
    let (Some(places), Some(drawing)) = (DrawingPlaces::of(area, run), &run.drawing) else { return };
    clear(app.theme, places.whole, buffer);
    draw_sheet(app, drawing, &places, buffer);
    let title = Line::styled(" as the net sees it ", app.theme.strong());
    let inner = panel(app.theme, title, Line::default(), places.inputs, buffer);
    if let Some(answer) = &drawing.answer {
        GreyImage { pixels: answer.inputs.view() }.render(app.theme, inner, buffer);
        draw_outputs(app, run, drawing, answer, places.outputs, buffer);
    }
    draw_words(app, drawing, places.words, buffer);
}

fn draw_sheet(app: &App, drawing: &Drawing, places: &DrawingPlaces, buffer: &mut Buffer) {
    let theme = app.theme;
    let tool = match drawing.contact {
        Contact::ByMouse(tool) => tool,
        Contact::ByKey | Contact::Up => drawing.tool,
    };
    let tool = match tool {
        Tool::Pen => "pen",
        Tool::Rubber => "rubber",
    };
    let contact = if drawing.contact == Contact::Up { "up" } else { "down" };
    let foot = Line::styled(format!(" {tool} {contact} "), theme.focus());
    let inner = panel(theme, Line::styled(" Draw ", theme.strong()), foot, places.canvas, buffer);
    GreyImage { pixels: drawing.sheet.ink().view() }.render(theme, inner, buffer);
    draw_pen(app, drawing, places, buffer);
}

/// Marks the pixel under the pen: half a cell in colour, or else a cross in the cell.
fn draw_pen(app: &App, drawing: &Drawing, places: &DrawingPlaces, buffer: &mut Buffer) {
    let theme = app.theme;
    let inner = Block::bordered().inner(places.canvas);
    let (column, half_row) = places.pixel(drawing.size(), drawing.pen);
    let Some(cell) = buffer.cell_mut((inner.x + column as u16, inner.y + half_row as u16 / 2)) else {
        return;
    };
    match theme.cursor().fg.filter(|_| theme.blocks()) {
        Some(color) if half_row % 2 == 0 => cell.set_fg(color),
        Some(color) => cell.set_bg(color),
        None => cell.set_symbol(theme.glyph("┼", "x")).set_style(theme.focus()),
    };
}

fn draw_outputs(app: &App, run: &Run, drawing: &Drawing, answer: &Answer, area: Rect, buffer: &mut Buffer) {
    let theme = app.theme;
    let names = run.snapshot.as_ref().map_or(&[][..], |snapshot| &snapshot.dataset.class_names);
    if names.len() != answer.outputs.len() {
        return; // for a moment after a restart
    }
    let said = Prediction::of(answer.outputs.iter().copied());
    let title = if drawing.sheet.is_empty() {
        " Blank paper ".to_owned()
    } else {
        format!(
            " Says {} ",
            truncate(&names[usize::from(said.class)], usize::from(area.width).saturating_sub(9))
        )
    };
    let without =
        knocked_out(&answer.knocked_out).map_or_else(String::new, |units| format!(" without {units}"));
    let style = if without.is_empty() { theme.faint() } else { theme.bad() };
    let foot = Line::styled(format!(" step {}{without} ", grouped(answer.step)), style);
    let inner = panel(theme, Line::styled(title, theme.strong()), foot, area, buffer);
    Outputs { names, values: &answer.outputs, label: None }.render(theme, inner, buffer);
}

/// How to draw, and what becomes of the drawing.
fn draw_words(app: &App, drawing: &Drawing, area: Rect, buffer: &mut Buffer) {
    let theme = app.theme;
    let inner = Rect { x: area.x + 1, width: area.width.saturating_sub(2), ..area };
    let columns = usize::from(inner.width);
    let mut lines: Vec<Line> = Vec::new();
    if drawing.sheet.is_empty() {
        let arrows = if theme.unicode() { "← ↑ ↓ →" } else { "the arrows" };
        let pen = key_of(Action::Draw(DrawAction::TogglePen));
        let how = format!("Drag the mouse, or press {pen} and move with {arrows}.");
        lines.extend(wrap(&how, columns, theme.text()));
    }
    let ((width, height), [across, down]) = (drawing.size(), drawing.framing.ink_size());
    let framing = format!(
        "Scaled to {across} × {down} of {width} × {height} pixels like the training images, its centre of mass in the middle. \
         The digits of MNIST were made so; a fully connected network recognises nothing in another place or size."
    );
    lines.extend(wrap(&framing, columns, theme.faint()));
    text::lines(&text::truncate_lines(lines, inner.height.into(), columns), inner, buffer);
}
