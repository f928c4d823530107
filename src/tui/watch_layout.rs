//! The place of every panel of the page of logs.

use ratatui::layout::{Constraint, Layout, Position, Rect};
use ratatui::widgets::Block;

use super::open_panels::PanelFocus;
use super::panel_id::PanelId;
use super::watching::Watching;
use super::widgets::curve;

/// With fewer rows, the charts are for the loss alone.
const TWO_CHARTS: u16 = 21;

/// The places of the panels. One that is not in view has none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WatchAreas {
    /// The log and its columns.
    pub status: Rect,
    /// The chart of the loss.
    pub loss: Rect,
    /// The chart of the accuracy.
    pub accuracy: Rect,
    /// The diagnosis.
    pub diagnosis: Rect,
}

impl WatchAreas {
    /// Divides the terminal, whose last line has the keys.
    pub fn of(area: Rect, watching: &Watching) -> WatchAreas {
        let areas = WatchAreas::side_by_side(area, watching);
        let Some(id) = WatchAreas::filling_panel(area, watching) else { return areas };
        let whole = Rect { height: areas.diagnosis.bottom().saturating_sub(areas.loss.y), ..areas.loss };
        let mut filled = WatchAreas { status: areas.status, ..WatchAreas::default() };
        if let Some(place) = filled.place(id) {
            *place = whole;
        }
        filled
    }

    /// The places of all panels, whichever has the focus.
    fn side_by_side(area: Rect, watching: &Watching) -> WatchAreas {
        let rows = [Constraint::Length(2), Constraint::Fill(1), Constraint::Length(1)];
        let [status, body, _] = Layout::vertical(rows).areas(area);
        let has_two = body.height >= TWO_CHARTS && watching.has_accuracy();
        let heights =
            [Constraint::Fill(5), Constraint::Fill(if has_two { 4 } else { 0 }), Constraint::Length(7)];
        let [loss, accuracy, diagnosis] = Layout::vertical(heights).areas(body);
        WatchAreas { status, loss, accuracy, diagnosis }
    }

    /// The panel that fills the screen: because it was asked to, or because it has the focus and no place among the others.
    pub fn filling_panel(area: Rect, watching: &Watching) -> Option<PanelId> {
        match watching.panels.focus {
            PanelFocus::Full(id) => Some(id),
            PanelFocus::InPlace(id) if !WatchAreas::has_place(id, area, watching) => Some(id),
            _ => None,
        }
    }

    /// Whether a panel has a place among the others.
    pub fn has_place(id: PanelId, area: Rect, watching: &Watching) -> bool {
        !WatchAreas::side_by_side(area, watching).of_panel(id).is_empty()
    }

    /// The place of a panel; empty if it has none.
    pub fn of_panel(mut self, id: PanelId) -> Rect {
        self.place(id).map_or_else(Rect::default, |place| *place)
    }

    fn place(&mut self, id: PanelId) -> Option<&mut Rect> {
        match id {
            PanelId::Loss => Some(&mut self.loss),
            PanelId::Accuracy => Some(&mut self.accuracy),
            PanelId::Diagnosis => Some(&mut self.diagnosis),
            _ => None,
        }
    }

    /// The panel whose upper edge is at a place of the terminal.
    pub fn title_at(self, watching: &Watching, place: Position) -> Option<PanelId> {
        watching.panel_ids().find(|&id| {
            let area = self.of_panel(id);
            area.contains(place) && area.y == place.y
        })
    }

    /// The plot column at a place of the terminal; `None` outside the plots.
    pub fn plot_column(&self, watching: &Watching, place: Position) -> Option<i64> {
        let chart = [self.loss, self.accuracy].into_iter().find(|chart| chart.contains(place))?;
        curve::column(Block::bordered().inner(chart), watching.charts().name_columns(), place.x)
    }

    /// Columns of the plots.
    pub fn plot_columns(&self, watching: &Watching) -> usize {
        curve::columns(self.status.width.saturating_sub(2), watching.charts().name_columns())
    }
}
