//! The course of a run in bounded memory: bins of neighbouring evaluations, and a summary of the last fifth.

/// The maximum number of bins. A window of a fifth then has at least twelve, enough to fit a line.
const CAPACITY: usize = 128;
/// The smallest number of bins for a word.
const FEWEST: usize = 12;
/// The window is one part in this many of the bins.
const WINDOW: usize = 5;
/// The smallest window, in bins.
const SMALLEST_WINDOW: usize = 5;
/// The factor by which bins become shorter after a change of the run, so that the next word comes soon.
const SHORTER: u32 = 4;

/// The values used of one evaluation.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Values {
    pub(super) train: f64,
    pub(super) watched: f64,
    pub(super) train_accuracy: f64,
    pub(super) watched_accuracy: f64,
}

/// Sums over neighbouring evaluations.
#[derive(Clone, Copy, Debug, Default)]
struct Bin {
    evaluations: u32,
    sum: Values,
    /// The number of evaluations with a larger training loss than the one before.
    rises: u32,
    /// The sum of the absolute changes of the training loss.
    swing: f64,
    /// The sum of the squared changes of the watched loss.
    watched_squares: f64,
}

impl Bin {
    fn of(values: Values, before: Option<Values>) -> Bin {
        let before = before.unwrap_or(values);
        Bin {
            evaluations: 1,
            sum: values,
            rises: u32::from(values.train > before.train),
            swing: (values.train - before.train).abs(),
            watched_squares: (values.watched - before.watched).powi(2),
        }
    }

    fn add(&mut self, other: &Bin) {
        self.evaluations += other.evaluations;
        self.sum.train += other.sum.train;
        self.sum.watched += other.sum.watched;
        self.sum.train_accuracy += other.sum.train_accuracy;
        self.sum.watched_accuracy += other.sum.watched_accuracy;
        self.rises += other.rises;
        self.swing += other.swing;
        self.watched_squares += other.watched_squares;
    }

    fn train(&self) -> f64 {
        self.sum.train / f64::from(self.evaluations)
    }
}

/// A summary of the last fifth of a run. Changes of the training loss are relative to its mean there.
#[derive(Clone, Copy, Debug)]
pub(super) struct Recent {
    /// Means over the window.
    pub(super) mean: Values,
    /// The mean watched loss in the newer half of the window.
    pub(super) watched: f64,
    /// The fall of the training loss along the best straight line; negative if it rose.
    pub(super) fall: f64,
    /// The standard error of `fall`.
    pub(super) doubt: f64,
    /// The fall of the training loss over half the run.
    pub(super) long_fall: f64,
    /// The share of the evaluations at which the training loss rose.
    pub(super) rises: f64,
    /// The mean absolute change of the training loss between evaluations.
    pub(super) swing: f64,
    /// The standard deviation of the noise of the watched loss.
    pub(super) watched_noise: f64,
}

/// The evaluations of a run, averaged in bins.
#[derive(Clone, Debug)]
pub(super) struct Trace {
    bins: Vec<Bin>,
    /// The bin that is not full yet.
    open: Bin,
    /// The number of evaluations in a full bin.
    per_bin: u32,
    last: Option<Values>,
}

impl Default for Trace {
    fn default() -> Trace {
        Trace { bins: Vec::new(), open: Bin::default(), per_bin: 1, last: None }
    }
}

impl Trace {
    /// Adds an evaluation; returns whether it completed a bin.
    pub(super) fn push(&mut self, values: Values) -> bool {
        self.open.add(&Bin::of(values, self.last.replace(values)));
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
        *self = Trace { per_bin: (self.per_bin / SHORTER).max(1), ..Trace::default() };
    }

    /// The number of full bins.
    pub(super) fn len(&self) -> usize {
        self.bins.len()
    }

    /// The summary of the last fifth; `None` with too few bins.
    pub(super) fn recent(&self) -> Option<Recent> {
        let bins = self.bins.len();
        if bins < FEWEST {
            return None;
        }
        let length = (bins / WINDOW).max(SMALLEST_WINDOW);
        let window = &self.bins[bins - length..];
        let total = total(window);
        let evaluations = f64::from(total.evaluations);
        let mean = Values {
            train: total.sum.train / evaluations,
            watched: total.sum.watched / evaluations,
            train_accuracy: total.sum.train_accuracy / evaluations,
            watched_accuracy: total.sum.watched_accuracy / evaluations,
        };
        // Avoid a division by zero.
        let relative = |loss: f64| loss / mean.train.max(f64::MIN_POSITIVE);
        let (fall, doubt) = fall(window);
        let half = (bins / 2).saturating_sub(length / 2);
        let then = self::total(&self.bins[half..half + length]).train();
        let newer = self::total(&window[length / 2..]);
        Some(Recent {
            mean,
            watched: newer.sum.watched / f64::from(newer.evaluations),
            fall: relative(fall),
            doubt: relative(doubt),
            long_fall: relative(then - mean.train),
            rises: f64::from(total.rises) / evaluations,
            swing: relative(total.swing / evaluations),
            watched_noise: (total.watched_squares / evaluations / 2.0).sqrt(),
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

/// The fall along the least-squares line through the training losses, and its standard error.
fn fall(window: &[Bin]) -> (f64, f64) {
    let bins = window.len() as f64;
    let mean = window.iter().map(Bin::train).sum::<f64>() / bins;
    let place = |i: usize| i as f64 - (bins - 1.0) / 2.0;
    let spread: f64 = (0..window.len()).map(|i| place(i).powi(2)).sum();
    let slope =
        window.iter().enumerate().map(|(i, bin)| place(i) * (bin.train() - mean)).sum::<f64>() / spread;
    let off_line = |(i, bin): (usize, &Bin)| (bin.train() - mean - slope * place(i)).powi(2);
    let variance = window.iter().enumerate().map(off_line).sum::<f64>() / (bins - 2.0);
    (-slope * bins, (variance / spread).sqrt() * bins)
}
