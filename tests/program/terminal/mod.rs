//! Tests that the terminal is restored in every way the program can end or stop.

mod jobs;
mod keyboard;
mod live;
mod shortage;
mod signals;

use std::fs;
use std::thread;
use std::time::{Duration, Instant};

use crate::pty::Pty;
use rustix::process::Signal;

const OVERFIT: &str = env!("CARGO_BIN_EXE_overfit");

/// The picker, just started.
fn picker() -> Pty {
    let mut pty = Pty::overfit(&[]);
    pty.wait_for("Circles");
    assert!(!pty.on_main_screen() && !pty.edits_lines(), "the screen is up");
    pty
}

/// Circles, training.
fn training() -> Pty {
    let mut pty = picker();
    pty.send("\r");
    pty.wait_for("RUN");
    pty
}

/// Asserts that the program ends with `code` and restores the terminal.
fn assert_ends(pty: &mut Pty, code: u32) {
    assert_eq!(pty.exit_code(), code, "the screen:\n{}", pty.text());
    assert!(pty.is_sane(), "the terminal is left as a shell needs it");
}

/// Asserts that the program ends within `bound`, with a factor of five for a busy machine.
fn ends_within(pty: &mut Pty, bound: Duration) {
    let start = Instant::now();
    pty.wait_until("the program to end", Pty::has_ended);
    assert!(start.elapsed() < 5 * bound, "took {:?}", start.elapsed());
}

#[test]
fn q_leaves_the_picker_at_once() {
    let mut pty = picker();
    pty.send("q");
    ends_within(&mut pty, Duration::from_millis(200));
    assert_ends(&mut pty, 0);
}

#[test]
fn ctrl_c_leaves_the_picker_and_a_training() {
    for mut pty in [picker(), training()] {
        pty.send("\x03");
        ends_within(&mut pty, Duration::from_millis(200));
        assert_ends(&mut pty, 0);
    }
}

#[test]
fn signals_end_the_picker() {
    for (signal, code) in [(Signal::TERM, 143), (Signal::INT, 130), (Signal::HUP, 129)] {
        let mut pty = picker();
        pty.signal(signal);
        ends_within(&mut pty, Duration::from_millis(200));
        assert_ends(&mut pty, code);
    }
}

#[test]
fn signals_end_a_training() {
    for (signal, code) in [(Signal::TERM, 143), (Signal::INT, 130), (Signal::HUP, 129)] {
        let mut pty = training();
        pty.signal(signal);
        ends_within(&mut pty, Duration::from_millis(200));
        assert_ends(&mut pty, code);
    }
}

#[test]
fn a_stalled_connection_cannot_hold_the_process() {
    let mut pty = training();
    fill_the_wire(&mut pty);
    pty.signal(Signal::TERM);
    ends_within(&mut pty, Duration::from_millis(200));
    assert!(pty.edits_lines());
    assert_ends(&mut pty, 143); // and whoever reads again sees the end
}

#[test]
fn ctrl_c_ends_it_though_nobody_reads() {
    let mut pty = training();
    fill_the_wire(&mut pty);
    pty.send(&"z".repeat(3_000)); // a key that was held down for long
    thread::sleep(Duration::from_millis(100));
    pty.send("\x03");
    ends_within(&mut pty, Duration::from_millis(200));
    assert!(pty.edits_lines());
    assert_ends(&mut pty, 0);
}

#[test]
fn a_hang_up_ends_it() {
    for mut pty in [picker(), training()] {
        pty.hang_up();
        ends_within(&mut pty, Duration::from_millis(500));
        assert_eq!(pty.exit_code(), 129);
    }
}

#[test]
fn a_hang_up_ends_it_without_sighup_and_without_work() {
    let folder = tempfile::tempdir().unwrap();
    let report = folder.path().join("report");
    // The signal goes to the first process of the terminal, here a shell that ignores it.
    let script = r#"trap "" HUP; "$1"; echo $? >"$2.new"; times >>"$2.new"; mv "$2.new" "$2""#;
    let args = ["-c", script, "sh", OVERFIT, report.to_str().unwrap()];
    let mut pty = Pty::start("sh", &args, &[], (120, 36));
    pty.wait_until("all cards", |pty| pty.text().contains("MNIST") && !pty.text().contains("unpacking"));
    // Until there is nothing left to do.
    let mut before = pty.work_of_children();
    pty.wait_until("rest", |pty| {
        thread::sleep(Duration::from_millis(200));
        let now = pty.work_of_children();
        std::mem::replace(&mut before, now) == now
    });
    pty.hang_up();
    ends_within(&mut pty, Duration::from_millis(500));
    let report = fs::read_to_string(report).unwrap();
    let lines: Vec<&str> = report.lines().collect();
    assert_eq!(lines[0], "129");
    // A reader that spins on the dead terminal would use a whole core. The clock of the shell ticks in hundredths.
    let work: f64 = lines[2].split_whitespace().map(seconds).sum();
    if let Some(before) = before {
        assert!(work - before < 0.05, "{before} s of work before, {work} s in the end");
    }
    assert!(work < 0.5, "{work} s of work");
}

/// What `times` prints: `0m1.25s`.
fn seconds(time: &str) -> f64 {
    let (minutes, seconds) = time.trim_end_matches('s').split_once('m').unwrap();
    60.0 * minutes.parse::<f64>().unwrap() + seconds.replace(',', ".").parse::<f64>().unwrap()
}

#[test]
fn a_lost_output_ends_it_and_the_keys_are_given_back() {
    let mut output = Pty::start("sleep", &["1000"], &[], (80, 24));
    let device = output.device();
    let mut pty = Pty::start(
        "sh",
        &["-c", r#""$1" circles >"$2"; echo code=$?"#, "sh", OVERFIT, &device],
        &[],
        (80, 24),
    );
    output.wait_for("RUN");
    assert!(!pty.edits_lines());
    output.hang_up();
    ends_within(&mut pty, Duration::from_millis(500));
    pty.wait_for("code=129");
    assert!(pty.edits_lines());
}

#[test]
fn a_lost_connection_ends_it_in_the_middle_of_a_frame() {
    let mut pty = training();
    fill_the_wire(&mut pty);
    pty.hang_up();
    ends_within(&mut pty, Duration::from_millis(500));
    assert_eq!(pty.exit_code(), 129);
}

/// Causes redraws that nobody reads, until the program is stuck in a write.
fn fill_the_wire(pty: &mut Pty) {
    for columns in 100..120 {
        pty.resize((2 * columns, 60));
        thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn training_and_memory_do_not_care_whether_anybody_reads() {
    let arguments = ["circles", "--steps", "1000000"];
    let mut pty = Pty::start(OVERFIT, &arguments, &[("COLORTERM", "truecolor")], (120, 36));
    pty.wait_for("RUN");
    pty.send(">>"); // ten thousand steps a second
    pty.wait_until("many steps", |pty| pty.step() > 5_000);
    let memory = pty.memory();
    let before = pty.step();
    fill_the_wire(&mut pty);
    for _ in 0..500 {
        pty.send("cc"); // a person who does not see that nothing happens
    }
    // Only the trainer has work to do.
    let stalled = pty.work();
    pty.wait_until("a second of training", |pty| match (stalled, pty.work()) {
        (Some(then), Some(now)) => now > then + 1.0,
        _ => true,
    });
    if let (Some(before), Some(after)) = (memory, pty.memory()) {
        assert!(after < before + (24 << 20), "from {before} to {after} bytes");
    }
    // A new size shows that drawing goes on.
    pty.resize((60, 18));
    pty.wait_for("this is 60x18");
    pty.wait_until("more steps than before", |pty| pty.step() > before);
    pty.resize((120, 36));
    pty.wait_for("pace");
    pty.send("\x03");
    assert_ends(&mut pty, 0);
}
