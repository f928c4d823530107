//! From typed words to a set-up. The flags of a run come from the table of settings.

use std::ffi::OsString;
use std::io::{self, IsTerminal};

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, ArgAction, ArgMatches, Command};

use crate::data::{self, SOURCES};
use crate::error::Error;
use crate::train::{SETTINGS, Setup};

/// What the program is asked to do.
#[derive(Debug)]
pub enum Invocation {
    /// Show the screen: the run of this set-up, or the picker.
    Screen(Option<Setup>),
    /// Train without a screen.
    Train {
        /// The set-up of the run.
        setup: Setup,
        /// Write JSON lines instead of text.
        json: bool,
    },
    /// Print this text (help or version) and end.
    Print(String),
}

/// Reads the arguments, the name of the program first.
///
/// # Errors
/// When they make no sense, in one sentence.
pub fn parse(arguments: impl IntoIterator<Item = OsString>) -> Result<Invocation, Error> {
    let matches = match command().try_get_matches_from(arguments) {
        Ok(matches) => matches,
        Err(fault) if matches!(fault.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) => {
            let plain = !io::stdout().is_terminal()
                || std::env::var_os("NO_COLOR").is_some_and(|set| !set.is_empty());
            let text = fault.render();
            return Ok(Invocation::Print(if plain { text.to_string() } else { text.ansi().to_string() }));
        }
        Err(fault) => return Err(Error::Usage(sentence(&fault))),
    };
    match matches.subcommand() {
        Some(("train", matches)) => {
            let setup = setup(matches)?.ok_or_else(|| Error::Usage("train needs a DATASET".to_owned()))?;
            Ok(Invocation::Train { setup, json: matches.get_flag("json") })
        }
        _ => Ok(Invocation::Screen(setup(&matches)?)),
    }
}

fn command() -> Command {
    let names = SOURCES.iter().map(|source| source.name).collect::<Vec<_>>().join(", ");
    let dataset =
        Arg::new("dataset").value_name("DATASET").help(format!("{names}, or the path of an mnist.pkl.gz"));
    let train = Command::new("train")
        .about("Train without a screen: progress on stderr, results on stdout")
        .arg(dataset.clone())
        .args(setting_flags())
        .arg(Arg::new("json").long("json").action(ArgAction::SetTrue).help("One JSON object a line"));
    Command::new("overfit")
        .version(env!("CARGO_PKG_VERSION"))
        .about("Watch a neural network learn, and over-fit, live in your terminal")
        .after_help("Without DATASET you choose from pictures. Keys are on the `?` page.")
        .args_conflicts_with_subcommands(true)
        .disable_help_subcommand(true)
        .arg(dataset)
        .args(setting_flags())
        .subcommand(train)
}

fn setting_flags() -> impl Iterator<Item = Arg> {
    SETTINGS.iter().map(|setting| {
        Arg::new(setting.name)
            .long(setting.name)
            .value_name("VALUE")
            .allow_negative_numbers(true)
            .help_heading("Set-up")
            .help(format!("{}: {}", setting.help, setting.values))
    })
}

fn setup(matches: &ArgMatches) -> Result<Option<Setup>, Error> {
    let Some(name) = matches.get_one::<String>("dataset") else {
        return match SETTINGS.iter().find(|setting| matches.contains_id(setting.name)) {
            Some(setting) => Err(Error::Usage(format!("--{} needs a DATASET before it", setting.name))),
            None => Ok(None),
        };
    };
    let mut setup = Setup::lecture(data::resolve(name)?);
    for setting in SETTINGS {
        if let Some(value) = matches.get_one::<String>(setting.name) {
            setting.set(&mut setup, value)?;
        }
    }
    Ok(Some(setup))
}

/// What clap found wrong, without its help around it.
fn sentence(fault: &clap::Error) -> String {
    let text = fault.render().to_string();
    let mut lines = text.lines();
    let mut first = lines.next().unwrap_or_default().trim_start_matches("error: ").to_owned();
    if first.ends_with(':') {
        first = format!("{first} {}", lines.next().unwrap_or_default().trim());
    }
    let similar =
        match fault.get(ContextKind::SuggestedArg).or_else(|| fault.get(ContextKind::SuggestedSubcommand)) {
            Some(ContextValue::String(name)) => format!("; did you mean {name}?"),
            _ => "; `overfit --help` shows what there is".to_owned(),
        };
    first + &similar
}
