//! Bars: horizontal ones for progress, shares and outputs, and upright ones of any height.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Span;

use crate::tui::theme::Theme;

/// Upright bars of one column, from the lowest to the highest.
const UPRIGHT: [(&str, &str); 8] =
    [("▁", "."), ("▂", "."), ("▃", "-"), ("▄", "-"), ("▅", "="), ("▆", "="), ("▇", "#"), ("█", "#")];
/// The highest level of an upright bar.
pub const HIGHEST: usize = UPRIGHT.len() - 1;

/// An upright bar of one column, from level 0 to [`HIGHEST`].
pub fn upright(theme: Theme, level: usize) -> &'static str {
    let (unicode, ascii) = UPRIGHT[level.min(HIGHEST)];
    theme.glyph(unicode, ascii)
}

/// An upright bar of any height, which stands at the bottom of its area.
#[derive(Clone, Copy, Debug)]
pub struct UprightBar {
    /// Its height in levels, of which a row has [`UprightBar::LEVELS`].
    pub levels: usize,
    /// The style.
    pub style: Style,
}

impl UprightBar {
    /// The levels of a row.
    pub const LEVELS: usize = UPRIGHT.len();

    /// Draws the bar as wide as the area.
    pub fn render(self, theme: Theme, area: Rect, buffer: &mut Buffer) {
        for (row, y) in (area.y..area.bottom()).rev().enumerate() {
            let level = self.levels.saturating_sub(row * UprightBar::LEVELS).min(UprightBar::LEVELS);
            if level > 0 {
                let bar = upright(theme, level - 1).repeat(area.width.into());
                buffer.set_string(area.x, y, bar, self.style);
            }
        }
    }
}

/// The glyphs of a bar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stroke {
    /// A thin line on a thinner one.
    Line,
    /// Whole cells on a shaded track. Only a share of 1 fills all of them, and only a share of 0 none.
    Cells,
    /// Eighths of a cell on blank space. A terminal without block glyphs shows whole cells.
    Eighths,
}

/// A horizontal bar that shows a share of one.
#[derive(Clone, Copy, Debug)]
pub struct Bar {
    /// The share, clamped to 0 to 1.
    pub share: f64,
    /// The glyphs.
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
            Stroke::Cells => {
                (theme.glyph("█", "#").repeat(cells_of_count(self.share, width)), theme.glyph("░", "."))
            }
            Stroke::Eighths if theme.blocks() => (eighths(length), " "),
            Stroke::Eighths => (theme.glyph("█", "#").repeat(cells), " "),
        };
        let rest = rest.repeat(width.saturating_sub(filled.chars().count()));
        [Span::styled(filled, self.style), Span::styled(rest, theme.frame())]
    }
}

/// The filled cells for a share of `width` cells: the nearest number, but neither none nor all unless the share is 0 or 1.
///
/// A bar that stands for a count must not look complete if a few are missing.
fn cells_of_count(share: f64, width: usize) -> usize {
    if share <= 0.0 {
        0
    } else if share >= 1.0 {
        width
    } else {
        ((share * width as f64).round() as usize).max(1).min(width.saturating_sub(1))
    }
}

/// A bar of `length` columns, to an eighth of one.
fn eighths(length: f64) -> String {
    const EIGHTHS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
    let eighths = (8.0 * length).round() as usize;
    "█".repeat(eighths / 8) + EIGHTHS[eighths % 8]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_full_or_empty_only_at_the_ends() {
        let shares = [0.0, 0.001, 0.06, 0.5, 0.74, 0.999, 1.0];
        assert_eq!(shares.map(|share| cells_of_count(share, 10)), [0, 1, 1, 5, 7, 9, 10]);
        assert_eq!([0.0, 0.5, 1.0].map(|share| cells_of_count(share, 1)), [0, 0, 1]);
        assert_eq!([0.0, 0.5, 1.0].map(|share| cells_of_count(share, 0)), [0, 0, 0]);
    }
}
