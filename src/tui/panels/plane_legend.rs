//! The legend of the plane: the classes and the symbols of points, in its title or below it.

use ratatui::text::Span;

use super::point_symbol::{Split, symbol};
use crate::tui::app::App;
use crate::tui::class_list::fit_title;
use crate::tui::run::{Points, Run};
use crate::tui::theme::MapPixel;

/// Whether the title has room for the symbols of points. If not, they stand below the plane.
pub fn symbols_fit_title(app: &App, run: &Run, names: &[String], width: u16) -> bool {
    let longest = " Output without 10 units ".len();
    let entries = columns(&title_entries(app, names, width));
    longest + entries + columns(&symbols(app, run, names.len())) + 2 <= usize::from(width)
}

/// The classes in the title, unless they have a legend of their own.
pub fn title_entries<'a>(app: &App, names: &[String], width: u16) -> Vec<Vec<Span<'a>>> {
    if !fit_title(names, width.into()) {
        return Vec::new();
    }
    (0..).zip(names).map(|(class, name)| class_entry(app, class, names.len(), name)).collect()
}

/// The symbols of training, test and wrong points, as far as such points are shown.
pub fn symbols<'a>(app: &App, run: &Run, classes: usize) -> Vec<Vec<Span<'a>>> {
    let shown: &[Split] = match run.shown_points() {
        Points::All => &[Split::Train, Split::Test],
        Points::Train => &[Split::Train],
        Points::Test => &[Split::Test],
    };
    let entry =
        |&split: &Split| if classes > 2 { letter_entry(app, split) } else { shapes_entry(app, split) };
    let wrong: Vec<_> = shown.iter().map(|&split| symbol(app, split, 0, 2, true)).collect();
    shown.iter().map(entry).chain([shape_entry(app, &wrong.join(" "), "wrong")]).collect()
}

/// The symbols of the points of a set, of two classes.
fn shapes_entry<'a>(app: &App, split: Split) -> Vec<Span<'a>> {
    let both = [0, 1].map(|class| symbol(app, split, class, 2, false)).join(" ");
    shape_entry(app, &both, split.name())
}

/// The columns of parts of a line.
pub fn columns(parts: &[Vec<Span>]) -> usize {
    parts.iter().flatten().map(Span::width).sum()
}

/// How the letters of a set look if there are more classes.
fn letter_entry<'a>(app: &App, split: Split) -> Vec<Span<'a>> {
    let theme = app.theme;
    let style = match split {
        Split::Train => theme.text(),
        Split::Test => theme.text().add_modifier(theme.tested()),
    };
    let words = format!(" {} ", split.name());
    vec![Span::raw(" "), Span::styled("1", style), Span::styled(words, theme.faint())]
}

fn shape_entry<'a>(app: &App, symbol: &str, words: &str) -> Vec<Span<'a>> {
    vec![
        Span::styled(format!(" {symbol}"), app.theme.text()),
        Span::styled(format!(" {words} "), app.theme.faint()),
    ]
}

/// The symbol of a class on the colour of its region, and its name.
pub fn class_entry<'a>(app: &App, class: u8, classes: usize, name: &str) -> Vec<Span<'a>> {
    let pixel = MapPixel { class, margin: 1.0 };
    let style = app.theme.point(class, Some(pixel)).bg(app.theme.map(pixel));
    let symbol = symbol(app, Split::Train, class, classes, false);
    vec![Span::raw(" "), Span::styled(symbol, style), Span::styled(format!(" {name} "), app.theme.faint())]
}
