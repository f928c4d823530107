//! The IDX files in which MNIST, Fashion-MNIST, EMNIST and their like are published: four of them in a folder, packed
//! with gzip or not.
//!
//! ```text
//! 00 00 08 03   count  rows  columns   pixels …      images, numbers big-endian, one byte a pixel
//! 00 00 08 01   count                  labels …      labels, one byte each
//! ```

use std::cmp::Ordering;
use std::collections::BTreeSet;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use ndarray::Array2;

use super::fault::Fault;
use super::file_data::{MOST_EXAMPLES, check_inputs};
use super::meter::Meter;
use super::names::Names;
use super::{Examples, Features, FileData, Shape, unpack};
use crate::error::Error;

/// Unsigned bytes in three dimensions, and in one.
const IMAGES: u32 = 0x0803;
const LABELS: u32 = 0x0801;
/// Enough for all such sets but the two largest of EMNIST, which have 609; and a file that lies takes no more memory.
const MOST_BYTES: u64 = 256 << 20;

/// What the parts are called.
const TRAIN: &[&str] = &["train"];
const TEST: &[&str] = &["t10k", "test"];
/// What the two files of a part are called, and how many dimensions they have.
const IMAGE_FILE: (&str, u8) = ("images", 3);
const LABEL_FILE: (&str, u8) = ("labels", 1);

/// Whether a path looks like such a folder, or like one of the files.
pub fn is_idx(path: &Path) -> bool {
    let name = path.file_name().map(lower).unwrap_or_default();
    path.is_dir() || name.contains("idx1-ubyte") || name.contains("idx3-ubyte")
}

fn lower(name: &OsStr) -> String {
    name.to_string_lossy().to_lowercase()
}

/// Reads the four files of a folder, or the others of the one given. Without a test part a fifth becomes it.
///
/// # Errors
/// [`Error::Unreadable`] when the system refuses, [`Error::BadData`] when files are missing or not what they should be.
pub fn read(path: &Path, meter: &mut Meter) -> Result<FileData, Error> {
    let files = Files::of(path).map_err(|fault| fault.of(path))?;
    for part in [TRAIN, TEST] {
        for path in [IMAGE_FILE, LABEL_FILE].into_iter().filter_map(|kind| files.find(part, kind)) {
            meter.expect(&path);
        }
    }
    let bad = |problem: String| Fault::from(problem).of(&files.folder);
    let mut reader = Reader { meter, names: Names::default(), left: MOST_BYTES };
    let train = reader.part(&files, TRAIN)?;
    let (shape, train) = train.ok_or_else(|| bad(files.lack(TRAIN, IMAGE_FILE)))?;
    let test = match reader.part(&files, TEST)? {
        Some((of_test, _)) if of_test != shape => {
            return Err(bad("its training and test images differ in size".to_owned()));
        }
        test => test.map(|(_, test)| test),
    };
    FileData::new(shape, reader.names, train, test).map_err(bad)
}

/// The files of one set: those in a folder whose names begin alike.
struct Files {
    folder: PathBuf,
    /// What is in the folder, each behind itself in small letters, in order.
    names: Vec<(String, OsString)>,
    /// What stands in front of `train-images`, as in `emnist-letters-train-images-idx3-ubyte`.
    prefix: String,
}

impl Files {
    /// The set of which a file is one; of a folder, the one with nothing in front of its names, or the only one.
    fn of(path: &Path) -> Result<Files, Fault> {
        let is_folder = path.is_dir();
        let around = path.parent().filter(|folder| *folder != Path::new("")).unwrap_or(Path::new("."));
        let folder = if is_folder { path } else { around }.to_owned();
        if !is_folder {
            fs::metadata(path).map_err(Fault::System)?;
        }
        let entries = fs::read_dir(&folder).map_err(Fault::System)?.flatten();
        let names = entries.map(|entry| entry.file_name());
        let mut names: Vec<_> = names.map(|name| (lower(&name), name)).collect();
        names.sort_unstable();
        let prefix = if is_folder { only_prefix(&names)? } else { prefix_of_file(path)? };
        Ok(Files { folder, names, prefix })
    }

    /// The file of a part under one of the names that are in use, in capitals or not.
    fn find(&self, part: &[&str], (what, dimensions): (&str, u8)) -> Option<PathBuf> {
        let ends = ["-", "."].into_iter().flat_map(|dash| ["", ".gz"].map(|packed| (dash, packed)));
        let name = |(part, (dash, packed))| {
            format!("{}{part}-{what}{dash}idx{dimensions}-ubyte{packed}", self.prefix)
        };
        let mut wanted = part.iter().flat_map(|part| ends.clone().map(move |end| (part, end))).map(name);
        let found = wanted.find_map(|wanted| self.names.iter().find(|(name, _)| *name == wanted));
        found.map(|(_, name)| self.folder.join(name))
    }

    /// What is said of a file that is not there.
    fn lack(&self, part: &[&str], (what, dimensions): (&str, u8)) -> String {
        let name = format!("{}{}-{what}-idx{dimensions}-ubyte", self.prefix, part[0]);
        format!("it has no {name}, packed as .gz or not")
    }
}

/// What stands in front of the names in a folder.
fn only_prefix(names: &[(String, OsString)]) -> Result<String, Fault> {
    let mut prefixes: BTreeSet<String> = names.iter().filter_map(|(name, _)| prefix(name)).collect();
    let first = prefixes.pop_first().unwrap_or_default();
    if !first.is_empty() && !prefixes.is_empty() {
        return Err("it has several sets: name one of the files of the one that you want".into());
    }
    Ok(first)
}

fn prefix_of_file(path: &Path) -> Result<String, Fault> {
    path.file_name().and_then(|name| prefix(&lower(name))).ok_or_else(|| {
        Fault::from(
            "its name has neither `train-` nor `t10k-` before `images` or `labels`: name it like that",
        )
    })
}

/// What stands in front of the name of a part in a name in small letters.
fn prefix(name: &str) -> Option<String> {
    let is_one = |start: &usize| {
        let rest = &name[*start..];
        let mut words = [TRAIN, TEST].concat().into_iter().filter_map(|part| rest.strip_prefix(part));
        words.any(|rest| rest.starts_with("-images") || rest.starts_with("-labels"))
    };
    name.char_indices().map(|(at, _)| at).find(is_one).map(|at| name[..at].to_owned())
}

/// Reads the files of one set.
struct Reader<'m, 'a> {
    meter: &'m mut Meter<'a>,
    names: Names,
    /// Bytes that the files that are not read yet may have.
    left: u64,
}

impl Reader<'_, '_> {
    /// The images and labels of a part; `None` if there are no images of it.
    fn part(&mut self, files: &Files, part: &[&str]) -> Result<Option<(Shape, Examples)>, Error> {
        let Some(images) = files.find(part, IMAGE_FILE) else { return Ok(None) };
        let lack = || Fault::from(files.lack(part, LABEL_FILE)).of(&files.folder);
        let labels = files.find(part, LABEL_FILE).ok_or_else(lack)?;
        // The labels first: they are few, and say how many images there should be.
        let ([count], labels) = self.contents(&labels, LABELS, None).map_err(|fault| fault.of(&labels))?;
        let read = self.contents(&images, IMAGES, Some(count));
        let ([count, height, width], pixels) = read.map_err(|fault| fault.of(&images))?;
        let (count, height, width) = (count as usize, height as usize, width as usize);
        let pixels = Array2::from_shape_vec((count, height * width), pixels);
        let pixels = pixels.map_err(|fault| Fault::from(fault.to_string()).of(&images))?;
        // There are no more than 256 different bytes.
        let labels = labels.iter().filter_map(|&label| self.names.number_of_label(label.into())).collect();
        Ok(Some((Shape::Image { width, height }, Examples { inputs: Features::Pixels(pixels), labels })))
    }

    /// The sizes and the bytes of a file that should begin with `magic`, and of which there should be so many.
    fn contents<const N: usize>(
        &mut self,
        path: &Path,
        magic: u32,
        count: Option<u32>,
    ) -> Result<([u32; N], Vec<u8>), Fault> {
        let mut bytes = unpack::open(path, self.meter).map_err(Fault::unpacking)?;
        let mut number = || {
            let mut four = [0; 4];
            bytes.read_exact(&mut four).map(|()| u32::from_be_bytes(four)).map_err(fault)
        };
        if number()? != magic {
            let what = if magic == IMAGES { "images" } else { "labels" };
            return Err(format!("it is not an IDX file of {what}").into());
        }
        let mut sizes = [0; N];
        for size in &mut sizes {
            *size = number()?;
        }
        if let Some(labels) = count.filter(|&labels| labels != sizes[0]) {
            return Err(format!("it has {} images, and there are {labels} labels", sizes[0]).into());
        }
        let all = length(&sizes, self.left)?;
        self.left -= all;
        let mut contents = Vec::new();
        bytes.take(all + 1).read_to_end(&mut contents).map_err(fault)?;
        match (contents.len() as u64).cmp(&all) {
            Ordering::Less => Err(ENDS.into()),
            Ordering::Equal => Ok((sizes, contents)),
            Ordering::Greater => Err("it goes on after what it says it has".into()),
        }
    }
}

const ENDS: &str = "it ends before all that it says it has: download it again";

fn fault(source: io::Error) -> Fault {
    if source.kind() == io::ErrorKind::UnexpectedEof { ENDS.into() } else { Fault::unpacking(source) }
}

/// How many bytes there are of these sizes.
fn length(sizes: &[u32], most: u64) -> Result<u64, String> {
    let product = |sizes: &[u32]| sizes.iter().map(|&size| u64::from(size)).try_fold(1, u64::checked_mul);
    let inputs = product(&sizes[1..]).unwrap_or(u64::MAX);
    check_inputs(usize::try_from(inputs).unwrap_or(usize::MAX))?;
    if sizes[0] as usize > MOST_EXAMPLES {
        return Err(format!("it says it has more than {MOST_EXAMPLES} examples"));
    }
    let all = product(sizes).filter(|&all| all <= most);
    let all = all.ok_or_else(|| {
        format!("it says it has too many bytes: the files of a set may have {} MiB in all", MOST_BYTES >> 20)
    })?;
    if all > 0 { Ok(all) } else { Err("there is nothing in it".to_owned()) }
}
