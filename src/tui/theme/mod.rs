//! The only place that knows colours and glyphs. Everything is named by what it means; what a terminal
//! lacks is replaced here, and shapes always say the same as colours.

mod palette;

use std::io::stdout;

use crate::display::DisplayOptions;
pub use crate::display::{Colors, Glyphs, Ground};
use palette::{DARK, LIGHT, Palette, Region, Tone, mix, nearest_grey_of_16, nearest_of_256};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
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
    pub fn detect(display_options: DisplayOptions) -> Theme {
        let colors = match TermProfile::detect(&stdout(), DetectorSettings::default()) {
            TermProfile::TrueColor => Colors::True,
            TermProfile::Ansi256 => Colors::Ansi256,
            TermProfile::Ansi16 => Colors::Ansi16,
            TermProfile::NoColor | TermProfile::NoTty => Colors::None,
        };
        let unicode = supports_unicode::supports_unicode();
        Theme {
            colors: display_options.colors.unwrap_or(colors),
            glyphs: display_options.glyphs.unwrap_or(if unicode { Glyphs::Unicode } else { Glyphs::Ascii }),
            ground: display_options.ground.unwrap_or(Ground::Dark),
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
    pub fn spell(self, area: Rect, buffer: &mut Buffer) {
        if self.unicode() {
            return;
        }
        let width = usize::from(buffer.area.width).max(1);
        for row in buffer.content.chunks_mut(width).take(area.height.into()) {
            let row = &mut row[..usize::from(area.width)];
            for at in 0..row.len() {
                // Nor may they touch what comes behind them.
                let next = || row[at + 1..].iter().take(3);
                let is_free = next().len() >= 2 && next().all(|cell| cell.symbol() == " ");
                if row[at].symbol() == "…" && is_free {
                    row[at..at + 3].iter_mut().for_each(|cell| _ = cell.set_symbol("."));
                }
            }
            for cell in row.iter_mut().filter(|cell| !cell.symbol().is_ascii()) {
                cell.set_symbol(match cell.symbol() {
                    "→" => ">",
                    "…" => "~", // three dots have no room
                    "·" => ".",
                    "×" => "x",
                    "−" => "-",
                    _ => "?",
                });
            }
        }
    }

    /// What everything is written on: painted, because nobody knows what a terminal has there.
    pub fn paper(self) -> Style {
        if self.has_colors() { self.text().bg(self.color(self.palette().ground)) } else { Style::new() }
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

    /// Curves of the same set-up from many seeds: no colour of their own, for they are about this run and no other.
    pub fn seeds(self) -> Style {
        self.text()
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

    /// A point of a class, on the map where `ground` wins; those of the third and on are told apart by their digits.
    pub fn point(self, class: u8, ground: Option<MapPixel>) -> Style {
        let Palette { points, strong, .. } = self.palette();
        let ink = self.ink(*points.get(usize::from(class)).unwrap_or(strong));
        self.on(ground, ink).add_modifier(Modifier::BOLD)
    }

    /// A point on the wrong side of the boundary.
    pub fn mistake(self, ground: Option<MapPixel>) -> Style {
        self.on(ground, self.ink(self.palette().strong)).add_modifier(Modifier::BOLD)
    }

    /// What tells test points from training points where both are digits.
    pub fn tested(self) -> Modifier {
        Modifier::UNDERLINED
    }

    /// An ink on the map: of sixteen colours few can be read on another.
    fn on(self, ground: Option<MapPixel>, ink: Style) -> Style {
        match ground {
            Some(map_pixel) if self.colors == Colors::Ansi16 && map_pixel.margin > CLEAR_OF_16 => {
                ink.fg(self.region(map_pixel.class).mark)
            }
            Some(_) if self.colors == Colors::Ansi16 => self.ink(self.palette().strong),
            _ => ink,
        }
    }

    /// The boundary itself.
    pub fn contour(self) -> Color {
        self.color(self.palette().strong)
    }

    fn region(self, class: u8) -> Region {
        let regions = self.palette().regions;
        regions[usize::from(class) % regions.len()]
    }

    /// The ground where a class is ahead by so much.
    pub fn map(self, MapPixel { class, margin }: MapPixel) -> Color {
        let (undecided, region) = (self.palette().undecided, self.region(class));
        match self.colors {
            Colors::None => Color::Reset,
            // What lies between two of sixteen colours is a third one that means nothing.
            Colors::Ansi16 => {
                if margin > CLEAR_OF_16 {
                    region.tone.ansi
                } else {
                    undecided.ansi
                }
            }
            Colors::Ansi256 => match margin {
                ..0.15 => self.color(undecided),
                0.15..0.5 => Color::Indexed(region.steps[0]),
                _ => Color::Indexed(region.steps[1]),
            },
            Colors::True => {
                let steps = LEVELS as f64 / 2.0;
                let step = (f64::from(margin) * steps).floor().clamp(0.0, steps - 1.0);
                let (red, green, blue) = mix(undecided.rgb, region.tone.rgb, (step + 0.5) / (steps - 0.5));
                Color::Rgb(red, green, blue)
            }
        }
    }

    /// The grey of a pixel, from paper (level 0) to ink (the last level).
    pub fn grey(self, level: usize) -> Color {
        let [paper, ink] = self.palette().grey;
        let rgb = mix(paper, ink, level as f64 / (LEVELS - 1) as f64);
        self.color(Tone { rgb, ansi: nearest_grey_of_16(rgb) })
    }

    fn ink(self, tone: Tone) -> Style {
        if self.has_colors() { Style::new().fg(self.color(tone)) } else { Style::new() }
    }

    /// An emphasis that only terminals without colours need.
    fn without_color(self, modifier: Modifier) -> Modifier {
        if self.colors == Colors::None { modifier } else { Modifier::empty() }
    }

    fn color(self, tone: Tone) -> Color {
        match self.colors {
            Colors::None => Color::Reset,
            Colors::Ansi16 => tone.ansi,
            Colors::Ansi256 => Color::Indexed(nearest_of_256(tone.rgb)),
            Colors::True => Color::Rgb(tone.rgb.0, tone.rgb.1, tone.rgb.2),
        }
    }
}

/// How far a class has to be ahead to be shown where there are sixteen colours.
const CLEAR_OF_16: f32 = 0.3;

/// What is said at one place of the map.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct MapPixel {
    /// The class that wins.
    pub class: u8,
    /// How far it is ahead of the next, from 0, undecided, to 1.
    pub margin: f32,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_colors_no_color_is_ever_given() {
        let theme = Theme { colors: Colors::None, glyphs: Glyphs::Unicode, ground: Ground::Dark };
        assert_eq!(theme.train().fg, None);
        assert_eq!(theme.map(MapPixel { class: 0, margin: 1.0 }), Color::Reset);
        assert_eq!(theme.grey(31), Color::Reset);
    }
}
