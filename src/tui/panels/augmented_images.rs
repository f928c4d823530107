//! Augmented training images, as the network sees them.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Line;

use crate::data::{Features, Shape};
use crate::tui::app::App;
use crate::tui::run::Run;
use crate::tui::widgets::grey_image::GreyImage;
use crate::tui::widgets::text::panel;

/// Rows of an image, which is twice as many columns wide.
const ROWS: u16 = 6;

/// Draws as many of the images as fit into `area`.
pub fn draw(app: &App, run: &Run, images: &Features, area: Rect, buffer: &mut Buffer) {
    let theme = app.theme;
    let kind = run.snapshot.as_ref().map_or("", |snapshot| snapshot.setup.augment.name());
    let title = Line::styled(" What it learns from: distorted copies ", theme.strong());
    let foot = Line::styled(format!(" {kind}, drawn anew each time "), theme.train());
    let inner = panel(theme, title, foot, area, buffer);
    let Shape::Image { width, height } = run.shape() else { return };
    let rows = ROWS.min(inner.height);
    let (across, down) = (inner.width / (2 * rows + 1).max(1), inner.height / rows.max(1));
    for (place, n) in (0..across * down).zip(0..images.len()) {
        let (column, row) = (place % across, place / across);
        let tile = Rect {
            x: inner.x + column * (2 * rows + 1),
            y: inner.y + row * rows,
            width: 2 * rows,
            height: rows,
        };
        let pixels = images.image(n, width, height);
        GreyImage { pixels: pixels.view() }.render(theme, tile, buffer);
    }
}

/// Splits the gallery into the part that it keeps and the part for augmented images below. If less would be left than its
/// captions need, the images take all of it.
pub fn split(gallery: Rect) -> [Rect; 2] {
    const CAPTIONS: u16 = 5;
    let row = ROWS + 2;
    let height =
        if gallery.height >= row + CAPTIONS { (gallery.height / 2).max(row) } else { gallery.height };
    let rest = gallery.height - height;
    [Rect { height: rest, ..gallery }, Rect { y: gallery.y + rest, height, ..gallery }]
}
