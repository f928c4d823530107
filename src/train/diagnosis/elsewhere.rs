//! What to try in another program, in words that are true of what it trains.

use crate::train::ladder::Direction;
use crate::train::setting_id::SettingId;
use crate::train::unit::Unit;

/// What is known of the run of another program from its log.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Elsewhere {
    /// What is trained.
    pub model: Model,
    /// What the steps of the log are.
    pub unit: Unit,
}

/// A kind of model.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Model {
    /// The log does not tell.
    #[default]
    Unknown,
    /// A neural network.
    Network,
    /// Boosted trees.
    Trees,
}

impl Elsewhere {
    /// A change of a setting in the words of the field; `None` if the model has no such setting, or need not have it.
    pub(super) fn adjusted(self, setting: SettingId, direction: Direction) -> Option<&'static str> {
        let is_network = self.model == Model::Network;
        Some(match (setting, direction) {
            (SettingId::Eta, Direction::Down) => "a smaller learning rate",
            (SettingId::Eta, Direction::Up) => "a larger learning rate",
            (SettingId::Hidden, Direction::Down) if self.model == Model::Trees => "shallower trees",
            (SettingId::Hidden, Direction::Up) if self.model == Model::Trees => "deeper trees",
            (SettingId::Hidden, Direction::Down) => "a smaller model",
            (SettingId::Hidden, Direction::Up) => "a larger model",
            (SettingId::TrainSize, Direction::Down) => "fewer training examples",
            (SettingId::TrainSize, Direction::Up) => "more training examples",
            (SettingId::L2, Direction::Down) if is_network => "less weight decay",
            (SettingId::L2, Direction::Up) if is_network => "more weight decay",
            (SettingId::L2, Direction::Down) => "weaker regularization",
            (SettingId::L2, Direction::Up) => "stronger regularization",
            (SettingId::Batch, Direction::Up) if is_network => "larger batches",
            (SettingId::Dropout, Direction::Down) if is_network => "less dropout",
            (SettingId::Augment, Direction::Up) if is_network => "data augmentation",
            _ => return None,
        })
    }

    /// How to have the model of the best step.
    pub(super) fn best(self, step: u64) -> String {
        let at = self.unit.at(step);
        match self.model {
            Model::Network => format!("the weights of {at}"),
            Model::Trees => format!("early stopping: {at} was the best"),
            Model::Unknown => format!("the model of {at}"),
        }
    }

    /// That it might go on for longer.
    pub(super) fn longer(self) -> String {
        match self.unit {
            Unit::Rows => "longer training".to_owned(),
            unit => format!("more {}s", unit.name()),
        }
    }
}
