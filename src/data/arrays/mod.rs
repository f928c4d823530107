//! Arrays of numbers as NumPy saves them, in whatever file, and what they become: images, points of the plane, or just
//! numbers, with their classes.

mod convert;
mod gather;

pub use convert::check_labels;
pub use gather::file_data;

/// The part that is learned from.
pub const TRAINING: &str = "training";
/// The part that is never learned from.
pub const TEST: &str = "test";

/// Inputs with their labels, as they were saved.
pub struct Part {
    /// What it is for, as a word for messages.
    pub name: &'static str,
    /// One example for each first index.
    pub inputs: Array,
    /// One label for each example.
    pub labels: Array,
}

impl Part {
    /// How many examples there are.
    pub fn len(&self) -> usize {
        self.inputs.shape.first().copied().unwrap_or(0)
    }
}

/// An array as it was saved.
#[derive(Debug)]
pub struct Array {
    /// What its numbers are.
    pub number: Number,
    /// Whether the most significant byte comes first; unknown when only an earlier array tells.
    pub big_endian: Option<bool>,
    /// The length in each dimension.
    pub shape: Vec<usize>,
    /// Whether the first index runs fastest, as in Fortran, and not the last.
    pub fortran: bool,
    /// The numbers.
    pub bytes: Vec<u8>,
}

/// The types of numbers that inputs and labels are saved as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Number {
    U8,
    U16,
    U32,
    U64,
    I8,
    I16,
    I32,
    I64,
    F32,
    F64,
}

impl Number {
    /// The type of that name, as in `f4` for floats of four bytes.
    pub fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "u1" | "b1" => Number::U8,
            "u2" => Number::U16,
            "u4" => Number::U32,
            "u8" => Number::U64,
            "i1" => Number::I8,
            "i2" => Number::I16,
            "i4" => Number::I32,
            "i8" => Number::I64,
            "f4" => Number::F32,
            "f8" => Number::F64,
            _ => return None,
        })
    }

    /// Bytes of one number.
    pub fn size(self) -> usize {
        match self {
            Number::U8 | Number::I8 => 1,
            Number::U16 | Number::I16 => 2,
            Number::U32 | Number::I32 | Number::F32 => 4,
            Number::U64 | Number::I64 | Number::F64 => 8,
        }
    }

    /// Whether the numbers are whole by their type.
    pub fn is_integer(self) -> bool {
        !matches!(self, Number::F32 | Number::F64)
    }
}

impl Array {
    /// How many numbers there are.
    pub fn len(&self) -> usize {
        self.bytes.len() / self.number.size()
    }

    /// Hands on the numbers as they lie in memory until one is not accepted, which is the answer.
    pub fn first_refused(&self, accept: impl FnMut(f64) -> bool) -> Option<f64> {
        match self.number {
            Number::U8 => self.refused(|[byte]| f64::from(byte), accept),
            Number::U16 => self.refused(|bytes| f64::from(u16::from_le_bytes(bytes)), accept),
            Number::U32 => self.refused(|bytes| f64::from(u32::from_le_bytes(bytes)), accept),
            Number::U64 => self.refused(|bytes| u64::from_le_bytes(bytes) as f64, accept),
            Number::I8 => self.refused(|bytes| f64::from(i8::from_le_bytes(bytes)), accept),
            Number::I16 => self.refused(|bytes| f64::from(i16::from_le_bytes(bytes)), accept),
            Number::I32 => self.refused(|bytes| f64::from(i32::from_le_bytes(bytes)), accept),
            Number::I64 => self.refused(|bytes| i64::from_le_bytes(bytes) as f64, accept),
            Number::F32 => self.refused(|bytes| f64::from(f32::from_le_bytes(bytes)), accept),
            Number::F64 => self.refused(f64::from_le_bytes, accept),
        }
    }

    fn refused<const N: usize>(
        &self,
        number: impl Fn([u8; N]) -> f64,
        mut accept: impl FnMut(f64) -> bool,
    ) -> Option<f64> {
        let (numbers, _) = self.bytes.as_chunks::<N>();
        let big_endian = self.big_endian == Some(true);
        let numbers = numbers.iter().map(|&(mut bytes)| {
            if big_endian {
                bytes.reverse();
            }
            number(bytes)
        });
        numbers.into_iter().find(|&number| !accept(number))
    }
}
