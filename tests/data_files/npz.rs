//! NPZ archives of NumPy arrays.

use std::fs;
use std::io::Write;
use std::path::PathBuf;

use overfit::data::{Examples, Shape};
use tempfile::TempDir;

use super::{assert_same_digits, digits, load, numbers, pixels, refusal};

/// An array as `numpy.save` writes it.
pub fn npy(descr: &str, fortran: bool, shape: &str, bytes: &[u8]) -> Vec<u8> {
    let fortran = if fortran { "True" } else { "False" };
    let header = format!("{{'descr': '{descr}', 'fortran_order': {fortran}, 'shape': ({shape}), }}\n");
    let mut file = b"\x93NUMPY\x01\x00".to_vec();
    file.extend((header.len() as u16).to_le_bytes());
    file.extend(header.as_bytes());
    file.extend(bytes);
    file
}

pub fn npz(arrays: &[(&str, Vec<u8>)]) -> (TempDir, PathBuf) {
    archive(arrays, zip::CompressionMethod::Stored)
}

fn compressed_npz(arrays: &[(&str, Vec<u8>)]) -> (TempDir, PathBuf) {
    archive(arrays, zip::CompressionMethod::Deflated)
}

fn archive(arrays: &[(&str, Vec<u8>)], method: zip::CompressionMethod) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("some.npz");
    let mut archive = zip::ZipWriter::new(fs::File::create(&path).expect("a file"));
    for (name, bytes) in arrays {
        let options = zip::write::SimpleFileOptions::default().compression_method(method);
        archive.start_file(format!("{name}.npy"), options).expect("a name");
        archive.write_all(bytes).expect("written");
    }
    archive.finish().expect("written");
    (folder, path)
}

/// The pixels and labels of forty images, 7 × 7 pixels in two classes.
pub fn squares() -> (Vec<u8>, Vec<u8>) {
    ((0..40 * 49).map(|i| (i * 31 % 256) as u8).collect(), (0..40).map(|i| (i % 2) as u8).collect())
}

#[test]
fn npz_files_are_read_in_every_number_type_and_order() {
    let (pixels, labels) = squares();
    let plain = || npy("|u1", false, "40, 7, 7", &pixels);
    let floats: Vec<u8> = pixels.iter().flat_map(|&p| (f64::from(p) / 255.0).to_le_bytes()).collect();
    let big: Vec<u8> = pixels.iter().flat_map(|&p| (f32::from(p) / 256.0).to_be_bytes()).collect();
    let columns: Vec<u8> =
        (0..49).flat_map(|i| (0..40).map(move |n| (n, i))).map(|(n, i)| pixels[49 * n + i]).collect();
    let wide: Vec<u8> = labels.iter().flat_map(|&label| i64::from(label).to_le_bytes()).collect();
    let small = || npy("|u1", false, "40,", &labels);
    let (_folder, path) =
        npz(&[("x_train", plain()), ("y_train", small()), ("x_test", plain()), ("y_test", small())]);
    let expected = load(&path);
    assert_eq!((expected.train.len(), expected.test.len()), (40, 40));
    for images in [
        npy("<f8", false, "40, 49", &floats),
        npy(">f4", false, "40, 7, 7", &big),
        npy("|u1", true, "40, 49", &columns),
    ] {
        let labels = npy("<i8", false, "40,", &wide);
        let (_folder, path) =
            npz(&[("x_train", images), ("y_train", labels), ("x_test", plain()), ("y_test", small())]);
        let set = load(&path);
        assert!((set.train, set.test) == (expected.train.clone(), expected.test.clone()));
    }
    let (_folder, path) = npz(&[("x_train", plain()), ("y_train", small())]);
    assert_eq!((load(&path).train.len(), load(&path).test.len()), (32, 8), "a fifth becomes the test set");
}

#[test]
fn an_npz_file_may_hold_points_or_any_numbers() {
    let point = |n: u32| [f64::from(n) - 20.0, f64::from(n * n % 7)];
    let bytes = |rows: &[Vec<f64>]| rows.concat().iter().flat_map(|x| x.to_le_bytes()).collect::<Vec<u8>>();
    let labels: Vec<u8> = (0..41).flat_map(|n| i64::from(n % 3 * 2 - 2).to_le_bytes()).collect();
    let points = bytes(&(0..41).map(|n| point(n).to_vec()).collect::<Vec<_>>());
    let (_folder, path) = npz(&[
        ("X_train", npy("<f8", false, "41, 2", &points)),
        ("Y_train", npy("<i8", false, "41", &labels)),
    ]);
    let set = load(&path);
    assert_eq!((set.shape, set.train.len(), set.test.len()), (Shape::Plane, 33, 8));
    assert_eq!(set.class_names, ["-2", "0", "2"]);
    let rows = bytes(&(0..41).map(|n| [point(n), point(n + 1)].concat()).collect::<Vec<_>>());
    let (_folder, path) = npz(&[
        ("x_train", npy("<f8", false, "41, 4", &rows)),
        ("y_train", npy("<i8", false, "41, 1", &labels)),
    ]);
    let set = load(&path);
    assert_eq!(set.shape, Shape::Numbers { count: 4 });
    assert!(set.train.inputs.rows().flatten().all(|x| (-1.0..=1.0).contains(&x)));
    let expected = set.train;
    // Small two-dimensional examples are not images either, whose numbers would be rounded.
    for shape in ["41, 4, 1", "41, 1, 4", "41, 2, 2"] {
        let (_folder, path) = npz(&[
            ("x_train", npy("<f8", false, shape, &rows)),
            ("y_train", npy("<i8", false, "41", &labels)),
        ]);
        assert_eq!(load(&path).train, expected, "{shape}");
    }
    let grey = |n: u32, most: f64| f64::from(n * 7 % 36) / 36.0 * most;
    for (most, shape) in [
        (9.9, Shape::Numbers { count: 36 }),
        (250.0, Shape::Image { width: 6, height: 6 }),
        (1.0, Shape::Image { width: 6, height: 6 }),
    ] {
        let inputs: Vec<u8> = (0..41 * 36).flat_map(|n| grey(n, most).to_le_bytes()).collect();
        let inputs = npy("<f8", false, "41, 6, 6", &inputs);
        let (_folder, path) = npz(&[("x_train", inputs), ("y_train", npy("<i8", false, "41", &labels))]);
        assert_eq!(load(&path).shape, shape, "{most}");
    }
}

#[test]
fn invalid_npz_files_are_refused_with_a_sentence() {
    let (pixels, labels) = squares();
    let small = || npy("|u1", false, "40,", &labels);
    let nan: Vec<u8> = std::iter::repeat_n(f32::NAN, 40).flat_map(f32::to_le_bytes).collect();
    let cases = [
        (
            npy("|u1", false, "40, 7, 7", &pixels[..40 * 49 - 1]),
            "does not have as many numbers as its header says",
        ),
        (
            npy("|u1", false, "40, 7, 7", &[&pixels[..], &[0]].concat()),
            "does not have as many numbers as its header says",
        ),
        (npy("<f8", false, "99999999999, 28, 28", &pixels), "there should be 40 at the most"),
        (
            npy("<f8", false, "40, 18446744073709551615", &pixels),
            "x_train.npy in it has too many numbers: a file may have 60 million in all",
        ),
        (
            npy("<f8", false, "40, 2, 2", &[7; 160 * 8 - 1]),
            "does not have as many numbers as its header says",
        ),
        (
            npy("<f8", false, "40, 2, 2", &[0; 160 * 8 + 1]),
            "does not have as many numbers as its header says",
        ),
        (
            npy("<c8", false, "40, 4", &pixels),
            "x_train.npy in it is of NumPy's type <c8: save it as integers, float32 or float64",
        ),
        (npy("<f4", false, "40, x", &pixels), "a header that cannot be understood"),
        (npy("<f4", false, "40, 1", &nan), "its training inputs must be finite, but one is NaN"),
        (npy("|u1", false, "32, 5", &pixels[..160]), "its training part has 32 inputs and 40 labels"),
        (b"\x93NUMPY\x02\x00\xff\xff\xff\xff".to_vec(), "a header that is too long"),
        (b"nothing of this kind".to_vec(), "is not a NumPy array"),
        (Vec::new(), "ends too early"),
    ];
    for (images, words) in cases {
        let (_folder, path) = npz(&[("x_train", images), ("y_train", small())]);
        assert!(refusal(&path).contains(words), "{}", refusal(&path));
    }
    let inputs = npy("|u1", false, "40, 7, 7", &pixels);
    for (labels, words) in [
        (npy("|u1", false, "", &[1]), "its training labels are a single number"),
        (npy("|u1", false, "40, 2", &[1; 80]), "its training labels are 2 numbers each: save one each"),
    ] {
        let (_folder, path) = npz(&[("x_train", inputs.clone()), ("y_train", labels)]);
        assert!(refusal(&path).contains(words), "{}", refusal(&path));
    }
    let zeros = npy("<i8", false, "40, 225000", &vec![0; 72_000_000]);
    let (_folder, path) = compressed_npz(&[("x_train", zeros), ("y_train", small())]);
    assert!(refusal(&path).contains("x_train.npy in it unpacks to more than 100 times its size"));
    let (_folder, path) = npz(&[("arr_0", small()), ("arr_1", small()), ("arr_2", small())]);
    assert!(refusal(&path).contains("it has no x_train.npy"));
    let (_folder, path) = npz(&[("x_train", inputs.clone()), ("y_test", small())]);
    assert!(refusal(&path).contains("it has no y_train.npy"));
    let (_folder, path) = npz(&[("x_train", inputs)]);
    assert!(refusal(&path).contains("it is one array, without labels beside it"));
    let whole = fs::read(&path).expect("there");
    fs::write(&path, &whole[..whole.len() / 2]).expect("written");
    assert!(refusal(&path).contains("zip data are damaged"));
}

/// Converts pixels to the bytes of an array.
type Form<'a> = &'a dyn Fn(&[u8]) -> Vec<u8>;

#[test]
fn mnist_as_npz_is_the_built_in_one() {
    let digits = digits();
    let columns = |pixels: &[u8]| {
        let count = pixels.len() / 784;
        (0..784).flat_map(|i| (0..count).map(move |n| pixels[784 * n + i])).collect::<Vec<u8>>()
    };
    let forms: [(&str, bool, Form); 6] = [
        ("|u1", false, &<[u8]>::to_vec),
        ("|u1", true, &columns),
        ("<f4", false, &|bytes| numbers(bytes, |byte| (f32::from(byte) / 255.0).to_le_bytes())),
        ("<f4", true, &|bytes| numbers(&columns(bytes), |byte| (f32::from(byte) / 256.0).to_le_bytes())),
        ("<f8", false, &|bytes| numbers(bytes, |byte| (f64::from(byte) / 255.0).to_le_bytes())),
        (">i8", true, &|bytes| numbers(&columns(bytes), |byte| i64::from(byte).to_be_bytes())),
    ];
    for (descr, fortran, form) in forms {
        let images = |examples: &Examples| {
            npy(descr, fortran, &format!("{}, 784", examples.len()), &form(&pixels(examples)))
        };
        let labels = |examples: &Examples| {
            let wide = numbers(&examples.labels, |label| i64::from(label).to_le_bytes());
            npy("<i8", false, &format!("{},", examples.len()), &wide)
        };
        let (_folder, path) = npz(&[
            ("x_train", images(&digits.train)),
            ("y_train", labels(&digits.train)),
            ("x_test", images(&digits.test)),
            ("y_test", labels(&digits.test)),
        ]);
        assert_same_digits(&path);
    }
}
