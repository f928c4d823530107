//! Many test images with the prediction for each.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};
use ratatui::widgets::Block;

use super::image::verdict;
use super::status::step_of;
use crate::data::Shape;
use crate::numbers::{aligned, grouped};
use crate::tui::app::App;
use crate::tui::image_filter::ImageFilter;
use crate::tui::layout::tile_rows;
use crate::tui::picture::Picture;
use crate::tui::run::Run;
use crate::tui::widgets::grey_image::GreyImage;
use crate::tui::widgets::text::{line, panel, text_width, truncate};

/// Columns of a caption without its two names: `▸`, ` said `, ` 0.37`.
const CAPTION: usize = 12;
/// Columns of ` said ` less those of ` ok`.
const WORDS: usize = 3;
/// Names in captions are truncated to no fewer columns than this.
const SHORTEST_NAME: usize = 3;
/// The least number of tiles in a row before names are truncated for more.
const ENOUGH: usize = 3;

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
    let [right, all] = [picture.confusion.correct(), picture.confusion.total()].map(|count| count as u64);
    let what = if run.image_filter == ImageFilter::Wrong { "Wrong test images" } else { "Test images" };
    let of_class = run.inside.true_class.and_then(|class| picture.dataset.class_names.get(class));
    let of_class = of_class.map_or_else(String::new, |name| format!(" of class {name}"));
    let title = truncate(&format!("{what}{of_class}"), usize::from(area.width).saturating_sub(4));
    let title = Line::styled(format!(" {title} "), app.theme.strong());
    let foot = format!(" {}: {} of {} right ", step_of(run, picture), aligned(right, all), grouped(all));
    let inner = panel(app.theme, title, Line::styled(foot, app.theme.test()), area, buffer);
    let grid = Grid::of(picture, inner);
    for (image, tile) in grid.tiles(run) {
        draw_tile(app, run, picture, image, tile, &grid, buffer);
    }
}

/// The image at a place of the screen, in a gallery that is drawn in `area`.
pub fn image_at(run: &Run, area: Rect, place: Position) -> Option<usize> {
    let area = match &run.augmented_images {
        None => area,
        Some(_) => super::augmented_images::split(area)[0],
    };
    let grid = Grid::of(run.picture.as_ref()?, Block::bordered().inner(area));
    grid.tiles(run).into_iter().find(|(_, tile)| tile.contains(place)).map(|(image, _)| image)
}

/// The arrangement of the tiles, each a thumbnail above its caption. They share the whole area.
struct Grid {
    area: Rect,
    across: usize,
    down: usize,
    /// Longer class names are truncated to this many columns in captions with two of them. The panel of the large image
    /// has the whole names.
    name: usize,
}

impl Grid {
    /// As many tiles as fit. Names are truncated only if there were fewer than [`ENOUGH`] in a row.
    fn of(picture: &Picture, area: Rect) -> Grid {
        let Shape::Image { width, height } = picture.dataset.shape else {
            return Grid { area, across: 0, down: 0, name: 0 };
        };
        let longest =
            picture.dataset.class_names.iter().map(|name| text_width(name)).max().unwrap_or(0).max(1);
        let least = longest.min(SHORTEST_NAME);
        let across = |name: usize| (usize::from(area.width) + 1) / (CAPTION + 2 * name + 1);
        let name = (least..=longest).rev().find(|&name| across(name) >= ENOUGH).unwrap_or(least);
        // Without room for thumbnails the captions alone still tell right from wrong.
        let rows = tile_rows(width, height);
        let down = if usize::from(area.height) >= rows {
            usize::from(area.height) / rows
        } else {
            area.height.into()
        };
        Grid { area, across: across(name), down, name }
    }

    /// The images on the page, and where they are.
    fn tiles(&self, run: &Run) -> Vec<(usize, Rect)> {
        let (images, tiles) = (run.images(), self.across * self.down);
        let from = page(&images, run.image, tiles);
        (0..tiles).zip(&images[from..]).map(|(place, &image)| (image, self.tile(place))).collect()
    }

    /// The area of the tile at this place, row by row, with a blank column to the tile at its right.
    fn tile(&self, place: usize) -> Rect {
        let (column, row) = (place % self.across, place / self.across);
        let x = |column: usize| (column * (usize::from(self.area.width) + 1) / self.across) as u16;
        let y = |row: usize| (row * usize::from(self.area.height) / self.down) as u16;
        Rect {
            x: self.area.x + x(column),
            y: self.area.y + y(row),
            width: x(column + 1) - x(column) - 1,
            height: y(row + 1) - y(row),
        }
    }
}

/// The index in `images` of the first one on the page that contains `current`. The last page is full as well.
fn page(images: &[usize], current: usize, size: usize) -> usize {
    let at = images.iter().position(|&image| image >= current).unwrap_or(0);
    (at / size.max(1) * size.max(1)).min(images.len().saturating_sub(size))
}

fn draw_tile(
    app: &App,
    run: &Run,
    picture: &Picture,
    image: usize,
    area: Rect,
    grid: &Grid,
    buffer: &mut Buffer,
) {
    let Shape::Image { width, height } = picture.dataset.shape else { return };
    if area.height > 1 {
        let pixels = picture.dataset.test.inputs.image(image, width, height);
        let thumbnail =
            Rect { x: area.x + 1, width: area.width.saturating_sub(1), height: area.height - 1, ..area };
        GreyImage { pixels: pixels.view() }.render(app.theme, thumbnail.intersection(area), buffer);
    }
    let (prediction, label) = (picture.test[image], picture.dataset.test.labels[image]);
    let name = |class: u8, width| truncate(&picture.dataset.class_names[usize::from(class)], width);
    let (mark, style) = verdict(app, prediction.class == label);
    let text = if prediction.class == label {
        format!("{} {mark} ", name(label, 2 * grid.name + WORDS))
    } else {
        let [label, said] = [label, prediction.class].map(|class| name(class, grid.name));
        format!("{label} said {said} ")
    };
    let pointer = if image == run.image {
        Span::styled(app.theme.glyph("▸", ">"), app.theme.focus())
    } else {
        Span::raw(" ")
    };
    let caption = Line::from(vec![
        pointer,
        Span::styled(text, style),
        Span::styled(format!("{:.2}", prediction.confidence), app.theme.faint()),
    ]);
    line(&caption, area.height - 1, area, buffer);
}
