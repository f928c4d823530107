//! Many test images with what the network says about each.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::image::verdict;
use crate::data::Shape;
use crate::tui::app::App;
use crate::tui::picture::Picture;
use crate::tui::run::{Run, Walk};
use crate::tui::widgets::digit::Digit;
use crate::tui::widgets::text::{line, panel};

/// Cells of a thumbnail.
const THUMBNAIL: (u16, u16) = (12, 6);
/// Cells of a tile: a thumbnail, its caption, and a gap.
const TILE: (u16, u16) = (THUMBNAIL.0 + 2, THUMBNAIL.1 + 1);
/// Rows of a gallery with one row of tiles, its frame included.
pub const ROW: usize = TILE.1 as usize + 2;

/// Draws the page of images on which the one that is shown large is.
pub fn draw(app: &App, run: &Run, area: Rect, buffer: &mut Buffer) {
    let area = match &run.copies {
        None => area,
        Some(copies) => {
            let [gallery, below] = super::copies::split(area);
            super::copies::draw(app, run, copies, below, buffer);
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
    let right =
        picture.test.iter().zip(&picture.dataset.test.labels).filter(|(said, label)| said.class == **label);
    let (right, all) = (right.count(), picture.test.len());
    let what = if run.walk == Walk::Wrong { "Wrong test images" } else { "Test images" };
    let title = Line::styled(format!(" {what} "), app.theme.strong());
    let foot = Line::styled(format!(" {right} of {all} right "), app.theme.test());
    let inner = panel(app.theme, title, foot, area, buffer);
    // Without room for a picture the captions alone still tell right from wrong.
    let tile = if inner.height >= TILE.1 { TILE } else { (TILE.0, 1) };
    let (across, down) = (inner.width / tile.0, inner.height / tile.1);
    let images = run.images();
    let from = page(&images, run.image, usize::from(across) * usize::from(down));
    for (place, &image) in (0..across * down).zip(&images[from..]) {
        let (column, row) = (place % across, place / across);
        let area =
            Rect { x: inner.x + column * tile.0, y: inner.y + row * tile.1, width: tile.0, height: tile.1 };
        draw_tile(app, run, picture, image, area, buffer);
    }
}

/// The first image of the page on which the current one is.
fn page(images: &[usize], current: usize, size: usize) -> usize {
    let at = images.iter().position(|&image| image >= current).unwrap_or(0);
    at / size.max(1) * size.max(1)
}

fn draw_tile(app: &App, run: &Run, picture: &Picture, image: usize, area: Rect, buffer: &mut Buffer) {
    let Shape::Image { width, height } = picture.dataset.shape else { return };
    if area.height > 1 {
        let pixels = picture.dataset.test.inputs.image(image, width, height);
        let thumbnail = Rect { x: area.x + 1, width: THUMBNAIL.0, height: THUMBNAIL.1, ..area };
        Digit { pixels: pixels.view() }.render(app.theme, thumbnail, buffer);
    }
    let (said, label) = (picture.test[image], picture.dataset.test.labels[image]);
    let name = |class: u8| picture.dataset.class_names.get(usize::from(class)).map_or("?", String::as_str);
    let (mark, style) = verdict(app, said.class == label);
    let says = if said.class == label {
        format!("{} {mark} ", name(label))
    } else {
        format!("{} said {} {mark}", name(label), name(said.class))
    };
    let pointer = if image == run.image {
        Span::styled(app.theme.either("▸", ">"), app.theme.focus())
    } else {
        Span::raw(" ")
    };
    let caption = Line::from(vec![
        pointer,
        Span::styled(says, style),
        Span::styled(format!(".{:02.0}", (100.0 * said.confidence).min(99.0)), app.theme.faint()),
    ]);
    line(&caption, area.height - 1, area, buffer);
}
