//! The rules, with their numbers: first the one that makes a word, then the one that keeps it.

use super::trace::Recent;
use super::word::Word;

/// A threshold with a dead band.
struct Hysteresis {
    enter: f64,
    stay: f64,
}

impl Hysteresis {
    const fn new(enter: f64, stay: f64) -> Hysteresis {
        Hysteresis { enter, stay }
    }

    fn at(&self, held: bool) -> f64 {
        if held { self.stay } else { self.enter }
    }
}

/// How far the watched loss is above its best, in shares of its best.
const RISE: Hysteresis = Hysteresis::new(0.06, 0.03);
/// The same in shares of the loss of guessing: next to a best of nearly zero everything is a large share.
const RISE_OF_GUESSING: Hysteresis = Hysteresis::new(0.01, 0.005);
/// The same in standard deviations of its noise: the lowest of many noisy losses is low by chance.
const RISE_OF_NOISE: Hysteresis = Hysteresis::new(3.0, 1.5);
/// What the training loss may be at most, in shares of its value at the best step.
const MEMORISED: Hysteresis = Hysteresis::new(0.98, 1.0);
/// The accuracy that is called solved.
const SOLVED: Hysteresis = Hysteresis::new(0.97, 0.95);
/// The mean change of the training loss from one evaluation to the next, in shares of it.
const SWING: Hysteresis = Hysteresis::new(0.05, 0.03);
/// The same in shares of the loss of guessing: on the last small part of a loss nobody sees swings.
const SWING_OF_GUESSING: Hysteresis = Hysteresis::new(0.005, 0.003);
/// The fewest rises among the evaluations of a curve that bounces; and the fewest falls.
const RISES: Hysteresis = Hysteresis::new(0.25, 0.2);
/// How many times its swing the training loss may fall and still be said to bounce.
const FALL_OF_SWING: Hysteresis = Hysteresis::new(2.0, 3.0);
/// A fall over a fifth of the run that is hardly one.
const FLAT: Hysteresis = Hysteresis::new(0.02, 0.04);
/// The same in shares of the loss of guessing: what is left of a small loss can fall by much and mean little.
const FLAT_OF_GUESSING: Hysteresis = Hysteresis::new(0.002, 0.004);
/// How many standard errors make a fall that is not noise.
const CLEARLY: f64 = 2.5;
/// A share of the loss of guessing that is hardly anything.
const LITTLE_LEFT: f64 = 0.1;
/// A fall over half the run that is hardly one.
const LONG_FLAT: Hysteresis = Hysteresis::new(0.05, 0.07);
/// Training losses above this share of the loss of guessing are poor.
const POOR: Hysteresis = Hysteresis::new(0.8, 0.75);
/// Training losses above this multiple of the loss of guessing are worse than not learning at all.
const WORSE_THAN_GUESSING: f64 = 1.1;
/// No word is said before one in so many of the planned steps is taken,
const QUIET: u64 = 20;
/// except when so many evaluations are heard: plans may be endless.
const QUIET_AT_MOST: u64 = 128;
/// Nor is a network given up before one in so many of them is taken, or twice as many are heard.
const QUIET_ON_GIVING_UP: u64 = 10;
/// A candidate has to last for one in so many bins, and at least for `FEWEST_TIMES`;
const PATIENCE: usize = 16;
const FEWEST_TIMES: usize = 3;
/// and for one in so many where the slope is all that changed: many curves fall like stairs.
const PATIENCE_WITH_SLOPES: usize = 8;

/// The evaluation with the lowest watched loss.
#[derive(Clone, Copy, Debug)]
pub(super) struct Best {
    pub(super) step: u64,
    pub(super) watched: f64,
    pub(super) train: f64,
}

/// All that the rules look at.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reading {
    pub(super) best: Best,
    pub(super) guessing: f64,
    pub(super) recent: Recent,
    pub(super) age: Age,
}

/// How far a run is.
#[derive(Clone, Copy, Debug)]
pub(super) struct Age {
    /// The step of the last evaluation.
    pub(super) step: u64,
    /// The steps planned.
    pub(super) steps: u64,
    /// Evaluations heard.
    pub(super) observed: u64,
}

impl Age {
    /// Whether it is too early for any word.
    pub(super) fn is_too_small(&self) -> bool {
        self.step < self.steps / QUIET && self.observed < QUIET_AT_MOST
    }

    fn is_too_small_to_give_up(&self) -> bool {
        self.step < self.steps / QUIET_ON_GIVING_UP && self.observed < 2 * QUIET_AT_MOST
    }
}

impl Reading {
    fn over_fits(&self, held: bool) -> bool {
        let rise = self.recent.watched - self.best.watched;
        let train = self.recent.mean.train;
        rise > RISE.at(held) * self.best.watched
            && rise > RISE_OF_GUESSING.at(held) * self.guessing
            && rise > RISE_OF_NOISE.at(held) * self.recent.watched_noise
            && train < MEMORISED.at(held) * self.best.train
            && train < POOR.enter * self.guessing
    }

    fn is_solved(&self, held: bool) -> bool {
        let mean = &self.recent.mean;
        mean.train_accuracy.min(mean.watched_accuracy) >= SOLVED.at(held)
    }

    fn bounces(&self, held: bool) -> bool {
        let recent = &self.recent;
        recent.swing > SWING.at(held)
            && recent.swing * recent.mean.train > SWING_OF_GUESSING.at(held) * self.guessing
            && recent.rises.min(1.0 - recent.rises) > RISES.at(held)
            && recent.fall < FALL_OF_SWING.at(held) * recent.swing
    }

    fn is_flat(&self, held: bool) -> bool {
        let fall = self.recent.fall;
        let little = fall * self.recent.mean.train < FLAT_OF_GUESSING.at(held) * self.guessing;
        fall < FLAT.at(held) || little || held && !self.falls()
    }

    fn under_fits(&self, held: bool) -> bool {
        !self.age.is_too_small_to_give_up()
            && self.recent.long_fall < LONG_FLAT.at(held)
            && self.recent.mean.train > POOR.at(held) * self.guessing
    }

    /// Whether the training loss falls by more than noise explains.
    pub(super) fn falls(&self) -> bool {
        self.recent.fall > CLEARLY * self.recent.doubt
    }

    /// Whether it is flat only because the training loss is so small.
    pub(super) fn is_little_left(&self) -> bool {
        self.recent.fall > FLAT.enter && self.recent.mean.train < LITTLE_LEFT * self.guessing
    }

    /// Whether an answer that is the same for all examples would be better by far.
    pub(super) fn is_worse_than_guessing(&self) -> bool {
        self.recent.mean.train > WORSE_THAN_GUESSING * self.guessing
    }
}

/// The word these numbers ask for, when `word` is the one that is said.
pub(super) fn candidate(word: Word, reading: &Reading) -> Word {
    let held = |one: Word| word == one;
    if reading.over_fits(held(Word::OverFitting)) {
        Word::OverFitting
    } else if reading.is_solved(held(Word::Solved)) {
        Word::Solved
    } else if reading.bounces(held(Word::Bouncing)) {
        Word::Bouncing
    } else if !reading.is_flat(held(Word::Plateau) || held(Word::UnderFitting)) {
        Word::Learning
    } else if reading.under_fits(held(Word::UnderFitting)) {
        Word::UnderFitting
    } else {
        Word::Plateau
    }
}

/// How often running `next` has to be the candidate to be said instead of `word`, in a run of so many bins.
pub(super) fn patience(word: Word, next: Word, bins: usize) -> usize {
    let is_slope = |word| matches!(word, Word::Learning | Word::Plateau);
    let share = if is_slope(word) && is_slope(next) { PATIENCE_WITH_SLOPES } else { PATIENCE };
    (bins / share).max(FEWEST_TIMES)
}
