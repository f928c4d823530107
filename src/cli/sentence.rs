//! The errors of clap in one sentence.

use std::ffi::OsString;

use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::other_flags;

/// The sentence for a training without a data set.
pub const NO_DATASET: &str = "train needs a DATASET; `overfit train --help` shows what there is";
/// The sentence for watching nothing.
const NO_SOURCE: &str = "watch needs a log, a folder or -; `overfit watch --help` shows what there is";

/// Shortens the message of clap to one sentence, with a pointer to the help of the command in question.
pub fn sentence(error: &clap::Error, arguments: &[OsString]) -> String {
    let context = |kind| match error.get(kind) {
        Some(ContextValue::String(name)) => Some(name),
        _ => None,
    };
    match (error.kind(), context(ContextKind::InvalidSubcommand)) {
        (ErrorKind::MissingRequiredArgument, _) if is_command(arguments, WATCH) => {
            return NO_SOURCE.to_owned();
        }
        (ErrorKind::MissingRequiredArgument, _) => return NO_DATASET.to_owned(),
        (ErrorKind::ArgumentConflict, Some(name)) => {
            return format!(
                "`{name}` is not expected there: give the command first, if any, then one DATASET"
            );
        }
        _ => {}
    }
    if error.kind() == ErrorKind::UnknownArgument
        && !is_command(arguments, WATCH)
        && let Some(flag) = context(ContextKind::InvalidArg)
    {
        let words: Vec<String> = arguments.iter().map(|word| word.to_string_lossy().into_owned()).collect();
        if let Some(answer) = other_flags::answer(flag, &words) {
            return answer;
        }
    }
    let text = error.render().to_string();
    let first = text.split("\n\n").next().unwrap_or_default().trim_start_matches("error: ");
    let first = &first.replace("\n  [possible", " [possible");
    let suggested = context(ContextKind::SuggestedArg).or_else(|| context(ContextKind::SuggestedSubcommand));
    if let Some(name) = suggested {
        return format!("{first}; did you mean {name}?");
    }
    let command = ["train ", "sweep ", "check ", "export ", "report ", WATCH, "bench "]
        .into_iter()
        .find(|name| is_command(arguments, name))
        .unwrap_or_default();
    format!("{first}; `overfit {command}--help` shows what there is")
}

/// The command whose flags are of logs, with a space.
const WATCH: &str = "watch ";

/// Whether the first argument is this command, which is written with a space.
fn is_command(arguments: &[OsString], name: &str) -> bool {
    arguments.get(1).is_some_and(|word| word == name.trim())
}
