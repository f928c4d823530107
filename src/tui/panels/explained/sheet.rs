//! The sheet that explains the next step, over the right half of the screen.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::part::Part;
use crate::nn::Parameter;
use crate::numbers::grouped;
use crate::train::{Direction, Explanation, NextStep};
use crate::tui::action::{ExplainAction, ProgramAction};
use crate::tui::app::App;
use crate::tui::explained_step::{ExplainedStep, Sheet, Tab};
use crate::tui::keymap::key_of;
use crate::tui::layout::Areas;
use crate::tui::panels::names::{input_name, unit_name};
use crate::tui::run::Run;
use crate::tui::theme::Theme;
use crate::tui::widgets::text::{clear, lines, panel, truncate};

/// The fewest columns of the sheet, frame included.
const LEAST: u16 = 60;
/// The most columns.
const MOST: u16 = 100;
/// The most columns of what it says: more would tear names and numbers apart.
const CONTENT: u16 = 78;
/// On narrower terminals the sheet takes all columns: what would be left of the picture is of no use.
const NARROW: u16 = 100;
/// Rows on screen above the sheet.
const TOP: u16 = 2;

/// Draws the sheet.
pub fn explained_step(app: &App, run: &Run, area: Rect, buffer: &mut Buffer) {
    let theme = app.theme;
    let place = place(area, run);
    clear(theme, place, buffer);
    let explained = run.explained.as_ref();
    let foot = format!(
        " {} next   {} before   {} closes ",
        key_of(ExplainAction::Tab(Direction::Up)),
        key_of(ExplainAction::Tab(Direction::Down)),
        key_of(ProgramAction::ToggleExplainedStep)
    );
    let inner = panel(theme, title(theme, explained), Line::styled(foot, theme.key()), place, buffer);
    let inner = Rect { width: inner.width.saturating_sub(1).min(CONTENT), ..inner };
    let width = usize::from(inner.width);
    let content = match explained.map(|explained| (&explained.sheet, explained.tab)) {
        Some((Sheet::Step { step, explanation }, tab)) => {
            let weight = weight(theme, run, step, explanation.parameter);
            let mut content = vec![example(theme, step, explanation), weight, gone_on(theme, run, step)];
            let rows = usize::from(inner.height).saturating_sub(content.len());
            let part = Part { theme, step, explanation, rows, width };
            let lines = match tab {
                Tab::Forward => part.forward(),
                Tab::Loss => part.loss(),
                Tab::Backward => part.backward(),
                Tab::Update => part.update(),
            };
            content.extend(fitted(lines, rows));
            content
        }
        Some((Sheet::Ended, _)) => vec![Line::styled(" The run has ended: no step follows.", theme.text())],
        Some((Sheet::Waiting, _)) => vec![Line::styled(" Computing the next step …", theme.text())],
        None => {
            vec![Line::styled(" As soon as the run pauses, its next step is explained here.", theme.text())]
        }
    };
    lines(&content, inner, buffer);
}

/// The place of the charts beside the picture, if that is wide enough; or else the right half of the screen, or all of it.
fn place(area: Rect, run: &Run) -> Rect {
    let areas = Areas::of(area, run);
    let beside = area.right().saturating_sub(areas.loss.x);
    let width = match area.width {
        ..NARROW => area.width,
        _ if !areas.picture.is_empty() && !areas.loss.is_empty() => beside.clamp(LEAST, MOST),
        width => (width / 2).clamp(LEAST, MOST),
    };
    let bottom = if areas.loss.is_empty() || area.width < NARROW {
        area.bottom() - 1
    } else {
        areas.diagnosis.bottom()
    };
    let top = area.y + TOP;
    Rect { x: area.right() - width, y: top, width, height: bottom.saturating_sub(top) }
}

/// The number of the step, and its parts with the one that is shown.
fn title(theme: Theme, explained: Option<&ExplainedStep>) -> Line<'static> {
    let Some(explained) = explained else { return Line::styled(" The next step ", theme.strong()) };
    let number = match &explained.sheet {
        Sheet::Step { step, .. } => format!(" Step {}  ", grouped(step.number())),
        Sheet::Waiting | Sheet::Ended => " The next step  ".to_owned(),
    };
    let mut words = vec![Span::styled(number, theme.strong())];
    for tab in Tab::ALL {
        if tab != Tab::Forward {
            words.push(Span::styled(theme.glyph(" ▸ ", " > "), theme.faint()));
        }
        let style = if tab == explained.tab { theme.focus() } else { theme.faint() };
        words.push(Span::styled(tab.name(), style));
    }
    words.push(Span::raw(" "));
    Line::from(words)
}

/// The example, with the keys that choose another one.
fn example(theme: Theme, step: &NextStep, explanation: &Explanation) -> Line<'static> {
    let examples = step.examples();
    let [place, count, number] = [explanation.example + 1, examples.len(), examples[explanation.example] + 1]
        .map(|n| grouped(n as u64));
    let keys = [ExplainAction::Example(1), ExplainAction::Example(-1)].map(key_of).join(" ");
    let class = truncate(&step.dataset().class_names[usize::from(explanation.pass.label)], 20);
    Line::from(vec![
        Span::styled(format!(" example {place} of {count} "), theme.text()),
        Span::styled(keys, theme.key()),
        Span::styled(format!("  training example {number}, class {class}"), theme.faint()),
    ])
}

/// The weight, with the keys that choose another one.
fn weight(
    theme: Theme,
    run: &Run,
    step: &NextStep,
    Parameter { layer, from, to }: Parameter,
) -> Line<'static> {
    let layers = &step.network().layers;
    let (units, inputs) = (layers[layer].units(), layers[layer].inputs());
    let unit = if layer + 1 == layers.len() {
        let class = truncate(&step.dataset().class_names[to], 12);
        format!("  output {} of {units}, {class} ", to + 1)
    } else {
        format!("  {} of {units} ", unit_name(to))
    };
    let from = match from {
        Some(from) if layer == 0 => {
            format!("  from x[{}] of {inputs}, {} ", from + 1, truncate(&input_name(run, from), 16))
        }
        Some(from) => format!("  from {} of {inputs} ", unit_name(from)),
        None => "  its bias ".to_owned(),
    };
    // In ASCII the names of the arrows are long.
    let [of_unit, of_weight] = if theme.unicode() { ["↑ ↓", "← →"] } else { ["", "arrows"] };
    Line::from(vec![
        Span::styled(format!(" layer {}/{} ", layer + 1, layers.len()), theme.text()),
        Span::styled(key_of(ExplainAction::Layer(1)), theme.key()),
        Span::styled(unit, theme.text()),
        Span::styled(of_unit, theme.key()),
        Span::styled(from, theme.text()),
        Span::styled(of_weight, theme.key()),
    ])
}

/// Where the run is, if it has gone on meanwhile; otherwise a blank line.
fn gone_on(theme: Theme, run: &Run, step: &NextStep) -> Line<'static> {
    match &run.snapshot {
        Some(snapshot) if snapshot.step + 1 != step.number() => {
            let is_awaited = run.explained.as_ref().is_some_and(|explained| explained.is_awaited);
            let then = if is_awaited { "Computing the next one …" } else { "Pause to see its next step." };
            Line::styled(format!(" The run is at step {}. {then}", grouped(snapshot.step)), theme.focus())
        }
        _ => Line::default(),
    }
}

/// Leaves out blank lines, then words, until the lines fit.
fn fitted(mut content: Vec<Line<'static>>, rows: usize) -> Vec<Line<'static>> {
    if content.len() > rows {
        content.retain(|line| line.width() > 0);
    }
    let excess = content.len().saturating_sub(rows).min(1);
    content.drain(..excess);
    content
}
