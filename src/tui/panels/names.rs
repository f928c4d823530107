//! The names of inputs, units and classes, the same in every panel.

use crate::data::Shape;
use crate::nn::UnitId;
use crate::tui::picture::Picture;
use crate::tui::run::Run;

/// The name of a hidden unit within its layer.
pub fn unit_name(unit: usize) -> String {
    format!("h{}", unit + 1)
}

/// The units that are knocked out, in a word or two; `None` if there are none.
pub fn knocked_out(units: &[UnitId]) -> Option<String> {
    match units {
        [] => None,
        [id] => Some(unit_name(id.unit)),
        units => Some(format!("{} units", units.len())),
    }
}

/// What tells the whole network from one without these units; `None` if there are none.
pub fn whole_network(units: &[UnitId]) -> Option<String> {
    match units {
        [] => None,
        [id] => Some(format!("with {}", unit_name(id.unit))),
        _ => Some("with all units".to_owned()),
    }
}

/// The name of an input: that of its column in the file, its axis of the plane, or the row and column of its pixel.
pub fn input_name(run: &Run, input: usize) -> String {
    match (run.wanted.data.input_columns().get(input), run.shape()) {
        (Some(column), _) => column.name.clone(),
        (None, Shape::Plane) => ["x", "y"][input.min(1)].to_owned(),
        (None, Shape::Image { width, .. }) => {
            format!("pixel {},{}", input / width.max(1) + 1, input % width.max(1) + 1)
        }
        (None, Shape::Numbers { .. }) => format!("x{}", input + 1),
    }
}

/// The name of what leads to hidden layer `layer` from place `from` of the layer before: an input or a unit.
pub fn source_name(run: &Run, layer: usize, from: usize) -> String {
    if layer == 0 { input_name(run, from) } else { unit_name(from) }
}

/// The name of unit `output` of the layer after hidden layer `layer`: that of a class or of a unit.
pub fn target_name(picture: &Picture, layer: usize, output: usize) -> String {
    let is_class = layer + 2 == picture.network.layers.len();
    if is_class { picture.dataset.class_names[output].clone() } else { unit_name(output) }
}
