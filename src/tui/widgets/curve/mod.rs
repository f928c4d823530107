//! Curves over steps, in braille: every peak stays, gaps stay gaps, names stand at the line ends.
//!
//! | file     | what it draws                                                    |
//! | -------- | ---------------------------------------------------------------- |
//! | `frame`  | the axes with their ticks and marks, and what stands upright     |
//! | `lines`  | the lines, and the space between two of them                     |
//! | `names`  | words: what the lines are called, and which step was the best    |
//! | `ticks`  | nothing: it finds round numbers and writes them                  |

mod frame;
mod lines;
mod names;
mod ticks;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::tui::axis::{Axis, Scaling};
use crate::tui::theme::Theme;

/// What a curve does over some neighbouring steps.
#[derive(Clone, Copy, Debug)]
pub struct Span {
    /// First and last step.
    pub steps: (f64, f64),
    /// Smallest and largest value.
    pub values: (f64, f64),
    /// The value at the end.
    pub last: f64,
}

/// How a line is told from others without colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pattern {
    /// Without gaps.
    Solid,
    /// With short gaps.
    Dashed,
    /// A dot now and then.
    Dotted,
    /// Long and short in turn.
    DashDot,
}

impl Pattern {
    /// What a line looks like, for a legend.
    pub fn sample(self, theme: Theme) -> &'static str {
        match (self, theme.blocks()) {
            (Pattern::Solid, true) => "━",
            (Pattern::Dashed, true) => "┅",
            (Pattern::Dotted, true) => "··",
            (Pattern::DashDot, true) => "━·",
            (pattern, false) => pattern.dot(theme),
        }
    }

    /// What stands for a dot of it without braille.
    fn dot(self, theme: Theme) -> &'static str {
        match self {
            Pattern::Solid => theme.either("•", "*"),
            Pattern::Dashed => "o",
            Pattern::Dotted => theme.either("·", "."),
            Pattern::DashDot => "x",
        }
    }
}

/// One line of a chart.
pub struct Curve<'a> {
    /// What stands at its end; of one letter, it stands there at any price.
    pub name: &'a str,
    /// How it looks.
    pub style: Style,
    /// How it looks without colour.
    pub pattern: Pattern,
    /// The line, from left to right.
    pub spans: Vec<Span>,
}

/// A step to mark on the axis.
#[derive(Clone, Debug)]
pub struct Mark {
    /// The step.
    pub step: f64,
    /// What to say about it, the most important first; said where there is room.
    pub words: Vec<String>,
}

/// Two lines whose distance is drawn wherever the first is above the second.
#[derive(Clone, Copy, Debug)]
pub struct Shade {
    /// From this step on.
    pub from: f64,
    /// The place of the upper one among the curves.
    pub upper: usize,
    /// The place of the lower one.
    pub lower: usize,
}

/// Lines over a common axis of steps; later lines win where they cross.
pub struct Chart<'a> {
    /// The lines.
    pub curves: Vec<Curve<'a>>,
    /// The steps that are shown.
    pub steps: Axis,
    /// Whether the axis of steps has numbers; a chart above it may have them.
    pub has_step_labels: bool,
    /// How the axis of values is divided.
    pub values: Scaling,
    /// The range of the values, if it is not that of the lines.
    pub range: Option<(f64, f64)>,
    /// What a value is multiplied by at the axis, and what stands behind it there.
    pub unit: (f64, &'a str),
    /// A step to mark by a vertical line, with what to say about it.
    pub best: Option<(f64, String)>,
    /// The space between two lines.
    pub shade: Option<Shade>,
    /// Steps to mark on the axis.
    pub marks: Vec<Mark>,
    /// The step that is looked at.
    pub cursor: Option<f64>,
    /// A step to mark on the last line: where the network stands, if that is not at the end.
    pub stands: Option<f64>,
}

/// Columns left of the plot, for the values of the ticks.
const LABELS: u16 = 7;
/// Columns right of the plot, for the names of the lines.
const NAMES: u16 = 6;
/// Dots across and down a braille cell.
const DOTS: (usize, usize) = (2, 4);

/// Columns of the plot of a chart so wide.
pub fn columns(width: u16) -> usize {
    usize::from(width.saturating_sub(LABELS + NAMES))
}

/// The column of the plot at column `x` of the terminal, of a chart in `area`.
pub fn column(area: Rect, x: u16) -> Option<i64> {
    let column = x.checked_sub(area.x + LABELS)?;
    (usize::from(column) < columns(area.width)).then_some(i64::from(column))
}

/// Where the lines are, and what its edges mean.
struct Plot {
    area: Rect,
    steps: Axis,
    values: Axis,
}

impl Plot {
    fn dot_columns(&self) -> usize {
        usize::from(self.area.width) * DOTS.0
    }

    fn dot_rows(&self) -> usize {
        usize::from(self.area.height) * DOTS.1
    }

    fn dot_column(&self, step: f64) -> f64 {
        self.steps.share(step) * (self.dot_columns() - 1) as f64
    }

    /// Row 0 is at the top.
    fn dot_row(&self, value: f64) -> f64 {
        (1.0 - self.values.share(value)) * (self.dot_rows() - 1) as f64
    }

    /// The column of a step that is shown.
    fn x(&self, step: f64) -> Option<u16> {
        let cell = self.steps.cell(step, usize::from(self.area.width));
        self.steps.holds(step).then(|| self.area.x + (cell.max(0) as u16).min(self.area.width - 1))
    }

    /// The row of a value.
    fn y(&self, value: f64) -> u16 {
        let row = (self.dot_row(value).round().max(0.0) as usize / DOTS.1) as u16;
        self.area.y + row.min(self.area.height - 1)
    }
}

impl Chart<'_> {
    /// Draws axes, lines, names and marks into `area`; nothing where there is no room for a line.
    pub fn render(&self, theme: Theme, area: Rect, buffer: &mut Buffer) {
        let area = area.intersection(buffer.area);
        if area.width < LABELS + NAMES + 4 || area.height < 4 {
            return;
        }
        let Some(values) = self.value_axis() else { return };
        let area = Rect {
            x: area.x + LABELS,
            y: area.y,
            width: area.width - LABELS - NAMES,
            height: area.height - 1 - u16::from(self.has_step_labels),
        };
        let plot = Plot { area, steps: self.steps, values };
        self.draw_frame(theme, &plot, buffer);
        self.draw_uprights(theme, &plot, buffer);
        self.draw_lines(theme, &plot, buffer);
        self.draw_names(&plot, buffer);
        self.draw_shade(theme, &plot, buffer);
        self.draw_best_label(theme, &plot, buffer);
    }

    /// The axis that holds all values of the steps that are shown.
    fn value_axis(&self) -> Option<Axis> {
        let (first, last) = self.steps.range();
        let spans = || {
            let all = self.curves.iter().flat_map(|curve| &curve.spans);
            all.filter(|span| is_finite(span) && span.steps.1 >= first && span.steps.0 <= last)
        };
        let low = spans().map(|span| span.values.0).fold(f64::INFINITY, f64::min);
        let high = spans().map(|span| span.values.1).fold(f64::NEG_INFINITY, f64::max);
        if !(low.is_finite() && high.is_finite()) {
            return None;
        }
        if let Some((least, most)) = self.range {
            return Some(Axis::linear((least.min(low), most.max(high))));
        }
        if self.values == Scaling::Log {
            let positive =
                spans().flat_map(|span| [span.values.0, span.last, span.values.1]).filter(|&v| v > 0.0);
            let least = positive.fold(f64::INFINITY, f64::min);
            // Room above and below, which a flat line also needs.
            let room = (high / least).powf(0.04).max(1.001);
            return Some(Axis::log((least / room, high * room), least));
        }
        let room = ((high - low) * 0.04).max(high.abs() * 1e-3).max(1e-9);
        Some(Axis::linear((low - room, high + room)))
    }
}

fn is_finite(span: &Span) -> bool {
    span.values.0.is_finite() && span.values.1.is_finite() && span.last.is_finite()
}

#[cfg(test)]
mod tests;
