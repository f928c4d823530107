//! Named set-ups.

use super::reduction::Reduction;
use super::setting_id::SettingId;
use super::settings::{SETTINGS, Setting};
use super::setup::Setup;
use crate::data::Choice;
use crate::nn::{Activation, Init, Loss, Optimizer};

/// A named set-up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Preset {
    /// The lecture: sigmoid units, quadratic loss, plain gradient descent over all examples.
    Lecture,
    /// Current practice: rectified units, cross-entropy, Adam, mini-batches.
    Modern,
}

/// With at least this many inputs, Adam gets its usual learning rate.
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
                // 1e-3 is the recommendation of Kingma and Ba (2015). The few weights of a network with few inputs
                // can take longer steps.
                eta: if lecture.data.shape().inputs() < MANY_INPUTS { 5e-3 } else { 1e-3 },
                batch: Some(50),
                reduction: Reduction::Mean,
                ..lecture
            },
        };
        setup.with_batch_in_range()
    }

    /// The settings that this preset sets, with their values. The number of examples, the size of the network, the
    /// length of the run and the seed stay.
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
