//! One test image, large, with what the network says about it: ten bars.

use ratatui::buffer::Buffer;
use ratatui::layout::{Constraint, Rect};
use ratatui::text::{Line, Span};

use crate::data::Shape;
use crate::tui::app::App;
use crate::tui::layout::BAR_COLUMNS;
use crate::tui::picture::Picture;
use crate::tui::run::{ImageFilter, Run};
use crate::tui::widgets::bar::{Bar, Stroke};
use crate::tui::widgets::grey_image::{self, GreyImage};
use crate::tui::widgets::text::{line, panel, text_width, truncate};

/// Draws the image and its bars.
pub fn draw(app: &App, run: &Run, area: Rect, buffer: &mut Buffer) {
    let shown = run.picture.as_ref().filter(|picture| run.image < picture.test.len());
    let Some(picture) = shown else {
        let inner =
            panel(app.theme, Line::styled(" Test image ", app.theme.strong()), Line::default(), area, buffer);
        let words = if run.failure.is_some() { "" } else { " unpacking the images …" };
        line(&Line::styled(words, app.theme.faint()), 0, inner, buffer);
        return;
    };
    let inner = panel(app.theme, title(app, run, picture, area.width), foot(app, run), area, buffer);
    let Shape::Image { width, height } = picture.dataset.shape else { return };
    let pixels = picture.dataset.test.inputs.image(run.image, width, height);
    // Long bars tell more than a larger image.
    let room = inner.width.saturating_sub(BAR_COLUMNS as u16).min((inner.width * 3 / 5).max(width as u16));
    let image = Rect { width: room, ..inner };
    GreyImage { pixels: pixels.view() }.render(app.theme, image, buffer);
    let left = inner.x + grey_image::size(width, height, image).0 as u16 + 1;
    let bars = Rect { x: left, width: inner.right().saturating_sub(left), ..inner };
    draw_bars(app, run, picture, bars, buffer);
}

fn title<'a>(app: &App, run: &Run, picture: &Picture, width: u16) -> Line<'a> {
    let theme = app.theme;
    let (said, label) = (picture.test[run.image], picture.dataset.test.labels[run.image]);
    let name = |class: u8| truncate(&picture.dataset.class_names[usize::from(class)], NAME);
    let (mark, style) = verdict(app, said.class == label);
    let (is, said) = (format!(" is {} ", name(label)), format!(" said {} {mark} ", name(said.class)));
    let number = run.image + 1;
    let room = usize::from(width).saturating_sub(2 + text_width(&is) + text_width(&said));
    let which = [format!(" Test image {number} of {} ", picture.test.len()), format!(" Image {number} ")]
        .into_iter()
        .find(|words| text_width(words) <= room);
    Line::from(vec![
        Span::styled(which.unwrap_or_default(), theme.strong()),
        Span::styled(is, theme.text()),
        Span::styled(said, style),
    ])
}

/// Right and wrong, told apart without colour.
pub fn verdict(app: &App, right: bool) -> (&'static str, ratatui::style::Style) {
    match (right, app.theme.unicode()) {
        (true, true) => ("✓", app.theme.good()),
        (true, false) => ("ok", app.theme.good()),
        (false, true) => ("✗", app.theme.bad()),
        (false, false) => ("X", app.theme.bad()),
    }
}

fn foot<'a>(app: &App, run: &Run) -> Line<'a> {
    match run.image_filter {
        ImageFilter::All => Line::default(),
        ImageFilter::Wrong => {
            Line::styled(format!(" wrong ones only: {} ", run.images().len()), app.theme.faint())
        }
    }
}

/// Columns of the longest name of a class that is shown whole.
const NAME: usize = 8;

/// A bar for each class: its output, `▸` at what is said and a tick at the truth. Of more classes than there is room
/// for, those with the largest outputs and the truth.
fn draw_bars(app: &App, run: &Run, picture: &Picture, area: Rect, buffer: &mut Buffer) {
    let theme = app.theme;
    let outputs = picture.outputs.row(run.image);
    let (said, label) = (picture.test[run.image], picture.dataset.test.labels[run.image]);
    let mut classes: Vec<usize> = (0..outputs.len()).collect();
    if classes.len() > usize::from(area.height) {
        classes.sort_by(|&a, &b| outputs[b].total_cmp(&outputs[a]));
        // The truth is one of them.
        if let Some(truth) = classes.iter().position(|&class| class == usize::from(label)) {
            let last = usize::from(area.height).saturating_sub(1);
            classes.swap(truth.min(last), truth);
        }
        classes.truncate(usize::from(area.height));
        classes.sort_unstable();
    }
    let spread = if usize::from(area.height) >= 2 * classes.len() { 2 } else { 1 };
    let area = area.centered_vertically(Constraint::Length((spread * classes.len()) as u16));
    let names = &picture.dataset.class_names;
    let width = names.iter().map(|name| text_width(name)).max().unwrap_or(0).clamp(2, NAME);
    let room = usize::from(area.width).saturating_sub(width + 9);
    for (row, class) in classes.into_iter().enumerate() {
        let output = outputs[class];
        let name = truncate(&names[class], width);
        let gap = " ".repeat(width.saturating_sub(text_width(&name)));
        let is_said = usize::from(said.class) == class;
        let style = if is_said { theme.strong() } else { theme.text() };
        let style_of_bar = match (is_said, said.class == label) {
            (true, true) => theme.good(),
            (true, false) => theme.bad(),
            (false, _) => theme.train(),
        };
        let bar = Bar { share: output.into(), stroke: Stroke::Eighths, style: style_of_bar };
        let [bar, rest] = bar.spans(theme, room);
        let truth = if usize::from(label) == class { theme.glyph("✓", "<") } else { " " };
        let words = Line::from(vec![
            Span::styled(if is_said { theme.glyph("▸", ">") } else { " " }, style),
            Span::styled(format!("{gap}{name} "), style),
            bar,
            rest,
            Span::styled(format!(" {output:.2} "), style),
            Span::styled(truth, theme.good()),
        ]);
        line(&words, (spread * row) as u16, area, buffer);
    }
}
