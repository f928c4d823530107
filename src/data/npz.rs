//! NumPy's archives of arrays, as Keras hands MNIST around: `x_train`, `y_train`, `x_test` and `y_test`.

use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::Path;

use zip::ZipArchive;
use zip::result::ZipError;

use super::FileData;
use super::meter::{Meter, Metered};
use super::pickle::array::{Array, Number};
use super::pickle::gather;
use super::pickle::layout::{Part, TEST, TRAINING};
use crate::error::Error;

/// An array of images in eight-byte numbers is no larger than this for 60,000 of 28 × 28 pixels.
const MOST_BYTES: usize = 400 << 20;
/// A header is one line of text, and short.
const LONGEST_HEADER: usize = 1 << 14;

type Archive<'m, 'a> = ZipArchive<BufReader<Metered<'m, 'a>>>;

/// Whether a file begins like an archive.
pub fn is_npz(path: &Path) -> bool {
    let mut start = [0; 4];
    File::open(path).and_then(|mut file| file.read_exact(&mut start)).is_ok() && &start == b"PK\x03\x04"
}

/// Reads the images of an archive. Without a test part a fifth becomes it.
///
/// # Errors
/// [`Error::Unreadable`] when the system refuses, [`Error::BadData`] when the file is not such an archive.
pub fn read(path: &Path, meter: &mut Meter) -> Result<FileData, Error> {
    let name = path.display().to_string();
    meter.expect(path);
    let file = meter.open(path).map_err(|source| Error::Unreadable { path: name.clone(), source })?;
    file_data(file).map_err(|problem| Error::BadData { path: name, problem })
}

fn file_data(file: Metered) -> Result<FileData, String> {
    let damaged = |_| "its zip data are damaged: download it again".to_owned();
    let mut archive = ZipArchive::new(BufReader::new(file)).map_err(damaged)?;
    let train = part(&mut archive, TRAINING, "train")?.ok_or("it has no x_train.npy")?;
    let test = part(&mut archive, TEST, "test")?;
    gather::file_data([train].into_iter().chain(test).collect())
}

/// The images and labels of a part; `None` if there are no images of it.
fn part(archive: &mut Archive, name: &'static str, short: &str) -> Result<Option<Part>, String> {
    let Some(images) = entry(archive, &format!("x_{short}.npy"))? else { return Ok(None) };
    let labels = format!("y_{short}.npy");
    let labels = entry(archive, &labels)?.ok_or_else(|| format!("it has no {labels}"))?;
    Ok(Some(Part { name, images, labels }))
}

fn entry(archive: &mut Archive, name: &str) -> Result<Option<Array>, String> {
    match archive.by_name(name) {
        Ok(file) => array(file).map(Some).map_err(|problem| format!("{name} in it {problem}")),
        Err(ZipError::FileNotFound) => Ok(None),
        Err(_) => Err(format!("{name} in it cannot be unpacked: download it again")),
    }
}

/// An array as `numpy.save` writes it: a magic word, a header of one line, and the numbers.
fn array(mut file: impl Read) -> Result<Array, String> {
    let ends = |_: io::Error| "ends too early, or is damaged".to_owned();
    let mut start = [0; 8];
    file.read_exact(&mut start).map_err(ends)?;
    let length = match start {
        [0x93, b'N', b'U', b'M', b'P', b'Y', 1, _] => {
            let mut two = [0; 2];
            file.read_exact(&mut two).map_err(ends)?;
            usize::from(u16::from_le_bytes(two))
        }
        [0x93, b'N', b'U', b'M', b'P', b'Y', 2 | 3, _] => {
            let mut four = [0; 4];
            file.read_exact(&mut four).map_err(ends)?;
            u32::from_le_bytes(four) as usize
        }
        _ => return Err("is no array of NumPy".to_owned()),
    };
    if length > LONGEST_HEADER {
        return Err("has a header that is too long".to_owned());
    }
    let mut header = vec![0; length];
    file.read_exact(&mut header).map_err(ends)?;
    let (number, big_endian, fortran, shape) =
        header_of(&String::from_utf8_lossy(&header)).ok_or("has a header that makes no sense here")?;
    let size = shape.iter().try_fold(number.size(), |size, &length| size.checked_mul(length));
    let size = size.filter(|&size| size <= MOST_BYTES);
    let size = size.ok_or_else(|| format!("says it has more than {} MiB", MOST_BYTES >> 20))?;
    let mut bytes = Vec::new();
    file.take(size as u64 + 1).read_to_end(&mut bytes).map_err(ends)?;
    if bytes.len() != size {
        return Err("has not as many numbers as it says".to_owned());
    }
    Ok(Array { number, big_endian: Some(big_endian), shape, fortran, bytes })
}

/// Type, byte order, order and shape from `{'descr': '<f4', 'fortran_order': False, 'shape': (60000, 28, 28), }`.
fn header_of(header: &str) -> Option<(Number, bool, bool, Vec<usize>)> {
    let after = |key: &str| header.split_once(&format!("'{key}':")).map(|(_, rest)| rest.trim_start());
    let descr = after("descr")?.strip_prefix('\'')?.split_once('\'')?.0;
    let number = Number::from_name(descr.get(1..)?)?;
    let big_endian = descr.starts_with('>');
    let fortran = after("fortran_order")?.starts_with("True");
    let lengths = after("shape")?.strip_prefix('(')?.split_once(')')?.0;
    let lengths = lengths.split(',').map(str::trim).filter(|length| !length.is_empty());
    let shape: Vec<usize> =
        lengths.map(|length| length.trim_end_matches('L').parse().ok()).collect::<Option<_>>()?;
    (shape.len() <= 4).then_some((number, big_endian, fortran, shape))
}
