//! The screen of a terminal that is too small: the size it needs, the state of the run, and two keys.

use ratatui::buffer::Buffer;
use ratatui::layout::{Constraint, Rect};
use ratatui::text::Line;

use super::question;
use crate::numbers::{grouped, short};
use crate::tui::action::{ProgramAction, RunAction};
use crate::tui::app::App;
use crate::tui::keymap::key_of;
use crate::tui::layout::SMALLEST;
use crate::tui::run::Run;
use crate::tui::widgets::text::{self, text_width, truncate};

/// Draws the lines in the middle of `area`, as many as fit.
pub fn small(app: &App, area: Rect, buffer: &mut Buffer) {
    let theme = app.theme;
    let width = usize::from(area.width);
    let mut lines = vec![Line::styled(needs(area), theme.text())];
    if let Some(asked) = &app.question {
        lines = question::lines(app, asked, width);
    } else if let Some(run) = &app.run {
        lines.extend(
            standing(run).into_iter().map(|words| Line::styled(truncate(&words, width), theme.strong())),
        );
        let keys = [key_of(RunAction::TogglePause), key_of(ProgramAction::Quit)];
        let toggles = if run.wants_running { "pauses" } else { "goes on" };
        lines.push(Line::styled(format!("{} {toggles}, {} quits", keys[0], keys[1]), theme.faint()));
    }
    // A question loses its first line, other text its last, because a question is asked in its last line.
    let hidden = lines.len().saturating_sub(usize::from(area.height));
    let lines = if app.question.is_none() { &lines[..lines.len() - hidden] } else { &lines[hidden..] };
    text::lines(lines, area.centered_vertically(Constraint::Length(lines.len() as u16)), buffer);
}

/// The size that is needed, in the longest text that fits.
fn needs(area: Rect) -> String {
    let (width, height) = SMALLEST;
    let here = format!("{}x{}", area.width, area.height);
    let words = [
        format!("overfit needs {width}x{height}, this is {here}: make the window larger"),
        format!("needs {width}x{height}, this is {here}"),
        format!("needs {width}x{height}"),
        "larger".to_owned(),
    ];
    words.into_iter().find(|words| text_width(words) <= usize::from(area.width)).unwrap_or_default()
}

/// The state of the run in three lines: the step, the losses and the diagnosis.
fn standing(run: &Run) -> Vec<String> {
    let Some(snapshot) = &run.snapshot else { return Vec::new() };
    let state = match &run.time {
        Some(time) if !time.is_at_present() => ", past",
        None if run.wants_running => "",
        _ => ", paused",
    };
    let step = format!("{}, step {}{state}", snapshot.setup.data.short_name(), grouped(snapshot.step));
    let losses = snapshot
        .history
        .latest()
        .map(|point| format!("train {}, test {}", short(point.train.loss), short(point.test.loss)));
    [Some(step), losses, Some(snapshot.diagnosis.word.name().to_owned())].into_iter().flatten().collect()
}
