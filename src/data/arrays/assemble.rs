//! Assembles the arrays of a file into examples: images, points of the plane, or plain numbers.

use ndarray::{Array2, ShapeError};

use super::array::{NumberType, Part, TEST, VALIDATION};
use super::convert::{self, Form};
use super::grey::Grey;
use super::row::{ImageSize, Row};
use crate::data::class_names::ClassNames;
use crate::data::examples::Examples;
use crate::data::features::Features;
use crate::data::file_data::FileData;
use crate::data::pixels::Scale;
use crate::data::reading::Reading;
use crate::data::shape::Shape;
use crate::numbers::{counted, grouped};

/// Assembles all parts of a file. Validation examples are appended to the training examples: a run takes its own
/// validation set from those.
///
/// # Errors
/// Says what is wrong, as the end of a sentence that begins with the path.
pub fn file_data(parts: Vec<Part>) -> Result<FileData, String> {
    let row = Row::common(&parts)?;
    if let Some(part) = parts.iter().find(|part| matches!(part.inputs.number_type, NumberType::Text(_))) {
        return Err(format!("its {} inputs are text, not numbers", part.name));
    }
    let grey = Grey::of(&parts, row);
    let offsets = if matches!(grey, Grey::None) { convert::offsets(&parts[0].inputs) } else { Vec::new() };
    let notes = notes(&parts, row);
    let mut names = ClassNames::default();
    let (mut train, mut test) = (None, None);
    for (nth, part) in parts.into_iter().enumerate() {
        let all: &mut Option<Examples> = if part.name == TEST { &mut test } else { &mut train };
        let stored = match &grey {
            Grey::Levels(scales) => Stored::Pixels(scales[nth]),
            Grey::Shares(contrasts) => Stored::Numbers(Form::Shares(contrasts[nth])),
            Grey::None => Stored::Numbers(Form::Numbers(&offsets)),
        };
        let more = examples(part, row.count, stored, &mut names)?;
        match all {
            Some(all) => all.append(more).map_err(shape_error)?,
            None => *all = Some(more),
        }
    }
    let shape = match row.image {
        Some(ImageSize { width, height }) if !matches!(grey, Grey::None) => Shape::Image { width, height },
        _ => Shape::of_numbers(row.count),
    };
    let reading = Reading { notes, ..Reading::default() };
    FileData::new(shape, names, reading, train.ok_or("it has no training part")?, test)
}

fn shape_error(error: ShapeError) -> String {
    error.to_string()
}

/// What a person should know about the parts.
fn notes(parts: &[Part], row: Row) -> Vec<String> {
    let validation = parts.iter().filter(|part| part.name == VALIDATION).map(|part| {
        format!("validation part: {}, joined to the training part", counted(part.len() as u64, "example"))
    });
    let dimensions = |part: &Part| part.inputs.shape.iter().skip(1).map(usize::to_string).collect::<Vec<_>>();
    // Images in colour, for one.
    let plain = parts.first().filter(|part| row.image.is_none() && dimensions(part).len() > 1).map(|part| {
        format!(
            "examples of {} are learned from as {} numbers",
            dimensions(part).join(" × "),
            grouped(row.count as u64)
        )
    });
    let one_hot = parts.iter().any(|part| convert::is_one_hot(&part.labels));
    let one_hot = one_hot.then(|| "class: the place of the 1 in each row of the labels".to_owned());
    validation.chain(one_hot).chain(plain).collect()
}

/// How inputs are stored.
enum Stored<'a> {
    Pixels(Scale),
    Numbers(Form<'a>),
}

/// Converts a part, and drops its arrays.
fn examples(part: Part, width: usize, stored: Stored, names: &mut ClassNames) -> Result<Examples, String> {
    let count = part.len();
    let Part { name, inputs, labels } = part;
    let labels = convert::labels(&labels, names).map_err(|problem| format!("its {name} labels {problem}"))?;
    if count != labels.len() {
        return Err(format!("its {name} part has {count} inputs and {} labels", labels.len()));
    }
    let shape = (count, width);
    let inputs = match stored {
        Stored::Pixels(scale) => {
            let bytes = convert::pixels(inputs, scale)?;
            Features::Pixels(Array2::from_shape_vec(shape, bytes).map_err(shape_error)?)
        }
        Stored::Numbers(form) => {
            let numbers = convert::numbers(inputs, form);
            let numbers = numbers.map_err(|problem| format!("its {name} inputs {problem}"))?;
            Features::Numbers(Array2::from_shape_vec(shape, numbers).map_err(shape_error)?)
        }
    };
    Ok(Examples { inputs, labels })
}
