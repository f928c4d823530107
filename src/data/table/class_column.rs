//! Finds the column of the classes.

use std::collections::BTreeMap;
use std::ops::Range;

use super::candidate::{Candidate, quantity};
use super::column_survey::{MAX_CLASSES, MAX_VALUE};
use super::names::{is_likely_class_name, is_row_name, odd_one_out, rank, shown_name};
use super::survey::Survey;
use crate::data::pixels;
use crate::data::read_error::ReadError;

/// Where the classes are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Class {
    /// In one column.
    Column(usize),
    /// In a column for each class, which holds 1 for its examples.
    OneHot(Range<usize>),
}

impl Class {
    /// The columns.
    pub fn columns(&self) -> Range<usize> {
        match self {
            Class::Column(column) => *column..column + 1,
            Class::OneHot(columns) => columns.clone(),
        }
    }
}

/// The columns among which the class is looked for.
pub struct Search<'s> {
    survey: &'s Survey,
    /// Those that are not left out, in order.
    columns: Vec<usize>,
    /// Those of words that may be classes.
    words: Vec<usize>,
    /// Those of numbers that may be classes.
    numbers: Vec<Candidate>,
}

/// What to do if the class was not found.
const SAY_WHICH: &str = "say with --label which column has the classes";

impl<'s> Search<'s> {
    /// `left_out` are columns that are no class and no input.
    pub fn new(survey: &'s Survey, left_out: &BTreeMap<usize, &'static str>) -> Search<'s> {
        let columns: Vec<usize> =
            (0..survey.columns.len()).filter(|column| !left_out.contains_key(column)).collect();
        let has_words = |column: &usize| survey.columns[*column].has_words();
        let words = columns.iter().copied().filter(has_words).collect();
        let candidate = |&column: &usize| Candidate::of(column, &survey.columns[column], survey.rows);
        let numbers = columns.iter().filter_map(candidate).collect();
        Search { survey, columns, words, numbers }
    }

    /// Finds the class, by names first, then by words, then by what the numbers are like and where they stand.
    pub fn find(&self) -> Result<Class, ReadError> {
        if let Some(named) = self.named() {
            return self.check(named);
        }
        if self.columns.is_empty() {
            return Err(format!("none of its columns may be the class: {SAY_WHICH}").into());
        }
        match self.words.as_slice() {
            [] => self.among_numbers(),
            [word] => self.word_or_likely(*word),
            words => match self.likely() {
                Some(likely) => Ok(Class::Column(likely)),
                None => Err(self.unclear(words)),
            },
        }
    }

    /// Takes the column that a person chose, if it can be the class. Columns with a single 1 in each row are taken
    /// together.
    pub fn choose(&self, column: usize) -> Result<Class, ReadError> {
        let is_part = |columns: &&Range<usize>| columns.contains(&column) && columns.len() > 2;
        if let Some(columns) = self.one_hot().find(is_part)
            && self.survey.name(column).and_then(rank).is_none()
        {
            return Ok(Class::OneHot(columns.clone()));
        }
        let distinct = self.survey.columns[column].distinct();
        let are_frequent = distinct.is_some_and(|distinct| self.survey.rows >= 2 * distinct);
        if are_frequent { Ok(Class::Column(column)) } else { self.check(column) }
    }

    /// Takes a column whose name means the class, if it can be it.
    fn check(&self, column: usize) -> Result<Class, ReadError> {
        let survey = &self.survey.columns[column];
        let shown = self.survey.column(column);
        if let Some(what) = quantity(survey, self.survey.rows) {
            return Err(format!(
                "{shown} has {what}: it is a number to predict, and this program learns classes; {SAY_WHICH}"
            )
            .into());
        }
        if survey.longest > MAX_VALUE {
            return Err(format!("{shown} has texts longer than {MAX_VALUE} letters: {SAY_WHICH}").into());
        }
        if survey.distinct().is_none() {
            return Err(format!(
                "{shown} has more than {MAX_CLASSES} different values, which are too many classes: {SAY_WHICH}"
            )
            .into());
        }
        Ok(Class::Column(column))
    }

    /// All columns that may be the class.
    pub fn possible(&self) -> Vec<usize> {
        let mut columns: Vec<usize> =
            self.words.iter().copied().chain(self.numbers.iter().map(|number| number.column)).collect();
        columns.sort_unstable();
        columns
    }

    /// The column whose name always means the class.
    fn named(&self) -> Option<usize> {
        let rank = |column: usize| self.survey.name(column).and_then(rank);
        self.columns
            .iter()
            .copied()
            .filter(|&column| rank(column).is_some())
            .min_by_key(|&column| rank(column))
    }

    /// The only column whose name often means the class and that may be it.
    fn likely(&self) -> Option<usize> {
        let mut likely = self.possible().into_iter().filter(|&column| self.is_likely(column));
        likely.next().filter(|_| likely.next().is_none())
    }

    fn is_likely(&self, column: usize) -> bool {
        let names = self.survey.head.names.as_deref().unwrap_or_default();
        self.survey.name(column).is_some_and(|name| is_likely_class_name(name, names))
    }

    /// The only column of words, unless it stands between others and one of numbers has a likelier name or place.
    fn word_or_likely(&self, word: usize) -> Result<Class, ReadError> {
        let is_word_at_end = self.columns.first() == Some(&word) || self.columns.last() == Some(&word);
        let rivals = || self.numbers.iter().map(|number| number.column);
        let likely: Vec<usize> = rivals().filter(|&column| self.is_likely(column)).collect();
        match (likely.as_slice(), self.is_likely(word), is_word_at_end) {
            ([], ..) | (_, true, true) => {}
            ([likely], false, false) => return Ok(Class::Column(*likely)),
            (likely, ..) => return Err(self.unclear(&[&[word], likely].concat())),
        }
        let ends = [self.columns.first(), self.columns.last()];
        // Words in front have a rival at the end unless it is one of many of its kind, as pixels are.
        let is_one_of_many =
            |number: &Candidate| self.is_image() || self.has_few_rows() || self.is_like_inner(number);
        let is_rival = |number: &&Candidate| {
            let is_at_end = ends.contains(&Some(&number.column)) && number.is_strong();
            is_at_end && !(is_word_at_end && is_one_of_many(number))
        };
        let rivals: Vec<usize> = self.numbers.iter().filter(is_rival).map(|number| number.column).collect();
        if ends[1] == Some(&word) || self.is_likely(word) || rivals.is_empty() {
            return self.check(word);
        }
        Err(self.unclear(&[&[word], rivals.as_slice()].concat()))
    }

    /// Finds the class in a table of numbers.
    fn among_numbers(&self) -> Result<Class, ReadError> {
        if let Some(likely) = self.likely() {
            return Ok(Class::Column(likely));
        }
        // A name such as `y` on a column that cannot be classes: a quantity to predict.
        if let Some(&quantity) = self.columns.iter().find(|&&column| self.is_likely(column)) {
            self.check(quantity)?;
        }
        if let Some(odd) = self.odd_one_out() {
            return self.check(odd);
        }
        let [first, last] = [self.columns.first(), self.columns.last()]
            .map(|end| self.numbers.iter().find(|number| Some(&number.column) == end));
        if let Some(columns) = self.one_hot().next() {
            let mut ends = [first, last].into_iter().flatten();
            let rival = ends.find(|end| !columns.contains(&end.column) && end.is_strong());
            return match rival {
                Some(rival) => Err(self.unclear(&[columns.start, rival.column])),
                None => Ok(Class::OneHot(columns.clone())),
            };
        }
        match (first, last) {
            (Some(first), Some(last)) => self.first_or_last(first, last),
            (Some(first), None) => self.only_first(first),
            (None, Some(last)) => self.only_last(last),
            (None, None) => Err(self.none_at_the_ends()),
        }
    }

    /// Columns that may be the class together.
    fn one_hot(&self) -> impl Iterator<Item = &Range<usize>> {
        let is_there = |column: usize| self.columns.contains(&column);
        self.survey.one_hot.iter().filter(move |columns| (*columns).clone().all(is_there))
    }

    fn odd_one_out(&self) -> Option<usize> {
        let names = self.survey.head.names.as_ref()?.iter().enumerate();
        // A column that only numbers the rows may belong to the series too.
        let is_there =
            |&(column, name): &(usize, &String)| self.columns.contains(&column) || !is_row_name(name);
        let names: Vec<_> = names.filter(is_there).map(|(column, name)| (column, name.as_str())).collect();
        odd_one_out(&names).filter(|odd| self.columns.contains(odd))
    }

    /// Candidates that are neither the first nor the last column.
    fn inner(&self) -> impl Iterator<Item = &Candidate> {
        let ends = [self.columns.first().copied(), self.columns.last().copied()];
        self.numbers.iter().filter(move |number| !ends.contains(&Some(number.column)))
    }

    /// Whether other columns hold numbers of the same kind.
    fn is_like_inner(&self, candidate: &Candidate) -> bool {
        self.inner().any(|inner| inner.is_like(candidate))
    }

    /// Whether the columns besides that of the class may be the pixels of an image.
    fn is_image(&self) -> bool {
        pixels::side(self.columns.len() - 1).is_some()
    }

    /// Whether there are too few rows to tell columns apart by their numbers.
    fn has_few_rows(&self) -> bool {
        self.survey.rows < 10
    }

    /// Takes the last column if the first is less like classes, or one of many of its kind. Of two that are equally like
    /// classes it takes neither: that one of them has fewer is no evidence.
    fn first_or_last(&self, first: &Candidate, last: &Candidate) -> Result<Class, ReadError> {
        let (to_first, to_last) = (Ok(Class::Column(first.column)), Ok(Class::Column(last.column)));
        if self.is_image() {
            let is_first = !first.is_margin && (last.is_margin || first.classes < last.classes);
            return if is_first { to_first } else { to_last };
        }
        let is_unnamed = self.survey.head.names.is_none();
        match (first.is_strong(), last.is_strong()) {
            (false, true) => to_last,
            (true, false) if is_unnamed && (last.are_many() || self.has_few_rows()) => to_first,
            _ if self.has_few_rows() => to_last,
            (true, false) => Err(self.unclear(&[first.column, last.column])),
            _ if self.is_like_inner(first) && !self.is_like_inner(last) => to_last,
            (false, false) if last.classes < first.classes => to_last,
            (true, true) if first.is_count() && !last.is_count() => to_last,
            _ => Err(self.unclear(&[first.column, last.column])),
        }
    }

    /// Only the first column may be classes: in a table with names, the last may be a quantity to predict.
    fn only_first(&self, first: &Candidate) -> Result<Class, ReadError> {
        let last = self.columns.last().map(|&last| &self.survey.columns[last]);
        let is_constant = last.is_some_and(|last| last.distinct() == Some(1));
        let strong_inner: Vec<usize> =
            self.inner().filter(|inner| inner.is_strong()).map(|inner| inner.column).collect();
        let has_rivals = !self.is_image() && !is_constant && !strong_inner.is_empty();
        if self.survey.head.names.is_some() && !self.is_image() && !is_constant {
            return Err(self.quantity_or(&[&[first.column], strong_inner.as_slice()].concat()));
        }
        if has_rivals || !first.is_strong() && !self.is_image() {
            return Err(self.unclear(&[&[first.column], strong_inner.as_slice()].concat()));
        }
        Ok(Class::Column(first.column))
    }

    /// Only the last column may be classes, of those at the ends.
    fn only_last(&self, last: &Candidate) -> Result<Class, ReadError> {
        let rivals: Vec<usize> = self
            .inner()
            .filter(|inner| !last.is_strong() && inner.is_strong() && inner.classes < last.classes)
            .map(|inner| inner.column)
            .collect();
        if rivals.is_empty() || self.is_image() {
            return Ok(Class::Column(last.column));
        }
        Err(self.unclear(&[rivals.as_slice(), &[last.column]].concat()))
    }

    fn none_at_the_ends(&self) -> ReadError {
        let inner: Vec<usize> = self.inner().map(|inner| inner.column).collect();
        if let Some(&last) = self.columns.last() {
            let survey = &self.survey.columns[last];
            if survey.distinct() == Some(1) && survey.is_whole() {
                let only = survey.range().0;
                return format!("all its labels are {only}: there must be at least two classes").into();
            }
        }
        self.quantity_or(&inner)
    }

    /// The last column is a quantity; these may be the class instead.
    fn quantity_or(&self, others: &[usize]) -> ReadError {
        let Some(&last) = self.columns.last() else { return "it has no columns of numbers".into() };
        let what = quantity(&self.survey.columns[last], self.survey.rows);
        let what = what.unwrap_or_else(|| format!("more than {MAX_CLASSES} different numbers"));
        let last = self.survey.column(last);
        let problem =
            format!("{last} has {what}: it is a number to predict, and this program learns classes");
        if others.is_empty() {
            return format!("{problem}; {SAY_WHICH}").into();
        }
        let flags: Vec<String> = others.iter().take(MAX_NAMED).map(|&column| self.choice(column)).collect();
        ReadError::UnclearClass {
            problem: format!("{problem}; if the class is in another column, say so: {}", flags.join(", or ")),
            columns: others.iter().map(|&column| self.survey.column(column)).collect(),
        }
    }

    /// More than one column may be the class.
    fn unclear(&self, columns: &[usize]) -> ReadError {
        let mut columns = columns.to_vec();
        columns.sort_unstable();
        columns.dedup();
        let choices: Vec<String> =
            columns.iter().take(MAX_NAMED).map(|&column| self.choice(column)).collect();
        let more = columns.len().saturating_sub(MAX_NAMED);
        let more = if more > 0 { format!(", or one of {more} more") } else { String::new() };
        ReadError::UnclearClass {
            problem: format!(
                "more than one column may be the class: say which, {}{more}",
                choices.join(", or ")
            ),
            columns: columns.iter().map(|&column| self.survey.column(column)).collect(),
        }
    }

    /// `--label 3 (`kind`, 4 classes)`.
    fn choice(&self, column: usize) -> String {
        let name = self.survey.name(column).filter(|name| !name.is_empty());
        let name = name.map(|name| format!("`{}`, ", shown_name(name))).unwrap_or_default();
        let classes = match self.one_hot().find(|columns| columns.contains(&column)) {
            Some(columns) => format!("columns {} to {} together", columns.start + 1, columns.end),
            None => match self.survey.columns[column].distinct() {
                Some(classes) => format!("{classes} classes"),
                None => "many classes".to_owned(),
            },
        };
        format!("--label {} ({name}{classes})", column + 1)
    }
}

/// The most columns that a sentence names.
const MAX_NAMED: usize = 4;
