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
/// When a list in a file cannot be read, or a value or a planned change is not allowed for these data.
pub fn setup(matches: &ArgMatches, data: Choice) -> Result<Setup, Error> {
    SetupFlags::read(matches)?.setup(data, &[])
}

/// The flags of a run, with the lists that stand in files.
pub struct SetupFlags {
    preset: Preset,
    values: Vec<(SettingId, Value)>,
    /// The planned changes.
    at: Vec<String>,
    /// The flag that names the first file of planned changes.
    at_file: Option<String>,
}

/// The value of a flag, or of a setting in place of one.
pub struct Value {
    /// With a list from a file in place of its name.
    pub text: String,
    /// On the command line.
    typed: String,
}

impl Value {
    /// Of a setting. Points may stand in a file.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn read(setting: SettingId, typed: &str) -> Result<Value, Error> {
        let text = match setting {
            SettingId::Points => PointEdits::join(&changes(typed)?),
            _ => typed.to_owned(),
        };
        Ok(Value { text, typed: typed.to_owned() })
    }

    fn set(&self, setup: &mut Setup, setting: SettingId) -> Result<(), Error> {
        setting.row().set(setup, &self.text).map_err(|error| in_file(error, &self.typed))
    }
}

impl SetupFlags {
    /// Reads the files that flags name.
    ///
    /// # Errors
    /// When one of them cannot be read.
    pub fn read(matches: &ArgMatches) -> Result<SetupFlags, Error> {
        let named = matches.get_one::<String>(PRESET);
        let preset = Preset::ALL.into_iter().find(|preset| named.is_some_and(|name| name == preset.name()));
        let (mut at, mut at_file) = (Vec::new(), None);
        for value in matches.get_many::<String>(AT).into_iter().flatten() {
            at.extend(changes(value)?);
            at_file = at_file.or_else(|| value.starts_with('@').then(|| value.clone()));
        }
        let flags = SETTINGS.iter().filter_map(|setting| {
            let typed = matches.get_one::<String>(setting.name)?;
            Some(Value::read(setting.id, typed).map(|value| (setting.id, value)))
        });
        Ok(SetupFlags {
            preset: preset.unwrap_or(Preset::Lecture),
            values: flags.collect::<Result<_, _>>()?,
            at,
            at_file,
        })
    }

    /// The set-up of these flags, with other values in place of the flags of their settings.
    ///
    /// # Errors
    /// When a value or a planned change is not allowed for these data.
    pub fn setup(&self, data: Choice, instead: &[(SettingId, &str)]) -> Result<Setup, Error> {
        self.planned(self.typed(data, instead)?.with_batch_in_range())
    }

    /// The set-up of these flags before its mini-batch is compared with its number of examples: other flags with the same
    /// runs at this number give another set-up.
    ///
    /// # Errors
    /// As [`SetupFlags::setup`].
    pub fn unfitted(&self, data: Choice, instead: &[(SettingId, &str)]) -> Result<Setup, Error> {
        self.planned(self.typed(data, instead)?)
    }

    fn typed(&self, data: Choice, instead: &[(SettingId, &str)]) -> Result<Setup, Error> {
        let mut setup = self.preset.of(data);
        for setting in SETTINGS {
            let flag = self.values.iter().find(|(id, _)| *id == setting.id);
            match (instead.iter().find(|(id, _)| *id == setting.id), flag) {
                (Some((_, value)), _) => setting.set(&mut setup, value)?,
                (None, Some((_, value))) => value.set(&mut setup, setting.id)?,
                (None, None) => {}
            }
        }
        Ok(setup)
    }

    fn planned(&self, mut setup: Setup) -> Result<Setup, Error> {
        let planned = setup.plan(self.at.iter().map(String::as_str));
        planned.map_err(|error| match &self.at_file {
            Some(file) => in_file(error, file),
            None => error,
        })?;
        Ok(setup)
    }
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
    SettingId::Steps.row().set(&mut setup, value)?;
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
            Value::read(setting.id, value)?.set(&mut changed, setting.id)?;
        }
    }
    Ok(changed.with_batch_in_range())
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
