//! Numbers of any type become bytes: pixels from 0 to 255, and labels.

use std::mem;

use ndarray::{ArrayD, IxDyn, ShapeBuilder};

use super::array::{Array, Number};

/// Makes a byte of a number, where it can.
type Scale = fn(f64) -> Option<u8>;

/// The grey levels of an array in row-major order: 0 is paper, 255 is ink.
///
/// Integers are taken as they are. Of floats, the classic file has k/256 for the byte k: that is taken back
/// exactly, and so is k/255. The order matters: 1 is white in 0 … 1, and nearly black in 0 … 255.
pub fn pixels(mut array: Array) -> Result<Vec<u8>, String> {
    if array.number == Number::U8 {
        let bytes = mem::take(&mut array.bytes);
        return row_major(&array, bytes);
    }
    let scales: &[Scale] = if array.number.is_integer() { &[whole] } else { &[classic, unit, whole] };
    let mut misfits = Vec::new();
    for &scale in scales {
        match convert(&array, scale) {
            Ok(bytes) => return row_major(&array, bytes),
            Err(misfit) => misfits.push(misfit),
        }
    }
    Err(format!(
        "must all lie between 0 and 1, or all be whole numbers from 0 to 255, but {}",
        blame(&misfits)
    ))
}

/// Names a number that fits neither range, or else one outside each.
fn blame(misfits: &[f64]) -> String {
    let fits_nowhere = |misfit: &&f64| unit(**misfit).is_none() && whole(**misfit).is_none();
    match (misfits.iter().find(fits_nowhere), misfits) {
        (None, [.., unit, whole]) => format!("one is {} and one is {}", shown(*unit), shown(*whole)),
        (misfit, _) => format!("one is {}", shown(*misfit.unwrap_or(&f64::NAN))),
    }
}

/// The class numbers of an array with one number for each image.
pub fn labels(array: &Array) -> Result<Vec<u8>, String> {
    let misfit = |misfit| format!("must be whole numbers from 0 to 255, but one is {}", shown(misfit));
    convert(array, whole).map_err(misfit)
}

fn classic(number: f64) -> Option<u8> {
    whole(number * 256.0)
}

fn unit(number: f64) -> Option<u8> {
    (0.0..=1.0).contains(&number).then(|| (number * 255.0).round() as u8)
}

#[expect(clippy::float_cmp, reason = "a byte and nothing near it")]
fn whole(number: f64) -> Option<u8> {
    let byte = number as u8;
    (f64::from(byte) == number).then_some(byte)
}

/// The bytes of all numbers as they lie in memory, or the first number that is none.
fn convert(array: &Array, scale: Scale) -> Result<Vec<u8>, f64> {
    match array.number {
        Number::U8 => each(array, |[byte]| f64::from(byte), scale),
        Number::U16 => each(array, |bytes| f64::from(u16::from_le_bytes(bytes)), scale),
        Number::U32 => each(array, |bytes| f64::from(u32::from_le_bytes(bytes)), scale),
        Number::U64 => each(array, |bytes| u64::from_le_bytes(bytes) as f64, scale),
        Number::I8 => each(array, |bytes| f64::from(i8::from_le_bytes(bytes)), scale),
        Number::I16 => each(array, |bytes| f64::from(i16::from_le_bytes(bytes)), scale),
        Number::I32 => each(array, |bytes| f64::from(i32::from_le_bytes(bytes)), scale),
        Number::I64 => each(array, |bytes| i64::from_le_bytes(bytes) as f64, scale),
        Number::F32 => each(array, |bytes| f64::from(f32::from_le_bytes(bytes)), scale),
        Number::F64 => each(array, f64::from_le_bytes, scale),
    }
}

fn each<const N: usize>(
    array: &Array,
    number: impl Fn([u8; N]) -> f64,
    scale: Scale,
) -> Result<Vec<u8>, f64> {
    let (numbers, _) = array.bytes.as_chunks::<N>();
    let mut bytes = Vec::with_capacity(numbers.len());
    for &(mut chunk) in numbers {
        if array.big_endian == Some(true) {
            chunk.reverse();
        }
        let number = number(chunk);
        bytes.push(scale(number).ok_or(number)?);
    }
    Ok(bytes)
}

/// Brings bytes from the order in which they were saved into that in which they are read.
fn row_major(array: &Array, bytes: Vec<u8>) -> Result<Vec<u8>, String> {
    if !array.fortran {
        return Ok(bytes);
    }
    let columns =
        ArrayD::from_shape_vec(IxDyn(&array.shape).f(), bytes).map_err(|error| error.to_string())?;
    Ok(columns.iter().copied().collect())
}

/// A number for a message, without the tail of digits that comes from rounding.
fn shown(number: f64) -> String {
    if number.abs() < 1e9 { ((number * 1e4).round() / 1e4).to_string() } else { format!("{number:e}") }
}
