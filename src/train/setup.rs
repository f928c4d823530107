//! Everything that decides the numbers of a run, and the rules that tie settings to each other.

use super::history::{History, Mark};
use super::ladder::round_numbers;
use super::schedule::Planned;
use super::settings::{Change, SETTINGS, Setting};
use crate::data::{Augment, Choice, Request};
use crate::error::Error;
use crate::nn::{Activation, Init, Loss, Optimizer, Penalty};

/// How the gradients of the examples of a step become one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reduction {
    /// Their sum: the lecture's. The best eta then depends on the number of examples.
    Sum,
    /// Their mean, as in most frameworks.
    Mean,
}

impl Reduction {
    /// Both, in the order in which a key walks through them.
    pub const ALL: [Reduction; 2] = [Reduction::Sum, Reduction::Mean];

    /// The name on screen and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Reduction::Sum => "sum",
            Reduction::Mean => "mean",
        }
    }
}

/// The settings of one run: the same set-up gives the same numbers, to the last bit.
#[derive(Clone, Debug, PartialEq)]
pub struct Setup {
    /// Where the examples come from.
    pub data: Choice,
    /// Training examples.
    pub train_size: usize,
    /// Test examples.
    pub test_size: usize,
    /// Standard deviation of the noise on points of the plane.
    pub noise: f64,
    /// The share of the training labels that is flipped.
    pub flip: f64,
    /// The share of the training examples that is held out, to choose by.
    pub validation: f64,
    /// Units of each hidden layer; none for a single layer from inputs to outputs.
    pub hidden: Vec<usize>,
    /// What the hidden units compute.
    pub activation: Activation,
    /// What training minimises.
    pub loss: Loss,
    /// How initial weights are drawn.
    pub init: Init,
    /// How gradients become steps.
    pub optimizer: Optimizer,
    /// The learning rate.
    pub eta: f32,
    /// Examples of a step; `None` takes all of them.
    pub batch: Option<usize>,
    /// Whether the gradients of a step are summed or averaged.
    pub reduction: Reduction,
    /// The price on the size of the weights.
    pub penalty: Penalty,
    /// The share of the hidden units that is left out of each step.
    pub dropout: f32,
    /// How the copies differ from the training images they are made from.
    pub augment: Augment,
    /// Evaluations without a better loss after which the run stops.
    pub patience: Option<u64>,
    /// Steps of the whole run.
    pub steps: u64,
    /// Seed of everything that is random.
    pub seed: u64,
    /// Changes that happen by themselves, in the order of their steps.
    pub at: Vec<Planned>,
}

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
}

impl Setup {
    /// The lecture's set-up for a data set.
    pub fn lecture(data: Choice) -> Setup {
        let defaults = data.defaults();
        Setup {
            data,
            train_size: defaults.train_size,
            test_size: defaults.test_size,
            noise: defaults.noise,
            flip: 0.0,
            validation: 0.0,
            hidden: vec![defaults.hidden],
            activation: Activation::Sigmoid,
            loss: Loss::Quadratic,
            init: Init::Normal,
            optimizer: Optimizer::Gd,
            eta: defaults.eta,
            batch: None,
            reduction: Reduction::Sum,
            penalty: Penalty::default(),
            dropout: 0.0,
            augment: Augment::Off,
            patience: None,
            steps: defaults.steps,
            seed: 0,
            at: Vec::new(),
        }
    }

    /// What this set-up wants of its data set.
    pub fn request(&self) -> Request {
        Request {
            train_size: self.train_size,
            test_size: self.test_size,
            noise: self.noise,
            flip: self.flip,
            validation: self.validation,
            seed: self.seed,
        }
    }

    /// Training examples that are learned from, what is held out left aside.
    pub fn learned_from(&self) -> usize {
        let validation = (self.train_size as f64 * self.validation).round() as usize;
        self.train_size - validation.min(self.train_size - 1)
    }

    /// Examples of a step.
    pub fn batch_size(&self) -> usize {
        let all = self.learned_from();
        self.batch.map_or(all, |batch| batch.min(all))
    }

    /// The network in short, as in 2-10-2.
    pub fn sizes(&self, classes: usize) -> Vec<usize> {
        let inputs = self.data.shape().inputs();
        [inputs].into_iter().chain(self.hidden.iter().copied()).chain([classes]).collect()
    }

    /// Steps between two evaluations: the smallest of 1, 2, 5, 10 … that keeps evaluating below a tenth of
    /// the work, where a step costs three forward passes of its examples.
    pub fn eval_every(&self) -> u64 {
        let evaluation = (self.train_size + self.test_size) as u64;
        let step = 3 * self.batch_size() as u64;
        round_numbers().find(|every| every * step >= 10 * evaluation).unwrap_or(1)
    }

    /// This set-up with one setting changed, everything else adjusted so that it still fits.
    ///
    /// # Errors
    /// When the value is outside the setting's range.
    pub fn with(&self, setting: &Setting, value: &str) -> Result<Setup, Error> {
        let mut setup = self.clone();
        setting.set(&mut setup, value)?;
        Ok(setup.fitted(self))
    }

    /// Adjusts what depends on settings that differ from `before`: the batch has no more examples than
    /// there are, and a step keeps its size when the number of gradients that are summed changes.
    #[must_use]
    pub fn fitted(self, before: &Setup) -> Setup {
        let mut fitted = self.with_batch_in_range();
        let (weight, weight_before) = (fitted.gradient_weight(), before.gradient_weight());
        if fitted.optimizer.is_linear() && fitted.optimizer == before.optimizer && weight != weight_before {
            fitted.eta = rounded(fitted.eta * (weight_before / weight));
        }
        fitted
    }

    /// This set-up with full batches instead of such that have more examples than there are.
    #[must_use]
    pub fn with_batch_in_range(self) -> Setup {
        Setup { batch: self.batch.filter(|&batch| batch < self.train_size), ..self }
    }

    /// Takes over every setting of `wanted` that a running network can take; a layer more or less it cannot.
    pub fn take_live(&mut self, wanted: &Setup) {
        for setting in SETTINGS.iter().filter(|setting| setting.change == Change::Live) {
            if setting.name != "hidden" || self.hidden.len() == wanted.hidden.len() {
                setting.copy(wanted, self);
            }
        }
    }

    /// Whether a running network can take over all that differs in `wanted`.
    pub fn reaches_live(&self, wanted: &Setup) -> bool {
        let mut reached = self.clone();
        reached.take_live(wanted);
        reached == *wanted
    }

    /// How much longer the gradient of a step is than the mean over its examples.
    pub(super) fn gradient_weight(&self) -> f32 {
        match self.reduction {
            Reduction::Sum => self.batch_size() as f32,
            Reduction::Mean => 1.0,
        }
    }

    /// This set-up with what was changed by hand, or by a plan, as its plan, of which so many changes have been `played`;
    /// `None` if there were more changes than are remembered.
    pub fn replayed(&self, history: &History, played: usize) -> Option<Setup> {
        let planned =
            |mark: &Mark| Planned { step: mark.step, setting: mark.setting, value: mark.value.clone() };
        let to_come = self.at.iter().skip(played).cloned();
        let at = || history.marks().iter().map(planned).chain(to_come).collect();
        (!history.forgets()).then(|| Setup { at: at(), ..self.clone() })
    }

    /// This set-up with another eta, to three digits.
    #[must_use]
    pub fn with_eta(self, eta: f32) -> Setup {
        Setup { eta: rounded(eta), ..self }
    }

    /// The command line that repeats this run, as a shell wants it: the data set, the preset that is nearest, and what
    /// differs from it.
    pub fn command_line(&self, subcommand: &str) -> String {
        let from = |preset: Preset| (preset, self.flags_from(&preset.of(self.data.clone())));
        let nearest = Preset::ALL.map(from).into_iter().min_by_key(|(_, flags)| flags.len());
        let (preset, flags) = nearest.unwrap_or((Preset::Lecture, Vec::new()));
        let preset = match preset {
            Preset::Lecture => String::new(),
            Preset::Modern => format!(" --preset {}", preset.name()),
        };
        let name = self.data.name();
        let name = if name.starts_with('-') { format!("./{name}") } else { name };
        format!("overfit {subcommand}{}{preset}{}", shell_words::quote(&name), flags.concat())
    }

    /// The flags that lead from another set-up to this one.
    fn flags_from(&self, other: &Setup) -> Vec<String> {
        let differing = SETTINGS.iter().filter(|setting| (setting.get)(self) != (setting.get)(other));
        let flags = differing.map(|setting| format!(" --{} {}", setting.name, (setting.get)(self)));
        flags.chain(self.at.iter().map(|planned| format!(" --at {}", planned.text()))).collect()
    }
}

/// The value to three digits, so that a converted eta can be read and typed; never past what can be typed.
fn rounded(eta: f32) -> f32 {
    let bounded = eta.clamp(f32::MIN_POSITIVE, f32::MAX);
    format!("{bounded:.2e}").parse().ok().filter(|eta: &f32| eta.is_finite()).unwrap_or(bounded)
}
