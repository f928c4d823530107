//! Random tables: the reading is right, or the refusal names the flag that settles it, and the flag does.

use std::fs;

use overfit::data::{FileData, ReadOptions};
use overfit::error::Error;
use proptest::prelude::*;

use super::readings::{labelled, read};

/// What a column of a random table holds.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Kind {
    Class,
    RowNumbers(usize),
    RowNames,
    Fractions,
    WholeNumbers,
}

/// Names that say nothing.
const NAMES: [&str; 8] = ["alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta"];

/// A random table.
#[derive(Clone, Debug)]
struct Table {
    kinds: Vec<Kind>,
    class_names: &'static [&'static str],
    delimiter: char,
    has_header: bool,
    rows: usize,
    seed: usize,
}

impl Table {
    fn field(&self, column: usize, row: usize) -> String {
        // Any mixture of the bits will do.
        let number = (row * 7_919 + column * 104_729 + self.seed * 31).wrapping_mul(2_654_435_761) >> 7;
        match self.kinds[column] {
            Kind::Class => self.class_names[self.class(row)].to_owned(),
            Kind::RowNumbers(first) => (row + first).to_string(),
            Kind::RowNames => format!("row{row}"),
            Kind::Fractions => format!("{}.{}", number % 50, number % 89 + 10),
            Kind::WholeNumbers => (number % 100_000 + 256).to_string(),
        }
    }

    fn class(&self, row: usize) -> usize {
        // Neither sorted nor in turn.
        (row * row + row / 3 + self.seed) % self.class_names.len()
    }

    fn text(&self) -> String {
        let columns = 0..self.kinds.len();
        let line = |fields: Vec<String>| fields.join(&self.delimiter.to_string()) + "\n";
        let header =
            self.has_header.then(|| line(columns.clone().map(|column| NAMES[column].to_owned()).collect()));
        let rows =
            (0..self.rows).map(|row| line(columns.clone().map(|column| self.field(column, row)).collect()));
        header.into_iter().chain(rows).collect()
    }

    fn class_column(&self) -> usize {
        self.kinds.iter().position(|kind| *kind == Kind::Class).expect("a class")
    }

    fn assert_right(&self, data: &FileData) {
        let text = self.text();
        assert_eq!(data.reading.class[0].number, self.class_column() + 1, "{text}");
        assert_eq!(data.train.len() + data.test.len(), self.rows, "{text}");
        let mut names = data.class_names.clone();
        names.sort();
        let mut used: Vec<&str> = (0..self.rows).map(|row| self.class_names[self.class(row)]).collect();
        used.sort_unstable();
        used.dedup();
        assert_eq!(names, used, "{text}");
        let inputs =
            self.kinds.iter().filter(|kind| matches!(kind, Kind::Fractions | Kind::WholeNumbers)).count();
        assert_eq!(data.shape.inputs(), inputs, "{text}");
        for kind in [Kind::RowNames, Kind::RowNumbers(0), Kind::RowNumbers(1)] {
            let left_out =
                |column: usize| data.reading.left_out.iter().any(|out| out.column.number == column + 1);
            assert!(
                (0..self.kinds.len()).all(|column| self.kinds[column] != kind || left_out(column)),
                "{text}"
            );
        }
    }
}

fn tables() -> impl Strategy<Value = Table> {
    let numbers = prop::collection::vec(prop_oneof![Just(Kind::Fractions), Just(Kind::WholeNumbers)], 1..4);
    let rows = prop_oneof![Just(None), Just(Some(Kind::RowNumbers(0))), Just(Some(Kind::RowNumbers(1)))];
    let names = prop_oneof![Just(None), Just(Some(Kind::RowNames))];
    let kinds = (numbers, rows, names).prop_flat_map(|(mut kinds, rows, names)| {
        kinds.extend(rows.into_iter().chain(names).chain([Kind::Class]));
        Just(kinds).prop_shuffle()
    });
    let classes: [&'static [&'static str]; 6] =
        [&["a", "b"], &["0", "1"], &["1", "2", "3"], &["red", "green", "blue"], &["-1", "1"], &["yes", "no"]];
    let delimiters = prop::sample::select(vec![',', ';', '\t', '|', ' ']);
    (kinds, prop::sample::select(classes.to_vec()), delimiters, any::<bool>(), 20_usize..90, 0_usize..1_000)
        .prop_map(|(kinds, class_names, delimiter, has_header, rows, seed)| Table {
            kinds,
            class_names,
            delimiter,
            has_header,
            rows,
            seed,
        })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_random_table_is_read_right_or_the_named_flag_settles_it(table in tables()) {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("table.csv");
        fs::write(&path, table.text()).expect("written");
        let label = (table.class_column() + 1).to_string();
        match read(&path, &ReadOptions::default()) {
            Ok(data) => table.assert_right(&data),
            Err(error @ Error::UnclearClass { .. }) => {
                let sentence = error.to_string();
                prop_assert!(sentence.contains(&format!("--label {label} ")), "{sentence}\n{}", table.text());
                table.assert_right(&read(&path, &labelled(&label)).expect("it is settled"));
            }
            Err(error) => prop_assert!(false, "{error}\n{}", table.text()),
        }
    }
}
