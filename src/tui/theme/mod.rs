//! The only place that knows colours and glyphs. Everything is named by what it means; what a terminal
//! lacks is replaced here, and shapes always say the same as colours.

mod palette;

use std::io::stdout;

use crate::looks::Wishes;
pub use crate::looks::{Colors, Glyphs, Ground};
use palette::{DARK, LIGHT, Palette, Rgb, mix, nearest_of_16, nearest_of_256};
use ratatui::buffer::Buffer;
use ratatui::style::{Color, Modifier, Style};
use termprofile::{DetectorSettings, TermProfile};

/// How many steps a colour map has: few enough that a slowly changing picture costs few bytes.
pub const LEVELS: usize = 32;

/// What this terminal can show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Theme {
    /// The colours it has.
    pub colors: Colors,
    /// The characters it has.
    pub glyphs: Glyphs,
    /// What it writes on.
    pub ground: Ground,
}

impl Theme {
    /// What the environment says this terminal can show, unless a person says otherwise.
    pub fn detect(wishes: Wishes) -> Theme {
        let colors = match TermProfile::detect(&stdout(), DetectorSettings::default()) {
            TermProfile::TrueColor => Colors::True,
            TermProfile::Ansi256 => Colors::Ansi256,
            TermProfile::Ansi16 => Colors::Ansi16,
            TermProfile::NoColor | TermProfile::NoTty => Colors::None,
        };
        let unicode = supports_unicode::supports_unicode();
        Theme {
            colors: wishes.colors.unwrap_or(colors),
            glyphs: wishes.glyphs.unwrap_or(if unicode { Glyphs::Unicode } else { Glyphs::Ascii }),
            ground: wishes.ground.unwrap_or(Ground::Dark),
        }
    }

    fn palette(self) -> &'static Palette {
        match self.ground {
            Ground::Dark => &DARK,
            Ground::Light => &LIGHT,
        }
    }

    /// Whether the terminal has more than ASCII.
    pub fn unicode(self) -> bool {
        self.glyphs != Glyphs::Ascii
    }

    /// Whether it has half blocks and braille.
    pub fn blocks(self) -> bool {
        self.glyphs == Glyphs::Unicode
    }

    /// Whether it has colours.
    pub fn has_colors(self) -> bool {
        self.colors != Colors::None
    }

    /// The first of two texts, or the second where there is only ASCII.
    pub fn either(self, unicode: &'static str, ascii: &'static str) -> &'static str {
        if self.unicode() { unicode } else { ascii }
    }

    /// Replaces what is left of other characters where there is only ASCII; texts come from many places.
    pub fn spell(self, buffer: &mut Buffer) {
        if self.unicode() {
            return;
        }
        for cell in buffer.content.iter_mut().filter(|cell| !cell.symbol().is_ascii()) {
            cell.set_symbol(match cell.symbol() {
                "→" => ">",
                "…" | "·" => ".",
                "×" => "x",
                "−" => "-",
                _ => "?",
            });
        }
    }

    /// Ordinary text.
    pub fn text(self) -> Style {
        self.ink(self.palette().text)
    }

    /// Text of less weight: units, hints, axes.
    pub fn faint(self) -> Style {
        self.ink(self.palette().faint).add_modifier(self.without_color(Modifier::DIM))
    }

    /// Frames around panels.
    pub fn frame(self) -> Style {
        self.ink(self.palette().frame).add_modifier(self.without_color(Modifier::DIM))
    }

    /// Titles, and what is chosen.
    pub fn strong(self) -> Style {
        self.ink(self.palette().strong).add_modifier(Modifier::BOLD)
    }

    /// The field or card that the keys act on.
    pub fn focus(self) -> Style {
        self.ink(self.palette().focus).add_modifier(Modifier::BOLD | self.without_color(Modifier::REVERSED))
    }

    /// A key in a hint.
    pub fn key(self) -> Style {
        self.ink(self.palette().focus).add_modifier(self.without_color(Modifier::BOLD))
    }

    /// Everything of the training examples.
    pub fn train(self) -> Style {
        self.ink(self.palette().train)
    }

    /// Everything of the examples held out.
    pub fn validation(self) -> Style {
        self.ink(self.palette().validation)
    }

    /// Everything of the test examples.
    pub fn test(self) -> Style {
        self.ink(self.palette().test)
    }

    /// Curves of runs before this one.
    pub fn ghost(self) -> Style {
        self.ink(self.palette().faint).add_modifier(self.without_color(Modifier::DIM))
    }

    /// Curves of pinned runs, and what is said about them.
    pub fn pin(self) -> Style {
        self.ink(self.palette().pin)
    }

    /// The space between two curves.
    pub fn shade(self) -> Style {
        self.ink(self.palette().gap).add_modifier(self.without_color(Modifier::DIM))
    }

    /// The step of the curves that is looked at.
    pub fn cursor(self) -> Style {
        self.ink(self.palette().focus)
    }

    /// What went well.
    pub fn good(self) -> Style {
        self.ink(self.palette().strong)
    }

    /// What went wrong.
    pub fn bad(self) -> Style {
        self.ink(self.palette().bad).add_modifier(Modifier::BOLD)
    }

    /// What was asked for and is not in force yet.
    pub fn pending(self) -> Style {
        self.ink(self.palette().focus).add_modifier(Modifier::ITALIC)
    }

    /// A point of a class, on the map; those of the third and on are told apart by their digits.
    pub fn point(self, class: u8) -> Style {
        let Palette { points, strong, .. } = self.palette();
        self.ink(*points.get(usize::from(class)).unwrap_or(strong)).add_modifier(Modifier::BOLD)
    }

    /// A point on the wrong side of the boundary.
    pub fn mistake(self) -> Style {
        self.ink(self.palette().strong).add_modifier(Modifier::BOLD)
    }

    /// The boundary itself.
    pub fn contour(self) -> Color {
        self.color(self.palette().strong)
    }

    /// The ground where a class is ahead by so much, from 0, undecided, to 1, in half as many steps as there are
    /// levels.
    pub fn map(self, class: u8, lead: f32) -> Color {
        let steps = LEVELS as f64 / 2.0;
        let step = (f64::from(lead) * steps).floor().clamp(0.0, steps - 1.0);
        let Palette { undecided, regions, .. } = self.palette();
        if self.colors == Colors::Ansi16 {
            // What lies between two of sixteen colours is a third one that means nothing.
            let clear = f64::from(lead) > 0.3;
            return self.color(if clear { regions[usize::from(class) % regions.len()] } else { *undecided });
        }
        self.color(mix(*undecided, regions[usize::from(class) % regions.len()], (step + 0.5) / (steps - 0.5)))
    }

    /// The grey of a pixel, from paper (level 0) to ink (the last level).
    pub fn grey(self, level: usize) -> Color {
        let [paper, ink] = self.palette().grey;
        self.color(mix(paper, ink, level as f64 / (LEVELS - 1) as f64))
    }

    fn ink(self, rgb: Rgb) -> Style {
        if self.colors == Colors::None { Style::new() } else { Style::new().fg(self.color(rgb)) }
    }

    /// An emphasis that only terminals without colours need.
    fn without_color(self, modifier: Modifier) -> Modifier {
        if self.colors == Colors::None { modifier } else { Modifier::empty() }
    }

    fn color(self, rgb: Rgb) -> Color {
        match self.colors {
            Colors::None => Color::Reset,
            Colors::Ansi16 => nearest_of_16(rgb),
            Colors::Ansi256 => Color::Indexed(nearest_of_256(rgb)),
            Colors::True => Color::Rgb(rgb.0, rgb.1, rgb.2),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_colors_no_color_is_ever_given() {
        let theme = Theme { colors: Colors::None, glyphs: Glyphs::Unicode, ground: Ground::Dark };
        assert_eq!(theme.train().fg, None);
        assert_eq!(theme.map(0, 1.0), Color::Reset);
        assert_eq!(theme.grey(31), Color::Reset);
    }
}
