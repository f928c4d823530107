//! Puts the files of shards together.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use super::lines::{Head, RunLine, read_lines, refused};
use super::results::{differing, insert};
use crate::error::Error;

/// A whole sweep: its first line, what that says, and its runs in the order of the grid.
pub struct Merged {
    /// The first line, with its end.
    pub head: String,
    /// What is swept.
    pub sweep: Head<'static>,
    /// The runs.
    pub runs: Vec<RunLine>,
}

/// Reads the files of one sweep.
///
/// # Errors
/// When a file cannot be read, they are not of one sweep, or a run is missing or has come to two results.
pub fn merged(files: &[PathBuf]) -> Result<Merged, Error> {
    let mut merged: Option<(String, Head)> = None;
    let mut runs = BTreeMap::new();
    for path in files {
        let unreadable = |source| Error::Unreadable { path: path.display().to_string(), source };
        let bytes = fs::read(path).map_err(unreadable)?;
        // A line without its end is one of a shard that was killed, or still runs.
        let whole = bytes.iter().rposition(|&byte| byte == b'\n').map_or(0, |end| end + 1);
        let (first, sweep, lines) = read_lines(path, &bytes[..whole])?;
        match &merged {
            Some((head, other)) if head.trim_end() != first => return Err(not_of(path, &sweep, other)),
            Some(_) => {}
            None => merged = Some((format!("{first}\n"), sweep)),
        }
        for line in lines {
            insert(&mut runs, line).map_err(|index| refused(path, &differing(index)))?;
        }
    }
    let (Some((head, sweep)), [.., last]) = (merged, files) else {
        return Err(Error::Usage("--merge needs the files of a sweep".to_owned()));
    };
    if let Some(index) = runs.keys().find(|index| !(1..=sweep.runs).contains(index)) {
        return Err(refused(last, &format!("there is a run {index} of {}", sweep.runs)));
    }
    let missing: Vec<usize> = (1..=sweep.runs).filter(|index| !runs.contains_key(index)).collect();
    if !missing.is_empty() {
        return Err(Error::Incomplete(format!(
            "{} of {} runs are missing: {}",
            missing.len(),
            sweep.runs,
            listed(&missing)
        )));
    }
    Ok(Merged { head, sweep, runs: runs.into_values().collect() })
}

fn not_of(path: &Path, sweep: &Head, other: &Head) -> Error {
    let problem = if sweep.command == other.command {
        format!("it was made by version {}, and those before by {}", sweep.version, other.version)
    } else {
        format!("it is of another sweep than those before: {}", sweep.command)
    };
    refused(path, &problem)
}

/// Numbers in ascending order, with ranges where there are many: 3, 7 and 9-12.
fn listed(numbers: &[usize]) -> String {
    let mut ranges: Vec<(usize, usize)> = Vec::new();
    for &number in numbers {
        match ranges.last_mut() {
            Some((_, end)) if *end + 1 == number => *end = number,
            _ => ranges.push((number, number)),
        }
    }
    let range =
        |&(from, to): &(usize, usize)| if from == to { from.to_string() } else { format!("{from}-{to}") };
    let ranges: Vec<String> = ranges.iter().map(range).collect();
    match ranges.as_slice() {
        [first @ .., last] if !first.is_empty() => format!("{} and {last}", first.join(", ")),
        _ => ranges.concat(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn missing_runs_are_listed_in_few_words() {
        assert_eq!(listed(&[3]), "3");
        assert_eq!(listed(&[1, 2, 3, 7, 9, 10]), "1-3, 7 and 9-10");
    }
}
