//! The page of logs: the log and its columns, the charts and the diagnosis that runs of this program have as well.

use ratatui::buffer::Buffer;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::{Line, Span};

use super::curves::{draw_accuracy, draw_loss, has_room_for_pins};
use super::diagnosis::{columns, draw_words, told, verdict};
use super::pins;
use crate::error::harmless;
use crate::numbers::counted;
use crate::tui::action::WatchAction;
use crate::tui::advice::advice;
use crate::tui::app::App;
use crate::tui::keymap::key_of;
use crate::tui::theme::Theme;
use crate::tui::watch_layout::WatchAreas;
use crate::tui::watching::Watching;
use crate::tui::widgets::text::{text_width, truncate, wrap};
use crate::watch::{Doubt, LogState, Role};

/// Draws all panels of the page.
pub fn watched(app: &App, watching: &Watching, area: Rect, buffer: &mut Buffer) {
    let (areas, charts) = (WatchAreas::of(area, watching), watching.charts());
    status(app.theme, watching, areas.status, buffer);
    if !areas.loss.is_empty() {
        draw_loss(app.theme, &charts, areas.loss, buffer);
    }
    if !areas.accuracy.is_empty() {
        draw_accuracy(app.theme, &charts, None, areas.accuracy, buffer);
    }
    if !areas.diagnosis.is_empty() {
        let words = words(app, watching, columns(areas.diagnosis));
        draw_words(app.theme, words, areas.diagnosis, buffer);
    }
}

/// The log and its format; below, what its columns were taken for.
fn status(theme: Theme, watching: &Watching, area: Rect, buffer: &mut Buffer) {
    let rows: [Rect; 2] = Layout::vertical([Constraint::Length(1); 2]).areas(area);
    let (log, width) = (watching.log(), usize::from(area.width));
    let letter = watching.letter().map_or_else(String::new, |letter| format!("{letter} "));
    let facts = match &log.latest {
        Some(latest) => format!(
            "  {}, {}, {}",
            log.format.name(),
            counted(log.history.evaluations(), "evaluation"),
            log.unit.at(latest.step)
        ),
        None => "  nothing in it yet: it is read as it grows".to_owned(),
    };
    let besides = 1 + letter.len() + text_width(&facts);
    let name = end_of(&harmless(&log.name), width.saturating_sub(besides), theme);
    let spans = vec![
        Span::styled(format!(" {letter}"), theme.focus()),
        Span::styled(name, theme.strong()),
        Span::styled(facts, theme.text()),
    ];
    buffer.set_line(rows[0].x, rows[0].y, &Line::from(spans), rows[0].width);
    let taken = truncate(&format!(" {}", taken(log)), width);
    buffer.set_line(rows[1].x, rows[1].y, &Line::styled(taken, theme.faint()), rows[1].width);
}

/// The end of a name in at most `width` columns, after a sign that something is left out.
fn end_of(name: &str, width: usize, theme: Theme) -> String {
    if text_width(name) <= width {
        return name.to_owned();
    }
    let cut = theme.glyph("…", "..");
    let room = width.saturating_sub(text_width(cut));
    let mut starts = name.char_indices().map(|(start, _)| start);
    let start = starts.find(|&start| text_width(&name[start..]) <= room).unwrap_or(name.len());
    format!("{cut}{}", &name[start..])
}

/// What the columns were taken for.
fn taken(log: &LogState) -> String {
    let columns = log.columns.iter().map(|(role, column)| format!("{}: {}", role.words(), harmless(column)));
    columns.collect::<Vec<_>>().join("   ")
}

/// The diagnosis with its advice, what happened to the log, and what is not certain: the most important first, in lines of at
/// most `width` columns.
pub fn words(app: &App, watching: &Watching, width: usize) -> Vec<Line<'static>> {
    let (theme, areas) = (app.theme, WatchAreas::of(app.area, watching));
    let (log, charts) = (watching.log(), watching.charts());
    let mut lines: Vec<Line> =
        watching.notices().flat_map(|notice| told(&harmless(&notice), theme, width)).collect();
    if let Some(failure) = &log.failure {
        lines.extend(wrap(&harmless(failure), width, theme.bad()));
    }
    if log.latest.is_some() {
        lines.extend(verdict(theme, &log.diagnosis, width));
        lines.extend(advice(&log.diagnosis.advice, None, theme, width));
        if let Some(note) = &log.diagnosis.note {
            lines.extend(wrap(note, width, theme.text()));
        }
    } else {
        lines.extend(wrap(&without_evaluations(log), width, theme.text()));
    }
    if !has_room_for_pins(&charts, areas.loss) {
        lines.extend(pins::rows(theme, &charts, width));
    }
    lines.extend(log.doubts.iter().flat_map(|doubt| wrap(&question(doubt), width, theme.faint())));
    lines.extend(watching.notices_of_others().flat_map(|notice| told(&harmless(&notice), theme, width)));
    if log.has_ended {
        lines.extend(wrap("The log has ended.", width, theme.faint()));
    }
    lines
}

/// What is said of a log in which no evaluation has been found.
fn without_evaluations(log: &LogState) -> String {
    match log.names.as_slice() {
        [] if log.has_ended => "There is no evaluation in it.".to_owned(),
        [] if log.is_pipe => {
            "Waiting for the first evaluation … Python keeps what it writes into a pipe until there is a lot \
                              of it; python -u writes each line at once."
                .to_owned()
        }
        [] => "Waiting for the first evaluation …".to_owned(),
        _ => format!(
            "No column name looks like a loss. {} takes the next one as the training loss, {} as the test loss.",
            key_of(WatchAction::NextColumn(Role::TrainLoss)),
            key_of(WatchAction::NextColumn(Role::TestLoss))
        ),
    }
}

/// That a column may be another one.
fn question(doubt: &Doubt) -> String {
    let others = harmless(&doubt.columns[1..].join(", "));
    let key = key_of(WatchAction::NextColumn(doubt.role));
    format!("The {} may also be {others}: {key} takes the next.", doubt.role.words())
}
