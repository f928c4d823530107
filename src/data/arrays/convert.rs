//! Converts arrays of any number type to pixels, to float32, and to class numbers.

use std::mem;

use ndarray::{ArrayD, IxDyn, ShapeBuilder};

use super::array::{Array, NumberType};
use crate::data::class_names::ClassNames;
use crate::data::pixels::Scale;

/// Converts an array, all of whose numbers are on the scale, to grey levels in row-major order.
pub fn pixels(mut array: Array, scale: Scale) -> Result<Vec<u8>, String> {
    let bytes = if array.number_type == NumberType::U8 {
        mem::take(&mut array.bytes)
    } else {
        let mut bytes = Vec::with_capacity(array.len());
        array.find_rejected(|number| scale(number).map(|byte| bytes.push(byte)).is_some());
        bytes
    };
    row_major(&array, bytes)
}

/// Converts an array to float32 in row-major order.
///
/// # Errors
/// When a number is not finite as float32. The message continues "its inputs …".
pub fn numbers(array: &Array) -> Result<Vec<f32>, String> {
    let mut numbers = Vec::with_capacity(array.len());
    let rejected = array.find_rejected(|number| {
        numbers.push(number as f32);
        (number as f32).is_finite()
    });
    match rejected {
        Some(number) => Err(format!("must be finite, but one is {}", shown(number))),
        None => row_major(array, numbers),
    }
}

/// Returns the number of examples that labels of this shape are for.
///
/// # Errors
/// When there is not one number for each example. The message continues "its labels …".
pub fn check_labels(shape: &[usize]) -> Result<usize, String> {
    match *shape {
        [] => Err("are a single number".to_owned()),
        [_, classes] if classes > 1 => {
            Err(format!("are {classes} numbers each: save one each, as numpy.argmax(labels, 1) gives it"))
        }
        [examples, ..] => Ok(examples),
    }
}

/// Converts an array with one integer for each example, of any number type, to the numbers that `names` assigns.
///
/// # Errors
/// When a label is not an integer or there are too many classes. The message continues "its labels …".
pub fn labels(array: &Array, names: &mut ClassNames) -> Result<Vec<u8>, String> {
    check_labels(&array.shape)?;
    let is_label = |number: f64| number.fract() == 0.0 && number.abs() < MAX_LABEL;
    let mut labels = Vec::with_capacity(array.len());
    let rejected = array.find_rejected(|number| {
        let label = Some(number).filter(|&number| is_label(number));
        let label = label.and_then(|number| names.number_of_integer(number as i64));
        label.map(|label| labels.push(label)).is_some()
    });
    match rejected {
        None => Ok(labels),
        Some(number) if is_label(number) => {
            Err("have more than 256 different values: they cannot be classes".to_owned())
        }
        Some(number) => Err(format!("must be whole numbers, but one is {}", shown(number))),
    }
}

/// All integers below this are exact as float64 (which holds up to 2⁵³, about 9 · 10¹⁵).
const MAX_LABEL: f64 = 1e15;

/// Reorders numbers from the memory order of an array to row-major order.
fn row_major<T: Copy>(array: &Array, numbers: Vec<T>) -> Result<Vec<T>, String> {
    if !array.fortran {
        return Ok(numbers);
    }
    let columns =
        ArrayD::from_shape_vec(IxDyn(&array.shape).f(), numbers).map_err(|error| error.to_string())?;
    Ok(columns.iter().copied().collect())
}

/// Formats a number for a message, without the digits that come from rounding.
fn shown(number: f64) -> String {
    if number.abs() < 1e9 { ((number * 1e4).round() / 1e4).to_string() } else { format!("{number:e}") }
}
