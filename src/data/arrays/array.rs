//! Arrays as they are saved, before they are converted.

/// The name of the part that is learned from, in messages.
pub const TRAINING: &str = "training";
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
    F32,
    F64,
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
            "f4" => NumberType::F32,
            "f8" => NumberType::F64,
            _ => return None,
        })
    }

    /// The bytes of one number.
    pub fn size(self) -> usize {
        match self {
            NumberType::U8 | NumberType::I8 => 1,
            NumberType::U16 | NumberType::I16 => 2,
            NumberType::U32 | NumberType::I32 | NumberType::F32 => 4,
            NumberType::U64 | NumberType::I64 | NumberType::F64 => 8,
        }
    }

    /// Whether the type holds integers only.
    pub fn is_integer(self) -> bool {
        !matches!(self, NumberType::F32 | NumberType::F64)
    }
}

impl Array {
    /// The count of numbers.
    pub fn len(&self) -> usize {
        self.bytes.len() / self.number_type.size()
    }

    /// Passes the numbers to `accept` in memory order until it rejects one, and returns that one.
    pub fn find_rejected(&self, accept: impl FnMut(f64) -> bool) -> Option<f64> {
        match self.number_type {
            NumberType::U8 => self.find(|[byte]| f64::from(byte), accept),
            NumberType::U16 => self.find(|bytes| f64::from(u16::from_le_bytes(bytes)), accept),
            NumberType::U32 => self.find(|bytes| f64::from(u32::from_le_bytes(bytes)), accept),
            NumberType::U64 => self.find(|bytes| u64::from_le_bytes(bytes) as f64, accept),
            NumberType::I8 => self.find(|bytes| f64::from(i8::from_le_bytes(bytes)), accept),
            NumberType::I16 => self.find(|bytes| f64::from(i16::from_le_bytes(bytes)), accept),
            NumberType::I32 => self.find(|bytes| f64::from(i32::from_le_bytes(bytes)), accept),
            NumberType::I64 => self.find(|bytes| i64::from_le_bytes(bytes) as f64, accept),
            NumberType::F32 => self.find(|bytes| f64::from(f32::from_le_bytes(bytes)), accept),
            NumberType::F64 => self.find(f64::from_le_bytes, accept),
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
