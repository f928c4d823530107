//! Classes that cannot be learned because no training example has them.

use crate::data::Dataset;
use crate::numbers::grouped;

/// The most class names in the sentence.
const NAMED: usize = 3;

/// Says how many test examples belong to classes without training examples, and which; `None` if there are none.
pub fn unseen_classes(dataset: &Dataset) -> Option<String> {
    let mut is_trained = vec![false; dataset.classes()];
    for &label in &dataset.train.labels {
        is_trained[usize::from(label)] = true;
    }
    let mut counts = vec![0_usize; dataset.classes()];
    for &label in dataset.test.labels.iter().filter(|&&label| !is_trained[usize::from(label)]) {
        counts[usize::from(label)] += 1;
    }
    let unseen: Vec<&str> = counts
        .iter()
        .zip(&dataset.class_names)
        .filter(|(count, _)| **count > 0)
        .map(|(_, name)| name.as_str())
        .collect();
    if unseen.is_empty() {
        return None;
    }
    let more = match unseen.len().saturating_sub(NAMED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let names = unseen[..unseen.len().min(NAMED)].join(", ");
    Some(format!(
        "{} of {} test examples are of classes without training examples: {names}{more}.",
        grouped(counts.iter().sum::<usize>() as u64),
        grouped(dataset.test.len() as u64)
    ))
}
