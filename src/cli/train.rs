//! `overfit train`: training without a screen; results on stdout, a progress bar on stderr.

use std::fmt;
use std::io::{self, ErrorKind, Write};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use indicatif::{ProgressBar, ProgressState, ProgressStyle};

use super::cures::try_cures;
use super::json::Json;
use super::outcome::Outcome;
use super::reporter::{Reporter, Times};
use super::signals::watch_signals;
use super::text::Text;
use crate::error::Error;
use crate::train::{Event, Planned, Session, Setup, Skipped, State, WorkerThreads};

/// Trains a complete run on `threads` threads and writes its progress to `out`. `start` is when the program
/// started.
///
/// # Errors
/// When the data cannot be loaded or the output cannot be written.
pub fn train(
    setup: Setup,
    threads: usize,
    format: Format,
    cures: Cures,
    start: Instant,
    out: &mut dyn Write,
) -> Result<Outcome, Error> {
    let mut reporter: Box<dyn Reporter> = match format {
        Format::Json => Box::new(Json),
        Format::Text => Box::new(Text::default()),
    };
    train_with_reporter(setup, threads, reporter.as_mut(), cures, "", start, out)
}

/// The output format of training without a screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// The lecture's lines.
    Text,
    /// One JSON object a line.
    Json,
}

/// Whether cures are tried after the run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cures {
    /// None.
    Untried,
    /// All that apply, each for this many steps, or for as many as the run took.
    Tried(Option<u64>),
}

/// Trains a complete run with `reporter`; `label` stands before the progress bar.
///
/// # Errors
/// When the data cannot be loaded or the output cannot be written.
pub fn train_with_reporter(
    setup: Setup,
    threads: usize,
    reporter: &mut dyn Reporter,
    cures: Cures,
    label: &str,
    start: Instant,
    out: &mut dyn Write,
) -> Result<Outcome, Error> {
    let signal = watch_signals();
    let workers = WorkerThreads::new(threads);
    let session = Session::new(setup, workers.pool())?;
    let bar = progress_bar(label, session.setup().steps);
    match run(session, reporter, cures, out, &bar, start, &signal) {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(Outcome::Done),
        Err(error) => Err(Error::Output(error)),
        Ok(outcome) => Ok(outcome),
    }
}

fn run(
    mut session: Session,
    reporter: &mut dyn Reporter,
    cures: Cures,
    out: &mut dyn Write,
    bar: &ProgressBar,
    start: Instant,
    signal: &AtomicUsize,
) -> io::Result<Outcome> {
    out.write_all(reporter.start(&session).as_bytes())?;
    out.write_all(lines(reporter, session.events()).as_bytes())?;
    out.write_all(reporter.diagnosis(&session).as_bytes())?;
    let mut word = session.word();
    let training = Instant::now();
    let mut stopped_by = 0;
    while stopped_by == 0 && *session.state() == State::Learning {
        session.advance();
        let mut lines = lines(reporter, session.events());
        if session.word() != word {
            word = session.word();
            lines += &reporter.diagnosis(&session);
        }
        if !session.events().is_empty() {
            bar.set_position(session.step());
            bar.set_length(session.setup().steps);
        }
        if !lines.is_empty() {
            bar.suspend(|| out.write_all(lines.as_bytes()))?;
        }
        stopped_by = signal.load(Ordering::Relaxed);
    }
    bar.finish_and_clear();
    let times = Times { total: start.elapsed().as_secs_f64(), training: training.elapsed().as_secs_f64() };
    out.write_all(lines(reporter, &unplayed(&session)).as_bytes())?;
    out.write_all(reporter.end(&session, times).as_bytes())?;
    out.flush()?;
    if let Cures::Tried(steps) = cures
        && stopped_by == 0
    {
        try_cures(&session, steps, session.threads(), reporter, out, signal)?;
        stopped_by = signal.load(Ordering::Relaxed);
    }
    Ok(match session.state() {
        _ if stopped_by != 0 => Outcome::Signal(stopped_by as u8),
        State::Diverged(_) => Outcome::Diverged,
        State::Learning | State::Finished | State::OutOfPatience => Outcome::Done,
    })
}

fn lines(reporter: &mut dyn Reporter, events: &[Event]) -> String {
    events.iter().filter_map(|event| reporter.event(event)).collect()
}

/// The planned changes that the run has not reached.
fn unplayed(session: &Session) -> Vec<Event> {
    let reason = format!("the run ended at step {}", session.step());
    let skipped =
        |planned: &Planned| Event::Skipped(Skipped { planned: planned.clone(), reason: reason.clone() });
    session.unplayed().iter().map(skipped).collect()
}

/// A progress bar with speed and time left. It is hidden if stderr is not a terminal.
pub fn progress_bar(label: &str, steps: u64) -> ProgressBar {
    let look = "{prefix}{percent:>3} % {wide_bar} step {human_pos} of {human_len}, {rate}, {eta} left";
    let style = ProgressStyle::with_template(look).unwrap_or_else(|_| ProgressStyle::default_bar());
    let rate = |state: &ProgressState, out: &mut dyn fmt::Write| {
        let _ = write!(out, "{:.0}/s", state.per_sec());
    };
    let prefix = if label.is_empty() { String::new() } else { format!("{label} ") };
    ProgressBar::new(steps).with_style(style.with_key("rate", rate)).with_prefix(prefix)
}
