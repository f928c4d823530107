//! What is happening, in words.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Line;

use super::{curves, pins};
use crate::train::{Snapshot, Status};
use crate::tui::app::App;
use crate::tui::run::Run;
use crate::tui::screen::Areas;
use crate::tui::widgets::text::{grouped, line, panel, short, wrapped};

/// Draws the story of the run so far.
pub fn draw(app: &App, run: &Run, area: Rect, buffer: &mut Buffer) {
    let theme = app.theme;
    let inner =
        panel(theme, Line::styled(" What is happening ", theme.strong()), Line::default(), area, buffer);
    let inner = Rect { x: inner.x + 1, width: inner.width.saturating_sub(2), ..inner };
    let width = usize::from(inner.width);
    let mut lines = Vec::new();
    if let Some(notice) = &run.notice {
        lines.extend(wrapped(notice, width, theme.focus()));
    }
    match (&run.failure, &run.snapshot) {
        (Some(failure), _) => {
            lines.extend(wrapped(failure, width, theme.bad()));
            lines.extend(wrapped("Press r to start again.", width, theme.text()));
        }
        (None, None) => lines.extend(wrapped("Getting the data ready …", width, theme.text())),
        (None, Some(snapshot)) => {
            let mut words = story(app, run, snapshot, width);
            if !curves::has_room_for_pins(run, Areas::of(app.area, run.shape()).loss) {
                // Before what the status line says too, but not before advice.
                let first = if matches!(snapshot.status, Status::Diverged(_)) { words.len() } else { 0 };
                words.splice(first..first, pins::rows(app, run, width));
            }
            lines.extend(words);
        }
    }
    for (row, words) in lines.iter().enumerate() {
        line(words, row as u16, inner, buffer);
    }
}

fn story(app: &App, run: &Run, snapshot: &Snapshot, width: usize) -> Vec<Line<'static>> {
    let theme = app.theme;
    let mut lines = match &snapshot.status {
        Status::Diverged(divergence) => {
            let words = format!(
                "DIVERGED at step {}: {}. The steps were too long. The last sound network is kept.",
                grouped(divergence.step),
                divergence.reason
            );
            let mut lines = wrapped(&words, width, theme.bad());
            lines.extend(wrapped("[ makes eta smaller, r starts again.", width, theme.text()));
            lines
        }
        Status::Finished => wrapped(
            &format!("All {} steps are taken. Space goes on for as many again.", grouped(snapshot.step)),
            width,
            theme.strong(),
        ),
        Status::Running | Status::Paused => Vec::new(),
    };
    lines.extend(numbers(snapshot).into_iter().flat_map(|words| wrapped(&words, width, theme.text())));
    lines.extend(last_change(snapshot).into_iter().flat_map(|words| wrapped(&words, width, theme.faint())));
    if run.ghost.is_some() {
        let which = if run.pins.all().is_empty() { "" } else { " without a letter" };
        let words = format!("The dotted curves{which} are the run before.");
        lines.extend(wrapped(&words, width, theme.faint()));
    }
    lines
}

/// What the curves say, in sentences.
fn numbers(snapshot: &Snapshot) -> Vec<String> {
    let history = &snapshot.history;
    let (Some(latest), Some(best)) = (history.latest(), history.best()) else { return Vec::new() };
    let wrong = latest.test.examples - latest.test.correct;
    let now = if latest.step > 0 && latest.test.loss > 1.02 * best.test.test.loss {
        format!(" Now it is {}.", short(latest.test.loss))
    } else {
        String::new()
    };
    vec![
        format!(
            "Wrong: {wrong} of {} test, {} of {} training examples.",
            latest.test.examples,
            latest.train.examples - latest.train.correct,
            latest.train.examples,
        ),
        format!(
            "The test loss was lowest at step {}: {}.{now}",
            grouped(best.test.step),
            short(best.test.test.loss)
        ),
    ]
}

/// All that changed when something last did.
fn last_change(snapshot: &Snapshot) -> Option<String> {
    let marks = snapshot.history.marks();
    let step = marks.last()?.step;
    let changes = marks.iter().filter(|mark| mark.step == step);
    let words: Vec<_> =
        changes.map(|mark| format!("{} {} → {}", mark.setting, mark.before, mark.value)).collect();
    Some(format!("At step {}: {}.", grouped(step), words.join(", ")))
}
