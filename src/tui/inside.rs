//! What is looked at inside the network: the hidden layer, the chosen unit, the order of units, the units that are knocked
//! out, and the cell of the confusion matrix.

use crate::nn::UnitId;

/// What a person looks at inside the network.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Inside {
    /// The hidden layer whose units are shown, from 0. The last one stands for all that are not there.
    pub layer: usize,
    /// The unit of the layer that a person has chosen. It is shown large in the plane.
    pub unit: Option<usize>,
    /// Whether the chosen unit is shown alone, with the examples that excite it most and least.
    pub is_alone: bool,
    /// The units that are left out of the picture.
    pub knocked_out: Vec<UnitId>,
    /// The order in which its units are shown.
    pub order: UnitOrder,
    /// The cell of the confusion matrix whose examples are listed; all mistakes without one.
    pub cell: Option<Cell>,
    /// How the network is shown.
    pub network: NetworkView,
}

/// How the network is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum NetworkView {
    /// As a drawing of its units and weights, if it is small.
    #[default]
    Drawing,
    /// As a row for each layer.
    Layers,
}

impl NetworkView {
    /// The other view.
    #[must_use]
    pub fn other(self) -> NetworkView {
        match self {
            NetworkView::Drawing => NetworkView::Layers,
            NetworkView::Layers => NetworkView::Drawing,
        }
    }
}

impl Inside {
    /// Forgets which units were chosen and knocked out.
    pub(super) fn forget_units(&mut self) {
        self.unit = None;
        self.is_alone = false;
        self.knocked_out.clear();
    }
}

/// A cell of the confusion matrix.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// The true class.
    pub truth: usize,
    /// The predicted class.
    pub said: usize,
}

/// The order in which the hidden units of a layer are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum UnitOrder {
    /// As they are numbered.
    #[default]
    Number,
    /// Those first that the outputs depend on most: by Var(a) · Σ w² over the outgoing weights.
    Influence,
    /// Those first that do not learn: dead, then saturated, then idle ones.
    Health,
}

impl UnitOrder {
    /// The next order.
    #[must_use]
    pub fn next(self) -> UnitOrder {
        match self {
            UnitOrder::Number => UnitOrder::Influence,
            UnitOrder::Influence => UnitOrder::Health,
            UnitOrder::Health => UnitOrder::Number,
        }
    }

    /// What the title says of it.
    pub fn name(self) -> &'static str {
        match self {
            UnitOrder::Number => "by number",
            UnitOrder::Influence => "by influence",
            UnitOrder::Health => "by health",
        }
    }
}

/// A direction of the arrow keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arrow {
    /// Up.
    Up,
    /// Down.
    Down,
    /// Left.
    Left,
    /// Right.
    Right,
}
