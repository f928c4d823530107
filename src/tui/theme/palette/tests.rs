//! Tests that colours can be told apart with any colour vision, and that text is readable.

use ratatui::style::Color;

use super::nearest::{indexed, mix, nearest_of_256};
use super::schemes::{DARK, LIGHT};
use super::tone::{Palette, Rgb, Tone};

#[test]
fn a_poorer_terminal_shows_no_other_hue() {
    let middle = mix(DARK.undecided.rgb, DARK.regions[0].tone.rgb, 0.5);
    assert!(nearest_of_256(middle) >= 232, "grey rather than olive");
    assert_eq!(nearest_of_256(DARK.regions[0].tone.rgb), 94);
}

#[test]
fn colors_of_the_cube_are_found_exactly() {
    assert_eq!(nearest_of_256((255, 0, 0)), 196);
    assert_eq!(nearest_of_256((8, 8, 8)), 232);
    assert_eq!(nearest_of_256((95, 135, 175)), 67);
}

/// The sixteen colours of xterm.
fn usual(color: Color) -> Rgb {
    match color {
        Color::Black => (0, 0, 0),
        Color::Red => (205, 0, 0),
        Color::Green => (0, 205, 0),
        Color::Yellow => (205, 205, 0),
        Color::Blue => (0, 0, 238),
        Color::Magenta => (205, 0, 205),
        Color::Cyan => (0, 205, 205),
        Color::Gray => (229, 229, 229),
        Color::DarkGray => (127, 127, 127),
        Color::LightRed => (255, 0, 0),
        Color::LightGreen => (0, 255, 0),
        Color::LightYellow => (255, 255, 0),
        Color::LightBlue => (92, 92, 255),
        Color::LightMagenta => (255, 0, 255),
        Color::LightCyan => (0, 255, 255),
        Color::White => (255, 255, 255),
        other => panic!("{other:?} is none of the sixteen"),
    }
}

type Cones = [[f64; 3]; 3];
const ALL_CONES: Cones = [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]];
/// Viénot, Brettel and Mollon (1999), in linear light.
const NO_RED: Cones = [[0.112, 0.888, 0.0], [0.112, 0.888, 0.0], [0.004, -0.004, 1.0]];
const NO_GREEN: Cones = [[0.293, 0.707, 0.0], [0.293, 0.707, 0.0], [-0.022, 0.022, 1.0]];
/// Machado, Oliveira and Fernandes (2009), severity 1.0.
const NO_BLUE: Cones = [[1.256, -0.077, -0.179], [-0.078, 0.931, 0.148], [0.005, 0.691, 0.304]];

fn linear(rgb: Rgb) -> [f64; 3] {
    [rgb.0, rgb.1, rgb.2].map(|channel| (f64::from(channel) / 255.0).powf(2.2))
}

/// Simulates how a colour looks to people who lack one kind of cones.
fn seen(rgb: Rgb, cones: Cones) -> [f64; 3] {
    cones.map(|row| {
        let sum: f64 = row.iter().zip(linear(rgb)).map(|(weight, channel)| weight * channel).sum();
        255.0 * sum.clamp(0.0, 1.0).powf(1.0 / 2.2)
    })
}

fn apart(a: Rgb, b: Rgb, cones: Cones) -> f64 {
    let both = seen(a, cones).into_iter().zip(seen(b, cones));
    both.map(|(a, b)| (a - b).powi(2)).sum::<f64>().sqrt()
}

/// The contrast ratio of two colours, from 1 to 21 (WCAG 2).
fn contrast(a: Rgb, b: Rgb) -> f64 {
    let luminance = |rgb| {
        let [red, green, blue] = linear(rgb);
        0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05
    };
    let (a, b) = (luminance(a), luminance(b));
    (a / b).max(b / a)
}

/// The colour as shown in 24 bits, in 256 colours and in sixteen colours.
const LEVELS: [fn(Tone) -> Rgb; 3] =
    [|tone| tone.rgb, |tone| indexed(nearest_of_256(tone.rgb)), |tone| usual(tone.ansi)];

#[test]
fn what_belongs_to_two_sides_is_told_apart_by_every_eye() {
    for palette in [DARK, LIGHT] {
        let ground = |place: usize| palette.regions[place].tone;
        let curves = [palette.train, palette.test, palette.validation];
        let pairs = [
            (curves[0], curves[1]),
            (curves[0], curves[2]),
            (curves[1], curves[2]),
            (palette.train, palette.pins[0]),
            (palette.test, palette.pins[0]),
            (ground(0), ground(1)),
            (ground(0), palette.undecided),
            (palette.undecided, ground(1)),
        ];
        for cones in [ALL_CONES, NO_RED, NO_GREEN, NO_BLUE] {
            for (nth, (a, b)) in pairs.into_iter().enumerate() {
                for level in LEVELS {
                    let distance = apart(level(a), level(b), cones);
                    assert!(distance > 36.0, "pair {nth}: {:?}, {:?}: {distance:.0}", level(a), level(b));
                }
            }
            let [first, second] = [0, 1].map(|class| palette.regions[class].steps.map(indexed));
            assert!(first.iter().zip(second).all(|(&a, b)| apart(a, b, cones) > 36.0));
            let [paper, ink] = palette.grey;
            assert!(apart(paper, ink, cones) > 200.0);
        }
    }
}

#[test]
fn what_is_written_can_be_read_on_its_ground() {
    for palette in [DARK, LIGHT] {
        let Palette { text, faint, strong, focus, bad, train, test, validation, pins, .. } = palette;
        for level in LEVELS {
            for ink in [text, strong, focus, bad, train, test, validation].into_iter().chain(pins) {
                let contrast = contrast(level(ink), level(palette.background));
                assert!(contrast > 3.0, "{:?} on {:?}: {contrast:.1}", level(ink), level(palette.background));
            }
            assert!(contrast(level(faint), level(palette.background)) > 3.0);
        }
        for region in palette.regions {
            let contrast = contrast(usual(region.mark), usual(region.tone.ansi));
            assert!(contrast > 2.9, "{:?} on {:?}: {contrast:.1}", region.mark, region.tone.ansi);
        }
        for (point, region) in palette.points.iter().zip(palette.regions) {
            for ground in
                [region.tone.rgb, indexed(region.steps[0]), indexed(region.steps[1]), palette.undecided.rgb]
            {
                let contrast = contrast(point.rgb, ground);
                assert!(contrast > 3.0, "{:?} on {ground:?}: {contrast:.1}", point.rgb);
            }
        }
    }
}
