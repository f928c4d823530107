//! Tests of what a panic leaves on the terminal, in the thread that draws and in others.
//!
//! The program has no key that panics, so the test executable plays the program: it starts itself on a terminal, with an
//! environment variable that says which part to play.

use std::env;
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;

use crate::pty::Pty;
use overfit::data::{self, Choice, Dataset, Defaults, Origin, Request, Shape, Sizes, Source};
use overfit::display::DisplayOptions;
use overfit::error::Error;
use overfit::launch::{InitialScreen, PendingFile};
use overfit::run_file::SessionFiles;
use overfit::train::Setup;
use overfit::tui;
use overfit::tui::terminal::{Terminal, panic_hook};
use ratatui::Frame;
use ratatui::crossterm::event;

const PART: &str = "OVERFIT_TEST_PART";

/// Starts this executable on a terminal, to run `the_part_of_the_program` only.
fn play(part: &str) -> Pty {
    let executable = env::current_exe().unwrap();
    let args = ["panics::the_part_of_the_program", "--exact", "--nocapture", "--test-threads=1"];
    let environment = [(PART, part), ("RUST_BACKTRACE", "0"), ("LC_ALL", "C.UTF-8")];
    Pty::start(executable.to_str().unwrap(), &args, &environment, (80, 24))
}

/// The program that the other tests start. Does nothing without a part to play.
#[test]
fn the_part_of_the_program() {
    let Ok(part) = env::var(PART) else { return };
    panic_hook::install();
    if part == "no screen" {
        let _ = thread::spawn(|| panic!("lost the thread")).join();
        println!("kept: {:?}", panic_hook::take_message().is_some());
        return;
    }
    if let Some(source) = [&TRAINER, &RENDERER].into_iter().find(|source| source.name == part) {
        let setup = Setup { steps: 100_000, ..Setup::lecture(Choice::BuiltIn(source)) };
        let code =
            tui::show(InitialScreen::Run(setup), 1, DisplayOptions::default(), SessionFiles::NONE).unwrap();
        std::process::exit(i32::from(code));
    }
    if part == "reader" {
        let name = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/points.csv").to_owned();
        let pending =
            PendingFile { setup: Box::new(|_| panic!("lost the file")), ..PendingFile::card(&name) };
        let fault = tui::show(InitialScreen::File(pending), 1, DisplayOptions::default(), SessionFiles::NONE)
            .unwrap_err();
        println!("{fault}");
        std::process::exit(i32::from(fault.exit_code()));
    }
    if part == "abort" {
        let mut terminal = Terminal::open().unwrap();
        terminal.draw(|frame| write(frame, "the screen is up")).unwrap();
        event::read().unwrap();
        std::process::abort();
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

/// Data that makes the thread that trains panic once.
static TRAINER: Source = Source { name: "trainer", origin: Origin::Stored(panic_once), ..circles() };
/// Data that makes the thread that renders pictures panic with the first run.
static RENDERER: Source =
    Source { name: "renderer", origin: Origin::Stored(panic_in_the_renderer), ..circles() };

const fn circles() -> Source {
    Source {
        name: "",
        title: "",
        about: "",
        shape: Shape::Plane,
        defaults: Defaults { train_size: 40, test_size: 20, noise: 0.1, hidden: 4, eta: 0.01, steps: 100 },
        class_names: &["outer", "inner"],
        max_sizes: Sizes { train: 40, test: 20 },
        origin: Origin::Stored(panic_once),
    }
}

fn points(request: &Request, threads: usize) -> Result<Dataset, Error> {
    data::resolve("circles")?.load(request, threads)
}

fn panic_once(request: &Request, threads: usize) -> Result<Dataset, Error> {
    static TIMES: AtomicU32 = AtomicU32::new(0);
    assert!(TIMES.fetch_add(1, Ordering::Relaxed) > 0, "lost the data");
    points(request, threads)
}

/// Lists a flipped label that does not exist. Training ignores the list; rendering a picture does not.
fn panic_in_the_renderer(request: &Request, threads: usize) -> Result<Dataset, Error> {
    static TIMES: AtomicU32 = AtomicU32::new(0);
    let first = TIMES.fetch_add(1, Ordering::Relaxed) == 0;
    let dataset = points(request, threads)?;
    Ok(Dataset { flipped: if first { vec![9_999] } else { Vec::new() }, ..dataset })
}

#[test]
fn a_panic_of_the_trainer_is_shown_and_a_new_run_can_be_started() {
    let mut pty = play("trainer");
    pty.wait_for("lost the data");
    assert!(!pty.on_main_screen() && !pty.edits_lines(), "the screen is up");
    pty.send("r");
    pty.wait_for("RUN");
    pty.wait_for(" step 5");
    pty.send("\x03");
    assert_eq!(pty.exit_code(), 0);
    assert!(pty.is_sane());
}

#[test]
fn a_panic_of_the_renderer_is_shown_and_training_goes_on() {
    let mut pty = play("renderer");
    pty.wait_for("Internal error");
    pty.wait_for("RUN");
    pty.send("R");
    pty.wait_for("Start again with seed 1?");
    pty.send("y");
    pty.wait_until("the points of the new run", |pty| pty.text().matches('○').count() > 5);
    assert!(!pty.text().contains("A fault"), "{}", pty.text());
    pty.send("\x03");
    assert_eq!(pty.exit_code(), 0);
    assert!(pty.is_sane());
}

#[test]
fn a_panic_of_the_reader_is_reported_and_the_terminal_given_back() {
    let mut pty = play("reader");
    assert_eq!(pty.exit_code(), 1);
    assert!(pty.is_sane());
    assert!(pty.text().contains("internal error: lost the file"), "{}", pty.text());
}

fn write(frame: &mut Frame, message: &str) {
    let area = frame.area();
    frame.render_widget(message, area);
}

#[test]
fn a_panic_of_another_thread_leaves_the_screen_up_and_its_message_to_the_program() {
    let mut pty = play("another thread");
    pty.wait_for("lost the thread (tests/program/panics.rs:");
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

#[test]
fn a_process_that_aborts_itself_gives_the_terminal_back() {
    let mut pty = play("abort");
    pty.wait_for("the screen is up");
    pty.send("a");
    let signal = pty.killed_by();
    assert!(pty.is_sane(), "{signal}: {}", pty.text());
}
