//! What the lines of the charts show. How they look is up to the panels.

use super::widgets::curve::Span;
use crate::train::Series;

/// A chart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quantity {
    /// The loss.
    Loss,
    /// The accuracy.
    Accuracy,
}

/// What a line shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// The previous run on the training set.
    TrainBefore,
    /// The previous run on the test set.
    TestBefore,
    /// The worst or the best of many seeds.
    SeedsEnd,
    /// The median of many seeds.
    SeedsMedian,
    /// A trial of a cure on the test set.
    Cure,
    /// The trial of the cure that is chosen in the table.
    ChosenCure,
    /// A pinned run on the test set, by its number.
    Pin(usize),
    /// The run on the validation set.
    Validation,
    /// The run on the training set.
    Train,
    /// The run on the test set.
    Test,
}

/// A line of a chart.
#[derive(Clone, Debug)]
pub struct LineData {
    /// What it shows.
    pub source: Source,
    /// Its values, from left to right.
    pub spans: Vec<Span>,
}

impl Quantity {
    /// The series of the training set.
    pub fn train(self) -> Series {
        match self {
            Quantity::Loss => Series::TrainLoss,
            Quantity::Accuracy => Series::TrainAccuracy,
        }
    }

    /// The series of the test set.
    pub fn test(self) -> Series {
        match self {
            Quantity::Loss => Series::TestLoss,
            Quantity::Accuracy => Series::TestAccuracy,
        }
    }

    /// The series of the validation set.
    pub fn validation(self) -> Series {
        match self {
            Quantity::Loss => Series::ValidationLoss,
            Quantity::Accuracy => Series::ValidationAccuracy,
        }
    }
}

impl Source {
    /// Whether the line shows results on the test set.
    pub(super) fn is_of_test_set(self) -> bool {
        !matches!(self, Source::Train | Source::TrainBefore | Source::Validation)
    }

    /// Whether the line has a name at its end. The others are told by their pattern and the legend.
    pub fn has_name(self) -> bool {
        !matches!(self, Source::TrainBefore | Source::TestBefore | Source::SeedsEnd | Source::Cure)
    }
}
