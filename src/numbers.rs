//! Formats numbers for people.

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

/// Formats a share as a percentage: 87.2 %.
pub fn percent(share: f64) -> String {
    format!("{:.1} %", 100.0 * share)
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
        assert_eq!(short(f64::NAN), "not finite");
        assert_eq!([1.0, 512.0, 1_249.0, 18_654.0, 2e6].map(count), ["1", "512", "1.2k", "19k", "2M"]);
    }
}
