//! Replacing characters that are not ASCII on terminals that have no others.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::terminal::Theme;

impl Theme {
    /// Replaces all characters that are not ASCII if the terminal has no others. Most glyphs are chosen before, but texts
    /// come from many places.
    pub fn replace_non_ascii(self, area: Rect, buffer: &mut Buffer) {
        if self.unicode() {
            return;
        }
        let width = usize::from(buffer.area.width).max(1);
        for row in buffer.content.chunks_mut(width).take(area.height.into()) {
            let row = &mut row[..usize::from(area.width)];
            for at in 0..row.len() {
                // Three dots need two blank cells, and a third to keep them apart from what follows.
                let next = || row[at + 1..].iter().take(3);
                let is_free = next().len() >= 2 && next().all(|cell| cell.symbol() == " ");
                if row[at].symbol() == "…" && is_free {
                    row[at..at + 3].iter_mut().for_each(|cell| _ = cell.set_symbol("."));
                }
            }
            for cell in row.iter_mut().filter(|cell| !cell.symbol().is_ascii()) {
                cell.set_symbol(match cell.symbol() {
                    "→" => ">",
                    "…" => "~", // no room for three dots
                    "·" => ".",
                    "×" => "x",
                    "−" => "-",
                    _ => "?",
                });
            }
        }
    }
}
