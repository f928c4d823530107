//! Finds the arrays of a pickle: pairs of images and labels, for training, validation and test.

use std::collections::BTreeMap;

use serde_pickle::{HashableValue, Value};

use super::array::{array, describe, is_array, text};
use crate::data::arrays::{self, Array, Part, PartPlaces, TEST, TRAINING, VALIDATION};
use crate::data::file_data::FileData;
use crate::data::named_arrays;

/// The names of the parts in messages, in the order of the classic file. Files of two parts have no validation part.
const PARTS: [&str; 3] = [TRAINING, VALIDATION, TEST];

/// Assembles the arrays of a file.
///
/// # Errors
/// Says what was found instead, or what is wrong, as the end of a sentence that begins with the path.
pub fn file_data(value: Value) -> Result<FileData, String> {
    match value {
        Value::Dict(entries) => match places(&entries) {
            Some(places) => of_named_arrays(places, entries),
            None => parts(Value::Dict(entries)).and_then(arrays::file_data),
        },
        value => parts(value).and_then(arrays::file_data),
    }
}

/// The places of the arrays in a dict with names such as `x_train` or `data` and `target`.
fn places(entries: &BTreeMap<HashableValue, Value>) -> Option<Vec<PartPlaces>> {
    let name = |key: &HashableValue| text(&key.clone().into_value()).unwrap_or_default().to_owned();
    let places = arrays::parts(&entries.keys().map(name).collect::<Vec<_>>());
    places.first().is_some_and(|training| training.labels.is_some()).then_some(places)
}

fn of_named_arrays(
    places: Vec<PartPlaces>,
    entries: BTreeMap<HashableValue, Value>,
) -> Result<FileData, String> {
    let mut entries: Vec<_> = entries.into_iter().map(Some).collect();
    let mut take = |place: usize| {
        let (key, value) = entries[place].take().ok_or("it has one array for two parts")?;
        let name: String = text(&key.into_value()).unwrap_or_default().chars().take(20).collect();
        array(value).map_err(|found| format!("its {name} is {found}, not an array of numbers"))
    };
    let mut arrays = BTreeMap::new();
    for place in places.iter().flat_map(|part| [Some(part.inputs), part.labels]).flatten() {
        arrays.insert(place, take(place)?);
    }
    resolve_byte_orders(arrays.values_mut().collect())?;
    let array =
        |place: usize, _| arrays.remove(&place).ok_or_else(|| "it has one array for two parts".to_owned());
    named_arrays::read(places, array, |problem| problem)
}

/// Finds the parts of a file, without converting any numbers.
///
/// # Errors
/// Says what was found instead, as the end of a sentence that begins with the path.
fn parts(value: Value) -> Result<Vec<Part>, String> {
    let found = describe(&value);
    let pairs = named_pairs(value)
        .ok_or_else(|| format!("it holds {found}, not three pairs of images and labels"))?;
    let mut parts = pairs.into_iter().map(|(name, pair)| part(name, pair)).collect::<Result<Vec<_>, _>>()?;
    resolve_byte_orders(parts.iter_mut().flat_map(|part| [&mut part.inputs, &mut part.labels]).collect())?;
    Ok(parts)
}

/// The pairs of a file with the names of their parts, by position or by their keys in a dict.
fn named_pairs(value: Value) -> Option<Vec<(&'static str, Value)>> {
    match value {
        array if is_array(&array) => None,
        Value::Tuple(pairs) | Value::List(pairs) => match pairs.len() {
            2 => Some([TRAINING, TEST].into_iter().zip(pairs).collect()),
            3 => Some(PARTS.into_iter().zip(pairs).collect()),
            _ => None,
        },
        Value::Dict(entries) => pairs_of_dict(entries),
        _ => None,
    }
}

/// The pairs of a dict with the keys `Train` and `Test`, and perhaps `Validation`.
fn pairs_of_dict(mut entries: BTreeMap<HashableValue, Value>) -> Option<Vec<(&'static str, Value)>> {
    let pairs: Vec<_> =
        PARTS.into_iter().filter_map(|name| Some((name, remove(&mut entries, name)?))).collect();
    let has = |wanted| pairs.iter().any(|&(name, _)| name == wanted);
    (has(TRAINING) && has(TEST)).then_some(pairs)
}

/// Removes the entry for a name. The key may be an abbreviation in any case, such as `Train` for training.
fn remove(entries: &mut BTreeMap<HashableValue, Value>, name: &str) -> Option<Value> {
    let matches = |key: &HashableValue| {
        let key = text(&key.clone().into_value()).unwrap_or_default().to_lowercase();
        key.len() >= 3 && name.starts_with(&key)
    };
    let key = entries.keys().find(|key| matches(key))?.clone();
    entries.remove(&key)
}

fn part(name: &'static str, pair: Value) -> Result<Part, String> {
    let found = describe(&pair);
    let (images, labels) =
        split(pair).ok_or_else(|| format!("its {name} part is {found}, not a pair of images and labels"))?;
    let array = |value, what| {
        array(value).map_err(|found| format!("its {name} {what} are {found}, not an array of numbers"))
    };
    Ok(Part { name, inputs: array(images, "images")?, labels: array(labels, "labels")? })
}

fn split(pair: Value) -> Option<(Value, Value)> {
    match pair {
        array if is_array(&array) => None,
        Value::Tuple(pair) | Value::List(pair) => <[Value; 2]>::try_from(pair).ok().map(Into::into),
        Value::Dict(mut entries) => {
            Some((remove(&mut entries, "features")?, remove(&mut entries, "labels")?))
        }
        _ => None,
    }
}

/// Fills in the byte order of arrays without one from other arrays of the same number type.
fn resolve_byte_orders(arrays: Vec<&mut Array>) -> Result<(), String> {
    let known = arrays.iter().filter_map(|array| Some((array.number_type, array.big_endian?)));
    let known: Vec<_> = known.collect();
    for array in arrays {
        let [little, big] = [false, true].map(|order| known.contains(&(array.number_type, order)));
        if array.big_endian.is_none() && little && big {
            return Err("its arrays have different byte orders: save it again with one of them".to_owned());
        }
        array.big_endian = array.big_endian.or(Some(big));
    }
    Ok(())
}
