//! Lists in files: `--at @FILE` and `--points @FILE` read one change a line. Blank lines and those that begin with `#` are
//! skipped.

use std::fs::File;
use std::io::{self, Read};

use crate::error::Error;

/// What stands before the path of a file.
const FILE: char = '@';
/// The most bytes of such a file: far more than the longest list that the program writes.
const MOST_BYTES: u64 = 16 << 20;

/// The changes that a value of a flag names: itself, or the lines of a file.
///
/// # Errors
/// When the file cannot be read or is not text.
pub fn changes(value: &str) -> Result<Vec<String>, Error> {
    let Some(path) = value.strip_prefix(FILE) else { return Ok(vec![value.to_owned()]) };
    let text = read(path)?;
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    Ok(lines.map(str::to_owned).collect())
}

/// Says of an error which file it comes from.
pub fn in_file(error: Error, value: &str) -> Error {
    match (value.strip_prefix(FILE), error) {
        (Some(path), Error::Usage(sentence)) => Error::Usage(format!("{path} cannot be used: {sentence}")),
        (_, error) => error,
    }
}

fn read(path: &str) -> Result<String, Error> {
    let unreadable = |source: io::Error| Error::Unreadable { path: path.to_owned(), source };
    let unusable = |problem: &str| Error::BadData { path: path.to_owned(), problem: problem.to_owned() };
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(unreadable)?;
    file.take(MOST_BYTES + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    if bytes.len() as u64 > MOST_BYTES {
        return Err(unusable("it is longer than any list of changes"));
    }
    String::from_utf8(bytes).map_err(|_| unusable("it is not text: give a file with one change a line"))
}
