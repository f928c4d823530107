//! Word, evidence and advice, put together for the state that a run is in.

use super::advice::{Advice, Remedy};
use super::guess::Guessing;
use super::monitor::Monitor;
use super::rules::{Best, Reading};
use super::unseen::unseen_classes;
use super::word::Word;
use crate::data::Dataset;
use crate::nn::Init;
use crate::numbers::grouped;
use crate::train::ladder::Direction::{Down, Up};
use crate::train::setting_id::SettingId;
use crate::train::setup::Setup;
use crate::train::state::State;

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
    /// Its settings.
    pub setup: &'a Setup,
    /// Its data.
    pub dataset: &'a Dataset,
    /// Whether it has ended, and how.
    pub state: &'a State,
    /// The eta of the next run if this one starts again.
    pub next_eta: f32,
}

/// The gap, relative to the training loss, from which the advice is to close it.
const LARGE_GAP: f64 = 0.3;

/// More inputs than this saturate units whose initial weights are N(0, 1).
const MANY_INPUTS: usize = 30;

impl Monitor {
    /// The word, its evidence and the advice.
    pub fn diagnosis(&self, situation: &Situation) -> Diagnosis {
        let note = unseen_classes(situation.dataset);
        if let State::Diverged(divergence) = situation.state {
            return Diagnosis {
                word: Word::Diverged,
                evidence: format!("At step {}: {}.", grouped(divergence.step), divergence.reason()),
                advice: self.after_divergence(situation),
                note,
            };
        }
        let word = self.word();
        let (evidence, advice) = match self.reading() {
            Some(reading) => {
                (self.evidence(word, &reading), advice(word, &reading, situation, note.as_deref()))
            }
            None => match self.latest.filter(|_| word == Word::OverFitting) {
                Some(latest) => (self.gap(&latest), Advice::possible("", situation.setup, AGAINST_THE_GAP)),
                None => (self.too_few_evaluations(situation.state), wait(situation, "")),
            },
        };
        Diagnosis { word, evidence, advice, note }
    }

    fn after_divergence(&self, situation: &Situation) -> Advice {
        let again = Remedy::Again { eta: Some(situation.next_eta) };
        let back = self.best.and_then(|best| back(&best, &self.guessing));
        Advice::possible("The steps were too long.", situation.setup, [again].into_iter().chain(back))
    }
}

/// What to try. `note` says what the data do not allow.
fn advice(word: Word, reading: &Reading, situation: &Situation, note: Option<&str>) -> Advice {
    let setup = situation.setup;
    let possible = |reason, remedies: &[Remedy]| Advice::possible(reason, setup, remedies.iter().copied());
    match word {
        Word::Learning | Word::Diverged => wait(situation, "It was still learning."),
        Word::Plateau | Word::UnderFitting if reading.is_worse_than_guessing() && !reading.falls() => {
            possible("The steps were too long.", &[SMALLER_ETA, Remedy::Again { eta: None }])
        }
        Word::Plateau if has_large_gap(reading) => {
            possible("What can still shrink is the gap.", &AGAINST_THE_GAP)
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
            possible("Training needs examples of every class.", &[Remedy::Adjust(SettingId::TrainSize, Up)])
        }
        Word::OverFitting => {
            let back =
                back(&reading.best, &reading.guessing).filter(|_| reading.best.step < reading.latest.step);
            Advice::possible("", setup, AGAINST_THE_GAP.into_iter().take(3).chain(back))
        }
        Word::Solved => possible("Does less do?", &[FEWER_UNITS, Remedy::Adjust(SettingId::TrainSize, Down)]),
        Word::Bouncing => possible("", &[SMALLER_ETA, Remedy::Adjust(SettingId::Batch, Up)]),
        Word::Saturated | Word::DeadUnits => stuck(situation),
        Word::UnderFitting if setup.hidden.is_empty() => possible("", &[Remedy::AddLayer, LARGER_ETA]),
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
fn back(best: &Best, guessing: &Guessing) -> Option<Remedy> {
    (best.watched < guessing.loss).then_some(Remedy::GoBack { step: best.step })
}

const SMALLER_ETA: Remedy = Remedy::Adjust(SettingId::Eta, Down);
const LARGER_ETA: Remedy = Remedy::Adjust(SettingId::Eta, Up);
const MORE_UNITS: Remedy = Remedy::Adjust(SettingId::Hidden, Up);
const FEWER_UNITS: Remedy = Remedy::Adjust(SettingId::Hidden, Down);
const AGAINST_THE_GAP: [Remedy; 4] = [
    Remedy::Adjust(SettingId::TrainSize, Up),
    Remedy::Adjust(SettingId::Augment, Up),
    Remedy::Adjust(SettingId::L2, Up),
    FEWER_UNITS,
];

/// Stuck units do not recover from smaller steps alone: they need other initial weights.
fn stuck(situation: &Situation) -> Advice {
    let setup = situation.setup;
    let inputs = situation.dataset.shape.inputs();
    let wide = setup.init == Init::Normal && inputs > MANY_INPUTS;
    let init = wide.then_some(Remedy::Adjust(SettingId::Init, Up));
    let others = [SMALLER_ETA, Remedy::Again { eta: None }];
    Advice::possible("They do not recover.", setup, init.into_iter().chain(others))
}

/// Patience; after the end of a run, more steps, for which there is a `reason`.
fn wait(situation: &Situation, reason: &'static str) -> Advice {
    match situation.state {
        State::Learning | State::Diverged(_) => Advice { reason: "Let it go on.", ..Advice::default() },
        State::Finished | State::OutOfPatience => Advice::possible(reason, situation.setup, [Remedy::Extend]),
    }
}

fn has_large_gap(reading: &Reading) -> bool {
    let latest = reading.latest;
    latest.watched.loss - latest.train.loss > LARGE_GAP * latest.train.loss
}
