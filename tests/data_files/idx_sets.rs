//! IDX files as the successors of MNIST are published, and where they are found.

use std::fs;
use std::path::{Path, PathBuf};

use overfit::data::Shape;

use super::arrays::reading;
use super::idx::{PARTS, folder, images, typed_idx};
use super::{gzip, load, pixels, refusal};

/// Writes each file of a folder into a folder of its own name as well, as Kaggle does.
fn with_own_folders(folder: &Path) -> Vec<PathBuf> {
    let files: Vec<_> = fs::read_dir(folder).expect("a folder").flatten().map(|entry| entry.path()).collect();
    let own = |file: &PathBuf| {
        let name = file.file_name().expect("a name").to_string_lossy().replace(".idx", "-idx");
        fs::create_dir(folder.join(&name)).expect("a folder");
        let path = folder.join(&name).join(&name);
        fs::copy(file, &path).expect("written");
        path
    };
    files.iter().map(own).chain(files.clone()).collect()
}

#[test]
fn the_archive_of_kaggle_is_read_from_the_folder_and_from_each_file() {
    let folder = folder(&PARTS, |base, n| format!("{base}.idx{n}-ubyte"), <[u8]>::to_vec);
    let expected = load(folder.path());
    let files = with_own_folders(folder.path());
    assert_eq!(files.len(), 8);
    let folders = files.iter().map(|file| file.parent().expect("a folder").to_owned());
    for path in folders.chain(files.clone()) {
        let set = load(&path);
        assert!(
            (set.train, set.test) == (expected.train.clone(), expected.test.clone()),
            "{}",
            path.display()
        );
    }
    // Without the files themselves, those in the folders are the set.
    for file in &files[4..] {
        fs::remove_file(file).expect("there");
    }
    for path in [folder.path(), &files[0]] {
        assert!(load(path).train == expected.train, "{}", path.display());
    }
}

#[test]
fn a_set_is_found_below_a_folder() {
    let root = tempfile::tempdir().expect("a folder");
    let set = folder(&PARTS, |base, n| format!("{base}-idx{n}-ubyte"), <[u8]>::to_vec);
    let copy = |to: &str| {
        fs::create_dir_all(root.path().join(to)).expect("a folder");
        for file in fs::read_dir(set.path()).expect("a folder").flatten() {
            let name = file.file_name().to_string_lossy().into_owned();
            fs::copy(file.path(), root.path().join(to).join(&name)).expect("written");
            // torchvision keeps what it downloaded.
            let packed = gzip(&fs::read(file.path()).expect("there"));
            fs::write(root.path().join(to).join(format!("{name}.gz")), packed).expect("written");
        }
    };
    copy("data/MNIST/raw");
    for below in ["", "data", "data/MNIST", "data/MNIST/raw"] {
        assert_eq!(load(&root.path().join(below)).train, load(set.path()).train, "{below}");
    }
    copy("data/FashionMNIST/raw");
    let sentence = refusal(root.path());
    assert!(
        sentence.contains("give the path of one of their folders, such as data/FashionMNIST/raw"),
        "{sentence}"
    );
    assert_eq!(load(&root.path().join("data/MNIST")).train.len(), 60);
    fs::remove_file(root.path().join("data/MNIST/raw/train-labels-idx1-ubyte")).expect("there");
    fs::remove_file(root.path().join("data/MNIST/raw/train-labels-idx1-ubyte.gz")).expect("there");
    let sentence = refusal(&root.path().join("data/MNIST"));
    assert!(sentence.contains("it has no train-labels-idx1-ubyte"), "{sentence}");
}

#[test]
fn a_set_in_a_folder_for_each_part_is_one_set() {
    let set = folder(&PARTS, |base, n| format!("{base}-idx{n}-ubyte"), <[u8]>::to_vec);
    let expected = load(set.path());
    for part in ["train", "t10k"] {
        fs::create_dir(set.path().join(part)).expect("a folder");
        for file in fs::read_dir(set.path()).expect("a folder").flatten() {
            let name = file.file_name().to_string_lossy().into_owned();
            if name.starts_with(&format!("{part}-")) {
                fs::rename(file.path(), set.path().join(part).join(name)).expect("moved");
            }
        }
    }
    assert_eq!((load(set.path()).train, load(set.path()).test), (expected.train, expected.test));
}

/// Encodes a byte as a number of another type.
type Encode<'a> = &'a dyn Fn(u8) -> Vec<u8>;

#[test]
fn numbers_of_every_type_are_read() {
    let plain = load(folder(&PARTS, |base, n| format!("{base}-idx{n}-ubyte"), <[u8]>::to_vec).path());
    let labels: [(u8, Encode); 3] = [
        (0x09, &|label| vec![label]),
        (0x0b, &|label| i16::from(label).to_be_bytes().to_vec()),
        (0x0c, &|label| i32::from(label).to_be_bytes().to_vec()),
    ];
    let pixels: [(u8, Encode); 4] = [
        (0x0b, &|pixel| i16::from(pixel).to_be_bytes().to_vec()),
        (0x0c, &|pixel| i32::from(pixel).to_be_bytes().to_vec()),
        (0x0d, &|pixel| (f32::from(pixel)).to_be_bytes().to_vec()),
        (0x0e, &|pixel| (f64::from(pixel)).to_be_bytes().to_vec()),
    ];
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, bytes: &[u8]| fs::write(folder.path().join(name), bytes).expect("written");
    for (number, pixel) in pixels {
        for (code, label) in labels {
            for (part, count) in PARTS {
                let (bytes, classes) = images(count);
                let bytes: Vec<u8> = bytes.into_iter().flat_map(pixel).collect();
                let classes: Vec<u8> = classes.into_iter().flat_map(label).collect();
                write(
                    &format!("{part}-images-idx3-float"),
                    &typed_idx(number, &[count as u32, 2, 3], &bytes),
                );
                write(&format!("{part}-labels-idx1-short"), &typed_idx(code, &[count as u32], &classes));
            }
            let set = load(folder.path());
            // Floats of images with two rows are not taken for pixels.
            assert!(number > 0x0c || set.train.inputs == plain.train.inputs, "{number:#x}");
            assert_eq!(set.train.labels, plain.train.labels, "{code:#x}");
        }
    }
}

#[test]
fn the_labels_of_qmnist_have_the_class_in_the_first_of_eight_columns() {
    let set = folder(
        &[("qmnist-train", 60), ("qmnist-test", 30)],
        |base, n| format!("{base}-idx{n}-ubyte"),
        <[u8]>::to_vec,
    );
    let expected = load(set.path());
    for (part, count) in [("train", 60), ("test", 30)] {
        fs::remove_file(set.path().join(format!("qmnist-{part}-labels-idx1-ubyte"))).expect("there");
        let row = |label: u8| {
            [u32::from(label), 4, 177, u32::from(label), 55, 81, 0, 0].map(u32::to_be_bytes).concat()
        };
        let rows: Vec<u8> = images(count).1.into_iter().flat_map(row).collect();
        let path = set.path().join(format!("qmnist-{part}-labels-idx2-int.gz"));
        fs::write(path, gzip(&typed_idx(0x0c, &[count as u32, 8], &rows))).expect("written");
    }
    let read = load(set.path());
    assert_eq!((read.train, read.class_names), (expected.train, expected.class_names));
    assert_eq!(reading(set.path()).notes, ["class: the first of 8 numbers in each row of the labels"]);
}

#[test]
fn the_images_of_emnist_are_upright_and_its_classes_are_letters() {
    let sizes = [("emnist-letters-train", 60), ("emnist-letters-test", 30)];
    let set = folder(&sizes, |base, n| format!("{base}-idx{n}-ubyte.gz"), gzip);
    let lying = "images turned upright: those of EMNIST are stored on their side";
    assert_eq!(reading(set.path()).notes, [lying]);
    fs::write(set.path().join("emnist-letters-mapping.txt"), "0 72 104\n1 65 97\n2 90\n").expect("written");
    let letters = load(set.path());
    assert_eq!(letters.class_names, ["H", "A", "Z"]);
    assert_eq!(reading(set.path()).notes, [lying, "class names from emnist-letters-mapping.txt"]);
    // Stored as two rows of three pixels.
    assert_eq!(letters.shape, Shape::Image { width: 2, height: 3 });
    let stored = images(1).0;
    let upright: Vec<u8> = pixels(&letters.train)[..6].to_vec();
    assert_eq!(upright, [0, 3, 1, 4, 2, 5].map(|n: usize| stored[n]));
}
