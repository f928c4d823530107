//! Folders of IDX files.

use std::fs;
use std::io::Write;
use std::path::Path;

use flate2::Compression;
use flate2::write::GzEncoder;
use overfit::data::{Features, Shape};
use tempfile::TempDir;

use super::{assert_same_digits, digits, gzip, load, pixels, refusal};

/// The pixels and labels of small images, 3 × 2 pixels in three classes.
pub fn images(count: usize) -> (Vec<u8>, Vec<u8>) {
    let pixels = (0..count * 6).map(|i| (i * 37 % 256) as u8).collect();
    (pixels, (0..count).map(|i| (i % 3) as u8).collect())
}

fn idx(sizes: &[u32], bytes: &[u8]) -> Vec<u8> {
    typed_idx(8, sizes, bytes)
}

/// A file with this code for the type of its numbers.
pub fn typed_idx(code: u8, sizes: &[u32], bytes: &[u8]) -> Vec<u8> {
    let mut file = vec![0, 0, code, sizes.len() as u8];
    file.extend(sizes.iter().flat_map(|size| size.to_be_bytes()));
    file.extend(bytes);
    file
}

/// A folder with these parts. `name` makes the name of a file from its base name and dimensions, `file` its content.
pub fn folder(
    parts: &[(&str, usize)],
    name: impl Fn(&str, u8) -> String,
    file: impl Fn(&[u8]) -> Vec<u8>,
) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for &(part, count) in parts {
        let (pixels, labels) = images(count);
        let write = |what: &str, dimensions, bytes: &[u8]| {
            let path = folder.path().join(name(&format!("{part}-{what}"), dimensions));
            fs::write(path, file(bytes)).expect("written");
        };
        write("images", 3, &idx(&[count as u32, 2, 3], &pixels));
        write("labels", 1, &idx(&[count as u32], &labels));
    }
    folder
}

/// Damages a folder, and part of the message that is expected.
type Breakage<'a> = (&'a dyn Fn(&Path), &'a str);

pub const PARTS: [(&str, usize); 2] = [("train", 60), ("t10k", 30)];

#[test]
fn idx_files_are_read_under_every_usual_name_compressed_or_not() {
    let dashed = folder(&PARTS, |base, n| format!("{base}-idx{n}-ubyte"), <[u8]>::to_vec);
    let dotted = folder(&PARTS, |base, n| format!("{base}.idx{n}-ubyte"), <[u8]>::to_vec);
    let zipped = folder(&PARTS, |base, n| format!("{base}-idx{n}-ubyte.gz"), gzip);
    let plain_called_gz = folder(&PARTS, |base, n| format!("{base}-idx{n}-ubyte.gz"), <[u8]>::to_vec);
    let capitals = folder(&PARTS, |base, n| format!("{base}.IDX{n}-ubyte").replace("train", "Train"), gzip);
    let set = load(dashed.path());
    assert_eq!((set.train.len(), set.test.len(), set.classes()), (60, 30, 3));
    assert_eq!(set.shape, Shape::Image { width: 3, height: 2 });
    let Features::Pixels(pixels) = &set.train.inputs else { panic!("pixels") };
    assert_eq!(pixels.as_slice().expect("in order"), images(60).0);
    assert_eq!(set.train.labels, images(60).1);
    for path in [
        dotted.path().to_owned(),
        zipped.path().to_owned(),
        plain_called_gz.path().to_owned(),
        capitals.path().to_owned(),
        dashed.path().join("t10k-labels-idx1-ubyte"),
        zipped.path().join("train-images-idx3-ubyte.gz"),
    ] {
        let same = load(&path);
        assert!((same.train, same.test) == (set.train.clone(), set.test.clone()), "{}", path.display());
    }
}

#[test]
fn one_of_several_sets_in_a_folder_is_selected_by_a_file() {
    let sizes = [("emnist-letters-train", 60), ("emnist-letters-test", 30)];
    let set = folder(&sizes, |base, n| format!("{base}-idx{n}-ubyte.gz"), gzip);
    let letters = load(set.path());
    assert_eq!((letters.train.len(), letters.test.len()), (60, 30));
    let others = folder(&[("kmnist-train", 90)], |base, n| format!("{base}-idx{n}-ubyte"), <[u8]>::to_vec);
    for file in fs::read_dir(others.path()).expect("a folder").flatten() {
        fs::copy(file.path(), set.path().join(file.file_name())).expect("written");
    }
    assert!(refusal(set.path()).contains("it has several sets: name one of the files"));
    let named = |name: &str| load(&set.path().join(name)).train.len();
    assert_eq!(named("emnist-letters-test-labels-idx1-ubyte.gz"), 60);
    assert_eq!(named("kmnist-train-images-idx3-ubyte"), 72);
}

#[test]
fn idx_file_names_may_contain_any_letters() {
    let sizes = [("É-train", 60), ("É-t10k", 30)];
    let set = folder(&sizes, |base, n| format!("{base}-idx{n}-ubyte"), <[u8]>::to_vec);
    assert_eq!((load(set.path()).train.len(), load(set.path()).test.len()), (60, 30));
}

#[test]
fn without_a_test_part_a_fifth_becomes_the_test_set() {
    let folder = folder(&PARTS[..1], |base, n| format!("{base}-idx{n}-ubyte"), <[u8]>::to_vec);
    let set = load(folder.path());
    assert_eq!((set.train.len(), set.test.len()), (48, 12));
    assert_eq!(load(folder.path()).test, set.test, "the same fifth every time");
}

#[test]
fn invalid_idx_files_are_refused_with_a_sentence() {
    let broken = |change: &dyn Fn(&Path)| {
        let folder = folder(&PARTS, |base, n| format!("{base}-idx{n}-ubyte"), <[u8]>::to_vec);
        change(folder.path());
        refusal(folder.path())
    };
    let train = "train-images-idx3-ubyte";
    let write =
        |folder: &Path, name: &str, bytes: &[u8]| fs::write(folder.join(name), bytes).expect("written");
    let cases: [Breakage; 10] = [
        (&|folder| fs::remove_file(folder.join(train)).expect("gone"), "it has no train-images-idx3-ubyte"),
        (
            &|folder| fs::remove_file(folder.join("t10k-labels-idx1-ubyte")).expect("gone"),
            "it has no t10k-labels",
        ),
        (&|folder| write(folder, train, &[]), "it is shorter than its header says"),
        (&|folder| write(folder, train, b"no such thing"), "it is not an IDX file of images"),
        (&|folder| write(folder, train, &idx(&[60, 2, 3], &[1; 359])), "it is shorter than its header says"),
        (&|folder| write(folder, train, &idx(&[60, 2, 3], &[1; 361])), "it is longer than its header says"),
        (
            &|folder| write(folder, train, &idx(&[u32::MAX, u32::MAX, u32::MAX], &[])),
            "it has 4294967295 images",
        ),
        (
            &|folder| write(folder, train, &idx(&[60, u32::MAX, u32::MAX], &[])),
            "more than 65536 numbers each",
        ),
        (&|folder| write(folder, "train-labels-idx1-ubyte", &idx(&[0], &[])), "it is empty"),
        (
            &|folder| write(folder, train, &idx(&[59, 2, 3], &[1; 354])),
            "it has 59 images, and there are 60 labels",
        ),
    ];
    for (change, words) in cases {
        let sentence = broken(change);
        assert!(sentence.contains(words), "{sentence}");
    }
    let zipped = folder(
        &PARTS,
        |base, n| format!("{base}-idx{n}-ubyte.gz"),
        |bytes| {
            let mut damaged = gzip(bytes);
            let sum = damaged.len() - 8;
            damaged[sum] ^= 1;
            damaged
        },
    );
    assert!(refusal(zipped.path()).contains("gzip data are damaged"), "{}", refusal(zipped.path()));
    // A path that does not exist is not replaced by the files next to it.
    let folder = folder(&PARTS, |base, n| format!("{base}-idx{n}-ubyte"), <[u8]>::to_vec);
    let missing = folder.path().join("emnist-train-images-idx3-ubyte");
    assert!(refusal(&missing).contains("there is no such file"));
    write(folder.path(), "other-idx3-ubyte", &[1]);
    assert!(refusal(&folder.path().join("other-idx3-ubyte")).contains("its name has neither"));
}

#[test]
fn a_decompression_bomb_is_read_no_further_than_its_header_says() {
    let folder = folder(&PARTS, |base, n| format!("{base}-idx{n}-ubyte"), <[u8]>::to_vec);
    fs::remove_file(folder.path().join("train-images-idx3-ubyte")).expect("gone");
    let mut bomb = GzEncoder::new(Vec::new(), Compression::fast());
    bomb.write_all(&idx(&[60, 2, 3], &[])).expect("memory");
    let zeros = vec![0; 1 << 20];
    (0..700).for_each(|_| bomb.write_all(&zeros).expect("memory"));
    let path = folder.path().join("train-images-idx3-ubyte.gz");
    fs::write(path, bomb.finish().expect("memory")).expect("written");
    assert!(refusal(folder.path()).contains("it is longer than its header says"));
}

#[test]
fn mnist_as_idx_is_the_built_in_one() {
    let digits = digits();
    let folder = tempfile::tempdir().expect("a folder");
    for (part, examples) in [("train", &digits.train), ("t10k", &digits.test)] {
        let (count, pixels) = (examples.len() as u32, pixels(examples));
        let write = |name: &str, bytes: &[u8]| fs::write(folder.path().join(name), bytes).expect("written");
        write(&format!("{part}-images-idx3-ubyte"), &idx(&[count, 28, 28], &pixels));
        write(&format!("{part}-labels-idx1-ubyte.gz"), &gzip(&idx(&[count], &examples.labels)));
    }
    assert_same_digits(folder.path());
}
