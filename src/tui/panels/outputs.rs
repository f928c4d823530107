//! A bar for each output of the network.

use ratatui::buffer::Buffer;
use ratatui::layout::{Constraint, Rect};
use ratatui::text::{Line, Span};

use crate::nn::Prediction;
use crate::tui::theme::Theme;
use crate::tui::widgets::bar::{Bar, Stroke};
use crate::tui::widgets::text::{line, text_width, truncate};

/// Longer class names are truncated to this many columns beside the bars. The title has the whole names, and an image of
/// each class shows them all.
const NAME: usize = 8;

/// The outputs for one example.
pub struct Outputs<'a> {
    /// The names of the classes.
    pub names: &'a [String],
    /// The outputs, one for each class.
    pub values: &'a [f32],
    /// The class of the example, if it has one.
    pub label: Option<usize>,
}

impl Outputs<'_> {
    /// Draws a bar for each class with its output, `▸` at the prediction and a tick at the label. If there are more classes
    /// than rows, only [`Outputs::shown_classes`] have a bar.
    pub fn render(&self, theme: Theme, area: Rect, buffer: &mut Buffer) {
        let lines = self.lines(theme, area.height.into(), area.width.into());
        let spread = if usize::from(area.height) >= 2 * lines.len() { 2 } else { 1 };
        let area = area.centered_vertically(Constraint::Length((spread * lines.len()) as u16));
        for (row, words) in lines.iter().enumerate() {
            line(words, (spread * row) as u16, area, buffer);
        }
    }

    /// A line of `width` columns for each class, or for the [`Outputs::shown_classes`] of at most `rows`.
    pub fn lines(&self, theme: Theme, rows: usize, width: usize) -> Vec<Line<'static>> {
        let name_width = self.names.iter().map(|name| text_width(name)).max().unwrap_or(0).clamp(2, NAME);
        let classes = self.shown_classes(rows).into_iter();
        classes.map(|class| self.row(theme, class, name_width, width)).collect()
    }

    /// All classes in order if there are at most `rows`, else those with the largest outputs and always the label.
    fn shown_classes(&self, rows: usize) -> Vec<usize> {
        let outputs = self.values;
        let mut classes: Vec<usize> = (0..outputs.len()).collect();
        if classes.len() > rows {
            classes.sort_by(|&a, &b| outputs[b].total_cmp(&outputs[a]));
            if let Some(at) = classes.iter().position(|&class| Some(class) == self.label) {
                classes.swap(at.min(rows.saturating_sub(1)), at);
            }
            classes.truncate(rows);
            classes.sort_unstable();
        }
        classes
    }

    /// The name of a class, its bar and its output, in `width` columns.
    fn row(&self, theme: Theme, class: usize, name_width: usize, width: usize) -> Line<'static> {
        let output = self.values[class];
        let predicted = usize::from(Prediction::of(self.values.iter().copied()).class);
        let name = truncate(&self.names[class], name_width);
        let gap = " ".repeat(name_width.saturating_sub(text_width(&name)));
        let is_predicted = predicted == class;
        let style = if is_predicted { theme.strong() } else { theme.text() };
        let bar_style = match (is_predicted, self.label.is_none_or(|label| label == predicted)) {
            (true, true) => theme.good(),
            (true, false) => theme.bad_bar(),
            (false, _) => theme.train(),
        };
        let bar = Bar { share: output.into(), stroke: Stroke::Eighths, style: bar_style };
        let [bar, rest] = bar.spans(theme, width.saturating_sub(name_width + 9));
        let tick = if self.label == Some(class) { theme.glyph("✓", "<") } else { " " };
        Line::from(vec![
            Span::styled(if is_predicted { theme.glyph("▸", ">") } else { " " }, style),
            Span::styled(format!("{gap}{name} "), style),
            bar,
            rest,
            Span::styled(format!(" {output:.2} "), style),
            Span::styled(tick, theme.good()),
        ])
    }
}
