//! Named arrays of numbers in the safetensors format: eight bytes that say how long the header is, the header as JSON, and
//! the numbers.
//!
//! Why not the crate `safetensors`: it writes the metadata in the order of a hash map, so that the same weights give other
//! bytes in each process.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Where the header keeps the texts.
const METADATA: &str = "__metadata__";
/// The most bytes of a header. That of a network has about a hundred for each layer.
const MAX_HEADER: usize = 1 << 20;
/// The header ends at a multiple of this, so that the numbers are aligned.
const ALIGNMENT: usize = 8;

/// The numbers of a tensor.
#[derive(Clone, Debug, PartialEq)]
pub enum Numbers {
    /// 32-bit floats.
    F32(Vec<f32>),
    /// 64-bit floats.
    F64(Vec<f64>),
    /// 64-bit integers.
    I64(Vec<i64>),
    /// 64-bit integers without sign.
    U64(Vec<u64>),
}

/// An array of any number of dimensions, row by row.
#[derive(Clone, Debug, PartialEq)]
pub struct Tensor {
    shape: Vec<usize>,
    numbers: Numbers,
}

/// Named tensors, and texts about them. The same ones give the same bytes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tensors {
    /// The tensors by name.
    pub tensors: BTreeMap<String, Tensor>,
    /// Texts by name.
    pub metadata: BTreeMap<String, String>,
}

/// What the header says about a tensor.
#[derive(Serialize, Deserialize)]
struct Entry {
    dtype: Dtype,
    shape: Vec<usize>,
    data_offsets: [usize; 2],
}

#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
enum Dtype {
    F32,
    F64,
    I64,
    U64,
}

impl Numbers {
    /// How many there are.
    pub fn len(&self) -> usize {
        match self {
            Numbers::F32(numbers) => numbers.len(),
            Numbers::F64(numbers) => numbers.len(),
            Numbers::I64(numbers) => numbers.len(),
            Numbers::U64(numbers) => numbers.len(),
        }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn dtype(&self) -> Dtype {
        match self {
            Numbers::F32(_) => Dtype::F32,
            Numbers::F64(_) => Dtype::F64,
            Numbers::I64(_) => Dtype::I64,
            Numbers::U64(_) => Dtype::U64,
        }
    }

    fn bytes(&self) -> Vec<u8> {
        match self {
            Numbers::F32(numbers) => numbers.iter().flat_map(|number| number.to_le_bytes()).collect(),
            Numbers::F64(numbers) => numbers.iter().flat_map(|number| number.to_le_bytes()).collect(),
            Numbers::I64(numbers) => numbers.iter().flat_map(|number| number.to_le_bytes()).collect(),
            Numbers::U64(numbers) => numbers.iter().flat_map(|number| number.to_le_bytes()).collect(),
        }
    }

    /// The numbers in these bytes, whose length is a multiple of the size of one.
    fn of(dtype: Dtype, bytes: &[u8]) -> Numbers {
        match dtype {
            Dtype::F32 => Numbers::F32(words(bytes).map(f32::from_le_bytes).collect()),
            Dtype::F64 => Numbers::F64(words(bytes).map(f64::from_le_bytes).collect()),
            Dtype::I64 => Numbers::I64(words(bytes).map(i64::from_le_bytes).collect()),
            Dtype::U64 => Numbers::U64(words(bytes).map(u64::from_le_bytes).collect()),
        }
    }
}

fn words<const N: usize>(bytes: &[u8]) -> impl Iterator<Item = [u8; N]> {
    bytes.as_chunks().0.iter().copied()
}

impl Dtype {
    fn size(self) -> usize {
        match self {
            Dtype::F32 => 4,
            Dtype::F64 | Dtype::I64 | Dtype::U64 => 8,
        }
    }
}

impl Tensor {
    /// A tensor of these numbers, row by row.
    ///
    /// # Panics
    /// When the shape does not have as many places.
    pub fn new(shape: &[usize], numbers: Numbers) -> Tensor {
        assert_eq!(shape.iter().product::<usize>(), numbers.len(), "a number for each place");
        Tensor { shape: shape.to_vec(), numbers }
    }

    /// The length along each dimension.
    pub fn shape(&self) -> &[usize] {
        &self.shape
    }

    /// The numbers, row by row.
    pub fn numbers(&self) -> &Numbers {
        &self.numbers
    }
}

impl Tensors {
    /// The bytes of a safetensors file.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut header = serde_json::Map::new();
        if !self.metadata.is_empty() {
            header.insert(METADATA.to_owned(), self.metadata.clone().into_iter().collect());
        }
        let mut data = Vec::new();
        for (name, tensor) in &self.tensors {
            let start = data.len();
            data.extend(tensor.numbers.bytes());
            let shape = tensor.shape.clone();
            let entry = Entry { dtype: tensor.numbers.dtype(), shape, data_offsets: [start, data.len()] };
            // Serializing this type cannot fail.
            header.insert(name.clone(), serde_json::to_value(entry).unwrap_or_default());
        }
        let mut header = serde_json::Value::from(header).to_string();
        header += &" ".repeat(header.len().next_multiple_of(ALIGNMENT) - header.len());
        [&(header.len() as u64).to_le_bytes(), header.as_bytes(), &data].concat()
    }

    /// Reads the bytes of a safetensors file. Memory grows with the bytes, whatever the header claims.
    ///
    /// # Errors
    /// Says what is wrong as the end of a sentence that begins with the name of the file.
    pub fn from_bytes(bytes: &[u8]) -> Result<Tensors, String> {
        let (length, rest) = bytes.split_first_chunk().ok_or("has no header of tensors")?;
        let length = usize::try_from(u64::from_le_bytes(*length)).unwrap_or(usize::MAX);
        if length > MAX_HEADER {
            return Err(format!("has a header of tensors that is longer than {MAX_HEADER} bytes"));
        }
        let (header, data) = rest.split_at_checked(length).ok_or("ends within its header of tensors")?;
        let mut header: BTreeMap<String, serde_json::Value> = serde_json::from_slice(header)
            .map_err(|_| "has a header of tensors that is not JSON".to_owned())?;
        let metadata = match header.remove(METADATA) {
            Some(texts) => serde_json::from_value(texts).map_err(|_| "has metadata that are no texts")?,
            None => BTreeMap::new(),
        };
        let mut tensors = BTreeMap::new();
        let mut covered = Vec::new();
        for (name, entry) in header {
            let problem = || format!("has a tensor that cannot be read: {name}");
            let entry: Entry = serde_json::from_value(entry).map_err(|_| problem())?;
            covered.push(entry.data_offsets);
            tensors.insert(name.clone(), entry.tensor(data).ok_or_else(problem)?);
        }
        if !is_partition(covered, data.len()) {
            return Err("has tensors that overlap or leave gaps".to_owned());
        }
        Ok(Tensors { tensors, metadata })
    }
}

impl Entry {
    /// The tensor within the data; `None` if it lies outside or its size is not that of its shape.
    fn tensor(self, data: &[u8]) -> Option<Tensor> {
        let [start, end] = self.data_offsets;
        let bytes = data.get(start..end)?;
        let size = self.shape.iter().try_fold(self.dtype.size(), |size, &length| size.checked_mul(length));
        (size == Some(bytes.len()))
            .then(|| Tensor { shape: self.shape, numbers: Numbers::of(self.dtype, bytes) })
    }
}

/// Whether the spans follow each other from 0 to `end`, in some order. So a file of so many bytes has no more numbers than
/// fit into it.
fn is_partition(mut spans: Vec<[usize; 2]>, end: usize) -> bool {
    spans.sort_unstable();
    let last = spans.into_iter().try_fold(0, |at, [start, end]| (start == at).then_some(end));
    last == Some(end)
}

#[cfg(test)]
mod tests;
