//! What each example of an array is: how many numbers, and whether they may be an image.

use super::array::Part;
use crate::data::file_data::MAX_EXAMPLES;
use crate::data::pixels;

/// What each first index of the inputs selects.
#[derive(Clone, Copy, PartialEq)]
pub struct Row {
    /// How many numbers.
    pub count: usize,
    /// The size of the image that they may be.
    pub image: Option<ImageSize>,
    /// Whether the shape of the array says that there are pixel rows and columns.
    pub has_rows: bool,
}

/// The size of an image in pixels.
#[derive(Clone, Copy, PartialEq)]
pub struct ImageSize {
    pub width: usize,
    pub height: usize,
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

    /// The row that all parts have in common.
    ///
    /// # Errors
    /// When they differ, or a part is empty.
    pub fn common(parts: &[Part]) -> Result<Row, String> {
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
}
