//! The errors of the program: one sentence for each variant, and an exit code.

use std::fmt;
use std::io;
use std::path::Path;

use crate::column::Column;

/// An error that is reported to the user.
///
/// Its [`Display`](fmt::Display) is one sentence: what is wrong, where, and what to do. Characters that would control
/// the terminal are escaped, and long sentences are shortened in the middle.
#[derive(Debug)]
pub enum Error {
    /// The arguments are invalid; holds the whole sentence.
    Usage(String),
    /// The data set is neither built in nor an existing file.
    UnknownDataset {
        /// The name as given.
        name: String,
        /// The names of the built-in data sets, separated by commas.
        known: String,
        /// The one that was probably meant.
        meant: Option<&'static str>,
    },
    /// A setting has a value outside its range, or one that does not fit the data set.
    Setting {
        /// The flag, without dashes.
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
        /// The path as given.
        path: String,
        /// The error of the operating system.
        source: io::Error,
    },
    /// A file cannot be written.
    Unwritable {
        /// The path as given.
        path: String,
        /// The error of the operating system.
        source: io::Error,
    },
    /// The content of a data file cannot be used.
    BadData {
        /// The path as given.
        path: String,
        /// What is wrong, as the end of a sentence that begins with the path.
        problem: String,
    },
    /// The files of a sweep lack some of its runs; holds the whole sentence.
    Incomplete(String),
    /// More than one column of a table may be the class; the person has to choose.
    UnclearClass {
        /// The path as given.
        path: String,
        /// What is unclear and what to do, as the end of a sentence that begins with the path.
        problem: String,
        /// The columns to choose from.
        columns: Vec<Column>,
    },
    /// The screen was asked for, but there is no terminal to draw on.
    NoTerminal {
        /// What is missing.
        problem: &'static str,
    },
    /// Reading from or writing to the terminal failed.
    Terminal(io::Error),
    /// A thread could not be started.
    Thread(io::Error),
    /// A thread of the program panicked; holds the message of the panic.
    Panic(String),
    /// A job of the benchmark could not be measured.
    Job {
        /// The name of the job.
        job: &'static str,
        /// What went wrong.
        problem: String,
    },
    /// Writing the output failed.
    Output(io::Error),
}

impl Error {
    /// Makes errors of the system while writing a file errors of the program.
    pub fn unwritable(path: &Path) -> impl Fn(io::Error) -> Error {
        let path = path.display().to_string();
        move |source| Error::Unwritable { path: path.clone(), source }
    }

    /// The exit code of the process: 1 for a failure while running, 2 for invalid usage or no terminal, 3 for data that
    /// cannot be read.
    pub fn exit_code(&self) -> u8 {
        match self {
            Error::Usage(_)
            | Error::UnknownDataset { .. }
            | Error::Setting { .. }
            | Error::DoesNotApply { .. }
            | Error::NoTerminal { .. } => 2,
            Error::Unreadable { .. }
            | Error::BadData { .. }
            | Error::Incomplete(_)
            | Error::UnclearClass { .. } => 3,
            Error::Terminal(_)
            | Error::Thread(_)
            | Error::Panic(_)
            | Error::Job { .. }
            | Error::Unwritable { .. }
            | Error::Output(_) => 1,
        }
    }

    fn sentence(&self) -> String {
        match self {
            Error::Usage(problem) | Error::Incomplete(problem) => problem.clone(),
            Error::UnknownDataset { name, meant: Some(meant), .. } => {
                format!("there is no data set `{name}`: did you mean {meant}?")
            }
            Error::UnknownDataset { name, known, meant: None } => {
                format!(
                    "there is no data set `{name}`: choose one of {known}, or give the path of a data file"
                )
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
            Error::Unwritable { path, source } => format!("{path} cannot be written: {source}"),
            Error::BadData { path, problem } | Error::UnclearClass { path, problem, .. } => {
                format!("{path} cannot be used: {problem}")
            }
            Error::NoTerminal { problem } => {
                format!("{problem}; to train without a screen: overfit train DATASET")
            }
            Error::Terminal(source) => format!("the terminal failed: {source}"),
            Error::Thread(source) => format!("a thread could not be started: {source}"),
            Error::Panic(message) => format!("internal error: {message}"),
            Error::Job { job, problem } => format!("the job `{job}` could not be measured: {problem}"),
            Error::Output(source) => format!("the output could not be written: {source}"),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Arguments and file names are part of the sentence, and may be of any length.
        let sentence = harmless(&self.sentence());
        let length = sentence.chars().count();
        if length <= MAX_LENGTH {
            return f.write_str(&sentence);
        }
        // The end is kept because it says what to do.
        let start: String = sentence.chars().take(MAX_LENGTH / 2).collect();
        let end: String = sentence.chars().skip(length - MAX_LENGTH / 2).collect();
        write!(f, "{start} … {end}")
    }
}

/// A text with escapes in place of characters that control the terminal.
pub fn harmless(text: &str) -> String {
    let escape = |character: char| {
        if is_terminal_control(character) {
            character.escape_default().collect()
        } else {
            character.to_string()
        }
    };
    text.chars().map(escape).collect()
}

/// Whether a character controls the terminal: a control character, or one that changes the writing direction.
pub fn is_terminal_control(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// The most characters of a sentence that are shown. Of a longer one, half of them come from its beginning and half
/// from its end.
const MAX_LENGTH: usize = 500;

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Error::Unreadable { source, .. }
            | Error::Unwritable { source, .. }
            | Error::Terminal(source)
            | Error::Thread(source)
            | Error::Output(source) => Some(source),
            _ => None,
        }
    }
}
