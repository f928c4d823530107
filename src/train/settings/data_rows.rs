//! Settings of the examples.

use super::points;
use super::setting::{InStatusLine, Liveness, Setting, TakesEffect};
use super::stale::{Forget, Stale};
use super::values::{
    MOST_FLIPPED, MOST_NOISE, MOST_VALIDATION, SMALLEST_SET, always, its_values, next_size, put, share, size,
    size_range,
};
use crate::data::Shape;
use crate::train::ladder::next_share;
use crate::train::setting_id::SettingId;

/// The rows, in the order of [`SettingId`].
pub const ROWS: &[Setting] = &[TRAIN_SIZE, TEST_SIZE, NOISE, FLIP, VALIDATION, POINTS];

const TRAIN_SIZE: Setting = Setting {
    id: SettingId::TrainSize,
    name: "train-size",
    label: "training examples",
    help: "examples to learn from",
    values: || format!("`all` or a whole number from {SMALLEST_SET}"),
    change: Liveness::Live,
    takes_effect: TakesEffect::AtOnce,
    stale: |setup| Stale {
        evaluation: true,
        best_test: setup.validation > 0.0,
        diagnosis: if setup.validation > 0.0 { Forget::Everything } else { Forget::Recent },
        ..Stale::LEARNING
    },
    compared: true,
    in_preset: false,
    in_status_line: InStatusLine::OwnForm,
    applies: always,
    get: |setup| setup.train_size.to_string(),
    parse: |setup, text| put(&mut setup.train_size, size(text, setup.data.max_sizes().train)),
    step: |setup, to| {
        let (usual, most) = (setup.data.defaults().train_size, setup.data.max_sizes().train);
        setup.train_size = next_size(setup.train_size, usual, most, to);
    },
    expected: |_, setup, _| size_range(setup.data.max_sizes().train),
};

const TEST_SIZE: Setting = Setting {
    id: SettingId::TestSize,
    name: "test-size",
    label: "test examples",
    help: "tested on, never learned from",
    values: || format!("`all` or a whole number from {SMALLEST_SET}"),
    change: Liveness::Live,
    takes_effect: TakesEffect::AtOnce,
    stale: |_| Stale { evaluation: true, best_test: true, diagnosis: Forget::Everything, ..Stale::LEARNING },
    compared: true,
    in_preset: false,
    in_status_line: InStatusLine::OwnForm,
    applies: always,
    get: |setup| setup.test_size.to_string(),
    parse: |setup, text| put(&mut setup.test_size, size(text, setup.data.max_sizes().test)),
    step: |setup, to| {
        let (usual, most) = (setup.data.defaults().test_size, setup.data.max_sizes().test);
        setup.test_size = next_size(setup.test_size, usual, most, to);
    },
    expected: |_, setup, _| size_range(setup.data.max_sizes().test),
};

const NOISE: Setting = Setting {
    id: SettingId::Noise,
    name: "noise",
    label: "noise",
    help: "how far points are scattered",
    values: || format!("a number from 0 to {MOST_NOISE}"),
    change: Liveness::Live,
    takes_effect: TakesEffect::AtOnce,
    stale: |_| Stale::EVERYTHING,
    compared: true,
    in_preset: false,
    in_status_line: InStatusLine::IfRoom(0),
    applies: |data| data.is_generated(),
    get: |setup| setup.noise.to_string(),
    parse: |setup, text| put(&mut setup.noise, share(text, MOST_NOISE)),
    step: |setup, to| setup.noise = next_share(setup.noise, 0.05, MOST_NOISE, to),
    expected: its_values,
};

const FLIP: Setting = Setting {
    id: SettingId::Flip,
    name: "flip",
    label: "flipped labels",
    help: "share of training labels flipped",
    values: || format!("a number from 0 to {MOST_FLIPPED}"),
    change: Liveness::Live,
    takes_effect: TakesEffect::AtOnce,
    stale: |_| Stale { evaluation: true, best_train: true, ..Stale::LEARNING },
    compared: true,
    in_preset: false,
    in_status_line: InStatusLine::IfUnusual,
    applies: always,
    get: |setup| setup.flip.to_string(),
    parse: |setup, text| put(&mut setup.flip, share(text, MOST_FLIPPED)),
    step: |setup, to| setup.flip = next_share(setup.flip, 0.05, MOST_FLIPPED, to),
    expected: its_values,
};

const VALIDATION: Setting = Setting {
    id: SettingId::Validation,
    name: "validation",
    label: "validation",
    help: "set aside to choose the best step",
    values: || format!("a number from 0 to {MOST_VALIDATION}"),
    change: Liveness::Restart,
    takes_effect: TakesEffect::AtOnce,
    stale: |_| Stale::EVERYTHING,
    compared: true,
    in_preset: false,
    in_status_line: InStatusLine::IfUnusual,
    applies: always,
    get: |setup| setup.validation.to_string(),
    parse: |setup, text| put(&mut setup.validation, share(text, MOST_VALIDATION)),
    step: |setup, to| setup.validation = next_share(setup.validation, 0.1, MOST_VALIDATION, to),
    expected: its_values,
};

const POINTS: Setting = Setting {
    id: SettingId::Points,
    name: "points",
    label: "edited points",
    help: "training points added, moved and removed",
    values: points::values,
    change: Liveness::Live,
    takes_effect: TakesEffect::AtOnce,
    stale: |_| Stale { evaluation: true, best_train: true, ..Stale::LEARNING },
    compared: true,
    in_preset: false,
    in_status_line: InStatusLine::IfUnusual,
    applies: |data| data.shape() == Shape::Plane,
    get: |setup| setup.points.text(),
    parse: points::parse,
    // A list has no next value.
    step: |_, _| {},
    expected: points::expected,
};
