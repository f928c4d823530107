//! The list of the runs that were kept.

use std::time::Duration;

use ratatui::buffer::Buffer;
use ratatui::layout::{Constraint, Rect};
use ratatui::text::Line;

use super::menu;
use crate::numbers::grouped;
use crate::run_file::SavedRun;
use crate::tui::action::ProgramAction;
use crate::tui::app::App;
use crate::tui::widgets::text::{line, pad, truncate};
use crate::tui::widgets::window::window;

/// Columns of the date, the name of the data set and the steps.
const DATE: usize = 17;
const DATASET: usize = 14;
const STEPS: usize = 17;

/// Draws a row for each run, the newest first, with the arrow at the chosen one.
pub fn saved_runs(app: &App, chosen: usize, area: Rect, buffer: &mut Buffer) {
    let theme = app.theme;
    let rows = app.saved_runs.as_ref().map_or(1, Vec::len).max(1) as u16;
    let above_footer = Rect { height: area.height.saturating_sub(1), ..area };
    let place = above_footer.centered(
        Constraint::Length(menu::WIDTH.min(area.width)),
        Constraint::Length((rows + 3).min(above_footer.height)),
    );
    let title = [" Saved runs ", "the newest first; times in UTC "];
    let inner = menu::frame(theme, title, ProgramAction::Back, place, buffer);
    let inner = Rect { x: inner.x + 1, width: inner.width.saturating_sub(2), ..inner };
    match &app.saved_runs {
        None => line(&Line::styled("reading them …", theme.faint()), 0, inner, buffer),
        Some(runs) if runs.is_empty() => {
            let words = "No run has been kept yet that can be opened.";
            line(&Line::styled(words, theme.text()), 0, inner, buffer);
        }
        Some(runs) => draw_rows(app, runs, chosen, inner, buffer),
    }
}

/// Draws the names of the columns and as many runs as fit, the chosen one among them.
fn draw_rows(app: &App, runs: &[SavedRun], chosen: usize, area: Rect, buffer: &mut Buffer) {
    let theme = app.theme;
    let head = cells("", ["saved", "data set", "steps", "diagnosis"]);
    line(&Line::styled(head, theme.faint()), 0, area, buffer);
    let shown = usize::from(area.height).saturating_sub(1);
    for (row_in_view, nth) in window(chosen, shown, runs.len()).enumerate() {
        let mark = theme.arrow(nth == chosen);
        let style = if nth == chosen { theme.focus() } else { theme.text() };
        line(&Line::styled(row(&runs[nth], mark), style), 1 + row_in_view as u16, area, buffer);
    }
}

fn row(run: &SavedRun, mark: &str) -> String {
    let steps = match run.steps {
        Some(steps) if steps > run.step => format!("{} of {}", grouped(run.step), grouped(steps)),
        _ => grouped(run.step),
    };
    let word = format!("{}, {}", run.word, ago(run.age));
    cells(mark, [&run.date, &run.dataset, &steps, &word])
}

/// How long ago something was, in one unit.
fn ago(age: Duration) -> String {
    match age.as_secs() {
        ..60 => "just now".to_owned(),
        seconds @ 60..3_600 => format!("{} min ago", seconds / 60),
        seconds @ 3_600..172_800 => format!("{} h ago", seconds / 3_600),
        seconds => format!("{} days ago", grouped(seconds / 86_400)),
    }
}

/// The columns of a row.
fn cells(mark: &str, [date, dataset, steps, word]: [&str; 4]) -> String {
    let cell = |text: &str, width: usize| pad(&truncate(text, width - 1), width);
    format!("{} {}{}{}{word}", pad(mark, 1), cell(date, DATE), cell(dataset, DATASET), cell(steps, STEPS))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ages_have_one_unit() {
        let ages = [0, 59, 60, 3_599, 3_600, 172_799, 172_800].map(|age| ago(Duration::from_secs(age)));
        let words = ["just now", "just now", "1 min ago", "59 min ago", "1 h ago", "47 h ago", "2 days ago"];
        assert_eq!(ages, words);
    }
}
