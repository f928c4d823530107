//! Settings of the learning algorithm.

use super::setting::{InStatusLine, Liveness, Setting, TakesEffect};
use super::stale::Stale;
use super::values::{
    MOST_DROPPED, MOST_LAMBDA, always, its_values, lambda, lambda_text, named, names, number_text, off_or,
    off_or_number, off_or_number_values, parse_batch, put, step_batch,
};
use crate::data::{Augment, Choice};
use crate::nn::Optimizer;
use crate::train::ladder::{next, next_eta, next_lambda, next_share, typed};
use crate::train::reduction::Reduction;
use crate::train::setting_id::SettingId;

/// The rows, in the order of [`SettingId`].
pub const ROWS: &[Setting] = &[OPTIMIZER, ETA, BATCH, REDUCTION, L1, L2, DROPOUT, AUGMENT];

const OPTIMIZER: Setting = Setting {
    id: SettingId::Optimizer,
    name: "optimizer",
    label: "optimizer",
    help: "how gradients become steps",
    values: || names(&Optimizer::ALL, Optimizer::name),
    change: Liveness::Live,
    takes_effect: TakesEffect::AtOnce,
    stale: |_| Stale::LEARNING,
    compared: true,
    in_preset: true,
    in_status_line: InStatusLine::IfRoom(2),
    applies: always,
    get: |setup| setup.optimizer.name().to_owned(),
    parse: |setup, text| put(&mut setup.optimizer, named(&Optimizer::ALL, Optimizer::name, text)),
    step: |setup, to| setup.optimizer = next(&Optimizer::ALL, setup.optimizer, to),
    expected: its_values,
};

const ETA: Setting = Setting {
    id: SettingId::Eta,
    name: "eta",
    label: "eta",
    help: "learning rate: how far steps go",
    values: || "a number above 0, up to 3e38".to_owned(),
    change: Liveness::Live,
    takes_effect: TakesEffect::NextStep,
    stale: |_| Stale::LEARNING,
    compared: true,
    in_preset: true,
    in_status_line: InStatusLine::Always,
    applies: always,
    get: |setup| number_text(setup.eta),
    parse: |setup, text| {
        put(&mut setup.eta, text.parse().ok().filter(|eta: &f32| eta.is_finite() && *eta > 0.0))
    },
    step: |setup, to| setup.eta = next_eta(setup.eta, to),
    expected: its_values,
};

const BATCH: Setting = Setting {
    id: SettingId::Batch,
    name: "batch",
    label: "mini-batch",
    help: "examples per step",
    values: || "`full` or a whole number from 1".to_owned(),
    change: Liveness::Live,
    takes_effect: TakesEffect::AtOnce,
    stale: |_| Stale::LEARNING,
    compared: true,
    in_preset: true,
    in_status_line: InStatusLine::Always,
    applies: always,
    get: |setup| setup.batch.map_or_else(|| "full".to_owned(), |batch| batch.to_string()),
    parse: parse_batch,
    step: step_batch,
    expected: |_, setup, _| format!("`full` or a whole number from 1 to {}", setup.train_size),
};

const REDUCTION: Setting = Setting {
    id: SettingId::Reduction,
    name: "reduction",
    label: "reduction",
    help: "summed over examples, or averaged",
    values: || names(&Reduction::ALL, Reduction::name),
    change: Liveness::Live,
    takes_effect: TakesEffect::AtOnce,
    stale: |_| Stale::LEARNING,
    compared: true,
    in_preset: true,
    in_status_line: InStatusLine::IfRoom(4),
    applies: always,
    get: |setup| setup.reduction.name().to_owned(),
    parse: |setup, text| put(&mut setup.reduction, named(&Reduction::ALL, Reduction::name, text)),
    step: |setup, to| setup.reduction = next(&Reduction::ALL, setup.reduction, to),
    expected: its_values,
};

const L1: Setting = Setting {
    id: SettingId::L1,
    name: "l1",
    label: "L1",
    help: "pushes useless weights to zero",
    values: || off_or_number_values(MOST_LAMBDA),
    change: Liveness::Live,
    takes_effect: TakesEffect::NextStep,
    stale: |_| Stale::LEARNING,
    compared: true,
    in_preset: true,
    in_status_line: InStatusLine::IfUnusual,
    applies: always,
    get: |setup| lambda_text(setup.penalty.l1),
    parse: |setup, text| put(&mut setup.penalty.l1, lambda(text)),
    step: |setup, to| setup.penalty.l1 = next_lambda(setup.penalty.l1, to),
    expected: its_values,
};

const L2: Setting = Setting {
    id: SettingId::L2,
    name: "l2",
    label: "L2",
    help: "keeps all weights small",
    values: || off_or_number_values(MOST_LAMBDA),
    change: Liveness::Live,
    takes_effect: TakesEffect::NextStep,
    stale: |_| Stale::LEARNING,
    compared: true,
    in_preset: true,
    in_status_line: InStatusLine::IfUnusual,
    applies: always,
    get: |setup| lambda_text(setup.penalty.l2),
    parse: |setup, text| put(&mut setup.penalty.l2, lambda(text)),
    step: |setup, to| setup.penalty.l2 = next_lambda(setup.penalty.l2, to),
    expected: its_values,
};

const DROPOUT: Setting = Setting {
    id: SettingId::Dropout,
    name: "dropout",
    label: "dropout",
    help: "share of units left out of a step",
    values: || off_or_number_values(MOST_DROPPED),
    change: Liveness::Live,
    takes_effect: TakesEffect::AtOnce,
    stale: |_| Stale::LEARNING,
    compared: true,
    in_preset: true,
    in_status_line: InStatusLine::IfUnusual,
    applies: always,
    get: |setup| off_or(setup.dropout, setup.dropout.to_string()),
    parse: |setup, text| put(&mut setup.dropout, off_or_number(text, MOST_DROPPED)),
    step: |setup, to| {
        setup.dropout = next_share(typed(setup.dropout), 0.1, typed(MOST_DROPPED), to) as f32;
    },
    expected: its_values,
};

const AUGMENT: Setting = Setting {
    id: SettingId::Augment,
    name: "augment",
    label: "artificial data",
    help: "learns from distorted copies",
    values: || names(&Augment::ALL, Augment::name),
    change: Liveness::Live,
    takes_effect: TakesEffect::AtOnce,
    stale: |_| Stale::LEARNING,
    compared: true,
    in_preset: true,
    in_status_line: InStatusLine::IfUnusual,
    applies: Choice::has_pixels,
    get: |setup| setup.augment.name().to_owned(),
    parse: |setup, text| put(&mut setup.augment, named(&Augment::ALL, Augment::name, text)),
    step: |setup, to| setup.augment = next(&Augment::ALL, setup.augment, to),
    expected: its_values,
};
