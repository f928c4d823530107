//! Looking inside the network: which panels are open, which units are shown, and which cell of the confusion matrix is chosen.

use std::cmp::Reverse;

use super::inside::{Arrow, Cell, UnitOrder};
use super::panel_id::PanelId;
use super::run::Run;
use crate::nn::Health;
use crate::train::Direction;

impl Run {
    /// The hidden layer whose units are shown.
    pub fn shown_layer(&self) -> usize {
        let layers = self.picture.as_ref().map_or(0, |picture| picture.units.len());
        self.inside.layer.min(layers.saturating_sub(1))
    }

    /// The units of the shown layer in the order of the screen.
    pub fn ordered_units(&self) -> Vec<usize> {
        let Some(picture) = &self.picture else { return Vec::new() };
        let l = self.shown_layer();
        let Some(layer) = picture.units.get(l) else { return Vec::new() };
        let mut units: Vec<usize> = (0..layer.len()).collect();
        match self.inside.order {
            UnitOrder::Number => {}
            UnitOrder::Influence => {
                let next = &picture.network.layers[l + 1];
                let influence = |unit: usize| {
                    let weights = (0..next.units()).map(|output| next.weights[(unit, output)].powi(2));
                    layer[unit].spread.powi(2) * weights.sum::<f32>()
                };
                units.sort_by(|&a, &b| influence(b).total_cmp(&influence(a)));
            }
            UnitOrder::Health => units.sort_by_key(|&unit| match layer[unit].health {
                Health::Dead => 0,
                Health::Saturated => 1,
                Health::Idle => 2,
                Health::Ok => 3,
            }),
        }
        units
    }

    /// Opens a panel and gives it the focus; closes it if it has the focus.
    pub(super) fn show_panel(&mut self, id: PanelId) {
        self.inside.leave_list();
        if id.applies(self.shape()) {
            self.panels.toggle(id);
        } else {
            self.notice = Some("There are no images in these data.".to_owned());
        }
    }

    /// Gives the focus to the next panel.
    pub(super) fn focus_next_panel(&mut self) {
        self.inside.leave_list();
        self.panels.move_on(self.shape());
    }

    /// Moves to the layer before or after.
    pub(super) fn move_layer(&mut self, direction: Direction) {
        let layers = self.picture.as_ref().map_or(1, |picture| picture.units.len().max(1));
        let now = self.shown_layer();
        self.inside.page = 0;
        self.inside.layer = match direction {
            Direction::Down => now.saturating_sub(1),
            Direction::Up => (now + 1).min(layers - 1),
        };
    }

    /// Moves the cell of the confusion matrix. The first arrow chooses the cell with the most mistakes.
    pub(super) fn move_cell(&mut self, arrow: Arrow) {
        let Some(picture) = &self.picture else { return };
        let last = picture.confusion.classes() - 1;
        let Some(Cell { truth, said }) = self.inside.cell else {
            self.inside.cell = Some(self.worst_cell());
            return;
        };
        self.inside.cell = Some(match arrow {
            Arrow::Up => Cell { truth: truth.saturating_sub(1), said },
            Arrow::Down => Cell { truth: (truth + 1).min(last), said },
            Arrow::Left => Cell { truth, said: said.saturating_sub(1) },
            Arrow::Right => Cell { truth, said: (said + 1).min(last) },
        });
    }

    /// The cell with the most mistakes, or the first one.
    fn worst_cell(&self) -> Cell {
        let Some(picture) = &self.picture else { return Cell::default() };
        let classes = picture.confusion.classes();
        let wrong = (0..classes).flat_map(|truth| (0..classes).map(move |said| Cell { truth, said }));
        let wrong = wrong.filter(|cell| cell.truth != cell.said);
        // Of equal ones the first.
        wrong.min_by_key(|cell| Reverse(picture.confusion.count(cell.truth, cell.said))).unwrap_or_default()
    }
}
