//! The real program on a pseudo-terminal: the main job by keys alone, and every way it can end.
#![cfg(unix)]

mod support;

use std::fs;
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

use rustix::process::Signal;
use support::pty::Pty;

const SIZE: (u16, u16) = (120, 36);

fn training() -> Pty {
    let pty = Pty::start(&["circles"], SIZE);
    pty.until("RUN");
    pty
}

/// Waits until the status line shows a step past `step`.
fn until_step(pty: &Pty, step: u64) {
    pty.until_screen("a later step", |screen| {
        let text = screen.contents();
        let number = text.split("step ").nth(1).and_then(|rest| rest.split_whitespace().next());
        number.and_then(|number| number.replace(',', "").parse::<u64>().ok()).is_some_and(|now| now > step)
    });
}

#[test]
fn from_the_picker_by_keys_alone() {
    let mut pty = Pty::start(&[], SIZE);
    pty.until("Circles");
    pty.press("\r");
    pty.until("RUN");
    until_step(&pty, 100);
    let text = pty.text();
    for part in ["2-10-2", "eta 0.005", "Output", "▀", "○", "Loss", "Accuracy", "train", "test", "gap"] {
        assert!(text.contains(part), "{part} is missing:\n{text}");
    }
    pty.press(">>>>");
    pty.until("pace max");
    pty.press("]+");
    pty.until("2-11-2");
    pty.until("eta 0.01");
    let text = pty.text();
    assert!(text.contains("At step"), "the change is told:\n{text}");
    pty.press("q");
    pty.until("Quit and lose it?");
    pty.press("y");
    assert_eq!(pty.wait(), 0);
    pty.until_restored();
}

#[test]
fn the_digits_and_their_predictions() {
    let mut pty = Pty::start(&["mnist"], SIZE);
    pty.until("Test image 1 of 100");
    until_step(&pty, 10);
    pty.press("\x1b[C");
    pty.until("Test image 2 of 100");
    pty.press("e");
    pty.until("wrong ones only");
    pty.press("\x03");
    assert_eq!(pty.wait(), 0);
    pty.until_restored();
}

#[test]
fn a_diverged_run_explains_itself_and_starts_again() {
    let mut pty = Pty::start(&["circles", "--eta", "1e9"], SIZE);
    pty.until("DIVERGED at step 1");
    pty.press("[r");
    pty.until("eta 500");
    pty.press("\x03");
    assert_eq!(pty.wait(), 0);
}

#[test]
fn every_size_and_back() {
    let pty = training();
    for (columns, rows) in [(80, 24), (200, 60), (40, 10), (1, 1), (120, 36)] {
        pty.resize(columns, rows);
        thread::sleep(Duration::from_millis(50));
    }
    pty.until("What is happening");
}

#[test]
fn q_quits_the_picker_at_once() {
    let mut pty = Pty::start(&[], SIZE);
    pty.until("Circles");
    pty.press("q");
    assert_eq!(pty.wait(), 0);
    pty.until_restored();
}

#[test]
fn signals_end_it_with_their_number() {
    for (signal, code) in [(Signal::TERM, 143), (Signal::INT, 130), (Signal::HUP, 129)] {
        let mut pty = training();
        pty.signal(signal);
        assert_eq!(pty.wait(), code);
        pty.until_restored();
    }
}

#[test]
fn stopped_and_brought_back() {
    let mut pty = training();
    pty.press("\x1a");
    pty.until_screen("the main screen", |screen| !screen.alternate_screen());
    until_state(&pty, 'T');
    assert!(pty.is_cooked());
    pty.signal(Signal::CONT);
    pty.until_screen("the screen again", vt100::Screen::alternate_screen);
    pty.until("What is happening");
    pty.press("q");
    pty.until("Quit and lose it?");
    pty.press("y");
    assert_eq!(pty.wait(), 0);
    pty.until_restored();
}

/// Waits for a process state as in `/proc`: R, S, T (stopped), Z (ended).
fn until_state(pty: &Pty, state: char) {
    pty.until_screen("the process state", |_| process_state(pty.id()) == Some(state));
}

fn process_state(id: u32) -> Option<char> {
    let stat = fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
    stat.rsplit_once(") ")?.1.chars().next()
}

/// It ends by the signal, by the watchdog, or by the first frame that fails, whichever comes first.
fn end_of_a_lost_terminal(pty: &mut Pty) {
    pty.hang_up();
    let code = pty.wait();
    assert!([129, 1].contains(&code), "{code}");
}

#[test]
fn a_closed_window_ends_it() {
    let mut pty = training();
    end_of_a_lost_terminal(&mut pty);
}

#[test]
fn a_lost_terminal_ends_it_even_if_sighup_is_ignored() {
    let mut pty = Pty::start_through("sh", &["-c", "trap '' HUP; exec \"$0\" circles"], SIZE);
    pty.until("RUN");
    pty.press(" ");
    pty.until("PAUSED");
    end_of_a_lost_terminal(&mut pty);
}

#[test]
fn without_a_terminal_it_says_what_to_do() {
    for arguments in [&[][..], &["circles"]] {
        let output = Command::new(env!("CARGO_BIN_EXE_overfit"))
            .args(arguments)
            .stdin(Stdio::null())
            .output()
            .expect("it runs");
        assert_eq!(output.status.code(), Some(2));
        assert!(output.stdout.is_empty());
        let words = String::from_utf8_lossy(&output.stderr);
        assert!(words.contains("overfit train") && words.lines().count() == 1, "{words}");
    }
}
