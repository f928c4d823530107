//! The screen in sixteen colours, to which users give other values: everything that is written can be read.

use overfit::data;
use overfit::train::Setup;
use overfit::tui::theme::{Background, Colors, Glyphs, Theme};
use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};

use crate::support::colors::contrast;
use crate::support::{COLOR, Stage, readme_run};

/// Values of the sixteen colours, and how a terminal draws bold.
struct Mapping {
    name: &'static str,
    /// In the order of their numbers.
    colors: [u32; 16],
    /// Whether bold makes one of the second eight colours of one of the first.
    bold_is_bright: bool,
    backgrounds: &'static [Background],
}

const BOTH: &[Background] = &Background::ALL;
const SOLARIZED: [u32; 16] = [
    0x07_3642, 0xdc_322f, 0x85_9900, 0xb5_8900, 0x26_8bd2, 0xd3_3682, 0x2a_a198, 0xee_e8d5, 0x00_2b36,
    0xcb_4b16, 0x58_6e75, 0x65_7b83, 0x83_9496, 0x6c_71c4, 0x93_a1a1, 0xfd_f6e3,
];
const XTERM: [u32; 16] = [
    0x00_0000, 0xcd_0000, 0x00_cd00, 0xcd_cd00, 0x00_00ee, 0xcd_00cd, 0x00_cdcd, 0xe5_e5e5, 0x7f_7f7f,
    0xff_0000, 0x00_ff00, 0xff_ff00, 0x5c_5cff, 0xff_00ff, 0x00_ffff, 0xff_ffff,
];
const GRUVBOX: [u32; 16] = [
    0x28_2828, 0xcc_241d, 0x98_971a, 0xd7_9921, 0x45_8588, 0xb1_6286, 0x68_9d6a, 0xa8_9984, 0x92_8374,
    0xfb_4934, 0xb8_bb26, 0xfa_bd2f, 0x83_a598, 0xd3_869b, 0x8e_c07c, 0xeb_dbb2,
];
const TANGO: [u32; 16] = [
    0x2e_3436, 0xcc_0000, 0x4e_9a06, 0xc4_a000, 0x34_65a4, 0x75_507b, 0x06_989a, 0xd3_d7cf, 0x55_5753,
    0xef_2929, 0x8a_e234, 0xfc_e94f, 0x72_9fcf, 0xad_7fa8, 0x34_e2e2, 0xee_eeec,
];
const VGA: [u32; 16] = [
    0x00_0000, 0xaa_0000, 0x00_aa00, 0xaa_5500, 0x00_00aa, 0xaa_00aa, 0x00_aaaa, 0xaa_aaaa, 0x55_5555,
    0xff_5555, 0x55_ff55, 0xff_ff55, 0x55_55ff, 0xff_55ff, 0x55_ffff, 0xff_ffff,
];

/// Solarized has the same sixteen colours for dark and light terminals.
const MAPPINGS: [Mapping; 7] = [
    Mapping { name: "Solarized", colors: SOLARIZED, bold_is_bright: false, backgrounds: BOTH },
    Mapping { name: "Solarized", colors: SOLARIZED, bold_is_bright: true, backgrounds: BOTH },
    Mapping { name: "xterm", colors: XTERM, bold_is_bright: false, backgrounds: BOTH },
    Mapping { name: "xterm", colors: XTERM, bold_is_bright: true, backgrounds: BOTH },
    Mapping { name: "Gruvbox", colors: GRUVBOX, bold_is_bright: false, backgrounds: &[Background::Dark] },
    Mapping { name: "Tango", colors: TANGO, bold_is_bright: false, backgrounds: BOTH },
    // The Linux console. It has no white background.
    Mapping { name: "VGA", colors: VGA, bold_is_bright: true, backgrounds: &[Background::Dark] },
];

const LEAST_CONTRAST: f64 = 3.0;

/// The number of one of the sixteen colours.
fn number(color: Color) -> usize {
    let all = [
        Color::Black,
        Color::Red,
        Color::Green,
        Color::Yellow,
        Color::Blue,
        Color::Magenta,
        Color::Cyan,
        Color::Gray,
        Color::DarkGray,
        Color::LightRed,
        Color::LightGreen,
        Color::LightYellow,
        Color::LightBlue,
        Color::LightMagenta,
        Color::LightCyan,
        Color::White,
    ];
    all.iter().position(|&other| other == color).unwrap_or_else(|| panic!("{color:?} is none of the sixteen"))
}

/// Whether something is written in a cell. Half blocks and shades are pictures: the map, images, the area between two curves.
/// Braille, frames and bars of lines count as writing.
fn is_written(cell: &Cell) -> bool {
    let is_block = |letter: char| matches!(letter, '\u{2580}'..='\u{259f}');
    !cell.symbol().chars().all(|letter| letter == ' ' || is_block(letter))
}

/// The contrast of the writing in a cell with its ground.
fn contrast_in(cell: &Cell, mapping: &Mapping) -> f64 {
    let rgb = |number: usize| {
        let [_, red, green, blue] = mapping.colors[number].to_be_bytes();
        [red, green, blue]
    };
    let is_bright = mapping.bold_is_bright && cell.modifier.contains(Modifier::BOLD);
    let ink = match number(cell.fg) {
        ink @ ..8 if is_bright => ink + 8,
        ink => ink,
    };
    contrast(rgb(ink), rgb(number(cell.bg)))
}

fn assert_readable(buffer: &Buffer, mapping: &Mapping, what: &str) {
    for (at, cell) in buffer.content.iter().enumerate().filter(|(_, cell)| is_written(cell)) {
        let contrast = contrast_in(cell, mapping);
        assert!(
            contrast >= LEAST_CONTRAST,
            "{what} in {}: {contrast:.2} for {cell:?} at {:?}",
            mapping.name,
            buffer.pos_of(at)
        );
    }
}

fn stage(setup: Setup, steps: u64) -> Stage {
    let mut stage = Stage::new(COLOR, (120, 36), Some(setup));
    stage.train(steps);
    stage
}

fn of_data(name: &str, steps: u64) -> Stage {
    stage(Setup::lecture(data::resolve(name).expect("there")), steps)
}

/// Each screen with keys that lead to others: the keys, the settings, a typed value, cures, seeds, pins, a question.
fn screens() -> Vec<(&'static str, Stage)> {
    let mut all = vec![
        ("the picker", Stage::new(COLOR, (120, 36), None)),
        ("points of many classes", of_data("tests/data/points.csv", 200)),
        ("images", of_data("mnist", 20)),
        ("numbers", of_data("tests/data/rows.csv", 50)),
        ("a run with flips", stage(readme_run(), 1_500)),
    ];
    for (name, keys) in [
        ("keys", "?"),
        ("settings", ","),
        ("a typed value", ",<enter>x"),
        ("a refused value", ",<enter>x<enter>"),
        ("the line", "Y"),
        ("cures", "t"),
        ("seeds", "m"),
        ("a pin", "P"),
        ("a cursor", "c"),
        ("the card", "g"),
        ("which class wins", "e"),
        ("a question", "q"),
    ] {
        let mut stage = of_data("circles", 800);
        stage.press(keys).train(50);
        all.push((name, stage));
    }
    all
}

#[test]
fn everything_written_is_readable_in_the_sixteen_colors_of_every_user() {
    for (name, mut stage) in screens() {
        for (width, height) in [(80, 24), (120, 36), (200, 60)] {
            stage.resize(width, height);
            for glyphs in Glyphs::ALL {
                for mapping in &MAPPINGS {
                    for &background in mapping.backgrounds {
                        stage.app.theme = Theme { colors: Colors::Ansi16, glyphs, background };
                        let what = format!("{name} at {width}x{height}, {glyphs:?}, {background:?}");
                        assert_readable(&stage.buffer(), mapping, &what);
                    }
                }
            }
        }
    }
}
