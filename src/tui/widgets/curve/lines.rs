//! The lines of a chart, dot by dot, and the shaded area between two of them.

use ratatui::buffer::Buffer;

use super::chart::{Chart, Curve};
use super::plot::{DOTS, Plot};
use crate::tui::theme::Theme;
use crate::tui::widgets::braille;

/// The top and bottom row that a line touches in each column of dots.
type Trace = Vec<Option<(f64, f64)>>;

/// The glyph of the shaded area, in Unicode and in ASCII.
const SHADE: (&str, &str) = ("░", "/");

impl Chart<'_> {
    pub(super) fn draw_lines(&self, theme: Theme, plot: &Plot, buffer: &mut Buffer) {
        let mut curves: Vec<&Curve> = self.curves.iter().collect();
        curves.sort_by_key(|curve| curve.pattern.layer());
        for curve in curves {
            draw_curve(theme, curve, plot, buffer);
        }
        let (Some(step), Some(curve)) = (self.restored, self.curves.last()) else { return };
        let value = curve.spans.iter().find(|span| span.steps.1 >= step).filter(|span| span.is_finite());
        if let (Some(x), Some(span)) = (plot.x(step), value) {
            buffer.set_string(x, plot.y(span.last), theme.glyph("◆", "@"), theme.strong());
        }
    }

    /// Shades the area between two lines. Only blank cells are shaded, so that no line is hidden.
    pub(super) fn draw_shade(&self, theme: Theme, plot: &Plot, buffer: &mut Buffer) {
        let Some(shade) = self.shade else { return };
        let (Some(upper), Some(lower)) = (self.curves.get(shade.upper), self.curves.get(shade.lower)) else {
            return;
        };
        let (upper, lower) = (trace(upper, plot), trace(lower, plot));
        let first = plot.steps.cell(shade.from, usize::from(plot.area.width)).max(0) as usize;
        let columns = upper.chunks(DOTS.0).zip(lower.chunks(DOTS.0)).enumerate().skip(first);
        for (column, (upper, lower)) in columns {
            let bottom = upper.iter().flatten().map(|rows| rows.1).reduce(f64::max);
            let top = lower.iter().flatten().map(|rows| rows.0).reduce(f64::min);
            let (Some(above), Some(below)) = (bottom, top) else { continue };
            let cell =
                |row: f64| (row.round().max(0.0) as usize / DOTS.1).min(usize::from(plot.area.height)) as u16;
            for row in cell(above) + 1..cell(below) {
                let place = (plot.area.x + column as u16, plot.area.y + row);
                if let Some(cell) = buffer.cell_mut(place).filter(|cell| cell.symbol() == " ") {
                    cell.set_symbol(theme.glyph(SHADE.0, SHADE.1)).set_style(theme.shade());
                }
            }
        }
    }
}

/// The rows that a line touches in the steps that are shown.
pub(super) fn trace(curve: &Curve, plot: &Plot) -> Trace {
    let columns = plot.dot_columns();
    let mut trace: Trace = vec![None; columns];
    let mut touch = |column: f64, top: f64, bottom: f64| {
        if !(0.0..columns as f64).contains(&column) {
            return;
        }
        let place = &mut trace[column as usize];
        *place = Some(place.map_or((top, bottom), |(a, b)| (a.min(top), b.max(bottom))));
    };
    let mut before: Option<(f64, f64)> = None;
    for span in &curve.spans {
        if !span.is_finite() {
            before = None;
            continue;
        }
        let ends = (plot.dot_column(span.steps.0).round(), plot.dot_column(span.steps.1).round());
        let (top, bottom) = (plot.dot_row(span.values.1), plot.dot_row(span.values.0));
        if let Some(before) = before {
            join(before, (ends.0, f64::midpoint(top, bottom)), columns, &mut touch);
        }
        let shown = (ends.0.max(0.0), ends.1.min(columns as f64 - 1.0));
        for column in (0..=(shown.1 - shown.0).max(-1.0) as i64).filter(|_| shown.0 <= shown.1) {
            touch(shown.0 + column as f64, top, bottom);
        }
        before = Some((ends.1, plot.dot_row(span.last)));
    }
    trace
}

/// Touches the rows of the straight line from the end of one span to the middle of the next, as far as it is shown.
fn join(from: (f64, f64), to: (f64, f64), columns: usize, touch: &mut impl FnMut(f64, f64, f64)) {
    let steps = (to.0 - from.0).max(1.0);
    let (first, last) = ((-from.0).max(0.0), steps.min(columns as f64 - from.0));
    let at = |i: f64| from.1 + (to.1 - from.1) * (i / steps).min(1.0);
    let mut i = first;
    while i <= last {
        let (a, b) = (at(i), at((i + 1.0).min(steps)));
        touch(from.0 + i, a.min(b), a.max(b));
        i += 1.0;
    }
}

fn draw_curve(theme: Theme, curve: &Curve, plot: &Plot, buffer: &mut Buffer) {
    for (column, touched) in trace(curve, plot).into_iter().enumerate() {
        let Some((top, bottom)) = touched.filter(|_| curve.pattern.has_dot(column)) else { continue };
        let row = |row: f64| (row.round().max(0.0) as usize).min(plot.dot_rows() - 1);
        for row in row(top)..=row(bottom) {
            dot(theme, curve, (column, row), plot, buffer);
        }
    }
}

fn dot(theme: Theme, curve: &Curve, (column, row): (usize, usize), plot: &Plot, buffer: &mut Buffer) {
    let place = (plot.area.x + (column / DOTS.0) as u16, plot.area.y + (row / DOTS.1) as u16);
    let Some(cell) = buffer.cell_mut(place) else { return };
    if !theme.blocks() {
        cell.set_symbol(curve.pattern.dot(theme)).set_style(curve.style);
        return;
    }
    let there = braille::bits(cell.symbol());
    let mut bits = braille::bit(column, row);
    if !theme.has_colors() && there & bits != 0 {
        // On another line, without a colour of its own, it is drawn thicker.
        bits |= braille::bit(column, row ^ 1);
    }
    cell.set_char(braille::cell(there | bits)).set_style(curve.style);
}

#[cfg(test)]
mod tests {
    use ratatui::layout::Rect;
    use ratatui::style::Style;

    use super::super::chart::{Pattern, Span};
    use super::*;
    use crate::tui::axis::Axis;

    fn plot(steps: Axis, values: (f64, f64)) -> Plot {
        let (area, values) = (Rect::new(0, 0, 20, 10), Axis::linear(values));
        Plot { area, name_columns: 6, steps, values, ticks: Vec::new() }
    }

    fn curve<'a>(spans: Vec<Span>) -> Curve<'a> {
        Curve { name: "", place: None, style: Style::new(), pattern: Pattern::Solid, spans }
    }

    fn point(step: f64, value: f64) -> Span {
        Span { steps: (step, step), values: (value, value), last: value }
    }

    #[test]
    fn a_single_peak_is_drawn() {
        let mut spans: Vec<Span> = (0..1000).map(|i| point(f64::from(i), 1.0)).collect();
        spans[500].values = (1.0, 9.0);
        let plot = plot(Axis::linear((0.0, 999.0)), (0.0, 10.0));
        let trace = trace(&curve(spans), &plot);
        let highest = trace.into_iter().flatten().map(|(top, _)| top).fold(f64::MAX, f64::min);
        assert!((highest - plot.dot_row(9.0)).abs() < 1e-9);
    }

    #[test]
    fn what_is_not_finite_leaves_a_gap() {
        let spans = vec![point(0.0, 1.0), point(10.0, f64::NAN), point(20.0, 1.0)];
        let trace = trace(&curve(spans), &plot(Axis::linear((0.0, 20.0)), (0.0, 2.0)));
        assert_eq!(trace.iter().flatten().count(), 2, "only the two finite points");
    }

    #[test]
    fn a_line_goes_on_beyond_the_edges_of_what_is_shown() {
        let spans = vec![point(0.0, 0.0), point(1e9, 1.0)];
        let plot = plot(Axis::linear((4e8, 6e8)), (0.0, 1.0));
        let trace = trace(&curve(spans), &plot);
        assert!(trace.iter().all(Option::is_some));
        assert!((trace[0].unwrap().1 - plot.dot_row(0.4)).abs() < 0.5);
    }

    #[test]
    fn nothing_outside_is_drawn_at_the_edge() {
        let spans =
            vec![point(0.0, 5.0), point(1.0, 5.0), point(50.0, 1.0), point(60.0, 1.0), point(99.0, 7.0)];
        let trace = trace(&curve(spans), &plot(Axis::linear((50.0, 60.0)), (0.0, 10.0)));
        let rows = (plot(Axis::linear((0.0, 1.0)), (0.0, 10.0)).dot_row(1.0), 0.0);
        assert!(trace[1].is_some_and(|(top, _)| (top - rows.0).abs() < 1e-9), "{:?}", trace[1]);
    }
}
