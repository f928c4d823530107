//! The output of the network over the plane, its decision boundary, and the examples as points.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::data::Examples;
use crate::nn::Prediction;
use crate::numbers::grouped;
use crate::tui::app::App;
use crate::tui::picture::Picture;
use crate::tui::run::{Edge, Points, Run};
use crate::tui::theme::MapPixel;
use crate::tui::widgets::heat_map::HeatMap;
use crate::tui::widgets::text::{line, panel, text_width, truncate};

/// The set of examples that a point belongs to.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Split {
    Train,
    Test,
}

/// Draws the map and the points.
pub fn draw(app: &App, run: &Run, area: Rect, buffer: &mut Buffer) {
    let inner = panel(app.theme, title(app, run, area.width), foot(app, run, area.width), area, buffer);
    let Some(picture) = run.picture.as_ref().filter(|picture| !picture.map.is_empty()) else {
        line(&Line::styled(" making the data …", app.theme.faint()), 0, inner, buffer);
        return;
    };
    let map = HeatMap {
        pixels: picture.map.view(),
        classes: picture.dataset.classes(),
        hard: run.edge == Edge::Hard,
    };
    map.render(app.theme, inner, buffer);
    if run.points == Points::All {
        points(app, &map, picture, Split::Train, inner, buffer);
    }
    points(app, &map, picture, Split::Test, inner, buffer);
}

/// The title with a legend of shapes and class names, as far as there is room.
fn title<'a>(app: &App, run: &Run, width: u16) -> Line<'a> {
    let names = run.picture.as_ref().map_or(&[][..], |picture| &picture.dataset.class_names);
    let mut parts = vec![vec![Span::styled(" Output ", app.theme.strong())]];
    parts.extend(if names.len() > 2 { digit_legend(app, names, width) } else { shape_legend(app, names) });
    join_fitting(parts, width)
}

/// A legend of digits with the class names they stand for, and of the cross of wrong points.
fn digit_legend<'a>(app: &App, names: &[String], width: u16) -> Vec<Vec<Span<'a>>> {
    let room = usize::from(width).saturating_sub(OUTPUT);
    let all = legend(names, room.saturating_sub(WRONG));
    // If not all names fit beside the entry of the cross, they take its room.
    let all = if all.len() < names.len() { legend(names, room) } else { all };
    let classes = (0..).zip(all).map(|(class, (digit, name))| class_entry(app, class, digit, &name));
    classes.chain([wrong_entry(app)]).collect()
}

/// A legend of the shapes of training, test and wrong points, and of the names of two classes.
fn shape_legend<'a>(app: &App, names: &[String]) -> Vec<Vec<Span<'a>>> {
    let both = |split| [0, 1].map(|class| symbol(app, split, class, 2, false)).join(" ");
    let train = shape_entry(app, &both(Split::Train), "train");
    let mut parts = vec![train, shape_entry(app, &both(Split::Test), "test"), wrong_entry(app)];
    if let [first, second] = names {
        let entries = [(0, first), (1, second)].map(|(class, name)| {
            class_entry(app, class, symbol(app, Split::Train, class, 2, false), &truncate(name, LONGEST))
        });
        parts.push(entries.concat());
    }
    parts
}

fn wrong_entry<'a>(app: &App) -> Vec<Span<'a>> {
    shape_entry(app, symbol(app, Split::Train, 0, 2, true), "wrong")
}

fn shape_entry<'a>(app: &App, symbol: &str, words: &str) -> Vec<Span<'a>> {
    vec![
        Span::styled(format!(" {symbol}"), app.theme.text()),
        Span::styled(format!(" {words} "), app.theme.faint()),
    ]
}

/// The symbol of a class on the colour of its region, and its name.
fn class_entry<'a>(app: &App, class: u8, symbol: &'static str, name: &str) -> Vec<Span<'a>> {
    let pixel = MapPixel { class, margin: 1.0 };
    let style = app.theme.point(class, Some(pixel)).bg(app.theme.map(pixel));
    vec![Span::raw(" "), Span::styled(symbol, style), Span::styled(format!(" {name} "), app.theme.faint())]
}

/// The digits with the names they stand for: the longest names with which all fit into `width` columns, or as many of the
/// shortest as fit.
fn legend(names: &[String], width: usize) -> Vec<(&'static str, String)> {
    let entries = |most: usize| -> Vec<(&'static str, String)> {
        let short = |(digit, name): (&&'static str, &String)| {
            (*digit, if name == digit { String::new() } else { truncate(name, most) })
        };
        DIGITS.iter().zip(names).map(short).collect()
    };
    let columns_of = |(digit, name): &(&str, String)| text_width(digit) + text_width(name) + 3;
    let fits = |entries: &Vec<_>| entries.iter().map(columns_of).sum::<usize>() <= width;
    let mut shown = (SHORTEST..=LONGEST).rev().map(entries).find(fits).unwrap_or_else(|| entries(SHORTEST));
    while !fits(&shown) {
        shown.pop();
    }
    shown
}

/// Columns of two corners and ` Output `.
const OUTPUT: usize = 10;
/// Columns of ` ✗ wrong `.
const WRONG: usize = 9;

/// Names in the legend are truncated to no fewer columns than this.
const SHORTEST: usize = 3;
/// Names in the legend are truncated to this many columns, even if there is room.
const LONGEST: usize = 16;

/// The flipped labels that are learned, the display options that differ from the default, and a key to the digits.
fn foot<'a>(app: &App, run: &Run, width: u16) -> Line<'a> {
    let theme = app.theme;
    let mut parts = Vec::new();
    let (learned, flipped) = run.picture.as_ref().map_or((0, 0), |picture| picture.label_noise);
    if flipped > 0 {
        let [learned, flipped] = [learned, flipped].map(|count| grouped(count as u64));
        let long = format!(" {learned} of {flipped} flipped labels learned ");
        let is_short = text_width(&long) + 2 > usize::from(width);
        let words = if is_short { format!(" {learned}/{flipped} flips learned ") } else { long };
        parts.push(vec![Span::styled(words, theme.train())]);
    }
    let unusual = match (run.points, run.edge) {
        (Points::All, Edge::Soft) => "",
        (Points::Test, Edge::Soft) => " test points only ",
        (Points::All, Edge::Hard) => " which class wins ",
        (Points::Test, Edge::Hard) => " test points only, which class wins ",
    };
    parts.push(vec![Span::styled(unusual, theme.faint())]);
    if run.picture.as_ref().is_some_and(|picture| picture.dataset.classes() > 2) {
        parts.push(vec![
            Span::styled(" 1", theme.text()),
            Span::styled(" train  ", theme.faint()),
            Span::styled("1", theme.text().add_modifier(theme.tested())),
            Span::styled(" test ", theme.faint()),
        ]);
    }
    join_fitting(parts, width)
}

/// Joins the first parts of a title or foot, as many as fit into the edge of a panel of `width` columns.
fn join_fitting(parts: Vec<Vec<Span>>, width: u16) -> Line {
    let mut room = usize::from(width).saturating_sub(2);
    let fits = |part: &Vec<Span>| {
        let left = room.checked_sub(part.iter().map(Span::width).sum());
        room = left.unwrap_or(0);
        left.is_some()
    };
    Line::from(parts.into_iter().take_while(fits).collect::<Vec<_>>().concat())
}

/// The symbols of points if there are more than two classes. Classes from the tenth on share the last one.
const DIGITS: [&str; 10] = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];

/// The symbol of a point: round for training, square for test, hollow for class 0, crossed if the prediction is wrong. With
/// more than two classes, right points are digits.
pub(super) fn symbol(app: &App, part: Split, class: u8, classes: usize, wrong: bool) -> &'static str {
    let (unicode, ascii) = match (part, class, wrong) {
        (_, class, false) if classes > 2 => return DIGITS[usize::from(class).min(DIGITS.len() - 1)],
        (Split::Train, 0, false) => ("○", "o"),
        (Split::Train, _, false) => ("●", "*"),
        (Split::Test, 0, false) => ("□", "n"),
        (Split::Test, _, false) => ("■", "m"),
        (Split::Train, _, true) => ("✗", "x"),
        (Split::Test, _, true) => ("☒", "X"),
    };
    app.theme.glyph(unicode, ascii)
}

fn points(app: &App, map: &HeatMap, picture: &Picture, part: Split, area: Rect, buffer: &mut Buffer) {
    let (examples, said): (&Examples, &[Prediction]) = match part {
        Split::Train => (&picture.dataset.train, &picture.train),
        Split::Test => (&picture.dataset.test, &picture.test),
    };
    let classes = picture.dataset.classes();
    for (n, (&label, said)) in examples.labels.iter().zip(said).enumerate() {
        let (x, y) = examples.inputs.point(n);
        let Some((x, y)) = picture.window.cell(x, y, area) else { continue };
        let Some(cell) = buffer.cell_mut((area.x + x, area.y + y)) else { continue };
        let (wrong, map_pixel) = (said.class != label, map.map_pixel(x, y));
        let style = if wrong { app.theme.mistake(map_pixel) } else { app.theme.point(label, map_pixel) };
        let style =
            if classes > 2 && part == Split::Test { style.add_modifier(app.theme.tested()) } else { style };
        cell.set_symbol(symbol(app, part, label, classes, wrong));
        cell.set_style(map_pixel.map_or(style, |map_pixel| style.bg(app.theme.map(map_pixel))));
    }
}
