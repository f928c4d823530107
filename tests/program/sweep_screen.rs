//! A sweep on a terminal: its picture, and the file that keeps its results meanwhile.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use rustix::process::Signal;
use tempfile::TempDir;

use crate::pty::Pty;

const OVERFIT: &str = env!("CARGO_BIN_EXE_overfit");
/// Twelve runs, each of which takes long enough to be stopped.
const SWEEP: [&str; 12] = [
    "sweep",
    "circles",
    "--steps",
    "2500",
    "--over",
    "eta=0.001,0.005",
    "--over",
    "hidden=5,20",
    "--seeds",
    "3",
    "--threads",
    "1",
];

fn start(arguments: &[&str]) -> Pty {
    Pty::start(OVERFIT, arguments, &[("LC_ALL", "C.UTF-8")], (80, 24))
}

fn lines(file: &Path) -> usize {
    fs::read_to_string(file).map_or(0, |text| text.lines().count())
}

fn file_in(folder: &TempDir) -> String {
    folder.path().join("results.jsonl").to_str().expect("text").to_owned()
}

#[test]
fn a_sweep_that_is_kept_is_shown_and_goes_on_after_it_was_left() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = file_in(&folder);
    let kept = [&SWEEP[..], &["-o", &file]].concat();
    let mut pty = start(&kept);
    pty.wait_for("Test accuracy at the best step");
    pty.wait_until("two runs", |pty| !pty.text().is_empty() && lines(Path::new(&file)) >= 3);
    pty.send("q");
    assert_eq!(pty.exit_code(), 0);
    assert!(pty.is_sane());
    let text = pty.text();
    assert!(text.contains("of 12 runs are done, and the same command goes on with the others"), "{text}");
    assert!(text.contains("* the highest mean accuracy"), "{text}");
    let ended = lines(Path::new(&file));
    assert!((3..13).contains(&ended), "{ended}");

    let mut pty = start(&kept);
    pty.wait_for("12 runs have ended");
    pty.send("q");
    assert_eq!(pty.exit_code(), 0);
    assert!(pty.text().contains("circles: 12 runs, 4 combinations with 3 seeds each"), "{}", pty.text());
    let whole =
        Command::new(OVERFIT).args(SWEEP).arg("--json").stdin(Stdio::null()).output().expect("it runs");
    assert_eq!(fs::read(&file).expect("kept"), whole.stdout);
}

#[test]
fn a_result_that_cannot_be_written_stops_the_sweep_and_is_said() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = file_in(&folder);
    // A larger file is an error of the sweep, and a signal that ends the screen.
    let limited = "ulimit -f 2; exec \"$0\" \"$@\"";
    let arguments = [&["-c", limited, OVERFIT], &SWEEP[..], &["-o", &file]].concat();
    let mut pty = Pty::start("sh", &arguments, &[("LC_ALL", "C.UTF-8")], (120, 36));
    assert_eq!(pty.exit_code(), 1);
    assert!(pty.is_sane());
    let text = pty.text();
    assert!(text.contains("cannot be written") && text.contains("the same command goes on"), "{text}");
}

#[test]
fn a_signal_leaves_the_table_of_what_has_ended() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = file_in(&folder);
    let line = "exec \"$0\" sweep circles --over steps=100,2000000 --seeds 2 --threads 2 > \"$1\"";
    let mut pty = Pty::start("sh", &["-c", line, OVERFIT, &file], &[("LC_ALL", "C.UTF-8")], (80, 24));
    pty.wait_for("2 of 4 runs");
    pty.signal(Signal::INT);
    assert_eq!(pty.exit_code(), 130);
    let table = fs::read_to_string(&file).expect("a table");
    assert!(table.starts_with("circles: 2 of 4 runs, 1 combination with up to 2 seeds each\n"), "{table}");
}
