//! Rules that hold for every screen at every size and in every theme.

use overfit::data;
use overfit::train::Setup;
use overfit::tui::layout::{Areas, fits};
use overfit::tui::panels::PANELS;
use overfit::tui::theme::{Background, Colors, Glyphs, Theme};
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Rect;
use ratatui::style::Color;

use crate::support::colors::{contrast, rgb};
use crate::support::{COLOR, LOOKS, NO_COLOR, Stage};

const SIZES: [(u16, u16); 9] =
    [(1, 1), (5, 3), (40, 12), (80, 24), (81, 25), (100, 30), (120, 36), (200, 60), (500, 200)];

fn stage(name: &str, steps: u64) -> Stage {
    let setup = Setup::lecture(data::resolve(name).expect("built in"));
    let mut stage = Stage::new(COLOR, (120, 36), Some(setup));
    stage.train(steps);
    stage
}

/// The picker, a plane of two classes and of three, images and rows of numbers.
fn scenes() -> Vec<(&'static str, Stage)> {
    vec![
        ("picker", Stage::new(COLOR, (120, 36), None)),
        ("plane", stage("circles", 500)),
        ("points", stage("tests/data/points.csv", 200)),
        ("images", stage("mnist", 20)),
        ("numbers", stage("tests/data/rows.csv", 50)),
    ]
}

/// Checks every scene at every size, in every theme on both backgrounds.
fn everywhere(check: impl Fn(&Buffer, Theme) -> Result<(), String>) {
    for (name, mut stage) in scenes() {
        for (width, height) in SIZES {
            stage.resize(width, height);
            for (look, background) in
                LOOKS.iter().flat_map(|look| Background::ALL.map(|background| (look, background)))
            {
                stage.app.theme = Theme { background, ..*look };
                let fault = check(&stage.buffer(), stage.app.theme).err();
                assert_eq!(fault, None, "{name} at {width}x{height}, {:?}", stage.app.theme);
            }
        }
    }
}

/// Returns an error for the first cell that is not sound.
fn each_cell(buffer: &Buffer, is_sound: impl Fn(&Cell) -> bool) -> Result<(), String> {
    let fault = buffer.content.iter().position(|cell| !is_sound(cell));
    fault.map_or(Ok(()), |at| Err(format!("{:?} at {:?}", buffer.content[at], buffer.pos_of(at))))
}

/// Whether a symbol may be drawn on a terminal with `glyphs`.
pub fn has_glyph(glyphs: Glyphs, symbol: &str) -> bool {
    let is_block = |letter: char| matches!(letter, '▀' | '\u{2800}'..='\u{28ff}');
    match glyphs {
        Glyphs::Unicode => true,
        Glyphs::Shades => !symbol.chars().any(is_block),
        Glyphs::Ascii => symbol.is_ascii(),
    }
}

/// Whether a colour may be drawn on a terminal with `colors`.
pub fn has_color(colors: Colors, color: Color) -> bool {
    match (colors, color) {
        (_, Color::Reset) | (Colors::True, Color::Rgb(..)) => true,
        (Colors::Ansi256, Color::Indexed(index)) => index >= 16, // the first sixteen differ between terminals
        (Colors::None | Colors::Ansi256 | Colors::True, _) => false,
        (Colors::Ansi16, color) => !matches!(color, Color::Rgb(..) | Color::Indexed(_)),
    }
}

#[test]
fn no_glyph_is_drawn_that_the_terminal_lacks() {
    everywhere(|buffer, theme| each_cell(buffer, |cell| has_glyph(theme.glyphs, cell.symbol())));
}

#[test]
fn no_color_is_drawn_that_the_terminal_lacks() {
    everywhere(|buffer, theme| {
        each_cell(buffer, |cell| has_color(theme.colors, cell.fg) && has_color(theme.colors, cell.bg))
    });
}

#[test]
fn with_colors_every_cell_has_a_background() {
    everywhere(|buffer, theme| {
        each_cell(buffer, |cell| theme.colors == Colors::None || cell.bg != Color::Reset)
    });
}

#[test]
fn text_is_readable_on_its_background() {
    let is_text = |cell: &Cell| cell.symbol().chars().any(char::is_alphanumeric);
    everywhere(|buffer, theme| {
        if theme.colors == Colors::None {
            return Ok(());
        }
        each_cell(buffer, |cell| !is_text(cell) || contrast(rgb(cell.fg), rgb(cell.bg)) > 2.9)
    });
}

/// The cells inside the frame of the picture panel.
fn picture(stage: &Stage) -> Vec<Cell> {
    let run = stage.app.run.as_ref().expect("a run");
    let frame = Areas::of(stage.app.area, run).picture;
    let inside = Rect::new(frame.x + 1, frame.y + 1, frame.width - 2, frame.height - 2);
    let buffer = stage.buffer();
    inside.positions().map(|position| buffer[position].clone()).collect()
}

#[test]
fn without_colors_shades_tell_which_class_wins() {
    let mut stage = stage("circles", 2_000);
    for (width, height) in [(80, 24), (120, 36), (500, 200)] {
        stage.resize(width, height).app.theme = COLOR;
        stage.app.theme.colors = Colors::Ansi16;
        let colored = picture(&stage);
        for glyphs in Glyphs::ALL {
            stage.app.theme = Theme { glyphs, ..NO_COLOR };
            let plain = picture(&stage);
            // Only cells of which both halves belong to one class, as nearly all do.
            let shades_of = |color| -> Vec<&str> {
                let both = colored.iter().zip(&plain);
                let clear =
                    both.filter(|(cell, _)| cell.symbol() == "▀" && (cell.fg, cell.bg) == (color, color));
                clear.map(|(_, plain)| plain.symbol()).collect()
            };
            let (outer, inner) = (shades_of(Color::Yellow), shades_of(Color::Blue));
            assert!(outer.len() > 50 && inner.len() > 50, "{width}x{height}: the map was not found");
            assert!(outer.iter().all(|shade| !inner.contains(shade)), "{width}x{height}, {glyphs:?}");
        }
    }
}

#[test]
fn points_of_a_kind_have_a_glyph_of_their_own() {
    let mut stage = stage("circles", 500);
    for glyphs in Glyphs::ALL {
        stage.app.theme = Theme { glyphs, ..COLOR };
        let points = picture(&stage).into_iter().filter(|cell| !["▀", " "].contains(&cell.symbol()));
        let mut colors = std::collections::BTreeMap::new();
        for point in points {
            let color = *colors.entry(point.symbol().to_owned()).or_insert(point.fg);
            assert_eq!(color, point.fg, "{} in two colours: {glyphs:?}", point.symbol());
        }
        assert!(colors.len() >= 5, "both classes, both sets, wrong ones: {colors:?}");
    }
}

#[test]
fn what_is_chosen_is_told_by_more_than_colors() {
    let shown = |stage: &Stage| -> Vec<_> {
        let buffer = stage.buffer();
        buffer.content.iter().map(|cell| (cell.symbol().to_owned(), cell.modifier)).collect()
    };
    for look in LOOKS {
        let mut stage = Stage::new(look, (120, 36), None);
        for keys in ["<right>", "<down>", "<down>"] {
            let before = shown(&stage);
            stage.press(keys);
            assert_ne!(before, shown(&stage), "{keys} in {look:?}");
        }
    }
}

#[test]
fn panels_stay_inside_their_areas() {
    for (name, mut stage) in scenes() {
        for (width, height) in SIZES {
            stage.resize(width, height);
            let Some(run) = stage.app.run.as_ref().filter(|_| fits(stage.app.area)) else { continue };
            let areas = Areas::of(stage.app.area, run);
            let panels: Vec<_> = PANELS.iter().filter(|panel| (panel.shows)(run.shape())).collect();
            for (nth, panel) in panels.iter().enumerate() {
                let area = (panel.area)(&areas);
                let mut buffer = Buffer::empty(stage.app.area);
                (panel.draw)(&stage.app, run, area, &mut buffer);
                let outside = stage.app.area.positions().filter(|&position| !area.contains(position));
                let stray = outside.into_iter().find(|&position| buffer[position] != Cell::default());
                assert_eq!(stray, None, "{} of {name} at {width}x{height}", panel.name);
                let others =
                    panels[..nth].iter().map(|other| (panel.area)(&areas).intersection((other.area)(&areas)));
                assert!(others.into_iter().all(Rect::is_empty), "{} of {name} lies on another", panel.name);
            }
        }
    }
}
