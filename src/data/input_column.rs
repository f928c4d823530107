//! The columns that inputs come from, and what their scaled numbers were in the file.

/// A column of numbers of a file, scaled to -1 … 1 for the network.
#[derive(Clone, Debug, PartialEq)]
pub struct InputColumn {
    /// Its name on the screen.
    pub name: String,
    /// The number in the file that became 0.
    pub middle: f64,
    /// How far from it the numbers are that became -1 and 1.
    pub half: f64,
}

/// Scaled test examples are clamped to this, or a single outlier would shrink the picture of all others.
pub(super) const MAX_SCALED: f32 = 3.0;

impl InputColumn {
    /// The number in the file that became `scaled`, as precisely as a float32 keeps it. What was clamped may have been
    /// further away.
    pub fn value(&self, scaled: f32) -> f64 {
        self.middle + f64::from(scaled) * self.half
    }

    /// Whether a number was clamped.
    pub fn is_clamped(scaled: f32) -> bool {
        scaled.abs() >= MAX_SCALED
    }
}
