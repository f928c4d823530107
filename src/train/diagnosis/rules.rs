//! The rules and their thresholds. The first number of a threshold establishes a word, the second one keeps it.

use super::trace::Recent;
use super::word::Word;

/// A threshold with hysteresis.
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

/// The rise of the watched loss above its best, relative to its best.
const RISE: Hysteresis = Hysteresis::new(0.06, 0.03);
/// The rise of the watched loss, relative to the loss of guessing; relative to a best near zero any rise is large.
const RISE_OF_GUESSING: Hysteresis = Hysteresis::new(0.01, 0.005);
/// The rise of the watched loss in standard deviations of its noise; the lowest of many noisy losses is low by
/// chance.
const RISE_OF_NOISE: Hysteresis = Hysteresis::new(3.0, 1.5);
/// The largest training loss, relative to its value at the best step.
const MEMORISED: Hysteresis = Hysteresis::new(0.98, 1.0);
/// The accuracy from which a run counts as solved.
const SOLVED: Hysteresis = Hysteresis::new(0.97, 0.95);
/// The mean change of the training loss between evaluations, relative to the loss.
const SWING: Hysteresis = Hysteresis::new(0.05, 0.03);
/// The mean change of the training loss between evaluations, relative to the loss of guessing; swings of a very
/// small loss are invisible.
const SWING_OF_GUESSING: Hysteresis = Hysteresis::new(0.005, 0.003);
/// The smallest share of rises, and of falls, of a bouncing curve.
const RISES: Hysteresis = Hysteresis::new(0.25, 0.2);
/// The largest fall of a bouncing training loss, in multiples of its swing.
const FALL_OF_SWING: Hysteresis = Hysteresis::new(2.0, 3.0);
/// The largest fall over a fifth of the run that counts as flat.
const FLAT: Hysteresis = Hysteresis::new(0.02, 0.04);
/// The largest fall that counts as flat, relative to the loss of guessing; a large relative fall of a small loss
/// means little.
const FLAT_OF_GUESSING: Hysteresis = Hysteresis::new(0.002, 0.004);
/// The number of standard errors from which a fall is not noise.
const CLEARLY: f64 = 2.5;
/// The share of the loss of guessing below which little is left to learn.
const LITTLE_LEFT: f64 = 0.1;
/// The largest fall over half the run that counts as flat.
const LONG_FLAT: Hysteresis = Hysteresis::new(0.05, 0.07);
/// The share of the loss of guessing above which a training loss is poor.
const POOR: Hysteresis = Hysteresis::new(0.8, 0.75);
/// The multiple of the loss of guessing above which a training loss is worse than guessing.
const WORSE_THAN_GUESSING: f64 = 1.1;
/// The first word needs one part in this many of the planned steps,
const QUIET: u64 = 20;
/// or this many evaluations, because the planned length may be endless.
const QUIET_AT_MOST: u64 = 128;
/// UNDER-FITTING needs one part in this many of the planned steps, or twice as many evaluations.
const QUIET_ON_GIVING_UP: u64 = 10;
/// A candidate has to last for one part in this many of the bins, and at least for `FEWEST_TIMES`,
const PATIENCE: usize = 16;
const FEWEST_TIMES: usize = 3;
/// or for one part in this many between LEARNING and PLATEAU, because many curves fall in stairs.
const PATIENCE_WITH_SLOPES: usize = 8;

/// The evaluation with the lowest watched loss.
#[derive(Clone, Copy, Debug)]
pub(super) struct Best {
    pub(super) step: u64,
    pub(super) watched: f64,
    pub(super) train: f64,
}

/// The numbers that the rules use.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reading {
    pub(super) best: Best,
    pub(super) guessing: f64,
    pub(super) recent: Recent,
    pub(super) age: Age,
}

/// The progress of a run.
#[derive(Clone, Copy, Debug)]
pub(super) struct Age {
    /// The step of the last evaluation.
    pub(super) step: u64,
    /// The planned number of steps.
    pub(super) steps: u64,
    /// The number of evaluations observed.
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

    /// Whether the fall of the training loss exceeds noise.
    pub(super) fn falls(&self) -> bool {
        self.recent.fall > CLEARLY * self.recent.doubt
    }

    /// Whether the training loss is flat because hardly any is left.
    pub(super) fn is_little_left(&self) -> bool {
        self.recent.fall > FLAT.enter && self.recent.mean.train < LITTLE_LEFT * self.guessing
    }

    /// Whether a constant answer would be far better.
    pub(super) fn is_worse_than_guessing(&self) -> bool {
        self.recent.mean.train > WORSE_THAN_GUESSING * self.guessing
    }
}

/// The word for these numbers, given the current `word`.
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

/// How many times in a row `next` has to be the candidate to replace `word`, in a run of this many bins.
pub(super) fn patience(word: Word, next: Word, bins: usize) -> usize {
    let is_slope = |word| matches!(word, Word::Learning | Word::Plateau);
    let share = if is_slope(word) && is_slope(next) { PATIENCE_WITH_SLOPES } else { PATIENCE };
    (bins / share).max(FEWEST_TIMES)
}
