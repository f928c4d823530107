//! Reads the numbers of an array whose header is known.

use std::io::{self, Read};

use super::array::{Array, NumberType};
use crate::data::file_data::{LARGE, MAX_EXAMPLES, MAX_INPUTS};

/// Float32 numbers end soon after this one.
const LARGEST: f64 = 1e38;

/// Whether a column that begins with this number is stored as differences from it.
pub fn is_offset(first: f64) -> bool {
    (LARGE..LARGEST).contains(&first.abs())
}

/// An array that has been read.
pub struct Filled {
    /// The array.
    pub array: Array,
    /// How many bytes there were: the size of the array, or less, or one more if the file goes on.
    pub bytes_read: u64,
}

/// Reads the numbers of an array that has only a header. The caller has checked that its shape is not too large. Memory
/// grows with the bytes that are read.
///
/// Large arrays are kept as float32, which is what a network learns from: the bytes beside them could fill the memory. Only
/// those of bytes, which may be pixels, and of integers of four bytes, which float32 may not tell apart, stay as they are.
///
/// # Errors
/// When reading fails.
pub fn fill(array: Array, file: impl Read) -> io::Result<Filled> {
    let count: usize = array.shape.iter().product();
    let size = (count * array.number_type.size()) as u64;
    // One byte more than there should be, to notice that there is more.
    let mut data = Counted { inner: file.take(size + 1), count: 0 };
    let stays = matches!(
        array.number_type,
        NumberType::U8 | NumberType::I8 | NumberType::U32 | NumberType::I32 | NumberType::Text(_)
    );
    let array = if !stays && count > MAX_EXAMPLES {
        read_as_f32(array, &mut data)?
    } else {
        let mut bytes = Vec::new();
        data.read_to_end(&mut bytes)?;
        Array { bytes, ..array }
    };
    Ok(Filled { array, bytes_read: data.count })
}

fn read_as_f32(mut array: Array, data: &mut impl Read) -> io::Result<Array> {
    let columns: usize = array.shape.iter().skip(1).product();
    let has_offsets = array.number_type.size() == 8 && columns <= MAX_INPUTS;
    let mut offsets = vec![0.0; if has_offsets { columns } else { 0 }];
    let (mut floats, mut n) = (Vec::new(), 0);
    let is_first = |n: usize, array: &Array| {
        if array.fortran { n.is_multiple_of(array.shape[0].max(1)) } else { n < columns }
    };
    loop {
        array.bytes.clear();
        data.by_ref().take(1 << 16).read_to_end(&mut array.bytes)?;
        if array.bytes.is_empty() {
            break;
        }
        array.find_rejected(|number| {
            if has_offsets {
                let offset = &mut offsets[array.column(n)];
                if is_first(n, &array) && is_offset(number) {
                    *offset = number;
                }
                floats.push((number - *offset) as f32);
            } else {
                floats.push(number as f32);
            }
            n += 1;
            true
        });
    }
    if offsets.iter().all(|&offset| offset == 0.0) {
        offsets.clear();
    }
    Ok(Array { number_type: NumberType::F32, big_endian: Some(false), floats, offsets, ..array })
}

/// Counts the bytes that are read.
struct Counted<R> {
    inner: R,
    count: u64,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.count += count as u64;
        Ok(count)
    }
}
