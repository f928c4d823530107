//! The colours, once for dark terminals and once for light ones, and the nearest that a terminal has.

use ratatui::style::Color;

/// Red, green, blue.
pub type Rgb = (u8, u8, u8);

/// Colours by what they stand for.
pub struct Palette {
    /// Ordinary text, text of less weight, frames, and what stands out.
    pub text: Rgb,
    pub faint: Rgb,
    pub frame: Rgb,
    pub strong: Rgb,
    /// What the keys act on, and what went wrong.
    pub focus: Rgb,
    pub bad: Rgb,
    /// Training, test, held-out and pinned curves, and the space between two of them.
    pub train: Rgb,
    pub test: Rgb,
    pub validation: Rgb,
    pub pin: Rgb,
    pub gap: Rgb,
    /// The ground where no class wins, where each of them does, and points of the first two on it.
    pub undecided: Rgb,
    pub regions: [Rgb; 8],
    pub points: [Rgb; 2],
    /// Pictures, from paper to ink.
    pub grey: [Rgb; 2],
}

/// For light text on a dark ground.
pub const DARK: Palette = Palette {
    text: (222, 222, 226),
    faint: (128, 128, 138),
    frame: (84, 84, 96),
    strong: (255, 255, 255),
    focus: (250, 216, 90),
    bad: (255, 104, 96),
    train: (92, 164, 255),
    test: (255, 160, 60),
    validation: (110, 214, 170),
    pin: (196, 150, 232),
    gap: (104, 74, 40),
    undecided: (38, 38, 44),
    regions: [
        (150, 76, 10),
        (22, 76, 150),
        (16, 112, 84),
        (112, 52, 140),
        (120, 116, 20),
        (140, 40, 60),
        (24, 120, 140),
        (96, 96, 102),
    ],
    points: [(255, 222, 176), (196, 224, 255)],
    grey: [(16, 16, 20), (250, 250, 245)],
};

/// For dark text on a light ground.
pub const LIGHT: Palette = Palette {
    text: (40, 40, 48),
    faint: (112, 112, 122),
    frame: (176, 176, 186),
    strong: (0, 0, 0),
    focus: (136, 92, 0),
    bad: (190, 24, 24),
    train: (0, 84, 190),
    test: (186, 84, 0),
    validation: (0, 122, 84),
    pin: (112, 56, 168),
    gap: (226, 200, 164),
    undecided: (240, 240, 236),
    regions: [
        (250, 190, 124),
        (148, 192, 250),
        (150, 222, 190),
        (222, 180, 240),
        (232, 228, 130),
        (246, 170, 176),
        (150, 224, 236),
        (200, 200, 204),
    ],
    points: [(120, 56, 0), (0, 44, 120)],
    grey: [(244, 244, 238), (24, 24, 28)],
};

/// A colour between two.
pub fn mix(from: Rgb, to: Rgb, share: f64) -> Rgb {
    let channel = |a: u8, b: u8| (f64::from(a) + share * (f64::from(b) - f64::from(a))).round() as u8;
    (channel(from.0, to.0), channel(from.1, to.1), channel(from.2, to.2))
}

fn distance(a: Rgb, b: Rgb) -> i32 {
    let square = |a: u8, b: u8| (i32::from(a) - i32::from(b)).pow(2);
    square(a.0, b.0) + square(a.1, b.1) + square(a.2, b.2)
}

/// Channels that differ by more than this have a hue.
const CLEAR: i32 = 24;

/// The nearest of the 6×6×6 cube and the 24 greys; the first sixteen differ from terminal to terminal.
pub fn nearest_of_256(rgb: Rgb) -> u8 {
    const STEPS: [u8; 6] = [0, 95, 135, 175, 215, 255];
    let cube = (16..232).map(|index: u8| {
        let place = usize::from(index - 16);
        (index, (STEPS[place / 36], STEPS[place / 6 % 6], STEPS[place % 6]))
    });
    // A dark brown is nearer to olive than to any brown there is: rather a grey than another hue.
    let keeps_hue = |&(_, candidate): &(u8, Rgb)| {
        let pairs = |rgb: Rgb| {
            let [r, g, b] = [rgb.0, rgb.1, rgb.2].map(i32::from);
            [r - g, g - b, b - r]
        };
        pairs(rgb)
            .into_iter()
            .zip(pairs(candidate))
            .all(|(ours, its)| ours.abs() <= CLEAR || ours.signum() == its.signum())
    };
    let greys = (232..=255).map(|index: u8| (index, [8 + 10 * (index - 232); 3].into()));
    cube.filter(keeps_hue)
        .chain(greys)
        .min_by_key(|&(_, candidate)| distance(candidate, rgb))
        .map_or(15, |(index, _)| index)
}

/// The nearest of the sixteen, by what they usually look like.
pub fn nearest_of_16(rgb: Rgb) -> Color {
    let table = [
        (Color::Black, (0, 0, 0)),
        (Color::DarkGray, (96, 96, 104)),
        (Color::Gray, (214, 214, 218)),
        (Color::White, (255, 255, 255)),
        (Color::Red, (190, 40, 40)),
        (Color::LightRed, (255, 104, 96)),
        (Color::Yellow, (190, 110, 20)),
        (Color::LightYellow, (255, 200, 90)),
        (Color::Blue, (20, 70, 180)),
        (Color::LightBlue, (92, 164, 255)),
        (Color::LightCyan, (196, 224, 255)),
        (Color::Green, (20, 130, 80)),
        (Color::LightGreen, (110, 214, 170)),
        (Color::Magenta, (120, 54, 150)),
        (Color::LightMagenta, (196, 150, 232)),
        (Color::Cyan, (24, 120, 140)),
    ];
    let is_grey = |(r, g, b): Rgb| i32::from(r.max(g).max(b)) - i32::from(r.min(g).min(b)) <= CLEAR;
    table
        .into_iter()
        .filter(|&(_, candidate)| is_grey(candidate) == is_grey(rgb))
        .min_by_key(|&(_, candidate)| distance(candidate, rgb))
        .map_or(Color::White, |(name, _)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_poorer_terminal_shows_no_other_hue() {
        assert_eq!(nearest_of_16((222, 222, 226)), Color::Gray);
        assert_eq!(nearest_of_16((176, 176, 186)), Color::Gray);
        let middle = mix(DARK.undecided, DARK.regions[0], 0.5);
        assert!(nearest_of_256(middle) >= 232, "grey rather than olive");
        assert_eq!(nearest_of_256(DARK.regions[0]), 94);
    }

    #[test]
    fn colors_of_the_cube_are_found_exactly() {
        assert_eq!(nearest_of_256((255, 0, 0)), 196);
        assert_eq!(nearest_of_256((8, 8, 8)), 232);
        assert_eq!(nearest_of_256((95, 135, 175)), 67);
    }

    /// How a colour looks to people without one kind of cones: Viénot, Brettel and Mollon (1999), in linear light.
    fn seen(rgb: Rgb, cones: [[f64; 3]; 3]) -> [f64; 3] {
        let linear = [rgb.0, rgb.1, rgb.2].map(|channel| (f64::from(channel) / 255.0).powf(2.2));
        cones.map(|row| {
            let sum: f64 = row.iter().zip(linear).map(|(weight, channel)| weight * channel).sum();
            255.0 * sum.clamp(0.0, 1.0).powf(1.0 / 2.2)
        })
    }

    const ALL_CONES: [[f64; 3]; 3] = [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]];
    const NO_RED: [[f64; 3]; 3] = [[0.112, 0.888, 0.0], [0.112, 0.888, 0.0], [0.004, -0.004, 1.0]];
    const NO_GREEN: [[f64; 3]; 3] = [[0.293, 0.707, 0.0], [0.293, 0.707, 0.0], [-0.022, 0.022, 1.0]];

    #[test]
    fn what_belongs_to_two_sides_is_told_apart_by_every_eye() {
        for palette in [DARK, LIGHT] {
            let pairs = [
                (palette.train, palette.test),
                (palette.regions[0], palette.regions[1]),
                (palette.regions[0], palette.undecided),
                (palette.undecided, palette.regions[1]),
                (palette.points[0], palette.points[1]),
                (palette.points[0], palette.regions[0]),
                (palette.points[1], palette.regions[1]),
                (palette.grey[0], palette.grey[1]),
            ];
            for cones in [ALL_CONES, NO_RED, NO_GREEN] {
                for (a, b) in pairs {
                    let (a_seen, b_seen) = (seen(a, cones), seen(b, cones));
                    let apart = a_seen.iter().zip(b_seen).map(|(a, b)| (a - b).powi(2)).sum::<f64>().sqrt();
                    assert!(apart > 45.0, "{a:?} and {b:?} are {apart:.0} apart");
                }
            }
        }
    }
}
