//! What a file holds decides, under any name: data are read, and everything else is refused with what it is.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::{gzip, load, refusal};

fn file(name: &str, bytes: &[u8]) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join(name);
    fs::write(&path, bytes).expect("written");
    (folder, path)
}

/// A ZIP archive with these files.
fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in files {
        archive.start_file(*name, zip::write::SimpleFileOptions::default()).expect("a name");
        archive.write_all(bytes).expect("written");
    }
    archive.finish().expect("written").into_inner()
}

/// A table of forty rows in two classes.
fn table() -> Vec<u8> {
    let row = |n: u32| format!("{n}.5,{},{}\n", n * n % 7, ["a", "b"][n as usize % 2]);
    let rows: String = (0..40).map(row).collect();
    format!("height,width,label\n{rows}").into_bytes()
}

/// Damages nothing, but names what cannot be read.
fn assert_refused(name: &str, bytes: &[u8], words: &str) {
    let (_folder, path) = file(name, bytes);
    let sentence = refusal(&path);
    assert!(sentence.contains(words), "{name}: {sentence}");
}

#[test]
fn what_is_not_data_is_named_under_any_name_packed_or_not() {
    let tar = [&b"digits.csv"[..], &[0; 247], b"ustar\0", &[0; 250]].concat();
    let kinds: [(&[u8], &str); 12] = [
        (b"<!DOCTYPE HTML>\n<html><head><title>403 Forbidden</title>", "it is a web page, not the data"),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:1\n", "it is a pointer of Git LFS"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "it is a single picture"),
        (b"\x89HDF\r\n\x1a\n\0\0", "it is an HDF5 file"),
        (b"PAR1\x15\x04\x15", "it is a Parquet file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0", "it is a workbook"),
        (b"%PDF-1.4\n%\xe2\xe3", "it is a PDF document"),
        (&tar, "it is a tar archive"),
        (b"@relation iris\n@attribute a numeric\n@data\n1,2\n", "it is an ARFF file"),
        (b"1 1:0.5 2:3\n-1 1:2 2:1\n", "it is a LIBSVM file"),
        (b"[{\"a\": 1, \"label\": 2}]", "it is JSON"),
        (b"\x80\x02}q\x01(U\x0bbatch_labelq\x02U\x15training batch 1 of 5", "it is a batch of CIFAR"),
    ];
    for (bytes, words) in kinds {
        for name in ["data", "data.csv", "data.npz", "data.pkl", "train-images-idx3-ubyte"] {
            assert_refused(name, bytes, words);
        }
        assert_refused("data.csv.gz", &gzip(bytes), words);
    }
    assert_refused("table.csv.gz", &gzip(&gzip(&table())), "it is compressed with gzip twice");
}

#[test]
fn archives_of_other_programs_are_named() {
    let sheet: &[(&str, &[u8])] = &[("[Content_Types].xml", b"<"), ("xl/workbook.xml", b"<")];
    assert_refused("table.xlsx", &zip(sheet), "it is a workbook of Excel: save its sheet as CSV");
    assert_refused("table.csv", &zip(sheet), "it is a workbook of Excel");
    assert_refused(
        "table.ods",
        &zip(&[("mimetype", b"a"), ("content.xml", b"<")]),
        "a spreadsheet of OpenDocument",
    );
    assert_refused(
        "m.pt",
        &zip(&[("m/data.pkl", b"\x80\x02."), ("m/version", b"3")]),
        "it is a file of PyTorch",
    );
    let two = zip(&[("mnist_train.csv", &table()), ("mnist_test.csv", &table())]);
    assert_refused("archive.zip", &two, "it is a zip archive of mnist_train.csv, mnist_test.csv: unpack it");
    assert_refused("a.csv.gz", &gzip(&two), "it is a zip archive that is compressed with gzip");
}

#[test]
fn a_table_is_read_under_any_name_and_from_a_zip_archive() {
    let (_folder, path) = file("table.csv", &table());
    let expected = load(&path);
    assert_eq!(expected.train.len() + expected.test.len(), 40);
    let readme: (&str, &[u8]) = ("README.md", b"about it");
    for (name, bytes) in [
        ("table", table()),
        ("table.xyz", table()),
        ("table.npz", table()),
        ("table.pkl.gz", gzip(&table())),
        ("table.zip", zip(&[("iris/table.csv", &table()), readme, ("__MACOSX/._table.csv", b"\0")])),
        ("table.csv", zip(&[("wine.data", &table()), ("wine.names", b"about it"), ("Index", b"1")])),
        ("only.zip", zip(&[("table", &table())])),
    ] {
        let (_folder, path) = file(name, &bytes);
        let set = load(&path);
        assert_eq!((&set.train, &set.test), (&expected.train, &expected.test), "{name}");
    }
}

#[test]
fn a_damaged_zip_archive_of_a_table_is_noticed() {
    let mut bytes = zip(&[("table.csv", &table())]);
    let at = bytes.windows(4).position(|word| word == b"8.5,").unwrap_or(60);
    bytes[at] ^= 1;
    assert_refused("table.zip", &bytes, "zip data are damaged");
}

#[test]
fn a_folder_without_data_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    assert!(refusal(folder.path()).contains("it is a folder without IDX files or arrays: give the path"));
    assert!(refusal(Path::new("/no/such/file")).contains("there is no such file"));
}
