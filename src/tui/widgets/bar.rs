//! Horizontal bars: progress, shares and outputs.

use ratatui::style::Style;
use ratatui::text::Span;

use crate::tui::theme::Theme;

/// What a bar is drawn with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stroke {
    /// A thin line on a thinner one.
    Line,
    /// Whole cells on a shaded track.
    Cells,
    /// Eighths of a cell on blank space. A terminal without block glyphs shows whole cells.
    Eighths,
}

/// A share of one as a horizontal bar.
#[derive(Clone, Copy, Debug)]
pub struct Bar {
    /// The share, clamped to 0 to 1.
    pub share: f64,
    /// What it is drawn with.
    pub stroke: Stroke,
    /// The style of the filled part.
    pub style: Style,
}

impl Bar {
    /// The filled part and the rest, together `width` columns.
    pub fn spans(self, theme: Theme, width: usize) -> [Span<'static>; 2] {
        let length = self.share.clamp(0.0, 1.0) * width as f64;
        let cells = length.round() as usize;
        let (filled, rest) = match self.stroke {
            Stroke::Line => (theme.glyph("━", "=").repeat(cells), theme.glyph("─", "-")),
            Stroke::Cells => (theme.glyph("█", "#").repeat(cells), theme.glyph("░", ".")),
            Stroke::Eighths if theme.blocks() => (eighths(length), " "),
            Stroke::Eighths => (theme.glyph("█", "#").repeat(cells), " "),
        };
        let rest = rest.repeat(width.saturating_sub(filled.chars().count()));
        [Span::styled(filled, self.style), Span::styled(rest, theme.frame())]
    }
}

/// A bar of `length` columns, to an eighth of one.
fn eighths(length: f64) -> String {
    const EIGHTHS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
    let eighths = (8.0 * length).round() as usize;
    "█".repeat(eighths / 8) + EIGHTHS[eighths % 8]
}
