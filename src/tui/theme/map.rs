//! Colours of the map of the plane, of its points, and of images.

use ratatui::style::{Color, Modifier, Style};

use super::palette::{Palette, Region, Tone, mix, nearest_grey_of_16};
use super::terminal::Theme;
use crate::display::Colors;

/// Levels of a colour map. Few levels keep the bytes of a slowly changing picture low.
pub const LEVELS: usize = 32;

/// The margin from which on a class is shown in sixteen colours.
const CLEAR_OF_16: f32 = 0.3;

/// How far the colours of the second eight classes are from those of the first.
const SECOND_EIGHT: f64 = 0.22;

/// A pixel of the map.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct MapPixel {
    /// The class with the largest output.
    pub class: u8,
    /// The margin to the second largest output, from 0 (undecided) to 1.
    pub margin: f32,
}

impl MapPixel {
    /// A number from -1 to 1: the second class for positive numbers, the first for negative ones.
    pub fn signed(number: f32) -> MapPixel {
        MapPixel { class: u8::from(number > 0.0), margin: number.abs().min(1.0) }
    }
}

impl Theme {
    /// A point of a class on a pixel of the map, or beside the map. From the third class on, the digits of the points tell
    /// the classes apart.
    pub fn point(self, class: u8, background: Option<MapPixel>) -> Style {
        let Palette { points, strong, .. } = self.palette();
        let style = self.foreground(*points.get(usize::from(class)).unwrap_or(strong));
        self.readable_on(background, style).add_modifier(self.bold_on_map())
    }

    /// A point whose prediction is wrong.
    pub fn mistake(self, background: Option<MapPixel>) -> Style {
        self.readable_on(background, self.foreground(self.palette().strong)).add_modifier(self.bold_on_map())
    }

    /// Bold, but not in sixteen colours: terminals may draw a bold black as grey.
    fn bold_on_map(self) -> Modifier {
        if self.colors == Colors::Ansi16 { Modifier::empty() } else { Modifier::BOLD }
    }

    /// The modifier of test points if both test and training points are digits.
    pub fn tested(self) -> Modifier {
        Modifier::UNDERLINED
    }

    /// The modifier of points with flipped labels if all points are letters.
    pub fn flipped(self) -> Modifier {
        Modifier::REVERSED
    }

    /// Changes the foreground to one that is readable on the map if there are sixteen colours.
    fn readable_on(self, background: Option<MapPixel>, style: Style) -> Style {
        match background {
            Some(map_pixel) if self.colors == Colors::Ansi16 && map_pixel.margin > CLEAR_OF_16 => {
                style.fg(self.region(map_pixel.class).mark)
            }
            Some(_) if self.colors == Colors::Ansi16 => self.foreground(self.palette().strong),
            _ => style,
        }
    }

    /// The colour of the decision boundary.
    pub fn contour(self) -> Color {
        self.color(self.palette().strong)
    }

    /// The colours of a class. With more than eight classes, the next eight have the same hues nearer to the foreground, if
    /// there are 24 bits; else they have the same colours.
    fn region(self, class: u8) -> Region {
        let Palette { regions, strong, .. } = self.palette();
        let region = regions[usize::from(class) % regions.len()];
        if usize::from(class) / regions.len() % 2 == 0 {
            return region;
        }
        let rgb = mix(region.tone.rgb, strong.rgb, SECOND_EIGHT);
        Region { tone: Tone { rgb, ..region.tone }, ..region }
    }

    /// The background of a pixel of the map.
    pub fn map(self, MapPixel { class, margin }: MapPixel) -> Color {
        let (undecided, region) = (self.palette().undecided, self.region(class));
        match self.colors {
            Colors::None => Color::Reset,
            // Sixteen colours have none in between that would mean anything.
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

    /// Text on a cell of a map of shares, from the palest (0) to the strongest (1).
    pub fn heat(self, share: f64) -> Style {
        let pixel = MapPixel { class: 0, margin: share as f32 };
        let style = self.readable_on(Some(pixel), self.foreground(self.palette().strong));
        if self.has_colors() { style.bg(self.map(pixel)) } else { style }
    }

    /// The grey of a pixel, from the background (level 0) to the foreground (the last level).
    pub fn grey(self, level: usize) -> Color {
        let [background, foreground] = self.palette().grey;
        let rgb = mix(background, foreground, level as f64 / (LEVELS - 1) as f64);
        self.color(Tone { rgb, ansi: nearest_grey_of_16(rgb) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::display::{Background, Glyphs};

    #[test]
    fn without_colors_no_color_is_ever_given() {
        let theme = Theme { colors: Colors::None, glyphs: Glyphs::Unicode, background: Background::Dark };
        assert_eq!(theme.train().fg, None);
        assert_eq!(theme.map(MapPixel { class: 0, margin: 1.0 }), Color::Reset);
        assert_eq!(theme.grey(31), Color::Reset);
    }
}
