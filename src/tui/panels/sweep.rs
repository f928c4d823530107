//! The sweep: how far it is, a map of two of its settings, and the chosen cell of the map.
//!
//! ```text
//!  circles: hidden × l2, 5 seeds                            what is swept
//!  ━━━━━━━━━━━━━━━━────  78 %, 35 of 45 runs, 20 s left     how far it is
//! ╭ Test accuracy at the best step ─────╮╭ hidden 20, l2 off ──────╮
//! │            l2                       ││ test accuracy 77.9 % …  │   `sweep_map` and `sweep_cell`
//! │ hidden   off     0.005   0.02       ││                         │
//! │ 5        70.1 %  69.6 %  57.9 %     ││ ▸ seed 0  84.5 %        │
//! ╰─────────────────────────────────────╯╰─────────────────────────╯
//! ```

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};

use super::{sweep_cell, sweep_map};
use crate::numbers::{counted, grouped, waiting_time};
use crate::tui::app::App;
use crate::tui::sweep::{MapCell, Sweep};
use crate::tui::theme::Theme;
use crate::tui::widgets::bar::{Bar, Stroke};
use crate::tui::widgets::text::line;

/// Columns of the panel of the chosen cell, frame included, and of a wide one.
const CELL_PANEL: u16 = 37;
const WIDE_CELL_PANEL: u16 = 48;
/// From this width on the panel of the chosen cell is wide.
const WIDE: u16 = 110;

/// Draws the whole sweep.
pub fn sweep(app: &App, area: Rect, buffer: &mut Buffer) {
    let Some(sweep) = &app.sweep else { return };
    line(&what(app.theme, sweep), 0, area, buffer);
    line(&progress(app.theme, sweep), 1, area, buffer);
    let [map, cell] = areas(area);
    sweep_map::draw(app.theme, sweep, map, buffer);
    sweep_cell::draw(app.theme, sweep, cell, buffer);
}

/// The places of the map and of the chosen cell.
fn areas(area: Rect) -> [Rect; 2] {
    let body = Rect { y: area.y + 2, height: area.height.saturating_sub(3), ..area };
    let beside = if area.width >= WIDE { WIDE_CELL_PANEL } else { CELL_PANEL };
    let map = Rect { width: body.width.saturating_sub(beside), ..body };
    [map, Rect { x: map.right(), width: body.width - map.width, ..body }]
}

/// The cell of the map at a place of the terminal.
pub fn map_cell_at(sweep: &Sweep, area: Rect, place: Position) -> Option<MapCell> {
    sweep_map::cell_at(sweep, areas(area)[0], place)
}

/// The run of the chosen cell at a place of the terminal, by its place in the cell.
pub fn run_of_cell_at(sweep: &Sweep, area: Rect, place: Position) -> Option<usize> {
    sweep_cell::run_at(sweep, areas(area)[1], place)
}

/// What is swept.
fn what(theme: Theme, sweep: &Sweep) -> Line<'static> {
    let axes = sweep.grid.axes().iter().map(|axis| axis.setting.name()).collect::<Vec<_>>();
    let over = if axes.is_empty() { " ".to_owned() } else { format!(" {}, ", axes.join(" × ")) };
    let seeds = counted(sweep.grid.seeds() as u64, "seed");
    let combinations = counted(sweep.grid.combinations() as u64, "combination");
    Line::from(vec![
        Span::styled(format!(" {}:", sweep.dataset), theme.strong()),
        Span::styled(format!("{over}{combinations}, {seeds} each"), theme.text()),
    ])
}

/// How far it is and why it has stopped, or what the last key did.
fn progress(theme: Theme, sweep: &Sweep) -> Line<'static> {
    if let Some(notice) = &sweep.notice {
        return Line::styled(format!(" {} {notice}", theme.glyph("»", ">>")), theme.focus());
    }
    let [ended, wanted] = [sweep.ended, sweep.wanted].map(|runs| grouped(runs as u64));
    if let Some(failure) = &sweep.failure {
        let words = format!(" Stopped after {ended} of {wanted} runs: {failure}");
        return Line::styled(words, theme.bad());
    }
    let share = if sweep.is_over() { 1.0 } else { sweep.share };
    let words = match sweep.left {
        _ if sweep.is_over() => format!("{ended} runs have ended"),
        Some(left) => {
            format!("{:.0} %, {ended} of {wanted} runs, {} left", 100.0 * share, waiting_time(left))
        }
        None => "begins".to_owned(),
    };
    let bar = Bar { share, stroke: Stroke::Line, style: theme.train() };
    let [done, rest] = bar.spans(theme, 30);
    Line::from(vec![Span::raw(" "), done, rest, Span::styled(format!("  {words}"), theme.text())])
}
