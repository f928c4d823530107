//! Adding and removing hidden layers.

use super::adjustment::Refusal;
use super::ladder::Direction;
use super::setting_id::SettingId;
use super::settings::MOST_LAYERS;
use super::setup::Setup;

/// Units of the first hidden layer that is added to a network without any: as many as the lecture's has for points.
const UNITS: usize = 10;

impl Setup {
    /// This set-up with the last hidden layer removed, or with one more that is as wide as the last.
    ///
    /// # Errors
    /// When there is no layer to remove, no room for another one, or the network would be too large.
    pub(super) fn with_layer(&self, direction: Direction) -> Result<Setup, Refusal> {
        let mut hidden = self.hidden.clone();
        match direction {
            Direction::Down => drop(hidden.pop().ok_or(Refusal::NoLayer)?),
            Direction::Up if hidden.len() >= MOST_LAYERS => return Err(Refusal::MostLayers),
            Direction::Up => hidden.push(hidden.last().copied().unwrap_or(UNITS)),
        }
        let setting = SettingId::Hidden.row();
        let value = (setting.get)(&Setup { hidden, ..self.clone() });
        self.with(setting, &value).map_err(|error| Refusal::Value(error.to_string()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data;
    use crate::train::Adjustment;

    #[test]
    fn layers_are_added_and_removed_at_the_end() {
        let setup = |hidden: &[usize]| {
            let lecture = Setup::lecture(data::resolve("circles").expect("built in"));
            Setup { hidden: hidden.to_vec(), ..lecture }
        };
        let changed = |hidden: &[usize], direction| {
            setup(hidden).adjusted(&Adjustment::layer(direction)).map(|setup| setup.hidden)
        };
        assert_eq!(changed(&[64, 32], Direction::Up), Ok(vec![64, 32, 32]));
        assert_eq!(changed(&[64, 32], Direction::Down), Ok(vec![64]));
        assert_eq!(changed(&[1], Direction::Down), Ok(vec![]));
        assert_eq!(changed(&[], Direction::Up), Ok(vec![10]));
        assert_eq!(changed(&[], Direction::Down), Err(Refusal::NoLayer));
        assert_eq!(changed(&[5; MOST_LAYERS], Direction::Up), Err(Refusal::MostLayers));
        let refusal = setup(&[2_048; 3]).with(SettingId::Hidden.row(), "2048,2048,2048");
        assert!(refusal.is_ok());
    }
}
