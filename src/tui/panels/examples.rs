//! The list of test examples beside the confusion matrix.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::data::Shape;
use crate::numbers::{grouped, short};
use crate::tui::app::App;
use crate::tui::inside::Cell;
use crate::tui::mistakes_layout::{MistakesLayout, NAME, TILE};
use crate::tui::picture::Picture;
use crate::tui::run::Run;
use crate::tui::widgets::grey_image::{self, GreyImage};
use crate::tui::widgets::text::{line, pad, text_width, truncate};

/// Columns of a caption before the inputs of a row.
const CAPTION: usize = 30;

/// Draws the heading and the examples of the page with the chosen one.
pub fn draw(app: &App, run: &Run, picture: &Picture, layout: &MistakesLayout, buffer: &mut Buffer) {
    let theme = app.theme;
    let examples = run.listed_examples();
    let heading = heading(run, picture, examples.len(), layout.heading.width.into());
    line(&Line::styled(heading, theme.strong()), 0, layout.heading, buffer);
    if examples.is_empty() {
        return line(&Line::styled("none", theme.faint()), 0, layout.list, buffer);
    }
    let at = run.place_in_list(&examples);
    let page = layout.examples();
    let first = at.unwrap_or(0) / page * page;
    for (place, &n) in (0..page as u16).zip(&examples[first..]) {
        let is_chosen = at == Some(first + usize::from(place));
        match picture.dataset.shape {
            Shape::Image { width, height } => {
                let across = layout.across as u16;
                let tile = Rect {
                    x: layout.list.x + place % across * (TILE + 1),
                    y: layout.list.y + place / across * layout.rows,
                    width: TILE,
                    height: layout.rows,
                };
                let tile = tile.intersection(layout.list);
                draw_image(app, picture, n, (width, height), is_chosen, tile, buffer);
            }
            Shape::Plane | Shape::Numbers { .. } => {
                let row = row(app, picture, n, is_chosen, layout.list.width.into());
                line(&row, place, layout.list, buffer);
            }
        }
    }
}

/// What is listed, and how many there are: the longest text of at most `width` columns.
fn heading(run: &Run, picture: &Picture, count: usize, width: usize) -> String {
    let name = |class: usize, width: usize| truncate(&picture.dataset.class_names[class], width);
    let count = grouped(count as u64);
    let texts = match (run.inside.cell, run.inside.true_class) {
        (Some(Cell { truth, said }), _) => {
            let [is, taken] = [truth, said].map(|class| name(class, usize::MAX));
            let half = (width.saturating_sub(" said ".len())) / 2;
            if truth == said {
                let whole = name(truth, width.saturating_sub(" right".len()).max(1));
                vec![format!("{is} right: {count}"), format!("{whole} right")]
            } else {
                vec![
                    format!("{is} said {taken}: {count}"),
                    format!("{is} said {taken}"),
                    format!("{} said {}", name(truth, half), name(said, half)),
                ]
            }
        }
        (None, Some(class)) => {
            let class = name(class, width.saturating_sub("wrong".len() + 1).max(1));
            vec![
                format!("wrong ones of class {class}, the surest first: {count}"),
                format!("wrong ones of class {class}: {count}"),
                format!("{class} wrong: {count}"),
                format!("{class} wrong"),
            ]
        }
        (None, None) => vec![
            format!("wrong ones, the surest first: {count}"),
            format!("surely wrong: {count}"),
            format!("wrong: {count}"),
            "wrong".to_owned(),
        ],
    };
    texts.into_iter().find(|text| text_width(text) <= width).unwrap_or_default()
}

/// What the network says of an example, and how sure it is: `4 said 9 0.97`.
fn caption(picture: &Picture, n: usize, name: usize) -> String {
    let (label, prediction) = (picture.dataset.test.labels[n], picture.test[n]);
    let named = |class: u8| truncate(&picture.dataset.class_names[usize::from(class)], name);
    let sure = format!("{:.2}", prediction.confidence);
    if label == prediction.class {
        format!("{} {sure}", named(label))
    } else {
        format!("{} said {} {sure}", named(label), named(prediction.class))
    }
}

/// The pointer at the chosen example.
fn pointer(app: &App, is_chosen: bool) -> Span<'static> {
    let glyph = app.theme.arrow(is_chosen);
    Span::styled(glyph, app.theme.focus())
}

fn draw_image(
    app: &App,
    picture: &Picture,
    n: usize,
    (width, height): (usize, usize),
    is_chosen: bool,
    tile: Rect,
    buffer: &mut Buffer,
) {
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
    let style = if is_chosen { app.theme.strong() } else { app.theme.text() };
    let words = Line::from(vec![pointer(app, is_chosen), Span::styled(caption(picture, n, 4), style)]);
    line(&words, tile.height.saturating_sub(1), tile, buffer);
}

/// What is said of an example, and as many of its inputs as there is room for.
fn row(app: &App, picture: &Picture, n: usize, is_chosen: bool, room: usize) -> Line<'static> {
    let theme = app.theme;
    let style = if is_chosen { theme.strong() } else { theme.text() };
    let caption = pad(&caption(picture, n, NAME), CAPTION.min(room.saturating_sub(1)));
    let mut words = vec![pointer(app, is_chosen), Span::styled(caption, style)];
    for input in picture.dataset.test.inputs.row(n) {
        let input = format!(" {:>7}", short(f64::from(input)));
        let used: usize = words.iter().map(Span::width).sum();
        if used + input.len() > room {
            break;
        }
        words.push(Span::styled(input, theme.faint()));
    }
    Line::from(words)
}
