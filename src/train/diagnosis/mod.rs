//! What is happening in a run: one word, the evidence in a sentence, and what to try.
//!
//! The words, strongest first; the first whose rule holds is the candidate. *Watched* is the set the best step
//! is chosen by: the test examples, or the validation examples if some are held out. *Guessing* is the loss of
//! the best answer that is the same for all examples. A number in brackets is the dead band: a word, once
//! said, stays until its rule fails with this number. Where nothing else is said, numbers are means over the
//! last fifth of the run.
//!
//! | word | rule | what to try |
//! |---|---|---|
//! | DIVERGED | the session says so | smaller eta, again |
//! | OVER-FITTING | watched loss over the last tenth above its best by 6 % (3 %), by 1 % (½ %) of guessing and by 3 (1½) times its noise; training loss below 98 % (100 %) of its value at the best step and below 80 % of guessing | more examples, L2, fewer units; back to the best step |
//! | SOLVED | training and watched accuracy 97 % (95 %) | fewer units, fewer examples |
//! | BOUNCING | training loss goes up at 25 to 75 % (20 to 80 %) of the evaluations; it changes by 5 % (3 %) of itself and ½ % (0.3 %) of guessing each time; it fell by less than 2 (3) such changes | smaller eta, larger batch |
//! | UNDER-FITTING | as PLATEAU; and training loss no more than 5 % (7 %) lower than half a run ago, above 80 % (75 %) of guessing | more units, larger eta; smaller eta if it is above guessing |
//! | PLATEAU | training loss fell by less than 2 % (4 %, or what noise explains) of itself or 0.2 % (0.4 %) of guessing | larger eta, more units; if the gap is large, as over-fitting |
//! | LEARNING | everything else | patience |
//!
//! SOLVED therefore needs a watched loss near its best: who is right nearly always but ever more wrong in the
//! rest over-fits. And a network that is hardly better than guessing does not over-fit, whatever its losses do.
//!
//! The first word is LEARNING, until a twentieth of the planned steps is taken or 128 evaluations are heard, and
//! in any case twelve; UNDER-FITTING takes twice as long, because many a sigmoid network begins on a plateau and
//! leaves it. From then on a candidate becomes the word when it was one during a sixteenth of the run, at least
//! three times running; between LEARNING and PLATEAU, during an eighth. If candidates disagree with each other
//! and all with the word, the newest wins after twice as long.
//!
//! All shares are of the steps since the start, or since something was changed from outside: so the rules are
//! the same for short and for endless runs, and no number depends on the speed of the machine. What is
//! remembered is bounded: at most 128 bins of neighbouring evaluations.

mod guess;
mod rules;
mod sentences;
mod trace;

pub use guess::loss_of_guessing;

use super::history::Point;
use crate::nn::Metrics;
use rules::{Age, Best, Reading};
use trace::{Trace, Values};

/// What is happening, in one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Word {
    /// The training loss falls, or it is too early to tell.
    Learning,
    /// The training loss has stopped falling although there is room.
    Plateau,
    /// The watched loss has risen from its best while the training loss fell.
    OverFitting,
    /// The training loss goes up about as often as down.
    Bouncing,
    /// The numbers left the range in which learning is possible.
    Diverged,
    /// Nearly all examples are right, of both sets.
    Solved,
    /// The network does little better than guessing, and no longer improves.
    UnderFitting,
}

impl Word {
    /// All of them.
    pub const ALL: [Word; 7] = [
        Word::Learning,
        Word::Plateau,
        Word::OverFitting,
        Word::Bouncing,
        Word::Diverged,
        Word::Solved,
        Word::UnderFitting,
    ];

    /// The word as it is shown.
    pub fn name(self) -> &'static str {
        match self {
            Word::Learning => "LEARNING",
            Word::Plateau => "PLATEAU",
            Word::OverFitting => "OVER-FITTING",
            Word::Bouncing => "BOUNCING",
            Word::Diverged => "DIVERGED",
            Word::Solved => "SOLVED",
            Word::UnderFitting => "UNDER-FITTING",
        }
    }
}

/// A word with its reasons.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnosis {
    /// What is happening.
    pub word: Word,
    /// The numbers that say so, in a sentence.
    pub evidence: String,
    /// What to try, with the keys for it.
    pub advice: String,
}

/// Listens to the evaluations of a run. It has no clock and no thread: the same points, the same words.
#[derive(Clone, Debug)]
pub struct Monitor {
    /// What the watched examples are called in sentences.
    watched: &'static str,
    guessing: f64,
    /// Steps of the whole run, as planned.
    steps: u64,
    /// Evaluations heard.
    observed: u64,
    trace: Trace,
    best: Option<Best>,
    latest: Option<Latest>,
    word: Word,
    /// The candidate of the last time, and how often running it was one.
    candidate: (Word, usize),
    /// How often running the candidate was not the word.
    doubts: usize,
    divergence: Option<(u64, &'static str)>,
    changed: Option<u64>,
}

/// The last evaluation, for sentences.
#[derive(Clone, Copy, Debug)]
struct Latest {
    step: u64,
    train: Metrics,
    watched: Metrics,
}

impl Monitor {
    /// A judge who knows the [loss of guessing](loss_of_guessing), and what the examples are called by whose
    /// loss the best step is chosen: "test" or "validation". The run is planned to have so many `steps`.
    pub fn new(guessing: f64, watched: &'static str, steps: u64) -> Monitor {
        Monitor {
            watched,
            guessing,
            steps,
            observed: 0,
            trace: Trace::default(),
            best: None,
            latest: None,
            word: Word::Learning,
            candidate: (Word::Learning, 0),
            doubts: 0,
            divergence: None,
            changed: None,
        }
    }

    /// Hears an evaluation, which is later than all before; `watched` is `point.test` unless other examples
    /// are held out.
    pub fn observe(&mut self, point: &Point, watched: Metrics) {
        self.latest = Some(Latest { step: point.step, train: point.train, watched });
        if self.best.is_none_or(|best| watched.loss < best.watched) {
            self.best = Some(Best { step: point.step, watched: watched.loss, train: point.train.loss });
        }
        let values = Values {
            train: point.train.loss,
            watched: watched.loss,
            train_accuracy: point.train.accuracy(),
            watched_accuracy: watched.accuracy(),
        };
        self.observed += 1;
        if self.trace.push(values) {
            self.consider();
        }
    }

    /// Hears that the run cannot go on.
    pub fn diverged(&mut self, step: u64, reason: &'static str) {
        self.divergence = Some((step, reason));
    }

    /// Hears that weights or settings were changed from outside after this many steps: what was seen before
    /// says nothing about what comes, except for the best, to which one can go back.
    ///
    /// After other examples came or went, the best cannot be compared either: then take a new judge.
    pub fn changed(&mut self, step: u64) {
        self.trace.restart();
        self.word = Word::Learning;
        self.candidate = (Word::Learning, 0);
        self.doubts = 0;
        self.divergence = None;
        self.changed = Some(step);
    }

    /// What is happening.
    pub fn word(&self) -> Word {
        if self.divergence.is_some() { Word::Diverged } else { self.word }
    }

    /// The numbers the rules ask for, when there are enough of them.
    fn reading(&self) -> Option<Reading> {
        let age = Age { step: self.latest?.step, steps: self.steps, observed: self.observed };
        let recent = self.trace.recent().filter(|_| !age.is_too_small())?;
        Some(Reading { best: self.best?, guessing: self.guessing, recent, age })
    }

    /// Lets a candidate become the word if it was one for long enough.
    fn consider(&mut self) {
        let Some(reading) = self.reading() else { return };
        let next = rules::candidate(self.word, &reading);
        let (last, times) = self.candidate;
        self.candidate = (next, if next == last { times + 1 } else { 1 });
        self.doubts = if next == self.word { 0 } else { self.doubts + 1 };
        let patience = rules::patience(self.word, next, self.trace.len());
        if self.candidate.1 >= patience || self.doubts >= 2 * patience {
            self.word = next;
            self.doubts = 0;
        }
    }
}
