//! `overfit train`: training without a screen; results on stdout, a progress bar on stderr.

use std::fmt;
use std::io::{self, ErrorKind, Write};
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use indicatif::{ProgressBar, ProgressState};

use super::cures::try_cures;
use super::json::Json;
use super::outcome::Outcome;
use super::progress::style;
use super::reporter::Reporter;
use super::signals::watch_signals;
use super::text::Text;
use crate::error::Error;
use crate::launch::PendingRun;
use crate::nn::ThreadPool;
use crate::run_file::{RunWriter, Times};
use crate::train::{Event, Planned, Recorder, Session, Setup, Skipped, State, WorkerThreads};

/// How a run is trained without a screen.
#[derive(Clone, Debug)]
pub struct TrainOptions {
    /// The number of training threads.
    pub threads: usize,
    /// The output format.
    pub format: Format,
    /// Whether cures are tried after the run.
    pub cures: Cures,
    /// The file in which the run is kept.
    pub save: Option<PathBuf>,
}

impl TrainOptions {
    fn reporter(&self) -> Box<dyn Reporter> {
        match self.format {
            Format::Json => Box::new(Json),
            Format::Text => Box::new(Text::default()),
        }
    }
}

/// Trains a complete run and writes its progress to `out`. `start` is when the program started.
///
/// # Errors
/// When the data cannot be loaded or the output cannot be written.
pub fn train(
    setup: Setup,
    options: &TrainOptions,
    start: Instant,
    out: &mut dyn Write,
) -> Result<Outcome, Error> {
    let recorder = options.save.as_deref().map(RunWriter::create).transpose()?;
    let mut reporter = options.reporter();
    let mut run = Headless { reporter: reporter.as_mut(), recorder, cures: options.cures, label: "", start };
    run.train(|pool| Session::new(setup, pool), options.threads, out)
}

/// Goes on with a saved run and writes its progress to `out`. `start` is when the program started.
///
/// # Errors
/// When the run or its data cannot be read, or the output cannot be written.
pub fn go_on(
    pending: PendingRun,
    options: &TrainOptions,
    start: Instant,
    out: &mut dyn Write,
) -> Result<Outcome, Error> {
    let mut recorder = None;
    let mut reporter = options.reporter();
    let signal = watch_signals();
    let workers = WorkerThreads::new(options.threads);
    let bar = progress_bar("reading", 1_000);
    let opened = pending.read(workers.pool(), &mut |share| {
        bar.set_position((1_000.0 * share) as u64);
        signal.load(Ordering::Relaxed) == 0
    })?;
    bar.finish_and_clear();
    let Some((file, session)) = opened else {
        return Ok(Outcome::Signal(signal.load(Ordering::Relaxed) as u8));
    };
    if let Some(path) = &options.save {
        recorder = Some(RunWriter::continuing(&file, path)?);
    }
    let mut run = Headless { reporter: reporter.as_mut(), recorder, cures: options.cures, label: "", start };
    run.finish(session, &signal, out)
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

/// A run without a screen.
pub struct Headless<'a> {
    /// Formats the output.
    pub reporter: &'a mut dyn Reporter,
    /// Keeps the run in a file.
    pub recorder: Option<RunWriter>,
    /// Whether cures are tried after the run.
    pub cures: Cures,
    /// What stands before the progress bar.
    pub label: &'a str,
    /// When the program started.
    pub start: Instant,
}

impl Headless<'_> {
    /// Trains a complete run on so many threads.
    ///
    /// # Errors
    /// When the data cannot be loaded or the output cannot be written.
    pub fn train(
        &mut self,
        session: impl FnOnce(ThreadPool) -> Result<Session, Error>,
        threads: usize,
        out: &mut dyn Write,
    ) -> Result<Outcome, Error> {
        let signal = watch_signals();
        let workers = WorkerThreads::new(threads);
        let session = session(workers.pool())?;
        self.finish(session, &signal, out)
    }

    /// Trains a run to its end.
    fn finish(
        &mut self,
        session: Session,
        signal: &AtomicUsize,
        out: &mut dyn Write,
    ) -> Result<Outcome, Error> {
        let bar = progress_bar(self.label, session.setup().steps);
        match self.run(session, out, &bar, signal) {
            Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(Outcome::Done),
            Err(error) => Err(Error::Output(error)),
            Ok(outcome) => Ok(outcome),
        }
    }

    fn run(
        &mut self,
        mut session: Session,
        out: &mut dyn Write,
        bar: &ProgressBar,
        signal: &AtomicUsize,
    ) -> io::Result<Outcome> {
        if let Some(recorder) = &mut self.recorder {
            recorder.begin(&session);
        }
        let reporter = &mut *self.reporter;
        out.write_all(reporter.start(&session).as_bytes())?;
        out.write_all(lines(reporter, session.events()).as_bytes())?;
        out.write_all(reporter.diagnosis(&session).as_bytes())?;
        let mut word = session.word();
        let training = Instant::now();
        let mut stopped_by = 0;
        while stopped_by == 0 && *session.state() == State::Learning {
            session.advance();
            if let Some(recorder) = &mut self.recorder {
                recorder.record(&session);
            }
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
        if let Some(recorder) = &mut self.recorder {
            recorder.end(&session);
        }
        let total = self.start.elapsed().as_secs_f64();
        let times = Times { total, training: training.elapsed().as_secs_f64() };
        out.write_all(lines(reporter, &unplayed(&session)).as_bytes())?;
        let not_saved = self.recorder.take().and_then(RunWriter::finish);
        out.write_all(reporter.end(&session, times, not_saved).as_bytes())?;
        out.flush()?;
        if let Cures::Tried(steps) = self.cures
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
    let rate = |state: &ProgressState, out: &mut dyn fmt::Write| {
        let _ = write!(out, "{:.0}/s", state.per_sec());
    };
    let prefix = if label.is_empty() { String::new() } else { format!("{label} ") };
    ProgressBar::new(steps).with_style(style(look).with_key("rate", rate)).with_prefix(prefix)
}
