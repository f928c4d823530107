//! An image that a person draws, and what the network makes of it.

use std::sync::Arc;

use ndarray::Array2;

use super::inside::Arrow;
use crate::data::{Framing, Point, Sheet, Tool};
use crate::nn::{Inputs, Network, UnitId, Workspace};

/// Steps of the arrow keys across the larger side: few enough to draw a digit in thirty of them.
const STEPS_ACROSS: f32 = 14.0;

/// Whether the pen or the rubber is on the paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Contact {
    /// It is lifted.
    Up,
    /// A key has put it down.
    ByKey,
    /// A button of the mouse holds it down.
    ByMouse(Tool),
}

/// What the network makes of a drawing.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The whole network.
    network: Arc<Network>,
    /// The units that had no part in it.
    pub knocked_out: Vec<UnitId>,
    /// The step of the network.
    pub step: u64,
    /// Its inputs, pixel rows × columns.
    pub inputs: Array2<f32>,
    /// Its outputs, one for each class.
    pub outputs: Vec<f32>,
}

/// An image that is drawn by hand.
#[derive(Clone, Debug)]
pub struct Drawing {
    /// The paper and what is drawn on it.
    pub sheet: Sheet,
    /// How the drawing is scaled and centred.
    pub framing: Framing,
    /// Where the pen is.
    pub pen: Point,
    /// What the keys draw with.
    pub tool: Tool,
    /// Whether it is on the paper.
    pub contact: Contact,
    /// What the network makes of it.
    pub answer: Option<Answer>,
}

impl Drawing {
    /// An empty sheet with the pen in its middle.
    pub fn new(framing: Framing, width: usize, height: usize) -> Drawing {
        Drawing {
            sheet: Sheet::new(width, height),
            framing,
            pen: Point { x: width as f32 / 2.0, y: height as f32 / 2.0 },
            tool: Tool::Pen,
            contact: Contact::Up,
            answer: None,
        }
    }

    /// Columns and rows of pixels.
    pub fn size(&self) -> (usize, usize) {
        let (rows, columns) = self.sheet.ink().dim();
        (columns, rows)
    }

    /// Moves the pen by a step of the arrow keys, and draws if it is down.
    pub fn step(&mut self, arrow: Arrow) {
        let (width, height) = self.size();
        let step = (width.max(height) as f32 / STEPS_ACROSS).round().max(1.0);
        let Point { x, y } = self.pen;
        self.go_to(match arrow {
            Arrow::Up => Point { x, y: y - step },
            Arrow::Down => Point { x, y: y + step },
            Arrow::Left => Point { x: x - step, y },
            Arrow::Right => Point { x: x + step, y },
        });
    }

    /// Puts the pen or the rubber down, or lifts it.
    pub fn toggle_contact(&mut self) {
        if self.contact == Contact::Up {
            self.contact = Contact::ByKey;
            self.begin_stroke();
        } else {
            self.contact = Contact::Up;
        }
    }

    /// Takes the rubber in place of the pen, or the pen again. It stays down if it is.
    pub fn toggle_tool(&mut self) {
        self.tool = match self.tool {
            Tool::Pen => Tool::Rubber,
            Tool::Rubber => Tool::Pen,
        };
        if self.contact == Contact::ByKey {
            self.begin_stroke();
        }
    }

    /// Puts a tool down at a place, held by the mouse.
    pub fn press_at(&mut self, place: Point, tool: Tool) {
        self.contact = Contact::ByMouse(tool);
        self.pen = self.sheet.nearest(place);
        self.begin_stroke();
    }

    /// Moves what the mouse holds to a place.
    pub fn drag_to(&mut self, place: Point) {
        if matches!(self.contact, Contact::ByMouse(_)) {
            self.go_to(place);
        }
    }

    /// Lifts what the mouse holds.
    pub fn release(&mut self) {
        if matches!(self.contact, Contact::ByMouse(_)) {
            self.contact = Contact::Up;
        }
    }

    /// Empties the sheet and lifts the pen.
    pub fn clear(&mut self) {
        self.contact = Contact::Up;
        self.sheet.clear();
    }

    /// Takes the last stroke back and lifts the pen.
    pub fn undo(&mut self) {
        self.contact = Contact::Up;
        self.sheet.undo();
    }

    fn begin_stroke(&mut self) {
        self.sheet.begin_stroke();
        self.go_to(self.pen);
    }

    /// Moves the pen to the nearest place of the sheet, and draws on the way if it is down.
    fn go_to(&mut self, place: Point) {
        let from = self.pen;
        self.pen = self.sheet.nearest(place);
        match self.contact {
            Contact::Up => {}
            Contact::ByKey => self.sheet.line(from, self.pen, self.tool),
            Contact::ByMouse(tool) => self.sheet.line(from, self.pen, tool),
        }
    }

    /// Shows the drawing to the network without the units that are knocked out: one forward pass of one example, which takes
    /// less than a millisecond even for the widest networks, because most pixels are paper.
    pub fn show_to(&mut self, network: &Arc<Network>, knocked_out: &[UnitId], step: u64) {
        let inputs = self.framing.frame(self.sheet.ink().view());
        let mut workspace = Workspace::default();
        let knocked_out = network.those_of(knocked_out);
        let example = Inputs::from_rows(1, inputs.len(), |_| inputs.iter().copied());
        if knocked_out.is_empty() {
            network.forward(&example.all(), &mut workspace);
        } else {
            network.without(&knocked_out).forward(&example.all(), &mut workspace);
        }
        let classes = network.sizes().last().copied().unwrap_or(0);
        let outputs = (0..classes).map(|class| workspace.output(0, class)).collect();
        self.answer = Some(Answer { network: Arc::clone(network), knocked_out, step, inputs, outputs });
    }

    /// Shows it again if the network is another one, or other units are knocked out.
    pub fn show_again_to(&mut self, network: &Arc<Network>, knocked_out: &[UnitId], step: u64) {
        let is_same = |answer: &Answer| {
            Arc::ptr_eq(&answer.network, network) && answer.knocked_out == network.those_of(knocked_out)
        };
        if !self.answer.as_ref().is_some_and(is_same) {
            self.show_to(network, knocked_out, step);
        }
    }
}
