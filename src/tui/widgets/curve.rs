//! Curves over steps, in braille: every peak stays, gaps stay gaps, names stand at the line ends.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::text;
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
}

/// One line of a chart.
pub struct Curve<'a> {
    /// What stands at its end.
    pub name: &'a str,
    /// How it looks.
    pub style: Style,
    /// How it looks without colour.
    pub pattern: Pattern,
    /// The line, from left to right.
    pub spans: Vec<Span>,
}

/// Lines over a common axis of steps; later lines win where they cross.
pub struct Chart<'a> {
    /// The lines.
    pub curves: Vec<Curve<'a>>,
    /// The range of the values, if it is not that of the lines.
    pub range: Option<(f64, f64)>,
    /// What a value is multiplied by at the axis, and what stands behind it there.
    pub unit: (f64, &'a str),
    /// A step to mark by a vertical line, with what to say about it.
    pub best: Option<(f64, String)>,
    /// Steps to mark on the axis.
    pub marks: Vec<f64>,
}

/// Columns left of the plot, for the values of the ticks.
const LABELS: u16 = 7;
/// Columns right of the plot, for the names of the lines.
const NAMES: u16 = 6;
/// Dots across and down a braille cell.
const DOTS: (usize, usize) = (2, 4);

/// From values to dots.
struct Scale {
    steps: (f64, f64),
    values: (f64, f64),
    columns: usize,
    rows: usize,
}

impl Scale {
    fn column(&self, step: f64) -> f64 {
        (step - self.steps.0) / (self.steps.1 - self.steps.0) * (self.columns - 1) as f64
    }

    /// Row 0 is at the top.
    fn row(&self, value: f64) -> f64 {
        (1.0 - (value - self.values.0) / (self.values.1 - self.values.0)) * (self.rows - 1) as f64
    }
}

impl Chart<'_> {
    /// Draws axes, lines, names and marks into `area`; nothing where there is no room for a line.
    pub fn render(&self, theme: Theme, area: Rect, buffer: &mut Buffer) {
        if area.width < LABELS + NAMES + 4 || area.height < 4 {
            return;
        }
        let plot = Rect {
            x: area.x + LABELS,
            y: area.y,
            width: area.width - LABELS - NAMES,
            height: area.height - 2,
        };
        let Some(scale) = self.scale(plot) else { return };
        self.draw_axes(theme, &scale, plot, buffer);
        self.draw_best(theme, &scale, plot, buffer);
        for curve in &self.curves {
            draw_curve(theme, curve, &scale, plot, buffer);
        }
        self.draw_best_label(theme, &scale, plot, buffer);
        self.draw_names(&scale, plot, buffer);
    }

    fn scale(&self, plot: Rect) -> Option<Scale> {
        let spans = || self.curves.iter().flat_map(|curve| &curve.spans).filter(|span| is_finite(span));
        let last = spans().map(|span| span.steps.1).fold(f64::NEG_INFINITY, f64::max);
        let low = spans().map(|span| span.values.0).fold(f64::INFINITY, f64::min);
        let high = spans().map(|span| span.values.1).fold(f64::NEG_INFINITY, f64::max);
        if !(last.is_finite() && low.is_finite() && high.is_finite()) {
            return None;
        }
        let (low, high) = self.range.map_or((low, high), |(least, most)| (least.min(low), most.max(high)));
        // A flat line still needs a scale.
        let room = ((high - low) * 0.04).max(high.abs() * 1e-3).max(1e-9);
        let values = if self.range.is_some() { (low, high) } else { (low - room, high + room) };
        Some(Scale {
            steps: (0.0, last.max(1.0)),
            values,
            columns: usize::from(plot.width) * DOTS.0,
            rows: usize::from(plot.height) * DOTS.1,
        })
    }

    fn draw_axes(&self, theme: Theme, scale: &Scale, plot: Rect, buffer: &mut Buffer) {
        let values = ticks(scale.values, usize::from(plot.height * 2 / 3).clamp(3, 8));
        for &value in &values {
            let y = plot.y + (scale.row(value) / DOTS.1 as f64) as u16;
            let label = format!("{:>width$} ", self.label(value, &values), width = usize::from(LABELS) - 2);
            buffer.set_stringn(plot.x - LABELS, y, label, usize::from(LABELS) - 1, theme.faint());
            buffer.set_string(plot.x - 1, y, theme.either("┤", "+"), theme.frame());
        }
        let axis_y = plot.y + plot.height;
        for x in plot.x..plot.x + plot.width {
            buffer.set_string(x, axis_y, theme.either("─", "-"), theme.frame());
        }
        for step in ticks(scale.steps, usize::from(plot.width / 9).clamp(3, 10)) {
            let x = plot.x + (scale.column(step) / DOTS.0 as f64) as u16;
            let label = text::count(step);
            let start = x.saturating_sub(label.len() as u16 / 2);
            buffer.set_string(x, axis_y, theme.either("┴", "+"), theme.frame());
            buffer.set_string(start, axis_y + 1, label, theme.faint());
        }
        for &step in self.marks.iter().filter(|&&step| step <= scale.steps.1) {
            let x = plot.x + (scale.column(step) / DOTS.0 as f64) as u16;
            buffer.set_string(x, axis_y, theme.either("╷", "|"), theme.strong());
        }
    }

    /// A value with as many digits as tell the ticks apart.
    fn label(&self, value: f64, ticks: &[f64]) -> String {
        let (factor, suffix) = self.unit;
        let step = ticks.windows(2).map(|pair| factor * (pair[1] - pair[0])).next().unwrap_or(1.0);
        let decimals = (-step.log10().floor()).clamp(0.0, 9.0) as usize;
        match format!("{:.decimals$}{suffix}", factor * value) {
            text if text.len() < usize::from(LABELS) - 1 => text,
            _ => text::short(factor * value),
        }
    }

    fn draw_best(&self, theme: Theme, scale: &Scale, plot: Rect, buffer: &mut Buffer) {
        let Some((step, _)) = &self.best else { return };
        let x = plot.x + (scale.column(*step) / DOTS.0 as f64) as u16;
        for y in plot.y..plot.y + plot.height {
            buffer.set_string(x, y, theme.either("┊", ":"), theme.faint());
        }
    }

    /// Beside the line of the best step, where there is more room.
    fn draw_best_label(&self, theme: Theme, scale: &Scale, plot: Rect, buffer: &mut Buffer) {
        let Some((step, label)) = &self.best else { return };
        let x = plot.x + (scale.column(*step) / DOTS.0 as f64) as u16;
        let width = label.chars().count() as u16;
        if x + 2 + width <= plot.x + plot.width {
            buffer.set_string(x + 1, plot.y, label, theme.good());
        } else if x > plot.x + width {
            buffer.set_string(x - width, plot.y, label, theme.good());
        }
    }

    /// At the height where each line ends, from the highest to the lowest; names that would meet move apart.
    fn draw_names(&self, scale: &Scale, plot: Rect, buffer: &mut Buffer) {
        let ends = self.curves.iter().filter(|curve| !curve.name.is_empty()).filter_map(|curve| {
            let last = curve.spans.iter().rev().find(|span| is_finite(span))?.last;
            Some((scale.row(last) / DOTS.1 as f64, curve))
        });
        let mut ends: Vec<_> = ends.collect();
        ends.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut free = 0;
        for (i, (row, curve)) in ends.iter().enumerate() {
            let lowest = plot.height.saturating_sub((ends.len() - i) as u16);
            let row = (row.max(0.0) as u16).max(free).min(lowest);
            free = row + 1;
            let (x, y) = (plot.x + plot.width + 1, plot.y + row);
            buffer.set_stringn(x, y, curve.name, usize::from(NAMES) - 1, curve.style);
        }
    }
}

fn is_finite(span: &Span) -> bool {
    span.values.0.is_finite() && span.values.1.is_finite()
}

/// The dots of one line: for each column the highest and the lowest row it touches.
fn trace(curve: &Curve, scale: &Scale) -> Vec<Option<(f64, f64)>> {
    let mut columns: Vec<Option<(f64, f64)>> = vec![None; scale.columns];
    let mut touch = |column: f64, top: f64, bottom: f64| {
        let Some(place) = columns.get_mut(column.round().max(0.0) as usize) else { return };
        *place = Some(place.map_or((top, bottom), |(a, b)| (a.min(top), b.max(bottom))));
    };
    let mut before: Option<(f64, f64)> = None;
    for span in &curve.spans {
        if !is_finite(span) {
            before = None;
            continue;
        }
        let (start, end) = (scale.column(span.steps.0), scale.column(span.steps.1));
        let (top, bottom) = (scale.row(span.values.1), scale.row(span.values.0));
        if let Some((column, row)) = before {
            // The straight line from the end of the last span to the middle of this one.
            let middle = f64::midpoint(top, bottom);
            let steps = (start.round() - column.round()).max(1.0);
            for i in 0..=steps as usize {
                let at = |i: usize| row + (middle - row) * (i as f64 / steps).min(1.0);
                let (a, b) = (at(i), at((i + 1).min(steps as usize)));
                touch(column.round() + i as f64, a.min(b), a.max(b));
            }
        }
        for column in start.round() as usize..=end.round() as usize {
            touch(column as f64, top, bottom);
        }
        before = Some((end, scale.row(span.last)));
    }
    columns
}

fn draw_curve(theme: Theme, curve: &Curve, scale: &Scale, plot: Rect, buffer: &mut Buffer) {
    for (column, touched) in trace(curve, scale).into_iter().enumerate() {
        let shown = match curve.pattern {
            Pattern::Solid => true,
            Pattern::Dashed => column % 6 < 4,
            Pattern::Dotted => column % 4 == 0,
        };
        let Some((top, bottom)) = touched.filter(|_| shown) else { continue };
        let last_row = scale.rows - 1;
        for row in
            (top.round().max(0.0) as usize).min(last_row)..=(bottom.round().max(0.0) as usize).min(last_row)
        {
            dot(theme, curve, (column, row), plot, buffer);
        }
    }
}

fn dot(theme: Theme, curve: &Curve, (column, row): (usize, usize), plot: Rect, buffer: &mut Buffer) {
    /// Bits of the dots of a braille cell, by row and column.
    const BITS: [[u32; 2]; 4] = [[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]];
    const BLANK: u32 = 0x2800;
    let place = (plot.x + (column / DOTS.0) as u16, plot.y + (row / DOTS.1) as u16);
    let Some(cell) = buffer.cell_mut(place) else { return };
    if !theme.unicode() {
        let symbol = match curve.pattern {
            Pattern::Solid => "*",
            Pattern::Dashed => "o",
            Pattern::Dotted => ".",
        };
        cell.set_symbol(symbol).set_style(curve.style);
        return;
    }
    let there = cell.symbol().chars().next().map_or(BLANK, u32::from);
    let there = if (BLANK..BLANK + 0x100).contains(&there) { there } else { BLANK };
    let glyph = char::from_u32(there | BITS[row % DOTS.1][column % DOTS.0]).unwrap_or(' ');
    cell.set_char(glyph).set_style(curve.style);
}

/// Round numbers inside a range, at most `most` of them: multiples of 1, 2 or 5 times a power of ten.
pub fn ticks((low, high): (f64, f64), most: usize) -> Vec<f64> {
    let width = high - low;
    if !width.is_finite() || width <= 0.0 || most == 0 {
        return Vec::new();
    }
    let coarse = 10_f64.powf((width / most as f64).log10().floor());
    let sizes = [1.0, 2.0, 5.0, 10.0, 20.0].map(|factor| factor * coarse);
    let count = |size: f64| (high / size).floor() - (low / size).ceil() + 1.0;
    let size = sizes.into_iter().find(|&size| count(size) <= most as f64).unwrap_or(50.0 * coarse);
    let first = (low / size).ceil() as i64;
    let last = (high / size).floor() as i64;
    (first..=last).map(|i| i as f64 * size).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_inside() {
        assert_eq!(ticks((0.0, 10_000.0), 6), [0.0, 2e3, 4e3, 6e3, 8e3, 1e4]);
        assert_eq!(ticks((0.15, 0.65), 3), [0.2, 0.4, 0.600_000_000_000_000_1]);
        assert!(ticks((0.0, 0.0), 5).is_empty());
        assert!(ticks((f64::NAN, 1.0), 5).is_empty());
    }

    #[test]
    fn a_single_peak_is_drawn() {
        let mut spans: Vec<Span> = (0..1000)
            .map(|i| Span { steps: (f64::from(i), f64::from(i)), values: (1.0, 1.0), last: 1.0 })
            .collect();
        spans[500].values = (1.0, 9.0);
        let curve = Curve { name: "", style: Style::new(), pattern: Pattern::Solid, spans };
        let scale = Scale { steps: (0.0, 999.0), values: (0.0, 10.0), columns: 40, rows: 40 };
        let highest =
            trace(&curve, &scale).into_iter().flatten().map(|(top, _)| top).fold(f64::MAX, f64::min);
        assert!((highest - scale.row(9.0)).abs() < 1e-9);
    }

    #[test]
    fn what_is_not_finite_leaves_a_gap() {
        let span = |step: f64, value: f64| Span { steps: (step, step), values: (value, value), last: value };
        let spans = vec![span(0.0, 1.0), span(10.0, f64::NAN), span(20.0, 1.0)];
        let curve = Curve { name: "", style: Style::new(), pattern: Pattern::Solid, spans };
        let scale = Scale { steps: (0.0, 20.0), values: (0.0, 2.0), columns: 21, rows: 8 };
        let drawn: Vec<bool> = trace(&curve, &scale).iter().map(Option::is_some).collect();
        assert_eq!(drawn.iter().filter(|&&drawn| drawn).count(), 2, "only the two finite points");
    }
}
