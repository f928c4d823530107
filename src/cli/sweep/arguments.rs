//! The arguments of `overfit sweep`.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::builder::{NonEmptyStringValueParser, PathBufValueParser};
use clap::parser::ValueSource;
use clap::{Arg, ArgAction, ArgMatches, Command};

use crate::cli::read_flags::read_flags;
use crate::cli::setup_flags::{dataset, setting_flags, threads, threads_flag};
use crate::cli::train::Format;
use crate::error::Error;
use crate::run_file::is_run_file;
use crate::train::Shard;

/// What is swept.
#[derive(Debug)]
pub enum Sweep {
    /// A sweep, or a shard of one.
    New(Box<NewSweep>),
    /// The results of the shards of a sweep.
    Merge(Merge),
}

/// A sweep, or a shard of one.
#[derive(Debug)]
pub struct NewSweep {
    /// The name or path of the data set.
    pub dataset: OsString,
    /// The flags of its runs.
    pub flags: ArgMatches,
    /// Settings with their values, as typed.
    pub over: Vec<String>,
    /// How many seeds each combination has.
    pub seeds: usize,
    /// How many combinations are drawn; `None` takes all.
    pub sample: Option<usize>,
    /// The runs at a time.
    pub threads: usize,
    /// The part of the sweep that is carried out.
    pub shard: Shard,
    /// The file that keeps the results.
    pub output: Option<PathBuf>,
    /// The output format.
    pub format: Format,
}

/// The files of one sweep, which are put together.
#[derive(Debug)]
pub struct Merge {
    /// The paths of the files.
    pub files: Vec<PathBuf>,
    /// The output format.
    pub format: Format,
}

const DATASET: &str = "dataset";
const OVER: &str = "over";
const SEEDS: &str = "seeds";
const SAMPLE: &str = "sample";
const SHARD: &str = "shard";
const OUTPUT: &str = "output";
const MERGE: &str = "merge";
const JSON: &str = "json";

/// The subcommand.
pub fn command(dataset: Arg, screen_flags: impl IntoIterator<Item = Arg>) -> Command {
    Command::new("sweep")
        .about("Train a run for each combination of values and each seed, on all cores, and compare them")
        .override_usage(
            "overfit sweep DATASET [SET-UP] --over SETTING=VALUES … [--seeds N] [--sample N]\n       \
             overfit sweep --merge FILE… [--json]",
        )
        .after_help(
            "Each run is `overfit train` with these flags; --over takes the place of the flag of its setting. The results do \
             not depend on threads and shards. On a terminal they are a picture, unless there is --json; a table compares the \
             combinations at the end.",
        )
        .arg(dataset)
        .args(sweep_flags())
        .args(setting_flags())
        .args(read_flags())
        .arg(threads_flag().help("Runs at a time [default: all cores]"))
        .args(screen_flags)
}

fn sweep_flags() -> [Arg; 7] {
    let count = |name: &'static str, help: &'static str| {
        Arg::new(name).long(name).value_name("N").help(help).value_parser(|text: &str| match text.parse() {
            Ok(number @ 1_usize..) => Ok(number),
            _ => Err("give a whole number from 1 on"),
        })
    };
    [
        Arg::new(OVER)
            .long(OVER)
            .value_name("SETTING=VALUES")
            .action(ArgAction::Append)
            .value_parser(NonEmptyStringValueParser::new())
            .help(
                "A setting and its values, as in eta=0.001,0.01 or activation=tanh,relu; 5..10 takes the values that the keys \
                 step through; separate values that contain commas by slashes: hidden=5/20,10. Give it again for more settings",
            ),
        count(SEEDS, "Runs of each combination, from --seed on [default: 1]"),
        count(SAMPLE, "Only N of the combinations, drawn by --seed"),
        Arg::new(OUTPUT)
            .long(OUTPUT)
            .short('o')
            .value_name("FILE")
            .value_parser(PathBufValueParser::new())
            .help("Keep each result in a file, as --json writes it; the same command goes on where it was stopped"),
        Arg::new(SHARD)
            .long(SHARD)
            .value_name("I/N")
            .value_parser(|text: &str| text.parse::<Shard>())
            .help("Only every N-th run, starting with run I, for several machines"),
        Arg::new(MERGE)
            .long(MERGE)
            .value_name("FILE")
            .num_args(1..)
            .value_parser(PathBufValueParser::new())
            .help("Put the files of all shards together"),
        Arg::new(JSON).long(JSON).action(ArgAction::SetTrue).help("One JSON object a line: the sweep, then each run"),
    ]
}

/// Takes the arguments.
///
/// # Errors
/// When something is missing, or does not go together.
pub fn options(matches: &ArgMatches) -> Result<Sweep, Error> {
    let usage = |sentence: &str| Err(Error::Usage(sentence.to_owned()));
    let format = if matches.get_flag(JSON) { Format::Json } else { Format::Text };
    if let Some(files) = matches.get_many::<PathBuf>(MERGE) {
        let is_given = |id: &&str| matches.value_source(id) == Some(ValueSource::CommandLine);
        let other =
            matches.ids().map(clap::Id::as_str).filter(is_given).find(|id| ![MERGE, JSON].contains(id));
        if let Some(other) = other {
            let name = if other == DATASET { "a DATASET".to_owned() } else { format!("--{other}") };
            return usage(&format!("--merge does not go with {name}"));
        }
        return Ok(Sweep::Merge(Merge { files: files.cloned().collect(), format }));
    }
    let Some(dataset) = dataset(matches)? else {
        return usage("sweep needs a DATASET; `overfit sweep --help` shows what there is");
    };
    if is_run_file(dataset.as_ref()) {
        return usage("sweep begins new runs: give a data set instead of a saved run");
    }
    let over: Vec<String> = matches.get_many::<String>(OVER).into_iter().flatten().cloned().collect();
    let seeds = matches.get_one(SEEDS).copied();
    if over.is_empty() && seeds.is_none() {
        return usage(
            "sweep needs something to compare: --over SETTING=VALUES, as in eta=0.001,0.01, or --seeds N",
        );
    }
    Ok(Sweep::New(Box::new(NewSweep {
        dataset: dataset.clone(),
        over,
        seeds: seeds.unwrap_or(1),
        sample: matches.get_one(SAMPLE).copied(),
        threads: threads(matches),
        shard: matches.get_one(SHARD).copied().unwrap_or(Shard::WHOLE),
        output: matches.get_one(OUTPUT).cloned(),
        format,
        flags: matches.clone(),
    })))
}
