//! Which classes are mistaken for which, and the examples behind each number.

use std::ops::Range;

use ratatui::buffer::Buffer;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::{Line, Span};

use super::status::step_of;
use crate::data::Shape;
use crate::numbers::{grouped, short};
use crate::tui::app::App;
use crate::tui::inside::Cell;
use crate::tui::layout::tile_rows;
use crate::tui::picture::Picture;
use crate::tui::run::Run;
use crate::tui::widgets::grey_image::{self, GreyImage};
use crate::tui::widgets::text::{line, pad, panel, text_width, truncate};

/// The most columns of the name of a class beside or above the matrix.
const NAME: usize = 8;
/// The columns to which names above the matrix are truncated if there is no room for whole ones.
const SHORT_NAME: usize = 4;
/// The fewest columns of the matrix, for what stands in its frame.
const NARROWEST: usize = 36;
/// Columns between two counts of the matrix.
const GAP: usize = 1;
/// Columns of the smallest caption under an image.
const TILE: u16 = 18;

/// Draws the confusion matrix and the examples of the chosen cell, or all mistakes.
pub fn draw(app: &App, run: &Run, area: Rect, buffer: &mut Buffer) {
    let Some(picture) = &run.picture else {
        panel(app.theme, Line::styled(" Mistakes ", app.theme.strong()), Line::default(), area, buffer);
        return;
    };
    let columns = Columns::of(picture, area.width.saturating_sub(TILE + 3));
    let [matrix, list] =
        Layout::horizontal([Constraint::Length(columns.width()), Constraint::Fill(1)]).areas(area);
    draw_matrix(app, run, picture, &columns, matrix, buffer);
    draw_list(app, run, picture, list, buffer);
}

/// The columns of the matrix.
struct Columns {
    /// Columns of the names at the left.
    names: usize,
    /// Columns of a count.
    count: usize,
    /// The number of classes beside each other.
    classes: usize,
}

impl Columns {
    fn of(picture: &Picture, width: u16) -> Columns {
        let names =
            picture.dataset.class_names.iter().map(|name| text_width(name)).max().unwrap_or(0).clamp(2, NAME);
        let digits = grouped(picture.confusion.total() as u64).len().min(5);
        let room = usize::from(width).saturating_sub(2 + LEAD + names + 1);
        let classes = picture.confusion.classes();
        // Whole names above the columns, if they fit.
        let fits = |&count: &usize| classes * (count + GAP) <= room;
        let count = [names, SHORT_NAME].map(|name| digits.max(name)).into_iter().find(fits);
        let count = count.unwrap_or(digits.max(names.min(SHORT_NAME)));
        Columns { names, count, classes: (room / (count + GAP)).clamp(1, classes) }
    }

    fn width(&self) -> u16 {
        (2 + LEAD + self.names + self.classes * (self.count + GAP) + 1).max(NARROWEST) as u16
    }
}

/// Columns of ` is ` before the name of a row.
const LEAD: usize = 4;

/// The classes that are shown of all, around the chosen one.
fn window(chosen: usize, shown: usize, all: usize) -> Range<usize> {
    let first = (chosen + 1).saturating_sub(shown).min(all.saturating_sub(shown));
    first..(first + shown).min(all)
}

fn draw_matrix(app: &App, run: &Run, picture: &Picture, columns: &Columns, area: Rect, buffer: &mut Buffer) {
    let theme = app.theme;
    let matrix = &picture.confusion;
    let (right, all) = (matrix.correct() as u64, matrix.total() as u64);
    let foot = format!(" {}: {} of {} right ", step_of(run, picture), grouped(right), grouped(all));
    let title = Line::styled(" Who is taken for whom ", theme.strong());
    let inner = panel(theme, title, Line::styled(foot, theme.test()), area, buffer);
    let chosen = run.inside.cell;
    let rows = usize::from(inner.height.saturating_sub(1)).max(1);
    let Cell { truth, said } = chosen.unwrap_or_default();
    let (down, across) =
        (window(truth, rows, matrix.classes()), window(said, columns.classes, matrix.classes()));
    let name = |class: usize, width: usize| pad(&picture.dataset.class_names[class], width);
    let mut head =
        vec![Span::styled(format!("{:>width$}", "said", width = LEAD + columns.names), theme.faint())];
    head.extend(across.clone().map(|class| {
        let name = truncate(&picture.dataset.class_names[class], columns.count);
        Span::styled(format!("{name:>width$}", width = columns.count + GAP), theme.text())
    }));
    line(&Line::from(head), 0, inner, buffer);
    for (row, truth) in down.enumerate() {
        let mut words =
            vec![Span::styled(" is ", theme.faint()), Span::styled(name(truth, columns.names), theme.text())];
        words.extend(across.clone().map(|said| {
            let count = matrix.count(truth, said);
            let text = if count == 0 { theme.glyph("·", ".").to_owned() } else { grouped(count as u64) };
            let style = match (count, truth == said) {
                _ if chosen == Some(Cell { truth, said }) => theme.focus(),
                (0, _) => theme.faint(),
                (_, true) => theme.good(),
                (_, false) => theme.bad(),
            };
            let lead = if chosen == Some(Cell { truth, said }) { theme.glyph("▸", ">") } else { "" };
            Span::styled(format!("{:>width$}", format!("{lead}{text}"), width = columns.count + GAP), style)
        }));
        line(&Line::from(words), row as u16 + 1, inner, buffer);
    }
}

fn draw_list(app: &App, run: &Run, picture: &Picture, area: Rect, buffer: &mut Buffer) {
    let theme = app.theme;
    let examples = run.listed_examples();
    let names = &picture.dataset.class_names;
    let title = match run.inside.cell {
        None => " The most confident mistakes ".to_owned(),
        Some(Cell { truth, said }) if truth == said => {
            format!(" {} taken for {} ", names[truth], names[said])
        }
        Some(Cell { truth, said }) => format!(" {} mistaken for {} ", names[truth], names[said]),
    };
    let foot = format!(
        " {} of {} test examples ",
        grouped(examples.len() as u64),
        grouped(picture.test.len() as u64)
    );
    let inner =
        panel(theme, Line::styled(title, theme.strong()), Line::styled(foot, theme.test()), area, buffer);
    if examples.is_empty() {
        return line(&Line::styled(" None.", theme.faint()), 0, inner, buffer);
    }
    match picture.dataset.shape {
        Shape::Image { width, height } => {
            draw_images(app, picture, &examples, (width, height), inner, buffer);
        }
        Shape::Plane | Shape::Numbers { .. } => draw_rows(app, picture, &examples, inner, buffer),
    }
}

/// What the network says of an example, and how sure it is: `4 said 9 97 %`.
fn caption(picture: &Picture, n: usize, name: usize) -> String {
    let (label, prediction) = (picture.dataset.test.labels[n], picture.test[n]);
    let named = |class: u8| truncate(&picture.dataset.class_names[usize::from(class)], name);
    let sure = format!("{:.0} %", 100.0 * prediction.confidence);
    if label == prediction.class {
        format!("{} {sure}", named(label))
    } else {
        format!("{} said {} {sure}", named(label), named(prediction.class))
    }
}

fn draw_images(
    app: &App,
    picture: &Picture,
    examples: &[usize],
    (width, height): (usize, usize),
    area: Rect,
    buffer: &mut Buffer,
) {
    let rows = (tile_rows(width, height) as u16).min(area.height.max(1));
    let across = ((area.width + 1) / (TILE + 1)).max(1);
    let down = (area.height / rows).max(1);
    for (place, &n) in (0..across * down).zip(examples) {
        let tile = Rect {
            x: area.x + place % across * (TILE + 1),
            y: area.y + place / across * rows,
            width: TILE,
            height: rows,
        };
        let tile = tile.intersection(area);
        let pixels = picture.dataset.test.inputs.image(n, width, height);
        let image = Rect {
            x: tile.x + 1,
            height: tile.height.saturating_sub(1),
            width: tile.width.saturating_sub(1),
            ..tile
        };
        if grey_image::size(width, height, image).0 > 0 {
            GreyImage { pixels: pixels.view() }.render(app.theme, image, buffer);
        }
        let words = Line::styled(format!(" {}", caption(picture, n, 4)), app.theme.text());
        line(&words, tile.height.saturating_sub(1), tile, buffer);
    }
}

/// A row for each example: what is said of it, and its inputs.
fn draw_rows(app: &App, picture: &Picture, examples: &[usize], area: Rect, buffer: &mut Buffer) {
    let theme = app.theme;
    for (row, &n) in examples.iter().take(area.height.into()).enumerate() {
        let inputs = picture.dataset.test.inputs.row(n).map(|x| format!("{:>7}", short(f64::from(x))));
        let room = usize::from(area.width);
        let mut words =
            vec![Span::styled(pad(&format!(" {}", caption(picture, n, NAME)), 30.min(room)), theme.text())];
        for input in inputs {
            let used: usize = words.iter().map(Span::width).sum();
            if used + input.len() + 1 > room {
                break;
            }
            words.push(Span::styled(format!(" {input}"), theme.faint()));
        }
        line(&Line::from(words), row as u16, area, buffer);
    }
}
