//! Which test images are browsed.

/// The images that the arrow keys browse.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImageFilter {
    /// All test images.
    All,
    /// Misclassified test images only.
    Wrong,
}
