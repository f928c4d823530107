//! Small curves of upright bars, of any height.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::bar::UprightBar;
use crate::tui::axis::Axis;
use crate::tui::theme::Theme;
use crate::tui::widgets::curve::Span;

/// A curve over steps without labels, for places that are too small for a chart.
pub struct Sparkline<'a> {
    /// Its values, from left to right.
    pub spans: &'a [Span],
    /// The steps that are shown.
    pub steps: Axis,
    /// The values that are shown. The lowest one still has a bar.
    pub values: Axis,
    /// The style of the bars.
    pub style: Style,
}

impl Sparkline<'_> {
    /// Draws a bar for the largest value in each column, up to the last step.
    pub fn render(&self, theme: Theme, area: Rect, buffer: &mut Buffer) {
        for (x, value) in (area.x..area.right()).zip(self.columns(area.width.into())) {
            let Some(value) = value else { continue };
            let most = (usize::from(area.height) * UprightBar::LEVELS).saturating_sub(1) as f64;
            let levels = 1 + (self.values.share(value).clamp(0.0, 1.0) * most).round() as usize;
            let column = Rect { x, width: 1, ..area };
            UprightBar { levels, style: self.style }.render(theme, column, buffer);
        }
    }

    /// The largest value in each of so many columns. A column between two evaluations has that of the earlier one.
    fn columns(&self, columns: usize) -> Vec<Option<f64>> {
        let mut values: Vec<Option<f64>> = vec![None; columns];
        let last = i64::try_from(columns).unwrap_or(i64::MAX) - 1;
        let mut before: Option<(i64, f64)> = None;
        for span in self.spans.iter().filter(|span| span.is_finite()) {
            let [first, end] = [span.steps.0, span.steps.1].map(|step| self.steps.cell(step, columns));
            if let Some((column, value)) = before {
                (column.max(-1) + 1..first.min(last + 1)).for_each(|column| {
                    values[column as usize].get_or_insert(value);
                });
            }
            for column in first.max(0)..=end.min(last) {
                let place = &mut values[column as usize];
                *place = Some(place.map_or(span.values.1, |value| value.max(span.values.1)));
            }
            before = Some((end, span.last));
        }
        values
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(spans: &[(f64, f64)], width: u16, height: u16) -> Vec<String> {
        let spans: Vec<Span> = spans
            .iter()
            .map(|&(step, value)| Span { steps: (step, step), values: (value, value), last: value })
            .collect();
        let area = Rect::new(0, 0, width, height);
        let mut buffer = Buffer::empty(area);
        let (steps, values) = (Axis::linear((0.0, f64::from(width) - 1.0)), Axis::linear((0.0, 1.0)));
        let theme = Theme {
            colors: crate::tui::theme::Colors::None,
            glyphs: crate::tui::theme::Glyphs::Unicode,
            background: crate::tui::theme::Background::Dark,
        };
        Sparkline { spans: &spans, steps, values, style: Style::new() }.render(theme, area, &mut buffer);
        (0..height).map(|y| (0..width).map(|x| buffer[(x, y)].symbol()).collect()).collect()
    }

    #[test]
    fn a_column_has_the_largest_value_and_the_last_one_goes_on() {
        let spans = [(0.0, 0.0), (1.0, 0.5), (1.0, 1.0), (1.0, 0.5), (4.0, 0.0)];
        assert_eq!(line(&spans, 6, 1), ["▁█▅▅▁ "], "nothing is drawn after the last evaluation");
        assert_eq!(line(&[(0.0, 1.0), (1.0, 0.5), (2.0, 0.0)], 3, 2), ["█▁ ", "██▁"]);
    }

    #[test]
    fn what_is_not_finite_is_not_drawn() {
        assert_eq!(line(&[(0.0, f64::NAN), (1.0, 0.0)], 3, 1), [" ▁ "]);
        assert_eq!(line(&[(0.0, 1.0)], 3, 0), Vec::<String>::new());
    }
}
