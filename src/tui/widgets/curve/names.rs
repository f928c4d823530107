//! Words in a chart: what the lines are called, and which step was the best.

use ratatui::buffer::Buffer;

use super::lines::SHADE;
use super::{Chart, Curve, NAMES, Plot, is_finite};
use crate::tui::theme::Theme;

impl Chart<'_> {
    /// Behind the end of each line; names of lines that end at the edge stand in the margin, from the highest
    /// to the lowest, and move apart where they would meet.
    pub(super) fn draw_names(&self, plot: &Plot, buffer: &mut Buffer) {
        let named = self.curves.iter().filter(|curve| !curve.name.is_empty());
        let mut ends: Vec<((u16, u16), &Curve)> = named
            .filter_map(|curve| {
                let (step, value) = end(curve, plot)?;
                let x = plot.x(step).unwrap_or(plot.area.right() - 1);
                Some(((x, plot.y(value)), curve))
            })
            .collect();
        ends.sort_by_key(|((_, y), _)| *y);
        let mut aside = Side::Above;
        ends.retain(|(place, curve)| {
            let inside = draw_inside(curve, *place, aside, plot, buffer);
            // The names of two lines stay out of the space between them.
            if curve.name.len() > 1 {
                aside = Side::Below;
            }
            !inside
        });
        let mut free = 0;
        for (i, ((_, y), curve)) in ends.iter().enumerate() {
            let lowest = plot.area.height.saturating_sub((ends.len() - i) as u16);
            let row = (y - plot.area.y).max(free).min(lowest);
            free = row + 1;
            let (x, y) = (plot.area.right() + 1, plot.area.y + row);
            buffer.set_stringn(x, y, curve.name, usize::from(NAMES) - 1, curve.style);
        }
    }

    /// Beside the line of the best step, in the first row where it covers nothing; nowhere if there is none.
    pub(super) fn draw_best_label(&self, theme: Theme, plot: &Plot, buffer: &mut Buffer) {
        let Some((step, label)) = &self.best else { return };
        let Some(x) = plot.x(*step) else { return };
        // The value alone where there is no room for more.
        let brief = label.split(" @").next().unwrap_or(label);
        let _ = [label.as_str(), brief].into_iter().find(|words| write_beside(words, x, theme, plot, buffer));
    }
}

/// Writes words right of an upright line, or left of it, in the first row where they cover nothing.
fn write_beside(words: &str, x: u16, theme: Theme, plot: &Plot, buffer: &mut Buffer) -> bool {
    let width = words.chars().count() as u16;
    let starts = [Some(x + 1), x.checked_sub(width)].into_iter().flatten();
    // Also the cells around it: words that touch a line are hard to read.
    let free = |start: u16, y: u16| {
        let (from, to) = (start.saturating_sub(1), start + width);
        start >= plot.area.x
            && start + width <= plot.area.right()
            && (from..=to)
                .filter(|&at| at != x)
                .all(|at| is_blank(buffer, at, y) || at == to && to == plot.area.right())
    };
    let rows = plot.area.y..plot.area.bottom();
    let place =
        rows.flat_map(|y| starts.clone().map(move |start| (start, y))).find(|&(start, y)| free(start, y));
    if let Some((start, y)) = place {
        buffer.set_string(start, y, words, theme.good());
    }
    place.is_some()
}

/// The last point of a line that is shown.
fn end(curve: &Curve, plot: &Plot) -> Option<(f64, f64)> {
    let spans = curve.spans.iter().rev().filter(|span| is_finite(span));
    let last =
        spans.into_iter().find(|span| plot.steps.holds(span.steps.1) || plot.steps.holds(span.steps.0))?;
    Some((last.steps.1, last.last))
}

/// Where a name goes that has no room behind its line.
#[derive(Clone, Copy)]
enum Side {
    Above,
    Below,
}

/// Writes a name into the plot, behind the end of its line or beside it; a letter at last over it.
fn draw_inside(curve: &Curve, (x, y): (u16, u16), side: Side, plot: &Plot, buffer: &mut Buffer) -> bool {
    let width = curve.name.chars().count() as u16;
    if x + 2 + width > plot.area.right() {
        return false;
    }
    let (above, below) = (y.saturating_sub(1).max(plot.area.y), (y + 1).min(plot.area.bottom() - 1));
    let beside = match side {
        Side::Above => [above, below],
        Side::Below => [below, above],
    };
    let places = [(x + 2, y), (x + 1, y), (x + 1, beside[0]), (x + 1, beside[1])];
    let free = |&(x, y): &(u16, u16)| (x..x + width).all(|x| is_blank(buffer, x, y));
    let place = places.into_iter().find(free).or((width == 1).then_some((x, y)));
    if let Some((x, y)) = place {
        buffer.set_string(x, y, curve.name, curve.style);
    }
    place.is_some()
}

/// Whether nothing is there but the space between two lines.
fn is_blank(buffer: &Buffer, x: u16, y: u16) -> bool {
    buffer.cell((x, y)).is_some_and(|cell| [" ", SHADE.0, SHADE.1].contains(&cell.symbol()))
}
