//! The flags of a run, and the set-up that they describe.

use std::ffi::{OsStr, OsString};
use std::path::PathBuf;

use clap::builder::{NonEmptyStringValueParser, PathBufValueParser, PossibleValuesParser, TypedValueParser};
use clap::{Arg, ArgAction, ArgMatches, Command};

use super::change_files::{changes, in_file};
use super::read_flags;
use crate::data::{self, Choice, PointEdits, SOURCES};
use crate::error::Error;
use crate::launch::PendingFile;
use crate::spelling::capitalized;
use crate::train::{Preset, SETTINGS, Setting, SettingId, Setup, WorkerThreads};

const PRESET: &str = "preset";
const AT: &str = "at";

/// The flags of a run, derived from the table of settings.
pub fn setting_flags() -> impl Iterator<Item = Arg> {
    let preset = Arg::new(PRESET)
        .long(PRESET)
        .value_name("NAME")
        .value_parser(PossibleValuesParser::new(Preset::ALL.map(Preset::name)))
        .help_heading("Set-up")
        .help(
            "The set-up that the other flags start from. The defaults below are the lecture's [default: lecture]",
        );
    let at = Arg::new(AT)
        .long(AT)
        .value_name("STEP:SETTING=VALUE")
        .action(ArgAction::Append)
        .help_heading("Set-up")
        .help(
            "A change while it trains, as in 1200:eta=0.01; 5000:weights=best goes back to the best weights; \
             @FILE has one a line",
        );
    let settings = SETTINGS.iter().map(|setting| {
        Arg::new(setting.name)
            .long(setting.name)
            .value_name("VALUE")
            .value_parser(NonEmptyStringValueParser::new())
            .allow_negative_numbers(true)
            .help_heading("Set-up")
            .help(format!(
                "{}. Give {} [default: {}]",
                capitalized(setting.help),
                (setting.values)(),
                default_of(setting)
            ))
    });
    [preset].into_iter().chain(settings).chain([at])
}

/// The value in the lecture's set-up, for the data sets of the lecture if they differ.
fn default_of(setting: &Setting) -> String {
    let value = |name: &str| {
        let data = data::find(name).map(Choice::BuiltIn).filter(|data| (setting.applies)(data))?;
        Some((setting.get)(&Setup::lecture(data)))
    };
    match (value("circles"), value("mnist")) {
        (Some(circles), Some(mnist)) if circles != mnist => format!("{circles}; mnist: {mnist}"),
        (circles, mnist) => circles.or(mnist).unwrap_or_default(),
    }
}

/// The `--threads` flag.
pub fn threads_flag() -> Arg {
    Arg::new("threads")
        .long("threads")
        .value_name("N")
        .value_parser(|text: &str| {
            let range = 1..=WorkerThreads::MOST;
            let threads = text.parse().ok().filter(|threads| range.contains(threads));
            threads.ok_or_else(|| format!("give a number from 1 to {}", WorkerThreads::MOST))
        })
        .help(format!(
            "Threads to train on, 1 to {}; the numbers do not depend on it [default: all cores]",
            WorkerThreads::MOST
        ))
}

/// The number of threads given, or the default.
pub fn threads(matches: &ArgMatches) -> usize {
    matches.get_one("threads").copied().unwrap_or_else(WorkerThreads::default_count)
}

/// The argument for the data set. Its text need not be UTF-8: it may be the path of a file.
pub fn dataset_argument() -> Arg {
    // Unlike clap's parser of any text, that of paths refuses an empty one.
    let parser = PathBufValueParser::new().map(PathBuf::into_os_string);
    Arg::new("dataset").value_name("DATASET").value_parser(parser)
}

/// The name or path of the data set.
///
/// # Errors
/// When flags of a run are given without a data set.
pub fn dataset(matches: &ArgMatches) -> Result<Option<&OsString>, Error> {
    let name = matches.get_one::<OsString>("dataset");
    let mut flags = SETTINGS.iter().map(|setting| setting.name).chain([PRESET, AT]).chain(read_flags::NAMES);
    match flags.find(|flag| name.is_none() && matches.contains_id(flag)) {
        Some(flag) => Err(Error::Usage(format!("--{flag} needs a DATASET before it"))),
        None => Ok(name),
    }
}

/// The set-up described by the flags of a run.
///
/// # Errors
/// When a value or a planned change is not allowed for these data.
pub fn setup(matches: &ArgMatches, data: Choice) -> Result<Setup, Error> {
    setup_with(matches, data, &[])
}

/// The set-up described by the flags of a run, with these values in place of the flags of their settings.
///
/// # Errors
/// When a value or a planned change is not allowed for these data.
pub fn setup_with(matches: &ArgMatches, data: Choice, values: &[(SettingId, &str)]) -> Result<Setup, Error> {
    let named = matches.get_one::<String>(PRESET);
    let preset = Preset::ALL.into_iter().find(|preset| named.is_some_and(|name| name == preset.name()));
    let mut setup = preset.unwrap_or(Preset::Lecture).of(data);
    for setting in SETTINGS {
        let instead = values.iter().find(|(id, _)| *id == setting.id).map(|(_, value)| *value);
        let flag = || matches.get_one::<String>(setting.name).map(String::as_str);
        if let Some(value) = instead.or_else(flag) {
            set(&mut setup, setting, value)?;
        }
    }
    let mut setup = setup.with_batch_in_range();
    plan(&mut setup, matches.get_many::<String>(AT).into_iter().flatten())?;
    Ok(setup)
}

/// A data set, with the set-up that the flags describe as soon as it is read.
pub fn pending(name: &OsStr, matches: &ArgMatches) -> PendingFile {
    let options = read_flags::read_options(matches);
    let matches = matches.clone();
    PendingFile { name: name.to_owned(), options, setup: Box::new(move |data| setup(&matches, data)) }
}

/// The steps given for a saved run.
///
/// # Errors
/// When they are no number of steps.
pub fn steps(matches: &ArgMatches) -> Result<Option<u64>, Error> {
    let Some(value) = matches.get_one::<String>(SettingId::Steps.name()) else { return Ok(None) };
    let mut setup = Setup::lecture(Choice::BuiltIn(SOURCES[0]));
    set(&mut setup, SettingId::Steps.row(), value)?;
    Ok(Some(setup.steps))
}

/// The set-up that a saved run goes on with: the flags change the one that it has come to.
///
/// # Errors
/// When a value is not allowed for its data, or a flag describes a new run.
pub fn changed(matches: &ArgMatches, setup: &Setup) -> Result<Setup, Error> {
    let new = [PRESET, AT].into_iter().chain(read_flags::NAMES).find(|flag| matches.contains_id(flag));
    if let Some(flag) = new {
        let problem = "does not go with a saved run, which has its set-up and its data";
        return Err(Error::Usage(format!("--{flag} {problem}")));
    }
    let mut changed = setup.clone();
    for setting in SETTINGS.iter().filter(|setting| setting.id != SettingId::Steps) {
        if let Some(value) = matches.get_one::<String>(setting.name) {
            set(&mut changed, setting, value)?;
        }
    }
    Ok(changed.with_batch_in_range())
}

fn set(setup: &mut Setup, setting: &Setting, value: &str) -> Result<(), Error> {
    if setting.id == SettingId::Points {
        let edits = PointEdits::join(&changes(value)?);
        return setting.set(setup, &edits).map_err(|error| in_file(error, value));
    }
    setting.set(setup, value)
}

fn plan<'a>(setup: &mut Setup, values: impl Iterator<Item = &'a String>) -> Result<(), Error> {
    let (mut texts, mut file) = (Vec::new(), None);
    for value in values {
        texts.extend(changes(value)?);
        file = file.or_else(|| value.starts_with('@').then_some(value));
    }
    let planned = setup.plan(texts.iter().map(String::as_str));
    planned.map_err(|error| match file {
        Some(file) => in_file(error, file),
        None => error,
    })
}

/// The set-up described by the arguments of `overfit train`, for a built-in data set.
///
/// # Errors
/// When the arguments are invalid.
pub fn setup_of_words(words: &str) -> Result<Setup, Error> {
    let command = Command::new("train")
        .no_binary_name(true)
        .arg(dataset_argument())
        .args(setting_flags())
        .args(read_flags::read_flags());
    let matches = command.try_get_matches_from(words.split_whitespace());
    let matches = matches.map_err(|error| Error::Usage(error.to_string()))?;
    let name = dataset(&matches)?.map_or(OsStr::new(""), OsString::as_os_str);
    setup(&matches, data::resolve_with(name, &read_flags::read_options(&matches), &mut |_| true)?)
}
