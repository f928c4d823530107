//! The chosen cell of a sweep: what its runs have in common, and each of them.

use std::ops::Range;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};
use ratatui::widgets::Block;

use crate::numbers::percent;
use crate::train::{Summary, Word};
use crate::tui::sweep::Sweep;
use crate::tui::theme::Theme;
use crate::tui::widgets::text::{line, pad, panel};
use crate::tui::widgets::window::window;

/// Columns of the score and the word of a run.
const RESULT: usize = 22;
/// Rows above the runs.
const HEAD: usize = 8;

/// Draws the chosen cell.
pub fn draw(theme: Theme, sweep: &Sweep, area: Rect, buffer: &mut Buffer) {
    let (runs, summary) = (sweep.runs(sweep.chosen), sweep.summary(sweep.chosen));
    let ended = summary.map_or(0, |summary| summary.runs);
    let foot = Line::styled(format!(" {ended} of {} runs ", runs.len()), theme.faint());
    let inner = panel(theme, Line::styled(title(sweep), theme.strong()), foot, area, buffer);
    if runs.is_empty() {
        return line(&Line::styled(" not in the sample", theme.faint()), 0, inner, buffer);
    }
    for (row, (name, value)) in facts(summary.as_ref()).into_iter().enumerate() {
        let value = value.replace('±', theme.glyph("±", "+/-"));
        let words =
            vec![Span::styled(format!(" {name:<14}"), theme.faint()), Span::styled(value, theme.text())];
        line(&Line::from(words), row as u16, inner, buffer);
    }
    for (row, nth) in shown(sweep, inner).enumerate() {
        line(&run(theme, sweep, runs[nth], nth, inner.width.into()), (HEAD + row) as u16, inner, buffer);
    }
}

/// The runs that there is room for.
fn shown(sweep: &Sweep, inner: Rect) -> Range<usize> {
    let room = usize::from(inner.height).saturating_sub(HEAD).max(1);
    window(sweep.chosen_run, room, sweep.runs(sweep.chosen).len())
}

/// The run at a place of the terminal, by its place in the cell.
pub fn run_at(sweep: &Sweep, area: Rect, place: Position) -> Option<usize> {
    let inner = Block::bordered().inner(area);
    let row = usize::from(place.y.checked_sub(inner.y)?).checked_sub(HEAD)?;
    shown(sweep, inner).nth(row).filter(|_| inner.contains(place))
}

/// The values of its settings.
fn title(sweep: &Sweep) -> String {
    let chosen = [(sweep.down(), sweep.chosen.row), (sweep.across(), sweep.chosen.column)];
    let values = chosen.into_iter().filter_map(|(axis, place)| {
        axis.map(|axis| format!("{} {}", axis.setting.name(), axis.values[place]))
    });
    let values: Vec<String> = values.collect();
    if values.is_empty() { " All runs ".to_owned() } else { format!(" {} ", values.join(", ")) }
}

/// What the runs have in common that have ended.
fn facts(summary: Option<&Summary>) -> Vec<(&'static str, String)> {
    let Some(summary) = summary else { return vec![("test accuracy", "no run has ended".to_owned())] };
    let of = |count: usize| format!("{count} of {}", summary.runs);
    vec![
        ("test accuracy", summary.accuracy.percent()),
        ("highest", percent(summary.best_accuracy)),
        ("at the end", summary.last_accuracy.percent()),
        ("test loss", summary.loss.short()),
        ("solved", of(summary.solved)),
        ("over-fitted", of(summary.over_fitted)),
        ("diverged", of(summary.diverged)),
    ]
}

/// A run: its name, its score and its last word.
fn run(theme: Theme, sweep: &Sweep, index: usize, nth: usize, width: usize) -> Line<'static> {
    let is_chosen = nth == sweep.chosen_run;
    let mark = theme.arrow(is_chosen);
    let style = if is_chosen { theme.focus() } else { theme.text() };
    let name = pad(&sweep.name_in_cell(index), width.saturating_sub(RESULT + 3));
    let (score, word) = match sweep.score(index) {
        Some(score) => (percent(score.accuracy), score.word.map_or("", Word::name)),
        None => (String::new(), "not yet"),
    };
    let word_style = if word == Word::OverFitting.name() { theme.bad() } else { theme.faint() };
    Line::from(vec![
        Span::styled(format!(" {mark} {name}"), style),
        Span::styled(format!("{score:>8} "), theme.test()),
        Span::styled(word, word_style),
    ])
}
