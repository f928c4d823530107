//! Saved runs: `--save`, going on, `check`, `export` and `report`.

use std::fs;
use std::path::PathBuf;
use std::thread;
use std::time::Duration;

use tempfile::TempDir;

use super::*;

fn folder() -> TempDir {
    tempfile::tempdir().expect("a folder")
}

/// Trains a set-up and keeps it; returns the file and what was printed.
fn saved(folder: &TempDir, name: &str, flags: &str) -> (PathBuf, String) {
    let path = folder.path().join(name);
    let output = overfit(&[words(flags), vec!["--save", path.to_str().expect("text")]].concat());
    assert!(output.status.success(), "{}", text(&output.stderr));
    (path, text(&output.stdout).to_owned())
}

fn with<'a>(command: &'a str, path: &'a std::path::Path, flags: &'a str) -> Vec<&'a str> {
    [words(command), vec![path.to_str().expect("text")], words(flags)].concat()
}

/// What a command prints that is to end with this exit code.
fn said(arguments: &[&str], code: i32) -> String {
    let output = overfit(arguments);
    let both = format!("{}{}", text(&output.stdout), text(&output.stderr));
    assert_eq!(output.status.code(), Some(code), "{arguments:?}: {both}");
    both
}

fn fingerprint(printed: &str) -> &str {
    printed.lines().find_map(|line| line.split("fingerprint ").nth(1)).expect("a fingerprint")
}

#[test]
fn a_saved_run_goes_on_is_checked_and_told_from_another() {
    let folder = folder();
    let (half, _) = saved(&folder, "half.overfit", "train circles --steps 103 --seed 4");
    let whole = said(&words("train circles --steps 200 --seed 4"), 0);
    let longer = folder.path().join("whole.overfit");
    let arguments =
        [with("train", &half, "--steps 200 --threads 2 --save"), vec![longer.to_str().expect("text")]];
    assert_eq!(fingerprint(&said(&arguments.concat(), 0)), fingerprint(&whole));
    for path in [&half, &longer] {
        assert!(said(&with("check", path, ""), 0).starts_with("The run holds"));
    }
    let same =
        said(&[with("train", &half, "--steps 200 --save"), vec![half.to_str().expect("text")]].concat(), 0);
    assert_eq!(fingerprint(&same), fingerprint(&whole), "it goes on in its own file");
    assert!(said(&with("check", &half, ""), 0).contains("up to step 200"));
    let changed =
        fs::read_to_string(&half).expect("text").replacen("\"train_loss\":0.2", "\"train_loss\":0.3", 5);
    fs::write(&half, changed).expect("written");
    assert!(said(&with("check", &half, ""), 5).contains("does not hold"));
}

#[test]
fn a_line_is_checked_by_the_fingerprint_in_it() {
    let printed = said(&words("train circles --steps 60"), 0);
    let right = format!("overfit train circles --steps 60 --fingerprint 60:{}", fingerprint(&printed));
    assert!(said(&["check", &right], 0).contains("holds"));
    assert!(said(&[vec!["check"], words(&right)[1..].to_vec()].concat(), 0).contains("holds"));
    let from_cargo = right.replacen("overfit train", "cargo run --release -- train", 1);
    assert!(said(&["check", &from_cargo], 0).contains("holds"));
    let wrong = "overfit circles --steps 60 --fingerprint 60:0123456789abcdef";
    assert!(said(&["check", wrong], 5).contains("does not hold"));
    assert!(said(&["check", "circles --steps 60"], 0).contains(fingerprint(&printed)));
    assert!(said(&["check", "overfit circles --steps"], 2).contains("--steps"));
    assert!(said(&["check", "overfit 'circles"], 2).contains("quote"));
}

#[test]
fn a_change_of_a_saved_run_is_one_that_a_person_makes() {
    let folder = folder();
    let (path, _) = saved(&folder, "run.overfit", "train circles --steps 100");
    let on = said(&with("train", &path, "--eta 0.02 --steps 200"), 0);
    assert!(on.contains("At step 100: eta 0.005 -> 0.02"), "{on}");
    let straight = said(&words("train circles --steps 200 --at 100:eta=0.02"), 0);
    assert_eq!(fingerprint(&on), fingerprint(&straight));
    assert!(said(&with("train", &path, "--seed 3"), 2).contains("needs a new run"));
    assert!(said(&with("train", &path, "--preset modern"), 2).contains("does not go with a saved run"));
    assert!(said(&with("train", &path, "--steps 50"), 2).contains("come to step 100 already"));
}

#[test]
fn what_is_no_run_is_refused_in_a_sentence() {
    let folder = folder();
    let (path, _) = saved(&folder, "run.overfit", "train circles --steps 20");
    let whole = fs::read_to_string(&path).expect("text");
    let first = whole.lines().next().expect("a line").to_owned() + "\n";
    for (content, problem) in [
        (String::new(), "there is no run in it"),
        ("1,2,3\n".to_owned(), "its first line is not the start of a run"),
        (first.clone(), "it ends before the first evaluation"),
        (whole.replacen("\"format\":1", "\"format\":2", 1), "it was written by a newer version"),
        (format!("{whole}{{}}\n"), "it is damaged in line"),
        (whole.replacen("\"train-size\":\"400\"", "\"train-size\":\"300\"", 1), "no longer those of its run"),
        (whole.replacen("\"data\":\"circles\"", "\"data\":\"gone.csv\"", 1), "gone.csv"),
        (whole.replacen("\"eta\":\"0.005\"", "\"eta\":\"-1\"", 1), "--eta -1 does not work"),
    ] {
        let broken = folder.path().join("broken.overfit");
        fs::write(&broken, content).expect("written");
        let output = overfit(&with("train", &broken, ""));
        assert!([2, 3].contains(&output.status.code().expect("an exit")), "{problem}");
        assert!(text(&output.stderr).contains(problem), "{problem}: {}", text(&output.stderr));
        assert_eq!(text(&output.stderr).lines().count(), 1);
    }
    let other = folder.path().join("notes.txt");
    fs::write(&other, "keep me").expect("written");
    let save = [words("train circles --steps 10 --save"), vec![other.to_str().expect("text")]].concat();
    assert!(said(&save, 1).contains("is no run file"));
    assert_eq!(fs::read_to_string(&other).expect("text"), "keep me");
    saved(&folder, "run.overfit", "train circles --steps 30");
    assert_eq!(fs::read_to_string(folder.path().join("run.overfit~")).expect("the run before"), whole);
}

#[test]
#[cfg(unix)]
fn a_run_that_is_killed_opens_and_goes_on_exactly() {
    let folder = folder();
    let whole = said(&words("train mnist --steps 2000 --batch 10 --eta 0.05 --reduction mean"), 0);
    for moment in [60, 150, 300, 600] {
        let path = folder.path().join(format!("{moment}.overfit"));
        let flags = "train mnist --steps 1000000000 --batch 10 --eta 0.05 --reduction mean --save";
        let mut child = Command::new(env!("CARGO_BIN_EXE_overfit"))
            .args([words(flags), vec![path.to_str().expect("text")]].concat())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("it runs");
        while !path.metadata().is_ok_and(|file| file.len() > 0) {
            thread::sleep(Duration::from_millis(5));
        }
        thread::sleep(Duration::from_millis(moment));
        child.kill().expect("it is there");
        child.wait().expect("it ends");
        let step = overfit::run_file::RunFile::read(&path).expect("a run").step;
        assert!(said(&with("check", &path, ""), 0).contains("holds"));
        if step < 2_000 {
            let shorter = fs::read_to_string(&path).expect("text");
            fs::write(&path, shorter.replacen("\"steps\":\"1000000000\"", "\"steps\":\"2000\"", 1))
                .expect("written");
            assert_eq!(fingerprint(&said(&with("train", &path, ""), 0)), fingerprint(&whole), "from {step}");
        }
    }
}

#[test]
#[cfg(target_os = "linux")]
fn training_goes_on_when_the_disk_is_full_and_says_so() {
    let end = Run::of("train circles --steps 400 --json --save /dev/full").events.pop().expect("an end");
    assert!(end["not_saved"].as_str().is_some_and(|problem| problem.contains("/dev/full")), "{end}");
    let folder = folder();
    let path = folder.path().join("run.overfit");
    // The shell allows files of so many blocks of 512 or 1024 bytes.
    let script = format!(
        "ulimit -f 20; trap '' XFSZ; \"$OVERFIT\" train circles --steps 4000 --json --save {}",
        path.display()
    );
    let output = Command::new("sh")
        .args(["-c", &script])
        .env("OVERFIT", env!("CARGO_BIN_EXE_overfit"))
        .output()
        .expect("a shell");
    assert!(output.status.success(), "{}", text(&output.stderr));
    let run = Run::read(text(&output.stdout));
    let end = run.events.last().expect("an end");
    assert_eq!(end["step"], 4_000);
    assert!(end["not_saved"].as_str().is_some_and(|problem| problem.contains("is not complete")), "{end}");
    let kept = fs::read_to_string(&path).expect("text");
    assert!(kept.len() > 8_000 && kept.ends_with('\n'), "{} bytes of 10 or 20 KiB", kept.len());
    assert!(said(&with("check", &path, ""), 0).contains("holds"), "what was saved is sound");
}

#[test]
fn exports_are_what_their_formats_say() {
    let folder = folder();
    let (path, printed) = saved(&folder, "run.overfit", "train circles --steps 300");
    for (format, file, start) in [
        ("csv", "run.csv", &b"step,epoch,train_loss"[..]),
        ("jsonl", "run.jsonl", b"{\"event\":\"point\""),
        ("npz", "run.npz", b"PK"),
        ("safetensors", "run.safetensors", b""),
        ("svg", "run.svg", b"<svg"),
        ("png", "run.png", b"\x89PNG"),
        ("text", "run.txt", b""),
    ] {
        said(&with("export", &path, &format!("--to {format}")), 0);
        let bytes = fs::read(folder.path().join(file)).expect("the export");
        assert!(bytes.starts_with(start) && bytes.len() > 100, "{format}");
    }
    let rows = fs::read_to_string(folder.path().join("run.csv")).expect("text").lines().count();
    assert_eq!(rows, 62, "a header, and 61 evaluations");
    let half = said(&with("export", &path, "--to csv --step 150 -o -"), 0);
    assert_eq!(half.lines().count(), 32);
    let screen = said(&with("export", &path, "--to text --size 80x24 --step 100 -o -"), 0);
    assert!(screen.contains("step 100 of 300") && screen.lines().count() <= 24, "{screen}");
    said(&with("report", &path, ""), 0);
    let page = fs::read_to_string(folder.path().join("run.html")).expect("the report");
    assert!(page.contains(fingerprint(&printed)) && page.len() < 300_000);
    assert!(said(&with("export", &path, "--to csv --step 301"), 2).contains("beyond its end"));
    assert!(said(&with("export", &path, "--to gif"), 2).contains("csv"));
}
