//! The course of a run in bounded memory: bins of neighbouring evaluations, and a summary of the last fifth.

use serde::{Deserialize, Serialize};

/// The maximum number of bins. A window of a fifth then has at least twelve, enough to fit a line.
const CAPACITY: usize = 128;
/// The smallest number of bins for a word.
const FEWEST: usize = 8;
/// The window is one part in this many of the bins.
const WINDOW: usize = 5;
/// The smallest window, in bins.
const SMALLEST_WINDOW: usize = 5;
/// The factor by which bins become shorter after a change of the run, so that the next word comes soon.
const SHORTER: u32 = 4;

/// More evaluations than are ever in one bin; twice as many in every bin are still a whole number of 32 bits.
const MOST_IN_A_BIN: u32 = 1 << 23;

/// The values used of one evaluation.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Values {
    pub(super) step: u64,
    pub(super) train: f64,
    pub(super) watched: f64,
    pub(super) train_accuracy: f64,
    pub(super) watched_accuracy: f64,
}

/// A loss and what it did since the evaluation before.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
struct Course {
    loss: f64,
    change: f64,
}

impl Course {
    fn then(self, loss: f64) -> Course {
        Course { loss, change: loss - self.loss }
    }

    /// Whether the loss went up after it had gone down, or down after it had gone up.
    fn turns(self, later: Course) -> bool {
        self.change * later.change < 0.0
    }
}

/// Sums over neighbouring evaluations.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
struct Bin {
    evaluations: u32,
    first_step: u64,
    train: f64,
    watched: f64,
    train_accuracy: f64,
    watched_accuracy: f64,
    /// The number of evaluations with a larger training loss than the one before.
    rises: u32,
    /// The number of evaluations at which the training loss turned.
    train_turns: u32,
    /// The number of evaluations at which the watched loss turned.
    watched_turns: u32,
    /// The sum of the absolute changes of the training loss.
    train_swing: f64,
    /// The sum of the absolute changes of the watched loss.
    watched_swing: f64,
    /// The sum of the squared changes of the watched loss.
    watched_squares: f64,
}

impl Bin {
    fn add(&mut self, other: &Bin) {
        if self.evaluations == 0 {
            self.first_step = other.first_step;
        }
        self.evaluations += other.evaluations;
        self.train += other.train;
        self.watched += other.watched;
        self.train_accuracy += other.train_accuracy;
        self.watched_accuracy += other.watched_accuracy;
        self.rises += other.rises;
        self.train_turns += other.train_turns;
        self.watched_turns += other.watched_turns;
        self.train_swing += other.train_swing;
        self.watched_swing += other.watched_swing;
        self.watched_squares += other.watched_squares;
    }

    fn is_possible(&self) -> bool {
        let counts = [self.rises, self.train_turns, self.watched_turns];
        self.evaluations <= MOST_IN_A_BIN && counts.iter().all(|&count| count <= self.evaluations)
    }

    fn per_evaluation(&self, sum: f64) -> f64 {
        sum / f64::from(self.evaluations)
    }

    fn mean_train(&self) -> f64 {
        self.per_evaluation(self.train)
    }
}

/// A summary of the last fifth of a run.
#[derive(Clone, Copy, Debug)]
pub(super) struct Recent {
    /// The step of its first evaluation.
    pub(super) first_step: u64,
    /// The mean training loss.
    pub(super) train: f64,
    pub(super) train_accuracy: f64,
    pub(super) watched_accuracy: f64,
    /// The mean watched loss in the newer half.
    pub(super) watched: f64,
    /// The fall of the training loss along the best straight line, relative to its mean; negative if it rose.
    pub(super) fall: f64,
    /// How many times longer in steps the window before the last change was; 1 if it was not longer, or without a change.
    pub(super) stretch: f64,
    /// The standard error of `fall`.
    pub(super) doubt: f64,
    /// The fall of the training loss over half the run, relative to its mean.
    pub(super) long_fall: f64,
    /// How many times longer in steps that half was before the last change; 1 if it was not longer, or without a change.
    pub(super) long_stretch: f64,
    /// The share of the evaluations at which the training loss rose.
    pub(super) rises: f64,
    /// The mean absolute change of the training loss between evaluations, relative to its mean.
    pub(super) train_swing: f64,
    /// The mean absolute change of the watched loss between evaluations, relative to its mean.
    pub(super) watched_swing: f64,
    /// The number of its evaluations.
    pub(super) evaluations: u32,
    /// The share of the evaluations at which the training loss turned: about 2/3 for noise, 1 if it alternates.
    pub(super) train_turns: f64,
    /// The share of the evaluations at which the watched loss turned.
    pub(super) watched_turns: f64,
    /// The standard deviation of the noise of the watched loss.
    pub(super) watched_noise: f64,
}

/// What the rules compare over, in steps.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
struct Reach {
    /// The last fifth of the run.
    window: u64,
    /// The half of the run over which the long fall is taken.
    half: u64,
}

impl Reach {
    fn longest(self, other: Reach) -> Reach {
        Reach { window: self.window.max(other.window), half: self.half.max(other.half) }
    }
}

/// How many times longer `before` is, or 1.
fn stretch(before: u64, now: u64) -> f64 {
    (before as f64 / now.max(1) as f64).max(1.0)
}

/// The evaluations of a run, averaged in bins.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Trace {
    bins: Vec<Bin>,
    /// The bin that is not full yet.
    open: Bin,
    /// The number of evaluations in a full bin.
    per_bin: u32,
    /// The last training and watched loss.
    last: Option<[Course; 2]>,
    /// The step of the last evaluation.
    last_step: u64,
    /// The longest reach before the last change of the run.
    before: Reach,
}

impl Default for Trace {
    fn default() -> Trace {
        Trace {
            bins: Vec::new(),
            open: Bin::default(),
            per_bin: 1,
            last: None,
            last_step: 0,
            before: Reach::default(),
        }
    }
}

impl Trace {
    /// Adds an evaluation; returns whether it completed a bin.
    pub(super) fn push(&mut self, values: Values) -> bool {
        let losses = [values.train, values.watched];
        let before = self.last.unwrap_or(losses.map(|loss| Course { loss, change: 0.0 }));
        let [train, watched] = [before[0].then(losses[0]), before[1].then(losses[1])];
        self.last = Some([train, watched]);
        self.last_step = values.step;
        self.open.add(&Bin {
            evaluations: 1,
            first_step: values.step,
            train: values.train,
            watched: values.watched,
            train_accuracy: values.train_accuracy,
            watched_accuracy: values.watched_accuracy,
            rises: u32::from(train.change > 0.0),
            train_turns: u32::from(before[0].turns(train)),
            watched_turns: u32::from(before[1].turns(watched)),
            train_swing: train.change.abs(),
            watched_swing: watched.change.abs(),
            watched_squares: watched.change.powi(2),
        });
        if self.open.evaluations < self.per_bin {
            return false;
        }
        self.bins.push(std::mem::take(&mut self.open));
        if self.bins.len() == CAPACITY {
            self.halve();
        }
        true
    }

    /// Discards the evaluations, but keeps the scale of the run.
    pub(super) fn restart(&mut self) {
        let before = self.before.longest(self.reach());
        *self = Trace { per_bin: (self.per_bin / SHORTER).max(1), before, ..Trace::default() };
    }

    /// What the rules compare over now; nothing with too few bins.
    fn reach(&self) -> Reach {
        if self.bins.len() < FEWEST {
            return Reach::default();
        }
        let [half, window] = self.windows().map(|window| window[0].first_step);
        Reach { window: self.last_step - window, half: window - half }
    }

    /// The windows of half a run ago and of now. There are at least [`FEWEST`] bins.
    fn windows(&self) -> [&[Bin]; 2] {
        let bins = self.bins.len();
        let length = (bins / WINDOW).max(SMALLEST_WINDOW);
        let half = (bins / 2).saturating_sub(length / 2);
        [&self.bins[half..half + length], &self.bins[bins - length..]]
    }

    /// Whether it can have come from a run.
    pub(super) fn is_possible(&self) -> bool {
        let is_full = |bin: &Bin| bin.is_possible() && bin.evaluations > 0;
        self.bins.len() < CAPACITY
            && (1..=MOST_IN_A_BIN).contains(&self.per_bin)
            && self.bins.iter().all(is_full)
            && self.bins.is_sorted_by_key(|bin| bin.first_step)
            && self.bins.last().is_none_or(|bin| bin.first_step <= self.last_step)
            && (self.open.evaluations == 0 || self.open.first_step <= self.last_step)
            && self.open.is_possible()
    }

    /// The bytes of its bins.
    pub(super) fn bytes(&self) -> usize {
        self.bins.len() * size_of::<Bin>()
    }

    /// The number of full bins.
    pub(super) fn len(&self) -> usize {
        self.bins.len()
    }

    /// The summary of the last fifth; `None` with too few bins.
    pub(super) fn recent(&self) -> Option<Recent> {
        if self.bins.len() < FEWEST {
            return None;
        }
        let [half, window] = self.windows();
        let (total, reach) = (total(window), self.reach());
        let share = |count: u32| total.per_evaluation(f64::from(count));
        let (train, watched) = (total.mean_train(), total.per_evaluation(total.watched));
        let size = size(window, train).max(f64::MIN_POSITIVE); // which avoids a division by zero
        let of_train = |loss: f64| loss / size;
        let (fall, doubt) = fall(window);
        let then = self::total(half).mean_train();
        let newer = self::total(&window[window.len() / 2..]);
        Some(Recent {
            first_step: total.first_step,
            train,
            train_accuracy: total.per_evaluation(total.train_accuracy),
            watched_accuracy: total.per_evaluation(total.watched_accuracy),
            watched: newer.per_evaluation(newer.watched),
            fall: of_train(fall),
            doubt: of_train(doubt),
            stretch: stretch(self.before.window, reach.window),
            long_fall: of_train(then - train),
            long_stretch: stretch(self.before.half, reach.half),
            rises: share(total.rises),
            train_swing: of_train(total.per_evaluation(total.train_swing)),
            watched_swing: total.per_evaluation(total.watched_swing) / watched.abs().max(f64::MIN_POSITIVE),
            evaluations: total.evaluations,
            train_turns: share(total.train_turns),
            watched_turns: share(total.watched_turns),
            watched_noise: (total.per_evaluation(total.watched_squares) / 2.0).sqrt(),
        })
    }

    /// Merges neighbouring bins, which halves their number.
    fn halve(&mut self) {
        self.bins = self.bins.chunks(2).map(total).collect();
        self.per_bin *= 2;
    }
}

fn total(bins: &[Bin]) -> Bin {
    bins.iter().fold(Bin::default(), |mut total, bin| {
        total.add(bin);
        total
    })
}

/// The size of the training loss, whose mean is `mean`. The losses of other programs may be negative.
fn size(window: &[Bin], mean: f64) -> f64 {
    if window.iter().all(|bin| bin.train >= 0.0) {
        return mean;
    }
    window.iter().map(|bin| bin.mean_train().abs()).sum::<f64>() / window.len() as f64
}

/// The fall along the least-squares line through the training losses, and its standard error.
fn fall(window: &[Bin]) -> (f64, f64) {
    let bins = window.len() as f64;
    let mean = window.iter().map(Bin::mean_train).sum::<f64>() / bins;
    let place = |i: usize| i as f64 - (bins - 1.0) / 2.0;
    let spread: f64 = (0..window.len()).map(|i| place(i).powi(2)).sum();
    let slope =
        window.iter().enumerate().map(|(i, bin)| place(i) * (bin.mean_train() - mean)).sum::<f64>() / spread;
    let off_line = |(i, bin): (usize, &Bin)| (bin.mean_train() - mean - slope * place(i)).powi(2);
    let variance = window.iter().enumerate().map(off_line).sum::<f64>() / (bins - 2.0);
    (-slope * bins, (variance / spread).sqrt() * bins)
}
