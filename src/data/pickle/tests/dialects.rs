//! The same images in every dialect, and the built-in ones.

use std::collections::BTreeMap;
use std::io::Write;

use ndarray::Array2;

use super::super::{decode, read};
use super::gzip;
use crate::data::ImageSet;

/// Made by `tests/data/make_pickles.py`.
const FIXTURES: [(&str, &str); 3] = [
    ("python2", include_str!("../../../../tests/data/python2.json")),
    ("numpy1", include_str!("../../../../tests/data/numpy1.json")),
    ("numpy2", include_str!("../../../../tests/data/numpy2.json")),
];

/// All fixtures: where each is from, and its bytes.
pub fn fixtures() -> impl Iterator<Item = (String, Vec<u8>)> {
    FIXTURES.into_iter().flat_map(|(origin, json)| {
        let pickles: BTreeMap<String, String> = serde_json::from_str(json).unwrap();
        pickles.into_iter().map(move |(title, digits)| (format!("{origin}: {title}"), unhex(&digits)))
    })
}

fn unhex(digits: &str) -> Vec<u8> {
    let (bytes, _) = digits.as_bytes().as_chunks::<2>();
    bytes.iter().map(|byte| u8::from_str_radix(str::from_utf8(byte).unwrap(), 16).unwrap()).collect()
}

/// What every fixture holds: images 0 … 7 to learn from and 8, 9 for the test, by the script's formula.
fn expected() -> ImageSet {
    let pixels = |start: usize, n| Array2::from_shape_fn((n, 16), |(i, j)| ((start + i) * 97 + j * 41) as u8);
    let labels = |range: std::ops::Range<u8>| range.map(|image| image % 3).collect();
    ImageSet {
        train_pixels: pixels(0, 8),
        train_labels: labels(0..8),
        test_pixels: pixels(8, 2),
        test_labels: labels(8..10),
        width: 4,
        height: 4,
        class_names: ["0", "1", "2"].map(str::to_owned).to_vec(),
    }
}

#[test]
fn every_dialect_gives_the_same_images() {
    let variants = 27;
    let protocols = [2, 4, 4].iter().sum::<usize>();
    assert_eq!(fixtures().count(), variants * protocols);
    for (title, pickle) in fixtures() {
        match decode(&pickle, "file") {
            Ok(images) => assert_eq!(images, expected(), "{title}"),
            Err(error) => panic!("{title}: {error}"),
        }
    }
}

#[test]
fn a_file_may_be_packed_or_not() {
    let (_, pickle) = fixtures().next().unwrap();
    for bytes in [gzip(&pickle), pickle] {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(&bytes).unwrap();
        assert_eq!(read(file.path()).unwrap(), expected());
    }
}

#[test]
fn the_built_in_images_are_the_original_ones() {
    let images = decode(include_bytes!("../../../../assets/mnist.pkl.gz"), "built-in").unwrap();
    assert_eq!(images.train_pixels.dim(), (60_000, 784));
    assert_eq!(images.test_pixels.dim(), (10_000, 784));
    assert_eq!((images.width, images.height, images.class_names.len()), (28, 28, 10));
    assert_eq!(images.train_labels[..10], [5, 0, 4, 1, 9, 2, 1, 3, 1, 4]);
    assert_eq!(images.test_labels[..10], [7, 2, 1, 0, 4, 1, 4, 9, 5, 9]);

    // The sums are NumPy's, see `assets/README.md`.
    let sum = |bytes: &mut dyn Iterator<Item = &u8>| bytes.map(|&byte| u64::from(byte)).sum::<u64>();
    assert_eq!(sum(&mut images.train_pixels.iter()), 1_567_298_545);
    assert_eq!(sum(&mut images.test_pixels.iter()), 264_923_200);
    assert_eq!((images.train_labels.len(), sum(&mut images.train_labels.iter())), (60_000, 267_236));
    assert_eq!((images.test_labels.len(), sum(&mut images.test_labels.iter())), (10_000, 44_434));
}
