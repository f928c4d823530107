//! The panels of a run that can fill the screen.

use crate::data::Shape;

/// A panel that can fill the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The plane, one image, or the classes.
    Picture,
    /// The curves of the loss.
    Loss,
    /// The curves of the accuracy.
    Accuracy,
    /// All that is said of the run.
    Diagnosis,
    /// The hidden units.
    Units,
    /// Which classes are mistaken for which, and the mistakes.
    Mistakes,
    /// The test images.
    Gallery,
}

impl Part {
    /// Those that there are for data of this shape, in the order of their digits.
    pub fn all(shape: Shape) -> Vec<Part> {
        let mut parts =
            vec![Part::Picture, Part::Loss, Part::Accuracy, Part::Diagnosis, Part::Units, Part::Mistakes];
        if matches!(shape, Shape::Image { .. }) {
            parts.push(Part::Gallery);
        }
        parts
    }
}
