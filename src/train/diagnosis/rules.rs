//! The rules and their thresholds. The first number of a threshold establishes a word, the second one keeps it.

use serde::{Deserialize, Serialize};

use super::age::Age;
use super::guess::Guessing;
use super::latest::Latest;
use super::trace::Recent;
use super::word::Word;
use crate::nn::{Metrics, Stuck, StuckUnits};

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
/// The least gap between training and watched accuracy, beyond what chance explains.
const GAP: Hysteresis = Hysteresis::new(0.02, 0.01);
/// The least lead over the accuracy of guessing of a network that may over-fit.
const LEARNED: f64 = 0.08;
/// The accuracy from which a run counts as solved.
const SOLVED: Hysteresis = Hysteresis::new(0.95, 0.93);
/// The share of the evaluations at which an alternating loss turns. Noise turns at two thirds of them.
const TURNS: Hysteresis = Hysteresis::new(0.9, 0.8);
/// The share of the evaluations at which noise turns,
const TURNS_OF_NOISE: f64 = 2.0 / 3.0;
/// and three standard deviations of it, times the root of the number of evaluations: √(16/90) each (Kendall and Stuart, the
/// test of turning points).
const TURNS_BY_CHANCE: f64 = 1.265;
/// The mean change of an alternating loss, relative to itself.
const ALTERNATION: Hysteresis = Hysteresis::new(0.01, 0.005);
/// The mean change of the training loss between evaluations, relative to the loss.
const SWING: Hysteresis = Hysteresis::new(0.05, 0.03);
/// The mean change of the training loss between evaluations, relative to the loss of guessing; swings of a very
/// small loss are invisible.
const SWING_OF_GUESSING: Hysteresis = Hysteresis::new(0.005, 0.003);
/// The smallest share of rises, and of falls, of a bouncing curve.
const RISES: Hysteresis = Hysteresis::new(0.25, 0.2);
/// The largest fall of a bouncing training loss, in multiples of its swing.
const FALL_OF_SWING: Hysteresis = Hysteresis::new(2.0, 3.0);
/// The share of the units of a layer that are stuck.
const STUCK: Hysteresis = Hysteresis::new(0.5, 0.4);
/// The share of dead units from which on it does not matter that the loss still swings.
const NEARLY_ALL: f64 = 0.8;
/// The training loss from which dead units matter, relative to the loss of guessing.
const DEAD_MATTERS: Hysteresis = Hysteresis::new(0.1, 0.08);
/// The training loss from which saturated units matter, relative to the loss of guessing. Units of a network that has
/// learned well may be saturated, too.
const SATURATED_MATTERS: Hysteresis = Hysteresis::new(0.5, 0.4);
/// The largest fall over a fifth of the run that counts as flat; after a change of the run, over as many steps as before it.
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
/// The largest lead over the accuracy of guessing of a network that is hardly better.
const LEAD_OVER_GUESSING: Hysteresis = Hysteresis::new(0.15, 0.18);
/// The lead over the accuracy of guessing that still counts as guessing.
const BARELY_BETTER: f64 = 0.03;
/// A candidate has to last for one part in this many of the bins, and at least for `FEWEST_TIMES`, or for one time less
/// in so short a run that not even one part has a bin,
const PATIENCE: usize = 16;
const FEWEST_TIMES: usize = 3;
/// or for one part in this many between LEARNING, PLATEAU and SATURATED, because many curves fall in stairs.
const PATIENCE_WITH_SLOPES: usize = 8;

/// The evaluation with the lowest watched loss.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(super) struct Best {
    pub(super) step: u64,
    pub(super) watched: f64,
    pub(super) train: f64,
}

/// The numbers that the rules use.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reading {
    pub(super) best: Best,
    /// The last evaluation.
    pub(super) latest: Latest,
    pub(super) guessing: Option<Guessing>,
    pub(super) recent: Recent,
    pub(super) age: Age,
    /// The layer that [`most_stuck`] chooses.
    pub(super) stuck: Option<StuckUnits>,
}

impl Reading {
    fn over_fits(&self, held: bool) -> bool {
        self.has_learned() && self.watched_rises(held) || self.has_gap(held)
    }

    /// Whether the watched loss has risen from its best while the training loss fell.
    pub(super) fn watched_rises(&self, held: bool) -> bool {
        let rise = self.recent.watched - self.best.watched;
        rise > RISE.at(held) * self.best.watched.abs()
            && self.is_above_guessing(rise, RISE_OF_GUESSING.at(held))
            && rise > RISE_OF_NOISE.at(held) * self.recent.watched_noise
            && self.recent.train < lowered(self.best.train, MEMORISED.at(held))
    }

    /// Whether the training accuracy is above the watched one by more than chance explains.
    pub(super) fn has_gap(&self, held: bool) -> bool {
        let metrics = |accuracy: f64, like: Metrics| Metrics {
            correct: (accuracy * like.examples as f64).round() as usize,
            share: like.share.map(|_| accuracy),
            ..like
        };
        let train = metrics(self.recent.train_accuracy, self.latest.train);
        let watched = metrics(self.recent.watched_accuracy, self.latest.watched);
        gap(held, &train, &watched, self.guessing.as_ref())
    }

    fn has_learned(&self) -> bool {
        self.is_below_guessing(self.recent.train, POOR.enter)
    }

    /// Whether a loss is above this share of the loss of guessing, as far as that is known.
    fn is_above_guessing(&self, loss: f64, share: f64) -> bool {
        self.guessing.is_none_or(|guessing| loss > share * guessing.loss)
    }

    /// Whether a loss is below this share of the loss of guessing, as far as that is known.
    fn is_below_guessing(&self, loss: f64, share: f64) -> bool {
        self.guessing.is_none_or(|guessing| loss < share * guessing.loss)
    }

    /// Whether a loss goes up and down at each evaluation.
    fn alternates(&self, held: bool) -> bool {
        self.alternating_loss(held).is_some()
    }

    /// The loss that goes up and down at each evaluation; of two, the one with the larger swings.
    pub(super) fn alternating_loss(&self, held: bool) -> Option<Alternating> {
        let recent = &self.recent;
        // Of few evaluations nearly all may be turns by chance.
        let by_chance =
            if held { 0.0 } else { TURNS_OF_NOISE + TURNS_BY_CHANCE / f64::from(recent.evaluations).sqrt() };
        let alternates = |turns: f64, swing: f64| {
            turns > TURNS.at(held).max(by_chance)
                && swing > ALTERNATION.at(held)
                && recent.fall < FALL_OF_SWING.at(held) * swing
        };
        let train = alternates(recent.train_turns, recent.train_swing);
        let watched = alternates(recent.watched_turns, recent.watched_swing);
        match (train, watched) {
            (true, true) if recent.train_swing < recent.watched_swing => Some(Alternating::Watched),
            (true, _) => Some(Alternating::Train),
            (false, true) => Some(Alternating::Watched),
            (false, false) => None,
        }
    }

    fn bounces(&self, held: bool) -> bool {
        let recent = &self.recent;
        recent.train_swing > SWING.at(held)
            && self.is_above_guessing(recent.train_swing * recent.train, SWING_OF_GUESSING.at(held))
            && recent.rises.min(1.0 - recent.rises) > RISES.at(held)
            && recent.fall < FALL_OF_SWING.at(held) * recent.train_swing
    }

    /// What keeps most units of a layer from learning, if anything does and it matters.
    fn stuck(&self, word: Word) -> Option<Word> {
        let stuck = self.stuck?;
        let (this, matters) = match stuck.kind {
            Stuck::Dead => (Word::DeadUnits, &DEAD_MATTERS),
            Stuck::Saturated => (Word::Saturated, &SATURATED_MATTERS),
        };
        let held = word == this;
        let is_poor = self.is_above_guessing(self.recent.train, matters.at(held));
        // While the steps are too long for the units that live, that comes first.
        let still_swings =
            this == Word::DeadUnits && stuck.share() < NEARLY_ALL && self.bounces(word == Word::Bouncing);
        let still_learns = still_swings
            || this == Word::Saturated && !self.is_flat(held)
            || stuck.are_outputs && !self.is_near_guessing(held);
        (stuck.share() >= STUCK.at(held) && is_poor && !still_learns).then_some(this)
    }

    /// Whether the training loss falls too little. After a change of the run the window is short at first: then the fall
    /// counts as if it had gone on for the window before the change, and noise must not hide a fall that is as fast.
    fn is_flat(&self, held: bool) -> bool {
        let recent = &self.recent;
        let is_shorter = recent.stretch > 1.0;
        let hidden = if is_shorter && !held { CLEARLY * recent.doubt * recent.stretch } else { 0.0 };
        let fall = self.fall() + hidden;
        // A loss that comes down from above guessing has its way still before it.
        let held = held && !(self.is_worse_than_guessing() && self.falls());
        let is_little = |guessing: Guessing| fall * recent.train < FLAT_OF_GUESSING.at(held) * guessing.loss;
        let little = self.guessing.is_some_and(is_little);
        fall < FLAT.at(held) || little || held && !self.falls()
    }

    fn under_fits(&self, held: bool) -> bool {
        !self.age.is_too_small_to_give_up()
            && self.recent.long_fall * self.recent.long_stretch < LONG_FLAT.at(held)
            && self.guessing.is_some_and(|guessing| self.recent.train > POOR.at(held) * guessing.loss)
            && self.is_near_guessing(held)
    }

    fn is_near_guessing(&self, held: bool) -> bool {
        let lead = LEAD_OVER_GUESSING.at(held);
        self.guessing.is_some_and(|guessing| self.recent.train_accuracy < guessing.accuracy + lead)
    }

    /// The fall of the training loss at its present pace over a window that is as long as before the last change.
    fn fall(&self) -> f64 {
        self.recent.fall * self.recent.stretch
    }

    /// Whether the fall of the training loss exceeds noise.
    pub(super) fn falls(&self) -> bool {
        self.recent.fall > CLEARLY * self.recent.doubt
    }

    /// Whether the training loss fell enough to call it learning. In a short window, noise must not explain it.
    pub(super) fn falls_enough(&self) -> bool {
        self.fall() >= FLAT.enter && (self.recent.stretch <= 1.0 || self.falls())
    }

    /// Whether the training loss fell by so little that it counts as flat.
    pub(super) fn falls_little(&self) -> bool {
        self.fall() < FLAT.stay
    }

    /// Whether the training loss is flat because hardly any is left.
    pub(super) fn is_little_left(&self) -> bool {
        self.guessing.is_some_and(|guessing| self.recent.train < LITTLE_LEFT * guessing.loss)
    }

    /// Whether a constant answer would be far better.
    pub(super) fn is_worse_than_guessing(&self) -> bool {
        self.guessing.is_some_and(|guessing| self.recent.train > WORSE_THAN_GUESSING * guessing.loss)
    }

    /// Whether hardly more training examples are right than by guessing.
    pub(super) fn is_guessing(&self) -> bool {
        self.guessing.is_some_and(|guessing| self.recent.train_accuracy < guessing.accuracy + BARELY_BETTER)
    }
}

/// A loss that is lower by the share that is lacking to 1, also where it is negative, as the losses of other programs may be.
fn lowered(loss: f64, share: f64) -> f64 {
    loss * if loss < 0.0 { 2.0 - share } else { share }
}

/// Whether nearly all training and watched examples are right.
pub(super) fn is_solved(held: bool, recent: &Recent) -> bool {
    // An accuracy that is not known is no high one.
    [recent.train_accuracy, recent.watched_accuracy].into_iter().all(|accuracy| accuracy >= SOLVED.at(held))
}

/// Whether the training accuracy is above the watched one by more than chance explains. A network that guesses has learned
/// nothing that it could know too well.
pub(super) fn gap(held: bool, train: &Metrics, watched: &Metrics, guessing: Option<&Guessing>) -> bool {
    guessing.is_none_or(|guessing| train.accuracy() > guessing.accuracy + LEARNED)
        && train.least_lead_over(watched) > GAP.at(held)
}

/// The layer that holds up learning: the hidden layer with the largest share of stuck units; the outputs if that share
/// is below what the rules ask for, and theirs is larger.
pub(super) fn most_stuck(layers: &[StuckUnits]) -> Option<StuckUnits> {
    let worst = |layers: Vec<StuckUnits>| layers.into_iter().max_by(|a, b| a.share().total_cmp(&b.share()));
    let (outputs, hidden) = layers.iter().partition(|layer| layer.are_outputs);
    match (worst(hidden), worst(outputs)) {
        (Some(hidden), Some(outputs)) if hidden.share() < STUCK.enter.min(outputs.share()) => Some(outputs),
        (hidden, outputs) => hidden.or(outputs),
    }
}

/// A loss that goes up and down at each evaluation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Alternating {
    Train,
    Watched,
}

/// The word for these numbers, given the current `word`.
pub(super) fn candidate(word: Word, reading: &Reading) -> Word {
    let held = |one: Word| word == one;
    if reading.alternates(held(Word::Bouncing)) {
        Word::Bouncing
    } else if reading.over_fits(held(Word::OverFitting)) {
        Word::OverFitting
    } else if is_solved(held(Word::Solved), &reading.recent) {
        Word::Solved
    } else if let Some(stuck) = reading.stuck(word) {
        stuck
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
    let is_slope = |word| matches!(word, Word::Learning | Word::Plateau | Word::Saturated);
    let share = if is_slope(word) && is_slope(next) { PATIENCE_WITH_SLOPES } else { PATIENCE };
    (bins / share).max(FEWEST_TIMES - usize::from(bins < PATIENCE))
}
