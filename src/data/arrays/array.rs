//! Arrays as they are saved, before they are converted.

use super::text::Text;

/// The name of the part that is learned from, in messages.
pub const TRAINING: &str = "training";
/// The name of the part that other programs hold out, in messages.
pub const VALIDATION: &str = "validation";
/// The name of the part that the network never learns from, in messages.
pub const TEST: &str = "test";

/// Inputs with their labels, as they are saved.
pub struct Part {
    /// What the part is for, as a word for messages.
    pub name: &'static str,
    /// One example for each first index.
    pub inputs: Array,
    /// One label for each example.
    pub labels: Array,
}

impl Part {
    /// The number of examples.
    pub fn len(&self) -> usize {
        self.inputs.shape.first().copied().unwrap_or(0)
    }
}

/// An array as it is saved.
#[derive(Debug)]
pub struct Array {
    /// The type of its numbers.
    pub number_type: NumberType,
    /// Whether the most significant byte comes first. `None` if only an earlier array of the same type says so.
    pub big_endian: Option<bool>,
    /// The length of each dimension.
    pub shape: Vec<usize>,
    /// Whether the first index varies fastest, as in Fortran, rather than the last.
    pub fortran: bool,
    /// The numbers.
    pub bytes: Vec<u8>,
    /// The numbers of a large array, of float32, which were converted while they were read; `bytes` is empty then.
    pub floats: Vec<f32>,
    /// What was subtracted from each column because it has large numbers that float32 cannot tell apart, such as times
    /// in seconds. Empty if nothing was.
    pub offsets: Vec<f64>,
}

/// The number types of inputs and labels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NumberType {
    U8,
    U16,
    U32,
    U64,
    I8,
    I16,
    I32,
    I64,
    F16,
    F32,
    F64,
    /// Text, which may be a label.
    Text(Text),
}

impl NumberType {
    /// Finds the type with this NumPy name, such as `f4` for float32. Booleans (`b1`) count as bytes.
    pub fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "u1" | "b1" => NumberType::U8,
            "u2" => NumberType::U16,
            "u4" => NumberType::U32,
            "u8" => NumberType::U64,
            "i1" => NumberType::I8,
            "i2" => NumberType::I16,
            "i4" => NumberType::I32,
            "i8" => NumberType::I64,
            "f2" => NumberType::F16,
            "f4" => NumberType::F32,
            "f8" => NumberType::F64,
            name => NumberType::Text(Text::from_name(name)?),
        })
    }

    /// The bytes of one number.
    pub fn size(self) -> usize {
        match self {
            NumberType::U8 | NumberType::I8 => 1,
            NumberType::U16 | NumberType::I16 | NumberType::F16 => 2,
            NumberType::U32 | NumberType::I32 | NumberType::F32 => 4,
            NumberType::U64 | NumberType::I64 | NumberType::F64 => 8,
            NumberType::Text(text) => text.size(),
        }
    }

    /// Whether the type holds integers only.
    pub fn is_integer(self) -> bool {
        !matches!(self, NumberType::F16 | NumberType::F32 | NumberType::F64 | NumberType::Text(_))
    }
}

impl Array {
    /// An array without numbers.
    pub fn empty(number_type: NumberType, big_endian: bool) -> Array {
        Array {
            number_type,
            big_endian: Some(big_endian),
            shape: Vec::new(),
            fortran: false,
            bytes: Vec::new(),
            floats: Vec::new(),
            offsets: Vec::new(),
        }
    }

    /// The column of number `n` in memory order: its place in the row that the first index selects.
    pub fn column(&self, n: usize) -> usize {
        let rows = self.shape.first().copied().unwrap_or(1).max(1);
        let columns = self.shape.iter().skip(1).product::<usize>().max(1);
        if self.fortran { n / rows } else { n % columns }
    }

    /// Keeps the first number of each row.
    pub fn keep_first_column(&mut self) {
        let rows = self.shape.first().copied().unwrap_or(0);
        let size = self.number_type.size();
        keep_first(&mut self.bytes, rows, size, self.fortran);
        keep_first(&mut self.floats, rows, 1, self.fortran);
        self.shape.truncate(1);
    }

    /// The count of numbers.
    pub fn len(&self) -> usize {
        self.floats.len() + self.bytes.len() / self.number_type.size()
    }

    /// Passes the numbers to `accept` in memory order until it rejects one, and returns that one.
    pub fn find_rejected(&self, mut accept: impl FnMut(f64) -> bool) -> Option<f64> {
        if self.offsets.is_empty() {
            return self.find_stored(accept);
        }
        let mut n = 0;
        let rejected = self.find_stored(|number| {
            n += 1;
            accept(number + self.offsets[self.column(n - 1)])
        });
        rejected.map(|number| number + self.offsets[self.column(n - 1)])
    }

    /// As [`Array::find_rejected`], without the offsets.
    fn find_stored(&self, mut accept: impl FnMut(f64) -> bool) -> Option<f64> {
        match self.number_type {
            NumberType::F32 if !self.floats.is_empty() => {
                self.floats.iter().map(|&number| f64::from(number)).find(|&number| !accept(number))
            }
            NumberType::U8 => self.find(|[byte]| f64::from(byte), accept),
            NumberType::U16 => self.find(|bytes| f64::from(u16::from_le_bytes(bytes)), accept),
            NumberType::U32 => self.find(|bytes| f64::from(u32::from_le_bytes(bytes)), accept),
            NumberType::U64 => self.find(|bytes| u64::from_le_bytes(bytes) as f64, accept),
            NumberType::I8 => self.find(|bytes| f64::from(i8::from_le_bytes(bytes)), accept),
            NumberType::I16 => self.find(|bytes| f64::from(i16::from_le_bytes(bytes)), accept),
            NumberType::I32 => self.find(|bytes| f64::from(i32::from_le_bytes(bytes)), accept),
            NumberType::I64 => self.find(|bytes| i64::from_le_bytes(bytes) as f64, accept),
            NumberType::F16 => self.find(|bytes| half(u16::from_le_bytes(bytes)), accept),
            NumberType::F32 => self.find(|bytes| f64::from(f32::from_le_bytes(bytes)), accept),
            NumberType::F64 => self.find(f64::from_le_bytes, accept),
            NumberType::Text(_) => Some(f64::NAN), // no text is a number
        }
    }

    /// Finds the first number that is not accepted; `decode` takes little-endian bytes.
    fn find<const N: usize>(
        &self,
        decode: impl Fn([u8; N]) -> f64,
        mut accept: impl FnMut(f64) -> bool,
    ) -> Option<f64> {
        let (numbers, _) = self.bytes.as_chunks::<N>();
        let big_endian = self.big_endian == Some(true);
        let mut numbers = numbers.iter().map(|&(mut bytes)| {
            if big_endian {
                bytes.reverse();
            }
            decode(bytes)
        });
        numbers.find(|&number| !accept(number))
    }
}

/// Keeps the first `size` entries of each row.
fn keep_first<T: Copy>(entries: &mut Vec<T>, rows: usize, size: usize, fortran: bool) {
    let row = entries.len() / rows.max(1);
    if fortran {
        entries.truncate(rows * size);
    } else if row > 0 {
        *entries = entries.chunks_exact(row).flat_map(|row| row[..size].iter().copied()).collect();
    }
}

/// The value of a float16 (IEEE 754 binary16).
fn half(bits: u16) -> f64 {
    let sign = if bits >> 15 == 1 { -1.0 } else { 1.0 };
    let fraction = f64::from(bits & 0x3ff) / 1024.0;
    match i32::from(bits >> 10 & 0x1f) {
        0 => sign * fraction * 2_f64.powi(-14),
        31 if fraction == 0.0 => sign * f64::INFINITY,
        31 => f64::NAN,
        exponent => sign * (1.0 + fraction) * 2_f64.powi(exponent - 15),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_have_their_values() {
        for (bits, value) in [
            (0x3c00, 1.0),
            (0xc000, -2.0),
            (0x3555, 0.333_251_953_125),
            (0x7bff, 65_504.0),
            (0x0001, 2_f64.powi(-24)),
            (0x03ff, 1023.0 * 2_f64.powi(-24)),
            (0x0400, 2_f64.powi(-14)),
            (0xfc00, f64::NEG_INFINITY),
        ] {
            assert_eq!(half(bits), value, "{bits:x}");
        }
        assert!(half(0x7e00).is_nan());
    }

    #[test]
    fn the_first_column_is_kept_in_either_order() {
        let array = |fortran, bytes: [u8; 6]| Array {
            shape: vec![3, 2],
            fortran,
            bytes: bytes.to_vec(),
            ..Array::empty(NumberType::U8, false)
        };
        for mut array in [array(false, [1, 9, 2, 9, 3, 9]), array(true, [1, 2, 3, 9, 9, 9])] {
            array.keep_first_column();
            assert_eq!((array.shape, array.bytes), (vec![3], vec![1, 2, 3]));
        }
    }
}
