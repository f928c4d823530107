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

/// 60,000 images of 28 × 28 pixels are 47 million numbers; they are kept in four bytes each at the most.
const MOST_NUMBERS: usize = 50_000_000;
/// As many as any set of this kind has.
const MOST_EXAMPLES: usize = 1_000_000;
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
    let (images, labels) = (format!("x_{short}.npy"), format!("y_{short}.npy"));
    if archive.index_for_name(&images).is_none() {
        return Ok(None);
    }
    // The labels first: they are few, and say how many images there may be.
    let labels = entry(archive, &labels, MOST_EXAMPLES)?.ok_or_else(|| format!("it has no {labels}"))?;
    let images = entry(archive, &images, labels.shape.first().copied().unwrap_or(0))?;
    Ok(images.map(|images| Part { name, images, labels }))
}

/// An array with no more than so many rows.
fn entry(archive: &mut Archive, name: &str, most: usize) -> Result<Option<Array>, String> {
    match archive.by_name(name) {
        Ok(file) => array(file, most).map(Some).map_err(|problem| format!("{name} in it {problem}")),
        Err(ZipError::FileNotFound) => Ok(None),
        Err(_) => Err(format!("{name} in it cannot be unpacked: download it again")),
    }
}

/// An array as `numpy.save` writes it: a magic word, a header of one line, and the numbers.
fn array(mut file: impl Read, most: usize) -> Result<Array, String> {
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
    if shape.first().is_some_and(|&rows| rows > most) {
        return Err(format!("has {} rows, and there should be {most} at the most", shape[0]));
    }
    let count = shape.iter().try_fold(1_usize, |count, &length| count.checked_mul(length));
    let count = count.filter(|&count| count <= MOST_NUMBERS);
    let count =
        count.ok_or_else(|| format!("says it has more than {} million numbers", MOST_NUMBERS / 1_000_000))?;
    let size = (count * number.size()) as u64;
    let mut data = Counted { inner: file.take(size + 1), count: 0 };
    let mut bytes = Vec::new();
    let (number, big_endian) = if number == Number::F64 {
        halve(&mut data, big_endian, &mut bytes).map_err(ends)?;
        (Number::F32, false)
    } else {
        data.read_to_end(&mut bytes).map_err(ends)?;
        (number, big_endian)
    };
    if data.count != size {
        return Err("has not as many numbers as it says".to_owned());
    }
    Ok(Array { number, big_endian: Some(big_endian), shape, fortran, bytes })
}

/// Numbers of eight bytes as such of four, which are enough for pixels: an archive of them would fill the memory.
fn halve(data: &mut impl Read, big_endian: bool, bytes: &mut Vec<u8>) -> io::Result<()> {
    let mut chunk = Vec::new();
    loop {
        chunk.clear();
        data.by_ref().take(1 << 16).read_to_end(&mut chunk)?;
        let (numbers, _) = chunk.as_chunks::<8>();
        if numbers.is_empty() {
            return Ok(());
        }
        for &number in numbers {
            let number = if big_endian { f64::from_be_bytes(number) } else { f64::from_le_bytes(number) };
            bytes.extend((number as f32).to_le_bytes());
        }
    }
}

/// Counts what is read.
struct Counted<R> {
    inner: R,
    count: u64,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(bytes)?;
        self.count += count as u64;
        Ok(count)
    }
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
