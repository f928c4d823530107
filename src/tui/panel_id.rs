//! The panels of a run, by name.

use crate::data::Shape;

/// A panel that can have the focus and fill the screen. The status and the key hints are no such panels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PanelId {
    /// The plane, one image, or the classes.
    Picture,
    /// The curves of the loss.
    Loss,
    /// The curves of the accuracy.
    Accuracy,
    /// All that is said of the run.
    Diagnosis,
    /// The hidden units.
    Units,
    /// Which classes are mistaken for which, and the mistakes.
    Mistakes,
    /// The network: a drawing, or its layers.
    Network,
    /// The test images.
    Gallery,
}

impl PanelId {
    /// All panels, in the order of their digits and of Tab.
    pub const ALL: [PanelId; 8] = [
        PanelId::Picture,
        PanelId::Loss,
        PanelId::Accuracy,
        PanelId::Diagnosis,
        PanelId::Units,
        PanelId::Mistakes,
        PanelId::Network,
        PanelId::Gallery,
    ];

    /// Whether there is such a panel for data of this shape.
    pub fn applies(self, shape: Shape) -> bool {
        self != PanelId::Gallery || matches!(shape, Shape::Image { .. })
    }

    /// Whether it is in view from the start. The others are opened.
    pub fn is_basic(self) -> bool {
        !matches!(self, PanelId::Units | PanelId::Mistakes | PanelId::Network)
    }

    /// The digit of its key.
    pub fn digit(self) -> usize {
        1 + PanelId::ALL.iter().position(|&id| id == self).unwrap_or(0)
    }
}
