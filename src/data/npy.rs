//! Reads a single array in the NPY format (`numpy.lib.format`, versions 1 to 3).
//!
//! `ndarray-npy` cannot replace this reader as long as it allocates what a header claims before it reads the data: the
//! 131 bytes of an .npy file that claims the shape (3000, 1000000) make it ask for 12 GB and abort. It also returns an
//! error for labels whose integer type is not the one that was asked for.

use std::io::{self, Read};

use super::arrays::{self, Array, NumberType};
use super::read_error::ReadError;

/// The most bytes of a header, which is one short line of text.
const MAX_HEADER: usize = 1 << 14;
/// The most dimensions of an array: images, rows, columns, and channels.
const MAX_DIMENSIONS: usize = 4;

/// The most numbers of all arrays of a data set. MNIST has 55 million pixels, and each number takes up to four bytes.
pub const MAX_NUMBERS: usize = 60_000_000;

/// How large an array may be.
#[derive(Clone, Copy, Debug)]
pub struct ArrayLimits {
    /// The most elements along the first dimension.
    pub rows: usize,
    /// The most numbers.
    pub numbers: usize,
}

/// Reads an array as `numpy.save` writes it: a magic string, a header of one line, and the numbers. Memory grows with
/// the bytes that are read, whatever the header claims.
pub fn read(mut file: impl Read, limits: ArrayLimits) -> Result<Array, ReadError> {
    let Header { number_type, big_endian, fortran, shape } = Header::read(&mut file)?;
    if let Some(rows) = shape.first().filter(|&&rows| rows > limits.rows) {
        return Err(format!("has {rows} rows, and there should be {} at the most", limits.rows).into());
    }
    let count = shape.iter().try_fold(1_usize, |count, &length| count.checked_mul(length));
    let count = count.filter(|&count| count <= limits.numbers).ok_or_else(|| {
        format!("has too many numbers: a file may have {} million in all", MAX_NUMBERS / 1_000_000)
    })?;
    let size = (count * number_type.size()) as u64;
    let array = Array { shape, fortran, ..Array::empty(number_type, big_endian) };
    let filled = arrays::fill(array, file).map_err(truncated)?;
    if filled.bytes_read != size {
        return Err("does not have as many numbers as its header says".into());
    }
    Ok(filled.array)
}

fn truncated(source: io::Error) -> ReadError {
    ReadError::from_io(source, "ends too early, or is damaged")
}

/// The content of a header such as `{'descr': '<f4', 'fortran_order': False, 'shape': (60000, 28, 28), }`.
struct Header {
    number_type: NumberType,
    big_endian: bool,
    fortran: bool,
    shape: Vec<usize>,
}

impl Header {
    /// Reads the magic string and the header after it.
    fn read(file: &mut impl Read) -> Result<Header, ReadError> {
        let mut start = [0; 8];
        file.read_exact(&mut start).map_err(truncated)?;
        let mut length = [0; 4];
        match start {
            [0x93, b'N', b'U', b'M', b'P', b'Y', 1, _] => {
                file.read_exact(&mut length[..2]).map_err(truncated)?;
            }
            [0x93, b'N', b'U', b'M', b'P', b'Y', 2 | 3, _] => {
                file.read_exact(&mut length).map_err(truncated)?;
            }
            _ => return Err("is not a NumPy array".into()),
        }
        let length = u32::from_le_bytes(length) as usize;
        if length > MAX_HEADER {
            return Err("has a header that is too long".into());
        }
        let mut text = vec![0; length];
        file.read_exact(&mut text).map_err(truncated)?;
        Ok(Header::parse(&String::from_utf8_lossy(&text))?)
    }

    fn parse(text: &str) -> Result<Header, String> {
        const INVALID: &str = "has a header that cannot be understood";
        let after = |key: &str| text.split_once(&format!("'{key}':")).map(|(_, rest)| rest.trim_start());
        let quoted = |text: &str| Some(text.strip_prefix('\'')?.split_once('\'')?.0.to_owned());
        let descr = after("descr").and_then(quoted).ok_or(INVALID)?;
        let number_type = descr.get(1..).and_then(NumberType::from_name).ok_or_else(|| {
            let descr: String = descr.chars().take(10).collect();
            format!("is of NumPy's type {descr}: save it as integers, float32 or float64")
        })?;
        let lengths = |text: &str| -> Option<Vec<usize>> {
            let lengths = text.strip_prefix('(')?.split_once(')')?.0.split(',').map(str::trim);
            let lengths = lengths.filter(|length| !length.is_empty());
            // Python 2 wrote long integers with an L at the end.
            lengths.map(|length| length.trim_end_matches('L').parse().ok()).collect()
        };
        let shape = after("shape").and_then(lengths);
        let shape = shape.filter(|shape| shape.len() <= MAX_DIMENSIONS).ok_or(INVALID)?;
        let fortran = after("fortran_order").ok_or(INVALID)?.starts_with("True");
        Ok(Header { number_type, big_endian: descr.starts_with('>'), fortran, shape })
    }
}
