//! The arrangement inside the panel of mistakes: the confusion matrix at the left, the list of examples at the right.

use ratatui::layout::{Constraint, Layout, Position, Rect};
use ratatui::widgets::Block;

use super::inside::Cell;
use super::layout::{Areas, tile_rows};
use super::picture::Picture;
use super::run::Run;
use super::widgets::text::text_width;
use super::widgets::window::window;
use crate::data::Shape;
use crate::numbers::grouped;

/// Columns of ` is ` before the name of a row of the matrix.
pub const LEAD: usize = 4;
/// Columns between two counts of the matrix.
pub const GAP: usize = 1;
/// The most columns of the name of a class beside or above the matrix.
pub const NAME: usize = 8;
/// The columns to which names above the matrix are truncated if there is no room for whole ones.
const SHORT_NAME: usize = 4;
/// The fewest columns of the list, which are those of the smallest caption under an image.
pub const TILE: u16 = 18;
/// Columns of the line between the matrix and the list, with a blank one on both sides.
const LINE: u16 = 3;

/// The places in the panel of mistakes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MistakesLayout {
    /// The confusion matrix.
    pub matrix: Rect,
    /// The line between both.
    pub line: Rect,
    /// The heading of the list.
    pub heading: Rect,
    /// The list of examples.
    pub list: Rect,
    /// The columns of the matrix.
    pub columns: Columns,
    /// Examples beside each other.
    pub across: usize,
    /// Rows of an example.
    pub rows: u16,
}

impl MistakesLayout {
    /// Divides a panel.
    pub fn of(panel: Rect, picture: &Picture) -> MistakesLayout {
        let inner = Block::bordered().inner(panel);
        let columns = Columns::of(picture, inner.width.saturating_sub(TILE + LINE));
        let widths = [Constraint::Length(columns.width()), Constraint::Length(LINE), Constraint::Fill(1)];
        let [matrix, line, right] = Layout::horizontal(widths).areas(inner);
        let [heading, list] = Layout::vertical([Constraint::Length(1), Constraint::Fill(1)]).areas(right);
        let (across, rows) = match picture.dataset.shape {
            Shape::Image { width, height } => {
                let rows = (tile_rows(width, height) as u16).min(list.height.max(1));
                // As many as fit share the height.
                let rows = list.height / (list.height / rows).max(1);
                (((list.width + 1) / (TILE + 1)).max(1).into(), rows)
            }
            Shape::Plane | Shape::Numbers { .. } => (1, 1),
        };
        MistakesLayout { matrix, line, heading, list, columns, across, rows }
    }

    /// The number of examples in view at once.
    pub fn examples(&self) -> usize {
        self.across * usize::from((self.list.height / self.rows.max(1)).max(1))
    }
}

/// The cell of the matrix at a place of the screen, in a panel that is drawn in `panel`.
pub fn cell_at(run: &Run, panel: Rect, place: Position) -> Option<Cell> {
    let picture = run.picture.as_ref()?;
    let MistakesLayout { matrix, columns, .. } = MistakesLayout::of(panel, picture);
    let first = matrix.x + (LEAD + columns.names) as u16;
    if !matrix.contains(place) || place.y == matrix.y || place.x < first {
        return None;
    }
    let (classes, chosen) = (picture.confusion.classes(), run.inside.cell.unwrap_or_default());
    let rows = usize::from(matrix.height.saturating_sub(1)).max(1);
    let across = usize::from(place.x - first) / (columns.count + GAP);
    let truth = window(chosen.truth, rows, classes).nth(usize::from(place.y - matrix.y - 1))?;
    let said = window(chosen.said, columns.classes, classes).nth(across)?;
    Some(Cell { truth, said })
}

/// Examples of the list that are beside each other in a terminal of this size.
pub fn examples_across(area: Rect, run: &Run) -> usize {
    let panel = Areas::of(area, run).mistakes;
    run.picture.as_ref().map_or(1, |picture| MistakesLayout::of(panel, picture).across)
}

/// The columns of the matrix.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Columns {
    /// Columns of the names at the left.
    pub names: usize,
    /// Columns of a count.
    pub count: usize,
    /// The number of classes beside each other.
    pub classes: usize,
}

impl Columns {
    fn of(picture: &Picture, width: u16) -> Columns {
        let names =
            picture.dataset.class_names.iter().map(|name| text_width(name)).max().unwrap_or(0).clamp(2, NAME);
        let classes = picture.confusion.classes();
        // No count of a row is larger than the number of its examples.
        let largest = (0..classes).map(|class| picture.confusion.of_class(class)).max().unwrap_or(0);
        let digits = grouped(largest as u64).len().clamp(2, 6);
        let room = usize::from(width).saturating_sub(LEAD + names);
        // Whole names above the columns, if they fit.
        let fits = |&count: &usize| classes * (count + GAP) <= room;
        let count = [names, SHORT_NAME].map(|name| digits.max(name)).into_iter().find(fits);
        let count = count.unwrap_or(digits.max(names.min(SHORT_NAME)));
        Columns { names, count, classes: (room / (count + GAP)).clamp(1, classes) }
    }

    fn width(&self) -> u16 {
        (LEAD + self.names + self.classes * (self.count + GAP)) as u16
    }
}
