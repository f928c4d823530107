//! Files a person may give: every form of the same examples is the same data set, and what is broken is refused in a
//! sentence.

mod idx;
mod mutations;
mod npz;
mod tables;

use std::io::Write;
use std::path::Path;

use flate2::Compression;
use flate2::write::GzEncoder;
use overfit::data::{self, Examples, Features, Request};

/// As gzip packs it.
fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).expect("memory");
    encoder.finish().expect("memory")
}
fn load(path: &Path) -> data::Dataset {
    let choice = data::resolve(&path.to_string_lossy()).expect("it is sound");
    let (train_size, test_size) = choice.most();
    choice.load(&Request { train_size, test_size, ..Request::default() }).expect("it is there")
}

fn refusal(path: &Path) -> String {
    let fault = data::resolve(&path.to_string_lossy()).expect_err("it is broken");
    assert_eq!(fault.exit_code(), 3, "{fault}");
    fault.to_string()
}

/// The first digits that are built in.
fn digits() -> data::Dataset {
    let request = Request { train_size: 300, test_size: 80, ..Request::default() };
    data::resolve("mnist").and_then(|digits| digits.load(&request)).expect("built in")
}

/// The pixels of images, from 0 to 255.
fn pixels(examples: &Examples) -> Vec<u8> {
    let Features::Pixels(pixels) = &examples.inputs else { panic!("pixels") };
    pixels.iter().copied().collect()
}

/// A file holds those digits, and so every run on it is that on the built-in ones.
fn same_digits(path: &Path) {
    let (found, wanted) = (load(path), digits());
    assert_eq!((found.shape, &found.class_names), (wanted.shape, &wanted.class_names));
    assert!((found.train, found.test) == (wanted.train, wanted.test), "{}", path.display());
}

/// Numbers as files hold them, from a function of their bytes.
fn numbers<const N: usize>(bytes: &[u8], number: impl Fn(u8) -> [u8; N]) -> Vec<u8> {
    bytes.iter().flat_map(|&byte| number(byte)).collect()
}
