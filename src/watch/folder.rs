//! Finds the logs in a folder, as the programs that write them lay them out.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::means::Means;
use super::reader::Reader;
use crate::export::EVENT_FILE;

/// Folders within folders that are looked into, and the most files of one run.
const DEPTH: usize = 4;
const MOST_FILES: usize = 10_000;

/// A file of a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Its path.
    pub path: PathBuf,
    /// Its folder, as seen from that of the run, with slashes.
    pub folder: String,
    kind: Kind,
}

/// A kind of file; the first kind that a folder has is that of the run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    /// The state of a training of Hugging Face. Each checkpoint has one, and the newest has all of the history.
    TrainerState,
    /// An event file of TensorBoard.
    Events,
    /// `metrics.csv` of Lightning. Each version has one.
    Metrics,
    /// A quantity in an epoch, as burn writes it.
    Burn,
    /// Some other log.
    Log,
}

impl Part {
    /// A file that is a log by itself.
    pub fn single(path: &Path) -> Part {
        Part { path: path.to_owned(), folder: String::new(), kind: Kind::Log }
    }

    /// A reader of the file.
    pub fn reader(&self) -> Reader {
        match burn(&self.path).filter(|_| self.kind == Kind::Burn) {
            Some(means) => Reader::of_burn(means),
            None => Reader::new(&self.folder),
        }
    }

    /// Whether both are files of one run.
    pub fn is_beside(&self, other: &Part) -> bool {
        self.kind == other.kind && matches!(self.kind, Kind::Events | Kind::Burn)
    }

    /// Whether another file has all that is in this one.
    pub fn is_continued_by(&self, other: &Part) -> bool {
        self.kind == other.kind && self.kind == Kind::TrainerState
    }

    /// What it has in common with the files whose steps it continues.
    pub fn group(&self) -> &str {
        match self.kind {
            Kind::Burn => self.folder.split('/').next().unwrap_or_default(),
            _ => &self.folder,
        }
    }
}

/// The files of the run in a folder that are not `known`, in the order in which they are read.
pub fn new_parts(folder: &Path, known: &HashSet<&Path>) -> Vec<Part> {
    let mut all = Vec::new();
    collect(folder, "", DEPTH, &mut all);
    let Some(kind) = all.iter().map(|part| part.kind).min() else { return all };
    all.retain(|part| part.kind == kind);
    if !matches!(kind, Kind::Events | Kind::Burn) {
        let changed = |part: &Part| fs::metadata(&part.path).and_then(|data| data.modified());
        all.sort_by_cached_key(|part| natural(&part.path));
        let newest = all.into_iter().max_by_key(|part| changed(part).unwrap_or(SystemTime::UNIX_EPOCH));
        all = newest.into_iter().collect();
    }
    all.retain(|part| !known.contains(part.path.as_path()));
    all.sort_by_cached_key(|part| natural(&part.path));
    all
}

fn collect(folder: &Path, name: &str, depth: usize, all: &mut Vec<Part>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let (path, file_name) = (entry.path(), entry.file_name().to_string_lossy().into_owned());
        let is_folder = match entry.file_type() {
            Ok(kind) if !kind.is_symlink() => kind.is_dir(),
            _ => path.is_dir(),
        };
        if is_folder {
            if depth > 0 {
                let inner = if name.is_empty() { file_name } else { format!("{name}/{file_name}") };
                collect(&path, &inner, depth - 1, all);
            }
        } else if let Some(kind) = kind(&path, &file_name).filter(|_| all.len() < MOST_FILES) {
            all.push(Part { path, folder: name.to_owned(), kind });
        }
    }
}

fn kind(path: &Path, name: &str) -> Option<Kind> {
    let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    match name {
        "trainer_state.json" => Some(Kind::TrainerState),
        "metrics.csv" => Some(Kind::Metrics),
        _ if name.contains(EVENT_FILE.trim_end_matches('.')) => Some(Kind::Events),
        _ if burn(path).is_some() => Some(Kind::Burn),
        _ if ["csv", "tsv", "jsonl", "ndjson", "overfit"].contains(&extension) => Some(Kind::Log),
        _ => None,
    }
}

/// The quantity and the epoch of a file of burn: `train/epoch-3/Loss.log`.
fn burn(path: &Path) -> Option<Means> {
    let quantity = path.file_name()?.to_str()?.strip_suffix(".log")?;
    let epoch = path.parent()?.file_name()?.to_str()?.strip_prefix("epoch-")?.parse().ok()?;
    let set = path.parent()?.parent()?.file_name()?.to_str()?;
    Some(Means::new(format!("{set}/{quantity}"), epoch))
}

/// A key by which `epoch-10` comes after `epoch-9`.
fn natural(path: &Path) -> Vec<(u64, String)> {
    let text = path.to_string_lossy();
    let mut parts: Vec<(u64, String)> = vec![(0, String::new())];
    let mut was_digit = false;
    for c in text.chars() {
        let is_digit = c.is_ascii_digit();
        if is_digit && !was_digit {
            parts.push((0, String::new()));
        }
        if let Some((number, rest)) = parts.last_mut() {
            match c.to_digit(10).filter(|_| is_digit && rest.is_empty()) {
                Some(digit) => *number = number.saturating_mul(10).saturating_add(u64::from(digit)),
                None => rest.push(c),
            }
        }
        was_digit = is_digit;
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path, files: &[&str]) -> Vec<String> {
        for file in files {
            let path = folder.join(file);
            fs::create_dir_all(path.parent().expect("a folder")).expect("made");
            fs::write(path, "").expect("written");
        }
        let name =
            |part: &Part| part.path.strip_prefix(folder).expect("inside").to_string_lossy().into_owned();
        new_parts(folder, &HashSet::new()).iter().map(name).collect()
    }

    #[test]
    fn the_files_of_a_run_are_found_in_order() {
        let folder = tempfile::tempdir().expect("a folder");
        assert!(names(folder.path(), &["notes.txt"]).is_empty());
        let burn = ["train/epoch-10/Loss.log", "train/epoch-9/Loss.log", "valid/epoch-9/Loss.log"];
        assert_eq!(names(folder.path(), &burn), [burn[1], burn[0], burn[2]]);
        let events = ["train/events.out.tfevents.1.host", "validation/events.out.tfevents.1.host"];
        assert_eq!(names(folder.path(), &events), events);
        assert_eq!(names(folder.path(), &["checkpoint-9/trainer_state.json"]).len(), 1);
    }
}
