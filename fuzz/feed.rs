//! Gives one input to one of the parts of the program that take what strangers hand in, and checks what comes of it: a
//! sound result, or one sentence. Shared by `fuzz_targets` and `tests/mutations.rs`.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use overfit::cli::{self, Invocation};
use overfit::data::{self, Request};
use overfit::error::Error;
use overfit::train::Setup;

/// Where this process may write: memory rather than a disk, where there is such a folder.
pub fn folder() -> PathBuf {
    let memory = Path::new("/dev/shm");
    let place = if memory.is_dir() { memory.to_owned() } else { std::env::temp_dir() };
    let folder = place.join(format!("overfit-{}", std::process::id()));
    fs::create_dir_all(&folder).expect("a folder to write to");
    folder
}

/// Feeds `input`; files are written to `folder`.
pub fn feed(kind: &str, input: &[u8], folder: &Path) {
    match kind {
        "pickle" => read(&folder.join("input.pkl"), &[("input.pkl", input)], folder),
        "gzip" => read(&folder.join("input.pkl.gz"), &[("input.pkl.gz", input)], folder),
        "npz" => read(&folder.join("input.npz"), &[("input.npz", input)], folder),
        "csv" => read(&folder.join("input.csv"), &[("input.csv", input)], folder),
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
    assert!(sentence.chars().count() < 3_100, "{} letters", sentence.chars().count());
}
