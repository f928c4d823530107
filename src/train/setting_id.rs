//! Identifiers of the settings.

/// A setting of a run. Its row in [`SETTINGS`](crate::train::SETTINGS) describes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SettingId {
    /// Training examples.
    TrainSize,
    /// Test examples.
    TestSize,
    /// Standard deviation of the noise on generated points.
    Noise,
    /// Share of the training labels that is flipped.
    Flip,
    /// Share of the training examples that becomes the validation set.
    Validation,
    /// Training points that were added, moved and removed.
    Points,
    /// Units of the hidden layers.
    Hidden,
    /// Activation function of the hidden units.
    Activation,
    /// Loss function.
    Loss,
    /// Distribution of the initial weights.
    Init,
    /// Optimizer.
    Optimizer,
    /// Learning rate.
    Eta,
    /// Mini-batch size.
    Batch,
    /// Whether gradients are summed or averaged.
    Reduction,
    /// Strength of the L1 penalty.
    L1,
    /// Strength of the L2 penalty.
    L2,
    /// Dropout rate.
    Dropout,
    /// Augmentation of the training images.
    Augment,
    /// Patience of early stopping.
    Patience,
    /// Steps of the whole run.
    Steps,
    /// Random seed.
    Seed,
}

impl SettingId {
    /// How many settings there are: [`SettingId::Seed`] is the last one.
    pub const COUNT: usize = SettingId::Seed as usize + 1;
}
