//! Puts the files of shards together.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use super::lines::{Head, RunLine, read_lines, refused, whole_lines};
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
        if bytes.is_empty() {
            return Err(refused(path, "it is empty"));
        }
        let (first, sweep, lines) = read_lines(path, whole_lines(&bytes).0)?;
        let runs_of_sweep = sweep.runs;
        match &merged {
            Some((head, other)) if head.trim_end() != first => {
                return Err(refused(path, &sweep.difference(other)));
            }
            Some(_) => {}
            None => merged = Some((format!("{first}\n"), sweep)),
        }
        for line in lines {
            let index = line.run.index;
            if !(1..=runs_of_sweep).contains(&index) {
                let problem = format!("run {index} does not exist: the sweep has {runs_of_sweep}");
                return Err(refused(path, &problem));
            }
            insert(&mut runs, line).map_err(|index| refused(path, &differing(index)))?;
        }
    }
    let Some((head, sweep)) = merged else {
        return Err(Error::Usage("--merge needs the files of a sweep".to_owned()));
    };
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
