//! Networks without some of their hidden units.

use super::network::Network;

/// A hidden unit of a network.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct UnitId {
    /// Its hidden layer, from 0.
    pub layer: usize,
    /// Its number in the layer, from 0.
    pub unit: usize,
}

impl Network {
    /// Whether the network has this hidden unit.
    pub fn has_unit(&self, id: UnitId) -> bool {
        id.layer + 1 < self.layers.len() && id.unit < self.layers[id.layer].units()
    }

    /// Those of these hidden units that the network has.
    pub fn those_of(&self, units: &[UnitId]) -> Vec<UnitId> {
        units.iter().copied().filter(|&id| self.has_unit(id)).collect()
    }

    /// A copy in which no later layer depends on these hidden units: their outgoing weights are zero. Units that the network
    /// does not have are ignored.
    #[must_use]
    pub fn without(&self, units: &[UnitId]) -> Network {
        let mut network = self.clone();
        for id in self.those_of(units) {
            let next = &mut network.layers[id.layer + 1];
            for unit in 0..next.units() {
                next.weights[(id.unit, unit)] = 0.0;
            }
        }
        network
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nn::{Activation, Init, Loss};
    use crate::random::{Stream, stream};

    #[test]
    fn a_unit_that_is_knocked_out_no_longer_counts() {
        let mut rng = stream(1, Stream::Weights);
        let network = Network::new(&[3, 4, 2], Activation::Tanh, Loss::Quadratic, Init::Normal, &mut rng);
        let id = UnitId { layer: 0, unit: 2 };
        let without = network.without(&[id, UnitId { layer: 0, unit: 9 }, UnitId { layer: 1, unit: 0 }]);
        let mut other = network.clone();
        for input in 0..3 {
            other.layers[0].weights[(input, id.unit)] = 5.0;
        }
        assert_eq!(without.layers[0], network.layers[0]);
        assert_eq!(without.layers[1], other.without(&[id]).layers[1]);
        let kept = (0..4).filter(|&unit| unit != id.unit);
        for (unit, output) in kept.flat_map(|unit| [(unit, 0), (unit, 1)]) {
            assert_eq!(without.layers[1].weights[(unit, output)], network.layers[1].weights[(unit, output)]);
        }
        assert_eq!([0, 1].map(|output| without.layers[1].weights[(id.unit, output)]), [0.0, 0.0]);
    }
}
