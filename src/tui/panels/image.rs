//! One test image, drawn large, with a bar for each output of the network.

use ratatui::buffer::Buffer;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::{Line, Span};

use super::outputs::Outputs;
use super::past;
use super::status::step_of;
use crate::data::Shape;
use crate::numbers::aligned;
use crate::tui::app::App;
use crate::tui::image_filter::ImageFilter;
use crate::tui::layout::BAR_COLUMNS;
use crate::tui::picture::Picture;
use crate::tui::run::Run;
use crate::tui::widgets::grey_image::{self, GreyImage};
use crate::tui::widgets::text::{line, panel, text_width};

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
    let inner = panel(
        app.theme,
        title(app, run, picture, area.width),
        foot(app, run, picture, area.width),
        area,
        buffer,
    );
    let Shape::Image { width, height } = picture.dataset.shape else { return };
    let pixels = picture.dataset.test.inputs.image(run.image, width, height);
    // The image leaves room for bars long enough to compare.
    let room = inner.width.saturating_sub(BAR_COLUMNS as u16).min((inner.width * 3 / 5).max(width as u16));
    let image = Rect { width: room, ..inner };
    GreyImage { pixels: pixels.view() }.render(app.theme, image, buffer);
    let left = inner.x + grey_image::size(width, height, image).0 as u16 + 1;
    let bars = Rect { x: left, width: inner.right().saturating_sub(left), ..inner };
    let outputs = picture.outputs.row(run.image).to_vec();
    let label = Some(usize::from(picture.dataset.test.labels[run.image]));
    let names = &picture.dataset.class_names;
    // The past stands below the bars if there is room for it.
    let needed = names.len() as u16 + past::ROWS;
    let [bars, below] = match bars.height.checked_sub(needed) {
        Some(_) => Layout::vertical([Constraint::Fill(1), Constraint::Length(past::ROWS)]).areas(bars),
        None => [bars, Rect::default()],
    };
    Outputs { names, values: &outputs, label }.render(app.theme, bars, buffer);
    let below = Rect { x: below.x + 1, width: below.width.saturating_sub(2), ..below };
    past::draw(app, run, run.image, below, buffer);
}

/// The number of the image, its class and the prediction. Names that do not fit beside each other are truncated here; the
/// foot has the prediction then.
fn title<'a>(app: &App, run: &Run, picture: &Picture, width: u16) -> Line<'a> {
    let theme = app.theme;
    let (is, said) = verdict_words(app, run, picture);
    let number = run.image + 1;
    let said = if has_long_names(&is, &said, width) { Span::raw("") } else { said };
    let room = usize::from(width).saturating_sub(2 + is.width() + said.width());
    let which = [format!(" Test image {number} of {} ", picture.test.len()), format!(" Image {number} ")]
        .into_iter()
        .find(|words| text_width(words) <= room);
    Line::from(vec![Span::styled(which.unwrap_or_default(), theme.strong()), is, said])
}

/// The class of the image, and the prediction with its mark.
fn verdict_words<'a>(app: &App, run: &Run, picture: &Picture) -> (Span<'a>, Span<'a>) {
    let (said, label) = (picture.test[run.image], picture.dataset.test.labels[run.image]);
    let name = |class: u8| &picture.dataset.class_names[usize::from(class)];
    let (mark, style) = verdict(app, said.class == label);
    let is = Span::styled(format!(" is {} ", name(label)), app.theme.text());
    (is, Span::styled(format!(" said {} {mark} ", name(said.class)), style))
}

/// Whether the class and the prediction do not fit into the title beside the number of the image.
fn has_long_names(is: &Span, said: &Span, width: u16) -> bool {
    const NUMBER: usize = 16; // ` Image 10,000 ` and two corners
    is.width() + said.width() + NUMBER > usize::from(width)
}

/// A mark and a style for a right or a wrong prediction. The marks differ, so colour is not needed.
pub fn verdict(app: &App, right: bool) -> (&'static str, ratatui::style::Style) {
    match (right, app.theme.unicode()) {
        (true, true) => ("✓", app.theme.good()),
        (true, false) => ("ok", app.theme.good()),
        (false, true) => ("✗", app.theme.bad()),
        (false, false) => ("X", app.theme.bad()),
    }
}

/// The step of the picture, what is browsed, and the prediction if the title has no room for it.
fn foot<'a>(app: &App, run: &Run, picture: &Picture, width: u16) -> Line<'a> {
    let theme = app.theme;
    let (is, said) = verdict_words(app, run, picture);
    let mut spans = if has_long_names(&is, &said, width) { vec![said] } else { Vec::new() };
    let [browsed, all] = [run.images().len(), picture.test.len()].map(|count| count as u64);
    let browsed = aligned(browsed, all);
    let class = run.inside.true_class.and_then(|class| picture.dataset.class_names.get(class));
    let wrong = match (run.image_filter, class) {
        (ImageFilter::All, None) => None,
        (ImageFilter::Wrong, None) => Some(format!(" wrong ones only: {browsed} ")),
        (ImageFilter::All, Some(name)) => Some(format!(" class {name} only: {browsed} ")),
        (ImageFilter::Wrong, Some(name)) => Some(format!(" wrong ones of class {name}: {browsed} ")),
    };
    let words = wrong.into_iter().chain([format!(" {} ", step_of(run, picture))]);
    for words in words {
        let used: usize = spans.iter().map(Span::width).sum();
        if used + text_width(&words) + 2 <= usize::from(width) {
            spans.push(Span::styled(words, theme.faint()));
        }
    }
    Line::from(spans)
}
