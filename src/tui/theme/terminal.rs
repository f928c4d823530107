//! The capabilities of the terminal: colours, glyphs and background.

use std::env;
use std::io::stdout;

use ratatui::style::{Color, Modifier, Style};
use termprofile::{DetectorSettings, TermProfile};

use super::environment;
use super::palette::{DARK, LIGHT, Palette, Tone, nearest_of_256};
use crate::display::{Background, Colors, DisplayOptions, Glyphs};

/// The capabilities of the terminal. The methods return styles, named by what they stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Theme {
    /// The colours that the terminal has.
    pub colors: Colors,
    /// The characters that the terminal has.
    pub glyphs: Glyphs,
    /// Whether the background is dark or light.
    pub background: Background,
}

impl Theme {
    /// Detects the capabilities from the environment. Options that the user gave take precedence.
    pub fn detect(display_options: DisplayOptions) -> Theme {
        let colors = match TermProfile::detect(&stdout(), DetectorSettings::default()) {
            // `termprofile` takes some values for `no`.
            _ if environment::wants_no_color(&|name| env::var_os(name)) => Colors::None,
            TermProfile::TrueColor => Colors::True,
            TermProfile::Ansi256 => Colors::Ansi256,
            TermProfile::Ansi16 => Colors::Ansi16,
            TermProfile::NoColor | TermProfile::NoTty => Colors::None,
        };
        #[cfg(unix)]
        let unicode = environment::has_unicode(&|name| env::var_os(name));
        #[cfg(not(unix))]
        let unicode = supports_unicode::supports_unicode();
        Theme {
            colors: display_options.colors.unwrap_or(colors),
            glyphs: display_options.glyphs.unwrap_or(if unicode { Glyphs::Unicode } else { Glyphs::Ascii }),
            background: display_options.background.unwrap_or(Background::Dark),
        }
    }

    pub(super) fn palette(self) -> &'static Palette {
        match self.background {
            Background::Dark => &DARK,
            Background::Light => &LIGHT,
        }
    }

    /// Whether the terminal has characters beyond ASCII.
    pub fn unicode(self) -> bool {
        self.glyphs != Glyphs::Ascii
    }

    /// Whether the terminal has braille, and half blocks fit for images and maps.
    pub fn blocks(self) -> bool {
        self.glyphs == Glyphs::Unicode
    }

    /// Whether the terminal has colours.
    pub fn has_colors(self) -> bool {
        self.colors != Colors::None
    }

    /// Returns `unicode`, or `ascii` if the terminal has only ASCII.
    pub fn glyph(self, unicode: &'static str, ascii: &'static str) -> &'static str {
        if self.unicode() { unicode } else { ascii }
    }

    /// The arrow before what is chosen in a list, or a blank.
    pub fn arrow(self, is_chosen: bool) -> &'static str {
        if is_chosen { self.glyph("▸", ">") } else { " " }
    }

    pub(super) fn foreground(self, tone: Tone) -> Style {
        if self.has_colors() { Style::new().fg(self.color(tone)) } else { Style::new() }
    }

    /// Returns the modifier if the terminal has no colours, else none.
    pub(super) fn without_color(self, modifier: Modifier) -> Modifier {
        if self.colors == Colors::None { modifier } else { Modifier::empty() }
    }

    pub(super) fn color(self, tone: Tone) -> Color {
        match self.colors {
            Colors::None => Color::Reset,
            Colors::Ansi16 => tone.ansi,
            Colors::Ansi256 => Color::Indexed(nearest_of_256(tone.rgb)),
            Colors::True => Color::Rgb(tone.rgb.0, tone.rgb.1, tone.rgb.2),
        }
    }
}
