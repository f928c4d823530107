//! The arguments of `overfit bench`.

use clap::builder::NonEmptyStringValueParser;
use clap::{Arg, ArgAction, ArgMatches, Command};

use super::jobs::{JOBS, Job};
use crate::cli::setup_flags::{threads, threads_flag};
use crate::error::Error;

/// What to measure.
#[derive(Clone, Debug)]
pub struct Bench {
    /// The jobs, in order; at least one.
    pub(super) jobs: Vec<&'static Job>,
    /// The number of runs of each job, of which the median counts.
    pub(super) runs: u32,
    /// The share of each job's steps or evaluations to take, above 0 and at most 1.
    pub(super) part: f64,
    /// The random seed.
    pub(super) seed: u64,
    /// The number of training threads.
    pub(super) threads: usize,
    /// Write JSON lines instead of a table.
    pub(super) json: bool,
    /// Run the job in this process, as a child of another `bench`.
    pub(super) alone: bool,
}

/// The flag that `bench` passes to its children.
pub const ALONE: &str = "alone";
/// The maximum number of runs.
const MOST_RUNS: u32 = 1_000;

/// The subcommand.
pub fn command() -> Command {
    let value = |name: &'static str, value: &'static str, help: &'static str| {
        let parser = NonEmptyStringValueParser::new();
        Arg::new(name)
            .long(name)
            .value_name(value)
            .value_parser(parser)
            .allow_negative_numbers(true)
            .help(help)
    };
    let width = JOBS.iter().map(|job| job.name.len()).max().unwrap_or_default();
    let jobs = JOBS.iter().map(|job| format!("\n  {:width$}  {}", job.name, job.about));
    Command::new("bench")
        .about("Measure this machine: steps per second, and the share of what its arithmetic allows")
        .after_help(format!("Jobs, all of them if none is named:{}", jobs.collect::<String>()))
        .arg(Arg::new("job").value_name("JOB").num_args(0..).help("What to measure; see below"))
        .arg(value("runs", "N", "Do each job this many times and take the median [default: 1]"))
        .arg(value(
            "part",
            "SHARE",
            "Take this share of each job's steps or evaluations, as in 0.01 [default: 1]",
        ))
        .arg(value("seed", "NUMBER", "Seed of all random numbers [default: 0]"))
        .arg(threads_flag())
        .arg(Arg::new("json").long("json").action(ArgAction::SetTrue).help("One JSON object a line"))
        .arg(Arg::new(ALONE).long(ALONE).action(ArgAction::SetTrue).hide(true))
}

/// The parsed arguments.
pub fn options(matches: &ArgMatches) -> Result<Bench, Error> {
    let names: Vec<&String> = matches.get_many("job").into_iter().flatten().collect();
    let named: Vec<_> = names.into_iter().map(|name| find(name)).collect::<Result<_, _>>()?;
    Ok(Bench {
        jobs: if named.is_empty() { JOBS.iter().collect() } else { named },
        runs: number(
            matches,
            "runs",
            1,
            |runs| (1..=MOST_RUNS).contains(runs),
            "a whole number from 1 to 1000",
        )?,
        part: number(matches, "part", 1.0, |part| *part > 0.0 && *part <= 1.0, "a number above 0, up to 1")?,
        seed: number(matches, "seed", 0, |_| true, "a whole number from 0 to 18446744073709551615")?,
        threads: threads(matches),
        json: matches.get_flag("json"),
        alone: matches.get_flag(ALONE),
    })
}

fn find(name: &str) -> Result<&'static Job, Error> {
    JOBS.iter().find(|job| job.name == name).ok_or_else(|| {
        let known = JOBS.iter().map(|job| job.name).collect::<Vec<_>>().join(", ");
        Error::Usage(format!("there is no job `{name}`: take some of {known}"))
    })
}

fn number<T: std::str::FromStr>(
    matches: &ArgMatches,
    name: &'static str,
    default: T,
    allowed: impl Fn(&T) -> bool,
    expected: &str,
) -> Result<T, Error> {
    let Some(text) = matches.get_one::<String>(name) else { return Ok(default) };
    text.parse().ok().filter(allowed).ok_or_else(|| Error::Setting {
        name,
        value: text.clone(),
        advice: format!("give {expected}"),
    })
}
