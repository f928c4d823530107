//! The files of a data set, by their names.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use super::file_name::{Content, FileName, Part};
use crate::data::read_error::ReadError;

/// How many levels below a folder its files may be: torchvision has `MNIST/raw` in the folder that it is given.
const MAX_LEVELS: usize = 4;
/// The most files and folders that are looked at.
const MAX_ENTRIES: usize = 20_000;

/// Whether a path has the name of an IDX file.
pub fn is_idx(path: &Path) -> bool {
    let name = path.file_name().map(|name| name.to_string_lossy().to_lowercase()).unwrap_or_default();
    name.contains("idx1-ubyte") || name.contains("idx3-ubyte")
}

/// A file with what its name says.
#[derive(Clone, Debug)]
struct Found {
    folder: PathBuf,
    path: PathBuf,
    name: FileName,
}

/// The files of one data set.
#[derive(Debug)]
pub struct FileSet {
    /// The folder of the files, for messages.
    pub folder: PathBuf,
    /// What precedes `train-images`, as in `emnist-letters-train-images-idx3-ubyte`.
    pub prefix: String,
    /// The files, no two of the same part and content.
    files: Vec<Found>,
}

impl FileSet {
    /// Finds the data set that a file belongs to, or the one in a folder or below it: the one without a prefix in the
    /// folder itself, or the only one.
    pub fn find(path: &Path) -> Result<FileSet, ReadError> {
        if !path.is_dir() {
            return of_file(path);
        }
        // Kaggle's archive of MNIST has each file in a folder of its own name as well.
        let own = path.file_name().map(|name| path.join(name));
        let own = own.filter(|file| file.is_file() && file.file_name().and_then(FileName::parse).is_some());
        own.map_or_else(|| in_folder(path), |file| of_file(&file))
    }

    /// The file of a part with this content.
    pub fn path(&self, part: Part, content: Content) -> Option<&Path> {
        let is_wanted = |found: &&Found| (found.name.part, found.name.content) == (part, content);
        self.files.iter().find(is_wanted).map(|found| found.path.as_path())
    }

    /// The file that says how the classes are called, as EMNIST has it.
    pub fn mapping(&self) -> Option<PathBuf> {
        let wanted = format!("{}mapping.txt", self.prefix);
        let entries = fs::read_dir(&self.folder).ok()?.flatten().take(MAX_ENTRIES);
        let is_wanted = |name: &OsStr| name.to_string_lossy().to_lowercase() == wanted;
        let found = entries.map(|entry| entry.path()).find(|path| path.file_name().is_some_and(is_wanted));
        found.filter(|path| path.is_file() && !self.prefix.is_empty())
    }

    /// The message for a file that is not there.
    pub fn missing(&self, part: Part, content: Content) -> String {
        format!("it has no {}{}, packed as .gz or not", self.prefix, FileName::usual(part, content))
    }

    fn is_complete(&self) -> bool {
        [Content::Images, Content::Labels]
            .into_iter()
            .all(|content| self.path(Part::Train, content).is_some())
    }
}

/// Finds the set that a file belongs to.
fn of_file(path: &Path) -> Result<FileSet, ReadError> {
    fs::metadata(path).map_err(ReadError::Io)?;
    let Some(name) = path.file_name().and_then(FileName::parse) else {
        let problem =
            "its name has neither `train-` nor `t10k-` before `images` or `labels`: name it like that";
        return Err(problem.into());
    };
    let folder = parent(path);
    let of_same_set = |found: &Found| found.name.prefix == name.prefix;
    let beside: Vec<Found> = search(folder, 0)?.into_iter().filter(of_same_set).collect();
    let set =
        FileSet { folder: folder.to_owned(), prefix: name.prefix.clone(), files: without_copies(beside) };
    if set.is_complete() {
        return Ok(set);
    }
    if folder.file_name() != path.file_name() {
        return Ok(set);
    }
    let has_own_folder = |found: &Found| found.folder.file_name() == found.path.file_name();
    let above = parent(folder);
    let apart: Vec<Found> =
        search(above, 1)?.into_iter().filter(of_same_set).filter(has_own_folder).collect();
    let apart = FileSet { folder: above.to_owned(), prefix: name.prefix, files: without_copies(apart) };
    Ok(if apart.is_complete() { apart } else { set })
}

fn parent(path: &Path) -> &Path {
    path.parent().filter(|folder| *folder != Path::new("")).unwrap_or(Path::new("."))
}

/// Finds the set in a folder or below it.
fn in_folder(root: &Path) -> Result<FileSet, ReadError> {
    let found = search(root, MAX_LEVELS)?;
    if found.is_empty() {
        return Err("it is a folder without IDX files or arrays: give the path of a data file".into());
    }
    let prefixes: BTreeSet<String> = found.iter().map(|found| found.name.prefix.clone()).collect();
    let mut sets: Vec<FileSet> = prefixes.iter().flat_map(|prefix| sets_of(root, prefix, &found)).collect();
    sets.sort_by(|a, b| (&a.folder, &a.prefix).cmp(&(&b.folder, &b.prefix)));
    if let Some(plain) = sets.iter().position(|set| set.folder == root && set.prefix.is_empty()) {
        return Ok(sets.swap_remove(plain));
    }
    if sets.len() > 1 {
        return Err(several(root, &sets).into());
    }
    let (folder, prefix) = (root.to_owned(), prefixes.into_iter().next().unwrap_or_default());
    Ok(sets.pop().unwrap_or(FileSet { folder, prefix, files: without_copies(found) }))
}

/// The sets of the files with one prefix: those of each folder that are complete, or all of them if no two are for the
/// same.
fn sets_of(root: &Path, prefix: &str, found: &[Found]) -> Vec<FileSet> {
    let of_set = found.iter().filter(|found| found.name.prefix == prefix);
    let folders: BTreeSet<&PathBuf> = of_set.clone().map(|found| &found.folder).collect();
    let of_folder = |folder: &PathBuf| FileSet {
        folder: folder.clone(),
        prefix: prefix.to_owned(),
        files: without_copies(of_set.clone().filter(|found| found.folder == *folder).cloned()),
    };
    let sets: Vec<FileSet> = folders.into_iter().map(of_folder).collect();
    let all: Vec<Found> = sets.iter().flat_map(|set| set.files.clone()).collect();
    let distinct = without_copies(all.clone());
    let together = FileSet { folder: root.to_owned(), prefix: prefix.to_owned(), files: distinct };
    let complete: Vec<FileSet> = sets.into_iter().filter(FileSet::is_complete).collect();
    if together.files.len() == all.len() && together.is_complete() && complete.len() < 2 {
        // All in one folder is the usual case, and has that folder in its messages.
        let folder = together.files.first().map(|found| found.folder.clone()).unwrap_or_default();
        let is_one_folder = together.files.iter().all(|found| found.folder == folder);
        return vec![if is_one_folder { FileSet { folder, ..together } } else { together }];
    }
    complete
}

fn several(root: &Path, sets: &[FileSet]) -> String {
    let folders: BTreeSet<&Path> =
        sets.iter().map(|set| set.folder.strip_prefix(root).unwrap_or(&set.folder)).collect();
    if folders.len() == 1 {
        return "it has several sets: name one of the files of the one that you want".to_owned();
    }
    let names: Vec<_> = folders.iter().map(|folder| folder.display().to_string()).take(4).collect();
    format!("it has several sets: give the path of one of their folders, such as {}", names.join(", "))
}

/// Keeps one file of those with the same part and content: the first, which is not packed if there is one.
fn without_copies(files: impl IntoIterator<Item = Found>) -> Vec<Found> {
    let mut seen = BTreeSet::new();
    files.into_iter().filter(|found| seen.insert((found.name.part, found.name.content))).collect()
}

/// The IDX files in a folder and so many levels below it, sorted by path.
fn search(root: &Path, levels: usize) -> Result<Vec<Found>, ReadError> {
    let (mut found, mut folders, mut left) = (Vec::new(), vec![(root.to_owned(), 0)], MAX_ENTRIES);
    while let Some((folder, level)) = folders.pop() {
        let entries = match fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(error) if level == 0 => return Err(ReadError::Io(error)),
            Err(_) => continue, // a folder that may not be read
        };
        for entry in entries.flatten().take(left) {
            left -= 1;
            let (path, name) = (entry.path(), entry.file_name());
            // Links to folders are not followed: they could lead around in a circle.
            if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                if level < levels && !name.to_string_lossy().starts_with('.') {
                    folders.push((path, level + 1));
                }
            } else if let Some(name) = FileName::parse(&name).filter(|_| path.is_file()) {
                found.push(Found { folder: folder.clone(), path, name });
            }
        }
    }
    found.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(found)
}
