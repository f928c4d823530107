//! Which classes a network mistakes for which.

use ndarray::Array2;

use super::network::Prediction;

/// How often each class was predicted for each true class.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ConfusionMatrix {
    /// True classes × predicted classes.
    counts: Array2<usize>,
}

impl ConfusionMatrix {
    /// Counts the predictions for examples with these labels.
    ///
    /// # Panics
    /// When a label or a prediction is not below `classes`.
    pub fn of(predictions: &[Prediction], labels: &[u8], classes: usize) -> ConfusionMatrix {
        let mut counts = Array2::zeros((classes, classes));
        for (prediction, &label) in predictions.iter().zip(labels) {
            counts[(usize::from(label), usize::from(prediction.class))] += 1;
        }
        ConfusionMatrix { counts }
    }

    /// The number of classes.
    pub fn classes(&self) -> usize {
        self.counts.nrows()
    }

    /// How many examples of class `truth` were predicted as class `said`.
    ///
    /// # Panics
    /// When there is no such class.
    pub fn count(&self, truth: usize, said: usize) -> usize {
        self.counts[(truth, said)]
    }

    /// The number of examples of a class.
    pub fn of_class(&self, truth: usize) -> usize {
        self.counts.row(truth).sum()
    }

    /// The number of examples.
    pub fn total(&self) -> usize {
        self.counts.sum()
    }

    /// The number of examples that were predicted right: the sum of the diagonal.
    pub fn correct(&self) -> usize {
        self.counts.diag().sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_true_classes_and_columns_predictions() {
        let said = [0, 1, 1, 2, 0].map(|class| Prediction { class, confidence: 0.5 });
        let matrix = ConfusionMatrix::of(&said, &[0, 1, 0, 2, 2], 3);
        assert_eq!([matrix.count(0, 1), matrix.count(2, 0), matrix.count(1, 0)], [1, 1, 0]);
        assert_eq!((matrix.correct(), matrix.total(), matrix.of_class(2)), (3, 5, 2));
    }
}
