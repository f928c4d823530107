//! The evidence in sentences, short enough for two lines of a small panel.

use super::latest::Latest;
use super::monitor::Monitor;
use super::rules::{Alternating, Reading};
use super::word::Word;
use crate::nn::{Metrics, Stuck, StuckUnits};
use crate::numbers::{grouped, percent, short};
use crate::spelling::capitalized;
use crate::train::state::State;
use crate::train::unit::Unit;

/// One part in this many of the run; the evidence mentions a best step that is further back.
const LONG_AGO: u64 = 4;

/// The smallest fall in a sentence; smaller ones would be rounded to nothing.
const LEAST: f64 = 0.0005;

/// The multiple of a loss from which a swing is many times the loss: losses that are positive and negative have a mean near 0.
const MANY: f64 = 10.0;

impl Monitor {
    /// What is known before there are enough evaluations, while the run learns or after its end.
    pub(super) fn too_few_evaluations(&self, state: &State, unit: Unit) -> String {
        let (why, since) = match (self.changed, state) {
            (Some(step), State::Learning) => (format!("Watching again since {}", unit.at(step)), step),
            (None, State::Learning) => ("Too early to tell more".to_owned(), 0),
            (Some(step), _) => {
                (format!("Too few evaluations since the change at {} to tell", unit.at(step)), step)
            }
            (None, _) => ("Too few evaluations to tell more".to_owned(), 0),
        };
        match self.latest.filter(|latest| latest.step >= since) {
            Some(latest) => {
                format!("{why}: training loss {}, {}.", short(latest.train.loss), self.watched_loss(&latest))
            }
            None => format!("{why}."),
        }
    }

    /// The numbers behind `word`.
    pub(super) fn evidence(&self, word: Word, reading: &Reading, unit: Unit) -> String {
        match word {
            Word::Learning | Word::Diverged => self.slope(reading, unit),
            Word::Plateau => self.flat(reading, unit),
            Word::OverFitting => self.generalises_badly(reading, unit),
            Word::Solved => {
                let Latest { train, watched, .. } = reading.latest;
                if watched.examples == 0 {
                    let (right, held_out) = (accuracy(train), accuracy(watched));
                    return format!(
                        "Accuracy {right} on the training examples, {held_out} on the {} examples.",
                        self.watched
                    );
                }
                format!(
                    "Right: {} of the training examples, {} of the {} examples.",
                    of(train),
                    of(watched),
                    self.watched
                )
            }
            Word::Bouncing => self.swings(reading),
            Word::Saturated | Word::DeadUnits => stuck(reading),
            Word::UnderFitting => self.poor(reading),
        }
    }

    fn slope(&self, reading: &Reading, unit: Unit) -> String {
        let (best, latest) = (reading.best, reading.latest);
        let watched = if best.step < latest.step - latest.step / LONG_AGO && !latest.watched.loss.is_nan() {
            format!("{} loss was best at {}", self.watched, unit.at(best.step))
        } else {
            self.watched_loss(&latest)
        };
        let train = short(latest.train.loss);
        let course = if reading.falls_enough() && reading.recent.fall >= LEAST {
            let by = by(reading.recent.fall, latest.train.loss);
            format!("fell{by} in {}, to {train}", span(reading, unit))
        } else {
            format!("is {train}; it hardly fell in {}", span(reading, unit))
        };
        format!("Training loss {course}; {watched}.")
    }

    /// The watched loss, or that there is none: the log of another program may lack it.
    fn watched_loss(&self, latest: &Latest) -> String {
        match latest.watched.loss {
            loss if loss.is_nan() => format!("no {} loss", self.watched),
            loss => format!("{} loss {}", self.watched, short(loss)),
        }
    }

    fn flat(&self, reading: &Reading, unit: Unit) -> String {
        let (train, watched) = (short(reading.latest.train.loss), self.watched_loss(&reading.latest));
        let (fall, span) = (reading.recent.fall, span(reading, unit));
        let course = match fall {
            _ if reading.is_little_left() => "hardly any is left".to_owned(),
            fall if fall.abs() < LEAST => format!("it did not change in {span}"),
            fall if fall < 0.0 => format!("it rose{} in {span}", by(-fall, reading.latest.train.loss)),
            fall if reading.falls_little() => format!("it fell by only {} in {span}", percent(fall)),
            _ if reading.falls() => "it may be falling again".to_owned(),
            _ => format!("it swings, but hardly fell in {span}"),
        };
        format!("Training loss {train}: {course}; {watched}.")
    }

    /// The rise of the watched loss, or else the gap between the accuracies.
    fn generalises_badly(&self, reading: &Reading, unit: Unit) -> String {
        let (best, Latest { train, watched, .. }) = (reading.best, reading.latest);
        if reading.watched_rises(true) && watched.loss > best.watched {
            let fell =
                if train.loss < best.train { " while training loss fell to" } else { "; training loss" };
            return format!(
                "{} loss rose from {} at {} to {}{fell} {}.",
                capitalized(self.watched),
                short(best.watched),
                unit.at(best.step),
                short(watched.loss),
                short(train.loss)
            );
        }
        if train.accuracy() > watched.accuracy() {
            return self.gap(&reading.latest);
        }
        let (now, then) = (short(watched.loss), short(best.watched));
        format!("{} loss {now}; {then} at {}.", capitalized(self.watched), unit.at(best.step))
    }

    /// The gap between the accuracies.
    pub(super) fn gap(&self, Latest { train, watched, .. }: &Latest) -> String {
        let (low, high) = watched.interval();
        format!(
            "{} of the training examples are right, but only {} of the {} examples (95 %: {:.0}-{:.0} %).",
            accuracy(*train),
            accuracy(*watched),
            self.watched,
            100.0 * low,
            100.0 * high
        )
    }

    fn swings(&self, reading: &Reading) -> String {
        let recent = &reading.recent;
        match reading.alternating_loss(true) {
            Some(Alternating::Train) => {
                format!(
                    "Training loss goes up and down at each evaluation, by {} itself.",
                    times(recent.train_swing)
                )
            }
            Some(Alternating::Watched) => format!(
                "{} loss goes up and down at each evaluation, by {} itself; training loss {}.",
                capitalized(self.watched),
                times(recent.watched_swing),
                short(reading.latest.train.loss)
            ),
            None => format!(
                "Training loss went up at {} of the last evaluations; the swings are {} the loss.",
                percent(recent.rises),
                times(recent.train_swing)
            ),
        }
    }

    fn poor(&self, reading: &Reading) -> String {
        let (train, Some(guessing)) = (reading.latest.train, self.guessing) else { return String::new() };
        let how = if reading.is_worse_than_guessing() {
            "Worse than guessing"
        } else if reading.is_guessing() {
            "It is guessing"
        } else {
            "Hardly better than guessing"
        };
        format!(
            "{how}: training loss {}, {} right; the commonest class alone: {} and {}.",
            short(train.loss),
            accuracy(train),
            short(guessing.loss),
            percent(guessing.accuracy)
        )
    }
}

fn stuck(reading: &Reading) -> String {
    let Some(StuckUnits { stuck, units, kind, are_outputs }) = reading.stuck else { return String::new() };
    let which = if are_outputs { "output" } else { "hidden" };
    let how = match kind {
        Stuck::Saturated => "are at an end of their range for nearly all examples",
        Stuck::Dead => "are 0 for every example and cannot learn",
    };
    format!("{stuck} of {units} {which} units {how}; training loss {}.", short(reading.latest.train.loss))
}

/// By how much a loss fell or rose, with a blank before it. Nothing where that is no part of a positive loss: other programs have
/// negative ones.
fn by(share: f64, loss: f64) -> String {
    if loss > 0.0 && share <= 1.0 { format!(" by {}", percent(share)) } else { String::new() }
}

/// A multiple of a loss, as in "12.5 % of".
fn times(share: f64) -> String {
    if share < MANY { format!("{} of", percent(share)) } else { "many times".to_owned() }
}

/// The length of the window, as in "the last 400 steps".
fn span(reading: &Reading, unit: Unit) -> String {
    match reading.latest.step - reading.recent.first_step {
        steps if steps == unit.steps() => format!("the last {}", unit.name()),
        steps => format!("the last {}", unit.count(steps)),
    }
}

fn accuracy(metrics: Metrics) -> String {
    percent(metrics.accuracy())
}

/// As in "392 of 400".
fn of(metrics: Metrics) -> String {
    format!("{} of {}", grouped(metrics.correct as u64), grouped(metrics.examples as u64))
}
