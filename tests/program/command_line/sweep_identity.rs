//! The first line of a sweep says which sweep it is: files of other sweeps do not mix with it.

use std::io::Write;

use super::sweep::{folder, name, path, printed, read, with};
use super::*;

#[test]
fn the_command_of_a_sweep_repeats_it_and_no_other_one_has_it() {
    // The first run has a mini-batch of all its examples, which are some of those of the second one.
    for (line, other) in [
        (
            "sweep circles --steps 10 --batch 400 --over train-size=400,1000 --json",
            "sweep circles --steps 10 --over train-size=400,1000 --json",
        ),
        (
            "sweep circles --steps 10 --preset modern --train-size 40 --over train-size=40,1000 --json",
            "sweep circles --steps 10 --preset modern --train-size 40 --batch full --over train-size=40,1000 --json",
        ),
        // All but the mini-batch is as in the lecture.
        (
            "sweep circles --steps 10 --preset modern --activation sigmoid --loss quadratic --init normal --optimizer gd \
             --reduction sum --train-size 40 --over train-size=40,1000 --json",
            "sweep circles --steps 10 --train-size 40 --over train-size=40,1000 --json",
        ),
    ] {
        let (runs, others) = (Run::of(line), Run::of(other));
        assert_ne!(runs.lines[2], others.lines[2]);
        assert_ne!(runs.lines[0], others.lines[0]);
        for runs in [runs, others] {
            let command = runs.events[0]["command"].as_str().expect("a line");
            assert_eq!(Run::of(&format!("{} --json", &command["overfit ".len()..])).lines, runs.lines);
        }
    }
}

#[cfg(unix)]
#[test]
fn lists_in_files_are_read_once() {
    // What comes through a pipe can be read once only.
    let piped = |arguments: &[&str], list: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_overfit"));
        let command = command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().expect("it runs");
        child.stdin.take().expect("a pipe").write_all(list.as_bytes()).expect("written");
        text(&child.wait_with_output().expect("it ends").stdout).to_owned()
    };
    let line = "sweep circles --steps 20 --seeds 3 --json";
    assert_eq!(
        piped(&with(line, &["--at", "@/dev/stdin"]), "10:eta=0.01\n"),
        printed(&with(line, &["--at", "10:eta=0.01"]))
    );
    assert_eq!(
        piped(&with(line, &["--over", "points=off,@/dev/stdin"]), "3@off\n5@0.1,0.2\n"),
        printed(&with(line, &["--over", "points=off/3@off+5@0.1,0.2"]))
    );
}

#[test]
fn a_data_file_that_has_changed_is_another_sweep() {
    let folder = folder();
    let (data, file, other) =
        (path(&folder, "points.csv"), path(&folder, "1.jsonl"), path(&folder, "2.jsonl"));
    let points: Vec<String> = (0..60).map(|n| format!("{},{},{}\n", n % 7, n % 11, n % 2)).collect();
    fs::write(&data, format!("x,y,label\n{}", points.concat())).expect("written");
    let sweep = ["sweep", name(&data), "--label", "label", "--steps", "5", "--seeds", "2"];
    let keep = |file| [&sweep[..], &["-o", file]].concat();
    printed(&[&sweep[..], &["--shard", "1/2", "-o", name(&file)]].concat());
    let kept = read(&file);
    fs::write(&data, format!("x,y,label\n{}", points.concat().replacen("1,1,1", "1,1,0", 1)))
        .expect("written");
    let changed = format!("its sweep has learned from other data: {} has changed", name(&data));
    let cannot = |file, problem: &str| format!("{file} cannot be used: {problem}");
    refused(&keep(name(&file)), 3, &cannot(name(&file), &changed));
    assert_eq!(read(&file), kept);
    printed(&[&sweep[..], &["--shard", "2/2", "-o", name(&other)]].concat());
    refused(&with("sweep --merge", &[name(&file), name(&other)]), 3, &cannot(name(&other), &changed));
}

#[test]
fn a_closed_pipe_ends_no_sweep_that_is_kept() {
    let folder = folder();
    let file = path(&folder, "results.jsonl");
    let line = "sweep circles --steps 500 --seeds 6 --threads 1 --json";
    let mut command = Command::new(env!("CARGO_BIN_EXE_overfit"));
    let command = command.args(with(line, &["-o", name(&file)])).stdout(Stdio::piped());
    let mut child = command.spawn().expect("it runs");
    let mut first = String::new();
    BufReader::new(child.stdout.take().expect("a pipe")).read_line(&mut first).expect("a line");
    assert_eq!(child.wait().expect("it ends").code(), Some(0));
    assert_eq!(read(&file), printed(&words(line)));
}
