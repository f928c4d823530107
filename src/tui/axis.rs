//! Linear and logarithmic axes: from numbers to positions and back.

/// The scaling of an axis.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scaling {
    /// Equal differences have equal lengths.
    #[default]
    Linear,
    /// Equal ratios have equal lengths.
    Log,
}

impl Scaling {
    /// The other scaling.
    #[must_use]
    pub fn other(self) -> Scaling {
        match self {
            Scaling::Linear => Scaling::Log,
            Scaling::Log => Scaling::Linear,
        }
    }
}

/// A range of numbers along a line, with the lowest at 0 and the highest at 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Axis {
    low: f64,
    high: f64,
    /// The number that stands for 0 and less on a logarithmic axis.
    least: f64,
    scaling: Scaling,
}

impl Axis {
    /// A linear axis. An empty range is widened to a length of 1.
    pub fn linear((low, high): (f64, f64)) -> Axis {
        let high = if high > low { high } else { low + 1.0 };
        Axis { low, high, least: low, scaling: Scaling::Linear }
    }

    /// A logarithmic axis on which 0 and less count as `least`. If the range is not positive and finite, the axis is linear.
    pub fn log((low, high): (f64, f64), least: f64) -> Axis {
        if low > 0.0 && high > low && high.is_finite() && least > 0.0 {
            Axis { low, high, least, scaling: Scaling::Log }
        } else {
            Axis::linear((low, high))
        }
    }

    /// The lowest and the highest number.
    pub fn range(&self) -> (f64, f64) {
        (self.low, self.high)
    }

    /// The scaling.
    pub fn scaling(&self) -> Scaling {
        self.scaling
    }

    /// The position of a number: 0 at the low end, 1 at the high end, less or more outside.
    pub fn share(&self, value: f64) -> f64 {
        let (low, high) = (self.along(self.low), self.along(self.high));
        (self.along(value) - low) / (high - low)
    }

    /// The number at a position.
    pub fn value(&self, share: f64) -> f64 {
        let (low, high) = (self.along(self.low), self.along(self.high));
        let along = low + share * (high - low);
        match self.scaling {
            Scaling::Linear => along,
            Scaling::Log => along.exp(),
        }
    }

    /// Whether a number is on the axis, with a tolerance for rounding at the ends.
    pub fn holds(&self, value: f64) -> bool {
        (-1e-9..=1.0 + 1e-9).contains(&self.share(value))
    }

    /// The index of the cell that contains a number, on an axis of `cells` cells of two dots each. Negative left of the axis.
    pub fn cell(&self, value: f64, cells: usize) -> i64 {
        let dots = (2 * cells).saturating_sub(1) as f64;
        (self.share(value) * dots).round() as i64 >> 1
    }

    fn along(&self, value: f64) -> f64 {
        match self.scaling {
            Scaling::Linear => value,
            Scaling::Log if value > 0.0 => value.ln(),
            Scaling::Log => self.least.ln(),
        }
    }
}

/// A place in a plot, as shares of its axes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Place {
    /// The share of the axis of steps.
    pub across: f64,
    /// The share of the axis of values.
    pub up: f64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_and_back() {
        for axis in [Axis::linear((-2.0, 6.0)), Axis::log((0.01, 100.0), 0.01)] {
            assert_eq!((axis.share(axis.low), axis.share(axis.high)), (0.0, 1.0));
            assert!((axis.value(axis.share(1.5)) - 1.5).abs() < 1e-12);
        }
        assert!((Axis::log((0.01, 100.0), 0.01).share(1.0) - 0.5).abs() < 1e-12);
    }

    #[test]
    fn zero_counts_as_the_least_number_of_a_log_axis() {
        let axis = Axis::log((0.01, 1.0), 0.1);
        assert_eq!(axis.share(0.0), axis.share(0.1));
        assert_eq!(axis.share(-3.0), axis.share(0.1));
    }

    #[test]
    fn nothing_is_ever_divided_by_nothing() {
        for axis in [
            Axis::linear((1.0, 1.0)),
            Axis::log((0.0, 1.0), 0.0),
            Axis::log((1.0, 1.0), 1.0),
            Axis::log((-1.0, f64::INFINITY), 1.0),
        ] {
            assert!(axis.share(axis.low).is_finite());
        }
        assert_eq!(Axis::linear((0.0, 1.0)).cell(0.5, 0), 0);
    }

    #[test]
    fn cells_are_two_dots_wide() {
        let axis = Axis::linear((0.0, 19.0));
        assert_eq!([0.0, 1.0, 2.0, 19.0, -1.0].map(|value| axis.cell(value, 10)), [0, 0, 1, 9, -1]);
    }
}
