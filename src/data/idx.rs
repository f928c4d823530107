//! The IDX files in which MNIST, Fashion-MNIST, EMNIST and their like are published: four of them in a folder, packed
//! with gzip or not.
//!
//! ```text
//! 00 00 08 03   count  rows  columns   pixels …      images, numbers big-endian, one byte a pixel
//! 00 00 08 01   count                  labels …      labels, one byte each
//! ```

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, BufReader, Read};
use std::path::{Path, PathBuf};

use flate2::bufread::MultiGzDecoder;
use ndarray::Array2;

use super::meter::Meter;
use super::names::Names;
use super::{Examples, Features, FileData, Shape};
use crate::error::Error;

/// Unsigned bytes in three dimensions, and in one.
const IMAGES: u32 = 0x0803;
const LABELS: u32 = 0x0801;
/// More than any such set has: 256 MiB of pixels, images of a megapixel.
const MOST_BYTES: u64 = 256 << 20;
const MOST_SIDE: u32 = 1_024;

/// What the parts are called.
const TRAIN: &[&str] = &["train"];
const TEST: &[&str] = &["t10k", "test"];
/// What the two files of a part are called, and how many dimensions they have.
const IMAGE_FILE: (&str, u8) = ("images", 3);
const LABEL_FILE: (&str, u8) = ("labels", 1);

/// Whether a path looks like such a folder, or like one of the files.
pub fn is_idx(path: &Path) -> bool {
    let name = path.file_name().map(|name| name.to_string_lossy().to_lowercase()).unwrap_or_default();
    path.is_dir() || name.contains("idx1-ubyte") || name.contains("idx3-ubyte")
}

/// Reads the four files of a folder, or the others of the one given. Without a test part a fifth becomes it.
///
/// # Errors
/// [`Error::Unreadable`] when the system refuses, [`Error::BadData`] when files are missing or not what they should be.
pub fn read(path: &Path, meter: &mut Meter) -> Result<FileData, Error> {
    let files = Files::of(path)?;
    for part in [TRAIN, TEST] {
        for path in [IMAGE_FILE, LABEL_FILE].into_iter().filter_map(|kind| files.find(part, kind)) {
            meter.expect(&path);
        }
    }
    let mut names = Names::default();
    let (shape, train) =
        files.part(TRAIN, &mut names, meter)?.ok_or_else(|| files.lack(TRAIN, IMAGE_FILE))?;
    let test = match files.part(TEST, &mut names, meter)? {
        Some((of_test, _)) if of_test != shape => {
            return Err(bad(&files.folder, "its training and test images differ in size".to_owned()));
        }
        test => test.map(|(_, test)| test),
    };
    FileData::new(shape, names, train, test).map_err(|problem| bad(&files.folder, problem))
}

fn bad(path: &Path, problem: String) -> Error {
    Error::BadData { path: path.display().to_string(), problem }
}

/// The files of one set: those in a folder whose names begin alike.
struct Files {
    folder: PathBuf,
    /// What stands in front of `train-images`, as in `emnist-letters-train-images-idx3-ubyte`.
    prefix: String,
}

impl Files {
    /// The set of which a file is one; of a folder, the one with nothing in front of its names, or the only one.
    fn of(path: &Path) -> Result<Files, Error> {
        if !path.is_dir() {
            let folder = path.parent().filter(|folder| *folder != Path::new("")).unwrap_or(Path::new("."));
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            let prefix = prefix(&name).unwrap_or_default().to_owned();
            return Ok(Files { folder: folder.to_owned(), prefix });
        }
        let unreadable = |source| Error::Unreadable { path: path.display().to_string(), source };
        let entries = fs::read_dir(path).map_err(unreadable)?.flatten();
        let names: Vec<String> =
            entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
        let mut prefixes: BTreeSet<&str> = names.iter().filter_map(|name| prefix(name)).collect();
        let first = prefixes.pop_first().unwrap_or_default();
        if !first.is_empty() && !prefixes.is_empty() {
            let problem = "it has several sets: name one of the files of the one that you want";
            return Err(bad(path, problem.to_owned()));
        }
        Ok(Files { folder: path.to_owned(), prefix: first.to_owned() })
    }

    /// The file of a part under one of the names that are in use.
    fn find(&self, part: &[&str], (what, dimensions): (&str, u8)) -> Option<PathBuf> {
        let ends = ["-", "."].into_iter().flat_map(|dash| ["", ".gz"].map(|packed| (dash, packed)));
        let name = |(part, (dash, packed))| {
            format!("{}{part}-{what}{dash}idx{dimensions}-ubyte{packed}", self.prefix)
        };
        let names = part.iter().flat_map(|part| ends.clone().map(move |end| (part, end))).map(name);
        names.map(|name| self.folder.join(name)).find(|path| path.is_file())
    }

    /// What is said of a file that is not there.
    fn lack(&self, part: &[&str], (what, dimensions): (&str, u8)) -> Error {
        let name = format!("{}{}-{what}-idx{dimensions}-ubyte", self.prefix, part[0]);
        bad(&self.folder, format!("it has no {name}, with .gz behind it or without"))
    }

    /// The images and labels of a part; `None` if there are no images of it.
    fn part(
        &self,
        part: &[&str],
        names: &mut Names,
        meter: &mut Meter,
    ) -> Result<Option<(Shape, Examples)>, Error> {
        let Some(path) = self.find(part, IMAGE_FILE) else { return Ok(None) };
        let ([count, height, width], pixels) = contents::<3>(&path, IMAGES, meter)?;
        let (count, height, width) = (count as usize, height as usize, width as usize);
        let pixels = Array2::from_shape_vec((count, height * width), pixels)
            .map_err(|_| bad(&path, "it has not as many pixels as it says".to_owned()))?;
        let of_labels = self.find(part, LABEL_FILE).ok_or_else(|| self.lack(part, LABEL_FILE))?;
        let ([labelled], labels) = contents::<1>(&of_labels, LABELS, meter)?;
        if labelled as usize != count {
            return Err(bad(&of_labels, format!("it has {labelled} labels for {count} images")));
        }
        // There are no more than 256 different bytes.
        let labels = labels.into_iter().filter_map(|label| names.number_of_label(label.into())).collect();
        Ok(Some((Shape::Image { width, height }, Examples { inputs: Features::Pixels(pixels), labels })))
    }
}

/// What stands in front of the name of a part.
fn prefix(name: &str) -> Option<&str> {
    let is_one = |start: &usize| {
        let rest = &name[*start..];
        let mut words = [TRAIN, TEST].concat().into_iter().filter_map(|part| rest.strip_prefix(part));
        words.any(|rest| rest.starts_with("-images") || rest.starts_with("-labels"))
    };
    name.char_indices().map(|(at, _)| at).find(is_one).map(|at| &name[..at])
}

/// The sizes and the bytes of a file that should begin with `magic`.
fn contents<const N: usize>(
    path: &Path,
    magic: u32,
    meter: &mut Meter,
) -> Result<([u32; N], Vec<u8>), Error> {
    let fault = |source: io::Error| match source.raw_os_error() {
        Some(_) => Error::Unreadable { path: path.display().to_string(), source },
        None if source.kind() == io::ErrorKind::UnexpectedEof => bad(path, ENDS.to_owned()),
        None => bad(path, "its gzip data are damaged: download it again".to_owned()),
    };
    let file = BufReader::with_capacity(1 << 16, meter.open(path).map_err(fault)?);
    let is_packed = path.extension().is_some_and(|extension| extension == "gz");
    let mut bytes: Box<dyn Read> =
        if is_packed { Box::new(MultiGzDecoder::new(file)) } else { Box::new(file) };
    let mut number = || {
        let mut four = [0; 4];
        bytes.read_exact(&mut four).map(|()| u32::from_be_bytes(four))
    };
    if number().map_err(fault)? != magic {
        let what = if magic == IMAGES { "images" } else { "labels" };
        return Err(bad(path, format!("it is not an IDX file of {what}")));
    }
    let mut sizes = [0; N];
    for size in &mut sizes {
        *size = number().map_err(fault)?;
    }
    let all = sizes.iter().map(|&size| u64::from(size)).try_fold(1, u64::checked_mul);
    let all = all.filter(|&all| all <= MOST_BYTES && sizes[1..].iter().all(|&side| side <= MOST_SIDE));
    let all = all.ok_or_else(|| bad(path, format!("it says it has more than {} MiB", MOST_BYTES >> 20)))?;
    if all == 0 {
        return Err(bad(path, "there is nothing in it".to_owned()));
    }
    let mut contents = Vec::new();
    bytes.take(all + 1).read_to_end(&mut contents).map_err(fault)?;
    match (contents.len() as u64).cmp(&all) {
        std::cmp::Ordering::Less => Err(bad(path, ENDS.to_owned())),
        std::cmp::Ordering::Equal => Ok((sizes, contents)),
        std::cmp::Ordering::Greater => Err(bad(path, "it goes on after what it says it has".to_owned())),
    }
}

const ENDS: &str = "it ends before all that it says it has: download it again";
