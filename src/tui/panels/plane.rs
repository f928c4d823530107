//! The plane: what the network says everywhere, the line where it is undecided, and the points.

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

/// Which examples, for the shapes of points.
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

/// What the shapes are, and what the classes are called, as far as there is room.
fn title<'a>(app: &App, run: &Run, width: u16) -> Line<'a> {
    let theme = app.theme;
    let names = run.picture.as_ref().map_or(&[][..], |picture| &picture.dataset.class_names);
    let key = |class: u8| theme.point(class, Some(MapPixel { class, margin: 1.0 }));
    let filled = |class: u8| key(class).bg(theme.map(MapPixel { class, margin: 1.0 }));
    let entry = |symbol: String, words: &str| {
        vec![
            Span::styled(format!(" {symbol}"), theme.text()),
            Span::styled(format!(" {words} "), theme.faint()),
        ]
    };
    let class = |class: u8, symbol: &'static str, name: String| {
        vec![
            Span::raw(" "),
            Span::styled(symbol, filled(class)),
            Span::styled(format!(" {name} "), theme.faint()),
        ]
    };
    let wrong = entry(symbol(app, Split::Train, 0, 2, true).to_owned(), "wrong");
    let mut parts = vec![vec![Span::styled(" Output ", theme.strong())]];
    if names.len() > 2 {
        let room = usize::from(width).saturating_sub(OUTPUT);
        let all = legend(names, room.saturating_sub(WRONG));
        // Names matter more than what a cross is.
        let all = if all.len() < names.len() { legend(names, room) } else { all };
        parts.extend((0..).zip(all).map(|(number, (digit, name))| class(number, digit, name)));
        parts.push(wrong);
    } else {
        let both = |part| [0, 1].map(|class| symbol(app, part, class, 2, false)).join(" ");
        parts.push(entry(both(Split::Train), "train"));
        parts.push(entry(both(Split::Test), "test"));
        parts.push(wrong);
        if let [first, second] = names {
            let names = [(0, first), (1, second)];
            let names = names.map(|(number, name)| {
                class(number, symbol(app, Split::Train, number, 2, false), truncate(name, LONGEST))
            });
            parts.push(names.concat());
        }
    }
    join_fitting(parts, width)
}

/// The digits with the names they stand for, as long as all of them fit into `width` columns; else the first ones.
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

/// Columns of the title beside the legend: two corners and ` Output `, and ` ✗ wrong `.
const OUTPUT: usize = 10;
const WRONG: usize = 9;

/// Columns of the names in the legend, at least and at most.
const SHORTEST: usize = 3;
const LONGEST: usize = 16;

/// What is learned by heart, what is unlike usual, and, where the points are digits, which are which.
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

/// The first parts of a title or foot, as many as fit into the edge of a panel so wide.
fn join_fitting(parts: Vec<Vec<Span>>, width: u16) -> Line {
    let mut room = usize::from(width).saturating_sub(2);
    let fits = |part: &Vec<Span>| {
        let left = room.checked_sub(part.iter().map(Span::width).sum());
        room = left.unwrap_or(0);
        left.is_some()
    };
    Line::from(parts.into_iter().take_while(fits).collect::<Vec<_>>().concat())
}

/// What points of more than two classes are drawn as; later classes share the last one.
const DIGITS: [&str; 10] = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];

/// The shape of a point: round for training, square for test, hollow for class 0, crossed where wrong; a digit where
/// there are more than two classes.
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
