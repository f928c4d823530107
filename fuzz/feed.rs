//! Gives one input to one of the parts of the program that take what strangers hand in, and checks what comes of it: a
//! sound result, or one sentence. Shared by `fuzz_targets` and `tests/mutations.rs`.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use overfit::cli::{self, Invocation};
use overfit::data::{self, Choice, Request};
use overfit::error::Error;
use overfit::nn::ThreadPool;
use overfit::train::{Report, RunId, Session, Setup, Snapshot, Status};
use overfit::tui::app::{App, Effect, Message};
use overfit::tui::screen;
use overfit::tui::theme::{Background, Colors, Glyphs, Theme};
use ratatui::buffer::Buffer;
use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

/// Where to write: memory rather than a disk, where there is such a folder.
pub fn folder() -> PathBuf {
    let memory = Path::new("/dev/shm");
    if memory.is_dir() { memory.to_owned() } else { std::env::temp_dir() }
}

/// Feeds `input`, with a folder that is gone afterwards.
#[allow(dead_code, reason = "tests have one folder for all inputs")]
pub fn feed_one(kind: &str, input: &[u8]) {
    let folder = tempfile::tempdir_in(folder()).expect("a folder to write to");
    feed(kind, input, folder.path());
}

/// Feeds `input`; files are written to `folder`.
pub fn feed(kind: &str, input: &[u8], folder: &Path) {
    match kind {
        "pickle" => read(&folder.join("input.pkl"), &[("input.pkl", input)], folder),
        "gzip" => read(&folder.join("input.pkl.gz"), &[("input.pkl.gz", input)], folder),
        "npz" => read(&folder.join("input.npz"), &[("input.npz", input)], folder),
        "csv" => {
            // Maybe two, with a byte between them that is in no text.
            let at = input.iter().rposition(|&byte| byte == 0).unwrap_or(input.len());
            let (train, test) = input.split_at(at);
            let files = [("train.csv", train), ("test.csv", test.get(1..).unwrap_or_default())];
            read(&folder.join("train.csv"), &files, folder);
        }
        "idx" => {
            // Images, and behind them the labels.
            let magic = [0, 0, 8, 1];
            let at = input.windows(4).rposition(|bytes| bytes == magic).unwrap_or(input.len());
            let (images, labels) = input.split_at(at);
            let files = [("train-images-idx3-ubyte", images), ("train-labels-idx1-ubyte", labels)];
            read(folder, &files, folder);
        }
        "setup" => set_up(String::from_utf8_lossy(input).split_whitespace().map(str::to_owned)),
        "at" => {
            let text = String::from_utf8_lossy(input).into_owned();
            set_up(text.lines().flat_map(|line| ["--at".to_owned(), line.to_owned()]));
        }
        other => panic!("nothing is called {other}"),
    }
}

fn read(path: &Path, files: &[(&str, &[u8])], folder: &Path) {
    for (name, bytes) in files {
        fs::write(folder.join(name), bytes).expect("a folder to write to");
    }
    let choice = match data::resolve(&path.to_string_lossy()) {
        Ok(choice) => choice,
        Err(fault) => return refused(&fault, 3),
    };
    let (train_size, test_size) = choice.most();
    let (train_size, test_size) = (train_size.min(50), test_size.min(50));
    let request = Request { train_size, test_size, ..Request::default() };
    let dataset = choice.load(&request).expect("it was read already");
    assert!(dataset.classes() >= 2 && train_size > 0 && test_size > 0);
    for part in [&dataset.train, &dataset.test] {
        assert_eq!(part.inputs.width(), dataset.shape.inputs());
        assert!(part.inputs.rows().flatten().all(f32::is_finite));
        assert!(part.labels.iter().all(|&label| usize::from(label) < dataset.classes()));
    }
    show(choice);
}

const SIZE: (u16, u16) = (80, 24);

/// Takes a step with what was read, and draws the run, its set-up, and the card in the picker.
fn show(data: Choice) {
    let theme = Theme { colors: Colors::True, glyphs: Glyphs::Unicode, background: Background::Dark };
    let mut setup = Setup::lecture(data);
    (setup.train_size, setup.test_size) = (setup.train_size.min(50), setup.test_size.min(50));
    let mut session = Session::new(setup.clone(), ThreadPool::default()).expect("it was loaded before");
    session.advance();
    let (mut app, effects) = App::new(theme, SIZE, Some(setup.clone()));
    let run = effects.into_iter().find_map(|effect| match effect {
        Effect::Start { run, .. } => Some(run),
        _ => None,
    });
    let snapshot = Snapshot::of(&session, run.unwrap_or(RunId(0)), Status::Running);
    tell(&mut app, Message::Report(Report::Progress(snapshot)));
    for key in [KeyCode::Char(','), KeyCode::Esc, KeyCode::Right, KeyCode::Esc] {
        tell(&mut app, Message::Key(KeyEvent::new(key, KeyModifiers::NONE)));
    }
    app.picker.add(setup);
    let thumbnail = app.picker.thumbnail(app.picker.chosen);
    carry_out(&mut app, vec![thumbnail]);
    draw(&app);
}

fn tell(app: &mut App, message: Message) {
    let effects = app.update(message);
    carry_out(app, effects);
    draw(app);
}

/// Pictures, and examples of the file; those that are built in are not of interest.
fn carry_out(app: &mut App, effects: Vec<Effect>) {
    for effect in effects {
        match effect {
            Effect::Paint(request) => tell(app, Message::Picture(request.paint())),
            Effect::Thumbnail { card, data: data @ Choice::File { .. }, request } => {
                let dataset = data.load(&request).expect("it was loaded before").into();
                tell(app, Message::Thumbnail { card, dataset });
            }
            _ => {}
        }
    }
}

fn draw(app: &App) {
    let mut buffer = Buffer::empty(app.area);
    screen::draw(app, app.area, &mut buffer);
}

fn set_up(words: impl Iterator<Item = String>) {
    let line = ["overfit", "train", "circles"].into_iter().map(str::to_owned).chain(words);
    match cli::parse(line.map(OsString::from)) {
        Err(fault) => refused(&fault, 2),
        Ok(Invocation::Train { setup, .. }) => repeats(&setup),
        Ok(_) => {}
    }
}

/// The command line that a set-up gives leads back to it.
fn repeats(setup: &Setup) {
    let line = setup.command_line("train ");
    let again = cli::parse(line.split_whitespace().map(OsString::from));
    assert!(matches!(again, Ok(Invocation::Train { setup: again, .. }) if again == *setup), "{line}");
}

fn refused(fault: &Error, code: u8) {
    let sentence = fault.to_string();
    assert_eq!(fault.exit_code(), code, "{sentence}");
    assert!(!sentence.chars().any(char::is_control), "{sentence:?}");
    assert!(sentence.chars().count() < 600, "{} letters", sentence.chars().count());
}
