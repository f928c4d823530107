//! How the network is shown: as a drawing of its units and weights, or layer by layer.

use super::inside::NetworkView;
use super::run::Run;
use crate::nn::Network;

/// The most inputs of a network that is drawn.
const MOST_INPUTS: usize = 8;
/// The most units of its layers.
const MOST_UNITS: usize = 12;
/// The most weights.
const MOST_WEIGHTS: usize = 150;

/// Whether a network is small enough for a drawing.
pub fn can_be_drawn(network: &Network) -> bool {
    let sizes = network.sizes();
    let are_few = sizes[0] <= MOST_INPUTS && sizes[1..].iter().all(|&size| size <= MOST_UNITS);
    are_few && sizes.windows(2).map(|pair| pair[0] * pair[1]).sum::<usize>() <= MOST_WEIGHTS
}

impl Run {
    /// Whether the network is shown as a drawing, if there is room.
    pub fn draws_network(&self) -> bool {
        self.has_small_network() && self.inside.network == NetworkView::Drawing
    }

    /// Whether the network is small enough for a drawing.
    pub fn has_small_network(&self) -> bool {
        self.picture.as_ref().is_some_and(|picture| can_be_drawn(&picture.network))
    }

    /// Shows the network as a drawing, or its layers.
    pub(super) fn next_network_view(&mut self) {
        if self.has_small_network() {
            self.inside.network = self.inside.network.other();
        } else {
            self.notice = Some(format!(
                "Only small networks are drawn: at most {MOST_INPUTS} inputs, {MOST_UNITS} units in a layer, and {MOST_WEIGHTS} weights."
            ));
        }
    }
}
