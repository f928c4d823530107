//! What the first look at a table finds in one of its columns.

use std::collections::HashMap;

use super::marks::{Found, Marks};
use super::number::Cell;
use crate::data::pixels;

/// The most classes that a byte can number.
pub const MAX_CLASSES: usize = 256;
/// The longest field that is counted among the values of a column.
pub const MAX_VALUE: usize = 1_000;

/// Bytes that a value takes beside its own.
const ENTRY: usize = 48;

/// A column.
#[derive(Debug)]
pub struct ColumnSurvey {
    /// How often each whole number from 0 to 255 occurs in its shortest form, up to the largest that does.
    pub bytes: Vec<u32>,
    /// All other numbers.
    pub others: Numbers,
    /// How often each field that is not among `bytes` occurs; `None` if there are more than [`MAX_CLASSES`], or nobody
    /// wants to know.
    pub values: Option<HashMap<Box<[u8]>, u32>>,
    /// The length of the longest field that is not among `bytes`.
    pub longest: usize,
    /// Fields that are no numbers.
    pub words: usize,
    pub first_word: Option<Found>,
    pub first_missing: Option<Found>,
    /// Whether the first field that is not missing is a word.
    pub begins_with_word: bool,
    /// Rows so far that count 0, 1, 2 … or 1, 2, 3 …, and the first of them.
    counted: Option<(usize, f64)>,
}

/// The numbers of a column other than bytes.
#[derive(Debug)]
pub struct Numbers {
    pub count: usize,
    /// The smallest and the largest of those without commas.
    pub low: f64,
    pub high: f64,
    pub are_whole: bool,
    /// The first that is not whole.
    pub first_fraction: Option<Found>,
    /// Whether they are the grey levels of the scales 0 … 255/256 and 0 … 1, exactly.
    pub are_256ths: bool,
    pub are_grey: bool,
    /// The smallest difference of neighbours that are not equal.
    pub step: f64,
    last: f64,
    /// Commas and points in them.
    pub marks: Marks,
    /// The first that is too large for a float32.
    pub too_large: Option<Found>,
}

impl Numbers {
    fn new() -> Numbers {
        Numbers {
            count: 0,
            low: f64::INFINITY,
            high: f64::NEG_INFINITY,
            are_whole: true,
            first_fraction: None,
            are_256ths: true,
            are_grey: true,
            step: f64::INFINITY,
            last: f64::NAN,
            marks: Marks::default(),
            too_large: None,
        }
    }

    fn add(&mut self, number: f64, field: &[u8], line: u64) {
        self.count += 1;
        self.low = self.low.min(number);
        self.high = self.high.max(number);
        if number.fract() != 0.0 {
            self.are_whole = false;
            self.first_fraction.get_or_insert_with(|| Found::new(line, field));
        }
        self.are_256ths = self.are_256ths && pixels::of_256(number).is_some();
        self.are_grey = self.are_grey && pixels::exact_share(number).is_some();
        let step = (number - self.last).abs();
        // Not a number at the first.
        if step > 0.0 && step < self.step {
            self.step = step;
        }
        self.last = number;
        self.check_size(number, field, line);
    }

    fn check_size(&mut self, number: f64, field: &[u8], line: u64) {
        if !(number as f32).is_finite() {
            self.too_large.get_or_insert_with(|| Found::new(line, field));
        }
    }
}

impl ColumnSurvey {
    /// `counts_values` says whether the column may be that of the classes.
    pub fn new(counts_values: bool) -> ColumnSurvey {
        ColumnSurvey {
            bytes: Vec::new(),
            others: Numbers::new(),
            values: counts_values.then(HashMap::new),
            longest: 0,
            words: 0,
            first_word: None,
            first_missing: None,
            begins_with_word: false,
            counted: Some((0, 0.0)),
        }
    }

    /// Adds a trimmed field of the next row. `budget` is how many bytes all columns may still keep.
    #[inline]
    pub fn add(&mut self, field: &[u8], line: u64, budget: &mut usize) {
        let cell = Cell::of(field);
        if self.counted.is_some() {
            self.count_on(cell);
        }
        match cell {
            // Most numbers of images.
            Cell::Byte(byte) => self.count_byte(byte),
            other => self.add_other(other, field, line, budget),
        }
    }

    #[inline]
    fn count_byte(&mut self, byte: u8) {
        let byte = usize::from(byte);
        if byte >= self.bytes.len() {
            self.bytes.resize(byte + 1, 0);
        }
        self.bytes[byte] += 1;
    }

    fn add_other(&mut self, cell: Cell, field: &[u8], line: u64, budget: &mut usize) {
        match cell {
            Cell::Byte(_) => {}
            Cell::Number(number) => self.others.add(number, field, line),
            Cell::Marked(marked) => {
                self.others.count += 1;
                (self.others.are_256ths, self.others.are_grey) = (false, false);
                self.others.marks.add(marked, field, line);
                let numbers = [marked.with_decimal_comma, marked.with_thousands_commas];
                numbers.into_iter().flatten().for_each(|number| self.others.check_size(number, field, line));
            }
            Cell::Missing => {
                self.first_missing.get_or_insert_with(|| Found::new(line, field));
            }
            Cell::Word => {
                if self.is_blank() {
                    self.begins_with_word = true;
                    self.values.get_or_insert_with(HashMap::new);
                }
                self.words += 1;
                self.first_word.get_or_insert_with(|| Found::new(line, field));
            }
        }
        if let Cell::Number(_) = cell
            && field.contains(&b'.')
        {
            self.others.marks.add_point(field);
        }
        self.count_value(field, budget);
    }

    fn count_value(&mut self, field: &[u8], budget: &mut usize) {
        self.longest = self.longest.max(field.len());
        let Some(values) = &mut self.values else { return };
        if let Some(count) = values.get_mut(field) {
            *count += 1;
        } else if values.len() <= MAX_CLASSES && field.len() <= MAX_VALUE && field.len() + ENTRY < *budget {
            *budget -= field.len() + ENTRY;
            values.insert(field.into(), 1);
        } else {
            self.values = None;
        }
    }

    /// Whether the next row counts on.
    fn count_on(&mut self, cell: Cell) {
        let number = match cell {
            Cell::Byte(byte) => f64::from(byte),
            Cell::Number(number) => number,
            _ => f64::NAN,
        };
        self.counted = match self.counted {
            Some((0, _)) if number == 0.0 || number == 1.0 => Some((1, number)),
            Some((rows, first)) if rows > 0 && number == first + rows as f64 => Some((rows + 1, first)),
            _ => None,
        };
    }

    /// Whether all rows so far count 0, 1, 2 … or 1, 2, 3 …
    pub fn counts_rows(&self) -> bool {
        self.counted.is_some()
    }

    /// The number of fields that are numbers.
    pub fn numbers(&self) -> usize {
        self.others.count + self.bytes.iter().map(|&count| count as usize).sum::<usize>()
    }

    /// Whether no field holds anything.
    pub fn is_blank(&self) -> bool {
        self.words == 0 && self.numbers() == 0
    }

    /// Whether it is a column of words. One that mixes both is what most of its fields are.
    pub fn has_words(&self) -> bool {
        let numbers = self.numbers();
        self.words > numbers || self.words == numbers && self.begins_with_word
    }

    /// The number of different values; `None` if they are more than [`MAX_CLASSES`], or were not counted.
    pub fn distinct(&self) -> Option<usize> {
        let bytes = self.bytes.iter().filter(|&&count| count > 0).count();
        let distinct = bytes + self.values.as_ref()?.len();
        (distinct <= MAX_CLASSES).then_some(distinct)
    }

    /// How often the most frequent value occurs, if they were counted.
    pub fn most_frequent(&self) -> u32 {
        let values = self.values.iter().flat_map(HashMap::values);
        values.chain(self.bytes.iter()).copied().max().unwrap_or(0)
    }

    /// How often the least frequent value occurs, if they were counted.
    pub fn least_frequent(&self) -> u32 {
        let values = self.values.iter().flat_map(HashMap::values);
        values.chain(self.bytes.iter()).copied().filter(|&count| count > 0).min().unwrap_or(0)
    }

    /// Whether all numbers are whole and none has a comma.
    pub fn is_whole(&self) -> bool {
        self.others.are_whole && self.others.marks.is_empty()
    }

    /// The smallest and the largest number without a comma.
    pub fn range(&self) -> (f64, f64) {
        let low = self.bytes.iter().position(|&count| count > 0).map_or(f64::INFINITY, |byte| byte as f64);
        let high =
            self.bytes.iter().rposition(|&count| count > 0).map_or(f64::NEG_INFINITY, |byte| byte as f64);
        (self.others.low.min(low), self.others.high.max(high))
    }
}
