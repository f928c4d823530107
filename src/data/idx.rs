//! The IDX files in which MNIST, Fashion-MNIST and their like are published: four of them in a folder, packed with
//! gzip or not.
//!
//! ```text
//! 00 00 08 03   count  rows  columns   pixels …      images, numbers big-endian, one byte a pixel
//! 00 00 08 01   count                  labels …      labels, one byte each
//! ```

use std::io::{self, BufReader, Read};
use std::path::{Path, PathBuf};

use flate2::bufread::MultiGzDecoder;
use ndarray::Array2;

use super::meter::Meter;
use super::{Examples, Features, FileData, Shape};
use crate::error::Error;

/// Unsigned bytes in three dimensions, and in one.
const IMAGES: u32 = 0x0803;
const LABELS: u32 = 0x0801;
/// More than any such set has: 256 MiB of pixels, images of a megapixel.
const MOST_BYTES: u64 = 256 << 20;
const MOST_SIDE: u32 = 1_024;

/// What the four files are called, but for `idx` and `ubyte`.
const FILES: [(&str, &str, u8); 4] =
    [("train", "images", 3), ("train", "labels", 1), ("t10k", "images", 3), ("t10k", "labels", 1)];

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
    let here = Path::new(".");
    let folder =
        if path.is_dir() { path } else { path.parent().filter(|p| *p != Path::new("")).unwrap_or(here) };
    for (name, what, dimensions) in FILES {
        if let Some(path) = find(folder, name, what, dimensions) {
            meter.expect(&path);
        }
    }
    let (shape, train) = part(folder, "train", meter)?.ok_or_else(|| {
        let problem = "it has no train-images-idx3-ubyte, with .gz behind it or without";
        bad(folder, problem.to_owned())
    })?;
    let test = match part(folder, "t10k", meter)? {
        Some((of_test, _)) if of_test != shape => {
            return Err(bad(folder, "its training and test images differ in size".to_owned()));
        }
        test => test.map(|(_, test)| test),
    };
    FileData::numbered(shape, train, test).map_err(|problem| bad(folder, problem))
}

fn bad(path: &Path, problem: String) -> Error {
    Error::BadData { path: path.display().to_string(), problem }
}

/// The images and labels of a part; `None` if there are no images of it.
fn part(folder: &Path, name: &str, meter: &mut Meter) -> Result<Option<(Shape, Examples)>, Error> {
    let Some(path) = find(folder, name, "images", 3) else { return Ok(None) };
    let ([count, height, width], pixels) = contents::<3>(&path, IMAGES, meter)?;
    let (count, height, width) = (count as usize, height as usize, width as usize);
    let pixels = Array2::from_shape_vec((count, height * width), pixels)
        .map_err(|_| bad(&path, "it has not as many pixels as it says".to_owned()))?;
    let of_labels = find(folder, name, "labels", 1).ok_or_else(|| {
        bad(folder, format!("it has no {name}-labels-idx1-ubyte, with .gz behind it or without"))
    })?;
    let ([labelled], labels) = contents::<1>(&of_labels, LABELS, meter)?;
    if labelled as usize != count {
        return Err(bad(&of_labels, format!("it has {labelled} labels for {count} images")));
    }
    Ok(Some((Shape::Image { width, height }, Examples { inputs: Features::Pixels(pixels), labels })))
}

/// The file of a part under one of the names that are in use.
fn find(folder: &Path, part: &str, what: &str, dimensions: u8) -> Option<PathBuf> {
    let names = ['-', '.'].into_iter().flat_map(|dash| {
        ["", ".gz"].map(|packed| format!("{part}-{what}{dash}idx{dimensions}-ubyte{packed}"))
    });
    names.map(|name| folder.join(name)).find(|path| path.is_file())
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
