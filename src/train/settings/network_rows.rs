//! Settings of the network and its loss.

use super::setting::{InStatusLine, Liveness, Setting, TakesEffect};
use super::stale::Stale;
use super::values::{
    MOST_LAYERS, MOST_UNITS, always, expected_hidden, its_values, layers_text, named, names, parse_hidden,
    put, step_hidden,
};
use crate::nn::{Activation, Init, Loss};
use crate::train::ladder::next;
use crate::train::setting_id::SettingId;

/// The rows, in the order of [`SettingId`].
pub const ROWS: &[Setting] = &[HIDDEN, ACTIVATION, LOSS, INIT];

const HIDDEN: Setting = Setting {
    id: SettingId::Hidden,
    name: "hidden",
    label: "hidden units",
    help: "units in each layer, as in 64,32",
    values: || format!("0, or one to {MOST_LAYERS} numbers from 1 to {MOST_UNITS} with commas between"),
    change: Liveness::Live,
    takes_effect: TakesEffect::AtOnce,
    stale: |_| Stale { evaluation: true, ..Stale::LEARNING },
    compared: true,
    in_preset: false,
    in_status_line: InStatusLine::OwnForm,
    applies: always,
    get: |setup| layers_text(&setup.hidden),
    parse: parse_hidden,
    step: step_hidden,
    expected: expected_hidden,
};

const ACTIVATION: Setting = Setting {
    id: SettingId::Activation,
    name: "activation",
    label: "activation",
    help: "what a hidden unit computes",
    values: || names(&Activation::ALL, Activation::name),
    change: Liveness::Restart,
    takes_effect: TakesEffect::AtOnce,
    stale: |_| Stale::EVERYTHING,
    compared: true,
    in_preset: true,
    in_status_line: InStatusLine::IfRoom(1),
    applies: always,
    get: |setup| setup.activation.name().to_owned(),
    parse: |setup, text| put(&mut setup.activation, named(&Activation::ALL, Activation::name, text)),
    step: |setup, to| setup.activation = next(&Activation::ALL, setup.activation, to),
    expected: its_values,
};

const LOSS: Setting = Setting {
    id: SettingId::Loss,
    name: "loss",
    label: "loss",
    help: "what training minimises",
    values: || names(&Loss::ALL, Loss::name),
    change: Liveness::Restart,
    takes_effect: TakesEffect::AtOnce,
    stale: |_| Stale::EVERYTHING,
    compared: true,
    in_preset: true,
    in_status_line: InStatusLine::IfRoom(3),
    applies: always,
    get: |setup| setup.loss.name().to_owned(),
    parse: |setup, text| put(&mut setup.loss, named(&Loss::ALL, Loss::name, text)),
    step: |setup, to| setup.loss = next(&Loss::ALL, setup.loss, to),
    expected: its_values,
};

const INIT: Setting = Setting {
    id: SettingId::Init,
    name: "init",
    label: "initial weights",
    help: "N(0,1), or divided by the square root of the number of inputs",
    values: || names(&Init::ALL, Init::name),
    change: Liveness::Restart,
    takes_effect: TakesEffect::AtOnce,
    stale: |_| Stale::EVERYTHING,
    compared: true,
    in_preset: true,
    in_status_line: InStatusLine::IfRoom(5),
    applies: always,
    get: |setup| setup.init.name().to_owned(),
    parse: |setup, text| put(&mut setup.init, named(&Init::ALL, Init::name, text)),
    step: |setup, to| setup.init = next(&Init::ALL, setup.init, to),
    expected: its_values,
};
