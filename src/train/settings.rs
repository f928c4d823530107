//! One row for each setting: the command line, the picker, the keys and `--help` are made from this table.

use super::ladder::{Direction, next, next_eta, next_round};
use super::setup::{Reduction, Setup};
use crate::data::Shape;
use crate::error::Error;
use crate::nn::{Activation, Init, Loss, Optimizer};

/// What a running network does with a new value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// It goes on with it; what it has learned stays.
    Live,
    /// It starts again, from the same seed.
    Restart,
}

/// One setting of a run.
#[derive(Debug)]
pub struct Setting {
    /// The flag without its dashes, which is also its name in files.
    pub name: &'static str,
    /// The name on screen.
    pub label: &'static str,
    /// What it does, in a few words.
    pub help: &'static str,
    /// The values it takes, in a few words.
    pub values: &'static str,
    /// What a running network does with a new value.
    pub change: Change,
    /// Whether it means anything for data of this shape.
    pub applies: fn(Shape) -> bool,
    /// The value as it is typed.
    pub get: fn(&Setup) -> String,
    /// Takes a value as typed; `None` if it is not one of `values`.
    parse: fn(&mut Setup, &str) -> Option<()>,
    /// Goes to the next value of the ladder.
    step: fn(&mut Setup, Direction),
}

impl Setting {
    /// Sets this and nothing else.
    ///
    /// # Errors
    /// When the value is outside the range, or the setting means nothing for the data set.
    pub fn set(&self, setup: &mut Setup, value: &str) -> Result<(), Error> {
        let fault = |expected: String| Error::Setting { name: self.name, value: value.to_owned(), expected };
        if !(self.applies)(setup.data.shape()) {
            return Err(fault(format!("it only to data that have it, {} has not", setup.data.name())));
        }
        (self.parse)(setup, value.trim()).ok_or_else(|| fault(self.expected(setup)))
    }

    /// The set-up one rung further along the ladder of this setting, the rest adjusted to it.
    pub fn stepped(&self, setup: &Setup, direction: Direction) -> Setup {
        let mut next = setup.clone();
        (self.step)(&mut next, direction);
        next.fitted(setup)
    }

    /// Takes the value of another set-up of the same data; what does not fit there stays as it is.
    pub fn copy(&self, from: &Setup, to: &mut Setup) {
        let _ = (self.parse)(to, &(self.get)(from));
    }

    fn expected(&self, setup: &Setup) -> String {
        let (train, test) = setup.data.most();
        let upper =
            |most: usize| format!("`all` or a whole number from {} to {most}", SMALLEST_SET.min(most));
        match self.name {
            "train-size" => upper(train),
            "test-size" => upper(test),
            "batch" => format!("`full` or a whole number from 1 to {}", setup.train_size),
            _ => self.values.to_owned(),
        }
    }
}

/// Fewer examples than this make no curve worth looking at.
const SMALLEST_SET: usize = 20;
/// Bounds that keep the largest network within a few hundred megabytes.
const MOST_LAYERS: usize = 4;
const MOST_UNITS: usize = 2_048;
const MOST_STEPS: u64 = 1_000_000_000_000;
const MOST_NOISE: f64 = 0.5;

fn always(_: Shape) -> bool {
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
        step: |setup, to| setup.train_size = next_size(setup.train_size, setup.data.most().0, to),
    },
    Setting {
        name: "test-size",
        label: "test examples",
        help: "examples to be tested on, never learned from",
        values: "`all` or a whole number from 20",
        change: Change::Live,
        applies: always,
        get: |setup| setup.test_size.to_string(),
        parse: |setup, text| put(&mut setup.test_size, size(text, setup.data.most().1)),
        step: |setup, to| setup.test_size = next_size(setup.test_size, setup.data.most().1, to),
    },
    Setting {
        name: "noise",
        label: "noise",
        help: "how far points are scattered",
        values: "a number from 0 to 0.5",
        change: Change::Live,
        applies: |shape| shape == Shape::Plane,
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
        name: "hidden",
        label: "hidden units",
        help: "units of each hidden layer, as in 64,32; 0 for none",
        values: "0, or one to four numbers from 1 to 2048 with commas between",
        change: Change::Live,
        applies: always,
        get: |setup| layers_text(&setup.hidden),
        parse: |setup, text| put(&mut setup.hidden, layers(text)),
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
        help: "N(0,1), or scaled by the number of inputs",
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
        help: "the learning rate: how far a step goes",
        values: "a number above 0, up to 3e38",
        change: Change::Live,
        applies: always,
        get: |setup| eta_text(setup.eta),
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
        help: "whether a step takes the sum or the mean over its examples",
        values: "sum or mean",
        change: Change::Live,
        applies: always,
        get: |setup| setup.reduction.name().to_owned(),
        parse: |setup, text| put(&mut setup.reduction, named(&Reduction::ALL, Reduction::name, text)),
        step: |setup, to| setup.reduction = next(&Reduction::ALL, setup.reduction, to),
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

/// The setting of that name.
pub fn setting(name: &str) -> Option<&'static Setting> {
    SETTINGS.iter().find(|setting| setting.name == name)
}

fn put<T>(place: &mut T, value: Option<T>) -> Option<()> {
    *place = value?;
    Some(())
}

fn size(text: &str, most: usize) -> Option<usize> {
    let size = if text == "all" { Some(most) } else { text.parse().ok() };
    size.filter(|size| (SMALLEST_SET.min(most)..=most).contains(size))
}

fn next_size(size: usize, most: usize, to: Direction) -> usize {
    next_round(size, to).clamp(SMALLEST_SET.min(most), most)
}

fn layers(text: &str) -> Option<Vec<usize>> {
    if text == "0" {
        return Some(Vec::new());
    }
    let units = |part: &str| part.trim().parse().ok().filter(|units| (1..=MOST_UNITS).contains(units));
    let layers: Vec<usize> = text.split(',').map(units).collect::<Option<_>>()?;
    (layers.len() <= MOST_LAYERS).then_some(layers)
}

fn layers_text(hidden: &[usize]) -> String {
    match hidden {
        [] => "0".to_owned(),
        layers => layers.iter().map(usize::to_string).collect::<Vec<_>>().join(","),
    }
}

/// One unit more or less in the first hidden layer; the only layer comes and goes with its first unit.
fn step_hidden(setup: &mut Setup, to: Direction) {
    match (setup.hidden.as_mut_slice(), to) {
        ([], Direction::Up) => setup.hidden.push(1),
        ([1], Direction::Down) => setup.hidden.clear(),
        ([], Direction::Down) => {}
        ([units, ..], Direction::Up) => *units = (*units + 1).min(MOST_UNITS),
        ([units, ..], Direction::Down) => *units = (*units - 1).max(1),
    }
}

fn parse_batch(setup: &mut Setup, text: &str) -> Option<()> {
    setup.batch = match text {
        "full" => None,
        number => Some(number.parse().ok().filter(|batch| (1..=setup.train_size).contains(batch))?),
    };
    Some(())
}

/// Up the 1-2-5 ladder as far as it is below all examples, then to all of them.
fn step_batch(setup: &mut Setup, to: Direction) {
    let next = next_round(setup.batch.unwrap_or(setup.train_size), to);
    setup.batch = match (setup.batch, to) {
        (None, Direction::Up) => None,
        _ => Some(next.max(1)),
    };
}

fn named<T: Copy>(all: &[T], name: fn(T) -> &'static str, text: &str) -> Option<T> {
    all.iter().copied().find(|&item| name(item) == text)
}

/// The shortest text that reads back as the same number.
fn eta_text(eta: f32) -> String {
    if (1e-4..1e5).contains(&eta) { eta.to_string() } else { format!("{eta:e}") }
}
