//! Ticks: round numbers on an axis, and their labels.

use crate::numbers::{grouped, short};
use crate::tui::axis::{Axis, Scaling};

/// The parts of an axis of values. Half of them are left where there is little room.
const PARTS: usize = 4;
/// From so many rows on, all parts have a tick, although up to three rows stay empty above the axis.
const ROWS_FOR_ALL: usize = 13;
/// From so many rows on, halves of parts have a tick if they are round.
const ROWS_FOR_HALVES: usize = 17;
/// Sizes of a part, between powers of ten. All have two digits at most.
const SIZES: [f64; 8] = [1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0];
/// Sizes of a part of an axis that ends at its top, as shares of it. Half and all of the parts are whole per cents.
const SHARES: [f64; 7] = [0.01, 0.02, 0.05, 0.1, 0.15, 0.2, 0.25];

/// The shortest range of round numbers that contains another one and has four parts of a round size, so that ticks are
/// evenly spaced from one end to the other. With `is_topped`, it ends at the upper end of the other one.
pub fn round_linear((low, high): (f64, f64), is_topped: bool) -> (f64, f64) {
    if is_topped && low >= 0.0 {
        let size = SHARES.into_iter().find(|size| high * (1.0 - PARTS as f64 * size) <= low + 1e-12);
        return (high * (1.0 - PARTS as f64 * size.unwrap_or(0.25)), high);
    }
    let width = (high - low).max(high.abs() * 1e-3).max(1e-9);
    let start = (width / PARTS as f64).log10().floor() as i32;
    let sizes = (start..start + 3).flat_map(|power| SIZES.map(|size| size * power_of_ten(power)));
    let range = |size: f64| {
        let first = (low / size + 1e-9).floor() * size;
        (first, first + PARTS as f64 * size)
    };
    sizes.map(range).find(|range| range.1 >= high - 1e-9 * width).unwrap_or((low, high))
}

/// The shortest range from one of 1, 2 and 5 times a power of ten to another that contains a positive range. Ranges too short
/// for three of those are rounded as linear ones.
pub fn round_log((low, high): (f64, f64)) -> (f64, f64) {
    let (first, last) = (low.log10().floor() as i32, high.log10().ceil() as i32);
    let all = ladder(first, last);
    let below = all.iter().copied().filter(|&value| value <= low * (1.0 + 1e-9)).fold(low / 2.0, f64::max);
    let above = all.iter().copied().filter(|&value| value >= high * (1.0 - 1e-9)).fold(high * 2.0, f64::min);
    let even = round_linear((low, high), false);
    let is_short = above / below < 4.9;
    if is_short && even.0 > 0.0 {
        even
    } else if is_short {
        (below, above * 2.0)
    } else {
        (below, above)
    }
}

/// 1, 2 and 5 times the powers of ten from `first` to `last`.
fn ladder(first: i32, last: i32) -> Vec<f64> {
    (first..=last).flat_map(|power| [1.0, 2.0, 5.0].map(|digit| digit * power_of_ten(power))).collect()
}

/// The ticks of an axis of values, and the rows that the axis takes.
pub struct ValueTicks {
    /// At least three, the lowest at the lower end of the axis.
    pub values: Vec<f64>,
    /// On a linear axis one row more than a multiple of the parts between the ticks, so that all are of the same height.
    pub rows: usize,
}

/// Chooses the ticks of an axis of values for which there are `rows` rows.
pub fn value_ticks(axis: &Axis, rows: usize) -> ValueTicks {
    let (low, high) = axis.range();
    if axis.scaling() == Scaling::Log {
        let values = ratios((low, high), (2 * rows / 3).clamp(3, 9));
        if values.len() >= 3 {
            return ValueTicks { values, rows };
        }
    }
    let left_over = |parts: usize| rows.saturating_sub(1) % parts;
    let half = (high - low) / (2 * PARTS) as f64;
    let has_round_halves = decimals_of(half) <= decimals_of(2.0 * half);
    let parts = if rows >= ROWS_FOR_HALVES && has_round_halves && left_over(2 * PARTS) < PARTS {
        2 * PARTS
    } else if rows >= ROWS_FOR_ALL || left_over(PARTS) < 2 {
        PARTS
    } else {
        PARTS / 2
    };
    let values = (0..=parts).map(|i| low + (high - low) * i as f64 / parts as f64).collect();
    ValueTicks { values, rows: if rows > parts { rows - left_over(parts) } else { rows } }
}

/// Whole numbers on an axis of steps of `columns` columns: on a log axis 1, 2 and 5 of every decade, or decades; else, or if
/// those are fewer than three, evenly spaced.
pub fn step_ticks(axis: &Axis, columns: usize) -> Vec<f64> {
    let (range, most) = (axis.range(), (columns / 7).clamp(3, 12));
    if axis.scaling() == Scaling::Log {
        let ticks = ratios(range, most);
        let whole: Vec<f64> = ticks.into_iter().filter(|step| step.fract() == 0.0).collect();
        if whole.len() >= 3 {
            return whole;
        }
    }
    even(range, most)
}

/// Multiples of 1, 2 or 5 times a power of ten: at most `most`, or more if those are fewer than three.
fn even((low, high): (f64, f64), most: usize) -> Vec<f64> {
    let width = high - low;
    if !width.is_finite() || width <= 0.0 {
        return Vec::new();
    }
    let multiples = |size: f64| -> Vec<f64> {
        let (first, last) = ((low / size).ceil() as i64, (high / size).floor() as i64);
        (first..=last).map(|i| i as f64 * size).collect()
    };
    let count = |size: f64| (high / size).floor() - (low / size).ceil() + 1.0;
    let coarse_first = ladder(0, width.log10().ceil().max(0.0) as i32).into_iter().rev();
    let mut chosen = Vec::new();
    for size in coarse_first {
        if count(size) > (3 * most) as f64 {
            break;
        }
        let ticks = multiples(size);
        if ticks.len() <= most || chosen.len() < 3 {
            chosen = ticks;
        }
    }
    chosen
}

/// 1, 2 and 5 times every power of ten; if those are more than `most`, every power, or every second, third …; if those are
/// fewer than three, some of the first ones.
fn ratios((low, high): (f64, f64), most: usize) -> Vec<f64> {
    let (first, last) = (low.log10().floor() as i32, high.log10().ceil() as i32);
    // A tolerance keeps round ends of the axis.
    let inside = |value: &f64| (low * (1.0 - 1e-9)..=high * (1.0 + 1e-9)).contains(value);
    let all: Vec<f64> = ladder(first, last).into_iter().filter(inside).collect();
    if all.len() <= most {
        return all;
    }
    let powers = (1..=last - first).map(|apart| {
        let powers = (first..=last).filter(|power| power.rem_euclid(apart) == 0).map(power_of_ten);
        powers.filter(inside).collect::<Vec<_>>()
    });
    let powers = powers.into_iter().find(|ticks| ticks.len() <= most).unwrap_or_default();
    if powers.len() >= 3 {
        return powers;
    }
    all.iter().copied().step_by(all.len().div_ceil(most)).collect()
}

/// The nearest number to a power of ten. Repeated multiplication by 0.1 would add up rounding errors.
fn power_of_ten(power: i32) -> f64 {
    format!("1e{power}").parse().unwrap_or(f64::NAN)
}

/// Formats a value with enough digits to tell it from its neighbours, in at most `room` characters.
pub fn value_label(
    value: f64,
    ticks: &[f64],
    scaling: Scaling,
    (factor, suffix): (f64, &str),
    room: usize,
) -> String {
    let value = factor * value;
    let decimals = match scaling {
        Scaling::Linear => match ticks.windows(2).next() {
            Some(pair) => decimals_of(factor * (pair[1] - pair[0])).max(decimals_of(factor * pair[0])),
            None => decimals_of(value),
        },
        Scaling::Log => decimals_of(value),
    };
    match format!("{value:.decimals$}{suffix}") {
        text if text.len() <= room => text,
        _ if scaling == Scaling::Log => format!("{value:.0e}"),
        _ => short(value),
    }
}

/// The fewest decimals that are exact to nine digits.
fn decimals_of(value: f64) -> usize {
    let says = |decimals: &i32| {
        let shift = power_of_ten(*decimals);
        ((value * shift).round() / shift - value).abs() <= 1e-9 * value.abs()
    };
    (0..9).find(says).unwrap_or(9) as usize
}

/// Formats a number of steps, in thousands or millions if that is shorter and exact.
pub fn step_label(step: f64) -> String {
    for (size, letter) in [(1e6, "M"), (1e3, "k")] {
        let hundredths = step / size * 100.0;
        if step >= size && (hundredths - hundredths.round()).abs() < 1e-6 {
            return format!("{}{letter}", hundredths.round() / 100.0);
        }
    }
    if step.fract() == 0.0 { grouped(step as u64) } else { format!("{step}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_have_round_ticks() {
        let linear = |low: f64, high: f64, columns| step_ticks(&Axis::linear((low, high)), columns);
        assert_eq!(linear(0.0, 10_000.0, 42), [0.0, 2e3, 4e3, 6e3, 8e3, 1e4]);
        assert_eq!(linear(0.0, 4_200.0, 25), [0.0, 2e3, 4e3]);
        assert_eq!(linear(1_100.0, 2_900.0, 25), [1_500.0, 2e3, 2_500.0], "rather than a single one");
        assert_eq!(linear(0.0, 1.0, 25), [0.0, 1.0], "there are no others");
        assert!(linear(f64::NAN, 1.0, 25).is_empty());
        let log = |low: f64, high: f64, columns| step_ticks(&Axis::log((low, high), low), columns);
        assert_eq!(log(0.5, 10_000.0, 50), [1.0, 10.0, 100.0, 1e3, 1e4]);
        assert_eq!(log(300.0, 1_200.0, 50).len(), 5, "too short for ratios");
    }

    #[test]
    fn an_axis_of_values_has_ticks_from_end_to_end() {
        for power in -12..12 {
            for (low, high) in
                [(0.0, 1.0), (0.3, 0.31), (0.029, 0.53), (0.999, 1.001), (5.0, 5.0), (1.2, 97.0)]
            {
                let (low, high) = (low * power_of_ten(power), high * power_of_ten(power));
                for axis in [
                    Axis::linear(round_linear((low, high), false)),
                    Axis::log(round_log((low.max(high / 1e5), high)), low.max(high / 1e5)),
                ] {
                    let (first, last) = axis.range();
                    assert!(
                        first <= low.max(high / 1e5) * (1.0 + 1e-6) && last >= high * (1.0 - 1e-6),
                        "{axis:?}"
                    );
                    for rows in [3, 4, 5, 9, 20] {
                        let ticks = value_ticks(&axis, rows).values;
                        assert!((3..=9).contains(&ticks.len()), "{axis:?} in {rows}: {ticks:?}");
                        assert!((axis.share(ticks[0])).abs() < 0.3, "{axis:?} in {rows}: {ticks:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn an_axis_of_shares_has_whole_per_cents() {
        for lowest in 0..100 {
            let range = round_linear((f64::from(lowest) / 100.0, 1.0), true);
            assert!(range.1 == 1.0 && range.0 <= f64::from(lowest) / 100.0 + 1e-9);
            let ticks = value_ticks(&Axis::linear(range), 9).values;
            let labels = ticks.iter().map(|&v| value_label(v, &ticks, Scaling::Linear, (100.0, " %"), 6));
            assert!(labels.clone().all(|label| !label.contains('.')), "{:?}", labels.collect::<Vec<_>>());
        }
    }

    #[test]
    fn the_parts_of_a_linear_axis_have_the_same_height() {
        let axis = Axis::linear((0.0, 0.4));
        for rows in 4..60 {
            let ValueTicks { values, rows: taken } = value_ticks(&axis, rows);
            assert_eq!((taken - 1) % (values.len() - 1), 0, "{rows} rows: {taken} for {values:?}");
            assert!(rows - taken <= 3, "{rows} rows: {taken} for {values:?}");
        }
    }

    #[test]
    fn labels_say_just_what_is_needed() {
        let label = |value, scaling| value_label(value, &[0.1, 0.15], scaling, (1.0, ""), 5);
        assert_eq!(label(0.1, Scaling::Linear), "0.10");
        assert_eq!(
            [0.1, 0.002, 2e-7, 50.0].map(|value| label(value, Scaling::Log)),
            ["0.1", "0.002", "2e-7", "50"]
        );
        assert_eq!(value_label(0.5, &[0.5], Scaling::Linear, (1.0, ""), 6), "0.5", "a single one");
        assert_eq!(value_label(0.8, &[0.6, 0.8], Scaling::Linear, (100.0, " %"), 6), "80 %");
    }

    #[test]
    fn steps_are_never_rounded() {
        let labels = [0.0, 500.0, 2_000.0, 1_250.0, 10_500.0, 12_345.0, 2_500_000.0].map(step_label);
        assert_eq!(labels, ["0", "500", "2k", "1.25k", "10.5k", "12,345", "2.5M"]);
    }
}
