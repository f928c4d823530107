//! Everything that can go wrong with what a person hands in: one sentence a variant, and an exit code.

use std::fmt;
use std::io;

/// A failure that a person can do something about.
///
/// Its [`Display`](fmt::Display) is one sentence: what is wrong, where, and what to do.
#[derive(Debug)]
pub enum Error {
    /// The arguments make no sense.
    Usage(String),
    /// The data set is neither built in nor a file.
    UnknownDataset {
        /// What was asked for.
        name: String,
        /// The names that exist, separated by commas.
        known: String,
    },
    /// A setting has a value outside its range, or one that does not fit the data set.
    Setting {
        /// The flag, without its dashes.
        name: &'static str,
        /// The value as given.
        value: String,
        /// What to do instead.
        advice: String,
    },
    /// A setting that means nothing for the data set.
    DoesNotApply {
        /// The flag, without its dashes.
        setting: &'static str,
        /// The data set in short.
        data: String,
    },
    /// A data file cannot be opened or read.
    Unreadable {
        /// The file as the person named it.
        path: String,
        /// Why the system refused.
        source: io::Error,
    },
    /// A data file was read, but what it holds cannot be used.
    BadData {
        /// The file as the person named it.
        path: String,
        /// What is wrong with it.
        problem: String,
    },
    /// The screen was asked for, but there is no terminal to draw on.
    NoTerminal {
        /// What is missing.
        problem: &'static str,
    },
    /// The terminal failed while the screen was up.
    Terminal(io::Error),
    /// The system has no thread to give.
    Thread(io::Error),
    /// A part of the program ended by itself.
    Fault(String),
    /// A job of the benchmark did not get to its end.
    Job {
        /// Its name.
        job: &'static str,
        /// What became of it.
        problem: String,
    },
    /// Output could not be written.
    Output(io::Error),
}

impl Error {
    /// The process exit code: 1 failed while running, 2 usage or no terminal, 3 data unreadable.
    pub fn exit_code(&self) -> u8 {
        match self {
            Error::Usage(_)
            | Error::UnknownDataset { .. }
            | Error::Setting { .. }
            | Error::DoesNotApply { .. }
            | Error::NoTerminal { .. } => 2,
            Error::Unreadable { .. } | Error::BadData { .. } => 3,
            Error::Terminal(_)
            | Error::Thread(_)
            | Error::Fault(_)
            | Error::Job { .. }
            | Error::Output(_) => 1,
        }
    }

    fn sentence(&self) -> String {
        match self {
            Error::Usage(problem) => problem.clone(),
            Error::UnknownDataset { name, known } => {
                format!("there is no data set `{name}`: take one of {known}, or the path of a data file")
            }
            Error::Setting { name, value, advice } => {
                format!("--{name} {value} does not work: {advice}")
            }
            Error::DoesNotApply { setting, data } => format!("--{setting} does not apply to {data}"),
            Error::Unreadable { path, source } => match source.kind() {
                io::ErrorKind::NotFound => format!("{path}: there is no such file"),
                io::ErrorKind::PermissionDenied => format!("{path}: no permission to read it"),
                io::ErrorKind::IsADirectory => format!("{path} is a folder: give the path of a data file"),
                _ => format!("{path} cannot be read: {source}"),
            },
            Error::BadData { path, problem } => format!("{path} cannot be used: {problem}"),
            Error::NoTerminal { problem } => {
                format!("{problem}; to train without a screen: overfit train DATASET")
            }
            Error::Terminal(source) => format!("the terminal failed: {source}"),
            Error::Thread(source) => format!("the system has no thread to give: {source}"),
            Error::Fault(message) => format!("ended by a fault in the program: {message}"),
            Error::Job { job, problem } => format!("the job `{job}` could not be measured: {problem}"),
            Error::Output(source) => format!("the output could not be written: {source}"),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // What was typed, or what a file is called, may be as long as a book; what to do stands at the end.
        let sentence = harmless(&self.sentence());
        let letters = sentence.chars().count();
        if letters <= LONGEST {
            return f.write_str(&sentence);
        }
        let start: String = sentence.chars().take(LONGEST / 2).collect();
        let end: String = sentence.chars().skip(letters - LONGEST / 2).collect();
        write!(f, "{start} … {end}")
    }
}

/// A text with escapes in place of what would move a terminal's cursor.
pub fn harmless(text: &str) -> String {
    let escaped = |letter: char| {
        if moves_cursor(letter) { letter.escape_default().collect() } else { letter.to_string() }
    };
    text.chars().map(escaped).collect()
}

/// Whether a character is invisible and moves a terminal's cursor, or changes the direction in which it writes.
pub fn moves_cursor(letter: char) -> bool {
    letter.is_control()
        || matches!(letter, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// The letters of a longer sentence that are shown, half from its beginning and half from its end.
const LONGEST: usize = 500;

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Error::Unreadable { source, .. }
            | Error::Terminal(source)
            | Error::Thread(source)
            | Error::Output(source) => Some(source),
            _ => None,
        }
    }
}
