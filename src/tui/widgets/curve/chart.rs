//! The content of a chart: its lines, marks and axes.

use ratatui::style::Style;

use crate::tui::axis::{Axis, Scaling};
use crate::tui::theme::Theme;

/// The values of a curve over a range of steps.
#[derive(Clone, Copy, Debug)]
pub struct Span {
    /// First and last step.
    pub steps: (f64, f64),
    /// Smallest and largest value.
    pub values: (f64, f64),
    /// The last value.
    pub last: f64,
}

/// The pattern of a line, which tells it from others without colour.
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
    /// A sample of the line, for a legend.
    pub fn sample(self, theme: Theme) -> &'static str {
        match (self, theme.blocks()) {
            (Pattern::Solid, true) => "━",
            (Pattern::Dashed, true) => "┅",
            (Pattern::Dotted, true) => "··",
            (Pattern::DashDot, true) => "━·",
            (pattern, false) => pattern.dot(theme),
        }
    }

    /// The glyph of a dot if the terminal has no braille.
    pub(super) fn dot(self, theme: Theme) -> &'static str {
        match self {
            Pattern::Solid => theme.glyph("•", "*"),
            Pattern::Dashed => "o",
            Pattern::Dotted => theme.glyph("·", "."),
            Pattern::DashDot => "x",
        }
    }
}

/// One line of a chart.
pub struct Curve<'a> {
    /// The name at its end. A name of one letter is always drawn.
    pub name: &'a str,
    /// The style.
    pub style: Style,
    /// The pattern.
    pub pattern: Pattern,
    /// The line, from left to right.
    pub spans: Vec<Span>,
}

/// A step to mark on the axis.
#[derive(Clone, Debug)]
pub struct Mark {
    /// The step.
    pub step: f64,
    /// The labels, the most important first, drawn as far as there is room.
    pub words: Vec<String>,
}

/// Two lines between which the area is shaded wherever the first is above the second.
#[derive(Clone, Copy, Debug)]
pub struct Shade {
    /// From this step on.
    pub from: f64,
    /// The index of the upper curve.
    pub upper: usize,
    /// The index of the lower curve.
    pub lower: usize,
}

/// Lines over a common axis of steps. Later lines are drawn over earlier ones.
pub struct Chart<'a> {
    /// The lines.
    pub curves: Vec<Curve<'a>>,
    /// The steps that are shown.
    pub steps: Axis,
    /// Whether the axis of steps has labels. A chart above it may have them already.
    pub has_step_labels: bool,
    /// Columns right of the plot, for the names of lines that end at its edge.
    pub name_columns: u16,
    /// The scaling of the axis of values.
    pub values: Scaling,
    /// The range of the axis of values, if it is not that of the lines.
    pub range: Option<(f64, f64)>,
    /// The factor and the unit of the labels on the axis of values.
    pub unit: (f64, &'a str),
    /// A step to mark by a vertical line, with its label.
    pub best: Option<(f64, String)>,
    /// The area to shade between two lines.
    pub shade: Option<Shade>,
    /// Steps to mark on the axis.
    pub marks: Vec<Mark>,
    /// The step of the cursor.
    pub cursor: Option<f64>,
    /// The step whose weights were restored, to mark on the last line.
    pub restored: Option<f64>,
}

impl Span {
    /// Whether all values are finite. Other spans leave a gap in the line.
    pub(super) fn is_finite(&self) -> bool {
        self.values.0.is_finite() && self.values.1.is_finite() && self.last.is_finite()
    }
}

impl Chart<'_> {
    /// The axis of the values of all steps that are shown.
    pub(super) fn value_axis(&self) -> Option<Axis> {
        let (first, last) = self.steps.range();
        let spans = || {
            let all = self.curves.iter().flat_map(|curve| &curve.spans);
            all.filter(|span| span.is_finite() && span.steps.1 >= first && span.steps.0 <= last)
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
            // A margin above and below, which a flat line needs too.
            let room = (high / least).powf(0.04).max(1.001);
            return Some(Axis::log((least / room, high * room), least));
        }
        let room = ((high - low) * 0.04).max(high.abs() * 1e-3).max(1e-9);
        Some(Axis::linear((low - room, high + room)))
    }
}
