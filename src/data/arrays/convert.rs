//! Converts arrays of any number type to pixels, to float32, and to class numbers.

use std::mem;

use ndarray::{ArrayD, IxDyn, ShapeBuilder};

use super::array::{Array, NumberType};
use super::fill::is_offset;
use super::text::Text;
use crate::data::class_names::{ClassNames, MAX_WHOLE};
use crate::data::file_data::MAX_INPUTS;
use crate::data::pixels::{Contrast, Scale};

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

/// In what form numbers are learned from.
#[derive(Clone, Copy)]
pub enum Form<'a> {
    /// Less what is subtracted from each column; empty for nothing.
    Numbers(&'a [f64]),
    /// Shares of ink, from paper to ink.
    Shares(Contrast),
}

impl Form<'_> {
    fn of(self, number: f64, column: impl FnOnce() -> usize) -> f32 {
        match self {
            Form::Numbers([]) => number as f32,
            Form::Numbers(offsets) => (number - offsets[column()]) as f32,
            Form::Shares(contrast) => contrast.share(number),
        }
    }
}

/// Converts an array to float32 in row-major order.
///
/// # Errors
/// When a number is not finite as float32. The message continues "its inputs …".
pub fn numbers(mut array: Array, form: Form) -> Result<Vec<f32>, String> {
    let infinite = |number: f64| format!("must be finite, but one is {}", shown(number));
    if !array.floats.is_empty() && array.offsets.is_empty() {
        // In the same memory.
        let mut numbers = mem::take(&mut array.floats);
        for (n, number) in numbers.iter_mut().enumerate() {
            let before = f64::from(*number);
            *number = form.of(before, || array.column(n));
            if !number.is_finite() {
                return Err(infinite(before));
            }
        }
        return row_major(&array, numbers);
    }
    let mut numbers = Vec::with_capacity(array.len());
    let rejected = array.find_rejected(|number| {
        let number = form.of(number, || array.column(numbers.len()));
        numbers.push(number);
        number.is_finite()
    });
    rejected.map_or_else(|| row_major(&array, numbers), |number| Err(infinite(number)))
}

/// What to subtract from each column so that float32 still tells its numbers apart: the first number, if it is large, or
/// if all of the column are close to it. Empty if nothing needs it.
pub fn offsets(array: &Array) -> Vec<f64> {
    let is_wide =
        array.number_type.size() == 8 || matches!(array.number_type, NumberType::U32 | NumberType::I32);
    let columns: usize = array.shape.iter().skip(1).product();
    if !array.offsets.is_empty() || !is_wide || columns > MAX_INPUTS {
        return array.offsets.clone();
    }
    let mut ranges: Vec<Option<Range>> = vec![None; columns];
    let mut n = 0;
    array.find_rejected(|number| {
        let range = ranges[array.column(n)].get_or_insert(Range { first: number, low: number, high: number });
        (range.low, range.high) = (range.low.min(number), range.high.max(number));
        n += 1;
        number.is_finite()
    });
    let offsets: Vec<f64> = ranges.into_iter().map(|range| range.map_or(0.0, Range::offset)).collect();
    if offsets.iter().all(|&offset| offset == 0.0) { Vec::new() } else { offsets }
}

/// Half of the 24 bits of a float32 are left to tell numbers apart whose spread is this share of them.
const LEAST_SPREAD: f64 = 1.0 / 4_096.0;

/// The numbers of a column.
#[derive(Clone, Copy)]
struct Range {
    first: f64,
    low: f64,
    high: f64,
}

impl Range {
    fn offset(self) -> f64 {
        let spread = self.high - self.low;
        let is_narrow =
            spread > 0.0 && spread < self.first.abs() * LEAST_SPREAD && (self.first as f32).is_finite();
        if is_offset(self.first) || is_narrow { self.first } else { 0.0 }
    }
}

/// Returns the number of examples that labels of this shape are for.
///
/// # Errors
/// When they are not even a list. The message continues "its labels …".
pub fn check_labels(shape: &[usize]) -> Result<usize, String> {
    shape.first().copied().ok_or_else(|| "are a single number".to_owned())
}

/// How many numbers there are for each example.
fn labels_each(array: &Array) -> usize {
    array.shape.iter().skip(1).product()
}

/// Whether each row of an array is 0 but for a single 1, whose place is the class.
pub fn is_one_hot(array: &Array) -> bool {
    let (rows, columns) = (array.shape.first().copied().unwrap_or(0), labels_each(array));
    if matches!(array.number_type, NumberType::Text(_))
        || !(2..=256).contains(&columns)
        || !array.shape[1..].contains(&columns)
    {
        return false;
    }
    let (mut ones, mut n) = (vec![0_u16; rows], 0);
    let are_zero_or_one = array.find_rejected(|number| {
        ones[if array.fortran { n % rows } else { n / columns }] += u16::from(number == 1.0);
        n += 1;
        number == 0.0 || number == 1.0
    });
    are_zero_or_one.is_none() && ones.iter().all(|&ones| ones == 1)
}

/// The place of the 1 in each row.
fn places_of_ones(array: &Array) -> Vec<i64> {
    let (rows, columns) = (array.shape[0], labels_each(array));
    let (mut places, mut n) = (vec![0; rows], 0_usize);
    array.find_rejected(|number| {
        let (row, column) = if array.fortran { (n % rows, n / rows) } else { (n / columns, n % columns) };
        if number == 1.0 {
            places[row] = i64::try_from(column).unwrap_or(0); // there are 256 at the most
        }
        n += 1;
        true
    });
    places
}

/// Converts an array with one integer for each example, of any number type, or with one 1 in each row, to the numbers
/// that `names` assigns.
///
/// # Errors
/// When a label is not an integer or there are too many classes. The message continues "its labels …".
pub fn labels(array: &Array, names: &mut ClassNames) -> Result<Vec<u8>, String> {
    check_labels(&array.shape)?;
    if let NumberType::Text(text) = array.number_type {
        return text_labels(array, text, names);
    }
    if is_one_hot(array) {
        let places = places_of_ones(array).into_iter();
        return Ok(places.filter_map(|place| names.number_of_integer(place)).collect());
    }
    let each = labels_each(array);
    if each > 1 {
        return Err(format!("are {each} numbers each: save one each, as numpy.argmax(labels, 1) gives it"));
    }
    let is_label = |number: f64| number.fract() == 0.0 && number.abs() < MAX_WHOLE;
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

/// Converts an array of text.
fn text_labels(array: &Array, text: Text, names: &mut ClassNames) -> Result<Vec<u8>, String> {
    if labels_each(array) != 1 {
        return Err("are several texts each: save one each".to_owned());
    }
    let big_endian = array.big_endian == Some(true);
    let label = |bytes: &[u8]| {
        let name = text.decode(bytes, big_endian);
        names.number_of(&name)
    };
    let labels: Option<Vec<u8>> = array.bytes.chunks_exact(text.size()).map(label).collect();
    labels.ok_or_else(|| "have more than 256 different values: they cannot be classes".to_owned())
}

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
