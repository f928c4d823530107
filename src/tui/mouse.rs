//! The mouse: every card, image, point, plot and cell can be clicked, and the wheel zooms the curves.

use ratatui::crossterm::event::{MouseButton, MouseEvent, MouseEventKind};
use ratatui::layout::{Position, Rect};

use super::action::{ChartAction, Jump, Notch, PickerAction};
use super::app::{App, Overlay, Page};
use super::layout::{self, Areas, UNIT_TILES};
use super::message::Effect;
use super::mistakes_layout::cell_at;
use super::open_panels::PanelFocus;
use super::panel_id::PanelId;
use super::panels::{card_at, image_at, unit_at};
use super::plane_point;
use super::question::Pending;
use super::run::Run;

impl App {
    /// Whether the screen uses the mouse. Under an overlay or a question there is nothing to click: the terminal keeps
    /// the mouse, for selecting text.
    pub fn uses_mouse(&self) -> bool {
        let has_uses = matches!(self.overlay, Overlay::None | Overlay::Drawing);
        let is_covered = !has_uses || self.question.is_some();
        layout::fits(self.area) && self.page != Page::Reading && !is_covered
    }

    /// Handles a click or the wheel.
    pub(super) fn point_at(&mut self, event: MouseEvent) -> Vec<Effect> {
        if !self.uses_mouse() {
            return Vec::new();
        }
        if self.overlay == Overlay::Drawing {
            return self.draw_with_mouse(event);
        }
        if self.page == Page::Logs {
            return self.point_at_logs(event);
        }
        if self.page == Page::Run
            && let Some(effects) = self.travel_with_mouse(event)
        {
            return effects;
        }
        if self.page == Page::Run
            && self.run.as_ref().is_some_and(|run| run.time.is_none())
            && let Some(effects) = self.point_with_crosshair(event)
        {
            return effects;
        }
        let place = Position::new(event.column, event.row);
        match (self.page, &mut self.run) {
            (Page::Picker, _) if event.kind == MouseEventKind::Down(MouseButton::Left) => {
                self.click_card(place)
            }
            (Page::Sweep, _) if event.kind == MouseEventKind::Down(MouseButton::Left) => {
                self.click_sweep(place)
            }
            (Page::Run, Some(run)) => {
                let areas = Areas::of(self.area, run);
                let columns = layout::plot_columns(self.area, run);
                let column = layout::plot_column(self.area, run, place.x, place.y);
                let is_click = event.kind == MouseEventKind::Down(MouseButton::Left);
                if is_click && run.click_title(&areas, place, self.area) {
                    return Vec::new();
                }
                match (event.kind, column) {
                    (MouseEventKind::Down(MouseButton::Left), Some(column)) => {
                        run.put_cursor(column, columns);
                    }
                    (MouseEventKind::Drag(MouseButton::Left), Some(column)) if run.view.cursor.is_some() => {
                        run.put_cursor(column, columns);
                    }
                    (MouseEventKind::Down(MouseButton::Left), None) => run.click_picture(&areas, place),
                    (MouseEventKind::ScrollUp, Some(column)) => run.turn_wheel(Notch::Up, column, columns),
                    (MouseEventKind::ScrollDown, Some(column)) => {
                        run.turn_wheel(Notch::Down, column, columns);
                    }
                    _ => {}
                }
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    /// Chooses the card that is clicked, or starts it if it is the chosen one.
    fn click_card(&mut self, place: Position) -> Vec<Effect> {
        match card_at(self, self.area, place) {
            Some(card) if card == self.picker.chosen => self.do_or_ask(Pending::Start),
            Some(card) => self.picker.update(PickerAction::ChooseCard(card)),
            None => Vec::new(),
        }
    }
}

impl Run {
    /// Gives the focus to the panel whose upper edge is clicked, if one is; lets it fill the screen if it has the focus, and
    /// puts it back if it fills the screen.
    fn click_title(&mut self, areas: &Areas, place: Position, area: Rect) -> bool {
        let Some(id) = areas.panel_at(place).filter(|&id| areas.of_panel(id).y == place.y) else {
            return false;
        };
        let has_place = Areas::has_place(id, area, self);
        self.inside.leave_list();
        self.panels.click(id, has_place);
        true
    }

    /// Shows the cursor of the curves at a column of the plots.
    fn put_cursor(&mut self, column: i64, columns: usize) {
        if self.view.cursor.is_none() {
            self.update_chart(ChartAction::ToggleCursor, columns);
        }
        if self.view.cursor.is_some() {
            self.update_chart(ChartAction::Move(Jump::To(column)), columns);
        }
    }

    /// The hidden unit whose tile is at a place, if tiles are shown.
    fn unit_tile_at(&self, areas: &Areas, place: Position) -> Option<usize> {
        let has_tiles = areas.units.height >= UNIT_TILES && !self.inside.is_alone;
        has_tiles.then(|| unit_at(self, areas.units, place)).flatten()
    }

    /// Gives a panel in view the focus, which it may have already on the whole screen.
    fn focus_on(&mut self, id: PanelId) {
        if self.panels.focused() != Some(id) {
            self.panels.focus = PanelFocus::InPlace(id);
        }
    }

    /// Chooses the image, unit or count that is clicked, or says what is at a place of the plane.
    fn click_picture(&mut self, areas: &Areas, place: Position) {
        if let Some(image) = image_at(self, areas.gallery, place) {
            self.image = image;
        } else if let Some(unit) = self.unit_tile_at(areas, place) {
            self.inside.unit = Some(unit);
            self.focus_on(PanelId::Units);
        } else if let Some(cell) = cell_at(self, areas.mistakes, place) {
            self.inside.leave_list();
            self.inside.cell = Some(cell);
            self.focus_on(PanelId::Mistakes);
        } else if let Some(words) = plane_point::describe(self, areas.picture, place) {
            self.tell(words);
        }
    }
}
