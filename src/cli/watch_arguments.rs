//! The arguments of `overfit watch`.

use std::path::PathBuf;

use clap::builder::{NonEmptyStringValueParser, PathBufValueParser};
use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};

use super::train::Format;
use super::watch::{Ending, Until, WatchOptions};
use crate::train::Word;
use crate::watch::{Chosen, Role};

const SOURCE: &str = "source";
const ONCE: &str = "once";
const UNTIL: &str = "until";
const PATIENCE: &str = "patience";
const JSON: &str = "json";

/// The subcommand, with the flags of the screen.
pub fn command(screen_flags: impl IntoIterator<Item = Arg>) -> Command {
    Command::new("watch")
        .about("Watch the training of another program by its log: the curves, the gap, the diagnosis")
        .arg(
            Arg::new(SOURCE)
                .required(true)
                .num_args(1..)
                .value_name("SOURCE")
                .value_parser(PathBufValueParser::new())
                .help(
                    "A log: CSV, JSON lines, text with name=value, trainer_state.json, TensorBoard event files, a run file; \
                     a folder of logs; - is standard input, as in python -u train.py | overfit watch - (without -u, Python \
                     keeps its lines until there are many). Several are several runs",
                ),
        )
        .args(Role::CHOSEN.into_iter().filter_map(column_flag))
        .arg(
            Arg::new(ONCE)
                .long(ONCE)
                .action(ArgAction::SetTrue)
                .help("Read what is there now, without the screen, and end"),
        )
        .arg(
            Arg::new(UNTIL)
                .long(UNTIL)
                .value_name("WORD")
                .value_parser(|text: &str| {
                    let word = Word::ALL.into_iter().find(|word| flag_word(*word) == text);
                    word.ok_or_else(|| format!("choose one of {}", Word::ALL.map(flag_word).join(", ")))
                })
                .help("End with exit code 0 when the diagnosis says so, and with 6 if the log ends first"),
        )
        .arg(
            Arg::new(PATIENCE)
                .long(PATIENCE)
                .value_name("N")
                .value_parser(value_parser!(u64).range(1..))
                .help("End with exit code 0 after N evaluations without a lower test loss, and with 6 if the log ends first"),
        )
        .arg(
            Arg::new(JSON)
                .long(JSON)
                .action(ArgAction::SetTrue)
                .help("One JSON object a line, without the screen"),
        )
        .args(screen_flags)
}

fn column_flag(role: Role) -> Option<Arg> {
    let flag = role.flag()?;
    Some(
        Arg::new(flag)
            .long(flag)
            .value_name("COLUMN")
            .value_parser(NonEmptyStringValueParser::new())
            .help_heading("Columns")
            .help(format!("The column of the {} [default: guessed by its name]", role.words())),
    )
}

/// A word of the diagnosis as an argument.
fn flag_word(word: Word) -> String {
    word.name().to_lowercase().replace(' ', "-")
}

/// What is to be watched, and how.
pub fn options(matches: &ArgMatches) -> WatchOptions {
    let mut chosen = Chosen::default();
    for role in Role::CHOSEN {
        let column = role.flag().and_then(|flag| matches.get_one::<String>(flag));
        if let Some(column) = column {
            chosen.set(role, column.clone());
        }
    }
    WatchOptions {
        sources: matches.get_many::<PathBuf>(SOURCE).into_iter().flatten().cloned().collect(),
        chosen,
        ending: if matches.get_flag(ONCE) { Ending::Once } else { Ending::Never },
        until: Until { word: matches.get_one(UNTIL).copied(), patience: matches.get_one(PATIENCE).copied() },
        format: if matches.get_flag(JSON) { Format::Json } else { Format::Text },
    }
}
