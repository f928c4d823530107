//! Lines between the units of two layers, whose sign and size can be seen without colour.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::braille::{self, DOTS};
use super::signed_map;
use crate::tui::theme::Theme;

/// Smaller shares of the largest weight are left out.
pub const LEAST: f32 = 0.1;
/// Larger ones are drawn thick.
const STRONG: f32 = 0.6;
/// Dots of a dash of a negative weight, and of the dash with the gap after it.
const DASH: (usize, usize) = (3, 6);

/// A line from the left edge of an area to its right edge.
#[derive(Clone, Copy, Debug)]
pub struct Link {
    /// The row where it starts, counted from the top of the terminal.
    pub from: u16,
    /// The row where it ends.
    pub to: u16,
    /// The weight over the largest one, from -1 to 1.
    pub strength: f32,
}

/// Draws links into `area`, the strongest above the others: positive ones as solid lines, negative ones as dotted lines.
/// Without braille, the lines consist of the glyphs of a signed map.
pub fn render(theme: Theme, links: &[Link], area: Rect, buffer: &mut Buffer) {
    let mut links: Vec<Link> = links.iter().copied().filter(|link| link.strength.abs() >= LEAST).collect();
    links.sort_by(|a, b| a.strength.abs().total_cmp(&b.strength.abs()));
    for link in links {
        if theme.blocks() {
            draw_dots(theme, link, area, buffer);
        } else {
            draw_glyphs(theme, link, area, buffer);
        }
    }
}

fn draw_dots(theme: Theme, link: Link, area: Rect, buffer: &mut Buffer) {
    let last = (usize::from(area.width) * DOTS.0).saturating_sub(1);
    // The second row of dots of the cell.
    let row = |row: u16| usize::from(row.saturating_sub(area.y)) * DOTS.1 + 1;
    for (nth, (x, y)) in points((0, row(link.from)), (last, row(link.to))).enumerate() {
        if link.strength < 0.0 && nth % DASH.1 >= DASH.0 {
            continue;
        }
        let thickness = if link.strength.abs() > STRONG { 2 } else { 1 };
        for y in y..y + thickness {
            set_dot(theme, link.strength, (x, y), area, buffer);
        }
    }
}

fn set_dot(theme: Theme, strength: f32, (x, y): (usize, usize), area: Rect, buffer: &mut Buffer) {
    let place = (area.x + (x / DOTS.0) as u16, area.y + (y / DOTS.1) as u16);
    let Some(cell) = buffer.cell_mut(place).filter(|_| area.contains(place.into())) else { return };
    let dots = braille::bits(cell.symbol()) | braille::bit(x, y);
    cell.set_char(braille::cell(dots)).set_style(style(theme, strength));
}

fn draw_glyphs(theme: Theme, link: Link, area: Rect, buffer: &mut Buffer) {
    let ends = [(area.x, link.from), (area.right().saturating_sub(1), link.to)];
    let [from, to] = ends.map(|(x, y)| (usize::from(x), usize::from(y)));
    for (x, y) in points(from, to) {
        let place = (x as u16, y as u16);
        let Some(cell) = buffer.cell_mut(place).filter(|_| area.contains(place.into())) else { continue };
        cell.set_symbol(signed_map::glyph(theme, link.strength)).set_style(style(theme, link.strength));
    }
}

/// The colour of the sign, the paler the weaker.
fn style(theme: Theme, strength: f32) -> Style {
    if !theme.has_colors() {
        return Style::new();
    }
    let visible = (0.4 + 0.6 * strength.abs()).copysign(strength);
    Style::new().fg(signed_map::color(theme, visible))
}

/// The points of a straight line, one for each unit of its longer side.
fn points(from: (usize, usize), to: (usize, usize)) -> impl Iterator<Item = (usize, usize)> {
    let steps = from.0.abs_diff(to.0).max(from.1.abs_diff(to.1)).max(1);
    let at = move |from: usize, to: usize, share: f64| {
        (from as f64 + (to as f64 - from as f64) * share).round() as usize
    };
    (0..=steps).map(move |i| {
        let share = i as f64 / steps as f64;
        (at(from.0, to.0, share), at(from.1, to.1, share))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::theme::{Background, Colors, Glyphs};

    fn drawn(glyphs: Glyphs, strength: f32) -> String {
        let theme = Theme { colors: Colors::None, glyphs, background: Background::Dark };
        let area = Rect::new(0, 0, 10, 1);
        let mut buffer = Buffer::empty(area);
        render(theme, &[Link { from: 0, to: 0, strength }], area, &mut buffer);
        (0..10).map(|x| buffer[(x, 0)].symbol()).collect()
    }

    #[test]
    fn sign_and_size_can_be_seen_without_colour() {
        assert_eq!(drawn(Glyphs::Unicode, 0.4), "⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒");
        assert_eq!(drawn(Glyphs::Unicode, 1.0), "⠶⠶⠶⠶⠶⠶⠶⠶⠶⠶");
        assert_eq!(drawn(Glyphs::Unicode, 0.05), "          ");
        let all: Vec<String> = [-1.0, -0.4, 0.4, 1.0].map(|strength| drawn(Glyphs::Ascii, strength)).into();
        assert_eq!(all, ["==========", "----------", "++++++++++", "##########"]);
        let dotted = drawn(Glyphs::Unicode, -0.4);
        assert!(dotted.contains('⠒') && dotted.contains(' '), "{dotted}");
    }

    #[test]
    fn a_line_has_no_gap() {
        for to in [(9, 0), (3, 50), (0, 3), (20, 2)] {
            let line: Vec<_> = points((0, 3), to).collect();
            assert_eq!((line[0], line[line.len() - 1]), ((0, 3), to));
            let is_near = |pair: &[(usize, usize)]| {
                pair[0].0.abs_diff(pair[1].0) <= 1 && pair[0].1.abs_diff(pair[1].1) <= 1
            };
            assert!(line.windows(2).all(is_near));
        }
    }
}
