//! Numbers as tables have them.

/// How the numbers of a column are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Notation {
    /// With a decimal point: `1234.5`.
    #[default]
    Point,
    /// With a decimal comma, perhaps with points between thousands: `1.234,5`.
    DecimalComma,
    /// With commas between thousands, perhaps with a decimal point: `1,234.5`.
    ThousandsCommas,
}

/// What a field may be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Cell {
    /// A whole number from 0 to 255 in its shortest form.
    Byte(u8),
    /// Any other number without commas.
    Number(f64),
    /// A number with commas, or with points between thousands; the column decides how it is meant.
    Marked(Marked),
    /// Nothing, or a sign that a value is missing.
    Missing,
    /// Anything else.
    Word,
}

/// The numbers that a field with commas or several points may stand for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Marked {
    pub with_decimal_comma: Option<f64>,
    pub with_thousands_commas: Option<f64>,
}

/// Signs that a value is missing, in lower case.
const MISSING: [&str; 8] = ["", "?", "na", "n/a", "#n/a", "<na>", "nan", "null"];

impl Cell {
    /// Decides what a trimmed field may be.
    #[inline]
    pub fn of(field: &[u8]) -> Cell {
        byte(field).map_or_else(|| Cell::of_other(field), Cell::Byte)
    }

    fn of_other(field: &[u8]) -> Cell {
        if let Some(number) = short(field) {
            return Cell::Number(number);
        }
        let Ok(text) = str::from_utf8(field) else { return Cell::Word };
        if let Some(number) = plain(text) {
            return Cell::Number(number);
        }
        if text.len() <= 4 && MISSING.contains(&text.to_lowercase().as_str()) {
            return Cell::Missing;
        }
        if !text.bytes().any(|byte| byte.is_ascii_digit()) || text.len() > MAX_DIGITS {
            return Cell::Word;
        }
        let usual = usual(text);
        if let Some(number) = plain(&usual) {
            return Cell::Number(number);
        }
        let marked = Marked {
            with_decimal_comma: grouped(&usual, '.', ','),
            with_thousands_commas: grouped(&usual, ',', '.'),
        };
        match marked {
            Marked { with_decimal_comma: None, with_thousands_commas: None } => Cell::Word,
            marked => Cell::Marked(marked),
        }
    }
}

/// Parses a trimmed field of a column whose numbers are written like this.
#[inline]
pub fn parse(field: &[u8], notation: Notation) -> Option<f64> {
    match byte(field) {
        Some(byte) => Some(byte.into()),
        None => parse_other(field, notation),
    }
}

fn parse_other(field: &[u8], notation: Notation) -> Option<f64> {
    match (Cell::of(field), notation) {
        (Cell::Number(number), Notation::Point | Notation::ThousandsCommas) => Some(number),
        // A point is between thousands: 1.234 is 1234.
        (Cell::Number(number), Notation::DecimalComma) => {
            let text = usual(str::from_utf8(field).ok()?);
            if text.contains('.') { grouped(&text, '.', ',') } else { Some(number) }
        }
        (Cell::Marked(marked), Notation::DecimalComma) => marked.with_decimal_comma,
        (Cell::Marked(marked), Notation::ThousandsCommas) => marked.with_thousands_commas,
        _ => None,
    }
}

/// Whether a number without commas may have points between its thousands: `1.234`.
pub fn may_have_thousands_points(field: &[u8]) -> bool {
    str::from_utf8(field).is_ok_and(|text| text.contains('.') && grouped(text, '.', ',').is_some())
}

/// Longer fields are no numbers with signs between their digits.
const MAX_DIGITS: usize = 64;

/// A whole number from 0 to 255 in its shortest form.
#[inline]
fn byte(field: &[u8]) -> Option<u8> {
    let digit = |byte: u8| Some(byte.wrapping_sub(b'0')).filter(|&digit| digit < 10);
    match *field {
        [a] => digit(a),
        [a, b] if a != b'0' => Some(10 * digit(a)? + digit(b)?),
        [a, b, c] if a != b'0' => {
            let number = 100 * u16::from(digit(a)?) + 10 * u16::from(digit(b)?) + u16::from(digit(c)?);
            u8::try_from(number).ok()
        }
        _ => None,
    }
}

/// A decimal of up to 15 digits, as most numbers of tables are. Its digits and the power of ten are exact as float64, so that
/// the quotient is the nearest float64 (Clinger 1990, "How to read floating point numbers accurately").
#[inline]
fn short(field: &[u8]) -> Option<f64> {
    const POWERS: [f64; 16] =
        [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];
    let (sign, digits) = field.strip_prefix(b"-").map_or((1.0, field), |digits| (-1.0, digits));
    if digits.len() > 16 {
        return None;
    }
    let (mut number, mut point) = (0_u64, None);
    for (place, &byte) in digits.iter().enumerate() {
        match byte {
            b'0'..=b'9' => number = 10 * number + u64::from(byte - b'0'),
            b'.' if point.is_none() => point = Some(place),
            _ => return None,
        }
    }
    let count = digits.len() - usize::from(point.is_some());
    let decimals = point.map_or(0, |place| count - place);
    (1..=15).contains(&count).then(|| sign * number as f64 / POWERS[decimals])
}

/// A finite number as programming languages write it.
fn plain(text: &str) -> Option<f64> {
    text.parse().ok().filter(|number: &f64| number.is_finite())
}

/// The typographic minus as a hyphen, and no blanks or apostrophes between thousands.
fn usual(text: &str) -> String {
    let text = text.replace(['\u{2212}', '\u{fe63}', '\u{ff0d}'], "-");
    let is_gap =
        |letter: char| matches!(letter, '\u{a0}' | '\u{2007}' | '\u{2009}' | '\u{202f}' | '\'' | '’');
    let whole = text.find(['.', ',']).map_or(text.as_str(), |end| &text[..end]);
    let mut groups = whole.trim_start_matches(['+', '-']).split(is_gap);
    let first = groups.next().unwrap_or_default();
    let is_grouped =
        (1..=3).contains(&first.len()) && groups.all(|group| is_digits(group) && group.len() == 3);
    if is_grouped && is_digits(first) { text.replace(is_gap, "") } else { text }
}

/// Parses a number with `group` between thousands and `decimal` before its fraction.
fn grouped(text: &str, group: char, decimal: char) -> Option<f64> {
    let (whole, fraction) = text.split_once(decimal).unwrap_or((text, ""));
    let digits = whole.trim_start_matches(['+', '-']);
    let mut groups = digits.split(group);
    let first = groups.next()?;
    let is_grouped = digits.contains(group);
    let is_whole = is_digits(first) || first.is_empty() && !is_grouped && !fraction.is_empty();
    let may_be_grouped = (1..=3).contains(&first.len())
        && first != "0"
        && groups.all(|group| is_digits(group) && group.len() == 3);
    if !is_whole || is_grouped && !may_be_grouped {
        return None;
    }
    plain(&format!("{}.{fraction}", whole.replace(group, "")))
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, notation: Notation) -> Option<f64> {
        parse(text.as_bytes(), notation)
    }

    #[test]
    fn numbers_are_read_as_their_column_writes_them() {
        for (text, point, decimal, thousands) in [
            ("255", Some(255.0), Some(255.0), Some(255.0)),
            ("-1.5e-3", Some(-1.5e-3), None, Some(-1.5e-3)),
            ("1,001", None, Some(1.001), Some(1001.0)),
            ("0,001", None, Some(0.001), None),
            ("1,5", None, Some(1.5), None),
            (",5", None, Some(0.5), None),
            ("-2,5e3", None, Some(-2500.0), None),
            ("1,234,567", None, None, Some(1_234_567.0)),
            ("1,234.5", None, None, Some(1234.5)),
            ("1.234,5", None, Some(1234.5), None),
            ("1.234.567", None, Some(1_234_567.0), None),
            ("1.234", Some(1.234), Some(1234.0), Some(1.234)),
            ("\u{2212}3.5", Some(-3.5), None, Some(-3.5)),
            ("12\u{a0}345,5", None, Some(12345.5), None),
            ("12\u{202f}345", Some(12345.0), Some(12345.0), Some(12345.0)),
            ("1'234.5", Some(1234.5), None, Some(1234.5)),
            ("nan", None, None, None),
            ("1,2,3", None, None, None),
            ("12,34", None, Some(12.34), None),
            (",", None, None, None),
            ("a,5", None, None, None),
        ] {
            let actual =
                [Notation::Point, Notation::DecimalComma, Notation::ThousandsCommas].map(|n| read(text, n));
            assert_eq!(actual, [point, decimal, thousands], "{text}");
        }
    }

    #[test]
    fn short_decimals_are_the_nearest_floats() {
        for digits in (0..20_000_u64).map(|n| n * n * n % 999_999_999_999_989 * 127 % 1_000_000_000_000_000) {
            for decimals in 0..15 {
                let text = format!("{:0>1$}", digits, decimals + 1);
                let (whole, fraction) = text.split_at(text.len() - decimals);
                for text in [format!("{whole}.{fraction}"), format!("-{whole}.{fraction}")] {
                    assert_eq!(
                        short(text.as_bytes()).map(f64::to_bits),
                        Some(plain(&text).unwrap().to_bits())
                    );
                }
            }
        }
        for (text, number) in
            [("5.", 5.0), (".5", 0.5), ("-.25", -0.25), ("999999999999999", 999_999_999_999_999.0)]
        {
            assert_eq!(short(text.as_bytes()), Some(number), "{text}");
        }
        for text in ["", "-", ".", "-.", "1.2.3", "1e3", "+1", "--1", "1234567890123456", "1,5", "nan"] {
            assert_eq!(short(text.as_bytes()), None, "{text}");
        }
        assert!(short(b"-0").is_some_and(|zero| zero == 0.0 && zero.is_sign_negative()));
    }

    #[test]
    fn missing_values_are_recognized() {
        for text in ["", "?", "NA", "NaN", "n/a", "NULL"] {
            assert_eq!(Cell::of(text.as_bytes()), Cell::Missing, "{text}");
        }
        assert_eq!(["none", "-", "inf"].map(|text| Cell::of(text.as_bytes())), [Cell::Word; 3]);
    }
}
