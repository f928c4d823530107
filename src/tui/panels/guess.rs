//! The question which test accuracy a person expects, what stands in place of the test set meanwhile, and what came of it.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::numbers::{counted, grouped, percent_of};
use crate::train::Snapshot;
use crate::tui::app::App;
use crate::tui::guess::{Guess, SaidGuess};
use crate::tui::run::Run;
use crate::tui::widgets::bar::{Bar, Stroke};
use crate::tui::widgets::text::{lines, panel, wrap};

/// Columns of the bar of the guess.
const BAR: usize = 20;

/// The question, with the guess so far.
pub fn question(app: &App, run: &Run, snapshot: &Snapshot, width: usize) -> Vec<Line<'static>> {
    let theme = app.theme;
    let (Guess::Asking(percent), Some(latest)) = (run.guess, snapshot.history.latest()) else {
        return Vec::new();
    };
    let examples = counted(latest.test.examples as u64, "test example");
    let asked = format!("Guess first: which share of the {examples} is right?");
    let mut lines = wrap(&asked, width, theme.strong());
    let bar = Bar { share: f64::from(percent) / 100.0, stroke: Stroke::Line, style: theme.test() };
    let [left, right] = if theme.unicode() { ["◂", "▸"] } else { ["<", ">"] };
    let mut guess = vec![Span::styled(format!(" {left} {percent:>3} % {right} "), theme.focus())];
    guess.extend(bar.spans(theme, BAR));
    lines.push(Line::from(guess));
    let (accuracy, step) = (percent_of(latest.train.accuracy(), latest.train.examples), grouped(latest.step));
    let words = format!("At step {step}, {accuracy} of the training examples are right.");
    lines.extend(wrap(&words, width, theme.text()));
    lines
}

/// What was guessed, and what was true.
pub fn result(run: &Run) -> Option<String> {
    let Guess::Said(SaidGuess { percent, step, correct, examples }) = run.guess else { return None };
    let [correct, all] = [correct, examples].map(|count| grouped(count as u64));
    Some(format!(
        "You expected {percent} % of the test examples to be right at step {}; {correct} of {all} were.",
        grouped(step)
    ))
}

/// Stands in place of a panel that shows the test set.
pub fn hidden(app: &App, area: Rect, buffer: &mut Buffer) {
    let theme = app.theme;
    let inner = panel(theme, Line::styled(" Hidden ", theme.strong()), Line::default(), area, buffer);
    let inner = Rect { x: inner.x + 1, width: inner.width.saturating_sub(2), ..inner };
    let words = "The test set is hidden until you have said what you expect.";
    lines(&wrap(words, inner.width.into(), theme.faint()), inner, buffer);
}
