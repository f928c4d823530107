//! Ticks: round numbers on an axis, and their labels.

use crate::numbers::{grouped, short};
use crate::tui::axis::{Axis, Scaling};

/// At most `most` round numbers on an axis. They are evenly spaced on a linear axis; on a log axis 1, 2 and 5 of every decade,
/// or decades. A log axis too short for two of those has the ticks of a linear one.
pub fn ticks(axis: &Axis, most: usize) -> Vec<f64> {
    let range = axis.range();
    match axis.scaling() {
        Scaling::Linear => even(range, most),
        Scaling::Log => {
            let ticks = ratios(range, most);
            if ticks.len() < 2 { even(range, most) } else { ticks }
        }
    }
}

/// Multiples of 1, 2 or 5 times a power of ten.
fn even((low, high): (f64, f64), most: usize) -> Vec<f64> {
    let width = high - low;
    if !width.is_finite() || width <= 0.0 || most == 0 {
        return Vec::new();
    }
    let coarse = 10_f64.powf((width / most as f64).log10().floor());
    let sizes = [1.0, 2.0, 5.0, 10.0, 20.0].map(|factor| factor * coarse);
    let count = |size: f64| (high / size).floor() - (low / size).ceil() + 1.0;
    let size = sizes.into_iter().find(|&size| count(size) <= most as f64).unwrap_or(50.0 * coarse);
    let first = (low / size).ceil() as i64;
    let last = (high / size).floor() as i64;
    (first..=last).map(|i| i as f64 * size).collect()
}

/// 1, 2 and 5 times every power of ten; if those are too many, every power, or every second, third …
fn ratios((low, high): (f64, f64), most: usize) -> Vec<f64> {
    let (first, last) = (low.log10().floor() as i32, high.log10().ceil() as i32);
    // A tolerance keeps round ends of the axis.
    let inside = |value: &f64| (low * (1.0 - 1e-9)..=high * (1.0 + 1e-9)).contains(value);
    let decades = |apart: i32, digits: &[f64]| -> Vec<f64> {
        let powers = (first..=last).filter(|power| power.rem_euclid(apart) == 0);
        powers
            .flat_map(|power| digits.iter().map(move |digit| digit * power_of_ten(power)))
            .filter(inside)
            .collect()
    };
    let all = decades(1, &[1.0, 2.0, 5.0]);
    if all.len() <= most {
        return all;
    }
    (1..=last - first)
        .map(|apart| decades(apart, &[1.0]))
        .find(|ticks| ticks.len() <= most)
        .unwrap_or_default()
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
            Some(pair) => (-(factor * (pair[1] - pair[0])).log10().floor()).clamp(0.0, 9.0) as usize,
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
    grouped(step as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_inside() {
        assert_eq!(even((0.0, 10_000.0), 6), [0.0, 2e3, 4e3, 6e3, 8e3, 1e4]);
        assert_eq!(even((0.15, 0.65), 3), [0.2, 0.4, 0.600_000_000_000_000_1]);
        assert!(even((0.0, 0.0), 5).is_empty());
        assert!(even((f64::NAN, 1.0), 5).is_empty());
    }

    #[test]
    fn ticks_of_a_log_axis_are_ones_twos_and_fives_or_decades() {
        let log = |low: f64, high: f64, most| ticks(&Axis::log((low, high), low), most);
        assert_eq!(log(0.01, 0.1, 8), [0.01, 0.02, 0.05, 0.1]);
        assert_eq!(log(0.003, 2.0, 4), [0.01, 0.1, 1.0]);
        assert_eq!(log(1e-6, 1.0, 3), [1e-6, 1e-3, 1.0], "every third decade");
        assert_eq!(
            log(0.21, 0.39, 4),
            [0.25, 0.300_000_000_000_000_04, 0.350_000_000_000_000_03],
            "too short for ratios"
        );
        assert_eq!(log(1.0, 10_000.0, 3), [1.0, 100.0, 10_000.0]);
    }

    #[test]
    fn there_are_never_too_many_ticks() {
        for most in 2..12 {
            for power in -300..300 {
                let low = power_of_ten(power);
                for high in [1.01 * low, 3.0 * low, 1e3 * low, 1e8 * low] {
                    assert!(ticks(&Axis::log((low, high), low), most).len() <= most, "{low} {high} {most}");
                    assert!(ticks(&Axis::linear((low, high)), most).len() <= most, "{low} {high} {most}");
                }
            }
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
