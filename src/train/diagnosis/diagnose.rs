//! Word, evidence and advice, put together for the state that a run is in.

use super::advice::{Advice, Remedy};
use super::elsewhere::{Elsewhere, Model};
use super::guess::Guessing;
use super::monitor::Monitor;
use super::rules::{Best, Reading};
use super::unseen::unseen_classes;
use super::word::Word;
use crate::data::Dataset;
use crate::nn::Init;
use crate::train::ladder::Direction::{Down, Up};
use crate::train::setting_id::SettingId;
use crate::train::setup::Setup;
use crate::train::state::State;
use crate::train::unit::Unit;

/// A word with its evidence and advice.
#[derive(Clone, Debug, PartialEq)]
pub struct Diagnosis {
    /// What is happening.
    pub word: Word,
    /// The numbers behind it, in a sentence.
    pub evidence: String,
    /// What to try.
    pub advice: Advice,
    /// What the data do not allow, in a sentence.
    pub note: Option<String>,
}

/// The run that a diagnosis is of.
#[derive(Clone, Copy, Debug)]
pub struct Situation<'a> {
    /// Whether it has ended, and how.
    pub state: &'a State,
    /// What is known of it beside its evaluations.
    pub known: Known<'a>,
}

/// What is known of a run beside its evaluations.
#[derive(Clone, Copy, Debug)]
pub enum Known<'a> {
    /// Everything: it is a run of this program.
    Run {
        /// Its settings.
        setup: &'a Setup,
        /// Its data.
        dataset: &'a Dataset,
        /// The eta of the next run if this one starts again.
        next_eta: f32,
    },
    /// What the log of another program tells.
    Log(Elsewhere),
}

impl Situation<'_> {
    /// An advice with those of the remedies that are possible.
    fn advice(&self, reason: &'static str, remedies: impl IntoIterator<Item = Remedy>) -> Advice {
        match self.known {
            Known::Run { setup, .. } => Advice::possible(reason, setup, remedies),
            Known::Log(elsewhere) => Advice::for_another_program(reason, elsewhere, remedies),
        }
    }

    /// What its steps are.
    fn unit(&self) -> Unit {
        match self.known {
            Known::Run { .. } => Unit::Steps,
            Known::Log(elsewhere) => elsewhere.unit,
        }
    }

    fn has_no_hidden_layer(&self) -> bool {
        matches!(self.known, Known::Run { setup, .. } if setup.hidden.is_empty())
    }
}

/// The gap, relative to the training loss, from which the advice is to close it.
const LARGE_GAP: f64 = 0.3;

/// More inputs than this saturate units whose initial weights are N(0, 1).
const MANY_INPUTS: usize = 30;

impl Monitor {
    /// The word, its evidence and the advice.
    pub fn diagnosis(&self, situation: &Situation) -> Diagnosis {
        let note = match situation.known {
            Known::Run { dataset, .. } => unseen_classes(dataset),
            Known::Log(_) => None,
        };
        if let State::Diverged(divergence) = situation.state {
            return Diagnosis {
                word: Word::Diverged,
                evidence: format!("At {}: {}.", situation.unit().at(divergence.step), divergence.reason()),
                advice: self.after_divergence(situation),
                note,
            };
        }
        let (word, unit) = (self.word(), situation.unit());
        let (evidence, advice) = match self.reading() {
            Some(reading) => {
                (self.evidence(word, &reading, unit), advice(word, &reading, situation, note.as_deref()))
            }
            None => match self.latest.filter(|_| word == Word::OverFitting) {
                Some(latest) => (self.gap(&latest), situation.advice("", against_the_gap(situation))),
                None => (self.too_few_evaluations(situation.state, unit), wait(situation, "")),
            },
        };
        Diagnosis { word, evidence, advice, note }
    }

    fn after_divergence(&self, situation: &Situation) -> Advice {
        let again = match situation.known {
            Known::Run { next_eta, .. } => Remedy::Again { eta: Some(next_eta) },
            Known::Log(_) => SMALLER_ETA,
        };
        // What makes the loss of another program something else than a number need not be the length of its steps.
        let reason = if let Known::Run { .. } = situation.known { "The steps were too long." } else { "" };
        let back = self.best.and_then(|best| back(&best, self.guessing.as_ref()));
        situation.advice(reason, [again].into_iter().chain(back))
    }
}

/// What to try. `note` says what the data do not allow.
fn advice(word: Word, reading: &Reading, situation: &Situation, note: Option<&str>) -> Advice {
    let possible = |reason, remedies: &[Remedy]| situation.advice(reason, remedies.iter().copied());
    match word {
        Word::Learning | Word::Diverged => wait(situation, "It was still learning."),
        Word::Plateau | Word::UnderFitting if reading.is_worse_than_guessing() && !reading.falls() => {
            possible("The steps were too long.", &[SMALLER_ETA, Remedy::Again { eta: None }])
        }
        Word::Plateau if has_large_gap(reading) => {
            possible("What can still shrink is the gap.", &against_the_gap(situation))
        }
        Word::Plateau if reading.is_little_left() => {
            Advice { reason: "There is nothing left to learn here.", ..Advice::default() }
        }
        Word::Plateau => possible(
            "",
            &[
                LARGER_ETA,
                MORE_UNITS,
                Remedy::Adjust(SettingId::L2, Down),
                Remedy::Adjust(SettingId::Dropout, Down),
            ],
        ),
        Word::OverFitting if note.is_some() => {
            possible("Training needs examples of every class.", &[MORE_EXAMPLES])
        }
        Word::OverFitting => {
            let back = back(&reading.best, reading.guessing.as_ref())
                .filter(|_| reading.best.step < reading.latest.step);
            situation.advice("", against_the_gap(situation).into_iter().take(3).chain(back))
        }
        Word::Solved => possible("Does less do?", &[FEWER_UNITS, Remedy::Adjust(SettingId::TrainSize, Down)]),
        Word::Bouncing => possible("", &[SMALLER_ETA, Remedy::Adjust(SettingId::Batch, Up)]),
        Word::Saturated | Word::DeadUnits => stuck(situation),
        Word::UnderFitting if situation.has_no_hidden_layer() => {
            possible("", &[Remedy::AddLayer, LARGER_ETA])
        }
        Word::UnderFitting if reading.falls() => {
            possible("It learns, but slowly.", &[LARGER_ETA, MORE_UNITS])
        }
        Word::UnderFitting => possible(
            "",
            &[
                Remedy::Adjust(SettingId::L2, Down),
                Remedy::Adjust(SettingId::Dropout, Down),
                MORE_UNITS,
                LARGER_ETA,
            ],
        ),
    }
}

/// Back to the best step, unless a constant answer is as good as the network was then: with few validation examples,
/// the weights before the first step may be the best by chance.
fn back(best: &Best, guessing: Option<&Guessing>) -> Option<Remedy> {
    let is_learned = !best.watched.is_nan() && guessing.is_none_or(|guessing| best.watched < guessing.loss);
    is_learned.then_some(Remedy::GoBack { step: best.step })
}

const SMALLER_ETA: Remedy = Remedy::Adjust(SettingId::Eta, Down);
const LARGER_ETA: Remedy = Remedy::Adjust(SettingId::Eta, Up);
const MORE_UNITS: Remedy = Remedy::Adjust(SettingId::Hidden, Up);
const FEWER_UNITS: Remedy = Remedy::Adjust(SettingId::Hidden, Down);
const MORE_EXAMPLES: Remedy = Remedy::Adjust(SettingId::TrainSize, Up);
const MORE_L2: Remedy = Remedy::Adjust(SettingId::L2, Up);

/// What closes the gap, the best first. What the model has nothing of is left out later.
fn against_the_gap(situation: &Situation) -> [Remedy; 4] {
    let model = match situation.known {
        Known::Run { .. } => Model::Network,
        Known::Log(elsewhere) => elsewhere.model,
    };
    match model {
        Model::Network => [MORE_EXAMPLES, Remedy::Adjust(SettingId::Augment, Up), MORE_L2, FEWER_UNITS],
        Model::Trees => [FEWER_UNITS, SMALLER_ETA, MORE_EXAMPLES, MORE_L2],
        Model::Unknown => [MORE_EXAMPLES, MORE_L2, FEWER_UNITS, SMALLER_ETA],
    }
}

/// Stuck units do not recover from smaller steps alone: they need other initial weights.
fn stuck(situation: &Situation) -> Advice {
    let wide = match situation.known {
        Known::Run { setup, dataset, .. } => {
            setup.init == Init::Normal && dataset.shape.inputs() > MANY_INPUTS
        }
        Known::Log(_) => false,
    };
    let init = wide.then_some(Remedy::Adjust(SettingId::Init, Up));
    let others = [SMALLER_ETA, Remedy::Again { eta: None }];
    situation.advice("They do not recover.", init.into_iter().chain(others))
}

/// Patience; after the end of a run, more steps, for which there is a `reason`.
fn wait(situation: &Situation, reason: &'static str) -> Advice {
    match situation.state {
        State::Learning | State::Diverged(_) => Advice { reason: "Let it go on.", ..Advice::default() },
        State::Finished | State::OutOfPatience => situation.advice(reason, [Remedy::Extend]),
    }
}

fn has_large_gap(reading: &Reading) -> bool {
    let latest = reading.latest;
    latest.watched.loss - latest.train.loss > LARGE_GAP * latest.train.loss.abs()
}
