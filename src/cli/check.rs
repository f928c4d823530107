//! `overfit check`: computes a run again and says whether its fingerprint holds on this machine.

use std::ffi::{OsStr, OsString};
use std::io::Write;
use std::path::Path;
use std::sync::atomic::Ordering;

use clap::builder::{OsStringValueParser, ValueParser};
use clap::{Arg, ArgMatches, Command};

use super::outcome::Outcome;
use super::read::read;
use super::read_flags;
use super::sentence::sentence;
use super::setup_flags::{dataset, dataset_argument, pending, setting_flags, threads, threads_flag};
use super::signals::watch_signals;
use super::train::progress_bar;
use crate::error::Error;
use crate::launch::PendingFile;
use crate::run_file::{RunFile, is_run_file};
use crate::train::{Event, History, Point, Session, Setup, Stamp, State, WorkerThreads};

const WHAT: &str = "run";
const FINGERPRINT: &str = "fingerprint";

/// What is checked.
#[derive(Debug)]
pub struct Check {
    what: What,
    threads: usize,
}

#[derive(Debug)]
enum What {
    /// A line that repeats a run, and the fingerprint that it should have.
    Line(PendingFile, Option<Stamp>),
    /// A saved run.
    File(Box<RunFile>),
}

/// The subcommand.
pub fn command() -> Command {
    let what = Arg::new(WHAT)
        .value_name("LINE or FILE")
        .required(true)
        .num_args(1..)
        .trailing_var_arg(true)
        .allow_hyphen_values(true)
        .value_parser(ValueParser::new(OsStringValueParser::new()))
        .help("The line that repeats a run, as Y copies it, or a file of --save");
    Command::new("check")
        .about("Compute a run again, and say whether it has the same fingerprint here")
        .arg(threads_flag())
        .arg(what)
}

/// The `--fingerprint` flag of the line that repeats a run.
pub fn fingerprint_flag() -> Arg {
    Arg::new(FINGERPRINT)
        .long(FINGERPRINT)
        .value_name("STEP:FINGERPRINT")
        .value_parser(|text: &str| text.parse::<Stamp>())
        .help("What the run should come to; overfit check compares it")
}

/// Takes the arguments.
///
/// # Errors
/// When they are not a line that repeats a run, or the file cannot be read.
pub fn options(matches: &ArgMatches) -> Result<Check, Error> {
    let words: Vec<OsString> = matches.get_many::<OsString>(WHAT).into_iter().flatten().cloned().collect();
    let threads = threads(matches);
    if let [file] = words.as_slice()
        && is_run_file(Path::new(file))
    {
        return Ok(Check { what: What::File(Box::new(RunFile::read(Path::new(file))?)), threads });
    }
    let words = match words.as_slice() {
        [line] => split(line)?,
        _ => words,
    };
    let words = words.strip_prefix(&[OsString::from("train")]).unwrap_or(&words);
    let line = Command::new("overfit")
        .no_binary_name(true)
        .arg(dataset_argument().required(true))
        .args(setting_flags())
        .args(read_flags::read_flags())
        .arg(threads_flag())
        .arg(fingerprint_flag());
    let matches = line.try_get_matches_from(words).map_err(|error| {
        Error::Usage(sentence(&error, &[&["overfit".into(), "check".into()], words].concat()))
    })?;
    let name = dataset(&matches)?.map_or(OsStr::new(""), OsString::as_os_str).to_owned();
    let stamp = matches.get_one::<Stamp>(FINGERPRINT).copied();
    Ok(Check { what: What::Line(pending(&name, &matches), stamp), threads })
}

/// The words of a line after the name of the program.
fn split(line: &OsStr) -> Result<Vec<OsString>, Error> {
    let text = line.to_string_lossy();
    let words = shell_words::split(&text)
        .map_err(|_| Error::Usage(format!("`{text}` has a quote without its end")))?;
    // As Y writes it: the program, or cargo with its own arguments before a double dash.
    let is_program = |word: &&String| Path::new(word).file_stem().is_some_and(|name| name == "overfit");
    let skipped = match words.first().map(String::as_str) {
        Some("cargo") => words.iter().position(|word| word == "--").map_or(0, |dashes| dashes + 1),
        _ => words.iter().take(1).filter(is_program).count(),
    };
    Ok(words.into_iter().skip(skipped).map(OsString::from).collect())
}

/// Computes a run again and writes what came of it to `out`.
///
/// # Errors
/// When the data cannot be read or the output cannot be written.
pub fn check(check: Check, out: &mut dyn Write) -> Result<Outcome, Error> {
    let (setup, expected) = match check.what {
        What::Line(pending, stamp) => (read(pending)?, stamp.map_or(Expected::Nothing, Expected::Stamp)),
        What::File(file) => (file.setup(&mut |_| {})?, Expected::Points(file.points)),
    };
    let signal = watch_signals();
    let workers = WorkerThreads::new(check.threads);
    let mut session = Session::new(setup, workers.pool())?;
    let end = expected.end(session.setup());
    let bar = progress_bar("checking", end);
    let mut comparison = Comparison { expected, history: History::default(), seen: 0, result: None };
    comparison.look(&session);
    while comparison.result.is_none() && session.step() < end && *session.state() == State::Learning {
        session.advance();
        comparison.look(&session);
        if !session.events().is_empty() {
            bar.set_position(session.step());
        }
        if signal.load(Ordering::Relaxed) != 0 {
            return Ok(Outcome::Signal(signal.load(Ordering::Relaxed) as u8));
        }
    }
    session.catch_up();
    comparison.look(&session);
    bar.finish_and_clear();
    let (words, outcome) = comparison.said();
    writeln!(out, "{words}").and_then(|()| out.flush()).map_err(Error::Output)?;
    Ok(outcome)
}

/// What the run should come to.
enum Expected {
    /// Nothing is known.
    Nothing,
    /// This fingerprint.
    Stamp(Stamp),
    /// These evaluations.
    Points(Vec<Point>),
}

impl Expected {
    /// The step up to which the run is computed.
    fn end(&self, setup: &Setup) -> u64 {
        match self {
            Expected::Nothing => setup.steps,
            Expected::Stamp(stamp) => stamp.step,
            Expected::Points(points) => points.last().map_or(0, |point| point.step),
        }
    }
}

struct Comparison {
    expected: Expected,
    /// The evaluations so far.
    history: History,
    /// Evaluations that were the same.
    seen: usize,
    result: Option<Verdict>,
}

enum Verdict {
    Same,
    /// From this step on.
    Other(u64),
}

impl Comparison {
    /// Compares the evaluations of the last step.
    fn look(&mut self, session: &Session) {
        let points = session.events().iter().filter_map(|event| match event {
            Event::Point(point) => Some(point),
            _ => None,
        });
        for point in points {
            if self.result.is_some() {
                return;
            }
            self.history.push(*point);
            self.result = match &self.expected {
                Expected::Nothing => None,
                Expected::Stamp(stamp) => (Stamp::of(&self.history) == Some(*stamp)).then_some(Verdict::Same),
                Expected::Points(points) => match points.get(self.seen) {
                    Some(expected) if !expected.has_losses_of(point) => Some(Verdict::Other(point.step)),
                    Some(_) if self.seen + 1 == points.len() => Some(Verdict::Same),
                    _ => None,
                },
            };
            self.seen += 1;
        }
    }

    fn said(&self) -> (String, Outcome) {
        let now = Stamp::of(&self.history).map_or_else(String::new, |stamp| stamp.to_string());
        match (&self.expected, &self.result) {
            (Expected::Nothing, _) => (
                format!(
                    "The line names no fingerprint to compare. Here it is {now}: give it with --fingerprint {now}"
                ),
                Outcome::Done,
            ),
            (Expected::Stamp(stamp), Some(_)) => (format!("The fingerprint holds: {stamp}."), Outcome::Done),
            (Expected::Stamp(stamp), None) => (
                format!("The fingerprint does not hold: {stamp} was expected, and here it is {now}."),
                Outcome::Differs,
            ),
            (Expected::Points(points), Some(Verdict::Same)) => {
                let step = points.last().map_or(0, |point| point.step);
                (
                    format!("The run holds: all {} evaluations up to step {step} are the same.", self.seen),
                    Outcome::Done,
                )
            }
            (Expected::Points(_), Some(Verdict::Other(step))) => {
                (format!("The run does not hold: at step {step} the loss is another one."), Outcome::Differs)
            }
            (Expected::Points(points), None) => (
                format!(
                    "The run does not hold: it has {} evaluations, and here {}.",
                    points.len(),
                    self.seen
                ),
                Outcome::Differs,
            ),
        }
    }
}
