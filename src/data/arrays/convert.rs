//! Numbers of any type become pixels, numbers of the one type that is learned from, and classes.

use std::mem;

use ndarray::{ArrayD, IxDyn, ShapeBuilder};

use super::{Array, Number};
use crate::data::names::Names;
use crate::data::pixels::Scale;

/// The grey levels of an array in row-major order, every number of which has one on this scale.
pub fn pixels(mut array: Array, scale: Scale) -> Result<Vec<u8>, String> {
    let bytes = if array.number == Number::U8 {
        mem::take(&mut array.bytes)
    } else {
        let mut bytes = Vec::with_capacity(array.len());
        array.first_refused(|number| scale(number).map(|byte| bytes.push(byte)).is_some());
        bytes
    };
    row_major(&array, bytes)
}

/// All numbers in row-major order.
pub fn numbers(array: &Array) -> Result<Vec<f32>, String> {
    let mut numbers = Vec::with_capacity(array.len());
    let refused = array.first_refused(|number| {
        numbers.push(number as f32);
        (number as f32).is_finite()
    });
    match refused {
        Some(number) => Err(format!("must be finite, but one is {}", shown(number))),
        None => row_major(array, numbers),
    }
}

/// How many examples there are if labels have such a shape, which is one number for each.
pub fn check_labels(shape: &[usize]) -> Result<usize, String> {
    match *shape {
        [] => Err("are a single number".to_owned()),
        [_, classes] if classes > 1 => {
            Err(format!("are {classes} numbers each: save one each, as numpy.argmax(labels, 1) gives it"))
        }
        [examples, ..] => Ok(examples),
    }
}

/// The classes of an array with one whole number for each example, by the numbers of their names.
pub fn labels(array: &Array, names: &mut Names) -> Result<Vec<u8>, String> {
    check_labels(&array.shape)?;
    let is_label = |number: f64| number.fract() == 0.0 && number.abs() < LARGEST_LABEL;
    let mut labels = Vec::with_capacity(array.len());
    let refused = array.first_refused(|number| {
        let label = Some(number).filter(|&number| is_label(number));
        let label = label.and_then(|number| names.number_of_label(number as i64));
        label.map(|label| labels.push(label)).is_some()
    });
    match refused {
        None => Ok(labels),
        Some(number) if is_label(number) => {
            Err("have more than 256 different values: those are no classes".to_owned())
        }
        Some(number) => Err(format!("must be whole numbers, but one is {}", shown(number))),
    }
}

/// From there on not every whole number is a float.
const LARGEST_LABEL: f64 = 1e15;

/// Brings numbers from the order in which they were saved into that in which they are read.
fn row_major<T: Copy>(array: &Array, numbers: Vec<T>) -> Result<Vec<T>, String> {
    if !array.fortran {
        return Ok(numbers);
    }
    let columns =
        ArrayD::from_shape_vec(IxDyn(&array.shape).f(), numbers).map_err(|error| error.to_string())?;
    Ok(columns.iter().copied().collect())
}

/// A number for a message, without the tail of digits that comes from rounding.
fn shown(number: f64) -> String {
    if number.abs() < 1e9 { ((number * 1e4).round() / 1e4).to_string() } else { format!("{number:e}") }
}
