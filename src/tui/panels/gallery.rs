//! Many test images with the prediction for each.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};
use ratatui::widgets::Block;

use super::image::verdict;
use crate::data::Shape;
use crate::tui::app::App;
use crate::tui::layout::{THUMBNAIL, tile_rows};
use crate::tui::picture::Picture;
use crate::tui::run::{ImageFilter, Run};
use crate::tui::widgets::grey_image::GreyImage;
use crate::tui::widgets::text::{line, panel, text_width, truncate};

/// In captions with two class names, longer names are truncated to this many columns.
const NAME: usize = 3;
/// Columns of a caption without its two names: `▸`, ` said `, ` ✗.37`.
const CAPTION: usize = 12;

/// Draws the page of images that contains the one that is shown large.
pub fn draw(app: &App, run: &Run, area: Rect, buffer: &mut Buffer) {
    let area = match &run.augmented_images {
        None => area,
        Some(images) => {
            let [gallery, below] = super::augmented_images::split(area);
            super::augmented_images::draw(app, run, images, below, buffer);
            gallery
        }
    };
    if area.height < 3 {
        return;
    }
    let Some(picture) = &run.picture else {
        panel(app.theme, Line::default(), Line::default(), area, buffer);
        return;
    };
    let right = picture
        .test
        .iter()
        .zip(&picture.dataset.test.labels)
        .filter(|(prediction, label)| prediction.class == **label);
    let (right, all) = (right.count(), picture.test.len());
    let what = if run.image_filter == ImageFilter::Wrong { "Wrong test images" } else { "Test images" };
    let title = Line::styled(format!(" {what} "), app.theme.strong());
    let foot = Line::styled(format!(" {right} of {all} right "), app.theme.test());
    let inner = panel(app.theme, title, foot, area, buffer);
    for (image, tile) in tiles(run, picture, inner) {
        draw_tile(app, run, picture, image, tile, buffer);
    }
}

/// The images on the page, and where they are inside the frame.
fn tiles(run: &Run, picture: &Picture, inner: Rect) -> Vec<(usize, Rect)> {
    let (width, height) = tile(picture);
    // Without room for thumbnails the captions alone still tell right from wrong.
    let height = if inner.height >= height { height } else { 1 };
    let (across, down) = (inner.width / width, inner.height / height);
    let images = run.images();
    let from = page(&images, run.image, usize::from(across) * usize::from(down));
    let place = |nth: u16| {
        let (column, row) = (nth % across, nth / across);
        Rect { x: inner.x + column * width, y: inner.y + row * height, width, height }
    };
    (0..across * down).map(place).zip(&images[from..]).map(|(place, &image)| (image, place)).collect()
}

/// The image at a place of the screen, in a gallery that is drawn in `area`.
pub fn image_at(run: &Run, area: Rect, place: Position) -> Option<usize> {
    let area = match &run.augmented_images {
        None => area,
        Some(_) => super::augmented_images::split(area)[0],
    };
    let tiles = tiles(run, run.picture.as_ref()?, Block::bordered().inner(area));
    tiles.into_iter().find(|(_, tile)| tile.contains(place)).map(|(image, _)| image)
}

/// Columns and rows of a tile: a thumbnail with its caption.
fn tile(picture: &Picture) -> (u16, u16) {
    let Shape::Image { width, height } = picture.dataset.shape else { return (1, 1) };
    let name = picture.dataset.class_names.iter().map(|name| text_width(name)).max().unwrap_or(0).min(NAME);
    ((CAPTION + 2 * name) as u16, tile_rows(width, height) as u16)
}

/// The index in `images` of the first one on the page that contains `current`.
fn page(images: &[usize], current: usize, size: usize) -> usize {
    let at = images.iter().position(|&image| image >= current).unwrap_or(0);
    at / size.max(1) * size.max(1)
}

fn draw_tile(app: &App, run: &Run, picture: &Picture, image: usize, area: Rect, buffer: &mut Buffer) {
    let Shape::Image { width, height } = picture.dataset.shape else { return };
    if area.height > 1 {
        let pixels = picture.dataset.test.inputs.image(image, width, height);
        let thumbnail = Rect { x: area.x + 1, y: area.y, ..THUMBNAIL }.intersection(area);
        GreyImage { pixels: pixels.view() }.render(app.theme, thumbnail, buffer);
    }
    let (prediction, label) = (picture.test[image], picture.dataset.test.labels[image]);
    let name = |class: u8, width| truncate(&picture.dataset.class_names[usize::from(class)], width);
    let (mark, style) = verdict(app, prediction.class == label);
    let text = if prediction.class == label {
        format!("{} {mark} ", name(label, CAPTION))
    } else {
        format!("{} said {} {mark}", name(label, NAME), name(prediction.class, NAME))
    };
    let pointer = if image == run.image {
        Span::styled(app.theme.glyph("▸", ">"), app.theme.focus())
    } else {
        Span::raw(" ")
    };
    let caption = Line::from(vec![
        pointer,
        Span::styled(text, style),
        Span::styled(share(prediction.confidence), app.theme.faint()),
    ]);
    line(&caption, area.height - 1, area, buffer);
}

/// Formats a share of one in three columns.
fn share(of_one: f32) -> String {
    let hundredths = (100.0 * of_one).round();
    if hundredths < 100.0 { format!(".{hundredths:02}") } else { "1.0".to_owned() }
}
