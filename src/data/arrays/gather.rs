//! Puts the arrays of a file together as examples: images, points of the plane, or just numbers.

use ndarray::{Array2, ShapeError};

use super::{Array, Part, TEST, convert};
use crate::data::file_data::MOST_EXAMPLES;
use crate::data::names::Names;
use crate::data::pixels::{self, SCALES, SCALES_OF_IMAGES, SCALES_OF_INTEGERS, Scale};
use crate::data::{Examples, Features, FileData, Shape};

/// All examples of a file. Those for validation follow those for training, and are learned from too.
pub fn file_data(parts: Vec<Part>) -> Result<FileData, String> {
    let row = row_of_all(&parts)?;
    let is_bright = row.has_rows && parts.iter().any(|part| is_bright(&part.inputs));
    let scales: Vec<Option<Scale>> = parts.iter().map(|part| scale(&part.inputs, &row, is_bright)).collect();
    let are_images = scales.iter().all(Option::is_some);
    let mut names = Names::default();
    let (mut train, mut test) = (None, None);
    for (part, scale) in parts.into_iter().zip(scales) {
        let all: &mut Option<Examples> = if part.name == TEST { &mut test } else { &mut train };
        let more = examples(part, row.count, scale.filter(|_| are_images), &mut names)?;
        match all {
            Some(all) => all.append(more).map_err(misshapen)?,
            None => *all = Some(more),
        }
    }
    let shape = match row.image {
        Some((width, height)) if are_images => Shape::Image { width, height },
        _ => Shape::of_numbers(row.count),
    };
    FileData::new(shape, names, train.ok_or("it has no training part")?, test)
}

fn misshapen(fault: ShapeError) -> String {
    fault.to_string()
}

/// What one index into the first dimension gives.
#[derive(Clone, Copy, PartialEq)]
struct Row {
    /// How many numbers.
    count: usize,
    /// The width and the height of the image that they may be, and whether the file says that there are rows and columns.
    image: Option<(usize, usize)>,
    has_rows: bool,
}

impl Row {
    fn of(part: &Part) -> Result<Row, String> {
        let name = part.name;
        let [_, rest @ ..] = part.inputs.shape.as_slice() else {
            return Err(format!("its {name} inputs are a single number"));
        };
        if part.len() == 0 || rest.contains(&0) {
            return Err(format!("its {name} part is empty"));
        }
        if part.len() > MOST_EXAMPLES {
            return Err(format!("its {name} part has more than {MOST_EXAMPLES} examples"));
        }
        // In range, since it was when it was compared with the number of bytes.
        let count = rest.iter().product();
        let (image, has_rows) = match *rest {
            [_] | [_, 1] | [1, _] => (pixels::side(count).map(|side| (side, side)), false),
            [height, width] | [height, width, 1] => (Some((width, height)), true),
            [1, height, width] if height > 1 => (Some((width, height)), true),
            _ => (None, false),
        };
        Ok(Row { count, image, has_rows })
    }
}

/// What a row of all parts is.
fn row_of_all(parts: &[Part]) -> Result<Row, String> {
    let [first, others @ ..] = parts else { return Err("it has no training part".to_owned()) };
    let row = Row::of(first)?;
    for part in others {
        let other = Row::of(part)?;
        if (other.count, other.image) != (row.count, row.image) {
            let [size, other] = [row, other].map(|row| match row.image {
                Some((width, height)) => format!("{width} × {height}"),
                None => row.count.to_string(),
            });
            let Part { name, .. } = part;
            return Err(format!("its {name} inputs are {other} numbers each, and the others {size}"));
        }
    }
    Ok(row)
}

/// Images of floats have at least so many rows and columns: fewer are rather coordinates or measurements, and those are
/// not to be rounded to grey levels.
const THINNEST: usize = 4;

/// Whether a number comes near to white in 0 … 255.
fn is_bright(array: &Array) -> bool {
    array.first_refused(|number| number < pixels::PALE.into()).is_some()
}

/// How an array writes pixels, if it does. Floats in 0 … 255 are rounded only if they are `bright`.
fn scale(array: &Array, row: &Row, bright: bool) -> Option<Scale> {
    let (width, height) = row.image?;
    let scales: &[Scale] = match (array.number.is_integer(), row.has_rows) {
        (true, _) => &SCALES_OF_INTEGERS,
        (false, true) if width.min(height) < THINNEST => &[],
        (false, true) if bright => &SCALES_OF_IMAGES,
        (false, _) => &SCALES,
    };
    scales.iter().copied().find(|scale| array.first_refused(|number| scale(number).is_some()).is_none())
}

/// Converts a part, so that its arrays can be forgotten.
fn examples(part: Part, width: usize, scale: Option<Scale>, names: &mut Names) -> Result<Examples, String> {
    let count = part.len();
    let Part { name, inputs, labels } = part;
    let labels = convert::labels(&labels, names).map_err(|problem| format!("its {name} labels {problem}"))?;
    if count != labels.len() {
        return Err(format!("its {name} part has {count} inputs and {} labels", labels.len()));
    }
    let shape = (count, width);
    let inputs = if let Some(scale) = scale {
        let bytes = convert::pixels(inputs, scale)?;
        Features::Pixels(Array2::from_shape_vec(shape, bytes).map_err(misshapen)?)
    } else {
        let numbers = convert::numbers(&inputs).map_err(|problem| format!("its {name} inputs {problem}"))?;
        Features::Numbers(Array2::from_shape_vec(shape, numbers).map_err(misshapen)?)
    };
    Ok(Examples { inputs, labels })
}
