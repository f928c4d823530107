//! Tests with valid, damaged and hostile files.

mod dialects;
mod hostile;
mod unsuitable;

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;

use super::read::decode;

/// The message for a file that must be refused.
fn refusal(bytes: &[u8]) -> String {
    let message = decode(bytes, "digits.pkl").expect_err("it must be refused").to_string();
    assert!(message.len() < 200, "too long: {message}");
    message
}

/// The message for a file that must be refused, without the path.
fn problem(bytes: &[u8]) -> String {
    let message = refusal(bytes);
    message.strip_prefix("digits.pkl cannot be used: ").expect("it must name the file").to_owned()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}
