//! Drawing an image: keys and the mouse.

use ratatui::crossterm::event::{MouseButton, MouseEvent, MouseEventKind};
use ratatui::layout::Position;

use super::action::DrawAction;
use super::app::{App, Overlay};
use super::drawing::Drawing;
use super::drawing_layout::DrawingPlaces;
use super::message::Effect;
use super::run::Run;
use crate::data::{Framing, Shape, Tool};

impl App {
    /// Opens the sheet to draw on, or closes it.
    pub(super) fn toggle_drawing(&mut self) {
        if self.overlay == Overlay::Drawing {
            return self.close();
        }
        let Some(run) = &mut self.run else { return };
        if run.open_sheet() {
            self.open_above(Overlay::Drawing);
        }
    }

    /// Draws with the mouse: the left button with the tool of the keys, the right one with the rubber.
    pub(super) fn draw_with_mouse(&mut self, event: MouseEvent) -> Vec<Effect> {
        let area = self.area;
        self.with_run(|run| {
            let Some(places) = DrawingPlaces::of(area, run) else { return };
            let Some(drawing) = &mut run.drawing else { return };
            let place = Position::new(event.column, event.row);
            let point = places.point(drawing.size(), place);
            match event.kind {
                MouseEventKind::Down(button) if places.is_on_canvas(place) => {
                    let tool = if button == MouseButton::Left { drawing.tool } else { Tool::Rubber };
                    drawing.press_at(point, tool);
                }
                MouseEventKind::Drag(_) => drawing.drag_to(point),
                MouseEventKind::Up(_) => drawing.release(),
                _ => return,
            }
            run.show_drawing();
        })
    }
}

impl Run {
    /// Performs an action on the drawing.
    pub(super) fn update_drawing(&mut self, action: DrawAction) {
        let Some(drawing) = &mut self.drawing else { return };
        match action {
            DrawAction::Move(arrow) => drawing.step(arrow),
            DrawAction::TogglePen => drawing.toggle_contact(),
            DrawAction::ToggleRubber => drawing.toggle_tool(),
            DrawAction::Undo => drawing.undo(),
            DrawAction::Clear => drawing.clear(),
        }
        self.show_drawing();
    }

    /// Lays a sheet out, unless there is one. Returns whether there is one now.
    fn open_sheet(&mut self) -> bool {
        let Shape::Image { width, height } = self.shape() else { return false };
        if self.drawing.is_none() {
            let images = self.current().map(|snapshot| &snapshot.dataset.train.inputs);
            let framing = images.map(|images| Framing::of(images, width, height));
            self.drawing = framing.map(|framing| Drawing::new(framing, width, height));
        }
        self.show_drawing_again();
        self.drawing.is_some()
    }

    /// Shows the changed drawing to the network of the last report.
    fn show_drawing(&mut self) {
        let now = self.current().map(|snapshot| (snapshot.network.clone(), snapshot.network_step));
        if let (Some(drawing), Some((network, step))) = (&mut self.drawing, now) {
            drawing.show_to(&network, &self.inside.knocked_out, step);
        }
    }

    /// Shows the drawing to the network of a new report. About thirty of them come in a second.
    pub(super) fn show_drawing_again(&mut self) {
        let now = self.current().map(|snapshot| (snapshot.network.clone(), snapshot.network_step));
        if let (Some(drawing), Some((network, step))) = (&mut self.drawing, now) {
            drawing.show_again_to(&network, &self.inside.knocked_out, step);
        }
    }
}
