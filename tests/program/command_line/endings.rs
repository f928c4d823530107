//! Tests of how a training without a screen ends.

use super::*;

#[test]
fn divergence_has_an_exit_code_of_its_own() {
    let run = Run::ending(&words("train circles --eta 1e9 --json"), 4);
    assert_eq!(run.end()["status"], "diverged");
    assert!(run.end()["reason"].is_string());
    assert!(run.events.iter().all(all_finite), "{:?}", run.lines);
    let output = overfit(&words("train circles --eta 1e9"));
    assert_eq!(output.status.code(), Some(4));
    assert!(text(&output.stdout).contains("Diverged at step "));
}

/// Starts a run and reads its first line.
fn begun(line: &str) -> (Child, BufReader<std::process::ChildStdout>, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_overfit"));
    command.args(words(line)).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("it runs");
    let mut lines = BufReader::new(child.stdout.take().expect("a pipe"));
    let mut first = String::new();
    lines.read_line(&mut first).expect("a line");
    (child, lines, first)
}

/// The exit code of a program that must not write to stderr.
fn quiet_end(mut child: Child) -> Option<i32> {
    let mut said = String::new();
    child.stderr.take().expect("a pipe").read_to_string(&mut said).expect("UTF-8");
    assert_eq!(said, "");
    child.wait().expect("a child").code()
}

#[test]
fn a_closed_pipe_ends_it_quietly() {
    for line in ["train circles --json", "train circles --steps 100000 --batch 400 --test-size 20"] {
        let (child, lines, first) = begun(line);
        assert!(!first.is_empty());
        drop(lines);
        assert_eq!(quiet_end(child), Some(0), "{line}");
    }
}

#[cfg(unix)]
#[test]
fn a_signal_ends_it_with_an_end() {
    use rustix::process::{Pid, Signal, kill_process};
    for (signal, code) in [(Signal::INT, 130), (Signal::TERM, 143)] {
        // Long enough to be interrupted, short enough to end if nothing interrupts it.
        let (child, mut lines, first) = begun("train circles --steps 2000000 --json");
        let id = Pid::from_raw(child.id().cast_signed()).expect("a child");
        kill_process(id, signal).expect("a signal");
        let mut rest = String::new();
        lines.read_to_string(&mut rest).expect("UTF-8");
        let run = Run::read(&(first + &rest));
        assert_eq!(run.end()["event"], "end");
        assert_eq!(run.end()["status"], "stopped");
        assert!(run.end()["step"].as_u64() < Some(2_000_000));
        assert!(all_finite(run.end()));
        assert_eq!(quiet_end(child), Some(code));
    }
}

#[cfg(unix)]
#[test]
fn a_signal_ends_it_though_nobody_reads() {
    use std::thread;
    use std::time::{Duration, Instant};

    use rustix::process::{Pid, Signal, kill_process};
    let (mut child, lines, _) = begun("train circles --steps 2000000000 --json");
    // The program is stuck once the pipe is full and its content stays the same.
    let mut display = Vec::new();
    while display.len() < 10 || display[display.len() - 10..].windows(2).any(|pair| pair[0] != pair[1]) {
        display.push(rustix::io::ioctl_fionread(lines.get_ref()).expect("a pipe"));
        thread::sleep(Duration::from_millis(50));
    }
    let id = Pid::from_raw(child.id().cast_signed()).expect("a child");
    kill_process(id, Signal::TERM).expect("a signal");
    let limit = Instant::now() + 5 * Duration::from_secs(5);
    while child.try_wait().expect("a child").is_none() && Instant::now() < limit {
        thread::sleep(Duration::from_millis(50));
    }
    child.kill().expect("a child"); // nothing happens to one that has ended
    assert_eq!(child.wait().expect("a child").code(), Some(143));
    drop(lines);
}

#[test]
fn a_file_that_can_hold_no_more_is_a_failure_while_running() {
    let full = Path::new("/dev/full");
    if !full.exists() {
        return;
    }
    for line in ["train circles --steps 10", "train circles --steps 10 --json", "--help"] {
        let file = fs::File::options().write(true).open(full).expect("a device");
        let mut command = Command::new(env!("CARGO_BIN_EXE_overfit"));
        let output = command.args(words(line)).stdin(Stdio::null()).stdout(file).output().expect("it runs");
        assert_eq!(output.status.code(), Some(1), "{line}");
        let said = text(&output.stderr);
        assert!(said.starts_with("overfit: the output could not be written: "), "{said}");
        assert_eq!(said.lines().count(), 1, "{said}");
    }
}
