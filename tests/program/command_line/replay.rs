//! The command line that a screen shows, given to real shells, repeats the run: whatever was changed, and whatever the
//! file is called.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use overfit::data::{self, Shape};
use overfit::nn::ThreadPool;
use overfit::train::{
    Adjustment, Change, Command as TrainerCommand, Direction, Driver, Preset, RunId, SETTINGS, Session,
    SettingId, Setup, State, settings_of,
};
use rand::rngs::ChaCha8Rng;
use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};
use serde_json::Value;
use tempfile::TempDir;

/// Names that shells, printf and terminals have their own ideas about.
const NAMES: [&str; 24] = [
    "plain.csv",
    "with blanks.csv",
    "it's.csv",
    "{a,b}.csv",
    "tab\there.csv",
    "line\nbreak.csv",
    "escape\u{1b}[31m.csv",
    "bell\u{7}.csv",
    "$HOME.csv",
    "$(echo).csv",
    "`echo`.csv",
    "back\\slash.csv",
    "back\\\\n.csv",
    "*.csv",
    "~.csv",
    "-x.csv",
    "%d%s.csv",
    "ünïcödé 数.csv",
    "\u{202e}vsc.csv",
    "#comment.csv",
    "a;b&c|d.csv",
    "!history.csv",
    "\"quoted\".csv",
    " leading.csv",
];

/// How many runs; more by hand: `RUNS=1000 cargo test --release --test program replay`.
fn runs() -> u64 {
    std::env::var("RUNS").ok().and_then(|text| text.parse().ok()).unwrap_or(40)
}

/// A folder with points under all names.
fn folder() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for name in NAMES {
        fs::copy("tests/data/points.csv", folder.path().join(name)).expect("a copy");
    }
    folder
}

/// What a shell runs for a line, in a folder.
fn run(shell: &str, line: &str, folder: &TempDir) -> Vec<u8> {
    let script = format!("overfit() {{ \"$OVERFIT\" \"$@\"; }}\n{line}\n");
    let mut command = Command::new(shell);
    command.args(["-c", &script]).env("OVERFIT", env!("CARGO_BIN_EXE_overfit")).current_dir(folder.path());
    let output = command.output().expect("a shell");
    assert!(output.stderr.is_empty(), "{line}: {}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

fn fingerprint(shell: &str, line: &str, folder: &TempDir) -> String {
    let output = run(shell, &format!("{line} --json"), folder);
    let text = String::from_utf8(output).expect("text");
    let end: Value =
        serde_json::from_str(text.lines().last().unwrap_or_else(|| panic!("{line}"))).expect("JSON");
    end["fingerprint"].as_str().expect("text").to_owned()
}

/// A short run with random settings, whatever of them applies.
fn random_setup(rng: &mut ChaCha8Rng, folder: &TempDir) -> Setup {
    let name = match rng.random_range(0..4) {
        0 => "mnist".to_owned(),
        1 => (*["circles", "moons", "spirals"].choose(rng).expect("some")).to_owned(),
        // By its name alone, as in the folder where the shell runs it.
        _ => (*NAMES.choose(rng).expect("some")).to_owned(),
    };
    let path = if NAMES.contains(&name.as_str()) { folder.path().join(&name) } else { PathBuf::from(&name) };
    let preset = *Preset::ALL.choose(rng).expect("two");
    let mut setup = preset.of(data::resolve(path.to_str().expect("text")).expect("sound data"));
    let sizes = setup.data.max_sizes();
    setup.train_size = sizes.train.min(60);
    setup.test_size = sizes.test.min(30);
    setup.hidden = vec![6];
    for _ in 0..rng.random_range(0..8) {
        let setting = &SETTINGS[rng.random_range(0..SETTINGS.len())];
        if (setting.applies)(&setup.data) {
            setup = setup.stepped(setting, *[Direction::Up, Direction::Down].choose(rng).expect("two"));
        }
    }
    setup.train_size = setup.train_size.min(200);
    setup.test_size = setup.test_size.min(200);
    Setup { steps: rng.random_range(1..60), seed: rng.random_range(0..1_000), ..setup.with_batch_in_range() }
}

/// Keys as a person presses them while it learns, now and then one that makes it diverge; to the end of the run.
fn play(setup: Setup, rng: &mut ChaCha8Rng) -> Driver {
    let mut driver = Driver::new(RunId(1), setup, ThreadPool::default());
    driver.begin().expect("sound data");
    for number in 0..rng.random_range(0..10) {
        for _ in 0..rng.random_range(0..12) {
            driver.step();
        }
        let session = driver.session().expect("a run");
        let live: Vec<_> = settings_of(&session.setup().data).collect();
        let setting = live.choose(rng).expect("some").id;
        let change = match rng.random_range(0..12) {
            0 => Change::GoBack,
            1 => Change::Extend,
            2 => Change::Adjust(vec![Adjustment::value(SettingId::Eta, "1e20")]),
            3 => Change::Preset(*Preset::ALL.choose(rng).expect("two")),
            4 => Change::Again,
            5 | 6 if session.setup().data.shape() == Shape::Plane => edit(session, rng),
            _ => {
                let direction = *[Direction::Up, Direction::Down].choose(rng).expect("two");
                Change::Adjust(vec![Adjustment::next(setting, direction)])
            }
        };
        driver.obey(TrainerCommand::Change(number, change));
        if driver.has_to_begin() {
            driver.begin().expect("sound data");
        }
    }
    let is_learning = |driver: &Driver| {
        let session = driver.session().expect("a run");
        *session.state() == State::Learning && session.step() < 2_000
    };
    while is_learning(&driver) {
        driver.step();
    }
    driver
}

/// A training point added, moved or removed.
fn edit(session: &Session, rng: &mut ChaCha8Rng) -> Change {
    let (x, y): (f32, f32) = (rng.random_range(-1.0..1.0), rng.random_range(-1.0..1.0));
    let number = rng.random_range(1..=20);
    let text = match rng.random_range(0..3) {
        0 => format!("+{number}@off"),
        1 => format!("+{number}@{x},{y}"),
        _ => format!("+{}@{x},{y},1", session.setup().points.next_added()),
    };
    Change::Adjust(vec![Adjustment::value(SettingId::Points, text)])
}

/// The line as if the program had been started in the folder.
fn line(session: &Session, folder: &TempDir) -> String {
    let inside = format!("{}/", folder.path().display());
    session.command_line("train ").replacen(&inside, "", 1).replacen("train -", "train ./-", 1)
}

#[test]
fn every_line_gives_the_same_fingerprint_in_every_shell() {
    let folder = folder();
    let mut diverged = 0;
    for seed in 0..runs() {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let setup = random_setup(&mut rng, &folder);
        let driver = play(setup, &mut rng);
        let session = driver.session().expect("a run");
        if *session.state() == State::Learning {
            continue; // very long
        }
        diverged += u64::from(matches!(session.state(), State::Diverged(_)));
        let line = line(session, &folder);
        assert!(!line.chars().any(char::is_control), "{line:?}");
        let expected = format!("{:016x}", session.history().fingerprint());
        for shell in ["sh", "bash"] {
            assert_eq!(fingerprint(shell, &line, &folder), expected, "{seed}: {line}");
        }
    }
    assert!(diverged > 0, "none diverged");
}

#[test]
fn every_name_and_every_value_comes_back_as_it_was() {
    let folder = folder();
    let mut lines = String::new();
    let mut expected: Vec<String> = Vec::new();
    for name in NAMES {
        let path = folder.path().join(name);
        let mut setup = Setup::lecture(data::resolve(path.to_str().expect("text")).expect("sound data"));
        setup.hidden = vec![7, 4];
        setup.plan(["10:hidden=7, 4", "20 : l2 = off"]).expect("a plan");
        lines += &setup.command_line("train ");
        lines += "\n";
        let words = [
            "train",
            path.to_str().expect("text"),
            "--hidden",
            "7,4",
            "--at",
            "10:hidden=7,4",
            "--at",
            "20:l2=off",
        ];
        expected.extend(words.map(str::to_owned));
    }
    assert!(!lines.replace('\n', "").chars().any(char::is_control), "{lines:?}");
    for shell in ["sh", "bash"] {
        let script = format!("overfit() {{ printf '%s\\0' \"$@\"; }}\n{lines}");
        let output = Command::new(shell).args(["-c", &script]).output().expect("a shell");
        let text = String::from_utf8(output.stdout).expect("text");
        let words: Vec<&str> = text.split_terminator('\0').collect();
        assert_eq!(words, expected, "{shell}");
    }
}

/// The changes of a line in a file, one a line, and the points edited from the start in another.
#[test]
fn files_of_changes_give_the_same_fingerprint() {
    let folder = folder();
    let mut setup = Setup::lecture(data::resolve("circles").expect("built in"));
    setup.train_size = 60;
    setup.steps = 50;
    let edits: Vec<String> = (1..=12).map(|n| format!("new{n}@0.{n},-0.25,1")).collect();
    setup = setup.with(SettingId::Points.row(), &edits.join("+")).expect("edits");
    let changes: Vec<String> = (1..=12).map(|n| format!("{n}:points=+{n}@0.{n},0.5")).collect();
    setup.plan(changes.iter().map(String::as_str).chain(["9:eta=0.01"])).expect("a plan");
    let files = setup.line_files();
    for file in files.iter() {
        fs::write(folder.path().join(&file.name), &file.text).expect("a file");
    }
    let short = format!("overfit train {}", setup.arguments_with(&files));
    assert!(
        short.contains("--points @overfit-points-") && short.contains("--at @overfit-changes-"),
        "{short}"
    );
    let long = setup.command_line("train ");
    assert!(short.len() < long.len() / 2);
    assert_eq!(fingerprint("sh", &short, &folder), fingerprint("sh", &long, &folder));
    assert_ne!(
        fingerprint("sh", &long, &folder),
        fingerprint("sh", "overfit train circles --steps 50", &folder)
    );
}
