//! The arguments of `overfit export` and `overfit report`.

use std::path::PathBuf;

use clap::builder::{PathBufValueParser, PossibleValuesParser};
use clap::{Arg, ArgAction, ArgMatches, Command};

use super::setup_flags::{threads, threads_flag};
use crate::display::{Colors, DisplayOptions};
use crate::error::Error;
use crate::export::{ExportFormat, PictureFormat, TextColors};
use crate::run_file::RunFile;

/// What is exported.
#[derive(Debug)]
pub struct Export {
    pub(super) run: PathBuf,
    pub(super) format: ExportFormat,
    /// Where to; `None` is beside the run, `-` the standard output.
    pub(super) output: Option<PathBuf>,
    at: At,
    pub(super) size: (u16, u16),
    pub(super) display_options: DisplayOptions,
    pub(super) threads: usize,
}

/// The moment of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum At {
    Best,
    Last,
    Step(u64),
}

const RUN: &str = "run";
const TO: &str = "to";
const OUTPUT: &str = "output";
const PRINT: &str = "print";
const STEP: &str = "step";
const SIZE: &str = "size";
/// The standard output, as a path.
pub const STANDARD_OUTPUT: &str = "-";
/// Columns and rows of a picture unless it is said.
const DEFAULT_SIZE: (u16, u16) = (120, 36);
/// The most columns and rows of a picture.
const MOST: u16 = 500;

fn run_argument() -> Arg {
    Arg::new(RUN)
        .value_name("FILE")
        .required(true)
        .value_parser(PathBufValueParser::new())
        .help("A file of --save")
}

fn output_flag() -> Arg {
    Arg::new(OUTPUT)
        .short('o')
        .long(OUTPUT)
        .value_name("PATH")
        .value_parser(PathBufValueParser::new())
        .help("Where to; - is the standard output [default: beside the run]")
}

/// The subcommand `export`.
pub fn command(screen_flags: impl IntoIterator<Item = Arg>) -> Command {
    let formats = PossibleValuesParser::new(ExportFormat::ALL.map(ExportFormat::name));
    Command::new("export")
        .about("Write the curves, the weights or the screen of a saved run in a format of other programs")
        .arg(run_argument())
        .arg(
            Arg::new(TO)
                .long(TO)
                .value_name("FORMAT")
                .required_unless_present(PRINT)
                .value_parser(formats)
                .help("The format"),
        )
        .arg(
            Arg::new(PRINT)
                .long(PRINT)
                .action(ArgAction::SetTrue)
                .conflicts_with_all([TO, OUTPUT])
                .help("Print the screen as text, like --to text -o -"),
        )
        .arg(output_flag())
        .arg(
            Arg::new(STEP)
                .long(STEP)
                .value_name("STEP")
                .value_parser(|text: &str| match text {
                    "best" => Ok(At::Best),
                    "last" => Ok(At::Last),
                    number => {
                        number.parse().map(At::Step).map_err(|_| "give best, last or a number of steps")
                    }
                })
                .help("The moment: best, last or a number of steps [default: last]"),
        )
        .arg(
            Arg::new(SIZE)
                .long(SIZE)
                .value_name("COLUMNSxROWS")
                .value_parser(size)
                .help("The size of the screen in svg, png and text [default: 120x36]"),
        )
        .args(screen_flags)
        .arg(threads_flag())
}

fn size(text: &str) -> Result<(u16, u16), String> {
    let parts =
        text.split_once('x').and_then(|(columns, rows)| Some((columns.parse().ok()?, rows.parse().ok()?)));
    parts
        .filter(|&(columns, rows)| (1..=MOST).contains(&columns) && (1..=MOST).contains(&rows))
        .ok_or_else(|| format!("give columns and rows up to {MOST}, as in 120x36"))
}

/// The subcommand `report`.
pub fn report_command() -> Command {
    Command::new("report")
        .about("Tell a saved run on one page of HTML, to hand in or to print")
        .arg(run_argument())
        .arg(output_flag())
        .arg(threads_flag())
}

/// Takes the arguments of `export`.
pub fn options(matches: &ArgMatches, display_options: DisplayOptions) -> Export {
    let name = matches.get_one::<String>(TO);
    let format = ExportFormat::ALL.into_iter().find(|format| name.is_some_and(|name| name == format.name()));
    let is_printed = matches.get_flag(PRINT);
    let colors = display_options.colors.unwrap_or(Colors::None);
    Export {
        format: match format {
            Some(ExportFormat::Screen(format)) => ExportFormat::Screen(format.in_colors(colors)),
            Some(format) => format,
            None => ExportFormat::Screen(PictureFormat::Text(TextColors::of(colors))),
        },
        output: if is_printed { Some(STANDARD_OUTPUT.into()) } else { output(matches) },
        at: matches.get_one(STEP).copied().unwrap_or(At::Last),
        size: matches.get_one(SIZE).copied().unwrap_or(DEFAULT_SIZE),
        display_options,
        ..report_options(matches)
    }
}

/// Takes the arguments of `report`.
pub fn report_options(matches: &ArgMatches) -> Export {
    Export {
        run: matches.get_one::<PathBuf>(RUN).cloned().unwrap_or_default(),
        format: ExportFormat::Report,
        output: output(matches),
        at: At::Last,
        size: DEFAULT_SIZE,
        display_options: DisplayOptions::default(),
        threads: threads(matches),
    }
}

fn output(matches: &ArgMatches) -> Option<PathBuf> {
    matches.get_one::<PathBuf>(OUTPUT).cloned()
}

impl Export {
    /// The step of the moment.
    ///
    /// # Errors
    /// When it is beyond the end of the run.
    pub(super) fn step(&self, file: &RunFile) -> Result<u64, Error> {
        match self.at {
            At::Last => Ok(file.step),
            At::Best => Ok(file.best().step),
            At::Step(step) if step <= file.step => Ok(step),
            At::Step(step) => Err(Error::Usage(format!(
                "{} has {} steps: --step {step} is beyond its end",
                self.run.display(),
                file.step
            ))),
        }
    }
}
