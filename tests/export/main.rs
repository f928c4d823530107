//! Exports, read by the programs that they are for: NumPy, PyTorch, pandas, TensorBoard and Chromium.
//!
//! The scripts beside this file do the reading. A script that misses a package says so and counts as skipped.

mod curves;
mod pages;
mod weights;

#[path = "../screen/support/mod.rs"]
mod support;

use std::path::Path;
use std::process::Command;
use std::{env, fs};

use overfit::cli::setup_of_words;
use overfit::nn::ThreadPool;
use overfit::train::{Planned, Point, Session, SettingId, Setup, State, Target};
use tempfile::{Builder, TempDir};

/// The exit code of a script that misses a package.
const SKIPPED: i32 = 77;

/// A set-up from the words of a command line.
fn setup(words: &str) -> Setup {
    setup_of_words(words).expect(words)
}

/// A set-up that changes a setting in the middle of the run.
fn with_change(setup: Setup, step: u64, setting: SettingId, value: &str) -> Setup {
    let change = Planned { step, target: Target::Setting(setting), value: value.to_owned() };
    Setup { at: vec![change], ..setup }
}

/// A run to its end, and all its evaluations.
fn finished(setup: Setup) -> (Session, Vec<Point>) {
    let mut session = Session::new(setup, ThreadPool::default()).expect("it loads");
    let mut points: Vec<Point> = session.history().latest().copied().into_iter().collect();
    while *session.state() == State::Learning {
        points.extend(session.advance());
    }
    (session, points)
}

/// Writes a file into a folder.
fn write(folder: &Path, name: &str, content: impl AsRef<[u8]>) {
    fs::write(folder.join(name), content).expect(name);
}

/// A folder for the files of a test. It stays if `EXPORTS` names a folder to make it in.
fn folder(name: &str) -> TempDir {
    let mut builder = Builder::new();
    let folder = match env::var_os("EXPORTS") {
        Some(kept) => builder.prefix(name).rand_bytes(0).disable_cleanup(true).tempdir_in(kept),
        None => builder.tempdir(),
    };
    folder.expect("a folder")
}

/// Runs a script of this folder on a folder of files, with the Python that `PYTHON` names.
fn check_with(script: &str, folder: &Path) {
    let python = env::var("PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/export").join(script);
    let Ok(output) = Command::new(&python).arg(&script).arg(folder).output() else {
        return eprintln!("skipped: there is no {python}");
    };
    let (said, complaint) =
        (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    eprint!("{said}");
    if output.status.code() != Some(SKIPPED) {
        assert!(output.status.success(), "{}:\n{said}{complaint}", script.display());
    }
}
