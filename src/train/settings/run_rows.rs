//! Settings of the length of a run and its seed.

use super::setting::{InStatusLine, Liveness, Setting, TakesEffect};
use super::stale::{Forget, Stale};
use super::values::{MOST_STEPS, always, its_values, next_patience, next_steps, put};
use crate::train::ladder::Direction;
use crate::train::setting_id::SettingId;

/// The rows, in the order of [`SettingId`].
pub const ROWS: &[Setting] = &[PATIENCE, STEPS, SEED];

const PATIENCE: Setting = Setting {
    id: SettingId::Patience,
    name: "patience",
    label: "patience",
    help: "evaluations without a better loss after which it stops",
    values: || "`off`, or a whole number from 1".to_owned(),
    change: Liveness::Live,
    takes_effect: TakesEffect::AtOnce,
    stale: |_| Stale { seeds: true, ..Stale::default() },
    compared: true,
    in_preset: true,
    in_status_line: InStatusLine::IfUnusual,
    applies: always,
    get: |setup| setup.patience.map_or_else(|| "off".to_owned(), |patience| patience.to_string()),
    parse: |setup, text| {
        let patience = if text == "off" { Some(None) } else { text.parse().ok().map(Some) };
        put(&mut setup.patience, patience.filter(|patience| *patience != Some(0)))
    },
    step: |setup, to| setup.patience = next_patience(setup.patience, to),
    expected: its_values,
};

const STEPS: Setting = Setting {
    id: SettingId::Steps,
    name: "steps",
    label: "steps",
    help: "length of the run",
    values: || "a whole number from 1 to 10^12".to_owned(),
    change: Liveness::Live,
    takes_effect: TakesEffect::AtOnce,
    stale: |_| Stale { diagnosis: Forget::Length, ..Stale::default() },
    compared: false,
    in_preset: false,
    in_status_line: InStatusLine::OwnForm,
    applies: always,
    get: |setup| setup.steps.to_string(),
    parse: |setup, text| {
        put(&mut setup.steps, text.parse().ok().filter(|steps| (1..=MOST_STEPS).contains(steps)))
    },
    step: |setup, to| setup.steps = next_steps(setup.steps, to),
    expected: its_values,
};

const SEED: Setting = Setting {
    id: SettingId::Seed,
    name: "seed",
    label: "seed",
    help: "seed of all random numbers",
    values: || format!("a whole number from 0 to {}", u64::MAX),
    change: Liveness::Restart,
    takes_effect: TakesEffect::AtOnce,
    stale: |_| Stale::EVERYTHING,
    compared: false,
    in_preset: false,
    in_status_line: InStatusLine::Always,
    applies: always,
    get: |setup| setup.seed.to_string(),
    parse: |setup, text| put(&mut setup.seed, text.parse().ok()),
    step: |setup, to| {
        setup.seed = match to {
            Direction::Up => setup.seed.saturating_add(1),
            Direction::Down => setup.seed.saturating_sub(1),
        }
    },
    expected: its_values,
};
