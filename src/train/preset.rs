//! Set-ups by name.

use super::reduction::Reduction;
use super::setting_id::SettingId;
use super::settings::{SETTINGS, Setting};
use super::setup::Setup;
use crate::data::Choice;
use crate::nn::{Activation, Init, Loss, Optimizer};

/// A set-up by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Preset {
    /// As in the lecture: sigmoid units, quadratic loss, plain gradient descent over all examples.
    Lecture,
    /// As most people would do it today: rectified units, cross-entropy, Adam, mini-batches.
    Modern,
}

/// From so many inputs on, steps of Adam are as short as they usually are.
const MANY_INPUTS: usize = 50;

impl Preset {
    /// Both.
    pub const ALL: [Preset; 2] = [Preset::Lecture, Preset::Modern];

    /// The name on screen and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Preset::Lecture => "lecture",
            Preset::Modern => "modern",
        }
    }

    /// The set-up for a data set.
    pub fn of(self, data: Choice) -> Setup {
        let lecture = Setup::lecture(data);
        let setup = match self {
            Preset::Lecture => lecture,
            Preset::Modern => Setup {
                activation: Activation::Relu,
                loss: Loss::CrossEntropy,
                init: Init::Scaled,
                optimizer: Optimizer::Adam,
                // What Kingma and Ba recommend; the few weights behind few inputs can take longer steps.
                eta: if lecture.data.shape().inputs() < MANY_INPUTS { 5e-3 } else { 1e-3 },
                batch: Some(50),
                reduction: Reduction::Mean,
                ..lecture
            },
        };
        setup.with_batch_in_range()
    }

    /// What this preset decides in a run with this set-up, as values of settings. How much there is to learn from,
    /// the size of the network, the length of the run and the seed stay.
    pub fn values(self, setup: &Setup) -> Vec<(SettingId, String)> {
        let preset =
            Setup { train_size: setup.train_size, ..self.of(setup.data.clone()) }.with_batch_in_range();
        let decided = SETTINGS.iter().filter(|setting| setting.in_preset && (setting.applies)(&setup.data));
        // Eta last: other settings may convert it.
        let (eta, others): (Vec<&Setting>, Vec<_>) =
            decided.partition(|setting| setting.id == SettingId::Eta);
        others.into_iter().chain(eta).map(|setting| (setting.id, (setting.get)(&preset))).collect()
    }
}
