//! `overfit export` and `overfit report`: what a saved run leaves for other programs and for people.

use std::fs;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;
use std::time::UNIX_EPOCH;

use clap::builder::{PathBufValueParser, PossibleValuesParser};
use clap::{Arg, ArgMatches, Command};

use super::outcome::Outcome;
use super::setup_flags::{threads, threads_flag};
use super::signals::watch_signals;
use super::train::progress_bar;
use crate::display::DisplayOptions;
use crate::error::Error;
use crate::export::{
    EVENT_FILE, Moment, PictureFormat, Report, ReportedDiagnosis, TextColors, Weights, csv, event_file, npz,
    report,
};
use crate::nn::Network;
use crate::run_file::{RunFile, json_lines};
use crate::train::{Point, Session, Stamp, WorkerThreads};

/// Draws the screen of a run in a format of files.
pub type Draw = fn(&Session, PictureFormat, DisplayOptions, (u16, u16)) -> Result<Vec<u8>, Error>;

/// What is exported.
#[derive(Debug)]
pub struct Export {
    run: PathBuf,
    format: Format,
    /// Where to; `None` is beside the run, `-` the standard output.
    output: Option<PathBuf>,
    at: At,
    size: (u16, u16),
    display_options: DisplayOptions,
    threads: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Format {
    Csv,
    JsonLines,
    Npz,
    Safetensors,
    TensorBoard,
    Svg,
    Png,
    Text,
    Report,
}

impl Format {
    const ALL: [Format; 8] = [
        Format::Csv,
        Format::JsonLines,
        Format::Npz,
        Format::Safetensors,
        Format::TensorBoard,
        Format::Svg,
        Format::Png,
        Format::Text,
    ];

    fn name(self) -> &'static str {
        match self {
            Format::Csv => "csv",
            Format::JsonLines => "jsonl",
            Format::Npz => "npz",
            Format::Safetensors => "safetensors",
            Format::TensorBoard => "tensorboard",
            Format::Svg => "svg",
            Format::Png => "png",
            Format::Text => "text",
            Format::Report => "report",
        }
    }

    /// Where it goes unless it is said.
    fn path(self, run: &Path) -> PathBuf {
        match self {
            Format::Text => run.with_extension("txt"),
            Format::Report => run.with_extension("html"),
            Format::TensorBoard => run.with_extension("tensorboard"),
            other => run.with_extension(other.name()),
        }
    }
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
const STEP: &str = "step";
const SIZE: &str = "size";
/// The standard output, as a path.
const STANDARD_OUTPUT: &str = "-";
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
    let formats = PossibleValuesParser::new(Format::ALL.map(Format::name));
    Command::new("export")
        .about("Write the curves, the weights or the screen of a saved run in a format of other programs")
        .arg(run_argument())
        .arg(
            Arg::new(TO)
                .long(TO)
                .value_name("FORMAT")
                .required(true)
                .value_parser(formats)
                .help("The format"),
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
    let format = Format::ALL.into_iter().find(|format| name.is_some_and(|name| name == format.name()));
    Export {
        format: format.unwrap_or(Format::Csv),
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
        format: Format::Report,
        output: matches.get_one::<PathBuf>(OUTPUT).cloned(),
        at: At::Last,
        size: DEFAULT_SIZE,
        display_options: DisplayOptions::default(),
        threads: threads(matches),
    }
}

/// Writes an export of a run, and says on `out` where it is.
///
/// # Errors
/// When the run or its data cannot be read, or the export cannot be written.
pub fn export(export: &Export, draw: Draw, out: &mut dyn Write) -> Result<Outcome, Error> {
    let file = RunFile::read(&export.run)?;
    let step = export.step(&file)?;
    let bytes = match export.format {
        Format::Csv => csv(until(&file.points, step)).into_bytes(),
        Format::JsonLines => {
            let changes = file.changes.iter().take_while(|mark| mark.step <= step);
            json_lines(until(&file.points, step), &changes.cloned().collect::<Vec<_>>()).into_bytes()
        }
        Format::TensorBoard => event_file(until(&file.points, step), seconds(&file)),
        Format::Npz | Format::Safetensors | Format::Svg | Format::Png | Format::Text | Format::Report => {
            match computed(&file, step, export, draw)? {
                Computed::Bytes(bytes) => bytes,
                Computed::Stopped(outcome) => return Ok(outcome),
            }
        }
    };
    let path = export.output.clone().unwrap_or_else(|| export.format.path(&export.run));
    if path == Path::new(STANDARD_OUTPUT) {
        return told(out, &bytes);
    }
    let unwritable = |source| Error::Unwritable { path: path.display().to_string(), source };
    let path = match export.format {
        // TensorBoard looks for files of this name in folders.
        Format::TensorBoard => {
            fs::create_dir_all(&path).map_err(unwritable)?;
            path.join(format!("{EVENT_FILE}{}.overfit", seconds(&file)(&file.points[0])))
        }
        _ => path,
    };
    fs::write(&path, bytes)
        .map_err(|source| Error::Unwritable { path: path.display().to_string(), source })?;
    told(
        out,
        format!(
            "{}
",
            path.display()
        )
        .as_bytes(),
    )
}

/// Writes to the standard output. Whoever reads may stop.
fn told(out: &mut dyn Write, bytes: &[u8]) -> Result<Outcome, Error> {
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(Error::Output(error)),
        _ => Ok(Outcome::Done),
    }
}

/// The evaluations up to a step.
fn until(points: &[Point], step: u64) -> &[Point] {
    &points[..points.partition_point(|point| point.step <= step)]
}

/// The seconds since 1970 of an evaluation: that of the file for all of them, because the run does not keep them.
fn seconds(file: &RunFile) -> impl Fn(&Point) -> f64 + use<> {
    let written = file.path.metadata().and_then(|file| file.modified()).ok();
    let second =
        written.and_then(|time| time.duration_since(UNIX_EPOCH).ok()).map_or(0, |time| time.as_secs());
    move |_| second as f64
}

impl Export {
    /// The step of the moment.
    fn step(&self, file: &RunFile) -> Result<u64, Error> {
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

enum Computed {
    Bytes(Vec<u8>),
    Stopped(Outcome),
}

/// What needs the run at a step.
fn computed(file: &RunFile, step: u64, export: &Export, draw: Draw) -> Result<Computed, Error> {
    let signal = watch_signals();
    let workers = WorkerThreads::new(export.threads);
    let bar = progress_bar("computing", step);
    let session = file.session_at(step, file.setup(&mut |_| {})?, workers.pool(), &mut |step| {
        bar.set_position(step);
        signal.load(Ordering::Relaxed) == 0
    })?;
    bar.finish_and_clear();
    let Some(session) = session else {
        return Ok(Computed::Stopped(Outcome::Signal(signal.load(Ordering::Relaxed) as u8)));
    };
    let picture = |format| draw(&session, format, export.display_options, export.size);
    let network = session.network();
    let bytes = match export.format {
        Format::Npz => npz(network).map_err(Error::Output)?,
        Format::Safetensors => {
            Weights { network, step: session.step(), command: &session.command_line("train ") }.safetensors()
        }
        Format::Svg => picture(PictureFormat::Svg)?,
        Format::Png => picture(PictureFormat::Png)?,
        Format::Text => {
            let has_colors = export.display_options.colors.is_some();
            picture(PictureFormat::Text(if has_colors { TextColors::Ansi } else { TextColors::None }))?
        }
        Format::Report | Format::Csv | Format::JsonLines | Format::TensorBoard => {
            page(file, &session).into_bytes()
        }
    };
    Ok(Computed::Bytes(bytes))
}

/// The report of a run at its end.
fn page(file: &RunFile, session: &Session) -> String {
    let now = session.diagnosis();
    let advice = now.advice.to_string();
    let now = ReportedDiagnosis {
        step: session.step(),
        word: now.word.name(),
        evidence: &now.evidence,
        advice: &advice,
    };
    let before = file.diagnoses.iter().filter(|diagnosis| diagnosis.step < session.step());
    let diagnoses = before.map(|diagnosis| ReportedDiagnosis {
        step: diagnosis.step,
        word: &diagnosis.word,
        evidence: &diagnosis.reason,
        advice: &diagnosis.advice,
    });
    let history = session.history();
    let stamp = Stamp::of(history).map_or_else(String::new, |stamp| format!(" --fingerprint {stamp}"));
    let best: &Network = session.best();
    report(&Report {
        version: &file.start.version,
        command: &(session.command_line("train ") + &stamp),
        fingerprint: history.fingerprint(),
        setup: session.initial(),
        dataset: session.dataset(),
        points: &file.points,
        marks: history.marks(),
        diagnoses: &diagnoses.chain([now]).collect::<Vec<_>>(),
        notes: &[],
        best: Moment { step: file.best().step, network: best },
        last: Moment { step: session.network_step(), network: session.network() },
    })
}
