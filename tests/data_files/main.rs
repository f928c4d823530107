//! Data files: every form of the same examples gives the same data set, and invalid files are refused with a sentence.
#![allow(clippy::format_collect, reason = "tables in tests are small")]

mod arrays;
mod content;
mod idx;
mod idx_sets;
mod mutations;
mod npz;
mod questions;
mod random_tables;
mod readings;
mod table_pairs;
mod table_text;
mod tables;

use std::io::Write;
use std::path::Path;

use flate2::Compression;
use flate2::write::GzEncoder;
use overfit::data::{self, Examples, Features, Request, Sizes};

/// Compresses bytes with gzip.
fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).expect("memory");
    encoder.finish().expect("memory")
}

/// All examples of a valid file.
fn load(path: &Path) -> data::Dataset {
    let choice = data::resolve(path).expect("a valid file");
    let Sizes { train: train_size, test: test_size } = choice.max_sizes();
    choice.load(&Request { train_size, test_size, ..Request::default() }, 2).expect("it was read")
}

/// The message for an invalid file.
fn refusal(path: &Path) -> String {
    let error = data::resolve(path).expect_err("it must be refused");
    assert_eq!(error.exit_code(), 3, "{error}");
    error.to_string()
}

/// The first built-in digits.
fn digits() -> data::Dataset {
    let request = Request { train_size: 300, test_size: 80, ..Request::default() };
    data::resolve("mnist").and_then(|digits| digits.load(&request, 2)).expect("built in")
}

/// The pixels of images, from 0 to 255.
fn pixels(examples: &Examples) -> Vec<u8> {
    let Features::Pixels(pixels) = &examples.inputs else { panic!("pixels") };
    pixels.iter().copied().collect()
}

/// Checks that a file holds the digits of [`digits`], so that every run on it is the same as on those.
fn assert_same_digits(path: &Path) {
    let (actual, expected) = (load(path), digits());
    assert_eq!((actual.shape, &actual.class_names), (expected.shape, &expected.class_names));
    assert!((actual.train, actual.test) == (expected.train, expected.test), "{}", path.display());
}

/// Encodes pixels or labels as the numbers of a file.
fn numbers<const N: usize>(bytes: &[u8], number: impl Fn(u8) -> [u8; N]) -> Vec<u8> {
    bytes.iter().flat_map(|&byte| number(byte)).collect()
}
