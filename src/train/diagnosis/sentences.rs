//! The sentences of the evidence, short enough for two lines of a small panel, and the choice of the advice.

use super::advice::Advice;
use super::monitor::{Latest, Monitor};
use super::rules::Reading;
use super::word::{Diagnosis, Word};
use crate::numbers::{grouped, percent, short};

impl Monitor {
    /// The word, its evidence and the advice.
    pub fn diagnosis(&self) -> Diagnosis {
        let word = self.word();
        let (evidence, advice) = if let Some((step, reason)) = self.divergence {
            (format!("at step {}: {reason}.", grouped(step)), Advice::StartAgain)
        } else {
            match (self.latest, self.reading()) {
                (Some(latest), Some(reading)) => {
                    (self.evidence(&latest, &reading), self.advice(&latest, &reading))
                }
                (latest, _) => (self.too_early(latest), Advice::Wait),
            }
        };
        Diagnosis { word, evidence, advice }
    }

    fn too_early(&self, latest: Option<Latest>) -> String {
        let why = match self.changed {
            Some(step) => format!("Watching again since step {}", grouped(step)),
            None => "Too early to tell more".to_owned(),
        };
        match latest {
            Some(latest) => format!("{why}: training loss {}.", short(latest.train.loss)),
            None => format!("{why}."),
        }
    }

    fn evidence(&self, latest: &Latest, reading: &Reading) -> String {
        let (train, watched) = (latest.train, latest.watched);
        match self.word {
            Word::Learning => self.slope(latest, reading),
            Word::Plateau => flat(latest, reading),
            Word::OverFitting => self.risen(latest, reading),
            Word::Solved => format!(
                "Right: {} of {} training, {} of {} {} examples.",
                train.correct, train.examples, watched.correct, watched.examples, self.watched
            ),
            Word::Bouncing => format!(
                "Training loss went up at {} of the last evaluations; the swings are {} of it.",
                percent(reading.recent.rises),
                percent(reading.recent.swing)
            ),
            Word::UnderFitting | Word::Diverged => format!(
                "Training loss is still {}, and guessing has {}; {} are right.",
                short(train.loss),
                short(self.guessing),
                percent(train.accuracy())
            ),
        }
    }

    fn slope(&self, latest: &Latest, reading: &Reading) -> String {
        let best = reading.best;
        let watched = if best.step < latest.step - latest.step / LONG_AGO {
            format!("loss was best at step {}", grouped(best.step))
        } else {
            format!("loss {}", short(latest.watched.loss))
        };
        format!(
            "Training loss {} over the last fifth, to {}; {} {watched}.",
            fell(reading.recent.fall),
            short(latest.train.loss),
            self.watched
        )
    }

    /// Describes how the watched loss rose while the training loss fell. The last evaluation may differ because of
    /// noise.
    fn risen(&self, latest: &Latest, reading: &Reading) -> String {
        let name = capital(self.watched);
        let (train, watched, best) = (latest.train.loss, latest.watched.loss, reading.best);
        if best.step == latest.step {
            return format!("{name} loss is back at its best, {}.", short(watched));
        }
        let verb = if train < best.train { " while training loss fell to" } else { "; training loss" };
        format!(
            "{name} loss rose from {} at step {} to {}{verb} {}.",
            short(best.watched),
            grouped(best.step),
            short(watched),
            short(train)
        )
    }

    fn advice(&self, latest: &Latest, reading: &Reading) -> Advice {
        match self.word {
            Word::Learning => Advice::Wait,
            Word::Plateau | Word::UnderFitting if reading.is_worse_than_guessing() => {
                Advice::StartWithSmallerEta
            }
            Word::Plateau if latest.watched.loss - latest.train.loss > LARGE_GAP * latest.train.loss => {
                Advice::CloseGap
            }
            Word::Plateau => Advice::LearnMore,
            Word::OverFitting => Advice::CureOverFitting { best_step: reading.best.step },
            Word::Solved => Advice::TryLess,
            Word::Bouncing => Advice::SmallerSteps,
            Word::UnderFitting if reading.falls() => Advice::LargerEta,
            Word::UnderFitting => Advice::MoreUnits,
            Word::Diverged => Advice::StartAgain,
        }
    }
}

/// The gap, relative to the training loss, from which the advice is to close it.
const LARGE_GAP: f64 = 0.3;

/// One part in this many of the run; the evidence mentions a best step that is further back.
const LONG_AGO: u64 = 4;

fn flat(latest: &Latest, reading: &Reading) -> String {
    let (train, gap) = (short(latest.train.loss), short(latest.watched.loss - latest.train.loss));
    if reading.is_little_left() {
        return format!("Training loss is nearly gone, {train}; gap {gap}.");
    }
    format!(
        "Training loss {train}: it {} over the last fifth of the run; gap {gap}.",
        fell(reading.recent.fall)
    )
}

/// Describes the change of a loss, as in "fell by 2.1 %".
fn fell(fall: f64) -> String {
    match percent(fall.abs()) {
        nothing if nothing == percent(0.0) => "did not fall".to_owned(),
        share if fall < 0.0 => format!("rose by {share}"),
        share => format!("fell by {share}"),
    }
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}
