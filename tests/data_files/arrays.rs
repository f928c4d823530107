//! Arrays under the names and in the forms in which they are published.

use std::fs;
use std::path::{Path, PathBuf};

use overfit::data::{self, Features, Reading, Shape};
use tempfile::TempDir;

use super::npz::{npy, npz, squares};
use super::{load, numbers, refusal};

/// What was said about a file.
pub fn reading(path: &Path) -> Reading {
    data::resolve(path).expect("a valid file").reading().expect("a file").clone()
}

fn notes(path: &Path) -> String {
    reading(path).notes.join("; ")
}

/// Images and labels of `count` examples, in two classes.
fn part(count: usize) -> (Vec<u8>, Vec<u8>) {
    let (pixels, labels) = squares();
    let pixels = npy("|u1", false, &format!("{count}, 7, 7"), &pixels[..count * 49]);
    (pixels, npy("|u1", false, &format!("{count}"), &labels[..count]))
}

/// An archive with these arrays, where names with an `x` have images and the others labels.
fn archive(names: &str, count: usize) -> (TempDir, PathBuf) {
    let (images, labels) = part(count);
    let array = |name: &'static str| {
        let words = ["x", "images", "data", "imgs"];
        let is_images = words.iter().any(|word| name.to_lowercase().contains(word));
        (name, if is_images { images.clone() } else { labels.clone() })
    };
    let names: &'static str = Box::leak(names.to_owned().into_boxed_str());
    npz(&names.split(' ').map(array).collect::<Vec<_>>())
}

#[test]
fn arrays_are_found_under_every_usual_name() {
    for (names, sizes) in [
        ("X y", (32, 8)),
        ("X_train y_train X_test y_test", (40, 40)),
        ("data target", (32, 8)),
        ("images labels", (32, 8)),
        ("train_images train_labels test_images test_labels", (40, 40)),
        ("xtrain ytrain xtest ytest", (40, 40)),
        ("train_images train_labels val_images val_labels test_images test_labels", (80, 40)),
    ] {
        let (_folder, path) = archive(names, 40);
        let set = load(&path);
        assert_eq!((set.train.len(), set.test.len()), sizes, "{names}");
        assert_eq!(set.shape, Shape::Image { width: 7, height: 7 }, "{names}");
    }
    let (_folder, path) = archive("weights biases", 40);
    assert!(refusal(&path).contains("it has no x_train.npy but weights.npy biases.npy: save x_train"));
}

#[test]
fn what_becomes_of_every_part_is_told() {
    let (_folder, path) = archive("x_train y_train x_val y_val x_test y_test", 40);
    assert_eq!(notes(&path), "validation part: 40 examples, joined to the training part");
    let (_folder, path) = archive("x_train y_train x_test", 40);
    assert_eq!((load(&path).train.len(), load(&path).test.len()), (32, 8));
    assert_eq!(notes(&path), "test part left out: it has no labels");
    let (_folder, path) = archive("x_train y_train extra", 40);
    assert_eq!(notes(&path), "arrays left out: extra");
}

#[test]
fn one_hot_labels_are_the_class() {
    let (pixels, labels) = squares();
    let hot = |class: u8| [0.0, f32::from(class), 1.0 - f32::from(class)];
    let floats: Vec<u8> = labels.iter().flat_map(|&label| hot(label)).flat_map(f32::to_le_bytes).collect();
    let columns: Vec<u8> =
        (0..3).flat_map(|k| labels.iter().map(move |&label| hot(label)[k] as u8)).collect();
    for labels in [
        npy("<f4", false, "40, 3", &floats),
        npy("<f4", false, "40, 3, 1", &floats),
        npy("|b1", true, "40, 3", &columns),
    ] {
        let (_folder, path) =
            npz(&[("x_train", npy("|u1", false, "40, 7, 7", &pixels)), ("y_train", labels)]);
        let set = load(&path);
        assert_eq!(set.class_names, ["1", "2"]);
        assert_eq!(notes(&path), "class: the place of the 1 in each row of the labels");
        assert_eq!(set.train.labels[..2].iter().map(|&label| usize::from(label)).sum::<usize>(), 1);
    }
}

#[test]
fn arrays_in_files_of_their_own_belong_together() {
    let (images, labels) = part(40);
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, bytes: &[u8]| fs::write(folder.path().join(name), bytes).expect("written");
    write("X_train.npy", &images);
    write("y_train.npy", &labels);
    write("X_test.npy", &images);
    write("y_test.npy", &labels);
    for path in
        [folder.path().to_owned(), folder.path().join("X_train.npy"), folder.path().join("y_test.npy")]
    {
        assert_eq!((load(&path).train.len(), load(&path).test.len()), (40, 40), "{}", path.display());
    }
    // As KMNIST is published.
    let folder = tempfile::tempdir().expect("a folder");
    for (name, array) in [("train-imgs", &images), ("train-labels", &labels), ("test-imgs", &images)] {
        let (_archive, path) = npz(&[("arr_0", array.clone())]);
        fs::copy(path, folder.path().join(format!("kmnist-{name}.npz"))).expect("written");
    }
    let path = folder.path().join("kmnist-train-imgs.npz");
    assert_eq!((load(&path).train.len(), load(&path).test.len()), (32, 8));
    assert_eq!(notes(&path), "test part left out: it has no labels");
    fs::remove_file(folder.path().join("kmnist-train-labels.npz")).expect("there");
    assert!(refusal(&path).contains("it is one array, without labels beside it"));
}

#[test]
fn halves_are_read_and_fractions_are_not_rounded() {
    let (_, labels) = squares();
    let labels = npy("|u1", false, "40", &labels);
    // 0.1 … 0.9 in float16, which are no levels.
    let bits = [0x2e66_u16, 0x3266, 0x3b33];
    let halves: Vec<u8> = (0..40 * 49).flat_map(|n| bits[n % 3].to_le_bytes()).collect();
    let inputs = npy("<f2", false, "40, 7, 7", &halves);
    let (_folder, path) = npz(&[("x_train", inputs), ("y_train", labels.clone())]);
    let set = load(&path);
    assert_eq!(set.shape, Shape::Image { width: 7, height: 7 });
    let Features::Numbers(shares) = &set.train.inputs else { panic!("numbers") };
    assert!(shares.iter().all(|share| [0.099_975_586, 0.199_951_17, 0.899_902_34].contains(share)));
}

#[test]
fn times_that_float32_cannot_tell_apart_stay_apart() {
    let labels: Vec<u8> = (0..40).map(|n| n % 2).collect();
    let labels = || npy("|u1", false, "40", &labels);
    let time = |n: u32| 1_700_000_000.0 + f64::from(n);
    let near = |n: u32| 1_000.0 + f64::from(n) * 1e-6;
    let doubles: Vec<u8> = (0..40).flat_map(|n| [time(n), near(n), 5.0]).flat_map(f64::to_le_bytes).collect();
    let longs: Vec<u8> =
        (0..40).flat_map(|n| [1_700_000_000_000 + n, n, 5]).flat_map(i64::to_le_bytes).collect();
    for inputs in [npy("<f8", false, "40, 3", &doubles), npy("<i8", false, "40, 3", &longs)] {
        let (_folder, path) = npz(&[
            ("x_train", inputs.clone()),
            ("y_train", labels()),
            ("x_test", inputs),
            ("y_test", labels()),
        ]);
        let set = load(&path);
        for part in [&set.train, &set.test] {
            for column in 0..2 {
                let mut values: Vec<f32> =
                    part.inputs.rows().map(|mut row| row.nth(column).expect("there")).collect();
                values.sort_by(f32::total_cmp);
                values.dedup();
                assert_eq!((values.len(), values[0], values[39]), (40, -1.0, 1.0));
            }
        }
    }
    // A large file keeps its numbers as float32.
    let many: Vec<u8> =
        (0..600_000).flat_map(|n| [time(n), f64::from(n)]).flat_map(f64::to_le_bytes).collect();
    let classes: Vec<u8> = (0..600_000).map(|n| (n % 2) as u8).collect();
    let (_folder, path) = npz(&[
        ("x_train", npy("<f8", false, "600000, 2", &many)),
        ("y_train", npy("|u1", false, "600000", &classes)),
    ]);
    let set = load(&path);
    let are_equal = |(x, y): (f32, f32)| x == y;
    assert!((0..set.train.len()).all(|n| are_equal(set.train.inputs.point(n))));
}

#[test]
fn arrays_packed_in_another_way_are_refused_by_name() {
    let (_folder, path) = archive("x_train y_train", 40);
    let plain = fs::read(&path).expect("there");
    for (method, name) in [(12, "bzip2"), (14, "lzma"), (93, "zstd")] {
        let mut bytes = plain.clone();
        for (magic, at) in [(b"PK\x03\x04", 8), (b"PK\x01\x02", 10)] {
            let starts: Vec<usize> =
                (0..bytes.len() - 4).filter(|&start| bytes[start..].starts_with(magic)).collect();
            for start in starts {
                bytes[start + at] = method;
            }
        }
        fs::write(&path, bytes).expect("written");
        let sentence = refusal(&path);
        assert!(sentence.contains(&format!("is packed with {name}: save it again")), "{sentence}");
    }
}

#[test]
fn labels_may_be_names() {
    let (pixels, labels) = squares();
    let name = |label: &u8| if *label == 0 { "cat" } else { "hé" };
    let wide = |label: &u8| {
        let letters = name(label).chars().map(u32::from).chain([0; 2]).take(4);
        letters.flat_map(u32::to_le_bytes).collect::<Vec<u8>>()
    };
    let wide: Vec<u8> = labels.iter().flat_map(wide).collect();
    let (_folder, path) =
        npz(&[("X", npy("|u1", false, "40, 7, 7", &pixels)), ("y", npy("<U4", false, "40", &wide))]);
    assert_eq!(load(&path).class_names, ["cat", "hé"]);
    let (_folder, path) =
        npz(&[("X", npy("<U4", false, "40", &wide)), ("y", npy("<U4", false, "40", &wide))]);
    assert!(refusal(&path).contains("its training inputs are text, not numbers"));
}

#[test]
fn colours_are_told_to_be_plain_numbers() {
    let (pixels, labels) = squares();
    let (_folder, path) = npz(&[
        ("X", npy("|u1", false, "40, 4, 4, 3", &pixels[..40 * 48])),
        ("y", npy("|u1", false, "40", &labels)),
    ]);
    assert_eq!(notes(&path), "examples of 4 × 4 × 3 are learned from as 48 numbers");
}

#[test]
fn wide_labels_are_numbered_by_value() {
    let (pixels, labels) = squares();
    let wide = numbers(&labels, |label| (u32::from(label) * 70_000).to_le_bytes());
    let (_folder, path) =
        npz(&[("x", npy("|u1", false, "40, 7, 7", &pixels)), ("y", npy("<u4", false, "40, 1", &wide))]);
    assert_eq!(load(&path).class_names, ["0", "70000"]);
}
