//! A training and a test table.

use std::fs;

use overfit::data::ReadOptions;

use super::readings::{read, rows, x, y};
use super::tables::table;

#[test]
fn a_training_and_a_test_table_are_found_under_usual_names() {
    for (train, test) in [
        ("iris_training.csv", "iris_test.csv"),
        ("train.csv", "test.csv"),
        ("digits.tra", "digits.tes"),
        ("a-train.tsv", "a-test.tsv"),
        ("adult.data", "adult.test"),
        ("Train.csv", "Test.csv"),
    ] {
        let text = |count, first: usize| {
            rows("x\ty\tlabel\n", count, |n| format!("{}\t{}\tk{}", x(n + first), y(n), n % 2))
        };
        let (folder, path) = table(train, &text(30, 0));
        let other = folder.path().join(test);
        fs::write(&other, text(10, 40)).expect("written");
        let [data, same] = [&path, &other].map(|path| read(path, &ReadOptions::default()).expect("a pair"));
        assert_eq!((data.train.len(), data.test.len()), (30, 10), "{train}");
        assert!(data.train == same.train && data.test == same.test);
        assert_eq!(data.reading.notes, [format!("tested on {test}")]);
        assert_eq!(same.reading.notes, [format!("learns from {train}")]);
        fs::write(&other, "x\ty\n1\t2\n").expect("written");
        let data = read(&path, &ReadOptions::default()).expect("a table");
        assert_eq!((data.train.len(), data.test.len()), (24, 6), "{train}");
        assert_eq!(data.reading.notes, [format!("{test} has other columns and is not the test set")]);
    }
}

#[test]
fn classes_of_one_part_only_are_told() {
    let text =
        |end: &str| rows("x,y,label\n", 20, |n| format!("{},{},{}50K{end}", x(n), y(n), [">", "<="][n % 2]));
    let (folder, path) = table("p_train.csv", &text(""));
    fs::write(folder.path().join("p_test.csv"), text(".")).expect("written");
    let notes = read(&path, &ReadOptions::default()).expect("a pair").reading.notes.join("; ");
    let expected =
        "classes of the training set only: `>50K`, `<=50K`; classes of the test set only: `>50K.`, `<=50K.`";
    assert!(notes.contains(expected), "{notes}");
}
