//! The table of all settings of a run: value, meaning, and whether a change is live or needs a restart.

use ratatui::buffer::Buffer;
use ratatui::layout::{Constraint, Rect};
use ratatui::text::{Line, Span};

use super::status::state;
use crate::train::{Liveness, Setting};
use crate::tui::action::ProgramAction;
use crate::tui::app::App;
use crate::tui::keymap::key_of;
use crate::tui::run::Run;
use crate::tui::widgets::text::{clear, line, panel, truncate_lines, wrap};

/// Columns of the panel, frame included, if the terminal is as wide.
const WIDTH: u16 = 100;
/// Columns of the label.
const LABEL: usize = 18;
/// Columns of the value.
const VALUE: usize = 16;
/// The command line that repeats the run is truncated to this many lines.
const COMMAND: usize = 4;

/// Draws the table with a cursor at row `chosen`.
pub fn setup(app: &App, run: &Run, chosen: usize, area: Rect, buffer: &mut Buffer) {
    let theme = app.theme;
    let settings = run.settings();
    let width = WIDTH.min(area.width);
    let room = usize::from(width.saturating_sub(4));
    let command = truncate_lines(wrap(&command(app), room, theme.faint()), COMMAND, room);
    let below = command.len() as u16 + 1;
    let height = (settings.len() as u16 + below + 2).min(area.height.saturating_sub(1));
    let above_footer = Rect { height: area.height.saturating_sub(1), ..area };
    let place = above_footer.centered(Constraint::Length(width), Constraint::Length(height));
    clear(app.theme, place, buffer);
    let foot = Line::styled(
        " live: it goes on with what it has learned   restart: from the same seed ",
        theme.faint(),
    );
    let rows = usize::from(place.height.saturating_sub(below + 2));
    let first = first_row(chosen, rows, settings.len());
    // The title shows the state because the table may cover the status lines.
    let mut title = vec![Span::styled(" Set-up  ", theme.strong()), state(app, run), Span::raw(" ")];
    if rows < settings.len() {
        let shown = format!(" {} to {} of {} ", first + 1, first + rows, settings.len());
        title.push(Span::styled(shown, theme.faint()));
    }
    let inner = panel(theme, Line::from(title), foot, place, buffer);
    for (row, (number, setting)) in settings.iter().enumerate().skip(first).take(rows).enumerate() {
        line(&table_row(app, run, setting, number == chosen), row as u16, inner, buffer);
    }
    let place = Rect { x: inner.x + 1, width: inner.width.saturating_sub(2), ..inner };
    for (row, words) in command.iter().enumerate() {
        line(words, inner.height.saturating_sub(below - 1) + row as u16, place, buffer);
    }
}

/// The first row that is shown. The rows scroll to keep the chosen one and the next one in view.
fn first_row(chosen: usize, rows: usize, all: usize) -> usize {
    (chosen + 2).saturating_sub(rows).min(all.saturating_sub(rows))
}

fn table_row<'a>(app: &App, run: &Run, setting: &Setting, is_chosen: bool) -> Line<'a> {
    let theme = app.theme;
    let (left, right) = (theme.glyph("◂", "<"), theme.glyph("▸", ">"));
    let wanted = (setting.get)(&run.wanted);
    let in_force =
        run.snapshot.as_ref().map_or_else(|| wanted.clone(), |snapshot| (setting.get)(&snapshot.setup));
    let value =
        if in_force == wanted { wanted } else { format!("{in_force}{}{wanted}", theme.glyph("→", ">")) };
    let (style, value) = if is_chosen {
        (theme.focus(), format!("{left} {value} {right}"))
    } else {
        (theme.strong(), format!("  {value}"))
    };
    let change = match setting.change {
        Liveness::Live => "live",
        Liveness::Restart => "restart",
    };
    Line::from(vec![
        Span::styled(format!(" {:<LABEL$}", setting.label), theme.text()),
        Span::styled(format!("{value:<VALUE$} "), style),
        Span::styled(format!("{change:<8}"), theme.faint()),
        Span::styled(setting.help, theme.text()),
    ])
}

/// The command line that repeats the run with all its live changes, and the key that copies it and shows it whole.
fn command(app: &App) -> String {
    let key = key_of(ProgramAction::CopyCommandLine);
    match app.command_line() {
        Some(line) => format!("The same again ({key} copies it and shows all of it): {line}"),
        None => "Too much was changed for a line that repeats the run.".to_owned(),
    }
}
