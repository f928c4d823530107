//! Assembles the arrays of a file into examples: images, points of the plane, or plain numbers.

use ndarray::{Array2, ShapeError};

use super::array::{Array, Part, TEST};
use super::convert;
use crate::data::class_names::ClassNames;
use crate::data::examples::Examples;
use crate::data::features::Features;
use crate::data::file_data::{FileData, MAX_EXAMPLES};
use crate::data::pixels::{self, SCALES, SCALES_OF_IMAGES, SCALES_OF_INTEGERS, Scale};
use crate::data::reading::Reading;
use crate::data::shape::Shape;

/// Assembles all parts of a file. Validation examples are appended to the training examples: a run takes its own
/// validation set from those.
///
/// # Errors
/// Says what is wrong, as the end of a sentence that begins with the path.
pub fn file_data(parts: Vec<Part>) -> Result<FileData, String> {
    let row = common_row(&parts)?;
    let is_dark = row.has_rows && parts.iter().any(|part| is_dark(&part.inputs));
    let scales: Vec<Option<Scale>> = parts.iter().map(|part| scale(&part.inputs, &row, is_dark)).collect();
    let are_images = scales.iter().all(Option::is_some);
    let mut names = ClassNames::default();
    let (mut train, mut test) = (None, None);
    for (part, scale) in parts.into_iter().zip(scales) {
        let all: &mut Option<Examples> = if part.name == TEST { &mut test } else { &mut train };
        let more = examples(part, row.count, scale.filter(|_| are_images), &mut names)?;
        match all {
            Some(all) => all.append(more).map_err(shape_error)?,
            None => *all = Some(more),
        }
    }
    let shape = match row.image {
        Some(ImageSize { width, height }) if are_images => Shape::Image { width, height },
        _ => Shape::of_numbers(row.count),
    };
    FileData::new(shape, names, Reading::default(), train.ok_or("it has no training part")?, test)
}

fn shape_error(error: ShapeError) -> String {
    error.to_string()
}

/// What each first index of the inputs selects.
#[derive(Clone, Copy, PartialEq)]
struct Row {
    /// How many numbers.
    count: usize,
    /// The size of the image that they may be.
    image: Option<ImageSize>,
    /// Whether the shape of the array says that there are pixel rows and columns.
    has_rows: bool,
}

#[derive(Clone, Copy, PartialEq)]
struct ImageSize {
    width: usize,
    height: usize,
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
        if part.len() > MAX_EXAMPLES {
            return Err(format!("its {name} part has more than {MAX_EXAMPLES} examples"));
        }
        // Cannot overflow: the readers compared the product of all lengths with the number of bytes.
        let count = rest.iter().product();
        let square = || pixels::side(count).map(|side| ImageSize { width: side, height: side });
        let (image, has_rows) = match *rest {
            [_] | [_, 1] | [1, _] => (square(), false),
            [height, width] | [height, width, 1] => (Some(ImageSize { width, height }), true),
            [1, height, width] if height > 1 => (Some(ImageSize { width, height }), true),
            _ => (None, false),
        };
        Ok(Row { count, image, has_rows })
    }
}

/// The row that all parts have in common.
fn common_row(parts: &[Part]) -> Result<Row, String> {
    let [first, others @ ..] = parts else { return Err("it has no training part".to_owned()) };
    let row = Row::of(first)?;
    for part in others {
        let other = Row::of(part)?;
        if (other.count, other.image) != (row.count, row.image) {
            let [size, other] = [row, other].map(|row| match row.image {
                Some(ImageSize { width, height }) => format!("{width} × {height}"),
                None => row.count.to_string(),
            });
            let Part { name, .. } = part;
            return Err(format!("its {name} inputs are {other} numbers each, and the others {size}"));
        }
    }
    Ok(row)
}

/// The fewest rows and columns of an image of floats: smaller arrays are more likely coordinates or measurements, which
/// must not be rounded to grey levels.
const MIN_SIDE: usize = 4;

/// Whether a number is too large for anything but grey levels from 0 to 255.
fn is_dark(array: &Array) -> bool {
    array.find_rejected(|number| number < pixels::PALE.into()).is_some()
}

/// The scale that an array of pixels is on; `None` if it holds other numbers. Floats from 0 to 255 are rounded only if
/// the file `is_dark`.
fn scale(array: &Array, row: &Row, is_dark: bool) -> Option<Scale> {
    let ImageSize { width, height } = row.image?;
    let scales: &[Scale] = match (array.number_type.is_integer(), row.has_rows) {
        (true, _) => &SCALES_OF_INTEGERS,
        (false, true) if width.min(height) < MIN_SIDE => &[],
        (false, true) if is_dark => &SCALES_OF_IMAGES,
        (false, _) => &SCALES,
    };
    scales.iter().copied().find(|scale| array.find_rejected(|number| scale(number).is_some()).is_none())
}

/// Converts a part, and drops its arrays.
fn examples(
    part: Part,
    width: usize,
    scale: Option<Scale>,
    names: &mut ClassNames,
) -> Result<Examples, String> {
    let count = part.len();
    let Part { name, inputs, labels } = part;
    let labels = convert::labels(&labels, names).map_err(|problem| format!("its {name} labels {problem}"))?;
    if count != labels.len() {
        return Err(format!("its {name} part has {count} inputs and {} labels", labels.len()));
    }
    let shape = (count, width);
    let inputs = if let Some(scale) = scale {
        let bytes = convert::pixels(inputs, scale)?;
        Features::Pixels(Array2::from_shape_vec(shape, bytes).map_err(shape_error)?)
    } else {
        let numbers = convert::numbers(&inputs).map_err(|problem| format!("its {name} inputs {problem}"))?;
        Features::Numbers(Array2::from_shape_vec(shape, numbers).map_err(shape_error)?)
    };
    Ok(Examples { inputs, labels })
}
