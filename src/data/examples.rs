//! Labelled examples.

use ndarray::ShapeError;

use super::features::Features;

/// Labelled examples: row `n` of `inputs` belongs to class `labels[n]`.
#[derive(Clone, Debug, PartialEq)]
pub struct Examples {
    /// Examples × inputs.
    pub inputs: Features,
    /// The class number of each example.
    pub labels: Vec<u8>,
}

impl Examples {
    /// The number of examples.
    pub fn len(&self) -> usize {
        self.labels.len()
    }

    /// Whether there are no examples.
    pub fn is_empty(&self) -> bool {
        self.labels.is_empty()
    }

    /// Returns the first `n` examples, or all of them if there are fewer.
    #[must_use]
    pub fn first(&self, n: usize) -> Examples {
        let n = n.min(self.len());
        Examples { inputs: self.inputs.first(n), labels: self.labels[..n].to_vec() }
    }

    /// Returns the examples with these indices, in the order of the indices.
    ///
    /// # Panics
    /// When an index is out of bounds.
    #[must_use]
    pub fn select(&self, indices: &[usize]) -> Examples {
        let labels = indices.iter().map(|&n| self.labels[n]).collect();
        Examples { inputs: self.inputs.select(indices), labels }
    }

    /// Puts the examples into the order of these indices, each of which occurs once, without a second copy of all.
    ///
    /// # Panics
    /// When an index is out of bounds.
    #[must_use]
    pub(super) fn reordered(self, order: &[usize]) -> Examples {
        let labels = order.iter().map(|&n| self.labels[n]).collect();
        Examples { inputs: self.inputs.reordered(order), labels }
    }

    /// Keeps the first `n` examples, and returns the others.
    ///
    /// # Panics
    /// When there are fewer.
    #[must_use]
    pub(super) fn split_off(&mut self, n: usize) -> Examples {
        Examples { inputs: self.inputs.split_off(n), labels: self.labels.split_off(n) }
    }

    /// Appends examples of the same kind and width.
    pub(super) fn append(&mut self, more: Examples) -> Result<(), ShapeError> {
        self.labels.extend(more.labels);
        self.inputs.append(&more.inputs)
    }
}
