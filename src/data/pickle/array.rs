//! NumPy arrays in the two forms in which they are pickled.
//!
//! After the guard and serde-pickle they are tuples, with `None` for classes and functions:
//!
//! - protocols 1 to 4: ((None, (0,), b"b"), (version, shape, number type, Fortran order?, bytes));
//! - protocol 5: (bytes, number type, shape, "C" or "F");
//! - a number type: ((name, …), (version, byte order, …)), or only (name, …) if an earlier array had the same type.

use std::mem;

use serde_pickle::Value;

use crate::data::arrays::{Array, NumberType};

/// Converts a value to an array. A list of integers counts as one, and so does a list of NumPy's numbers, or of arrays
/// that are all alike.
///
/// # Errors
/// Says what was found instead.
pub fn array(mut value: Value) -> Result<Array, String> {
    if let Value::List(items) = value {
        let found = format!("a list of {}", items.len());
        return from_integers(&items).or_else(|| stacked(items)).ok_or(found);
    }
    if !is_array(&value) {
        return Err(describe(&value));
    }
    let Value::Tuple(parts) = &mut value else { return Err(describe(&value)) };
    match parts.as_mut_slice() {
        [Value::Bytes(bytes), number, shape, order, ..] => {
            checked(number, shape, text(order) == Some("F"), mem::take(bytes))
        }
        [_, Value::Tuple(state)] => match state.as_mut_slice() {
            [_, shape, number, Value::Bool(fortran), Value::Bytes(bytes)] => {
                checked(number, shape, *fortran, mem::take(bytes))
            }
            _ => Err("an array of objects".to_owned()),
        },
        _ => Err("an unknown kind of array".to_owned()),
    }
}

/// Builds an array after checking that its shape fits its bytes.
fn checked(number: &Value, shape: &Value, fortran: bool, bytes: Vec<u8>) -> Result<Array, String> {
    let (number_type, big_endian) = number_type(number)?;
    let shape = lengths(shape).ok_or("an array without a shape")?;
    let size = shape.iter().try_fold(number_type.size(), |size, &length| size.checked_mul(length));
    if size != Some(bytes.len()) {
        return Err(format!("an array of shape {shape:?} in {} bytes", bytes.len()));
    }
    Ok(Array { big_endian, shape, fortran, bytes, ..Array::empty(number_type, false) })
}

/// Whether a value is an array in one of the two forms.
pub fn is_array(value: &Value) -> bool {
    let Value::Tuple(parts) = value else { return false };
    match parts.as_slice() {
        [Value::Bytes(_), Value::Tuple(_), Value::Tuple(_), order, ..] => text(order).is_some(),
        [first, Value::Tuple(_)] => is_placeholder(first),
        _ => false,
    }
}

/// Whether a value is the empty array of bytes that NumPy pickles before it sets the state of an array.
fn is_placeholder(value: &Value) -> bool {
    let Value::Tuple(parts) = value else { return false };
    match parts.as_slice() {
        [Value::None, Value::Tuple(shape), letter] => shape == &[Value::I64(0)] && text(letter) == Some("b"),
        _ => false,
    }
}

/// Describes a value in a few words, for messages.
pub fn describe(value: &Value) -> String {
    match value {
        Value::None => "None".to_owned(),
        Value::Bool(_) | Value::I64(_) | Value::Int(_) | Value::F64(_) => "a number".to_owned(),
        Value::Bytes(_) | Value::String(_) => "text".to_owned(),
        Value::List(items) => format!("a list of {}", items.len()),
        array if is_array(array) => "an array".to_owned(),
        placeholder if is_placeholder(placeholder) => {
            "an array that is used in another place already".to_owned()
        }
        Value::Tuple(items) => format!("a tuple of {}", items.len()),
        Value::Dict(_) => "a dict".to_owned(),
        Value::Set(_) | Value::FrozenSet(_) => "a set".to_owned(),
    }
}

/// The text of a string: bytes from Python 2, characters from Python 3.
pub fn text(value: &Value) -> Option<&str> {
    match value {
        Value::String(text) => Some(text),
        Value::Bytes(bytes) => str::from_utf8(bytes).ok(),
        _ => None,
    }
}

/// The number type of an array, and whether it is big-endian, if the value says so.
fn number_type(value: &Value) -> Result<(NumberType, Option<bool>), String> {
    let unknown = || "an array of an unknown type".to_owned();
    let Value::Tuple(parts) = value else { return Err(unknown()) };
    let (name, order) = match parts.as_slice() {
        [Value::Tuple(name), Value::Tuple(state)] => (name.first(), state.get(1)),
        _ => (parts.first(), None),
    };
    let name = name.and_then(text).ok_or_else(unknown)?;
    let number_type = NumberType::from_name(name)
        .ok_or_else(|| format!("an array of NumPy's type {}", name.chars().take(10).collect::<String>()))?;
    let big_endian =
        if number_type.size() == 1 { Some(false) } else { order.and_then(text).map(|order| order == ">") };
    Ok((number_type, big_endian))
}

fn lengths(shape: &Value) -> Option<Vec<usize>> {
    let Value::Tuple(lengths) = shape else { return None };
    let length = |value: &Value| match value {
        Value::I64(length) => usize::try_from(*length).ok(),
        _ => None,
    };
    lengths.iter().map(length).collect()
}

/// Stacks arrays of the same shape, or NumPy's single numbers, which are pickled as (number type, bytes).
fn stacked(items: Vec<Value>) -> Option<Array> {
    let mut all: Option<Array> = None;
    let count = items.len();
    for item in items {
        let next = if is_array(&item) { array(item).ok()? } else { single_number(item)? };
        match &mut all {
            None => all = Some(next),
            Some(all) => {
                let is_alike = (all.number_type, &all.shape) == (next.number_type, &next.shape);
                let same_order = all.big_endian == next.big_endian || next.big_endian.is_none();
                if !is_alike || !same_order || next.fortran && next.shape.len() > 1 {
                    return None;
                }
                all.bytes.extend(next.bytes);
            }
        }
    }
    let all = all.filter(|all| !all.fortran || all.shape.len() < 2)?;
    Some(Array { shape: [vec![count], all.shape].concat(), fortran: false, ..all })
}

fn single_number(value: Value) -> Option<Array> {
    let Value::Tuple(parts) = value else { return None };
    let [number, Value::Bytes(bytes)] = <[Value; 2]>::try_from(parts).ok()? else { return None };
    let (number_type, big_endian) = number_type(&number).ok()?;
    let array = Array { big_endian, bytes, ..Array::empty(number_type, false) };
    (array.bytes.len() == number_type.size()).then_some(array)
}

fn from_integers(items: &[Value]) -> Option<Array> {
    let mut bytes = Vec::with_capacity(items.len() * NumberType::I64.size());
    for item in items {
        let Value::I64(number) = item else { return None };
        bytes.extend(number.to_le_bytes());
    }
    let shape = vec![items.len()];
    Some(Array { shape, bytes, ..Array::empty(NumberType::I64, false) })
}
