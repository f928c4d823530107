//! Reads the arrays that their names assign to the parts of a data set.

use super::arrays::{self, Array, Part, PartPlaces};
use super::file_data::{FileData, MAX_EXAMPLES};
use super::npy::{ArrayLimits, MAX_NUMBERS};

/// Reads the arrays of these parts and assembles them. `array` reads one by its place, `wrong` makes the error for what is
/// wrong with them together. Parts without labels are left out, which is noted.
///
/// # Errors
/// When an array cannot be read, or they do not fit together.
pub fn read<E>(
    places: Vec<PartPlaces>,
    mut array: impl FnMut(usize, ArrayLimits) -> Result<Array, E>,
    wrong: impl Fn(String) -> E,
) -> Result<FileData, E> {
    let (mut parts, mut notes, mut numbers) = (Vec::new(), Vec::new(), MAX_NUMBERS);
    for PartPlaces { name, inputs, labels } in places {
        let Some(labels) = labels else {
            notes.push(format!("{name} part left out: it has no labels"));
            continue;
        };
        // The labels come first: they are few, and bound the number of rows of the inputs.
        let labels = array(labels, ArrayLimits { rows: MAX_EXAMPLES, numbers })?;
        numbers -= labels.len();
        let rows = arrays::check_labels(&labels.shape);
        let rows = rows.map_err(|problem| wrong(format!("its {name} labels {problem}")))?;
        let inputs = array(inputs, ArrayLimits { rows, numbers })?;
        numbers -= inputs.len();
        parts.push(Part { name, inputs, labels });
    }
    let mut data = arrays::file_data(parts).map_err(wrong)?;
    data.reading.notes.extend(notes);
    Ok(data)
}
