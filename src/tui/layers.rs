//! Notices about the hidden layers: what a key changed, and what it could not change.

use super::action::RunAction;
use super::keymap::key_of;
use crate::numbers::grouped;
use crate::spelling::capitalized;
use crate::train::{Direction, SettingChange, SettingId};

/// Says which layers of a running network have other units now; `None` if none has.
pub fn units_changed(changes: &[SettingChange]) -> Option<String> {
    let change = changes.iter().find(|change| change.setting == SettingId::Hidden)?;
    let (before, after) = (sizes(&change.before), sizes(&change.after));
    if before.len() == 1 {
        return Some(format!("Hidden units: {} → {}.", change.before, change.after));
    }
    let pairs = before.iter().zip(&after).enumerate().filter(|(_, (before, after))| before != after);
    let layers = pairs.map(|(l, (before, after))| {
        let units = if *after == "1" { "unit" } else { "units" };
        format!("layer {}: {before} → {after} {units}", l + 1)
    });
    let words = layers.collect::<Vec<_>>().join(", ");
    (!words.is_empty()).then(|| format!("{}.", capitalized(&words)))
}

/// Why the units of a network cannot become fewer or more one by one, and which key can.
pub fn end_of_units(hidden: &[usize]) -> String {
    let [remove, add] = [Direction::Down, Direction::Up].map(|to| key_of(RunAction::ChangeLayers(to)));
    match hidden {
        [] => format!("There is no hidden layer: {add} adds one, and starts again."),
        [1] => format!("One unit is the fewest here: {remove} removes the layer, and starts again."),
        [1, ..] => {
            format!("Layer 1 has one unit, the fewest: {remove} removes the last layer, and starts again.")
        }
        [units, ..] => format!("Layer 1 cannot have more than its {} units.", grouped(*units as u64)),
    }
}

/// Why there is no further layer to remove or to add, and which key leads back.
pub fn end_of_layers(direction: Direction) -> String {
    let key = |to| key_of(RunAction::ChangeLayers(to));
    match direction {
        Direction::Down => format!("There is no hidden layer to remove: {} adds one.", key(Direction::Up)),
        Direction::Up => {
            format!("More hidden layers are not possible: {} removes one.", key(Direction::Down))
        }
    }
}

/// The sizes in the value of the setting.
fn sizes(value: &str) -> Vec<&str> {
    value.split(',').collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_layer_is_named_if_there_are_several() {
        let told = |before: &str, after: &str| {
            let (before, after) = (before.to_owned(), after.to_owned());
            units_changed(&[SettingChange { setting: SettingId::Hidden, before, after }])
        };
        assert_eq!(told("10", "11").as_deref(), Some("Hidden units: 10 → 11."));
        assert_eq!(told("64,32", "65,32").as_deref(), Some("Layer 1: 64 → 65 units."));
        let both = "Layer 1: 64 → 60 units, layer 2: 32 → 40 units.";
        assert_eq!(told("64,32", "60,40").as_deref(), Some(both));
        assert_eq!(units_changed(&[]), None);
    }
}
