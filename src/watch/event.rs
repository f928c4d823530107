//! What is written of a log as JSON, an object on each line, in the manner of `overfit train --json`. Numbers that the log has
//! and that are not finite become `null`; those that it does not have are left out.

use std::collections::BTreeMap;

use serde::Serialize;

use super::log::Log;
use super::names::Role;
use crate::train::{Diagnosis, Point, Unit};

/// The log, and what its columns are taken for. It comes again when a guess changes.
#[derive(Debug, Serialize)]
#[serde(tag = "event", rename = "source")]
pub struct SourceLine<'a> {
    source: &'a str,
    format: &'static str,
    /// What a step is: thousandths of epochs if the log counts in parts of epochs.
    unit: &'static str,
    columns: BTreeMap<&'static str, &'a str>,
}

/// An evaluation. A later one of the same step has more, or replaces it.
#[derive(Debug, Serialize)]
#[serde(tag = "event", rename = "point")]
pub struct PointLine<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<&'a str>,
    step: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    epoch: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    train_loss: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    train_accuracy: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    test_loss: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    test_accuracy: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    validation_loss: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    validation_accuracy: Option<f64>,
}

/// Another word of the diagnosis.
#[derive(Debug, Serialize)]
#[serde(tag = "event", rename = "diagnosis")]
pub struct DiagnosisLine<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<&'a str>,
    step: u64,
    word: &'static str,
    reason: &'a str,
    advice: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<&'a str>,
}

/// Something that happened to the log.
#[derive(Debug, Serialize)]
#[serde(tag = "event", rename = "notice")]
pub struct NoticeLine<'a> {
    /// The log, if there are several.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<&'a str>,
    /// A sentence.
    pub text: &'a str,
}

/// The last line of a log.
#[derive(Debug, Serialize)]
#[serde(tag = "event", rename = "end")]
pub struct EndLine<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<&'a str>,
    evaluations: u64,
    step: Option<u64>,
    best_step: Option<u64>,
    best_loss: Option<f64>,
    diagnosis: &'static str,
}

impl<'a> SourceLine<'a> {
    /// Describes a log.
    pub fn of(log: &'a Log) -> SourceLine<'a> {
        let columns = Role::ALL.into_iter().filter_map(|role| Some((role.name(), log.column(role)?)));
        let unit = match log.unit() {
            Unit::PartsOfEpochs => "epoch/1000",
            unit => unit.name(),
        };
        SourceLine { source: &log.name, format: log.format().name(), unit, columns: columns.collect() }
    }
}

impl<'a> PointLine<'a> {
    /// An evaluation of a log. `source` names it if there are several.
    pub fn of(source: Option<&'a str>, point: &Point) -> PointLine<'a> {
        let there = |value: f64| (!value.is_nan()).then_some(value);
        PointLine {
            source,
            step: point.step,
            epoch: there(point.epoch),
            train_loss: there(point.train.loss),
            train_accuracy: there(point.train.accuracy()),
            test_loss: there(point.test.loss),
            test_accuracy: there(point.test.accuracy()),
            validation_loss: point.validation.and_then(|set| there(set.loss)),
            validation_accuracy: point.validation.and_then(|set| there(set.accuracy())),
        }
    }
}

impl<'a> DiagnosisLine<'a> {
    /// A diagnosis after the evaluation of a step.
    pub fn of(source: Option<&'a str>, step: u64, diagnosis: &'a Diagnosis) -> DiagnosisLine<'a> {
        DiagnosisLine {
            source,
            step,
            word: diagnosis.word.name(),
            reason: &diagnosis.evidence,
            advice: diagnosis.advice.to_string(),
            note: diagnosis.note.as_deref(),
        }
    }
}

impl<'a> EndLine<'a> {
    /// What a log has come to.
    pub fn of(source: Option<&'a str>, log: &Log) -> EndLine<'a> {
        let evaluations = log.evaluations();
        let best = evaluations.best();
        EndLine {
            source,
            evaluations: evaluations.count(),
            step: evaluations.latest().map(|point| point.step),
            best_step: best.map(|best| best.step),
            best_loss: best.map(Point::watched),
            diagnosis: evaluations.word().name(),
        }
    }
}
