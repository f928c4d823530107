//! The colours, once for dark terminals and once for light ones, each at every level that a terminal may have.

use ratatui::style::Color;

/// Red, green, blue.
pub type Rgb = (u8, u8, u8);

/// A colour, and the one of the sixteen that stands for it. Those look different everywhere, so nothing could be nearest.
#[derive(Clone, Copy)]
pub struct Tone {
    pub rgb: Rgb,
    pub ansi: Color,
}

const fn tone(red: u8, green: u8, blue: u8, ansi: Color) -> Tone {
    Tone { rgb: (red, green, blue), ansi }
}

/// The ground where a class wins.
#[derive(Clone, Copy)]
pub struct Region {
    /// The ground.
    pub tone: Tone,
    /// Two steps towards it of the 256, which have no others of the same hue.
    pub steps: [u8; 2],
    /// What can be read on it where there are sixteen colours.
    pub mark: Color,
}

const fn region(tone: Tone, steps: [u8; 2], mark: Color) -> Region {
    Region { tone, steps, mark }
}

/// Colours by what they stand for.
pub struct Palette {
    /// What everything is written on.
    pub ground: Tone,
    /// Ordinary text, text of less weight, frames, and what stands out.
    pub text: Tone,
    pub faint: Tone,
    pub frame: Tone,
    pub strong: Tone,
    /// What the keys act on, and what went wrong.
    pub focus: Tone,
    pub bad: Tone,
    /// Training, test, held-out and pinned curves, and the space between two of them.
    pub train: Tone,
    pub test: Tone,
    pub validation: Tone,
    pub pin: Tone,
    pub gap: Tone,
    /// The ground where no class wins, where each of them does, and points of the first two on it.
    pub undecided: Tone,
    pub regions: [Region; 8],
    pub points: [Tone; 2],
    /// Pictures, from paper to ink.
    pub grey: [Rgb; 2],
}

/// For light text on a dark ground.
pub const DARK: Palette = Palette {
    ground: tone(24, 24, 28, Color::Black),
    text: tone(222, 222, 226, Color::Gray),
    faint: tone(138, 138, 148, Color::DarkGray),
    frame: tone(84, 84, 96, Color::DarkGray),
    strong: tone(255, 255, 255, Color::White),
    focus: tone(250, 216, 90, Color::LightYellow),
    bad: tone(255, 104, 96, Color::LightRed),
    train: tone(92, 164, 255, Color::LightBlue),
    test: tone(255, 160, 60, Color::Yellow),
    validation: tone(110, 214, 170, Color::LightGreen),
    pin: tone(240, 90, 165, Color::White),
    gap: tone(104, 74, 40, Color::DarkGray),
    undecided: tone(38, 38, 44, Color::Black),
    regions: [
        region(tone(150, 76, 10, Color::Yellow), [95, 130], Color::Black),
        region(tone(22, 76, 150, Color::Blue), [60, 25], Color::White),
        region(tone(16, 112, 84, Color::Green), [65, 29], Color::Black),
        region(tone(112, 52, 140, Color::Magenta), [96, 90], Color::White),
        region(tone(120, 116, 20, Color::LightYellow), [101, 100], Color::Black),
        region(tone(140, 40, 60, Color::Red), [132, 125], Color::White),
        region(tone(24, 120, 140, Color::Cyan), [66, 30], Color::Black),
        region(tone(96, 96, 102, Color::Gray), [240, 244], Color::Black),
    ],
    points: [tone(255, 222, 176, Color::LightYellow), tone(196, 224, 255, Color::LightCyan)],
    grey: [(16, 16, 20), (250, 250, 245)],
};

/// For dark text on a light ground.
pub const LIGHT: Palette = Palette {
    ground: tone(252, 252, 250, Color::White),
    text: tone(40, 40, 48, Color::Black),
    faint: tone(104, 104, 114, Color::DarkGray),
    frame: tone(176, 176, 186, Color::Gray),
    strong: tone(0, 0, 0, Color::Black),
    focus: tone(136, 92, 0, Color::Magenta),
    bad: tone(190, 24, 24, Color::LightRed),
    train: tone(0, 84, 190, Color::Blue),
    test: tone(186, 84, 0, Color::Red),
    validation: tone(80, 130, 80, Color::DarkGray),
    pin: tone(150, 0, 90, Color::Magenta),
    gap: tone(226, 200, 164, Color::Gray),
    undecided: tone(240, 240, 236, Color::White),
    regions: [
        region(tone(250, 190, 124, Color::LightYellow), [223, 215], Color::Black),
        region(tone(148, 192, 250, Color::LightBlue), [153, 111], Color::Black),
        region(tone(150, 222, 190, Color::LightGreen), [158, 115], Color::Black),
        region(tone(222, 180, 240, Color::LightMagenta), [225, 183], Color::Black),
        region(tone(232, 228, 130, Color::Yellow), [230, 228], Color::Black),
        region(tone(246, 170, 176, Color::LightRed), [224, 217], Color::Black),
        region(tone(150, 224, 236, Color::LightCyan), [195, 123], Color::Black),
        region(tone(200, 200, 204, Color::Gray), [253, 250], Color::Black),
    ],
    points: [tone(120, 56, 0, Color::Red), tone(0, 44, 120, Color::Blue)],
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

/// What the 256 are: the 6×6×6 cube and the 24 greys; the first sixteen differ from terminal to terminal.
fn indexed(index: u8) -> Rgb {
    const STEPS: [u8; 6] = [0, 95, 135, 175, 215, 255];
    if index >= 232 {
        return [8 + 10 * (index - 232); 3].into();
    }
    let place = usize::from(index.saturating_sub(16));
    (STEPS[place / 36], STEPS[place / 6 % 6], STEPS[place % 6])
}

/// Channels that differ by more than this have a hue.
const CLEAR: i32 = 24;

/// The nearest of the 256. A dark brown is nearer to olive than to any brown there is: rather a grey than another hue.
pub fn nearest_of_256(rgb: Rgb) -> u8 {
    let pairs = |rgb: Rgb| {
        let [r, g, b] = [rgb.0, rgb.1, rgb.2].map(i32::from);
        [r - g, g - b, b - r]
    };
    let keeps_hue = |&index: &u8| {
        let both = pairs(rgb).into_iter().zip(pairs(indexed(index)));
        index >= 232
            || both.into_iter().all(|(ours, its)| ours.abs() <= CLEAR || ours.signum() == its.signum())
    };
    (16..=255).filter(keeps_hue).min_by_key(|&index| distance(indexed(index), rgb)).unwrap_or(15)
}

/// The nearest of the four greys among the sixteen.
pub fn nearest_grey_of_16((red, green, blue): Rgb) -> Color {
    match (u16::from(red) + u16::from(green) + u16::from(blue)) / 3 {
        ..48 => Color::Black,
        48..155 => Color::DarkGray,
        155..235 => Color::Gray,
        _ => Color::White,
    }
}

#[cfg(test)]
mod tests;
