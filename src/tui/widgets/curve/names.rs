//! Text in a chart: the names of lines, and the label of the best step.

use std::ops::Range;

use ratatui::buffer::Buffer;
use ratatui::style::Style;

use super::chart::{Chart, Curve};
use super::lines::SHADE;
use super::plot::Plot;
use crate::tui::theme::Theme;

impl Chart<'_> {
    /// Draws the names behind the ends of the lines. Names of lines that end at the edge are in the margin, and move apart
    /// where they would overlap.
    pub(super) fn draw_names(&self, plot: &Plot, buffer: &mut Buffer) {
        let named = self.curves.iter().filter(|curve| !curve.name.is_empty());
        let mut ends: Vec<(f64, (u16, u16), &Curve)> = named
            .filter_map(|curve| {
                let (step, value) = end(curve, plot)?;
                let x = plot.x(step).unwrap_or(plot.area.right() - 1);
                Some((value, (x, plot.y(value)), curve))
            })
            .collect();
        ends.sort_by(|(a, ..), (b, ..)| b.total_cmp(a));
        let (inside, outside): (Vec<_>, Vec<_>) =
            ends.into_iter().partition(|&(_, place, curve)| has_room_behind(curve, place, plot));
        let name = |&(_, (x, y), curve): &(f64, (u16, u16), &Curve)| Name {
            place: (x, y - plot.area.y),
            text: curve.name.to_owned(),
            style: curve.style,
            kind: if curve.name.chars().count() == 1 { Kind::Letters } else { Kind::Word },
            weight: self.curves.iter().position(|other| std::ptr::eq(other, curve)).unwrap_or(0),
        };
        // Names may cover lines that continue behind the end of another one.
        let (letters, words): (Vec<_>, Vec<_>) =
            inside.iter().map(name).partition(|name| name.kind == Kind::Letters);
        let words = draw_in_rows(&merge(words, plot.area.height), |x| x + 2, plot, buffer);
        for Name { place: (x, row), text, style, .. } in letters {
            draw_letter(&text, style, (x, plot.area.y + row), &words, plot, buffer);
        }
        let margin = plot.area.right() + 1;
        draw_in_rows(&merge(outside.iter().map(name).collect(), plot.area.height), |_| margin, plot, buffer);
    }

    /// Draws the label of the best step beside its line, in the first row where it covers nothing, if there is one.
    pub(super) fn draw_best_label(&self, theme: Theme, plot: &Plot, buffer: &mut Buffer) {
        let Some((step, label)) = &self.best else { return };
        let Some(x) = plot.x(*step) else { return };
        // Without room for the label, the value alone.
        let brief = label.split(" @").next().unwrap_or(label);
        let _ = [label.as_str(), brief].into_iter().find(|words| write_beside(words, x, theme, plot, buffer));
    }
}

/// A name, or several letters that share a row.
struct Name {
    /// The end of the line: the column, and the row of the plot.
    place: (u16, u16),
    text: String,
    style: Style,
    kind: Kind,
    /// The importance. Later curves are more important.
    weight: usize,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Word,
    Letters,
}

/// Merges letters that would be in one row. If there are more names than rows, all letters share a row, and the least
/// important names are dropped.
fn merge(mut names: Vec<Name>, rows: u16) -> Vec<Name> {
    names.sort_by_key(|name| (name.place.1, name.kind));
    let letters = |name: &Name| name.kind == Kind::Letters;
    let pair = |names: &[Name], near: fn(u16, u16) -> bool| {
        let places: Vec<_> = names.iter().enumerate().filter(|(_, name)| letters(name)).collect();
        let pair = places.windows(2).find(|pair| near(pair[0].1.place.1, pair[1].1.place.1));
        pair.map(|pair| (pair[0].0, pair[1].0))
    };
    while let Some((first, second)) = pair(&names, |a, b| a == b)
        .or_else(|| pair(&names, |_, _| true).filter(|_| names.len() > usize::from(rows)))
    {
        let removed = names.remove(second);
        names[first].text.push_str(&removed.text);
    }
    while names.len() > usize::from(rows) {
        let words = names.iter().enumerate().filter(|(_, name)| name.kind == Kind::Word);
        let Some((lightest, _)) = words.min_by_key(|(_, name)| name.weight) else { break };
        names.remove(lightest);
    }
    names
}

/// The columns and the row of a text.
type Covered = (Range<u16>, u16);

/// Writes names from the highest to the lowest, each in the column that `column` returns for its end. Names that would
/// overlap move apart. Returns the cells that they cover.
fn draw_in_rows(
    names: &[Name],
    column: impl Fn(u16) -> u16,
    plot: &Plot,
    buffer: &mut Buffer,
) -> Vec<Covered> {
    let columns = |name: &Name| {
        let x = column(name.place.0);
        x..x + name.text.chars().count() as u16
    };
    let meet = |a: &Range<u16>, b: &Range<u16>| a.start < b.end && b.start < a.end;
    let mut covered: Vec<Covered> = Vec::new();
    for (i, name) in names.iter().enumerate() {
        let here = columns(name);
        let free = covered.iter().filter(|(there, _)| meet(&here, there)).map(|(_, row)| row + 1).max();
        let below = names[i + 1..].iter().filter(|name| meet(&here, &columns(name))).count() as u16;
        let lowest = plot.area.height.saturating_sub(1 + below);
        let row = name.place.1.max(free.unwrap_or(0)).min(lowest);
        buffer.set_stringn(
            here.start,
            plot.area.y + row,
            &name.text,
            usize::from(plot.name_columns) - 1,
            name.style,
        );
        covered.push((here, row));
    }
    covered
}

/// Writes text right or left of a vertical line, in the first row where it covers nothing.
fn write_beside(words: &str, x: u16, theme: Theme, plot: &Plot, buffer: &mut Buffer) -> bool {
    let width = words.chars().count() as u16;
    let starts = [Some(x + 1), x.checked_sub(width)].into_iter().flatten();
    // The cells around it must be free too: text that touches a line is hard to read.
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
    let spans = curve.spans.iter().rev().filter(|span| span.is_finite());
    let last =
        spans.into_iter().find(|span| plot.steps.holds(span.steps.1) || plot.steps.holds(span.steps.0))?;
    Some((last.steps.1, last.last))
}

/// Whether a line ends far enough from the edge for its name to fit into the plot.
fn has_room_behind(curve: &Curve, (x, _): (u16, u16), plot: &Plot) -> bool {
    x + 2 + curve.name.chars().count() as u16 <= plot.area.right()
}

/// Writes the letter of a line into the plot: behind its end, or in the nearest place where it covers nothing. If there is
/// none, it covers lines, but no text.
fn draw_letter(
    letter: &str,
    style: Style,
    (x, y): (u16, u16),
    words: &[Covered],
    plot: &Plot,
    buffer: &mut Buffer,
) {
    let rows = plot.area.y..plot.area.bottom();
    let beside = (1..=FARTHEST).flat_map(|rows| [y.checked_sub(rows), y.checked_add(rows)]);
    let beside = beside.flatten().filter(|y| rows.contains(y)).map(|y| (x + 1, y));
    let mut places = [(x + 2, y), (x + 1, y)].into_iter().chain(beside);
    let place = places.find(|&(x, y)| is_blank(buffer, x, y));
    let is_word = |x: u16| words.iter().any(|(columns, row)| plot.area.y + row == y && columns.contains(&x));
    let over = || (plot.area.x..=x).rev().find(|&x| !is_word(x)).unwrap_or(x);
    let (x, y) = place.unwrap_or_else(|| (over(), y));
    buffer.set_string(x, y, letter, style);
}

/// The most rows between the end of a line and its letter.
const FARTHEST: u16 = 1;

/// Whether a cell is blank or shaded.
fn is_blank(buffer: &Buffer, x: u16, y: u16) -> bool {
    buffer.cell((x, y)).is_some_and(|cell| [" ", SHADE.0, SHADE.1].contains(&cell.symbol()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_share_a_row_before_names_are_lost() {
        let name = |row, text: &str| Name {
            place: (0, row),
            text: text.to_owned(),
            style: Style::new(),
            kind: if text.len() == 1 { Kind::Letters } else { Kind::Word },
            weight: text.len(),
        };
        let texts = |rows| {
            let names = vec![
                name(0, "A"),
                name(3, "B"),
                name(3, "C"),
                name(3, "test"),
                name(5, "train"),
                name(6, "D"),
            ];
            merge(names, rows).into_iter().map(|name| name.text).collect::<Vec<_>>()
        };
        assert_eq!(texts(9), ["A", "test", "BC", "train", "D"]);
        assert_eq!(texts(3), ["ABCD", "test", "train"]);
        assert_eq!(texts(2), ["ABCD", "train"]);
    }
}
