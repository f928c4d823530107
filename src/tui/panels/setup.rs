//! The table of all settings of a run: value, meaning, and whether a change is live or needs a restart.

use ratatui::buffer::Buffer;
use ratatui::layout::{Constraint, Rect};
use ratatui::text::{Line, Span};

use super::field;
use super::status::state;
use crate::train::{Liveness, Setting, SettingId};
use crate::tui::action::ProgramAction;
use crate::tui::app::App;
use crate::tui::keymap::key_of;
use crate::tui::layout;
use crate::tui::run::Run;
use crate::tui::widgets::text::{clear, line, lines, panel, truncate_lines, wrap};

/// Columns of the table in the middle of the screen, frame included, if the terminal is as wide.
const WIDTH: u16 = 100;
/// The fewest columns of the table beside the picture, frame included.
const NARROWEST: u16 = 46;
/// The fewest rows of the table beside the picture, frame included.
const LOWEST: u16 = 14;
/// From this many columns on, each row has room for its help.
const WITH_HELP: u16 = 80;
/// Columns of the label.
const LABEL: usize = 18;
/// Columns of the value.
const VALUE: usize = 16;
/// The fewest lines below the table, so that it keeps its place when a notice comes and goes.
const BELOW: usize = 3;
/// The command line that repeats the run is truncated to this many lines.
const COMMAND: usize = 4;

/// Draws the table with a cursor at row `chosen`: beside the picture, so that the effect of a change is seen, or in the
/// middle of a screen that has no room for that.
pub fn setup(app: &App, run: &Run, chosen: usize, area: Rect, buffer: &mut Buffer) {
    let theme = app.theme;
    let settings = run.settings();
    // The rows can scroll, but not to a few.
    let beside = layout::beside_picture(area, run, (NARROWEST, LOWEST));
    let width = beside.map_or(WIDTH.min(area.width), |side| side.width);
    let room = usize::from(width.saturating_sub(4));
    let has_help = width >= WITH_HELP;
    // Without room for its help in the row of each setting, that of the chosen one is below the table.
    let mut below = if has_help { Vec::new() } else { wrap(settings[chosen].help, room, theme.text()) };
    below.extend(notice_or_command(app, run, settings[chosen], room));
    let below_rows = below.len().max(BELOW) as u16 + 1;
    let height = (settings.len() as u16 + below_rows + 2).min(area.height.saturating_sub(1));
    let above_footer = Rect { height: area.height.saturating_sub(1), ..area };
    let centered = || above_footer.centered(Constraint::Length(width), Constraint::Length(height));
    let roomy = || layout::beside_picture(area, run, (NARROWEST, height));
    let place = beside.map_or_else(centered, |beside| roomy().unwrap_or(beside));
    clear(app.theme, place, buffer);
    let foot = if has_help { " live: it goes on with what it has learned " } else { " live: it goes on " };
    let foot = Line::styled(format!("{foot}  restart: from the same seed "), theme.faint());
    let rows = usize::from(place.height.saturating_sub(below_rows + 2));
    let first = first_row(chosen, rows, settings.len());
    // The title shows the state because the table may cover the status lines.
    let mut title = vec![Span::styled(" Set-up  ", theme.strong()), state(app, run), Span::raw(" ")];
    if rows < settings.len() {
        let shown = format!(" {} to {} of {} ", first + 1, first + rows, settings.len());
        title.push(Span::styled(shown, theme.faint()));
    }
    let inner = panel(theme, Line::from(title), foot, place, buffer);
    for (row, (number, setting)) in settings.iter().enumerate().skip(first).take(rows).enumerate() {
        let mut words = table_row(app, run, setting, number == chosen);
        if has_help {
            words.push_span(Span::styled(setting.help, theme.text()));
        }
        line(&words, row as u16, inner, buffer);
    }
    let place = Rect { x: inner.x + 1, width: inner.width.saturating_sub(2), ..inner };
    let top = inner.height.saturating_sub(below_rows - 1);
    lines(&below, Rect { y: inner.y + top, height: inner.height - top, ..place }, buffer);
}

/// The text below the table: what can be typed while a field is open, otherwise the notice of the last key, which the
/// table covers, and the command line.
fn notice_or_command(app: &App, run: &Run, setting: &Setting, room: usize) -> Vec<Line<'static>> {
    let theme = app.theme;
    if let Some(entry) = &app.entry {
        let words = wrap(&allowed(run, setting), room, theme.text());
        let complaint = entry.complaint.iter().flat_map(|complaint| wrap(complaint, room, theme.bad()));
        return complaint.chain(words).collect();
    }
    let notice = run.notice.iter().flat_map(|notice| wrap(notice, room, theme.focus()));
    let command = truncate_lines(wrap(&command(app), room, theme.faint()), COMMAND, room);
    notice.chain(command).collect()
}

/// What can be typed, and what becomes of the run.
fn allowed(run: &Run, setting: &Setting) -> String {
    let restart = match (setting.id, setting.change) {
        (SettingId::Hidden, _) => " Another number of layers starts the run again.",
        (_, Liveness::Live) => "",
        (_, Liveness::Restart) => " Another value starts the run again.",
    };
    field::allowed(setting, &run.wanted) + restart
}

/// The first row that is shown. The rows scroll to keep the chosen one and the next one in view.
fn first_row(chosen: usize, rows: usize, all: usize) -> usize {
    (chosen + 2).saturating_sub(rows).min(all.saturating_sub(rows))
}

fn table_row<'a>(app: &App, run: &Run, setting: &Setting, is_chosen: bool) -> Line<'a> {
    let theme = app.theme;
    let wanted = setting.shown(&run.wanted);
    let in_force =
        run.snapshot.as_ref().map_or_else(|| wanted.clone(), |snapshot| setting.shown(&snapshot.setup));
    let value =
        if in_force == wanted { wanted } else { format!("{in_force}{}{wanted}", theme.glyph("→", ">")) };
    let value = if is_chosen {
        field::chosen(theme, &value, app.entry.as_ref())
    } else {
        field::plain(theme, &value)
    };
    let gap = (VALUE + 1).saturating_sub(value.iter().map(Span::width).sum::<usize>()).max(1);
    let change = match setting.change {
        Liveness::Live => "live",
        Liveness::Restart => "restart",
    };
    let mut words = vec![Span::styled(format!(" {:<LABEL$}", setting.label), theme.text())];
    words.extend(value);
    words.push(Span::styled(format!("{:gap$}{change:<8}", ""), theme.faint()));
    Line::from(words)
}

/// The command line that repeats the run with all its live changes, and the key that copies it and shows it whole.
fn command(app: &App) -> String {
    let key = key_of(ProgramAction::CopyCommandLine);
    match app.command_line() {
        Some(line) => format!("The same again ({key} copies it and shows all of it): {line}"),
        None => "Too much was changed for a line that repeats the run.".to_owned(),
    }
}
