//! The size and the place of every panel of the run screen.
//!
//! What is in view, by the size of the terminal:
//!
//! - below 80×24: a line for each number, and no panel;
//! - from 80×24: the basic panels beside each other, which are the picture, the curves and the diagnosis;
//! - from 34 rows: a strip with a bar for each hidden unit as well;
//! - from 100×34: a band below the basic panels for those that are opened or have the focus, side by side, as many as are at
//!   least 50 columns wide.
//!
//! A panel fills the screen if it is asked to, or if it has the focus and there is no place for it.
//!
//! The state needs the sizes to ask for a picture with the right number of pixels and to find the step under the mouse,
//! and drawing needs the places. Nothing here draws.

use ratatui::layout::{Constraint, Layout, Position, Rect};
use ratatui::widgets::Block;

use super::class_list::{self, ClassList};
use super::open_panels::PanelFocus;
use super::panel_id::PanelId;
use super::run::Run;
use super::unit_maps::UnitMaps;
use super::widgets::{curve, grey_image};
use crate::data::Shape;

/// The smallest terminal in which everything can be shown: columns and rows.
pub const SMALLEST: (u16, u16) = (80, 24);

/// Rows of class bars beside an image that are shown without scrolling: one for each digit.
const BAR_ROWS: usize = 10;

/// Fewest columns of the class bars beside an image.
pub const BAR_COLUMNS: usize = 16;

/// The largest thumbnail in cells, before the tiles share what is left of the gallery.
const THUMBNAIL: Rect = Rect::new(0, 0, 12, 6);

/// Terminals with at least this many rows always show the hidden units.
const TALL: u16 = 34;

/// Terminals with at least so many columns and [`TALL`] rows have a band for opened panels.
const WIDE: u16 = 100;

/// The fewest columns of a panel in the band.
const BAND_COLUMNS: u16 = 50;

/// With fewer rows beside the picture, the band leaves room for the loss but not for the accuracy.
const TWO_CHARTS: u16 = 21;

/// The fewest and the most rows of the band.
const BAND_ROWS: (u16, u16) = (13, 26);

/// Returns whether everything can be shown in a terminal of this size.
pub fn fits(area: Rect) -> bool {
    area.width >= SMALLEST.0 && area.height >= SMALLEST.1
}

/// Rows of a gallery tile, a thumbnail above its caption, for images of `width` × `height` pixels.
pub fn tile_rows(width: usize, height: usize) -> usize {
    grey_image::size(width, height, THUMBNAIL).1.div_ceil(2) + 1
}

/// The places of the panels. A panel that is not in view has none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Areas {
    /// The set-up and the progress.
    pub status: Rect,
    /// The plane, one image, or the classes.
    pub picture: Rect,
    /// The test images, and augmented training images below them.
    pub gallery: Rect,
    /// The loss chart.
    pub loss: Rect,
    /// The accuracy chart.
    pub accuracy: Rect,
    /// The diagnosis.
    pub diagnosis: Rect,
    /// The hidden units.
    pub units: Rect,
    /// What the network makes of one place or example; empty unless that is asked for.
    pub probe: Rect,
    /// Which classes are mistaken for which.
    pub mistakes: Rect,
    /// The network.
    pub network: Rect,
    /// The bar of the time machine; empty unless that is open.
    pub time: Rect,
    /// The key hints.
    pub footer: Rect,
}

impl Areas {
    /// Divides the terminal among the panels.
    pub fn of(area: Rect, run: &Run) -> Areas {
        match filling_panel(area, run) {
            Some(id) => Areas::with_one(id, area, run),
            None => Areas::side_by_side(area, run),
        }
        .with_probe(run)
    }

    /// What the network makes of one place or example stands in the place of the accuracy, or of the loss if there is none, or
    /// beside a picture that fills the screen.
    fn with_probe(mut self, run: &Run) -> Areas {
        if !run.is_probing || self.picture.is_empty() {
            return self;
        }
        let charts = [&mut self.accuracy, &mut self.loss];
        if let Some(chart) = charts.into_iter().find(|chart| !chart.is_empty()) {
            self.probe = std::mem::take(chart);
        } else {
            let columns = [Constraint::Fill(3), Constraint::Fill(2)];
            [self.picture, self.probe] = Layout::horizontal(columns).areas(self.picture);
        }
        self
    }

    /// All panels in their places.
    fn side_by_side(area: Rect, run: &Run) -> Areas {
        let shape = run.shape();
        let extra = if has_band(area) {
            run.panels.extra(usize::from(area.width / BAND_COLUMNS))
        } else {
            Vec::new()
        };
        let band_rows = match extra.len() {
            0 => 0,
            _ => (area.height * 2 / 5).clamp(BAND_ROWS.0, BAND_ROWS.1),
        };
        let strip_rows = match (area.height >= TALL && extra.is_empty(), run.wanted.dropout > 0.0) {
            _ if extra.contains(&PanelId::Units) => 0,
            (true, _) => 3,
            (false, true) => 1,
            (false, false) => 0,
        };
        let rows = [
            Constraint::Length(2),
            Constraint::Fill(1),
            Constraint::Length(strip_rows),
            Constraint::Length(band_rows),
            Constraint::Length(time_rows(run)),
            Constraint::Length(1),
        ];
        let [status, body, units, band, time, footer] = Layout::vertical(rows).areas(area);
        let mut areas = Areas { status, units, time, footer, ..Areas::default() };
        areas.divide_body(body, shape, body.height + time.height);
        let columns = Layout::horizontal(extra.iter().map(|_| Constraint::Fill(1))).split(band);
        for (id, &place) in extra.into_iter().zip(columns.iter()) {
            *areas.place(id) = place;
        }
        areas
    }

    /// The basic panels: the picture on the left, the curves and the diagnosis on the right. Which of them there are depends
    /// on `rows`, so that none comes or goes when the body becomes lower.
    fn divide_body(&mut self, body: Rect, shape: Shape, rows: u16) {
        let usual = Rect { height: rows, ..body };
        let columns = [Constraint::Length(left_width(usual, shape)), Constraint::Fill(1)];
        let [left, right] = Layout::horizontal(columns).areas(body);
        (self.picture, self.gallery) = match shape {
            Shape::Plane | Shape::Numbers { .. } => (left, Rect::default()),
            Shape::Image { width, height } => {
                let heights = [
                    Constraint::Length(image_height(Rect { height: rows, ..left }, width, height)),
                    Constraint::Fill(1),
                ];
                let [picture, gallery] = Layout::vertical(heights).areas(left);
                (picture, gallery)
            }
        };
        let diagnosis_rows = if rows < 30 { 7 } else { 8 };
        let accuracy = Constraint::Fill(if rows < TWO_CHARTS { 0 } else { 4 });
        let heights = [Constraint::Fill(5), accuracy, Constraint::Length(diagnosis_rows)];
        [self.loss, self.accuracy, self.diagnosis] = Layout::vertical(heights).areas(right);
    }

    /// One panel fills the screen, between the status and the keys.
    fn with_one(id: PanelId, area: Rect, run: &Run) -> Areas {
        let time_rows = Constraint::Length(time_rows(run));
        let rows = [Constraint::Length(2), Constraint::Fill(1), time_rows, Constraint::Length(1)];
        let [status, body, time, footer] = Layout::vertical(rows).areas(area);
        let mut areas = Areas { status, time, footer, ..Areas::default() };
        *areas.place(id) = body;
        areas
    }

    /// The place of a panel.
    fn place(&mut self, id: PanelId) -> &mut Rect {
        match id {
            PanelId::Picture => &mut self.picture,
            PanelId::Loss => &mut self.loss,
            PanelId::Accuracy => &mut self.accuracy,
            PanelId::Diagnosis => &mut self.diagnosis,
            PanelId::Units => &mut self.units,
            PanelId::Mistakes => &mut self.mistakes,
            PanelId::Network => &mut self.network,
            PanelId::Gallery => &mut self.gallery,
        }
    }

    /// The place of a panel; empty if it is not in view.
    pub fn of_panel(mut self, id: PanelId) -> Rect {
        *self.place(id)
    }

    /// Whether a panel has a place among the others. If not, it fills the screen.
    pub fn has_place(id: PanelId, area: Rect, run: &Run) -> bool {
        !Areas::side_by_side(area, run).of_panel(id).is_empty()
    }

    /// The panel at a place of the terminal.
    pub fn panel_at(&self, place: Position) -> Option<PanelId> {
        PanelId::ALL.into_iter().find(|&id| self.of_panel(id).contains(place))
    }
}

/// The panel that fills the screen: because it was asked to, or because it has the focus and no place among the others.
pub fn filling_panel(area: Rect, run: &Run) -> Option<PanelId> {
    match run.panels.focus {
        PanelFocus::Full(id) => Some(id),
        PanelFocus::InPlace(id) if !Areas::has_place(id, area, run) => Some(id),
        _ => None,
    }
}

/// The place beside the picture for what a person changes while looking at it, of at least so many columns and rows: over
/// the accuracy and the diagnosis or, if it has to be higher, over the loss as well. None while no picture is in view.
pub fn beside_picture(area: Rect, run: &Run, (width, height): (u16, u16)) -> Option<Rect> {
    let areas = Areas::of(area, run);
    let bottom = areas.diagnosis.bottom();
    let places = [areas.accuracy, areas.loss].map(|top| Rect { height: bottom.saturating_sub(top.y), ..top });
    let has_room = |place: &Rect| place.width >= width && place.height >= height;
    places.into_iter().find(has_room).filter(|_| !areas.picture.is_empty())
}

/// Rows of the bar of the time machine.
fn time_rows(run: &Run) -> u16 {
    u16::from(run.time.is_some())
}

/// Whether a terminal of this size has a band for opened panels.
fn has_band(area: Rect) -> bool {
    area.width >= WIDE && area.height >= TALL
}

/// Columns of the left side: enough for a square picture, but at most 52 % of the screen. An image also needs room for
/// its class bars.
fn left_width(body: Rect, shape: Shape) -> u16 {
    let square = body.height.saturating_mul(2).saturating_sub(2);
    let half = square.min(body.width / 2 + body.width / 50);
    match shape {
        Shape::Plane => half,
        Shape::Numbers { .. } => (usize::from(body.width) * 2 / 5) as u16,
        Shape::Image { width, .. } => {
            half.max((width + BAR_COLUMNS + 2).min(usize::from(body.width) * 3 / 5) as u16)
        }
    }
}

/// Rows of the image panel, frame included. The image is scaled by the largest integer that leaves two fifths of the
/// width for the class bars and two rows of tiles for the gallery below.
fn image_height(left: Rect, width: usize, height: usize) -> u16 {
    let rows = |scale: usize| (scale * height).div_ceil(2) + 2;
    let gallery = 2 * tile_rows(width, height) + 2;
    let fits = |&scale: &usize| {
        rows(scale) + gallery <= usize::from(left.height) && scale * width * 5 <= usize::from(left.width) * 3
    };
    let scale = (2..=8).rev().find(fits).unwrap_or(1);
    // A small image is lower than its class bars.
    let bars = (BAR_ROWS + 2).min(usize::from(left.height).saturating_sub(gallery));
    rows(scale).max(bars).min(usize::from(left.height)) as u16
}

/// Width and height, in pixels, of the map of the plane in a terminal of this size.
pub fn map_pixels(area: Rect, run: &Run) -> (usize, usize) {
    let [map, _] = plane_areas(Areas::of(area, run).picture, class_names(run));
    let inside = |cells: u16| usize::from(cells.clamp(1, 400));
    (inside(map.width), 2 * inside(map.height))
}

/// The parts inside the panel of the plane: the map, and below it the legend of the classes unless the title has it.
pub fn plane_areas(panel: Rect, class_names: &[String]) -> [Rect; 2] {
    let inner = Block::bordered().inner(panel);
    let rows = legend(panel, class_names).map_or(0, |legend| legend.down as u16);
    Layout::vertical([Constraint::Fill(1), Constraint::Length(rows)]).areas(inner)
}

/// The legend of the classes in the panel of the plane, unless its title has it.
pub fn legend(panel: Rect, class_names: &[String]) -> Option<ClassList> {
    let inner = Block::bordered().inner(panel);
    let list = || ClassList::legend(class_names, inner.width.into(), inner.height.into());
    (!class_list::fit_title(class_names, panel.width.into())).then(list)
}

/// The number of pages that the classes take in a terminal of this size.
pub fn class_pages(area: Rect, run: &Run) -> usize {
    let panel = Areas::of(area, run).picture;
    let inner = Block::bordered().inner(panel);
    let list = match run.shape() {
        Shape::Plane => legend(panel, class_names(run)),
        Shape::Numbers { .. } => run
            .snapshot
            .as_ref()
            .map(|snapshot| ClassList::bars(&snapshot.dataset, inner.width.into(), inner.height.into())),
        Shape::Image { .. } => None,
    };
    list.map_or(1, |list| list.pages())
}

/// The names of the classes, as far as they are known.
fn class_names(run: &Run) -> &[String] {
    run.snapshot.as_ref().map_or(&[], |snapshot| &snapshot.dataset.class_names)
}

/// From this height on, the hidden units have tiles, which show what they respond to.
pub const UNIT_TILES: u16 = 8;

/// Whether what the hidden units respond to is in view in a terminal of this size.
pub fn unit_maps(area: Rect, run: &Run) -> UnitMaps {
    let areas = Areas::of(area, run);
    let is_shown = areas.units.height >= UNIT_TILES || (!areas.network.is_empty() && run.draws_network());
    if is_shown { UnitMaps::Shown } else { UnitMaps::Hidden }
}

/// Columns of the plots in a terminal of this size.
pub fn plot_columns(area: Rect, run: &Run) -> usize {
    let areas = Areas::of(area, run);
    let width = areas.loss.width.max(areas.accuracy.width);
    curve::columns(width.saturating_sub(2), run.charts().name_columns())
}

/// The plot column at column `x` and row `y` of the terminal; `None` outside the plots.
pub fn plot_column(area: Rect, run: &Run, x: u16, y: u16) -> Option<i64> {
    let areas = Areas::of(area, run);
    let chart = [areas.loss, areas.accuracy].into_iter().find(|chart| chart.contains((x, y).into()))?;
    curve::column(Block::bordered().inner(chart), run.charts().name_columns(), x)
}
