//! NumPy's archives of arrays, as Keras hands MNIST around: `x_train`, `y_train`, `x_test` and `y_test`.

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::Path;

use zip::ZipArchive;

use super::FileData;
use super::arrays::{self, Array, Number, Part, TEST, TRAINING};
use super::meter::{Meter, Metered};
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

/// Reads the examples of an archive. Without a test part a fifth becomes it.
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
    arrays::file_data([train].into_iter().chain(test).collect())
}

/// The inputs and labels of a part; `None` if there are no inputs of it.
fn part(archive: &mut Archive, name: &'static str, short: &str) -> Result<Option<Part>, String> {
    let (inputs, labels) = (format!("x_{short}.npy"), format!("y_{short}.npy"));
    let Some(inputs) = spelled(archive, &inputs) else { return Ok(None) };
    // The labels first: they are few, and say how many examples there may be.
    let labels = spelled(archive, &labels).ok_or_else(|| format!("it has no {labels}"))?;
    let labels = entry(archive, &labels, MOST_EXAMPLES)?;
    let inputs = entry(archive, &inputs, labels.shape.first().copied().unwrap_or(0))?;
    Ok(Some(Part { name, inputs, labels }))
}

/// The name of an array as it is in the archive; some people write `X_train`.
fn spelled(archive: &Archive, name: &str) -> Option<String> {
    if archive.index_for_name(name).is_some() {
        return Some(name.to_owned());
    }
    archive.file_names().flatten().find(|other| other.eq_ignore_ascii_case(name)).map(Cow::into_owned)
}

/// An array with no more than so many rows.
fn entry(archive: &mut Archive, name: &str, most: usize) -> Result<Array, String> {
    let file = archive.by_name(name);
    let file = file.map_err(|_| format!("{name} in it cannot be unpacked: download it again"))?;
    array(file, most).map_err(|problem| format!("{name} in it {problem}"))
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
    let Header { number, big_endian, fortran, shape } = Header::of(&String::from_utf8_lossy(&header))?;
    if shape.first().is_some_and(|&rows| rows > most) {
        return Err(format!("has {} rows, and there should be {most} at the most", shape[0]));
    }
    let count = shape.iter().try_fold(1_usize, |count, &length| count.checked_mul(length));
    let count = count.filter(|&count| count <= MOST_NUMBERS);
    let count =
        count.ok_or_else(|| format!("says it has more than {} million numbers", MOST_NUMBERS / 1_000_000))?;
    let size = (count * number.size()) as u64;
    let mut data = Counted { inner: file.take(size + 1), count: 0 };
    let array = Array { number, big_endian: Some(big_endian), shape, fortran, bytes: Vec::new() };
    let array = if number.size() == 8 && count > MOST_EXAMPLES {
        narrow(array, &mut data)
    } else {
        let mut bytes = Vec::new();
        data.read_to_end(&mut bytes).map(|_| Array { bytes, ..array })
    }
    .map_err(ends)?;
    if data.count != size {
        return Err("has not as many numbers as it says".to_owned());
    }
    Ok(array)
}

/// Fills an array of numbers of eight bytes with such of four, which are enough to learn from: many of the long ones
/// would fill the memory.
fn narrow(mut array: Array, data: &mut impl Read) -> io::Result<Array> {
    let mut bytes = Vec::new();
    loop {
        array.bytes.clear();
        data.by_ref().take(1 << 16).read_to_end(&mut array.bytes)?;
        if array.bytes.is_empty() {
            return Ok(Array { number: Number::F32, big_endian: Some(false), bytes, ..array });
        }
        array.first_refused(|number| {
            bytes.extend((number as f32).to_le_bytes());
            true
        });
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

/// What `{'descr': '<f4', 'fortran_order': False, 'shape': (60000, 28, 28), }` says.
struct Header {
    number: Number,
    big_endian: bool,
    fortran: bool,
    shape: Vec<usize>,
}

impl Header {
    fn of(text: &str) -> Result<Header, String> {
        const STRANGE: &str = "has a header that makes no sense here";
        let after = |key: &str| text.split_once(&format!("'{key}':")).map(|(_, rest)| rest.trim_start());
        let quoted = |text: &str| Some(text.strip_prefix('\'')?.split_once('\'')?.0.to_owned());
        let descr = after("descr").and_then(quoted).ok_or(STRANGE)?;
        let number = descr.get(1..).and_then(Number::from_name).ok_or_else(|| {
            let descr: String = descr.chars().take(10).collect();
            format!("is of NumPy's type {descr}: save it as integers or floats")
        })?;
        let lengths = |text: &str| -> Option<Vec<usize>> {
            let lengths = text.strip_prefix('(')?.split_once(')')?.0.split(',').map(str::trim);
            let lengths = lengths.filter(|length| !length.is_empty());
            lengths.map(|length| length.trim_end_matches('L').parse().ok()).collect()
        };
        let shape = after("shape").and_then(lengths).filter(|shape| shape.len() <= 4).ok_or(STRANGE)?;
        let fortran = after("fortran_order").ok_or(STRANGE)?.starts_with("True");
        Ok(Header { number, big_endian: descr.starts_with('>'), fortran, shape })
    }
}
