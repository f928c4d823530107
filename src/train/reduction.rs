//! How the gradients of the examples in a step are combined.

/// Whether the gradients of a step are summed or averaged over its examples.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reduction {
    /// Summed, as in the lecture: the best eta then depends on the number of examples.
    Sum,
    /// Averaged, as in most frameworks.
    Mean,
}

impl Reduction {
    /// Both values, in the order of the picker.
    pub const ALL: [Reduction; 2] = [Reduction::Sum, Reduction::Mean];

    /// The name on screen and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Reduction::Sum => "sum",
            Reduction::Mean => "mean",
        }
    }
}
