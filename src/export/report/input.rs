//! What a report is made from.

use crate::data::Dataset;
use crate::nn::Network;
use crate::train::{Mark, Note, Point, Setup};

/// A run, as its report tells it.
#[derive(Clone, Copy, Debug)]
pub struct Report<'a> {
    /// The version of the program.
    pub version: &'a str,
    /// The command line that repeats the run.
    pub command: &'a str,
    /// What [`History::fingerprint`](crate::train::History::fingerprint) says after the last evaluation.
    pub fingerprint: u64,
    /// The settings at the start.
    pub setup: &'a Setup,
    /// The examples at the end.
    pub dataset: &'a Dataset,
    /// The evaluations.
    pub points: &'a [Point],
    /// The changes that were made.
    pub marks: &'a [Mark],
    /// The diagnoses, oldest first.
    pub diagnoses: &'a [ReportedDiagnosis<'a>],
    /// The notes of a person.
    pub notes: &'a [Note],
    /// The weights at the best step.
    pub best: Moment<'a>,
    /// The weights at the end.
    pub last: Moment<'a>,
}

/// The weights at a step.
#[derive(Clone, Copy, Debug)]
pub struct Moment<'a> {
    /// Steps taken before.
    pub step: u64,
    /// The network.
    pub network: &'a Network,
}

/// A diagnosis as text.
#[derive(Clone, Copy, Debug)]
pub struct ReportedDiagnosis<'a> {
    /// Steps taken before.
    pub step: u64,
    /// What was happening, in a word.
    pub word: &'a str,
    /// The numbers behind it, in a sentence.
    pub evidence: &'a str,
    /// What to try, in sentences.
    pub advice: &'a str,
}

impl Report<'_> {
    /// The evaluation at a step, the last one if there are several.
    pub(super) fn point_at(&self, step: u64) -> Option<&Point> {
        self.points.iter().rev().find(|point| point.step == step)
    }
}
