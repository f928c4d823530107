//! The gradient check: eight gradients, each by backpropagation and by a difference of the loss.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::names::{source_name, unit_name};
use crate::nn::{CheckedWeight, Parameter, SMALL_SHARE, TOLERANCE, Verdict};
use crate::numbers::{grouped, percent};
use crate::tui::action::ProgramAction;
use crate::tui::app::App;
use crate::tui::gradient_check::StepCheck;
use crate::tui::keymap::key_of;
use crate::tui::run::Run;
use crate::tui::theme::Theme;
use crate::tui::widgets::text::{clear, line, lines, pad, panel, wrap};

/// Columns of the panel, frame included.
const WIDTH: u16 = 72;
/// Columns of the name of a weight.
const NAME: usize = 12;
/// Columns of what a weight leads from.
const FROM: usize = 12;
/// Columns of what it leads to.
const TO: usize = 8;
/// Columns of a gradient.
const GRADIENT: usize = 12;
/// Columns of the relative error.
const ERROR: usize = 11;
/// The row on screen above the panel.
const TOP: u16 = 2;

/// Draws the table of the last check, with how to read it.
pub fn gradient_check(app: &App, run: &Run, area: Rect, buffer: &mut Buffer) {
    let theme = app.theme;
    let width = WIDTH.min(area.width);
    let latest = run.gradient_checks.latest.as_ref();
    let explained = wrap(&reading(latest), usize::from(width.saturating_sub(4)), theme.text());
    let weights = latest.map_or(0, |latest| latest.check.weights.len());
    let height = (weights + explained.len() + 4) as u16;
    let room = area.height.saturating_sub(TOP + 1);
    let place = Rect { x: area.right() - width, y: area.y + TOP, width, height: height.min(room) };
    clear(theme, place, buffer);
    let close = format!(" {} closes ", key_of(ProgramAction::ToggleGradientCheck));
    let inner = panel(theme, title(theme, latest), Line::styled(close, theme.faint()), place, buffer);
    let Some(latest) = latest else {
        return line(&Line::styled(" The first check is being made …", theme.text()), 0, inner, buffer);
    };
    line(&Line::styled(head(), theme.faint()), 0, inner, buffer);
    for (row, weight) in latest.check.weights.iter().enumerate() {
        line(&table_row(app, run, weight), 1 + row as u16, inner, buffer);
    }
    let below = 2 + weights as u16;
    let place = Rect { x: inner.x + 1, y: inner.y + below, width: inner.width.saturating_sub(2), height: 0 };
    lines(&explained, Rect { height: inner.height.saturating_sub(below), ..place }, buffer);
}

/// What is checked, at which step, and how it ends.
fn title(theme: Theme, latest: Option<&StepCheck>) -> Line<'static> {
    let mut words = vec![Span::styled(" Gradient check ", theme.strong())];
    if let Some(latest) = latest {
        words.push(Span::styled(format!(" step {}  ", grouped(latest.step)), theme.faint()));
        words.extend(badge(theme, latest));
        words.push(Span::raw(" "));
    }
    Line::from(words)
}

/// The result in a word, as the status line shows it.
pub fn badge(theme: Theme, latest: &StepCheck) -> [Span<'static>; 2] {
    let (mark, style) = mark(theme, latest.check.verdict().unwrap_or(Verdict::AtKink));
    [Span::styled("grad ", theme.faint()), Span::styled(mark, style)]
}

fn mark(theme: Theme, verdict: Verdict) -> (&'static str, Style) {
    match verdict {
        Verdict::Right => (theme.glyph("✓", "ok"), theme.good()),
        Verdict::Wrong => (theme.glyph("✗", "X"), theme.bad()),
        Verdict::AtKink | Verdict::Overflow => ("-", theme.faint()),
    }
}

fn head() -> String {
    let (weight, from, to) = ("weight", "from", "to");
    let (backprop, numeric, error) = ("backprop", "numeric", "rel. error");
    format!(" {weight:<NAME$}{from:<FROM$}{to:<TO$}{backprop:>GRADIENT$}{numeric:>GRADIENT$}{error:>ERROR$}")
}

fn table_row(app: &App, run: &Run, weight: &CheckedWeight) -> Line<'static> {
    let theme = app.theme;
    let CheckedWeight { parameter, backprop, numeric, relative_error, verdict } = *weight;
    let [from, to] = ends(run, parameter);
    let name = format!(" {:<NAME$}", parameter.to_string());
    let ends = format!("{} {} ", pad(&from, FROM - 1), pad(&to, TO - 1));
    let gradients = format!("{backprop:>+GRADIENT$.3e}{numeric:>+GRADIENT$.3e}");
    let error = match verdict {
        Verdict::Right | Verdict::Wrong => format!("{relative_error:>ERROR$.1e} "),
        Verdict::AtKink => format!("{:>ERROR$} ", "at a kink"),
        Verdict::Overflow => format!("{:>ERROR$} ", "too large"),
    };
    let (mark, style) = mark(theme, verdict);
    Line::from(vec![
        Span::styled(name, theme.strong()),
        Span::styled(ends, theme.faint()),
        Span::styled(gradients, theme.text()),
        Span::styled(error, theme.text()),
        Span::styled(mark, style),
    ])
}

/// Where a weight leads from and to.
fn ends(run: &Run, Parameter { layer, from, to }: Parameter) -> [String; 2] {
    let from = from.map_or_else(|| "bias".to_owned(), |from| source_name(run, layer, from));
    let is_hidden = layer < run.wanted.hidden.len();
    let classes = run.snapshot.as_ref().map_or(&[][..], |snapshot| &snapshot.dataset.class_names);
    let to = match classes.get(to).filter(|_| !is_hidden) {
        Some(class) => class.clone(),
        None => unit_name(to),
    };
    [from, to]
}

/// How to read the table, and what the gradients are of.
fn reading(latest: Option<&StepCheck>) -> String {
    let Some(StepCheck { check, .. }) = latest else { return String::new() };
    let kinks = check.weights.iter().any(|weight| weight.verdict == Verdict::AtKink);
    let kinks = if kinks { " At the kink of a ReLU or of |w| there is no slope to compare." } else { "" };
    format!(
        "If both columns agree to {}, backpropagation computes the slope of the loss C: numeric is \
         (C(w + h) - C(w - h)) / 2h, from a forward pass of its own in float64. The error is relative to the larger one, \
         and to no less than {} of the layer's largest gradient. C is the mean loss of {} random training examples, every \
         other one with a wrong class, plus the L1 and L2 penalty. Eight other weights are checked every few seconds.{kinks}",
        percent(TOLERANCE),
        percent(SMALL_SHARE),
        check.examples,
    )
}
