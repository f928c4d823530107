//! What speaks for a column of numbers as that of the classes.

use super::column_survey::ColumnSurvey;

/// If one number makes up more than this share of a column, the column is more likely the margin of images than
/// classes.
const MARGIN_SHARE: f64 = 0.8;
/// With more classes than this, each needs [`ENOUGH`] examples, or the numbers are a quantity.
const FEW: usize = 20;
const ENOUGH: usize = 5;
/// The most classes that speak for a column by their number.
const USUAL: usize = 30;
/// More classes than this are unusual.
const MANY: usize = 10;
/// Fewer rows say nothing about how often a class occurs.
const MIN_ROWS: usize = 10;

/// A column of whole numbers that occur often enough to be classes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Candidate {
    pub column: usize,
    /// The number of different values.
    pub classes: usize,
    low: f64,
    high: f64,
    /// How often the least frequent of them occurs.
    rarest: u32,
    /// Whether nearly all of the numbers are one and the same.
    pub is_margin: bool,
}

impl Candidate {
    /// `None` if the numbers cannot be classes.
    pub fn of(column: usize, survey: &ColumnSurvey, rows: usize) -> Option<Candidate> {
        let classes = survey.distinct()?;
        let (low, high) = survey.range();
        let candidate = Candidate {
            column,
            classes,
            low,
            high,
            rarest: survey.least_frequent(),
            is_margin: f64::from(survey.most_frequent()) > MARGIN_SHARE * rows as f64,
        };
        let is_number = survey.words == 0 && survey.is_whole();
        (is_number && classes >= 2 && candidate.is_frequent(rows)).then_some(candidate)
    }

    /// Whether each class has enough examples.
    fn is_frequent(&self, rows: usize) -> bool {
        let needed = if self.classes <= FEW || self.counts_up() { 2 } else { ENOUGH };
        rows < MIN_ROWS || rows >= needed * self.classes
    }

    /// Whether the numbers are 0, 1, 2 … or 1, 2, 3 … with few gaps.
    fn counts_up(&self) -> bool {
        (self.low == 0.0 || self.low == 1.0)
            && self.high - self.low < (self.classes + self.classes.div_ceil(4)) as f64
    }

    /// Whether the numbers are what classes usually are: two different ones, or a few that count up.
    pub fn is_strong(&self) -> bool {
        self.classes == 2 || self.classes <= USUAL && self.counts_up()
    }

    /// Whether there are more numbers than most tables have classes.
    pub fn are_many(&self) -> bool {
        self.classes > MANY
    }

    /// Whether the numbers are rather a count of something, such as years: many, of which one occurs only once.
    pub fn is_count(&self) -> bool {
        self.are_many() && self.rarest < 2
    }

    /// Whether another column holds numbers of the same kind.
    pub fn is_like(&self, other: &Candidate) -> bool {
        let close = |a: f64, b: f64| a <= 2.0 * b && b <= 2.0 * a;
        self.low == other.low
            && close(self.classes as f64, other.classes as f64)
            && close(self.high.abs() + 1.0, other.high.abs() + 1.0)
            && (self.classes == 2) == (other.classes == 2)
    }
}

/// Why the numbers of a column are a quantity rather than classes, if they are.
pub fn quantity(survey: &ColumnSurvey, rows: usize) -> Option<String> {
    if survey.has_words() {
        return None;
    }
    let distinct = survey.distinct();
    if let Some(fraction) = &survey.others.first_fraction {
        // A few fractions that occur again and again may be names, such as versions.
        let are_names = distinct.is_some_and(|distinct| distinct <= FEW && rows >= ENOUGH * distinct);
        return (!are_names).then(|| format!("fractions such as {}", fraction.text));
    }
    if survey.words > 0 {
        return None;
    }
    let is_frequent = |classes: usize| {
        let (low, high) = survey.range();
        let candidate = Candidate { column: 0, classes, low, high, rarest: 0, is_margin: false };
        candidate.is_frequent(rows)
    };
    match distinct {
        Some(classes) if is_frequent(classes) => None,
        Some(classes) => Some(format!("{classes} different numbers in {rows} rows")),
        None => None,
    }
}
