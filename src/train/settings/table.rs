//! The table itself.

use super::values::{
    MOST_DROPPED, MOST_FLIPPED, MOST_HELD_OUT, MOST_NOISE, MOST_STEPS, lambda, lambda_text, layers_text,
    named, next_size, number_text, off_or, parse_batch, parse_hidden, put, share, size, step_batch,
    step_hidden, step_patience,
};
use super::{Change, Setting};
use crate::data::{Augment, Choice, Shape};
use crate::nn::{Activation, Init, Loss, Optimizer};
use crate::train::ladder::{Direction, next, next_eta, next_lambda, next_round, next_share};
use crate::train::setup::Reduction;

fn always(_: &Choice) -> bool {
    true
}

/// All settings, in the order of the picker.
pub const SETTINGS: &[Setting] = &[
    Setting {
        name: "train-size",
        label: "training examples",
        help: "examples to learn from",
        values: "`all` or a whole number from 20",
        change: Change::Live,
        applies: always,
        get: |setup| setup.train_size.to_string(),
        parse: |setup, text| put(&mut setup.train_size, size(text, setup.data.most().0)),
        step: |setup, to| {
            let (usual, most) = (setup.data.defaults().train_size, setup.data.most().0);
            setup.train_size = next_size(setup.train_size, usual, most, to);
        },
    },
    Setting {
        name: "test-size",
        label: "test examples",
        help: "tested on, never learned from",
        values: "`all` or a whole number from 20",
        change: Change::Live,
        applies: always,
        get: |setup| setup.test_size.to_string(),
        parse: |setup, text| put(&mut setup.test_size, size(text, setup.data.most().1)),
        step: |setup, to| {
            let (usual, most) = (setup.data.defaults().test_size, setup.data.most().1);
            setup.test_size = next_size(setup.test_size, usual, most, to);
        },
    },
    Setting {
        name: "noise",
        label: "noise",
        help: "how far points are scattered",
        values: "a number from 0 to 0.5",
        change: Change::Live,
        applies: Choice::is_made_up,
        get: |setup| setup.noise.to_string(),
        parse: |setup, text| {
            put(&mut setup.noise, text.parse().ok().filter(|noise| (0.0..=MOST_NOISE).contains(noise)))
        },
        step: |setup, to| {
            let twentieths = (setup.noise * 20.0).round() + if to == Direction::Up { 1.0 } else { -1.0 };
            setup.noise = (twentieths / 20.0).clamp(0.0, MOST_NOISE);
        },
    },
    Setting {
        name: "flip",
        label: "flipped labels",
        help: "share of labels wrong on purpose",
        values: "a number from 0 to 0.5",
        change: Change::Live,
        applies: always,
        get: |setup| setup.flip.to_string(),
        parse: |setup, text| put(&mut setup.flip, share(text, MOST_FLIPPED)),
        step: |setup, to| setup.flip = next_share(setup.flip, 0.05, MOST_FLIPPED, to),
    },
    Setting {
        name: "validation",
        label: "validation",
        help: "share kept back, to choose by",
        values: "a number from 0 to 0.5",
        change: Change::Restart,
        applies: always,
        get: |setup| setup.validation.to_string(),
        parse: |setup, text| put(&mut setup.validation, share(text, MOST_HELD_OUT)),
        step: |setup, to| setup.validation = next_share(setup.validation, 0.1, MOST_HELD_OUT, to),
    },
    Setting {
        name: "hidden",
        label: "hidden units",
        help: "per layer, as in 64,32; 0: none",
        values: "0, or one to four numbers from 1 to 2048 with commas between",
        change: Change::Live,
        applies: always,
        get: |setup| layers_text(&setup.hidden),
        parse: parse_hidden,
        step: step_hidden,
    },
    Setting {
        name: "activation",
        label: "activation",
        help: "what a hidden unit computes",
        values: "sigmoid, tanh or relu",
        change: Change::Restart,
        applies: always,
        get: |setup| setup.activation.name().to_owned(),
        parse: |setup, text| put(&mut setup.activation, named(&Activation::ALL, Activation::name, text)),
        step: |setup, to| setup.activation = next(&Activation::ALL, setup.activation, to),
    },
    Setting {
        name: "loss",
        label: "loss",
        help: "what training minimises",
        values: "quadratic or cross-entropy",
        change: Change::Restart,
        applies: always,
        get: |setup| setup.loss.name().to_owned(),
        parse: |setup, text| put(&mut setup.loss, named(&Loss::ALL, Loss::name, text)),
        step: |setup, to| setup.loss = next(&Loss::ALL, setup.loss, to),
    },
    Setting {
        name: "init",
        label: "initial weights",
        help: "N(0,1), or scaled by the inputs",
        values: "normal or scaled",
        change: Change::Restart,
        applies: always,
        get: |setup| setup.init.name().to_owned(),
        parse: |setup, text| put(&mut setup.init, named(&Init::ALL, Init::name, text)),
        step: |setup, to| setup.init = next(&Init::ALL, setup.init, to),
    },
    Setting {
        name: "optimizer",
        label: "optimizer",
        help: "how gradients become steps",
        values: "gd, momentum or adam",
        change: Change::Live,
        applies: always,
        get: |setup| setup.optimizer.name().to_owned(),
        parse: |setup, text| put(&mut setup.optimizer, named(&Optimizer::ALL, Optimizer::name, text)),
        step: |setup, to| setup.optimizer = next(&Optimizer::ALL, setup.optimizer, to),
    },
    Setting {
        name: "eta",
        label: "eta",
        help: "learning rate: how far a step goes",
        values: "a number above 0, up to 3e38",
        change: Change::Live,
        applies: always,
        get: |setup| number_text(setup.eta),
        parse: |setup, text| {
            put(&mut setup.eta, text.parse().ok().filter(|eta: &f32| eta.is_finite() && *eta > 0.0))
        },
        step: |setup, to| setup.eta = next_eta(setup.eta, to),
    },
    Setting {
        name: "batch",
        label: "mini-batch",
        help: "examples of a step",
        values: "`full` or a whole number from 1",
        change: Change::Live,
        applies: always,
        get: |setup| setup.batch.map_or_else(|| "full".to_owned(), |batch| batch.to_string()),
        parse: parse_batch,
        step: step_batch,
    },
    Setting {
        name: "reduction",
        label: "gradients are",
        help: "summed over examples, or averaged",
        values: "sum or mean",
        change: Change::Live,
        applies: always,
        get: |setup| setup.reduction.name().to_owned(),
        parse: |setup, text| put(&mut setup.reduction, named(&Reduction::ALL, Reduction::name, text)),
        step: |setup, to| setup.reduction = next(&Reduction::ALL, setup.reduction, to),
    },
    Setting {
        name: "l1",
        label: "L1",
        help: "pushes useless weights to zero",
        values: "`off` or a number above 0, up to 100",
        change: Change::Live,
        applies: always,
        get: |setup| lambda_text(setup.penalty.l1),
        parse: |setup, text| put(&mut setup.penalty.l1, lambda(text)),
        step: |setup, to| setup.penalty.l1 = next_lambda(setup.penalty.l1, to),
    },
    Setting {
        name: "l2",
        label: "L2",
        help: "keeps all weights small",
        values: "`off` or a number above 0, up to 100",
        change: Change::Live,
        applies: always,
        get: |setup| lambda_text(setup.penalty.l2),
        parse: |setup, text| put(&mut setup.penalty.l2, lambda(text)),
        step: |setup, to| setup.penalty.l2 = next_lambda(setup.penalty.l2, to),
    },
    Setting {
        name: "dropout",
        label: "dropout",
        help: "share of units left out of a step",
        values: "`off` or a number above 0, up to 0.9",
        change: Change::Live,
        applies: always,
        get: |setup| off_or(setup.dropout, setup.dropout.to_string()),
        parse: |setup, text| {
            let rate = if text == "off" { Some(0.0) } else { text.parse().ok() };
            put(&mut setup.dropout, rate.filter(|rate: &f32| (0.0..=MOST_DROPPED).contains(rate)))
        },
        step: |setup, to| {
            let next = next_share(f64::from(setup.dropout), 0.1, f64::from(MOST_DROPPED), to);
            setup.dropout = (next * 100.0).round() as f32 / 100.0;
        },
    },
    Setting {
        name: "augment",
        label: "artificial data",
        help: "learns from distorted copies",
        values: "off, shift, affine or elastic",
        change: Change::Live,
        applies: |data| matches!(data.shape(), Shape::Image { .. }),
        get: |setup| setup.augment.name().to_owned(),
        parse: |setup, text| put(&mut setup.augment, named(&Augment::ALL, Augment::name, text)),
        step: |setup, to| setup.augment = next(&Augment::ALL, setup.augment, to),
    },
    Setting {
        name: "patience",
        label: "patience",
        help: "stops when it gets no better",
        values: "`off` or a whole number from 1",
        change: Change::Live,
        applies: always,
        get: |setup| setup.patience.map_or_else(|| "off".to_owned(), |patience| patience.to_string()),
        parse: |setup, text| {
            let patience = if text == "off" { Some(None) } else { text.parse().ok().map(Some) };
            put(&mut setup.patience, patience.filter(|patience| *patience != Some(0)))
        },
        step: step_patience,
    },
    Setting {
        name: "steps",
        label: "steps",
        help: "length of the run",
        values: "a whole number from 1 to 10^12",
        change: Change::Live,
        applies: always,
        get: |setup| setup.steps.to_string(),
        parse: |setup, text| {
            put(&mut setup.steps, text.parse().ok().filter(|steps| (1..=MOST_STEPS).contains(steps)))
        },
        step: |setup, to| setup.steps = next_round(setup.steps as usize, to).clamp(100, 1_000_000_000) as u64,
    },
    Setting {
        name: "seed",
        label: "seed",
        help: "start of everything that is random",
        values: "a whole number from 0 to 18446744073709551615",
        change: Change::Restart,
        applies: always,
        get: |setup| setup.seed.to_string(),
        parse: |setup, text| put(&mut setup.seed, text.parse().ok()),
        step: |setup, to| {
            setup.seed = match to {
                Direction::Up => setup.seed.wrapping_add(1),
                Direction::Down => setup.seed.saturating_sub(1),
            }
        },
    },
];
