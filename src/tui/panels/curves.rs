//! The curves of loss and accuracy. Each kind of line has a pattern of its own.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span as Words};

use super::names::whole_network;
use super::{pins, readout};
use crate::numbers::short;
use crate::train::{Target, Unit, Word};
use crate::tui::app::App;
use crate::tui::axis::Scaling;
use crate::tui::charts::Charts;
use crate::tui::line_data::{LineData, Quantity, Source};
use crate::tui::run::Run;
use crate::tui::theme::Theme;
use crate::tui::view::BestStep;
use crate::tui::widgets::curve::{Chart, Curve, Mark, Pattern, Shade};
use crate::tui::widgets::text::{lines, panel};

/// Rows that a chart keeps before pins or step labels are put below it.
const ENOUGH: u16 = 8;

/// Columns of the name of the loss and the corners of its frame.
const NAME: usize = 8;

/// Draws the loss of a run, with the pinned runs below it if there is room.
pub fn loss(app: &App, run: &Run, area: Rect, buffer: &mut Buffer) {
    draw_loss(app.theme, &run.charts(), area, buffer);
}

/// Draws the accuracy of a run.
pub fn accuracy(app: &App, run: &Run, area: Rect, buffer: &mut Buffer) {
    // The curves are of the whole network, whatever is knocked out of the picture beside them.
    let note = whole_network(&run.inside.knocked_out);
    draw_accuracy(app.theme, &run.charts(), note, area, buffer);
}

/// Draws the loss, with the pinned runs below it if there is room.
pub fn draw_loss(theme: Theme, charts: &Charts, area: Rect, buffer: &mut Buffer) {
    let best = charts.view.labels.best.filter(|_| !charts.hides_test_set);
    let data = charts.lines(Quantity::Loss);
    let shade = best.and_then(|best| shade(&data, &best));
    let chart = Chart {
        best: best.map(|best| best.step as f64),
        shade,
        restored: restored_step(charts),
        ..chart(theme, charts, Quantity::Loss, data)
    };
    let foot = readout::loss(theme, charts, area.width);
    let label = best.map_or_else(Vec::new, |best| best_label(&best, charts.unit(), theme.glyph("┊", ":")));
    // The label comes before the legend: lines are named at their ends, too.
    let fits = |label: &&String| label.chars().count() + NAME <= usize::from(area.width);
    let room = label.iter().find(fits).map_or(0, |label| label.chars().count() as u16);
    let title = title(theme, charts, "Loss", charts.view.values, area.width.saturating_sub(room));
    let free = usize::from(area.width).saturating_sub(title.width() + 2);
    let label = label.into_iter().find(|label| label.chars().count() <= free);
    let mut inner = panel(theme, title, foot, area, buffer);
    if let Some(label) = label {
        let x = area.right().saturating_sub(1 + label.chars().count() as u16);
        buffer.set_string(x, area.y, label, theme.good());
    }
    if has_room_for_pins(charts, area) {
        let rows = pins::rows(theme, charts, usize::from(inner.width.saturating_sub(2)));
        inner.height -= rows.len() as u16;
        let below =
            Rect { x: inner.x + 1, y: inner.bottom(), width: inner.width - 2, height: rows.len() as u16 };
        lines(&rows, below, buffer);
    }
    chart.render(theme, inner, buffer);
}

/// Draws the accuracy. The `note` stands between the accuracies.
pub fn draw_accuracy(theme: Theme, charts: &Charts, note: Option<String>, area: Rect, buffer: &mut Buffer) {
    let data = charts.lines(Quantity::Accuracy);
    let mut chart = Chart {
        unit: (100.0, " %"),
        has_step_labels: area.height >= ENOUGH,
        shade: accuracy_gap(charts, &data),
        ..chart(theme, charts, Quantity::Accuracy, data)
    };
    // The chart of the loss already says what changed.
    chart.marks.iter_mut().for_each(|mark: &mut Mark| mark.words.clear());
    let foot = readout::accuracy(theme, charts, note, area.width);
    let title = title(theme, charts, "Accuracy", Scaling::Linear, area.width);
    let inner = panel(theme, title, foot, area, buffer);
    chart.render(theme, inner, buffer);
}

/// The label of the best step, from the longest to the shortest. It stands in the frame, where no line passes.
fn best_label(best: &BestStep, unit: Unit, symbol: &str) -> Vec<String> {
    let (loss, step) = (short(best.loss), unit.number(best.step));
    let of = if best.is_validation { "validation " } else { "" };
    vec![
        format!(" {symbol} best {of}{loss} @ {step} "),
        format!(" {symbol} best @ {step} "),
        format!(" {symbol} {step} "),
    ]
}

/// The area between the training line and the line that the best step was chosen by: the gap whose number is below.
fn shade(lines: &[LineData], best: &BestStep) -> Option<Shade> {
    between(lines, best.step, watched(best.is_validation), Source::Train)
}

/// The area between the training and the watched accuracy, from where on chance does not explain their difference, if the
/// run over-fits.
fn accuracy_gap(charts: &Charts, lines: &[LineData]) -> Option<Shade> {
    let subject = charts.subject.filter(|subject| subject.word == Word::OverFitting)?;
    between(lines, subject.gap_since?, Source::Train, watched(subject.has_validation))
}

/// The line of the set that the best step is chosen by.
fn watched(has_validation: bool) -> Source {
    if has_validation { Source::Validation } else { Source::Test }
}

/// The area between two lines from a step on.
fn between(lines: &[LineData], from: u64, upper: Source, lower: Source) -> Option<Shade> {
    let place = |source| lines.iter().position(|line| line.source == source);
    Some(Shade { from: from as f64, upper: place(upper)?, lower: place(lower)? })
}

/// The step whose weights were restored, until the next step is taken.
fn restored_step(charts: &Charts) -> Option<f64> {
    let subject = charts.subject?;
    let last = subject.history.marks().iter().rev().find(|mark| mark.target == Target::Weights)?;
    let best = subject.history.best()?;
    (last.step == subject.step).then_some(best.test.step as f64)
}

/// Whether the pinned runs are listed under the loss. If not, the diagnosis panel lists them.
pub fn has_room_for_pins(charts: &Charts, area: Rect) -> bool {
    !charts.hides_test_set && area.width > 4 && area.height >= 2 + ENOUGH + charts.pins.len() as u16
}

/// The parts that both charts have in common.
fn chart<'a>(theme: Theme, charts: &Charts<'a>, quantity: Quantity, lines: Vec<LineData>) -> Chart<'a> {
    let places = match quantity {
        Quantity::Loss => &charts.view.labels.loss,
        Quantity::Accuracy => &charts.view.labels.accuracy,
    };
    let place = |source| places.iter().find(|(other, _)| *other == source).map(|(_, place)| *place);
    let value_axis = charts.value_axis(quantity, &lines);
    let curve = |line: LineData| {
        let (name, style, pattern) = look(theme, charts, line.source);
        Curve { name, place: place(line.source), style, pattern, spans: line.spans }
    };
    Chart {
        curves: lines.into_iter().map(curve).collect(),
        steps: charts.steps_axis(),
        steps_of_label: charts.unit().steps(),
        has_step_labels: true,
        value_axis,
        unit: (1.0, ""),
        best: None,
        shade: None,
        marks: readout::marks(charts.marks(), charts.notes()),
        cursor: charts.view.cursor.map(|cursor| cursor.last_step as f64),
        restored: None,
        name_columns: charts.name_columns(),
    }
}

/// The name, the style and the pattern of a line.
fn look<'a>(theme: Theme, charts: &Charts<'a>, source: Source) -> (&'a str, Style, Pattern) {
    match source {
        Source::TrainBefore | Source::Cure => ("", theme.ghost(), Pattern::Dotted),
        Source::TestBefore => ("", theme.ghost(), Pattern::Sparse),
        Source::SeedsEnd => ("", theme.seeds(), Pattern::Sparse),
        Source::SeedsMedian => ("seeds", theme.seeds(), Pattern::LongDashed),
        Source::ChosenCure => ("cure", theme.focus(), Pattern::LongDashed),
        Source::Pin(number) => {
            let letter = charts.pins.get(number).map_or("", |pin| pin.letter.as_str());
            (letter, theme.pin(number), Pattern::of_pin(number))
        }
        Source::Validation => ("validation", theme.validation(), Pattern::DashDot),
        Source::Train => ("train", theme.train(), Pattern::Solid),
        Source::Test => ("test", theme.test(), Pattern::Dashed),
    }
}

/// The name, the scaling, the zoom, and a legend of the lines as far as there is room. Lines are also named at their ends.
fn title(theme: Theme, charts: &Charts, name: &str, values: Scaling, width: u16) -> Line<'static> {
    let mut words = vec![Words::styled(format!(" {name} "), theme.strong())];
    let display = match (values, charts.view.steps) {
        (Scaling::Linear, Scaling::Linear) => "",
        (Scaling::Log, Scaling::Linear) => " log y ",
        (Scaling::Linear, Scaling::Log) => " log x ",
        (Scaling::Log, Scaling::Log) => " log y, log x ",
    };
    words.push(Words::styled(display, theme.focus()));
    if charts.view.is_zoomed() {
        let (low, high) = charts.steps_axis().range();
        let [low, high] = [low.ceil(), high.floor()].map(|step| charts.unit().number(step as u64));
        let steps = format!(" {}s {low}-{high} ", charts.unit().name());
        words.push(Words::styled(steps, theme.focus()));
    }
    let cure = charts.cure.filter(|_| name == "Loss");
    let sample = |pattern: Pattern| pattern.sample(theme);
    let ghost = charts.ghost.map_or("", |ghost| ghost.name);
    let before = [Pattern::Dotted, Pattern::Sparse].map(sample).join(" ");
    let has_seeds = charts.seeds.is_some_and(|seeds| !seeds.runs.is_empty());
    let legend = [
        (true, "train", sample(Pattern::Solid), theme.train()),
        (true, "test", sample(Pattern::Dashed), theme.test()),
        (charts.expects_validation, "validation", sample(Pattern::DashDot), theme.validation()),
        (cure.is_some(), cure.unwrap_or_default(), sample(Pattern::LongDashed), theme.focus()),
        (charts.ghost.is_some(), ghost, before.as_str(), theme.ghost()),
        (has_seeds, "seeds", sample(Pattern::LongDashed), theme.seeds()),
    ];
    let pins =
        charts.pins.iter().enumerate().map(|(number, pin)| {
            (true, pin.letter.as_str(), sample(Pattern::of_pin(number)), theme.pin(number))
        });
    for (_, text, sample, style) in legend.into_iter().chain(pins).filter(|(there, ..)| *there) {
        let is_first = charts.pins.first().is_some_and(|pin| pin.letter == text && pin.is_of_run());
        let pinned = if is_first { "pinned " } else { "" };
        let text = format!(" {pinned}{text} {sample} ");
        let used: usize = words.iter().map(Words::width).sum();
        if used + text.chars().count() + 2 <= usize::from(width) {
            words.push(Words::styled(text, style));
        }
    }
    Line::from(words)
}
