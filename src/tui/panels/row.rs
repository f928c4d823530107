//! One test example that is a row of numbers: its columns with their names and values, and the outputs of the network.

use ratatui::buffer::Buffer;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::{Line, Span};

use super::image::verdict;
use super::names::input_name;
use super::outputs::Outputs;
use super::past;
use crate::data::InputColumn;
use crate::numbers::{grouped, short};
use crate::tui::app::App;
use crate::tui::picture::Picture;
use crate::tui::run::Run;
use crate::tui::widgets::text::{line, pad, panel, text_width, truncate};

/// The most columns of the terminal for the name of a column of the file.
const NAME: usize = 20;
/// Columns of a value, and of the blanks around it.
const VALUE: usize = 12;

/// Draws test example `n`.
pub fn draw(app: &App, run: &Run, picture: &Picture, n: usize, area: Rect, buffer: &mut Buffer) {
    let theme = app.theme;
    let names = &picture.dataset.class_names;
    let (label, said) = (picture.dataset.test.labels[n], picture.test[n]);
    let name = |class: u8| names[usize::from(class)].as_str();
    let (mark, style) = verdict(app, label == said.class);
    let verdict = format!("is {} said {} {mark}", name(label), name(said.class));
    let which = format!("Test example {} ", grouped(n as u64 + 1));
    let room = usize::from(area.width).saturating_sub(4 + which.len());
    let title = Line::from(vec![
        Span::styled(format!(" {which}"), theme.strong()),
        Span::styled(format!("{} ", truncate(&verdict, room)), style),
    ]);
    let inner = panel(theme, title, Line::default(), area, buffer);
    let outputs = (names.len() as u16).min(inner.height / 3).max(1);
    let rows = [Constraint::Fill(1), Constraint::Length(1 + outputs), Constraint::Length(1 + past::ROWS)];
    let [columns, bars, history] = Layout::vertical(rows).areas(inner);
    draw_columns(app, run, picture, n, columns, buffer);
    let below = |area: Rect| Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area };
    let row = picture.outputs.row(n).to_vec();
    let outputs = Outputs { names, values: &row, label: Some(label.into()) };
    outputs.render(theme, below(bars).intersection(inner), buffer);
    past::draw(app, run, n, inset(below(history)).intersection(inner), buffer);
}

fn inset(area: Rect) -> Rect {
    Rect { x: area.x + 1, width: area.width.saturating_sub(2), ..area }
}

/// The columns of the file with their values, as many as fit, in columns of the terminal. The last place says how many are
/// missing.
fn draw_columns(app: &App, run: &Run, picture: &Picture, n: usize, area: Rect, buffer: &mut Buffer) {
    let theme = app.theme;
    let columns = run.wanted.data.input_columns();
    let values: Vec<f32> = picture.dataset.test.inputs.row(n).collect();
    let named = |at: usize| input_name(run, at);
    let name = (0..values.len()).map(|at| text_width(&named(at))).max().unwrap_or(0).clamp(2, NAME);
    let width = name + 1 + VALUE;
    let across = (usize::from(area.width) / width).max(1);
    let places = across * usize::from(area.height);
    let shown = if values.len() > places { places.saturating_sub(1) } else { values.len() };
    let place = |nth: usize| {
        let rows = usize::from(area.height).min((values.len()).div_ceil(across)).max(1);
        let (column, row) = (nth / rows, nth % rows);
        let x = area.x + (column * width) as u16;
        Rect { x, y: area.y + row as u16, width: width as u16, height: 1 }.intersection(area)
    };
    for (at, &value) in values.iter().enumerate().take(shown) {
        let words = Line::from(vec![
            Span::styled(format!(" {} ", pad(&named(at), name)), theme.faint()),
            Span::styled(format!("{:>9}", shown_value(columns.get(at), value)), theme.text()),
        ]);
        line(&words, 0, place(at), buffer);
    }
    if shown < values.len() {
        let more = format!(" and {} more", grouped((values.len() - shown) as u64));
        line(&Line::styled(more, theme.faint()), 0, place(shown), buffer);
    }
}

/// A value as it was in the file. One that was clamped was at least as far from the middle.
fn shown_value(column: Option<&InputColumn>, scaled: f32) -> String {
    let Some(column) = column else { return short(scaled.into()) };
    let value = short(column.value(scaled));
    match (InputColumn::is_clamped(scaled), scaled > 0.0) {
        (false, _) => value,
        (true, true) => format!("> {value}"),
        (true, false) => format!("< {value}"),
    }
}
