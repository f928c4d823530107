//! `overfit train`: training without a screen; results on stdout, a progress bar on stderr.

use std::fmt;
use std::io::{self, ErrorKind, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use indicatif::{ProgressBar, ProgressState, ProgressStyle};

use super::json::Json;
use super::text::Text;
use crate::data::{self, Choice};
use crate::error::Error;
use crate::train::{Mark, Point, Session, Setup, State, WorkerThreads};

/// How a training without a screen ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// All steps were taken, or nobody reads the output any more.
    Done,
    /// Learning became impossible.
    Diverged,
    /// A signal of this number asked it to end.
    Signal(u8),
}

impl Outcome {
    /// The process exit code.
    pub fn exit_code(self) -> u8 {
        match self {
            Outcome::Done => 0,
            Outcome::Diverged => 4,
            Outcome::Signal(number) => 128 + number,
        }
    }
}

/// How long a training took, in seconds.
#[derive(Clone, Copy, Debug)]
pub struct Times {
    /// From the start of the program.
    pub total: f64,
    /// Without start-up and loading.
    pub training: f64,
}

/// The words for how a run goes; each text is one or more whole lines.
pub trait Reporter {
    /// Before the first step.
    fn start(&mut self, session: &Session) -> String;
    /// At an evaluation, if it is worth a line.
    fn point(&mut self, point: &Point) -> Option<String>;
    /// When a setting changed, if that is worth a line.
    fn change(&mut self, mark: &Mark) -> Option<String>;
    /// After the last step.
    fn end(&mut self, session: &Session, times: Times) -> String;
}

/// Trains the whole run of `setup` on so many threads and writes how it goes to `out`; `start` is when the program started.
///
/// # Errors
/// When the data cannot be loaded or the output cannot be written.
pub fn train(
    setup: Setup,
    threads: usize,
    json: bool,
    start: Instant,
    out: &mut dyn Write,
) -> Result<Outcome, Error> {
    let mut diagnosis_panel: Box<dyn Reporter> =
        if json { Box::new(Json) } else { Box::new(Text::default()) };
    tell(setup, threads, diagnosis_panel.as_mut(), "", start, out)
}

/// The same in the words of `diagnosis_panel`, with `label` before the progress bar.
///
/// # Errors
/// When the data cannot be loaded or the output cannot be written.
pub fn tell(
    setup: Setup,
    threads: usize,
    diagnosis_panel: &mut dyn Reporter,
    label: &str,
    start: Instant,
    out: &mut dyn Write,
) -> Result<Outcome, Error> {
    let signal = watch_signals();
    let workers = WorkerThreads::new(threads);
    let session = Session::new(setup, workers.pool())?;
    let bar = progress_bar(label, session.setup().steps);
    match run(session, diagnosis_panel, out, &bar, start, &signal) {
        Err(fault) if fault.kind() == ErrorKind::BrokenPipe => Ok(Outcome::Done),
        Err(fault) => Err(Error::Output(fault)),
        Ok(outcome) => Ok(outcome),
    }
}

fn run(
    mut session: Session,
    diagnosis_panel: &mut dyn Reporter,
    out: &mut dyn Write,
    bar: &ProgressBar,
    start: Instant,
    signal: &AtomicUsize,
) -> io::Result<Outcome> {
    out.write_all(diagnosis_panel.start(&session).as_bytes())?;
    if let Some(line) = session.history().latest().copied().and_then(|point| diagnosis_panel.point(&point)) {
        out.write_all(line.as_bytes())?;
    }
    let training = Instant::now();
    let (mut stopped_by, mut told) = (0, 0);
    while stopped_by == 0 && *session.state() == State::Learning {
        let point = session.advance();
        let marks = session.history().marks();
        let changes = marks[told.min(marks.len())..].iter().filter_map(|mark| diagnosis_panel.change(mark));
        let mut lines: String = changes.collect();
        told = marks.len();
        if let Some(point) = point {
            bar.set_position(point.step);
            lines.extend(diagnosis_panel.point(&point));
        }
        if !lines.is_empty() {
            bar.suspend(|| out.write_all(lines.as_bytes()))?;
        }
        stopped_by = signal.load(Ordering::Relaxed);
    }
    bar.finish_and_clear();
    let times = Times { total: start.elapsed().as_secs_f64(), training: training.elapsed().as_secs_f64() };
    out.write_all(diagnosis_panel.end(&session, times).as_bytes())?;
    out.flush()?;
    Ok(match session.state() {
        State::Diverged(_) => Outcome::Diverged,
        State::Learning => Outcome::Signal(stopped_by as u8),
        State::Finished | State::OutOfPatience => Outcome::Done,
    })
}

/// A bar with speed and time left; it hides itself where stderr is no terminal.
pub fn progress_bar(label: &str, steps: u64) -> ProgressBar {
    let look = "{prefix}{percent:>3} % {wide_bar} step {human_pos} of {human_len}, {rate}, {eta} left";
    let style = ProgressStyle::with_template(look).unwrap_or_else(|_| ProgressStyle::default_bar());
    let rate = |state: &ProgressState, out: &mut dyn fmt::Write| {
        let _ = write!(out, "{:.0}/s", state.per_sec());
    };
    let prefix = if label.is_empty() { String::new() } else { format!("{label} ") };
    ProgressBar::new(steps).with_style(style.with_key("rate", rate)).with_prefix(prefix)
}

/// The data set of that name, with a bar while a file is read.
///
/// # Errors
/// When there is none, or it is of no use.
pub fn read(name: &str) -> Result<Choice, Error> {
    let look = "reading {percent:>3} % {wide_bar} {elapsed}";
    let style = ProgressStyle::with_template(look).unwrap_or_else(|_| ProgressStyle::default_bar());
    let bar = if data::is_file(name) { ProgressBar::new(1_000) } else { ProgressBar::hidden() };
    let bar = bar.with_style(style);
    let choice = data::resolve_with_progress(name, &mut |share| {
        bar.set_position((1_000.0 * share) as u64);
        true
    });
    bar.finish_and_clear();
    choice
}

/// The number of the signal that asked the program to end, once there is one. A second one ends it at once, and so do
/// five seconds: it may be that nobody reads the output, or the network is large and a step takes its time.
#[cfg(unix)]
pub fn watch_signals() -> Arc<AtomicUsize> {
    use std::sync::atomic::AtomicBool;
    use std::time::Duration;
    use std::{process, thread};

    use signal_hook::consts::{SIGINT, SIGTERM};
    use signal_hook::flag;
    use signal_hook::iterator::Signals;

    let number = Arc::new(AtomicUsize::new(0));
    let first = Arc::clone(&number);
    // Without a handler the signal ends the program, only less politely.
    let Ok(mut signals) = Signals::new([SIGINT, SIGTERM]) else { return number };
    let listener = thread::Builder::new().name("signals".to_owned()).spawn(move || {
        for signal in signals.forever() {
            if first.swap(signal as usize, Ordering::Relaxed) != 0 {
                process::exit(128 + signal);
            }
            let _ = thread::Builder::new().spawn(move || {
                thread::sleep(Duration::from_secs(5));
                process::exit(128 + signal);
            });
        }
    });
    if listener.is_err() {
        // Nobody listens to the handler: back to what there was before it.
        for signal in [SIGINT, SIGTERM] {
            let _ = flag::register_conditional_default(signal, Arc::new(AtomicBool::new(true)));
        }
    }
    number
}

#[cfg(not(unix))]
pub fn watch_signals() -> Arc<AtomicUsize> {
    Arc::default()
}
