//! The names of the lines of a chart.

use std::ops::Range;

use ratatui::buffer::Buffer;
use ratatui::style::Style;

use super::chart::{Chart, Curve};
use super::plot::Plot;
use super::range::smoothed_end;

impl Chart<'_> {
    /// Draws the names behind the ends of the lines. Names of lines that end at the edge are in the margin, and names move
    /// apart where they would overlap. Where they stand depends on nothing else in the plot, so that they keep their place
    /// while lines shake.
    pub(super) fn draw_names(&self, plot: &Plot, buffer: &mut Buffer) {
        let named = self.curves.iter().filter(|curve| !curve.name.is_empty());
        let mut ends: Vec<(f64, (u16, u16), &Curve)> = named
            .filter_map(|curve| {
                let place = curve.place.or_else(|| smoothed_end(&curve.spans, &plot.steps, &plot.values))?;
                Some((place.up, plot.cell(place), curve))
            })
            .collect();
        // Stable: of two names at one height, that of the later line is below.
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
        let inside: Vec<Name> = inside.iter().map(name).collect();
        draw_in_rows(&inside, |x| x + 2, plot, buffer);
        let margin = plot.area.right() + 1;
        draw_in_rows(&merge(outside.iter().map(name).collect(), plot.area.height), |_| margin, plot, buffer);
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

/// Writes names from the highest to the lowest, each in the column that `column` returns for its end. Names that would touch
/// move apart; a name without a free row is left out.
fn draw_in_rows(names: &[Name], column: impl Fn(u16) -> u16, plot: &Plot, buffer: &mut Buffer) {
    let columns = |name: &Name| {
        let x = column(name.place.0);
        x..x + name.text.chars().count() as u16
    };
    let meet = |a: &Range<u16>, b: &Range<u16>| a.start <= b.end && b.start <= a.end;
    let mut covered: Vec<(Range<u16>, u16)> = Vec::new();
    for (i, name) in names.iter().enumerate() {
        let here = columns(name);
        let is_free = |row: u16| !covered.iter().any(|(there, taken)| *taken == row && meet(&here, there));
        let below = names[i + 1..].iter().filter(|name| meet(&here, &columns(name))).count() as u16;
        let lowest = plot.area.height.saturating_sub(1 + below);
        let lower = covered.iter().filter(|(there, _)| meet(&here, there)).map(|(_, row)| row + 1).max();
        let wanted = name.place.1.max(lower.unwrap_or(0)).min(lowest);
        let others = (0..plot.area.height).rev();
        let Some(row) = [wanted].into_iter().chain(others).find(|&row| is_free(row)) else { continue };
        let room = usize::from(plot.area.right() + plot.name_columns - here.start);
        buffer.set_stringn(here.start, plot.area.y + row, &name.text, room, name.style);
        covered.push((here, row));
    }
}

/// Whether a line ends far enough from the edge for its name to fit into the plot.
fn has_room_behind(curve: &Curve, (x, _): (u16, u16), plot: &Plot) -> bool {
    x + 2 + curve.name.chars().count() as u16 <= plot.area.right()
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
