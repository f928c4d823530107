//! Formats numbers for people.

use std::time::Duration;

/// Formats an integer with commas between thousands: 10,000.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Formats a loss with about three significant digits.
pub fn short(value: f64) -> String {
    match value.abs() {
        _ if !value.is_finite() => "not finite".to_owned(),
        0.0 => "0".to_owned(),
        size if !(1e-4..1e5).contains(&size) => format!("{value:.1e}"),
        size if size >= 100.0 => format!("{value:.0}"),
        size if size >= 1.0 => format!("{value:.2}"),
        size if size >= 0.1 => format!("{value:.3}"),
        _ => format!("{value:.4}"),
    }
}

/// Formats a number like [`short`], always with its sign.
pub fn signed(value: f32) -> String {
    let sign = if value < 0.0 { "-" } else { "+" };
    format!("{sign}{}", short(f64::from(value.abs())))
}

/// Formats a number with so many significant digits: 0.412346, -12.3457, 3.14159e-7.
pub fn digits(value: f64, count: u8) -> String {
    if value == 0.0 || !value.is_finite() {
        return short(value);
    }
    // The exponent after rounding: that of 0.999 9999 is 0.
    let scientific = format!("{value:.*e}", usize::from(count.saturating_sub(1)));
    let exponent = scientific.rsplit('e').next().and_then(|exponent| exponent.parse::<i32>().ok());
    match exponent {
        Some(exponent @ -3..6) => format!("{value:.*}", (i32::from(count) - 1 - exponent).max(0) as usize),
        _ => scientific,
    }
}

/// Formats a share as a percentage: 87.2 %.
pub fn percent(share: f64) -> String {
    format!("{:.1} %", 100.0 * share)
}

/// Formats the share of this many examples as a percentage, without digits that the examples cannot tell apart: 83 % of 100
/// examples, 87.3 % of 400. Only all of them are 100 %, and only none are 0 %.
pub fn percent_of(share: f64, examples: usize) -> String {
    let decimals = usize::from(examples > 100);
    let unit = if decimals == 0 { 1.0 } else { 0.1 };
    let rounded = 100.0 * share;
    let rounded = if share > 0.0 && share < 1.0 { rounded.clamp(unit, 100.0 - unit) } else { rounded };
    format!("{rounded:.decimals$} %")
}

/// Formats an integer like [`grouped`], right-aligned in the columns of the largest one that it can become, so that it
/// never moves what stands beside it.
pub fn aligned(number: u64, largest: u64) -> String {
    let width = grouped(largest).len();
    format!("{:>width$}", grouped(number))
}

/// Formats a count of things: 1 step, 2 steps.
pub fn counted(number: u64, thing: &str) -> String {
    format!("{} {thing}{}", grouped(number), if number == 1 { "" } else { "s" })
}

/// Formats a time for someone who waits: 45 s, 3 min 20 s, 12 min, 2 h 5 min. Rounds up, more the longer it is.
pub fn waiting_time(time: Duration) -> String {
    let seconds = time.as_secs_f64().ceil() as u64;
    let tens = seconds.div_ceil(10);
    let minutes = seconds.div_ceil(60);
    match seconds {
        ..60 => format!("{seconds} s"),
        60..600 if tens.is_multiple_of(6) => format!("{} min", tens / 6),
        60..600 => format!("{} min {} s", tens / 6, tens % 6 * 10),
        600..3_600 => format!("{minutes} min"),
        3_600..86_400 => format!("{} h {} min", minutes / 60, minutes % 60),
        _ => format!("{} days", seconds.div_ceil(86_400)),
    }
}

/// Formats a count with about two significant digits and a suffix: 950, 1.2k, 3.4M.
pub fn count(number: f64) -> String {
    let (scaled, letter) = match number {
        n if n >= 999_950.0 => (n / 1e6, "M"),
        n if n >= 999.5 => (n / 1e3, "k"),
        n => (n, ""),
    };
    let decimals = usize::from(scaled < 9.95);
    let digits = format!("{scaled:.decimals$}");
    format!("{}{letter}", digits.strip_suffix(".0").unwrap_or(&digits))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_formatted_for_people() {
        assert_eq!(grouped(23_860), "23,860");
        assert_eq!(grouped(7), "7");
        assert_eq!([0.031, 0.17491, 2.5, 733.8].map(short), ["0.0310", "0.175", "2.50", "734"]);
        let values = [0.412_345_67, -12.345_67, 3.141_592_65e-7, 0.0, 123_456.7, 1e9, 0.001, f64::INFINITY];
        assert_eq!(digits(0.01_f32.into(), 6), "0.0100000");
        assert_eq!(
            values.map(|value| digits(value, 6)),
            ["0.412346", "-12.3457", "3.14159e-7", "0", "123457", "1.00000e9", "0.00100000", "not finite"]
        );
        assert_eq!(short(f64::NAN), "not finite");
        assert_eq!([0.0, 0.83, 1.0].map(|share| percent_of(share, 100)), ["0 %", "83 %", "100 %"]);
        assert_eq!([0.0, 0.8725, 1.0].map(|share| percent_of(share, 400)), ["0.0 %", "87.2 %", "100.0 %"]);
        assert_eq!([1e-5, 0.99999].map(|share| percent_of(share, 60_000)), ["0.1 %", "99.9 %"]);
        assert_eq!(aligned(950, 10_000), "   950");
        assert_eq!([1, 2_000].map(|steps| counted(steps, "step")), ["1 step", "2,000 steps"]);
        let times = [0.2, 59.5, 61.0, 121.0, 601.0, 3_600.0, 7_500.0, 1e6];
        assert_eq!(
            times.map(|seconds| waiting_time(Duration::from_secs_f64(seconds))),
            ["1 s", "1 min", "1 min 10 s", "2 min 10 s", "11 min", "1 h 0 min", "2 h 5 min", "12 days"]
        );
        assert_eq!([1.0, 512.0, 1_249.0, 18_654.0, 2e6].map(count), ["1", "512", "1.2k", "19k", "2M"]);
    }
}
