//! NumPy's archives of arrays, as Keras hands MNIST around: `x_train`, `y_train`, `x_test` and `y_test`.

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::Path;

use zip::ZipArchive;
use zip::result::ZipError;

use super::arrays::{self, Array, Number, Part, TEST, TRAINING};
use super::fault::Fault;
use super::file_data::MOST_EXAMPLES;
use super::meter::{Meter, Metered};
use super::{FileData, unpack};
use crate::error::Error;

/// MNIST has 55 million pixels; they are kept in four bytes each at the most.
const MOST_NUMBERS: usize = 60_000_000;
/// A header is one line of text, and short.
const LONGEST_HEADER: usize = 1 << 14;
/// No more letters of a name are shown.
const LONGEST_NAME: usize = 30;

/// Whether a file begins like an archive.
pub fn is_npz(path: &Path) -> bool {
    let mut start = [0; 4];
    // A pipe would lose what is looked at.
    path.is_file()
        && File::open(path).and_then(|mut file| file.read_exact(&mut start)).is_ok()
        && &start == b"PK\x03\x04"
}

/// Reads the examples of an archive. Without a test part a fifth becomes it.
///
/// # Errors
/// [`Error::Unreadable`] when the system refuses, [`Error::BadData`] when the file is not such an archive.
pub fn read(path: &Path, meter: &mut Meter) -> Result<FileData, Error> {
    meter.expect(path);
    let file = meter.open(path).map_err(Fault::System);
    file.and_then(file_data).map_err(|fault| fault.of(path))
}

fn file_data(file: Metered) -> Result<FileData, Fault> {
    let archive = ZipArchive::new(BufReader::new(file)).map_err(|fault| zip_fault(fault, DAMAGED))?;
    let mut reader = Reader { archive, left: MOST_NUMBERS };
    let train = reader.part(TRAINING, "train")?.ok_or_else(|| reader.lack("x_train.npy"))?;
    let test = reader.part(TEST, "test")?;
    Ok(arrays::file_data([train].into_iter().chain(test).collect())?)
}

const DAMAGED: &str = "its zip data are damaged: download it again";

/// What failed while an archive was read: the system, or else `problem`.
fn zip_fault(fault: ZipError, problem: &str) -> Fault {
    match fault {
        ZipError::Io(source) => Fault::reading(source, problem),
        _ => Fault::from(problem),
    }
}

/// Reads the arrays of one archive.
struct Reader<'m, 'a> {
    archive: ZipArchive<BufReader<Metered<'m, 'a>>>,
    /// Numbers that the arrays that are not read yet may have.
    left: usize,
}

impl Reader<'_, '_> {
    /// The inputs and labels of a part; `None` if there are no inputs of it.
    fn part(&mut self, name: &'static str, short: &str) -> Result<Option<Part>, Fault> {
        let (inputs, labels) = (format!("x_{short}.npy"), format!("y_{short}.npy"));
        let Some(inputs) = self.spelled(&inputs) else { return Ok(None) };
        // The labels first: they are few, and say how many examples there may be.
        let labels = self.spelled(&labels).ok_or_else(|| self.lack(&labels))?;
        let labels = self.entry(&labels, MOST_EXAMPLES)?;
        let rows = arrays::check_labels(&labels.shape);
        let rows = rows.map_err(|problem| format!("its {name} labels {problem}"))?;
        let inputs = self.entry(&inputs, rows)?;
        Ok(Some(Part { name, inputs, labels }))
    }

    /// The name of an array as it is in the archive; some people write `X_train`.
    fn spelled(&self, name: &str) -> Option<String> {
        if self.archive.index_for_name(name).is_some() {
            return Some(name.to_owned());
        }
        self.archive
            .file_names()
            .flatten()
            .find(|other| other.eq_ignore_ascii_case(name))
            .map(Cow::into_owned)
    }

    /// What is said of an array that is not there.
    fn lack(&self, name: &str) -> Fault {
        let short = |name: Cow<str>| name.chars().take(LONGEST_NAME).collect::<String>();
        let names: Vec<_> = self.archive.file_names().flatten().take(3).map(short).collect();
        let more = if self.archive.len() > names.len() { " …" } else { "" };
        Fault::from(format!(
            "it has no {name} but {}{more}: save x_train, y_train, x_test, y_test",
            names.join(" ")
        ))
    }

    /// An array with no more than so many rows.
    fn entry(&mut self, name: &str, rows: usize) -> Result<Array, Fault> {
        let packed = format!("{name} in it cannot be unpacked: save it again with numpy.savez");
        let file = self.archive.by_name(name).map_err(|fault| zip_fault(fault, &packed))?;
        let size = file.compressed_size();
        let array = array(unpack::bounded(file, size), rows, self.left).map_err(|fault| match fault {
            // What the packing says begins as a sentence about a file.
            Fault::Contents(problem) => {
                Fault::Contents(format!("{name} in it {}", problem.strip_prefix("it ").unwrap_or(&problem)))
            }
            system @ Fault::System(_) => system,
        })?;
        self.left -= array.len();
        Ok(array)
    }
}

fn ends(source: io::Error) -> Fault {
    Fault::reading(source, "ends too early, or is damaged")
}

/// An array as `numpy.save` writes it: a magic word, a header of one line, and the numbers.
fn array(mut file: impl Read, most_rows: usize, most: usize) -> Result<Array, Fault> {
    let Header { number, big_endian, fortran, shape } = Header::read(&mut file)?;
    if let Some(rows) = shape.first().filter(|&&rows| rows > most_rows) {
        return Err(format!("has {rows} rows, and there should be {most_rows} at the most").into());
    }
    let count = shape.iter().try_fold(1_usize, |count, &length| count.checked_mul(length));
    let count = count.filter(|&count| count <= most);
    let count = count.ok_or_else(|| {
        format!("has too many numbers: a file may have {} million in all", MOST_NUMBERS / 1_000_000)
    })?;
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
        return Err(Fault::from("has not as many numbers as it says"));
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
    /// Reads the magic word, and the header behind it.
    fn read(file: &mut impl Read) -> Result<Header, Fault> {
        let mut start = [0; 8];
        file.read_exact(&mut start).map_err(ends)?;
        let mut length = [0; 4];
        match start {
            [0x93, b'N', b'U', b'M', b'P', b'Y', 1, _] => file.read_exact(&mut length[..2]).map_err(ends)?,
            [0x93, b'N', b'U', b'M', b'P', b'Y', 2 | 3, _] => file.read_exact(&mut length).map_err(ends)?,
            _ => return Err(Fault::from("is no array of NumPy")),
        }
        let length = u32::from_le_bytes(length) as usize;
        if length > LONGEST_HEADER {
            return Err(Fault::from("has a header that is too long"));
        }
        let mut text = vec![0; length];
        file.read_exact(&mut text).map_err(ends)?;
        Ok(Header::of(&String::from_utf8_lossy(&text))?)
    }

    fn of(text: &str) -> Result<Header, String> {
        const STRANGE: &str = "has a header that makes no sense here";
        let after = |key: &str| text.split_once(&format!("'{key}':")).map(|(_, rest)| rest.trim_start());
        let quoted = |text: &str| Some(text.strip_prefix('\'')?.split_once('\'')?.0.to_owned());
        let descr = after("descr").and_then(quoted).ok_or(STRANGE)?;
        let number = descr.get(1..).and_then(Number::from_name).ok_or_else(|| {
            let descr: String = descr.chars().take(10).collect();
            format!("is of NumPy's type {descr}: save it as integers, float32 or float64")
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
