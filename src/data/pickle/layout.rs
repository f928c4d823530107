//! Which array of a pickle is what: pairs of images and labels, for training, validation and test.

use std::collections::BTreeMap;

use serde_pickle::{HashableValue, Value};

use super::array::{array, describe, is_array, text};
use crate::data::arrays::{Part, TEST, TRAINING};

/// What the parts are for, in the order of the classic file; the one in the middle may be missing.
const PARTS: [&str; 3] = [TRAINING, "validation", TEST];

/// Finds the parts of a file. Nothing is copied or computed yet.
pub fn parts(value: Value) -> Result<Vec<Part>, String> {
    let mut parts = unsettled_parts(value)?;
    settle_byte_orders(&mut parts)?;
    Ok(parts)
}

fn unsettled_parts(value: Value) -> Result<Vec<Part>, String> {
    let found = describe(&value);
    let pairs = named_pairs(value)
        .ok_or_else(|| format!("it holds {found}, not three pairs of images and labels"))?;
    pairs.into_iter().map(|(name, pair)| part(name, pair)).collect()
}

/// What each pair of a file is for: by its place, or by its name in a dict.
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

/// The parts of a dict that has `Train` and `Test`, and maybe `Validation`.
fn pairs_of_dict(mut entries: BTreeMap<HashableValue, Value>) -> Option<Vec<(&'static str, Value)>> {
    let pairs: Vec<_> =
        PARTS.into_iter().filter_map(|name| Some((name, remove(&mut entries, name)?))).collect();
    let has = |wanted| pairs.iter().any(|&(name, _)| name == wanted);
    (has(TRAINING) && has(TEST)).then_some(pairs)
}

/// Takes out the entry of that name. It may be shortened and begin with a capital: `Train` is training.
fn remove(entries: &mut BTreeMap<HashableValue, Value>, name: &str) -> Option<Value> {
    let is_called = |key: &HashableValue| {
        let key = text(&key.clone().into_value()).unwrap_or_default().to_lowercase();
        key.len() >= 3 && name.starts_with(&key)
    };
    let key = entries.keys().find(|key| is_called(key))?.clone();
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

/// Fills in the byte order of those arrays that share their type of numbers with one that tells it.
fn settle_byte_orders(parts: &mut [Part]) -> Result<(), String> {
    let arrays = parts.iter().flat_map(|part| [&part.inputs, &part.labels]);
    let told: Vec<_> = arrays.filter_map(|array| Some((array.number, array.big_endian?))).collect();
    for array in parts.iter_mut().flat_map(|part| [&mut part.inputs, &mut part.labels]) {
        let [little, big] = [false, true].map(|order| told.contains(&(array.number, order)));
        if array.big_endian.is_none() && little && big {
            return Err("its arrays have different byte orders: save it again with one of them".to_owned());
        }
        array.big_endian = array.big_endian.or(Some(big));
    }
    Ok(())
}
