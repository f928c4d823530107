//! The content of a chart: its lines, marks and axes.

use ratatui::style::Style;

use crate::tui::axis::{Axis, Place};
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
    /// Long, with short gaps.
    LongDashed,
    /// A dot here and there.
    Sparse,
    /// Groups of this many dots, from one to four, for lines that are named by a letter.
    Groups(u8),
}

impl Pattern {
    /// The pattern of a line that is named by a letter. Every fifth one has that of the first.
    pub fn of_pin(number: usize) -> Pattern {
        Pattern::Groups((number % 4) as u8 + 1)
    }

    /// A sample of the line, for a legend.
    pub fn sample(self, theme: Theme) -> &'static str {
        match (self, theme.blocks()) {
            (Pattern::Solid, true) => "━",
            (Pattern::Dashed, true) => "┅",
            (Pattern::Dotted, true) => "··",
            (Pattern::Groups(dots), true) => ["·", "··", "···", "····"][usize::from(dots.clamp(1, 4)) - 1],
            (Pattern::DashDot, true) => "━·",
            (Pattern::LongDashed, true) => "━ ━",
            (Pattern::Sparse, true) => "·",
            (pattern, false) => pattern.dot(theme),
        }
    }

    /// The glyph of a dot if the terminal has no braille.
    pub(super) fn dot(self, theme: Theme) -> &'static str {
        match self {
            Pattern::Solid => theme.glyph("•", "*"),
            Pattern::Dashed => "o",
            Pattern::Dotted | Pattern::Sparse => theme.glyph("·", "."),
            Pattern::DashDot => "x",
            Pattern::LongDashed => "=",
            Pattern::Groups(dots) => ["a", "b", "c", "d"][usize::from(dots.clamp(1, 4)) - 1],
        }
    }

    /// Whether there is a dot in a column of dots. Where lines lie on each other, each shows in its turn: cells have one
    /// colour, and a dashed line leaves every third to the solid one below it.
    pub(super) fn has_dot(self, column: usize) -> bool {
        match self {
            Pattern::Solid => true,
            Pattern::Dashed => column % 6 < 4,
            Pattern::Dotted => column % 6 == 4,
            Pattern::DashDot => column % 12 < 6 || column % 12 == 8,
            Pattern::LongDashed => column % 12 < 10,
            Pattern::Sparse => column % 12 == 4,
            Pattern::Groups(dots) => column % (usize::from(dots) + 4) < usize::from(dots),
        }
    }

    /// The order of drawing. Sparse lines are drawn over dense ones, which can be seen between their dots.
    pub(super) fn layer(self) -> u8 {
        match self {
            Pattern::Solid => 0,
            Pattern::LongDashed => 1,
            Pattern::DashDot => 2,
            Pattern::Dashed => 3,
            Pattern::Groups(dots) => 8 - dots.min(4),
            Pattern::Dotted => 8,
            Pattern::Sparse => 9,
        }
    }
}

/// One line of a chart.
pub struct Curve<'a> {
    /// The name at its end. A name of one letter is always drawn.
    pub name: &'a str,
    /// Where the name stands, if it is not at the end of the line.
    pub place: Option<Place>,
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
    /// How many steps are 1 on the labels of their axis.
    pub steps_of_label: u64,
    /// Whether the axis of steps has labels. A chart above it may have them already.
    pub has_step_labels: bool,
    /// Columns right of the plot, for the names of lines that end at its edge.
    pub name_columns: u16,
    /// The axis of values; `None` if there is nothing to show.
    pub value_axis: Option<Axis>,
    /// The factor and the unit of the labels on the axis of values.
    pub unit: (f64, &'a str),
    /// A step to mark by a vertical line.
    pub best: Option<f64>,
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
    pub fn is_finite(&self) -> bool {
        self.values.0.is_finite() && self.values.1.is_finite() && self.last.is_finite()
    }
}
