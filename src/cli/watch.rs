//! `overfit watch` without a screen: writes what comes in a log and what is said of it, and ends when it is told to.

use std::io::{self, ErrorKind, IsTerminal, Write};
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use super::outcome::Outcome;
use super::signals::watch_signals;
use super::train::Format;
use super::watch_lines::{WatchJson, WatchLines, WatchText};
use crate::error::Error;
use crate::train::Word;
use crate::watch::{Chosen, Doubt, Log, News};

/// The time between two looks at a log in which nothing was new. A point is out well within half a second.
const PAUSE: Duration = Duration::from_millis(100);
/// The most names of columns in a sentence.
const MOST_NAMES: usize = 12;

/// How logs are watched.
#[derive(Clone, Debug)]
pub struct WatchOptions {
    /// The logs.
    pub sources: Vec<PathBuf>,
    /// The columns that a person has named.
    pub chosen: Chosen,
    /// When to end by itself.
    pub ending: Ending,
    /// What else to wait for.
    pub until: Until,
    /// The output format.
    pub format: Format,
}

/// When watching ends by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// When standard input ends; otherwise never.
    Never,
    /// After what is there now.
    Once,
}

/// What ends watching with exit code 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Until {
    /// A word of the diagnosis.
    pub word: Option<Word>,
    /// So many evaluations without a lower test loss.
    pub patience: Option<u64>,
}

impl WatchOptions {
    /// Whether the logs are shown on the screen: nothing says how to end or what to write, and the output is a terminal.
    pub fn wants_screen(&self) -> bool {
        let is_plain = self.format == Format::Text && self.ending == Ending::Never && !self.until.is_set();
        is_plain && io::stdout().is_terminal()
    }
}

impl Until {
    /// Whether anything is waited for.
    fn is_set(self) -> bool {
        self.word.is_some() || self.patience.is_some()
    }

    /// Whether it has come in a log.
    fn is_reached(self, log: &Log, news: &News) -> bool {
        let is_made = |word| news.diagnoses.iter().any(|made| made.diagnosis.word == word);
        let patience = self.patience.is_some_and(|most| log.evaluations().since_best() >= most);
        self.word.is_some_and(is_made) || patience
    }
}

/// Watches logs and writes what comes to `out`.
///
/// # Errors
/// When a log cannot be read, when it is not clear which of its columns is what, or when the output cannot be written.
pub fn watch(options: &WatchOptions, out: &mut dyn Write) -> Result<Outcome, Error> {
    let signal = watch_signals();
    let mut logs: Vec<Log> =
        options.sources.iter().map(|path| Log::new(path, options.chosen.clone())).collect();
    let mut lines: Box<dyn WatchLines> = match options.format {
        Format::Json => Box::new(WatchJson::new(logs.len())),
        Format::Text => Box::new(WatchText::new(logs.len())),
    };
    match follow(&mut logs, options, lines.as_mut(), &signal, out) {
        Err(Failure::Output(error)) if error.kind() == ErrorKind::BrokenPipe => Ok(Outcome::Done),
        Err(Failure::Output(error)) => Err(Error::Output(error)),
        Err(Failure::Log(error)) => Err(error),
        Ok(outcome) => Ok(outcome),
    }
}

enum Failure {
    Output(io::Error),
    Log(Error),
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Failure {
        Failure::Output(error)
    }
}

fn follow(
    logs: &mut [Log],
    options: &WatchOptions,
    lines: &mut dyn WatchLines,
    signal: &AtomicUsize,
    out: &mut dyn Write,
) -> Result<Outcome, Failure> {
    loop {
        let (mut is_new, mut has_more, mut is_reached) = (false, false, false);
        for (nth, log) in logs.iter_mut().enumerate() {
            let wait = if log.is_pipe() && !log.has_ended() { PAUSE } else { Duration::ZERO };
            let news = log.look(wait).map_err(|source| Failure::Log(unreadable(log, source)))?;
            if let Some(doubt) = log.doubts().first() {
                return Err(Failure::Log(unclear(log, doubt)));
            }
            is_new |= !news.points.is_empty();
            has_more |= news.has_more;
            is_reached |= options.until.is_reached(log, &news);
            out.write_all(lines.news(nth, log, &news).as_bytes())?;
        }
        out.flush()?;
        let stopped_by = signal.load(Ordering::Relaxed);
        let is_complete = |log: &Log| log.has_ended() || options.ending == Ending::Once && !log.is_pipe();
        let is_over = !has_more && logs.iter().all(is_complete);
        if is_over && let Some(error) = logs.iter().find_map(nothing_found) {
            return Err(Failure::Log(error));
        }
        if is_over || is_reached || stopped_by != 0 {
            write_end(logs, lines, out)?;
            return Ok(match stopped_by {
                0 if options.until.is_set() && !is_reached => Outcome::NotReached,
                0 => Outcome::Done,
                signal => Outcome::Signal(signal as u8),
            });
        }
        if !is_new && !has_more && !logs.iter().any(|log| log.is_pipe() && !log.has_ended()) {
            thread::sleep(PAUSE);
        }
    }
}

fn write_end(logs: &[Log], lines: &mut dyn WatchLines, out: &mut dyn Write) -> io::Result<()> {
    let end: String = logs.iter().enumerate().map(|(nth, log)| lines.end(nth, log)).collect();
    out.write_all(end.as_bytes())?;
    out.flush()
}

fn unreadable(log: &Log, source: io::Error) -> Error {
    Error::Unreadable { path: log.name.clone(), source }
}

/// Why nothing can be said of a log that has been read, if so.
fn nothing_found(log: &Log) -> Option<Error> {
    if log.evaluations().count() > 0 {
        return None;
    }
    let names = log.columns();
    if names.is_empty() && !log.is_there() && !log.is_folder() {
        return Some(unreadable(log, ErrorKind::NotFound.into()));
    }
    let problem = match names {
        [] if log.is_folder() => "there is no log in this folder that is known".to_owned(),
        [] => "there is no evaluation in it".to_owned(),
        names => {
            let more = names.len().saturating_sub(MOST_NAMES);
            let more = if more > 0 { format!(" and {more} more") } else { String::new() };
            let names = names[..names.len().min(MOST_NAMES)].join(", ");
            format!(
                "none of its column names looks like a loss: {names}{more}; say which is, as in --train COLUMN"
            )
        }
    };
    Some(Error::BadData { path: log.name.clone(), problem })
}

/// That two columns are as good a guess.
fn unclear(log: &Log, doubt: &Doubt) -> Error {
    let flag = doubt.role.flag().unwrap_or_default();
    let columns: Vec<String> =
        doubt.columns.iter().take(MOST_NAMES).map(|column| format!("`{column}`")).collect();
    let first = doubt.columns.first().map_or("", String::as_str);
    let problem = format!(
        "the {} may be {}: say which, as in --{flag} '{first}'",
        doubt.role.words(),
        columns.join(" or ")
    );
    Error::BadData { path: log.name.clone(), problem }
}
