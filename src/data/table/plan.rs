//! Decides what each column of a table is, and how it is read.

use std::collections::BTreeMap;

use super::class_column::{Class, Search};
use super::marks::Found;
use super::names::{is_identifier, is_row_name, rank, shown_name};
use super::notation::{TableMarks, notation};
use super::number::Notation;
use super::offset::Offset;
use super::survey::Survey;
use crate::data::file_data::check_inputs;
use crate::data::read_error::ReadError;
use crate::data::read_options::{ColumnChoice, ReadOptions};
use crate::data::reading::{LeftOut, ROW_NUMBERS, Reading};

/// What the columns of a table are.
#[derive(Debug)]
pub struct Plan {
    pub class: Class,
    pub inputs: Vec<Input>,
    pub reading: Reading,
}

/// A column of inputs.
#[derive(Clone, Debug, PartialEq)]
pub struct Input {
    pub column: usize,
    pub notation: Notation,
    pub offset: Offset,
}

/// Why columns are left out.
const AS_ASKED: &str = "as asked";
const EMPTY: &str = "empty";
const ROW_NAMES: &str = "names of rows";
const WORDS: &str = "words";
const MANY_WORDS: &str = "too many different words";
const CONSTANT: &str = "the same word in every row";
const GIVES_AWAY: &str = "gives the class away";

/// Fewer rows count 1, 2, 3 … by chance, or have different words each.
const MIN_ROWS: usize = 10;

impl Plan {
    /// Decides from what was found in the columns, and what the person says about them.
    pub fn of(survey: &Survey, options: &ReadOptions) -> Result<Plan, ReadError> {
        let find = |choice: &ColumnChoice| find(choice, survey);
        let label = options.label.as_ref().map(find).transpose()?;
        let mut left_out = BTreeMap::new();
        let mut keeps_numbers = false;
        for dropped in &options.drop {
            match find(dropped) {
                Ok(column) => _ = left_out.insert(column, AS_ASKED),
                Err(_) if dropped.is_none() => keeps_numbers = true,
                Err(error) => return Err(error),
            }
        }
        if let Some(label) = label.filter(|label| left_out.contains_key(label)) {
            return Err(format!("column {} cannot be both the class and left out", label + 1).into());
        }
        for column in 0..survey.columns.len() {
            if let Some(reason) = no_input(survey, column).filter(|_| label != Some(column)) {
                left_out.entry(column).or_insert(reason);
            }
        }
        let search = Search::new(survey, &left_out);
        let class = match label {
            Some(label) => search.choose(label)?,
            None => search.find()?,
        };
        let possible: Vec<usize> =
            search.possible().into_iter().filter(|column| !class.columns().contains(column)).collect();
        leave_out_words(survey, &class, &mut left_out);
        if keeps_numbers {
            left_out.retain(|_, reason| *reason != ROW_NUMBERS);
        }
        let inputs = inputs(survey, &class, &mut left_out)?;
        let reading = Reading {
            class: class.columns().map(|column| survey.column(column)).collect(),
            also_class: possible.into_iter().map(|column| survey.column(column)).collect(),
            left_out: left_out
                .into_iter()
                .map(|(column, reason)| LeftOut { column: survey.column(column), reason })
                .collect(),
            notes: notes(survey, &inputs),
        };
        Ok(Plan { class, inputs, reading })
    }

    /// Takes into account how a test table with the same columns writes its numbers.
    pub fn include(&mut self, survey: &mut Survey, test: &Survey) -> Result<(), ReadError> {
        let columns: Vec<usize> = self.inputs.iter().map(|input| input.column).collect();
        check_fields(test, &self.class, columns.iter().copied())?;
        for &column in &columns {
            survey.columns[column].others.marks.merge(&test.columns[column].others.marks);
        }
        self.inputs = read_as(survey, &columns)?;
        Ok(())
    }
}

/// Finds a column that a person names.
fn find(choice: &ColumnChoice, survey: &Survey) -> Result<usize, ReadError> {
    const MAX_NAMED: usize = 12;
    let count = survey.columns.len();
    let names = survey.head.names.as_deref().unwrap_or_default();
    choice.find(names, count).ok_or_else(|| {
        let text = shown_name(choice.text());
        if names.is_empty() {
            return format!(
                "there is no column `{text}`: its columns have no names, only numbers from 1 to {count}"
            )
            .into();
        }
        let named: Vec<String> = names.iter().take(MAX_NAMED).map(|name| shown_name(name)).collect();
        let more = if names.len() > MAX_NAMED { ", …" } else { "" };
        format!("there is no column `{text}`: its {count} columns are {}{more}", named.join(", ")).into()
    })
}

/// Why a column is neither the class nor an input, if its name or what it holds says so.
fn no_input(survey: &Survey, column: usize) -> Option<&'static str> {
    let found = &survey.columns[column];
    let name = survey.name(column);
    if name.and_then(rank).is_some() {
        return None;
    }
    if found.is_blank() {
        return Some(EMPTY);
    }
    let has_many_rows = survey.rows >= MIN_ROWS;
    let distinct = found.distinct();
    let is_varied = distinct.is_none_or(|distinct| 2 * distinct > survey.rows);
    let rows = if found.has_words() { ROW_NAMES } else { ROW_NUMBERS };
    let is_unnamed = name == Some("") && column == 0;
    if is_unnamed || name.is_some_and(is_row_name) || has_many_rows && found.counts_rows() {
        return Some(rows);
    }
    if has_many_rows
        && is_varied
        && name.is_some_and(is_identifier)
        && (found.has_words() || found.is_whole())
    {
        return Some(rows);
    }
    if !has_many_rows || !found.has_words() {
        return None;
    }
    match distinct {
        Some(1) => Some(CONSTANT),
        Some(_) if is_varied => Some(ROW_NAMES),
        Some(_) => None,
        None => Some(MANY_WORDS),
    }
}

/// Leaves out words besides the class, and columns whose names say that they are the class as well.
fn leave_out_words(survey: &Survey, class: &Class, left_out: &mut BTreeMap<usize, &'static str>) {
    let one_hot = survey.one_hot.iter().filter(|columns| columns.len() > 1);
    let gives_away = |column: usize| match class {
        Class::Column(class) => {
            one_hot.clone().any(|one_hot| one_hot.contains(class) && one_hot.contains(&column))
        }
        Class::OneHot(_) => false,
    };
    for column in (0..survey.columns.len()).filter(|column| !class.columns().contains(column)) {
        if survey.name(column).and_then(rank).is_some() || gives_away(column) {
            left_out.entry(column).or_insert(GIVES_AWAY);
        } else if survey.columns[column].has_words() {
            left_out.entry(column).or_insert(WORDS);
        }
    }
}

/// The columns of inputs: all that are neither the class nor left out.
///
/// # Errors
/// When there are none or too many, or a field in them is not a number.
fn inputs(
    survey: &Survey,
    class: &Class,
    left_out: &mut BTreeMap<usize, &'static str>,
) -> Result<Vec<Input>, ReadError> {
    let is_free = |column: &usize| !class.columns().contains(column);
    if (0..survey.columns.len()).filter(is_free).all(|column| left_out.contains_key(&column)) {
        // Numbers that count rows are better than none.
        let named =
            |column: usize| survey.name(column).is_some_and(|name| name.is_empty() || is_row_name(name));
        left_out.retain(|&column, reason| *reason != ROW_NUMBERS || named(column));
    }
    let columns: Vec<usize> =
        (0..survey.columns.len()).filter(is_free).filter(|column| !left_out.contains_key(column)).collect();
    if columns.is_empty() {
        return Err("it has no columns of numbers besides the class".into());
    }
    check_inputs(columns.len())?;
    check_fields(survey, class, columns.iter().copied())?;
    read_as(survey, &columns)
}

/// Decides how the numbers of columns are read.
fn read_as(survey: &Survey, columns: &[usize]) -> Result<Vec<Input>, ReadError> {
    let table = TableMarks::of(columns.iter().map(|&column| &survey.columns[column]));
    let input = |&column: &usize| {
        let found = &survey.columns[column];
        let notation = notation(found, table).map_err(|unclear| not_clear(&unclear, column))?;
        Ok(Input { column, notation, offset: Offset::of(found, notation) })
    };
    columns.iter().map(input).collect()
}

/// Rejects the first field that is not what its column holds.
fn check_fields(
    survey: &Survey,
    class: &Class,
    inputs: impl Iterator<Item = usize>,
) -> Result<(), ReadError> {
    let problems = |column: usize| {
        let found = &survey.columns[column];
        let is_class = class.columns().contains(&column);
        let word =
            found.first_word.as_ref().filter(|_| !is_class).map(|found| (found, not_a_number(found, column)));
        let missing =
            found.first_missing.as_ref().map(|found| (found, missing(survey, found, column, is_class)));
        let large = found.others.too_large.as_ref().filter(|_| !is_class).map(|found| {
            (
                found,
                format!(
                    "in line {}, column {} `{}` is too large a number",
                    found.line,
                    column + 1,
                    found.text
                ),
            )
        });
        word.into_iter()
            .chain(missing)
            .chain(large)
            .map(move |(found, problem)| (found.line, column, problem))
    };
    let columns = inputs.chain(class.columns());
    match columns.flat_map(problems).min() {
        Some((_, _, problem)) => Err(problem.into()),
        None => Ok(()),
    }
}

fn not_a_number(Found { line, text }: &Found, column: usize) -> String {
    format!("in line {line}, column {} `{text}` is not a number", column + 1)
}

fn not_clear(Found { line, text }: &Found, column: usize) -> ReadError {
    let column = column + 1;
    format!("in line {line}, column {column} `{text}` has a comma that may be a decimal comma or part thousands: write it without, or with a point").into()
}

/// What to do about a missing value.
fn missing(survey: &Survey, Found { line, text }: &Found, column: usize, is_class: bool) -> String {
    let place = format!("in line {line}, {}", survey.column(column));
    match (text.as_str(), is_class) {
        ("", true) => format!("{place}, the class, is empty: fill it in, or leave the row out"),
        (text, true) => format!(
            "{place}, the class, is `{text}`, which stands for nothing: fill it in, or leave the row out"
        ),
        ("", false) => format!(
            "{place} is empty: fill in a number, leave the row out, or the column with --drop {}",
            column + 1
        ),
        (text, false) => format!(
            "{place} is `{text}`, a missing value: fill in a number, leave the row out, or the column with --drop {}",
            column + 1
        ),
    }
}

/// What else a person should know.
fn notes(survey: &Survey, inputs: &[Input]) -> Vec<String> {
    let mut notes = survey.head.notes.clone();
    notes.extend(survey.format.encoding.note().map(str::to_owned));
    if let Some(counts) = &survey.head.counts
        && counts.rows != survey.rows
    {
        notes.push(format!("its first line says {} rows, and it has {}", counts.rows, survey.rows));
    }
    for (notation, words) in [
        (Notation::DecimalComma, "commas were read as decimal commas"),
        (Notation::ThousandsCommas, "commas were read as parting thousands"),
    ] {
        if inputs.iter().any(|input| input.notation == notation) {
            notes.push(words.to_owned());
        }
    }
    let merged = inputs.iter().find(|input| input.offset.merges(&survey.columns[input.column]));
    if let Some(input) = merged {
        notes.push(format!(
            "column {} has numbers closer to each other than float32 can tell",
            input.column + 1
        ));
    }
    notes
}
