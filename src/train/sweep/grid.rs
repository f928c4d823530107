//! All runs of a sweep, in their order: each combination of values, from each seed.

use super::axis::Axis;
use super::sample::sample;
use crate::error::Error;
use crate::train::setting_id::SettingId;

/// The most runs of a sweep.
pub const MOST_RUNS: usize = 1_000_000;

/// The runs of a sweep. The last axis changes fastest, and the seed faster still.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grid {
    axes: Vec<Axis>,
    /// The first seed.
    seed: u64,
    seeds: usize,
    /// The combinations that are run.
    chosen: Vec<usize>,
}

/// A value for each axis.
pub type Combination<'a> = Vec<(SettingId, &'a str)>;

impl Grid {
    /// Each combination of the values of `axes`, or `some` of them drawn by `seed`, from `seeds` seeds, of which `seed` is the
    /// first.
    ///
    /// # Errors
    /// When a setting has two axes, or there are too many runs or too large seeds.
    pub fn new(axes: Vec<Axis>, seed: u64, seeds: usize, some: Option<usize>) -> Result<Grid, Error> {
        for (n, axis) in axes.iter().enumerate() {
            if axes[..n].iter().any(|other| other.setting == axis.setting) {
                let name = axis.setting.name();
                return Err(Error::Usage(format!(
                    "--over {name} is given twice: put its values into one list"
                )));
            }
        }
        let lengths = axes.iter().map(|axis| axis.values.len());
        let all = lengths.fold(1, usize::saturating_mul);
        let count = some.map_or(all, |some| some.min(all));
        if all > MOST_RUNS {
            let sentence = format!("the sweep has more than {MOST_RUNS} combinations: give fewer values");
            return Err(Error::Usage(sentence));
        }
        if count.saturating_mul(seeds) > MOST_RUNS {
            let sentence = format!("the sweep has more than {MOST_RUNS} runs: give fewer values or seeds");
            return Err(Error::Usage(sentence));
        }
        if seed.checked_add(seeds as u64).is_none() {
            return Err(Error::Usage(format!(
                "--seed {seed} does not work: it is too large for {seeds} seeds"
            )));
        }
        let chosen = if count < all { sample(count, all, seed) } else { (0..all).collect() };
        Ok(Grid { axes, seed, seeds, chosen })
    }

    /// The axes.
    pub fn axes(&self) -> &[Axis] {
        &self.axes
    }

    /// How many seeds each combination has.
    pub fn seeds(&self) -> usize {
        self.seeds
    }

    /// How many combinations are run.
    pub fn combinations(&self) -> usize {
        self.chosen.len()
    }

    /// How many runs there are. Their indices are from 1 to this.
    pub fn runs(&self) -> usize {
        self.chosen.len() * self.seeds
    }

    /// The place of a combination on each axis.
    pub fn places(&self, combination: usize) -> Vec<usize> {
        let mut rest = self.chosen[combination];
        let mut places: Vec<usize> = self
            .axes
            .iter()
            .rev()
            .map(|axis| {
                let place = rest % axis.values.len();
                rest /= axis.values.len();
                place
            })
            .collect();
        places.reverse();
        places
    }

    /// The values of a combination.
    pub fn values(&self, combination: usize) -> Combination<'_> {
        let places = self.places(combination);
        self.axes.iter().zip(places).map(|(axis, n)| (axis.setting, axis.values[n].as_str())).collect()
    }

    /// The combination of a run.
    pub fn combination_of(&self, index: usize) -> usize {
        (index - 1) / self.seeds
    }

    /// The seed of a run.
    pub fn seed_of(&self, index: usize) -> u64 {
        self.seed + ((index - 1) % self.seeds) as u64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn axis(setting: SettingId, values: &[&str]) -> Axis {
        Axis { setting, values: values.iter().map(|&value| value.to_owned()).collect() }
    }

    fn axes() -> Vec<Axis> {
        vec![axis(SettingId::Eta, &["0.1", "0.2"]), axis(SettingId::Hidden, &["1", "2", "3"])]
    }

    #[test]
    fn the_last_axis_changes_fastest_and_the_seed_faster_still() {
        let grid = Grid::new(axes(), 7, 2, None).expect("a grid");
        assert_eq!((grid.combinations(), grid.runs()), (6, 12));
        let run = |index| {
            let values = grid.values(grid.combination_of(index));
            (values[0].1, values[1].1, grid.seed_of(index))
        };
        assert_eq!(
            [1, 2, 3, 7, 12].map(run),
            [("0.1", "1", 7), ("0.1", "1", 8), ("0.1", "2", 7), ("0.2", "1", 7), ("0.2", "3", 8)]
        );
    }

    #[test]
    fn a_sample_keeps_the_order_of_the_grid() {
        let (all, some) = (Grid::new(axes(), 1, 3, None), Grid::new(axes(), 1, 3, Some(4)));
        let (all, some) = (all.expect("a grid"), some.expect("a grid"));
        assert_eq!(some.runs(), 12);
        let places = |grid: &Grid| (0..grid.combinations()).map(|n| grid.places(n)).collect::<Vec<_>>();
        assert!(places(&some).is_sorted());
        assert!(places(&some).iter().all(|place| places(&all).contains(place)));
        assert_eq!(Grid::new(axes(), 1, 3, Some(6)).expect("a grid"), all);
    }

    #[test]
    fn what_cannot_be_run_is_refused() {
        let twice = [axes(), vec![axis(SettingId::Eta, &["1"])]].concat();
        assert!(Grid::new(twice, 0, 1, None).is_err());
        assert!(Grid::new(axes(), 0, MOST_RUNS, None).is_err());
        assert!(Grid::new(axes(), u64::MAX, 2, None).is_err());
    }
}
