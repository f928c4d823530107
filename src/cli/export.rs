//! `overfit export` and `overfit report`: what a saved run leaves for other programs and for people.

use std::fs;
use std::io::{ErrorKind, Write};
use std::path::Path;
use std::sync::atomic::Ordering;

use super::export_arguments::{Export, STANDARD_OUTPUT};
use super::outcome::Outcome;
use super::signals::watch_signals;
use super::train::progress_bar;
use crate::display::DisplayOptions;
use crate::error::Error;
use crate::export::{CurveFormat, ExportFormat, PictureFormat, Weights};
use crate::run_file::RunFile;
use crate::train::{Session, WorkerThreads};

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
        ExportFormat::Curves(format) => file.curves(format, step),
        ExportFormat::Weights(_) | ExportFormat::Screen(_) | ExportFormat::Report => {
            match session(&file, step, export)? {
                Computed::Session(session) => of_session(&file, &session, export, draw)?,
                Computed::Stopped(outcome) => return Ok(outcome),
            }
        }
    };
    let path = export.output.clone().unwrap_or_else(|| export.format.path(&export.run));
    if path == Path::new(STANDARD_OUTPUT) {
        return told(out, &bytes);
    }
    let path = match export.format {
        ExportFormat::Curves(CurveFormat::TensorBoard) => {
            fs::create_dir_all(&path).map_err(Error::unwritable(&path))?;
            path.join(file.event_file_name())
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

enum Computed {
    Session(Box<Session>),
    Stopped(Outcome),
}

/// The run at a step.
fn session(file: &RunFile, step: u64, export: &Export) -> Result<Computed, Error> {
    let signal = watch_signals();
    let workers = WorkerThreads::new(export.threads);
    let bar = progress_bar("computing", step);
    let session = file.session_at(step, file.setup(&mut |_| {})?, workers.pool(), &mut |step| {
        bar.set_position(step);
        signal.load(Ordering::Relaxed) == 0
    })?;
    bar.finish_and_clear();
    Ok(match session {
        Some(session) => Computed::Session(Box::new(session)),
        None => Computed::Stopped(Outcome::Signal(signal.load(Ordering::Relaxed) as u8)),
    })
}

/// What needs the run at the step.
fn of_session(file: &RunFile, session: &Session, export: &Export, draw: Draw) -> Result<Vec<u8>, Error> {
    match export.format {
        ExportFormat::Weights(format) => {
            let command = session.command_line("train ");
            let weights = Weights { network: session.network(), step: session.step(), command: &command };
            format.bytes(&weights).map_err(Error::Output)
        }
        ExportFormat::Screen(format) => draw(session, format, export.display_options, export.size),
        ExportFormat::Report => Ok(file.report(session).into_bytes()),
        ExportFormat::Curves(format) => Ok(file.curves(format, session.step())),
    }
}
