//! `overfit export` and `overfit report`: what a saved run leaves for other programs and for people.

use std::fs;
use std::io::{ErrorKind, Write};
use std::path::Path;
use std::sync::atomic::Ordering;
use std::time::UNIX_EPOCH;

use super::export_arguments::{Export, Format, STANDARD_OUTPUT};
use super::outcome::Outcome;
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
    let path = match export.format {
        // TensorBoard looks for files of this name in folders.
        Format::TensorBoard => {
            fs::create_dir_all(&path).map_err(Error::unwritable(&path))?;
            path.join(format!("{EVENT_FILE}{}.overfit", seconds(&file)(&file.points[0])))
        }
        _ => path,
    };
    fs::write(&path, bytes).map_err(Error::unwritable(&path))?;
    told(out, format!("{}\n", path.display()).as_bytes())
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
