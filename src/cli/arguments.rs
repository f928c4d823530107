//! Parses the command line. The flags of a run are derived from the table of settings.

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

use clap::builder::{PathBufValueParser, PossibleValue, PossibleValuesParser};
use clap::{Arg, ArgAction, ArgMatches, Command};

use super::bench::{self, Bench};
use super::check::{self, Check, fingerprint_flag};
use super::export_arguments::{self, Export};
use super::read_flags::read_flags;
use super::sentence::{NO_DATASET, sentence};
use super::setup_flags::{
    changed, dataset, dataset_argument, pending, setting_flags, steps, threads, threads_flag,
};
use super::sweep::{self, Sweep};
use super::train::{Cures, Format, TrainOptions};
use super::watch::WatchOptions;
use super::watch_arguments;
use crate::data::{self, SOURCES};
use crate::display::{Background, Colors, DisplayOptions, FrameRate, Glyphs, Mouse};
use crate::error::Error;
use crate::launch::{InitialScreen, PendingFile, PendingRun};
use crate::run_file::is_run_file;
use crate::vector_unit::most_bits;

/// What the program is to do.
#[derive(Debug)]
pub enum Invocation {
    /// Show the interactive screen.
    Interactive {
        /// The initial screen.
        start: Box<InitialScreen>,
        /// The number of training threads.
        threads: usize,
        /// The display options.
        display_options: DisplayOptions,
        /// The file in which the run is kept.
        save: Option<PathBuf>,
        /// The file that records the screen.
        recording: Option<PathBuf>,
    },
    /// Train without a screen.
    Train {
        /// The data set, which is not read yet, and the set-up of the run.
        data: PendingFile,
        /// How it is trained.
        options: TrainOptions,
    },
    /// Go on with a saved run without a screen.
    Continue {
        /// The run.
        run: PendingRun,
        /// How it is trained.
        options: TrainOptions,
    },
    /// Write an export or the report of a saved run.
    Export(Export),
    /// Compute a run again and compare its fingerprint.
    Check(Check),
    /// Train many runs, or put the results of some of them together.
    Sweep {
        /// What is swept.
        sweep: Sweep,
        /// The display options.
        display_options: DisplayOptions,
    },
    /// Watch the logs of other programs.
    Watch {
        /// What is watched, and how.
        options: WatchOptions,
        /// The display options of the screen.
        display_options: DisplayOptions,
    },
    /// Run the benchmark.
    Bench(Bench),
    /// Print the help or the version, which clap returns as an error.
    Print(clap::Error),
}

/// Parses the arguments, the name of the program first.
///
/// # Errors
/// When the arguments or `OVERFIT_VECTOR_BITS` are invalid.
pub fn parse(arguments: impl IntoIterator<Item = OsString>) -> Result<Invocation, Error> {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let matches = match command().try_get_matches_from(&arguments) {
        Ok(matches) => matches,
        Err(error) if !error.use_stderr() => return Ok(Invocation::Print(error)),
        Err(error) => return Err(Error::Usage(sentence(&error, &arguments))),
    };
    most_bits().map_err(Error::Usage)?; // here, because the kernels that obey it cannot fail
    match matches.subcommand() {
        Some(("train", matches)) => {
            let name = dataset(matches)?.ok_or_else(|| Error::Usage(NO_DATASET.to_owned()))?;
            let format = if matches.get_flag("json") { Format::Json } else { Format::Text };
            let save = matches.get_one::<PathBuf>(SAVE).cloned();
            let options = TrainOptions { threads: threads(matches), format, cures: cures(matches), save };
            if is_saved_run(name) {
                return Ok(Invocation::Continue { run: pending_run(name, matches)?, options });
            }
            Ok(Invocation::Train { data: pending(name, matches), options })
        }
        Some(("check", matches)) => check::options(matches).map(Invocation::Check),
        Some(("export", matches)) => {
            Ok(Invocation::Export(export_arguments::options(matches, display_options(matches))))
        }
        Some(("report", matches)) => Ok(Invocation::Export(export_arguments::report_options(matches))),
        Some(("sweep", matches)) => {
            let display_options = display_options(matches);
            sweep::options(matches).map(|sweep| Invocation::Sweep { sweep, display_options })
        }
        Some(("watch", matches)) => Ok(Invocation::Watch {
            options: watch_arguments::options(matches),
            display_options: display_options(matches),
        }),
        Some(("bench", matches)) => bench::options(matches).map(Invocation::Bench),
        _ => Ok(Invocation::Interactive {
            start: Box::new(start(&matches)?),
            threads: threads(&matches),
            display_options: display_options(&matches),
            save: matches.get_one::<PathBuf>(SAVE).cloned(),
            recording: matches.get_one::<PathBuf>(RECORD).cloned(),
        }),
    }
}

fn command() -> Command {
    let names = SOURCES.iter().map(|source| source.name).collect::<Vec<_>>().join(", ");
    let dataset = dataset_argument().help(format!(
        "{names}, or a path: mnist.pkl.gz, mnist.npz, a folder of IDX files, a CSV table; - is standard input"
    ));
    let train = Command::new("train")
        .about("Train without a screen: progress on stderr, results on stdout")
        .arg(dataset.clone().required(true))
        .args(setting_flags())
        .args(read_flags())
        .arg(threads_flag())
        .arg(try_cures_flag())
        .arg(save_flag())
        .arg(fingerprint_flag())
        .arg(Arg::new("json").long("json").action(ArgAction::SetTrue).help("One JSON object a line"));
    Command::new("overfit")
        .version(env!("CARGO_PKG_VERSION"))
        .about("Watch a neural network learn, and over-fit, live in your terminal")
        .after_help("Without DATASET you choose one on the screen, where you can also drop a file. There, ? shows the keys.")
        .args_conflicts_with_subcommands(true)
        .disable_help_subcommand(true)
        .arg(dataset.clone())
        .args(setting_flags())
        .args(read_flags())
        .arg(threads_flag())
        .arg(save_flag())
        .arg(record_flag())
        .arg(fingerprint_flag())
        .args(screen_flags())
        .subcommand(train)
        .subcommand(sweep::command(dataset, screen_flags()))
        .subcommand(check::command())
        .subcommand(export_arguments::command(picture_flags()))
        .subcommand(export_arguments::report_command())
        .subcommand(watch_arguments::command(screen_flags()))
        .subcommand(bench::command())
}

const SAVE: &str = "save";

fn save_flag() -> Arg {
    let parser = PathBufValueParser::new();
    Arg::new(SAVE)
        .long(SAVE)
        .value_name("FILE")
        .value_parser(parser)
        .help("Keep the run in a file, run.overfit, from which it goes on later")
}

const RECORD: &str = "record";

fn record_flag() -> Arg {
    Arg::new(RECORD)
        .long(RECORD)
        .value_name("FILE")
        .value_parser(PathBufValueParser::new())
        .help_heading("Screen")
        .help("Record the screen in a new file, session.cast, which asciinema plays")
}

/// Whether the data set is a saved run.
fn is_saved_run(name: &OsStr) -> bool {
    is_run_file(Path::new(name)) && data::is_file(name)
}

fn pending_run(name: &OsStr, matches: &ArgMatches) -> Result<PendingRun, Error> {
    let flags = matches.clone();
    Ok(PendingRun {
        path: name.into(),
        steps: steps(matches)?,
        change: Box::new(move |setup| changed(&flags, setup)),
    })
}

const TRY_CURES: &str = "try-cures";
/// The value of `--try-cures` without a number.
const AS_MANY: &str = "as many";

fn try_cures_flag() -> Arg {
    Arg::new(TRY_CURES)
        .long(TRY_CURES)
        .value_name("STEPS")
        .num_args(0..=1)
        .default_missing_value(AS_MANY)
        .value_parser(|text: &str| match text {
            AS_MANY => Ok(None),
            number => match number.parse::<u64>() {
                Ok(steps @ 1..) => Ok(Some(steps)),
                _ => Err("give a number of steps, or no value and the DATASET before it".to_owned()),
            },
        })
        .help("Then try cures, each for STEPS more steps, and rank them [default: as many as the run took]")
}

fn cures(matches: &ArgMatches) -> Cures {
    let steps = matches.get_one::<Option<u64>>(TRY_CURES);
    steps.map_or(Cures::Untried, |steps| Cures::Tried(*steps))
}

/// The value that leaves the choice to the terminal.
const AUTO: &str = "auto";
/// Alternative names from other programs.
const ALIASES: [(&str, &str); 7] = [
    ("never", "none"),
    ("truecolor", "24-bit"),
    ("24bit", "24-bit"),
    ("half", "blocks"),
    ("half-block", "blocks"),
    ("braille", "blocks"),
    ("unicode", "blocks"),
];

/// The flags of the screen.
fn screen_flags() -> [Arg; 5] {
    let choice = |flag: &'static str, names: Vec<&'static str>, help: &'static str| {
        let parser = PossibleValuesParser::new(names.into_iter().map(|name| {
            PossibleValue::new(name)
                .aliases(ALIASES.iter().filter(|alias| alias.1 == name).map(|alias| alias.0))
        }));
        Arg::new(flag).long(flag).value_name("KIND").value_parser(parser).help_heading("Screen").help(help)
    };
    let or_auto = |names: &[&'static str]| [&[AUTO], names].concat();
    [
        choice("color", or_auto(&Colors::ALL.map(Colors::name)), "Colours of the terminal [default: auto]"),
        choice(
            "glyphs",
            or_auto(&Glyphs::ALL.map(Glyphs::name)),
            "Characters the terminal can show; ascii also where it draws frames two columns wide [default: auto]",
        ),
        choice(
            "background",
            Background::ALL.map(Background::name).to_vec(),
            "Dark or light behind the text [default: dark]",
        )
        .alias("ground"),
        choice(
            "mouse",
            Mouse::ALL.map(Mouse::name).to_vec(),
            "Whether clicks and the wheel are for the program. While they are, hold Shift to select text in most \
             terminals; never leaves the mouse to the terminal [default: auto]",
        ),
        Arg::new("calm")
            .long("calm")
            .action(ArgAction::SetTrue)
            .help_heading("Screen")
            .help("Draw twice a second, for slow connections and for less motion"),
    ]
}

/// The flags of a picture of the screen.
fn picture_flags() -> impl Iterator<Item = Arg> {
    screen_flags()
        .into_iter()
        .filter(|flag| ["color", "glyphs", "background"].contains(&flag.get_id().as_str()))
}

fn display_options(matches: &ArgMatches) -> DisplayOptions {
    DisplayOptions {
        colors: wish(matches, "color", &Colors::ALL, Colors::name),
        glyphs: wish(matches, "glyphs", &Glyphs::ALL, Glyphs::name),
        background: wish(matches, "background", &Background::ALL, Background::name),
        mouse: wish(matches, "mouse", &Mouse::ALL, Mouse::name).unwrap_or_default(),
        frame_rate: if matches.try_get_one("calm").ok().flatten() == Some(&true) {
            FrameRate::Low
        } else {
            FrameRate::Normal
        },
    }
}

/// The value of a flag by its name or an alias; `None` if it is absent or `auto`.
fn wish<T: Copy>(matches: &ArgMatches, flag: &str, all: &[T], name: fn(T) -> &'static str) -> Option<T> {
    let typed = matches.try_get_one::<String>(flag).ok().flatten()?; // pictures have some of them only
    let named = |wanted: &str| all.iter().copied().find(|&kind| name(kind) == wanted);
    let alias = ALIASES.iter().find(|(alias, _)| alias == typed);
    named(typed).or_else(|| named(alias?.1))
}

/// The initial screen. A data file is read later, while the screen is up.
fn start(matches: &ArgMatches) -> Result<InitialScreen, Error> {
    let Some(name) = dataset(matches)? else { return Ok(InitialScreen::Picker) };
    if is_saved_run(name) {
        return pending_run(name, matches).map(InitialScreen::Saved);
    }
    let pending = pending(name, matches);
    if data::is_file(name) {
        return Ok(InitialScreen::File(pending));
    }
    pending.read(|_| {}).map(InitialScreen::Run)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wished(line: &str) -> DisplayOptions {
        match parse(line.split(' ').map(OsString::from)).unwrap() {
            Invocation::Interactive { display_options, .. } => display_options,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn looks_have_the_names_that_other_programs_use_as_well() {
        assert_eq!(wished("overfit --color auto --glyphs auto"), DisplayOptions::default());
        for kind in Colors::ALL {
            assert_eq!(wished(&format!("overfit --color {}", kind.name())).colors, Some(kind));
        }
        for (alias, name) in ALIASES {
            let flag = if Colors::ALL.map(Colors::name).contains(&name) { "--color" } else { "--glyphs" };
            assert_eq!(wished(&format!("overfit {flag} {alias}")), wished(&format!("overfit {flag} {name}")));
        }
        assert_eq!(wished("overfit --mouse never").mouse, Mouse::Never);
    }
}
