//! The map of a sweep: the values of two settings as rows and columns, and in each cell a number as text and as colour.

use std::ops::Range;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::Block;

use crate::numbers::{counted, percent};
use crate::train::Axis;
use crate::tui::sweep::{MapCell, Sweep};
use crate::tui::theme::Theme;
use crate::tui::widgets::grey_image::shade;
use crate::tui::widgets::text::{line, pad, panel, text_width, truncate};
use crate::tui::widgets::window::window;

/// The fewest and the most columns of a cell of the map.
const COLUMNS: (usize, usize) = (8, 28);
/// The most rows of a cell of the map.
const ROWS: usize = 9;
/// The rows above the cells: the name of the setting of the columns, and their values.
const HEAD_ROWS: usize = 2;

/// Draws the map.
pub fn draw(theme: Theme, sweep: &Sweep, area: Rect, buffer: &mut Buffer) {
    let title = Line::styled(format!(" {} ", sweep.measure.name()), theme.strong());
    let range = sweep.range();
    let inner = panel(theme, title, legend(theme, range), area, buffer);
    let view = View::of(sweep, inner);
    let hidden = view.hidden(sweep);
    if !hidden.is_empty() {
        let foot =
            Rect { x: area.x + 2, y: area.bottom() - 1, width: area.width.saturating_sub(4), height: 1 };
        line(&Line::styled(hidden, theme.key()), 0, foot, buffer);
    }
    draw_head(theme, sweep, &view, inner, buffer);
    for (nth, row) in view.rows.clone().enumerate() {
        let top = HEAD_ROWS + nth * view.height;
        let middle = (top + (view.height - 1) / 2) as u16;
        let name = sweep.down().map_or("", |axis| axis.values[row].as_str());
        let style = if row == sweep.chosen.row { theme.focus() } else { theme.text() };
        let name = pad(&truncate(name, view.names - 2), view.names - 2);
        line(&Line::from(vec![Span::raw(" "), Span::styled(name, style)]), middle, inner, buffer);
        for (across, column) in view.columns.clone().enumerate() {
            let place = view.place(inner, nth, across);
            draw_cell(theme, sweep, MapCell { row, column }, range, place, buffer);
        }
    }
}

/// The cell at a place of the terminal.
pub fn cell_at(sweep: &Sweep, area: Rect, place: Position) -> Option<MapCell> {
    let inner = Block::bordered().inner(area);
    let view = View::of(sweep, inner);
    let cells = view.rows.clone().enumerate().flat_map(|(down, row)| {
        view.columns.clone().enumerate().map(move |(across, column)| (down, across, MapCell { row, column }))
    });
    let hit = cells.into_iter().find(|&(down, across, _)| view.place(inner, down, across).contains(place));
    hit.map(|(_, _, cell)| cell)
}

/// The part of the map that is in view, and the size of its cells.
struct View {
    /// Columns of the values of the rows.
    names: usize,
    /// Columns and rows of a cell.
    width: usize,
    height: usize,
    rows: Range<usize>,
    columns: Range<usize>,
}

impl View {
    fn of(sweep: &Sweep, inner: Rect) -> View {
        let longest = |axis: &Axis| {
            let names = axis.values.iter().map(String::as_str).chain([axis.setting.name()]);
            names.map(text_width).max().unwrap_or(0)
        };
        let names = sweep.down().map_or(0, longest).min(usize::from(inner.width) / 3) + 2;
        let room = usize::from(inner.width).saturating_sub(names + 1);
        let width = (room / sweep.columns()).clamp(COLUMNS.0, COLUMNS.1);
        let rows = usize::from(inner.height).saturating_sub(HEAD_ROWS);
        let height = (rows / sweep.rows()).clamp(1, ROWS);
        View {
            names,
            width,
            height,
            rows: window(sweep.chosen.row, (rows / height).max(1), sweep.rows()),
            columns: window(sweep.chosen.column, (room / width).max(1), sweep.columns()),
        }
    }

    /// The place of the cell that is so many rows and columns from the first one in view.
    fn place(&self, inner: Rect, down: usize, across: usize) -> Rect {
        let place = Rect {
            x: inner.x + (self.names + across * self.width) as u16,
            y: inner.y + (HEAD_ROWS + down * self.height) as u16,
            width: self.width as u16,
            height: self.height as u16,
        };
        place.intersection(inner)
    }

    /// What is out of view, in words.
    fn hidden(&self, sweep: &Sweep) -> String {
        let rows = sweep.rows() - self.rows.len();
        let columns = sweep.columns() - self.columns.len();
        let part = |hidden: usize, what| {
            (hidden > 0).then(|| counted(hidden as u64, what).replacen(' ', " more ", 1))
        };
        let parts: Vec<String> = [part(rows, "row"), part(columns, "column")].into_iter().flatten().collect();
        if parts.is_empty() { String::new() } else { format!(" {} ", parts.join(", ")) }
    }
}

/// The names of both settings, and the values of the columns.
fn draw_head(theme: Theme, sweep: &Sweep, view: &View, inner: Rect, buffer: &mut Buffer) {
    let name = |axis: Option<&Axis>| axis.map_or("", |axis| axis.setting.name());
    let across = format!("{:^width$}", name(sweep.across()), width = view.width * view.columns.len());
    let lead = " ".repeat(view.names);
    line(&Line::from(vec![Span::raw(lead), Span::styled(across, theme.faint())]), 0, inner, buffer);
    let down = format!(" {}", pad(name(sweep.down()), view.names - 1));
    let mut words = vec![Span::styled(down, theme.faint())];
    words.extend(view.columns.clone().map(|column| {
        let value = sweep.across().map_or("", |axis| axis.values[column].as_str());
        let style = if column == sweep.chosen.column { theme.focus() } else { theme.text() };
        let value = truncate(value, view.width - 1);
        let before = (view.width - text_width(&value)) / 2;
        Span::styled(pad(&(" ".repeat(before) + &value), view.width), style)
    }));
    line(&Line::from(words), 1, inner, buffer);
}

/// Draws a cell: its number, and its share of the range as colour, or as shade if there are no colours.
fn draw_cell(
    theme: Theme,
    sweep: &Sweep,
    cell: MapCell,
    range: Option<(f64, f64)>,
    place: Rect,
    buffer: &mut Buffer,
) {
    let is_chosen = cell == sweep.chosen;
    let runs = sweep.summary(cell);
    let (style, fill, text) = match (&runs, range) {
        (Some(runs), Some(range)) => {
            let number = sweep.measure.of(runs);
            let share = share_of(range, number);
            let is_whole = runs.runs == sweep.runs(cell).len();
            let text = if theme.has_colors() { percent(number) } else { format!("{:.0} %", 100.0 * number) };
            let fill = if theme.has_colors() { " " } else { shade(theme, share as f32) };
            (theme.heat(share), fill, if is_whole { text } else { text + "…" })
        }
        // The sample has left it out.
        _ if sweep.runs(cell).is_empty() => (theme.faint(), " ", String::new()),
        _ => (theme.faint(), " ", theme.glyph("·", ".").to_owned()),
    };
    for position in place.positions() {
        if let Some(target) = buffer.cell_mut(position) {
            target.set_symbol(fill).set_style(style);
        }
    }
    let marks = if is_chosen { [theme.glyph("▸", ">"), theme.glyph("◂", "<")] } else { [" ", " "] };
    let text = truncate(&format!("{}{text}{}", marks[0], marks[1]), place.width.into());
    let before = (usize::from(place.width) - text_width(&text)) as u16 / 2;
    let middle = Rect { x: place.x + before, width: place.width - before, ..place };
    let style = if is_chosen { style.patch(theme.chosen_cell()) } else { style };
    line(&Line::styled(text, style), place.height.saturating_sub(1) / 2, middle, buffer);
}

/// Where a number stands in its range, from 0 to 1.
fn share_of((low, high): (f64, f64), number: f64) -> f64 {
    if high > low { (number - low) / (high - low) } else { 0.5 }
}

/// The lowest and the highest number, in the colours or shades of their cells.
fn legend(theme: Theme, range: Option<(f64, f64)>) -> Line<'static> {
    let Some((low, high)) = range else { return Line::default() };
    let end = |share: f64, number: f64| {
        let shade = if theme.has_colors() { " " } else { shade(theme, share as f32) };
        let style: Style = theme.heat(share);
        Span::styled(format!("{shade}{}{shade}", percent(number)), style)
    };
    let spans = vec![
        Span::raw(" "),
        end(0.0, low),
        Span::styled(" to ", theme.faint()),
        end(1.0, high),
        Span::raw(" "),
    ];
    Line::from(spans)
}
