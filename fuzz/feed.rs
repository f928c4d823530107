//! Feeds one input to one of the fuzz targets, the parts of the program that take untrusted input, and checks the
//! result: valid data or a valid set-up, or an error of one sentence. Shared by `fuzz_targets` and
//! `tests/data_files/mutations.rs`.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use overfit::cli::{self, Invocation};
use overfit::data::{self, Choice, Request, Sizes};
use overfit::error::Error;
use overfit::export::{self, Tensors};
use overfit::nn::{Activation, Loss, ThreadPool};
use overfit::run_file::RunFile;
use overfit::train::{Report, RunId, Session, SettingId, Setup, Snapshot, Status, Target};
use overfit::tui::app::App;
use overfit::tui::effects;
use overfit::tui::message::{Effect, Message};
use overfit::tui::pictures::Pictures;
use overfit::tui::screen;
use overfit::tui::theme::{Background, Colors, Glyphs, Theme};
use overfit::watch::{Chosen, Log};
use ratatui::buffer::Buffer;
use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

/// The folder to write to: in memory rather than on a disk, if there is one.
pub fn folder() -> PathBuf {
    let memory = Path::new("/dev/shm");
    if memory.is_dir() { memory.to_owned() } else { std::env::temp_dir() }
}

/// Feeds an input to a target, with a folder of its own.
#[allow(dead_code, reason = "tests have one folder for all inputs")]
pub fn feed_one(target: &str, input: &[u8]) {
    let folder = tempfile::tempdir_in(folder()).expect("a folder to write to");
    feed(target, input, folder.path());
}

/// Feeds an input to a target, which writes its files to `folder`.
pub fn feed(target: &str, input: &[u8], folder: &Path) {
    match target {
        "pickle" => read_files(&folder.join("input.pkl"), &[("input.pkl", input)], folder),
        "gzip" => read_files(&folder.join("input.pkl.gz"), &[("input.pkl.gz", input)], folder),
        "npz" => read_files(&folder.join("input.npz"), &[("input.npz", input)], folder),
        // The content alone says what this is.
        "any" => read_files(&folder.join("input"), &[("input", input)], folder),
        "npy" => {
            // The array of inputs, followed by that of labels.
            let (inputs, labels) = split_before(input, b"\x93NUMPY");
            read_files(&folder.join("X.npy"), &[("X.npy", inputs), ("y.npy", labels)], folder);
        }
        "emnist" => {
            // The file of images, followed by that of labels and by a table of letters.
            let (images, labels) = split_before(input, &[0, 0, 8, 1]);
            let (labels, letters) = split_before(labels, b"MAP\n");
            let files = [
                ("emnist-train-images-idx3-ubyte", images),
                ("emnist-train-labels-idx1-ubyte", labels),
                ("emnist-mapping.txt", letters.get(4..).unwrap_or_default()),
            ];
            read_files(folder, &files, folder);
        }
        "csv" => {
            // A training and a test table, separated by a byte that does not occur in text.
            let at = input.iter().rposition(|&byte| byte == 0).unwrap_or(input.len());
            let (train, test) = input.split_at(at);
            let files = [("train.csv", train), ("test.csv", test.get(1..).unwrap_or_default())];
            read_files(&folder.join("train.csv"), &files, folder);
        }
        "idx" => {
            // The file of images, followed by that of labels.
            let (images, labels) = split_before(input, &[0, 0, 8, 1]);
            let files = [("train-images-idx3-ubyte", images), ("train-labels-idx1-ubyte", labels)];
            read_files(folder, &files, folder);
        }
        "safetensors" => read_tensors(input),
        "log" => watch_log(input, folder),
        "run" => open_run(input, folder),
        "setup" => parse_setup(String::from_utf8_lossy(input).split_whitespace().map(str::to_owned)),
        "at" => {
            let text = String::from_utf8_lossy(input).into_owned();
            parse_setup(text.lines().flat_map(|line| ["--at".to_owned(), line.to_owned()]));
        }
        other => panic!("there is no target {other}"),
    }
}

/// Splits an input before the last occurrence of a word.
fn split_before<'a>(input: &'a [u8], word: &[u8]) -> (&'a [u8], &'a [u8]) {
    let at = input.windows(word.len()).rposition(|bytes| bytes == word);
    input.split_at(at.unwrap_or(input.len()))
}

/// Writes files, reads the data set at `path`, and checks it.
fn read_files(path: &Path, files: &[(&str, &[u8])], folder: &Path) {
    for (name, bytes) in files {
        fs::write(folder.join(name), bytes).expect("a folder to write to");
    }
    let choice = match data::resolve(path) {
        Ok(choice) => choice,
        Err(error) => return assert_one_sentence(&error, 3),
    };
    let Sizes { train, test } = choice.max_sizes();
    let (train_size, test_size) = (train.min(50), test.min(50));
    let request = Request { train_size, test_size, ..Request::default() };
    let dataset = choice.load(&request, 1).expect("the file was read");
    assert!(dataset.classes() >= 2 && train_size > 0 && test_size > 0);
    for part in [&dataset.train, &dataset.test] {
        assert_eq!(part.inputs.width(), dataset.shape.inputs());
        assert!(part.inputs.rows().flatten().all(f32::is_finite));
        assert!(part.labels.iter().all(|&label| usize::from(label) < dataset.classes()));
    }
    train_and_draw(choice);
}

const SIZE: (u16, u16) = (80, 24);

/// Trains one step, and draws the run, the set-up, and the card in the picker.
fn train_and_draw(data: Choice) {
    let theme = Theme { colors: Colors::True, glyphs: Glyphs::Unicode, background: Background::Dark };
    let mut setup = Setup::lecture(data);
    (setup.train_size, setup.test_size) = (setup.train_size.min(50), setup.test_size.min(50));
    let mut session = Session::new(setup.clone(), ThreadPool::default()).expect("the file was read");
    session.advance();
    let (mut app, effects) = App::new(theme, SIZE, Some(setup.clone()));
    let run = effects.into_iter().find_map(|effect| match effect {
        Effect::Start { run, .. } => Some(run),
        _ => None,
    });
    let snapshot = Snapshot::of(&session, run.unwrap_or(RunId(0)), Status::Running);
    send(&mut app, Message::Report(Report::Progress(Box::new(snapshot))));
    for key in [KeyCode::Char(','), KeyCode::Esc, KeyCode::Right, KeyCode::Esc] {
        send(&mut app, Message::Key(KeyEvent::new(key, KeyModifiers::NONE)));
    }
    app.picker.add(setup);
    let thumbnail = app.picker.thumbnail(app.picker.chosen);
    carry_out(&mut app, vec![thumbnail]);
    draw(&app);
}

fn send(app: &mut App, message: Message) {
    let effects = app.update(message);
    carry_out(app, effects);
    draw(app);
}

fn carry_out(app: &mut App, effects: Vec<Effect>) {
    let mut pictures = Pictures::default();
    for effect in effects {
        effects::carry_out(effect, &mut pictures).expect("it was loaded before");
    }
    for message in pictures.0 {
        send(app, message);
    }
}

fn draw(app: &App) {
    let mut buffer = Buffer::empty(app.area);
    screen::draw(app, app.area, &mut buffer);
}

/// The most steps and examples of a saved run that is computed: what takes longer is a run, not a hostile file.
const SHORT: u64 = 100;

/// Opens a saved run and takes one more step.
fn open_run(input: &[u8], folder: &Path) {
    let path = folder.join("input.overfit");
    fs::write(&path, input).expect("a folder to write to");
    let refused = |error: &Error| assert_one_sentence(error, error.exit_code().clamp(2, 3));
    let file = match RunFile::read(&path) {
        Ok(file) => file,
        Err(error) => return assert_one_sentence(&error, 3),
    };
    let setup = match file.setup(&mut |_| {}) {
        Ok(setup) => setup,
        Err(error) => return refused(&error),
    };
    let examples = (setup.train_size + setup.test_size) as u64;
    let is_long = file.step > SHORT || examples > SHORT || setup.hidden.iter().any(|&units| units > 50);
    if is_long || setup.at.iter().any(|planned| planned.target != Target::Setting(SettingId::Eta)) {
        return;
    }
    match file.session(setup, None, ThreadPool::default(), &mut |_| true) {
        Ok(session) => drop(session.expect("nobody stops it").advance()),
        Err(error) => refused(&error),
    }
}

/// Watches a log to its end, in pieces, and again after it has been written anew.
fn watch_log(input: &[u8], folder: &Path) {
    let path = folder.join("input.log");
    fs::write(&path, &input[..input.len() / 2]).expect("a folder to write to");
    let mut log = Log::new(&path, Chosen::default());
    let ended = [&input[input.len() / 3..], b"\n"].concat();
    for part in [&input[..input.len() / 2], input, &ended] {
        fs::write(&path, part).expect("a folder to write to");
        loop {
            let news = log.look(Duration::ZERO).expect("a file");
            for notice in news.notices {
                assert!(notice.chars().count() < 600, "{notice}");
            }
            if !news.has_more {
                break;
            }
        }
        let steps: Vec<u64> =
            log.evaluations().history().buckets().iter().map(|bucket| bucket.first_step).collect();
        assert!(steps.is_sorted(), "{steps:?}");
    }
    let evidence = log.evaluations().diagnosis().evidence;
    assert!(evidence.chars().count() < 300, "{evidence}");
}

/// Reads tensors, and a network from them; checks that what was read is written in the same way each time.
fn read_tensors(input: &[u8]) {
    let bad = |problem| Error::BadData { path: "input.safetensors".to_owned(), problem };
    let tensors = match Tensors::from_bytes(input) {
        Ok(tensors) => tensors,
        Err(problem) => return assert_one_sentence(&bad(problem), 3),
    };
    let bytes = tensors.to_bytes();
    let again = Tensors::from_bytes(&bytes).expect("what was written");
    assert_eq!(again.to_bytes(), bytes);
    match export::network(&tensors, Activation::Tanh, Loss::CrossEntropy) {
        Ok(network) => assert!(network.sizes().iter().all(|&size| size > 0)),
        Err(problem) => assert_one_sentence(&bad(problem), 3),
    }
}

/// Parses a command line with these arguments, and checks the set-up. A value such as `@FILE` may name a file that is not there.
fn parse_setup(arguments: impl Iterator<Item = String>) {
    let line: Vec<String> =
        ["overfit", "train", "circles"].into_iter().map(str::to_owned).chain(arguments).collect();
    let names_file = line.iter().any(|argument| argument.contains('@'));
    let refused = |error: &Error| match error.exit_code() {
        3 if names_file => assert_one_sentence(error, 3),
        _ => assert_one_sentence(error, 2),
    };
    match cli::parse(line.into_iter().map(OsString::from)) {
        Err(error) => refused(&error),
        Ok(Invocation::Train { data, .. }) => match data.read(|_| {}) {
            Ok(setup) => assert_round_trip(&setup),
            Err(error) => refused(&error),
        },
        Ok(_) => {}
    }
}

/// Checks that the command line of a set-up parses to the same set-up.
fn assert_round_trip(setup: &Setup) {
    let line = setup.command_line("train ");
    let again = cli::parse(line.split_whitespace().map(OsString::from));
    let Ok(Invocation::Train { data, .. }) = again else { panic!("{line}") };
    assert!(data.read(|_| {}).is_ok_and(|again| again == *setup), "{line}");
}

/// Checks the exit code of an error, and that its message is short and free of control characters.
fn assert_one_sentence(error: &Error, code: u8) {
    let sentence = error.to_string();
    assert_eq!(error.exit_code(), code, "{sentence}");
    assert!(!sentence.chars().any(char::is_control), "{sentence:?}");
    assert!(sentence.chars().count() < 600, "{} characters", sentence.chars().count());
}
