//! What a chart shows: its lines, marks and axes.

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
    /// Columns right of the plot, for the names of lines that end at its edge.
    pub name_columns: u16,
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
    pub restored: Option<f64>,
}

impl Span {
    /// Whether all its values are finite. Others leave a gap in the line.
    pub(super) fn is_finite(&self) -> bool {
        self.values.0.is_finite() && self.values.1.is_finite() && self.last.is_finite()
    }
}

impl Chart<'_> {
    /// The axis that holds all values of the steps that are shown.
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
            // Room above and below, which a flat line also needs.
            let room = (high / least).powf(0.04).max(1.001);
            return Some(Axis::log((least / room, high * room), least));
        }
        let room = ((high - low) * 0.04).max(high.abs() * 1e-3).max(1e-9);
        Some(Axis::linear((low - room, high + room)))
    }
}
