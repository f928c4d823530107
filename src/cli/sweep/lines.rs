//! The lines of a sweep: JSON objects, the first of which says which sweep it is. They hold no time, so that they are the same
//! however the sweep is split.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::plan::Plan;
use crate::error::Error;
use crate::run_file::Ending;
use crate::train::{Axis, MOST_RUNS, Score, Session, Stamp, Word, data_hash};

/// What is swept: the first line.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "event", rename = "sweep")]
pub struct Head<'a> {
    /// The command that carries it out.
    pub command: Cow<'a, str>,
    /// The version of the program.
    pub version: Cow<'a, str>,
    /// The name of the data set.
    pub dataset: Cow<'a, str>,
    /// A hash of the examples of a file, in hexadecimal digits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub data_hash: Option<Cow<'a, str>>,
    /// The settings and their values, in the order of the command line.
    pub axes: Vec<Values<'a>>,
    /// The first seed.
    pub seed: u64,
    /// How many seeds each combination has.
    pub seeds: usize,
    /// How many runs there are, in all shards.
    pub runs: usize,
}

/// A setting and its values.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub struct Values<'a> {
    /// The name of its flag.
    pub setting: Cow<'a, str>,
    /// Its values.
    pub values: Cow<'a, [String]>,
}

/// A run, and what it has come to.
#[derive(Debug, Serialize, Deserialize)]
#[serde(tag = "event", rename = "run")]
pub struct Run<'a> {
    /// Its place in the sweep, from 1 on.
    pub index: usize,
    /// The command that repeats it, with its fingerprint.
    pub command: Cow<'a, str>,
    /// The values of the swept settings.
    pub settings: BTreeMap<Cow<'a, str>, Cow<'a, str>>,
    /// Its seed.
    pub seed: u64,
    /// How it ended.
    #[serde(flatten)]
    pub ending: Ending<'a>,
    /// The hash of all losses, in hexadecimal digits.
    pub fingerprint: String,
    /// The last word of the diagnosis.
    pub diagnosis: Cow<'a, str>,
}

impl Head<'_> {
    /// The first line of a sweep.
    pub fn of(plan: &Plan) -> Head<'static> {
        let grid = plan.grid();
        let values =
            |axis: &Axis| Values { setting: axis.setting.name().into(), values: axis.values.clone().into() };
        Head {
            command: plan.command().into(),
            version: env!("CARGO_PKG_VERSION").into(),
            dataset: plan.base().data.name().into(),
            data_hash: data_hash(&plan.base().data).map(|hash| format!("{hash:016x}").into()),
            axes: grid.axes().iter().map(values).collect(),
            seed: plan.base().seed,
            seeds: grid.seeds(),
            runs: grid.runs(),
        }
    }

    /// The line of a file that says this.
    pub fn line(&self) -> String {
        line(self)
    }

    /// Why a file that begins with this is not of the sweep that begins with `wanted`.
    pub fn difference(&self, wanted: &Head) -> String {
        if self.version != wanted.version {
            return format!("its sweep was made by version {}, not {}", self.version, wanted.version);
        }
        if self.command == wanted.command && self.data_hash != wanted.data_hash {
            return format!("its sweep has learned from other data: {} has changed", self.dataset);
        }
        format!("it holds another sweep: {}", self.command)
    }
}

impl Run<'_> {
    /// What a run has come to at its end.
    pub fn of(plan: &Plan, index: usize, session: &Session) -> Run<'static> {
        let grid = plan.grid();
        let values = grid.values(grid.combination_of(index)).into_iter();
        let stamp =
            Stamp::of(session.history()).map_or_else(String::new, |stamp| format!("{FINGERPRINT}{stamp}"));
        Run {
            index,
            command: (session.initial().command_line("train ") + &stamp).into(),
            settings: values.map(|(id, value)| (id.name().into(), value.to_owned().into())).collect(),
            seed: grid.seed_of(index),
            ending: Ending::of(session),
            fingerprint: format!("{:016x}", session.history().fingerprint()),
            diagnosis: session.word().name().into(),
        }
    }

    /// Whether `command`, which has no fingerprint, repeats this run.
    pub fn is_of(&self, command: &str) -> bool {
        let rest = self.command.strip_prefix(command);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(FINGERPRINT))
    }

    /// What counts when runs are compared.
    pub fn score(&self) -> Score {
        let best = self.ending.best.as_ref();
        Score {
            accuracy: best.map_or(0.0, |best| best.test_accuracy),
            loss: best.map_or(f64::NAN, |best| best.test_loss),
            last_accuracy: self.ending.last.as_ref().map_or(0.0, |last| last.test_accuracy),
            word: Word::ALL.into_iter().find(|word| word.name() == self.diagnosis),
            is_diverged: self.ending.status == "diverged",
        }
    }
}

const FINGERPRINT: &str = " --fingerprint ";

/// The line of a run in a file, and what it says.
#[derive(Debug)]
pub struct RunLine {
    /// The line, with the line feed at its end.
    pub text: String,
    /// What the line says.
    pub run: Run<'static>,
}

impl RunLine {
    /// The line of a run that has ended.
    pub fn of(plan: &Plan, index: usize, session: &Session) -> RunLine {
        let run = Run::of(plan, index, session);
        RunLine { text: line(&run), run }
    }
}

/// A line of a file.
#[derive(Deserialize)]
#[serde(tag = "event", rename_all = "lowercase")]
enum Line {
    Sweep(Head<'static>),
    Run(Box<Run<'static>>),
}

fn line(object: &impl Serialize) -> String {
    // Serializing these types cannot fail.
    serde_json::to_string(object).unwrap_or_default() + "\n"
}

/// The whole lines of a file, and the rest: the last line without its end, as a process leaves it that is killed, or that
/// still writes.
pub fn whole_lines(bytes: &[u8]) -> (&[u8], &[u8]) {
    bytes.split_at(bytes.iter().rposition(|&byte| byte == b'\n').map_or(0, |end| end + 1))
}

/// Reads the whole lines of a file of results: the first one, what it says, and the runs.
///
/// # Errors
/// When they are not the lines of a sweep.
pub fn read_lines<'a>(path: &Path, bytes: &'a [u8]) -> Result<(&'a str, Head<'static>, Vec<RunLine>), Error> {
    let other = || refused(path, "it holds something else than a sweep");
    let mut lines = std::str::from_utf8(bytes).map_err(|_| other())?.lines();
    let first = lines.next().ok_or_else(other)?;
    let Ok(Line::Sweep(head)) = serde_json::from_str(first) else { return Err(other()) };
    if head.runs > MOST_RUNS {
        return Err(other());
    }
    let run = |(nth, line): (usize, &str)| match serde_json::from_str(line) {
        Ok(Line::Run(run)) => Ok(RunLine { text: format!("{line}\n"), run: *run }),
        _ => Err(refused(path, &format!("line {} is not a run", nth + 2))),
    };
    let runs = lines.enumerate().map(run).collect::<Result<_, _>>()?;
    Ok((first, head, runs))
}

/// The error about a file of results that cannot be used.
pub fn refused(path: &Path, problem: &str) -> Error {
    Error::BadData { path: path.display().to_string(), problem: problem.to_owned() }
}
