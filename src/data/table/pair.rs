//! Finds the other one of a training and a test table.

use std::path::{Path, PathBuf};

/// What is different in the names of a training and a test table.
const PAIRS: [(&str, &str); 14] = [
    ("training", "test"),
    ("training", "testing"),
    ("train", "test"),
    ("train", "testing"),
    ("trn", "tst"),
    ("Training", "Test"),
    ("Training", "Testing"),
    ("Train", "Test"),
    ("TRAINING", "TEST"),
    ("TRAIN", "TEST"),
    ("TRN", "TST"),
    (".tra", ".tes"),
    (".trn", ".tes"),
    (".data", ".test"),
];

/// A training table and its test table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    pub train: PathBuf,
    pub test: PathBuf,
}

/// Finds the file next to this one that goes with it.
pub fn pair(path: &Path) -> Option<Pair> {
    let name = path.file_name()?.to_str()?;
    let other = |from: &str, to: &str| {
        let places = [name.rfind(from), name.find(from)];
        let path = places
            .into_iter()
            .flatten()
            .map(|at| path.with_file_name(format!("{}{to}{}", &name[..at], &name[at + from.len()..])));
        path.into_iter().find(|path| path.is_file())
    };
    PAIRS.iter().find_map(|(train, test)| {
        let of_train = other(train, test).map(|test| Pair { train: path.to_owned(), test });
        of_train.or_else(|| other(test, train).map(|train| Pair { train, test: path.to_owned() }))
    })
}
