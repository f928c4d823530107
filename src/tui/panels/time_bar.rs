//! The bar of the time machine: which step of the run is shown.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::numbers::{aligned, grouped};
use crate::tui::app::App;
use crate::tui::run::Run;
use crate::tui::time_machine::TimeMachine;

/// Columns before the bar.
const MARGIN: u16 = 1;
/// The words beside the bar take at least so many columns, so that it keeps its length.
const WORDS: u16 = 48;

/// Draws the bar, the step and whether it is being computed.
pub fn draw(app: &App, run: &Run, area: Rect, buffer: &mut Buffer) {
    let Some(time) = &run.time else { return };
    let theme = app.theme;
    let columns = usize::from(track(run, area).width);
    let at = (share(time, time.step) * columns.saturating_sub(1) as f64).round() as usize;
    let glyphs = (0..columns).map(|column| match column {
        column if column == at => theme.glyph("◆", "#"),
        0 => theme.glyph("├", "|"),
        column if column + 1 == columns => theme.glyph("┤", "|"),
        _ => theme.glyph("─", "-"),
    });
    let bar: String = glyphs.collect();
    let byte = bar.char_indices().nth(at).map_or(0, |(byte, _)| byte);
    let (before, rest) = bar.split_at(byte);
    let mut rest = rest.chars();
    let knob = rest.next().map(String::from).unwrap_or_default();
    let step = format!(" step {} of {} ", aligned(time.step, time.past.last()), grouped(time.past.last()));
    let spans = vec![
        Span::raw(" ".repeat(MARGIN.into())),
        Span::styled(before.to_owned(), theme.frame()),
        Span::styled(knob, theme.cursor()),
        Span::styled(rest.as_str().to_owned(), theme.frame()),
        Span::styled(step, theme.strong()),
        Span::styled(words(run, time), theme.focus()),
    ];
    buffer.set_line(area.x, area.y, &Line::from(spans), area.width);
}

/// What is shown, and what is being done.
fn words(run: &Run, time: &TimeMachine) -> String {
    let shown = run.snapshot.as_ref().map_or(0, |snapshot| snapshot.step);
    let percent = |share: f64| if share > 0.0 { format!(" {:.0} %", 100.0 * share) } else { String::new() };
    match time.computing {
        _ if time.is_at_present() => " now; the run waits".to_owned(),
        Some(share) if time.goes_on => format!(" goes on once computed{}", percent(share)),
        // It will be there in a moment.
        Some(share) if shown == time.step && share == 0.0 => " the run waits".to_owned(),
        Some(share) => format!(" shows {}, computing{}", grouped(shown), percent(share)),
        None => " the run waits".to_owned(),
    }
}

/// The part of the bar that stands for the steps.
fn track(run: &Run, area: Rect) -> Rect {
    let columns = run.time.as_ref().map_or(0, |time| 2 * grouped(time.past.last()).chars().count());
    let words = WORDS.max(columns as u16 + 36);
    Rect {
        x: area.x + MARGIN.min(area.width),
        width: area.width.saturating_sub(MARGIN + words).max(2),
        ..area
    }
}

/// The place of a step on the bar, from 0 to 1.
fn share(time: &TimeMachine, step: u64) -> f64 {
    let (first, last) = (time.past.first(), time.past.last());
    step.saturating_sub(first) as f64 / (last - first).max(1) as f64
}

/// The place on the bar at a column of the terminal, from 0 to 1; `None` if it is beside the bar.
pub fn share_at(run: &Run, area: Rect, column: u16) -> Option<f64> {
    let track = track(run, area);
    let at = column.checked_sub(track.x).filter(|&at| at < track.width)?;
    Some(f64::from(at) / f64::from(track.width.saturating_sub(1).max(1)))
}
