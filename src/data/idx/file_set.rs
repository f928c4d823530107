//! The four files of a data set, by their names.

use std::collections::BTreeSet;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::{Path, PathBuf};

use crate::data::read_error::ReadError;

/// A part of a data set: its names in file names, the usual one first.
pub type PartNames = &'static [&'static str];

/// The training part.
pub const TRAIN: PartNames = &["train"];
/// The test part.
pub const TEST: PartNames = &["t10k", "test"];

/// A kind of file, as its name says.
#[derive(Clone, Copy, Debug)]
pub struct FileKind {
    /// What the file holds.
    content: &'static str,
    /// The number of dimensions, as in `idx3`.
    dimensions: u8,
}

/// Files of images.
pub const IMAGES: FileKind = FileKind { content: "images", dimensions: 3 };
/// Files of labels.
pub const LABELS: FileKind = FileKind { content: "labels", dimensions: 1 };

/// Whether a path is a folder or has the name of an IDX file.
pub fn is_idx(path: &Path) -> bool {
    let name = path.file_name().map(lowercase).unwrap_or_default();
    path.is_dir() || name.contains("idx1-ubyte") || name.contains("idx3-ubyte")
}

fn lowercase(name: &OsStr) -> String {
    name.to_string_lossy().to_lowercase()
}

/// The name of a file in the folder.
struct FileName {
    lowercase: String,
    name: OsString,
}

/// The files of one data set: those in a folder whose names begin with the same prefix.
pub struct FileSet {
    /// The folder of the files.
    pub folder: PathBuf,
    /// The names of all files in the folder, sorted.
    names: Vec<FileName>,
    /// What precedes `train-images`, as in `emnist-letters-train-images-idx3-ubyte`.
    prefix: String,
}

impl FileSet {
    /// Finds the data set that a file belongs to, or the one of a folder: the one without a prefix, or the only one.
    pub fn find(path: &Path) -> Result<FileSet, ReadError> {
        let is_folder = path.is_dir();
        let parent = path.parent().filter(|folder| *folder != Path::new("")).unwrap_or(Path::new("."));
        let folder = if is_folder { path } else { parent }.to_owned();
        if !is_folder {
            fs::metadata(path).map_err(ReadError::Io)?;
        }
        let entries = fs::read_dir(&folder).map_err(ReadError::Io)?.flatten();
        let names = entries.map(|entry| entry.file_name());
        let mut names: Vec<_> = names.map(|name| FileName { lowercase: lowercase(&name), name }).collect();
        names.sort_unstable_by(|a, b| (&a.lowercase, &a.name).cmp(&(&b.lowercase, &b.name)));
        let prefix = if is_folder { only_prefix(&names)? } else { prefix_of_file(path)? };
        Ok(FileSet { folder, names, prefix })
    }

    /// Finds a file of a part under any of its usual names, in any case.
    pub fn path(&self, part: PartNames, kind: FileKind) -> Option<PathBuf> {
        let FileKind { content, dimensions } = kind;
        let endings = ["-", "."].into_iter().flat_map(|dash| ["", ".gz"].map(|gz| (dash, gz)));
        let mut wanted = part.iter().flat_map(|part| endings.clone().map(move |ending| (part, ending))).map(
            |(part, (dash, gz))| format!("{}{part}-{content}{dash}idx{dimensions}-ubyte{gz}", self.prefix),
        );
        let found = wanted.find_map(|wanted| self.names.iter().find(|file| file.lowercase == wanted));
        found.map(|file| self.folder.join(&file.name))
    }

    /// The message for a file that is not there.
    pub fn missing(&self, part: PartNames, FileKind { content, dimensions }: FileKind) -> String {
        let name = format!("{}{}-{content}-idx{dimensions}-ubyte", self.prefix, part[0]);
        format!("it has no {name}, packed as .gz or not")
    }
}

/// The prefix of the data set in a folder.
fn only_prefix(names: &[FileName]) -> Result<String, ReadError> {
    let mut prefixes: BTreeSet<String> = names.iter().filter_map(|file| prefix(&file.lowercase)).collect();
    let first = prefixes.pop_first().unwrap_or_default();
    if !first.is_empty() && !prefixes.is_empty() {
        return Err("it has several sets: name one of the files of the one that you want".into());
    }
    Ok(first)
}

fn prefix_of_file(path: &Path) -> Result<String, ReadError> {
    path.file_name().and_then(|name| prefix(&lowercase(name))).ok_or_else(|| {
        "its name has neither `train-` nor `t10k-` before `images` or `labels`: name it like that".into()
    })
}

/// What precedes the name of the part in a lowercase file name; `None` if there is no such name.
fn prefix(name: &str) -> Option<String> {
    let is_part = |start: &usize| {
        let rest = &name[*start..];
        let mut after_part = [TRAIN, TEST].concat().into_iter().filter_map(|part| rest.strip_prefix(part));
        after_part.any(|rest| rest.starts_with("-images") || rest.starts_with("-labels"))
    };
    name.char_indices().map(|(at, _)| at).find(is_part).map(|at| name[..at].to_owned())
}
