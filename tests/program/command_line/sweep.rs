//! `overfit sweep`: the same lines however it is split, killed, and put together again.

use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use tempfile::TempDir;

use super::*;

/// Three values by three by five seeds.
const SWEEP: &str = "sweep circles --steps 120 --train-size 100 --seed 3 --over eta=0.001,0.005,0.02 --over hidden=2,5,10 --seeds 5";

pub(super) fn folder() -> TempDir {
    tempfile::tempdir().expect("a folder")
}

/// What a command prints that is to end well without a word on stderr.
pub(super) fn printed(arguments: &[&str]) -> String {
    let output = overfit(arguments);
    assert_eq!(text(&output.stderr), "", "{arguments:?}");
    assert_eq!(output.status.code(), Some(0), "{arguments:?}");
    text(&output.stdout).to_owned()
}

pub(super) fn with<'a>(line: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    [words(line), more.to_vec()].concat()
}

pub(super) fn path(folder: &TempDir, name: &str) -> PathBuf {
    folder.path().join(name)
}

pub(super) fn name(path: &Path) -> &str {
    path.to_str().expect("text")
}

pub(super) fn read(path: &Path) -> String {
    fs::read_to_string(path).expect("text")
}

/// Waits until a file that the program writes has so many lines.
fn wait_for_lines(child: &mut Child, file: &Path, lines: usize) {
    let start = Instant::now();
    while fs::read_to_string(file).map_or(0, |text| text.lines().count()) < lines {
        let has_ended = child.try_wait().expect("a child").is_some();
        assert!(!has_ended && start.elapsed() < Duration::from_secs(60), "{lines} lines: {has_ended}");
        thread::sleep(Duration::from_millis(1));
    }
}

#[test]
fn the_lines_do_not_depend_on_threads_and_shards() {
    let folder = folder();
    let alone = printed(&with(SWEEP, &["--json", "--threads", "1"]));
    assert_eq!(alone.lines().count(), 1 + 45);
    assert_eq!(printed(&with(SWEEP, &["--json", "--threads", "4"])), alone);
    let shards: Vec<PathBuf> = (1..=4).map(|nth| path(&folder, &format!("{nth}.jsonl"))).collect();
    for (nth, shard) in shards.iter().enumerate() {
        let part = format!("{}/4", nth + 1);
        let table = printed(&with(SWEEP, &["--shard", &part, "-o", name(shard)]));
        let runs = if nth == 0 { 12 } else { 11 };
        let first = format!("circles: {runs} of 45 runs, 9 combinations with up to 5 seeds each\n");
        assert!(table.starts_with(&first) && table.contains("hidden  runs  accuracy"), "{table}");
    }
    let files: Vec<&str> = shards.iter().rev().map(|shard| name(shard)).collect();
    assert_eq!(printed(&with("sweep --json --merge", &files)), alone);
    let table = printed(&with("sweep --merge", &files));
    assert_eq!(printed(&words(SWEEP)), table);
    assert!(table.starts_with("circles: 45 runs, 9 combinations with 5 seeds each\n"), "{table}");
    assert_eq!(
        table.lines().filter(|line| line.starts_with('*')).count(),
        2,
        "the best one, and the legend: {table}"
    );
}

#[test]
fn a_killed_sweep_goes_on_and_leaves_the_same_file() {
    let folder = folder();
    let file = path(&folder, "results.jsonl");
    let sweep = with(SWEEP, &["--threads", "2", "-o", name(&file)]);
    let whole = printed(&with(SWEEP, &["--json"]));
    let mut command = Command::new(env!("CARGO_BIN_EXE_overfit"));
    let mut child = command.args(&sweep).stdout(Stdio::null()).spawn().expect("it runs");
    wait_for_lines(&mut child, &file, 6);
    child.kill().expect("SIGKILL");
    child.wait().expect("a child");
    // What is there is not run again: a result that is told apart stays. The last line was being written.
    let kept: Vec<String> = read(&file).lines().take(5).map(str::to_owned).collect();
    let kept = kept.join("\n").replacen("\"status\":\"finished\"", "\"status\":\"kept\"", 1);
    fs::write(&file, format!("{kept}\n{{\"event\":\"run\",\"index\":7,\"comm")).expect("written");
    printed(&sweep);
    let resumed = read(&file);
    assert_eq!(resumed.matches("\"kept\"").count(), 1);
    assert_eq!(resumed.replace("\"kept\"", "\"finished\""), whole);
    assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 1, "nothing is left beside it");
    printed(&sweep);
    assert_eq!(read(&file), resumed, "a sweep that is done is left as it is");
}

#[test]
fn each_run_is_that_of_train_with_the_same_flags() {
    let line = "sweep moons --preset modern --batch full --steps 60 --over hidden=0/3/4,2 --over activation=relu..sigmoid \
                --over l2=off,0.01 --at 30:eta=0.01 --seeds 2 --sample 4 --json";
    let runs = Run::of(line);
    assert_eq!(runs.kinds(), [vec!["sweep"], vec!["run"; 8]].concat());
    for run in &runs.events[1..] {
        let value = |name: &str| run["settings"][name].as_str().expect("a value").to_owned();
        let seed = run["seed"].to_string();
        let (hidden, activation, l2) = (value("hidden"), value("activation"), value("l2"));
        let flags = ["--hidden", &hidden, "--activation", &activation, "--l2", &l2, "--seed", &seed];
        let train =
            with("train moons --preset modern --batch full --steps 60 --at 30:eta=0.01 --json", &flags);
        let trained = Run::ending(&train, 0);
        assert_eq!(run["fingerprint"], trained.fingerprint());
        for name in ["status", "step", "best", "best_train", "final", "diagnosis"] {
            assert_eq!(run[name], trained.end()[name], "{name}");
        }
        let command = run["command"].as_str().expect("a line");
        assert!(command.starts_with("overfit train moons "), "{command}");
        assert!(printed(&["check", command]).starts_with("The fingerprint holds"), "{command}");
    }
    let head = &runs.events[0];
    let again = head["command"].as_str().expect("a line");
    assert_eq!(Run::of(&format!("{} --json", again.trim_start_matches("overfit "))).lines, runs.lines);
    assert_eq!((head["runs"].as_u64(), head["seeds"].as_u64()), (Some(8), Some(2)));
}

#[test]
fn a_sample_does_not_depend_on_the_shard() {
    let line = "sweep xor --steps 20 --over hidden=1..30 --sample 6 --seed 5";
    let whole = Run::of(&format!("{line} --json"));
    let part = Run::of(&format!("{line} --json --shard 2/3"));
    assert_eq!(part.lines[0], whole.lines[0]);
    assert_eq!(part.lines[1..], [whole.lines[2].clone(), whole.lines[5].clone()]);
}

#[test]
fn a_run_that_diverges_is_a_result() {
    let runs = Run::of("sweep circles --steps 50 --over eta=0.005,1e9 --json");
    assert_eq!([&runs.events[1]["status"], &runs.events[2]["status"]], ["finished", "diverged"]);
    assert!(runs.events.iter().all(all_finite), "{:?}", runs.lines);
    let table = printed(&words("sweep circles --steps 50 --over eta=0.005,1e9"));
    let columns: Vec<&str> =
        table.lines().find(|line| line.contains("1e9")).expect("a row").split_whitespace().collect();
    assert_eq!(columns.last(), Some(&"1/1"), "{table}");
}

#[test]
fn a_sweep_that_does_not_work_is_refused_before_anything_runs() {
    let folder = folder();
    let file = path(&folder, "results.jsonl");
    let refusals = [
        ("sweep", "sweep needs a DATASET; `overfit sweep --help` shows what there is"),
        (
            "sweep circles",
            "sweep needs something to compare: --over SETTING=VALUES, as in eta=0.001,0.01, or --seeds N",
        ),
        ("sweep circles --over eta=0.1,x", "--eta x does not work: give a number above 0, up to 3e38"),
        (
            "sweep circles --over batch=10,500 --over train-size=400,1000",
            "--batch 500 does not work: give `full` or a whole number from 1 to 400",
        ),
        (
            "sweep circles --over etta=1",
            "--over etta=1 does not work: there is no setting etta: did you mean eta?",
        ),
        ("sweep circles --over augment=off,shift", "--augment does not apply to circles"),
        (
            "sweep circles --over eta=1,2 --over eta=3",
            "--over eta is given twice: put its values into one list",
        ),
        (
            "sweep circles --over seed=1,2",
            "--over seed=1,2 does not work: give --seeds N for N seeds, the first of which is --seed",
        ),
        (
            "sweep circles --over hidden=1..2000 --over batch=1,2,5,10,20 --seeds 1000",
            "the sweep has more than 1000000 runs: give fewer values or seeds",
        ),
        (
            "sweep circles --over hidden=1..2000 --over eta=1e-6..100 --over l2=off..1 --over l1=off..1 --sample 5",
            "the sweep has more than 1000000 combinations: give fewer values",
        ),
        ("sweep run.overfit --seeds 2", "sweep begins new runs: give a data set instead of a saved run"),
        ("sweep moons --merge a.jsonl", "--merge does not go with a DATASET"),
        ("sweep --merge a.jsonl --seeds 2", "--merge does not go with --seeds"),
    ];
    for (line, sentence) in refusals {
        let output = ["-o", name(&file)];
        refused(&with(line, if line.contains("circles") { &output } else { &[] }), 2, sentence);
        assert!(!file.exists(), "{line}");
    }
    let shard = overfit(&words("sweep circles --seeds 2 --shard 5/4"));
    assert_eq!(shard.status.code(), Some(2));
    assert!(
        text(&shard.stderr).contains("give I/N with I from 1 to N, as in 2/4"),
        "{}",
        text(&shard.stderr)
    );
}

#[test]
fn a_flag_may_go_with_the_swept_values_only() {
    let runs = Run::of("sweep circles --steps 10 --batch 500 --over train-size=600,1000 --json");
    assert_eq!(runs.events.len(), 3);
    assert!(runs.lines[2].contains("--train-size 1000"), "{}", runs.lines[2]);
}

#[test]
fn a_file_of_something_else_is_left_alone() {
    let folder = folder();
    let file = path(&folder, "results.jsonl");
    let sweep = with("sweep circles --steps 10 --seeds 3", &["-o", name(&file)]);
    let cannot = |problem: &str| format!("{} cannot be used: {problem}", name(&file));
    for other in ["my notes\n", "my notes", "{\"event\":\"sweep\"}\n", "{\"event\":\"sw\u{0}"] {
        fs::write(&file, other).expect("written");
        refused(&sweep, 3, &cannot("it holds something else than a sweep"));
        assert_eq!(read(&file), other);
    }
    fs::remove_file(&file).expect("removed");
    printed(&with("sweep circles --steps 10 --seeds 4", &["-o", name(&file)]));
    let other = read(&file);
    refused(&sweep, 3, &cannot("it holds another sweep: overfit sweep circles --steps 10 --seeds 4"));
    assert_eq!(read(&file), other);
    // A shard of the same sweep is another part of it.
    refused(
        &with("sweep circles --steps 10 --seeds 4 --shard 1/2", &["-o", name(&file)]),
        3,
        &cannot("it holds run 2, which is not of this part of the sweep"),
    );
    // The first line alone was being written.
    fs::write(&file, &other[..20]).expect("written");
    printed(&with("sweep circles --steps 10 --seeds 4", &["-o", name(&file)]));
    assert_eq!(read(&file), other);
}

#[test]
fn shards_that_are_no_whole_sweep_are_not_put_together() {
    let folder = folder();
    let (one, two, other) = (path(&folder, "1"), path(&folder, "2"), path(&folder, "3"));
    printed(&with("sweep circles --steps 10 --seeds 7 --shard 1/3 -o", &[name(&one)]));
    printed(&with("sweep circles --steps 10 --seeds 7 --shard 3/3 -o", &[name(&two)]));
    printed(&with("sweep circles --steps 10 --seeds 8 --shard 2/3 -o", &[name(&other)]));
    refused(&with("sweep --merge", &[name(&one), name(&two)]), 3, "2 of 7 runs are missing: 2 and 5");
    refused(
        &with("sweep --merge", &[name(&one), name(&other)]),
        3,
        &format!(
            "{} cannot be used: it holds another sweep: overfit sweep circles --steps 10 --seeds 8",
            name(&other)
        ),
    );
    let changed = read(&one).replacen("\"status\":\"finished\"", "\"status\":\"stopped\"", 1);
    fs::write(&other, changed).expect("written");
    refused(
        &with("sweep --merge", &[name(&one), name(&two), name(&other)]),
        3,
        &format!("{} cannot be used: it holds a run 1 with another result than before", name(&other)),
    );
    let beyond = read(&two).replacen("\"index\":3", "\"index\":9", 1);
    fs::write(&other, beyond).expect("written");
    refused(
        &with("sweep --merge", &[name(&other), name(&one)]),
        3,
        &format!("{} cannot be used: run 9 does not exist: the sweep has 7", name(&other)),
    );
    fs::write(&other, "").expect("written");
    refused(
        &with("sweep --merge", &[name(&one), name(&other)]),
        3,
        &format!("{} cannot be used: it is empty", name(&other)),
    );
    refused(&words("sweep --merge none.jsonl"), 3, "none.jsonl: there is no such file");
    printed(&with("sweep circles --steps 10 --seeds 7 --shard 2/3 -o", &[name(&path(&folder, "4"))]));
    let all = [name(&one), name(&two), name(&one), name(&path(&folder, "4"))].map(str::to_owned);
    let merged = printed(&with("sweep --json --merge", &all.each_ref().map(String::as_str)));
    assert_eq!(merged.lines().count(), 8, "a file may come twice");
}

#[cfg(unix)]
#[test]
fn a_signal_ends_it_and_keeps_what_is_done() {
    use rustix::process::{Pid, Signal, kill_process};
    let folder = folder();
    let file = path(&folder, "results.jsonl");
    let line = "sweep circles --steps 100 --over steps=100,2000000 --seeds 2 --threads 2 -o";
    let mut command = Command::new(env!("CARGO_BIN_EXE_overfit"));
    let child = command.args(with(line, &[name(&file)])).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = child.spawn().expect("it runs");
    wait_for_lines(&mut child, &file, 3);
    kill_process(Pid::from_raw(child.id().cast_signed()).expect("a child"), Signal::INT).expect("a signal");
    let output = child.wait_with_output().expect("a child");
    assert_eq!(output.status.code(), Some(130));
    assert_eq!(text(&output.stdout), "");
    let said = "overfit: stopped: 2 of 4 runs are done, and the same command goes on with the others\n";
    assert_eq!(text(&output.stderr), said);
    assert_eq!(read(&file).lines().count(), 3);
}
