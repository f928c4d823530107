//! Data that come through a pipe, and paths that are not UTF-8.

use std::ffi::OsString;
use std::io::Write;
use std::os::unix::ffi::OsStringExt;

use super::*;

/// Runs `overfit` with these bytes on standard input.
fn fed(arguments: &[&str], bytes: &[u8]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_overfit"));
    command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("it runs");
    let mut input = child.stdin.take().expect("a pipe");
    let bytes = bytes.to_vec();
    // The program may end before it has read everything.
    let writer = std::thread::spawn(move || drop(input.write_all(&bytes)));
    let output = child.wait_with_output().expect("it ends");
    writer.join().expect("a writer");
    output
}

const RUN: [&str; 3] = ["--steps", "20", "--json"];

fn table() -> Vec<u8> {
    fs::read("tests/data/points.csv").expect("there")
}

#[test]
fn data_on_standard_input_are_those_of_the_file() {
    let expected = Run::ending(&[&["train", "tests/data/points.csv"], &RUN[..]].concat(), 0);
    for name in ["-", "/dev/stdin", "/dev/fd/0"] {
        let output = fed(&[&["train", name], &RUN[..]].concat(), &table());
        assert_eq!((output.status.code(), text(&output.stderr)), (Some(0), ""), "{name}");
        let run = Run::read(text(&output.stdout));
        assert_eq!(run.fingerprint(), expected.fingerprint(), "{name}");
        let command = run.start()["command"].as_str().expect("text");
        assert!(command.starts_with("overfit train - "), "{command}");
    }
    // A pickle, which is read in another way.
    let digits = "assets/mnist.pkl.gz";
    let output = fed(&words("train - --steps 1 --json"), &fs::read(digits).expect("there"));
    let stored = Run::of(&format!("train {digits} --steps 1 --json"));
    assert_eq!(Run::read(text(&output.stdout)).fingerprint(), stored.fingerprint());
}

#[test]
fn what_is_piped_in_and_is_no_data_is_refused() {
    for (bytes, words) in [
        (&b""[..], "standard input cannot be used: "),
        (
            b"\0\0\x08\x03\0\0\0\x01",
            "it is an IDX file, without its labels: give the path of the folder with both",
        ),
        (b"\x93NUMPY\x01\0", "it is one array, without labels beside it"),
        (b"<html><body>403</body></html>", "standard input cannot be used: it is a web page, not the data"),
        (
            &vec![b'1'; 130 << 20],
            "standard input cannot be used: it has more than 128 MiB: save the data as a file",
        ),
    ] {
        let output = fed(&["train", "-"], bytes);
        assert_eq!(output.status.code(), Some(3));
        assert!(text(&output.stderr).contains(words), "{}", text(&output.stderr));
    }
    // The screen needs a terminal for its keys.
    let output = fed(&["-"], &table());
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("standard input is not a terminal; to train without a screen"));
}

#[test]
fn data_on_the_terminal_are_asked_for_as_a_pipe() {
    let mut pty = crate::pty::Pty::overfit(&["train", "-"]);
    pty.wait_for("standard input cannot be used: it is the terminal: pipe the data in");
    assert_eq!(pty.exit_code(), 3);
}

#[test]
fn the_screen_takes_data_from_a_pipe_and_keys_from_the_terminal() {
    let line = format!("cat tests/data/points.csv | {} -; echo status $?", env!("CARGO_BIN_EXE_overfit"));
    let mut pty = crate::pty::Pty::start("sh", &["-c", &line], &[], (80, 24));
    pty.wait_for("step");
    pty.wait_until("steps", |pty| pty.step() > 0);
    pty.send("\x03");
    pty.wait_for("status 0");
    assert_eq!(pty.exit_code(), 0);
    assert!(pty.is_sane());
    // What is no data is refused in a sentence, as elsewhere.
    let line = format!("echo '<html>' | {} -; echo status $?", env!("CARGO_BIN_EXE_overfit"));
    let mut pty = crate::pty::Pty::start("sh", &["-c", &line], &[], (80, 24));
    pty.wait_for("status 3");
    assert!(pty.text().contains("standard input cannot be used: it is a web page"), "{}", pty.text());
}

#[test]
fn a_pipe_of_the_shell_is_read() {
    let script =
        "cat tests/data/points.csv | \"$OVERFIT\" train <(cat tests/data/points.csv) --steps 20 --json";
    let mut command = Command::new("bash");
    command.args(["-c", script]).env("OVERFIT", env!("CARGO_BIN_EXE_overfit"));
    let output = command.output().expect("a shell");
    assert_eq!(text(&output.stderr), "");
    let expected = Run::ending(&[&["train", "tests/data/points.csv"], &RUN[..]].concat(), 0);
    let run = Run::read(text(&output.stdout));
    assert_eq!(run.fingerprint(), expected.fingerprint());
    // The name of the pipe means nothing to another shell.
    assert!(run.start()["command"].as_str().expect("text").starts_with("overfit train - "));
}

#[test]
fn a_path_that_is_not_utf_8_is_read_and_its_line_repeats_the_run() {
    let folder = tempfile::tempdir().expect("a folder");
    let expected = Run::ending(&[&["train", "tests/data/points.csv"], &RUN[..]].concat(), 0);
    for name in [&b"caf\xe9.csv"[..], b"-\xff%d 'x\\.csv", b"\xe9\n.csv"] {
        let path = folder.path().join(OsString::from_vec(name.to_vec()));
        fs::write(&path, table()).expect("written");
        let arguments = [&[OsString::from("train"), path.into()][..], &RUN.map(OsString::from)[..]].concat();
        let run = Run::ending(&arguments, 0);
        assert_eq!(run.fingerprint(), expected.fingerprint());
        let line = run.start()["command"].as_str().expect("text").to_owned();
        assert!(line.is_ascii() && !line.chars().any(char::is_control), "{line}");
        let script = format!("overfit() {{ \"$OVERFIT\" \"$@\"; }}\n{line} --json\n");
        let mut command = Command::new("sh");
        command.args(["-c", &script]).env("OVERFIT", env!("CARGO_BIN_EXE_overfit"));
        let output = command.output().expect("a shell");
        assert_eq!(text(&output.stderr), "", "{line}");
        assert_eq!(Run::read(text(&output.stdout)).fingerprint(), expected.fingerprint(), "{line}");
    }
}
