//! The axes of a chart with their ticks and marks, and its vertical lines.

use ratatui::buffer::Buffer;

use super::chart::{Chart, Curve};
use super::plot::{LABELS, Plot};
use super::ticks::{step_label, step_ticks, value_label};
use crate::tui::axis::Scaling;
use crate::tui::theme::Theme;
use crate::tui::widgets::text::{text_width, truncate};

impl Chart<'_> {
    pub(super) fn draw_frame(&self, theme: Theme, plot: &Plot, buffer: &mut Buffer) {
        self.draw_values(theme, plot, buffer);
        self.draw_steps(theme, plot, buffer);
        self.draw_marks(theme, plot, buffer);
    }

    fn draw_values(&self, theme: Theme, plot: &Plot, buffer: &mut Buffer) {
        let values = &plot.ticks;
        // A long label also uses the space before the axis.
        let room = usize::from(LABELS) - 1;
        for &value in values {
            let (x, y) = (plot.area.x, plot.y(value));
            let label = value_label(value, values, plot.values.scaling(), self.unit, room);
            buffer.set_stringn(
                x - LABELS,
                y,
                format!("{label:>width$} ", width = room - 1),
                room,
                theme.faint(),
            );
            buffer.set_string(x - 1, y, theme.glyph("┤", "+"), theme.frame());
        }
    }

    /// Draws the vertical lines, the cursor over the best step. Curves are drawn over both.
    pub(super) fn draw_vertical_lines(&self, theme: Theme, plot: &Plot, buffer: &mut Buffer) {
        let lines = [
            (self.best, theme.glyph("┊", ":"), theme.faint()),
            (self.cursor, theme.glyph("│", "|"), theme.cursor()),
        ];
        for (step, symbol, style) in lines {
            let Some(x) = step.and_then(|step| plot.x(step)) else { continue };
            for y in plot.area.y..plot.area.bottom() {
                buffer.set_string(x, y, symbol, style);
            }
        }
        if let Some(x) = self.cursor.and_then(|step| plot.x(step)) {
            // Keep the labels of marks.
            let axis = [theme.glyph("─", "-"), theme.glyph("┴", "+")];
            if let Some(cell) =
                buffer.cell_mut((x, plot.area.bottom())).filter(|cell| axis.contains(&cell.symbol()))
            {
                cell.set_symbol(theme.glyph("┷", "|")).set_style(theme.cursor());
            }
        }
    }

    /// Draws every mark, and the labels that do not cover another one, the newest first.
    fn draw_marks(&self, theme: Theme, plot: &Plot, buffer: &mut Buffer) {
        let mut places: Vec<(u16, Vec<&str>)> = Vec::new();
        for mark in &self.marks {
            let Some(x) = plot.x(mark.step) else { continue };
            let words = mark.words.iter().map(String::as_str);
            match places.last_mut() {
                Some((last, before)) if *last == x => before.extend(words),
                _ => places.push((x, words.collect())),
            }
        }
        let y = plot.area.bottom();
        for (x, _) in &places {
            buffer.set_string(*x, y, theme.glyph("╷", "|"), theme.strong());
        }
        // Labels must end left of this column, where a newer label begins.
        let mut free = plot.area.right();
        for (i, (x, words)) in places.iter().enumerate().rev() {
            let end = free;
            let left = i.checked_sub(1).map_or(plot.area.x, |before| places[before].0 + 1);
            free = free.min(*x);
            if let Some((start, text)) = longest_fitting(words, *x, (left, end)) {
                buffer.set_string(start, y, text, theme.text());
                free = free.min(start);
            }
        }
    }

    fn draw_steps(&self, theme: Theme, plot: &Plot, buffer: &mut Buffer) {
        let y = plot.area.bottom();
        for x in plot.area.x..plot.area.right() {
            buffer.set_string(x, y, theme.glyph("─", "-"), theme.frame());
        }
        let round = step_ticks(&plot.steps, usize::from(plot.area.width));
        let per_label = self.steps_of_label as f64;
        let mut free = 0;
        for step in self.zero(plot).into_iter().chain(round) {
            let Some(x) = plot.x(step) else { continue };
            let label = step_label(step / per_label);
            let start = x.saturating_sub(label.len() as u16 / 2);
            buffer.set_string(x, y, theme.glyph("┴", "+"), theme.frame());
            if self.has_step_labels && start >= free {
                free = start + label.len() as u16 + 1;
                buffer.set_string(start, y + 1, label, theme.faint());
            }
        }
    }

    /// Draws the label of step 0 at the left edge of a log axis, if all other steps are right of it.
    fn zero(&self, plot: &Plot) -> Option<f64> {
        let low = plot.steps.range().0;
        let first = |curve: &Curve| curve.spans.first().is_some_and(|span| span.steps.0 <= 0.0);
        let second = |curve: &Curve| curve.spans.iter().map(|span| span.steps.0).find(|&step| step > 0.0);
        let apart = self.curves.iter().filter_map(second).all(|step| step > low);
        (plot.steps.scaling() == Scaling::Log && apart && self.curves.iter().any(first)).then_some(0.0)
    }
}

/// Fewer columns do not say what is cut.
const CUT: u16 = 10;

/// As many of the words as fit right or left of a mark, and the column where they begin. If not even one does, what fits of it.
fn longest_fitting(words: &[&str], x: u16, (left, free): (u16, u16)) -> Option<(u16, String)> {
    let (before, after) = (x.saturating_sub(left), free.saturating_sub(x + 1));
    let cut = || {
        let room = before.max(after);
        let text = truncate(words.first()?, room.into());
        let start = if after >= before { x + 1 } else { x - text_width(&text) as u16 };
        (room >= CUT).then_some((start, text))
    };
    let whole = (1..=words.len()).rev().find_map(|count| {
        let more = if count < words.len() { " …" } else { "" };
        let text = words[..count].join(", ") + more;
        let width = text_width(&text) as u16;
        let start = if width <= after { Some(x + 1) } else { (width <= before).then(|| x - width) };
        start.map(|start| (start, text))
    });
    whole.or_else(cut)
}
