//! How strongly training images are distorted.

/// How far copies of training images may differ from the originals. Each kind but `Shift` includes the ones before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Augment {
    /// No distortion.
    Off,
    /// Moved by up to two pixels.
    Shift,
    /// Rotated, scaled, sheared, and moved a little.
    Affine,
    /// Like `Affine`, and displaced by a smooth random field (Simard, Steinkraus and Platt, "Best practices for
    /// convolutional neural networks applied to visual document analysis", 2003).
    Elastic,
}

impl Augment {
    /// All kinds, in the order in which a key cycles through them.
    pub const ALL: [Augment; 4] = [Augment::Off, Augment::Shift, Augment::Affine, Augment::Elastic];

    /// The name on screen and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Augment::Off => "off",
            Augment::Shift => "shift",
            Augment::Affine => "affine",
            Augment::Elastic => "elastic",
        }
    }
}
