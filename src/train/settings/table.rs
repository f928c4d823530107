//! The table of settings.

use super::data_rows::{FLIP, NOISE, TEST_SIZE, TRAIN_SIZE, VALIDATION};
use super::learning_rows::{AUGMENT, BATCH, DROPOUT, ETA, L1, L2, OPTIMIZER, REDUCTION};
use super::network_rows::{ACTIVATION, HIDDEN, INIT, LOSS};
use super::run_rows::{PATIENCE, SEED, STEPS};
use super::setting::Setting;

/// All settings, in the order of the picker and of [`SettingId`](crate::train::SettingId).
pub const SETTINGS: &[Setting] = &[
    TRAIN_SIZE, TEST_SIZE, NOISE, FLIP, VALIDATION, HIDDEN, ACTIVATION, LOSS, INIT, OPTIMIZER, ETA, BATCH,
    REDUCTION, L1, L2, DROPOUT, AUGMENT, PATIENCE, STEPS, SEED,
];
