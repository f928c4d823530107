//! What a panic leaves on the terminal: of the thread that draws, and of any other.
//!
//! The program has no key that panics, so this test plays the program itself: it starts its own executable on
//! a terminal, told by an environment variable which part to play.
#![cfg(unix)]

mod pty;

use std::env;
use std::thread;

use overfit::tui::terminal::{Terminal, panic_hook};
use pty::Pty;
use ratatui::Frame;
use ratatui::crossterm::event;

const PART: &str = "OVERFIT_TEST_PART";

/// Starts this executable on a terminal, to run `the_part_of_the_program` only.
fn play(part: &str) -> Pty {
    let executable = env::current_exe().unwrap();
    let args = ["the_part_of_the_program", "--exact", "--nocapture", "--test-threads=1"];
    let environment = [(PART, part), ("RUST_BACKTRACE", "0")];
    Pty::start(executable.to_str().unwrap(), &args, &environment, (80, 24))
}

/// Not a test of its own: what the others start. Without a part to play there is nothing to do.
#[test]
fn the_part_of_the_program() {
    let Ok(part) = env::var(PART) else { return };
    panic_hook::install();
    if part == "no screen" {
        let _ = thread::spawn(|| panic!("lost the thread")).join();
        println!("kept: {:?}", panic_hook::take_message().is_some());
        return;
    }
    let mut terminal = Terminal::open().unwrap();
    let _ = thread::spawn(|| panic!("lost the thread")).join();
    let message = panic_hook::take_message().unwrap();
    terminal.draw(|frame| write(frame, &message)).unwrap();
    // The other side looks at the screen, then presses a key.
    event::read().unwrap();
    assert_eq!(panic_hook::take_message(), None);
    if part == "drawing thread" {
        let _ = terminal.draw(|_| panic!("lost the picture"));
    }
}

fn write(frame: &mut Frame, message: &str) {
    let area = frame.area();
    frame.render_widget(message, area);
}

#[test]
fn a_panic_of_another_thread_leaves_the_screen_up_and_its_message_to_the_program() {
    let mut pty = play("another thread");
    pty.wait_for("lost the thread (tests/panics.rs:");
    assert!(!pty.on_main_screen() && !pty.edits_lines());
    assert!(!pty.text().contains("panicked"), "printed over the screen:\n{}", pty.text());
    pty.send("q");
    assert_eq!(pty.exit_code(), 0);
    assert!(pty.is_sane());
}

#[test]
fn a_panic_while_drawing_gives_the_terminal_back_before_it_is_told() {
    let mut pty = play("drawing thread");
    pty.wait_for("lost the thread");
    pty.send("q");
    assert_eq!(pty.exit_code(), 101);
    assert!(pty.is_sane());
    assert!(pty.text().contains("lost the picture"), "{}", pty.text());
}

#[test]
fn without_a_screen_a_panic_of_another_thread_is_told_as_ever() {
    let mut pty = play("no screen");
    assert_eq!(pty.exit_code(), 0);
    assert!(pty.text().contains("panicked") && pty.text().contains("kept: true"), "{}", pty.text());
}
