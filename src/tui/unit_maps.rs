//! What hidden units respond to: their activations over the plane and for the test examples, as numbers to draw.

use ndarray::Array2;

use super::theme::MapPixel;
use crate::nn::{Activation, Network, UnitId, Workspace};

/// Pixels along a side of the small map of a unit.
pub const SIDE: usize = 28;

/// Whether the screen shows what units respond to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnitMaps {
    /// The units are in view.
    Shown,
    /// They are not, and need not be drawn.
    Hidden,
}

/// The hidden unit that a person looks at.
#[derive(Clone, Debug)]
pub struct UnitView {
    /// The unit.
    pub id: UnitId,
    /// Its activation over the plane, of the size of the map of the outputs: class 1 where it is high, class 0 where it is
    /// low. Empty for other data.
    pub map: Array2<MapPixel>,
    /// Its activation for each test example.
    pub activations: Vec<f32>,
}

impl UnitView {
    /// The unit for the test examples whose forward pass is in `workspace`, without a map.
    pub(super) fn of(id: UnitId, workspace: &Workspace) -> UnitView {
        let activations = workspace.activations(id.layer, id.unit).collect();
        UnitView { id, map: Array2::default((0, 0)), activations }
    }
}

/// The activations of each hidden layer, from -1 to 1: units × examples of the forward pass in `workspace`, which are the
/// pixels of a small map.
pub(super) fn small_maps(network: &Network, workspace: &Workspace) -> Vec<Array2<f32>> {
    let hidden = network.layers.len() - 1;
    let maps = |layer: usize| {
        let units = network.layers[layer].units();
        let values = (0..units).flat_map(|unit| signed(network, UnitId { layer, unit }, workspace)).collect();
        Array2::from_shape_vec((units, SIDE * SIDE), values).unwrap_or_default()
    };
    (0..hidden).map(maps).collect()
}

/// The map of a unit over the pixels whose forward pass is in `workspace`, row by row.
pub(super) fn large_map(
    network: &Network,
    id: UnitId,
    (width, height): (usize, usize),
    workspace: &Workspace,
) -> Array2<MapPixel> {
    let pixels = signed(network, id, workspace).into_iter().map(MapPixel::signed).collect();
    Array2::from_shape_vec((height, width), pixels).unwrap_or_default()
}

/// The activations of a unit, from -1 where it is lowest to 1 where it is highest. A sigmoid is 0 at half of its range, a
/// `ReLU` where it is off.
fn signed(network: &Network, id: UnitId, workspace: &Workspace) -> Vec<f32> {
    let activations: Vec<f32> = workspace.activations(id.layer, id.unit).collect();
    let largest = activations.iter().fold(f32::MIN_POSITIVE, |largest, &a| largest.max(a));
    let signed = |a: f32| match network.activation {
        Activation::Sigmoid => 2.0 * a - 1.0,
        Activation::Tanh => a,
        Activation::Relu => a / largest,
    };
    activations.into_iter().map(signed).collect()
}
