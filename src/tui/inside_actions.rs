//! Looking inside the network: which panels are open, which units are shown, and which cell of the confusion matrix is chosen.

use std::cmp::Reverse;

use super::inside::{Arrow, Cell, UnitOrder};
use super::panel_id::PanelId;
use super::run::Run;
use crate::nn::{Health, UnitId};
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
        let shape = self.shape();
        self.panels.move_on(PanelId::ALL.into_iter().filter(|id| id.applies(shape)));
    }

    /// Moves to the layer before or after.
    pub(super) fn move_layer(&mut self, direction: Direction) {
        let layers = self.picture.as_ref().map_or(1, |picture| picture.units.len().max(1));
        let now = self.shown_layer();
        self.inside.unit = None;
        self.inside.layer = match direction {
            Direction::Down => now.saturating_sub(1),
            Direction::Up => (now + 1).min(layers - 1),
        };
    }

    /// The hidden unit that a person has chosen.
    pub fn chosen_unit(&self) -> Option<UnitId> {
        let layer = self.shown_layer();
        let units = self.picture.as_ref()?.units.get(layer)?.len();
        self.inside.unit.filter(|&unit| unit < units).map(|unit| UnitId { layer, unit })
    }

    /// Chooses the unit before or after the chosen one on the screen. The first key chooses the first unit.
    pub(super) fn move_unit(&mut self, direction: Direction) {
        let units = self.ordered_units();
        let now = self.inside.unit.and_then(|unit| units.iter().position(|&other| other == unit));
        let next = match (now, direction) {
            (None, _) => 0,
            (Some(at), Direction::Down) => at.saturating_sub(1),
            (Some(at), Direction::Up) => (at + 1).min(units.len().saturating_sub(1)),
        };
        self.inside.unit = units.get(next).copied();
    }

    /// Chooses the first unit on the screen unless one is chosen.
    fn choose_unit(&mut self) -> Option<UnitId> {
        if self.chosen_unit().is_none() {
            self.move_unit(Direction::Up);
        }
        self.chosen_unit()
    }

    /// Leaves the chosen unit out of the picture, or takes it back.
    pub(super) fn knock_out(&mut self) {
        let Some(id) = self.choose_unit() else {
            self.notice = Some("There are no hidden units.".to_owned());
            return;
        };
        let knocked_out = &mut self.inside.knocked_out;
        match knocked_out.iter().position(|&other| other == id) {
            Some(at) => drop(knocked_out.remove(at)),
            None => knocked_out.push(id),
        }
    }

    /// Whether the chosen unit is knocked out, so that the key takes it back.
    pub fn is_chosen_unit_out(&self) -> bool {
        self.chosen_unit().is_some_and(|id| self.inside.knocked_out.contains(&id))
    }

    /// Goes one level into the panel that fills the screen: shows the chosen unit alone.
    pub(super) fn open_item(&mut self) {
        match self.panels.focused() {
            Some(PanelId::Units) => self.inside.is_alone = self.choose_unit().is_some(),
            Some(PanelId::Mistakes) if self.is_in_list() => self.open_listed(),
            Some(PanelId::Mistakes) => self.enter_list(),
            _ => {}
        }
    }

    /// Goes one level out within the panel with the focus. Returns whether there was such a level.
    pub(super) fn leave_item(&mut self) -> bool {
        self.leave_examples() || std::mem::take(&mut self.inside.is_alone)
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
