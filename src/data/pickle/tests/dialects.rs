//! The same images in every dialect of pickle, and the built-in images.

use std::collections::BTreeMap;
use std::io::Write;

use ndarray::Array2;

use super::super::read::{decode, read};
use super::gzip;
use crate::data::progress::Progress;
use crate::data::{Examples, Features, FileData, Reading, Shape};

/// Made by `tests/data/make_pickles.py`.
const FIXTURES: [(&str, &str); 3] = [
    ("python2", include_str!("../../../../tests/data/python2.json")),
    ("numpy1", include_str!("../../../../tests/data/numpy1.json")),
    ("numpy2", include_str!("../../../../tests/data/numpy2.json")),
];

/// All fixtures: the origin and title of each, and its bytes.
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

/// The content of every fixture: training images 0 … 2 and test image 3, by the formula of the script.
fn expected() -> FileData {
    let part = |images: std::ops::Range<usize>| {
        let pixels =
            Array2::from_shape_fn((images.len(), 49), |(i, j)| ((images.start + i) * 97 + j * 41) as u8);
        let labels = images.clone().map(|image| (image % 3) as u8).collect();
        Examples { inputs: Features::Pixels(pixels), labels }
    };
    FileData {
        shape: Shape::Image { width: 7, height: 7 },
        reading: Reading::default(),
        inputs: Vec::new(),
        class_names: ["0", "1", "2"].map(str::to_owned).to_vec(),
        train: part(0..3),
        test: part(3..4),
    }
}

#[test]
fn every_dialect_gives_the_same_images() {
    let variants = 28;
    let protocols = [3, 5, 5].iter().sum::<usize>();
    assert_eq!(fixtures().count(), variants * protocols);
    for (title, pickle) in fixtures() {
        match decode(&pickle, "file") {
            Ok(images) => {
                assert_eq!(FileData { reading: Reading::default(), ..images }, expected(), "{title}");
            }
            Err(error) => panic!("{title}: {error}"),
        }
    }
}

#[test]
fn a_file_may_be_compressed_or_not() {
    let (_, pickle) = fixtures().next().unwrap();
    for bytes in [gzip(&pickle), pickle] {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(&bytes).unwrap();
        let images = read(file.path(), &mut Progress::new(&mut |_| true)).unwrap();
        assert_eq!(images.reading.notes, ["validation part: 1 example, joined to the training part"]);
        assert_eq!(FileData { reading: Reading::default(), ..images }, expected());
    }
}

#[test]
fn the_built_in_images_are_the_original_ones() {
    let images = decode(include_bytes!("../../../../assets/mnist.pkl.gz"), "built-in").unwrap();
    assert_eq!((images.shape, images.class_names.len()), (Shape::Image { width: 28, height: 28 }, 10));
    // The sums were computed with NumPy; see `assets/README.md`.
    for (part, labels, sums) in [
        (images.train, [5, 0, 4, 1, 9, 2, 1, 3, 1, 4], (60_000, 1_567_298_545, 267_236)),
        (images.test, [7, 2, 1, 0, 4, 1, 4, 9, 5, 9], (10_000, 264_923_200, 44_434)),
    ] {
        let Features::Pixels(pixels) = &part.inputs else { panic!("pixels") };
        assert_eq!(pixels.dim(), (part.len(), 784));
        assert_eq!(part.labels[..10], labels);
        let sum = |bytes: &mut dyn Iterator<Item = &u8>| bytes.map(|&byte| u64::from(byte)).sum::<u64>();
        assert_eq!((part.len(), sum(&mut pixels.iter()), sum(&mut part.labels.iter())), sums);
    }
}
