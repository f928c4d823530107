//! What the columns of a table are taken for: the right reading, or a question.

use std::path::Path;
use std::sync::Arc;

use overfit::data::{self, Choice, ColumnChoice, FileData, Header, ReadOptions, Shape};
use overfit::error::Error;
use overfit::train::Setup;

use super::tables::table;

/// Reads a file as the options say.
pub fn read(path: &Path, options: &ReadOptions) -> Result<Arc<FileData>, Error> {
    match data::resolve_with(path.as_os_str(), options, &mut |_| true)? {
        Choice::File { data, .. } => Ok(data),
        Choice::BuiltIn(_) => panic!("a file"),
    }
}

/// Reads a table with this name and text.
pub fn read_text(name: &str, text: &str, options: &ReadOptions) -> Result<Arc<FileData>, Error> {
    let (_folder, path) = table(name, text);
    read(&path, options)
}

pub fn labelled(label: &str) -> ReadOptions {
    ReadOptions { label: Some(ColumnChoice::new(label)), ..ReadOptions::default() }
}

/// A line in short: the class columns, the classes, the number of inputs, and what was left out.
pub fn summary(data: &FileData) -> String {
    let reading = &data.reading;
    let class: Vec<String> = reading.class.iter().map(|column| column.number.to_string()).collect();
    let left_out: Vec<String> = reading
        .left_out
        .iter()
        .map(|left_out| format!("{} {}", left_out.column.number, left_out.reason))
        .collect();
    let classes = data.class_names.join(" ");
    format!("{}: {classes}; {}; {}", class.join("+"), data.shape.inputs(), left_out.join(", "))
}

/// A table of `rows` rows below a head.
pub fn rows(head: &str, rows: usize, row: impl Fn(usize) -> String) -> String {
    let lines = (0..rows).map(|n| row(n) + "\n");
    head.to_owned() + &lines.collect::<Vec<_>>().concat()
}

/// A fraction that differs from row to row.
pub fn x(n: usize) -> f64 {
    (n * 37 % 101) as f64 / 8.0 + 0.3
}

/// Another one.
pub fn y(n: usize) -> f64 {
    (n * 53 % 89) as f64 / 4.0 - 7.1
}

#[test]
fn the_class_is_found_in_every_usual_place() {
    let pixels = |n: usize| {
        (0..49).map(|p| (n * 7 + p * 13) % 197).map(|p| format!(",{p}")).collect::<Vec<_>>().concat()
    };
    let series = (0..49).map(|p| format!(",p{p}")).collect::<Vec<_>>().concat();
    for (text, expected) in [
        // In front, with whole numbers behind, as UCI's wine.
        (rows("", 24, |n| format!("{},{},{}", n % 3 + 1, x(n), 500 + 37 * n)), "1: 1 2 3; 2; "),
        (rows("", 24, |n| format!("{},{},{}", n % 3 + 1, x(n), y(n))), "1: 1 2 3; 2; "),
        (rows(&format!("mark{series}\n"), 24, |n| format!("{}{}", n % 3, pixels(n))), "1: 0 1 2; 49; "),
        (rows("", 24, |n| format!("{}{}", n % 3, pixels(n))), "1: 0 1 2; 49; "),
        // Under a name that only means the class.
        (rows("Class label,a,b\n", 24, |n| format!("{},{},{}", n % 3, x(n), n % 2)), "1: 0 1 2; 2; "),
        (rows("a,species_name,b\n", 24, |n| format!("{},c{},{}", x(n), n % 2, n % 5)), "2: c0 c1; 2; "),
        (rows("a,Diagnosis,b\n", 24, |n| format!("{},{},{}", x(n), n % 2, n % 5)), "2: 0 1; 2; "),
        (rows("x1,x2,shape\n", 24, |n| format!("{},{},{}", x(n), n % 4, n % 2)), "3: 0 1; 2; "),
        // A name that is different in each row, as UCI's zoo.
        (
            rows("name,a,b,type\n", 24, |n| format!("animal{n},{},{},{}", n % 2, n % 5, n % 3 + 1)),
            "4: 1 2 3; 2; 1 names of rows",
        ),
        // The others look like each other, the last does not.
        (
            rows("", 60, |n| format!("{},{},{},{}", n % 2, n / 2 % 2, n / 3 % 2, n % 7)),
            "4: 0 1 2 3 4 5 6; 3; ",
        ),
        (rows("", 60, |n| format!("{},{},{},{}", n % 11, n % 10, x(n), n % 2)), "4: 0 1; 3; "),
        // Columns of 0 and 1, one for each class.
        (
            rows("", 24, |n| format!("{} {} {}", x(n), y(n), ["1 0 0", "0 1 0", "0 0 1"][n % 3])),
            "3+4+5: 0 1 2; 2; ",
        ),
        (
            rows("red,green,blue,a\n", 24, |n| format!("{},{}", ["1,0,0", "0,1,0", "0,0,1"][n % 3], x(n))),
            "1+2+3: red green blue; 1; ",
        ),
        // Words that are of no use, and columns that give the class away.
        (
            rows("a,town,class,species\n", 24, |n| format!("{},t{},{},s{}", x(n), n % 4, n % 2, n % 2)),
            "3: 0 1; 1; 2 words, 4 gives the class away",
        ),
        (
            rows("id,a,b,class,\n", 24, |n| format!("{},{},{},{},", 900 - n, x(n), y(n), n % 2)),
            "4: 0 1; 2; 1 numbers of rows",
        ),
    ] {
        let data = read_text("table.csv", &text, &ReadOptions::default())
            .unwrap_or_else(|error| panic!("{error}\n{text}"));
        assert_eq!(summary(&data), expected, "{text}");
    }
}

#[test]
fn numbers_of_rows_are_left_out_under_any_name_and_without_one() {
    for (head, first) in
        [("rownames,a,b,kind\n", 1), ("zeile,a,b,kind\n", 0), ("", 0), ("", 1), (",a,b,kind\n", 1)]
    {
        let text = rows(head, 24, |n| format!("{},{},{},k{}", n + first, x(n), y(n), n / 8));
        let data = read_text("table.csv", &text, &ReadOptions::default()).expect("a table");
        assert_eq!(summary(&data), "4: k0 k1 k2; 2; 1 numbers of rows", "{head}");
    }
    let keep = |drop: &[&str]| {
        let drop = drop.iter().copied().map(ColumnChoice::new).collect();
        let text = rows("zeile,a,b,kind\n", 24, |n| format!("{n},{},{},k{}", x(n), y(n), n / 8));
        let data = read_text("table.csv", &text, &ReadOptions { drop, ..ReadOptions::default() });
        let data = data.expect("a table");
        (summary(&data), data.reading.summary(3, data.shape.inputs()).contains("--drop none keeps them"))
    };
    assert_eq!(keep(&[]), ("4: k0 k1 k2; 2; 1 numbers of rows".to_owned(), true));
    assert_eq!(keep(&["none"]), ("4: k0 k1 k2; 3; ".to_owned(), false));
    assert_eq!(keep(&["none", "a"]), ("4: k0 k1 k2; 2; 2 as asked".to_owned(), false));
    let text = rows("none,a,kind\n", 24, |n| format!("{},{},k{}", x(n), y(n), n / 8));
    let drop = vec![ColumnChoice::new("none")];
    let data = read_text("table.csv", &text, &ReadOptions { drop, ..ReadOptions::default() });
    assert_eq!(summary(&data.expect("a table")), "3: k0 k1 k2; 1; 1 as asked", "a column of this name");
    let text = rows("a,k\n", 24, |n| format!("{n},{}", if n < 12 { "low" } else { "high" }));
    let data = read_text("table.csv", &text, &ReadOptions::default()).expect("a table");
    assert_eq!(summary(&data), "2: high low; 1; ", "there is nothing else to learn from");
}

#[test]
fn what_stands_above_the_examples_is_no_example() {
    let body = rows("", 24, |n| format!("{},{},{}", x(n), y(n), n % 2));
    let words = rows("", 24, |n| format!("{},{},{}", x(n), y(n), ["a", "b"][n % 2]));
    for (head, body, names) in [
        ("#label,x,y\n", rows("", 24, |n| format!("{},{},{}", n % 2, x(n), y(n))), Some("label")),
        ("0,1,cluster\n", body.clone(), Some("cluster")),
        ("400,410,class\n", words.clone(), Some("class")),
        ("0,1,2\n", words.clone(), Some("2")),
        ("24,2,red,blue\n", body.clone(), None),
        ("% made by hand\n%\n// in May\n! and June\n; or so\n# end\n", words.clone(), None),
        ("Measured in May,,\nx,y,kind\n", words.clone(), Some("kind")),
        ("Measured in May\nx,y,kind\n", words.clone(), Some("kind")),
        ("x,y,kind\ncm,cm,\n", words.clone(), Some("kind")),
        ("\"x, left\",\"y\nup\",kind\n", words.clone(), Some("kind")),
        ("\u{feff}x,y,kind\n", words.clone(), Some("kind")),
    ] {
        let text = head.to_owned() + &body;
        let data = read_text("table.csv", &text, &ReadOptions::default())
            .unwrap_or_else(|error| panic!("{error}\n{text}"));
        assert_eq!((data.train.len() + data.test.len(), data.class_names.len()), (24, 2), "{head}");
        assert_eq!(data.reading.class[0].name.as_deref(), names, "{head}");
    }
    let text =
        "400,410,420,variety\n".to_owned() + &rows("", 24, |n| format!("{},1,{},v{}", x(n), y(n), n % 3));
    let data = read_text("table.csv", &text, &ReadOptions::default()).expect("a table");
    assert_eq!(summary(&data), "4: v0 v1 v2; 3; ");
    let text = "24,2,red,blue\n".to_owned() + &body;
    let data = read_text("table.csv", &text, &ReadOptions::default()).expect("a table");
    assert_eq!(data.class_names, ["red", "blue"]);
}

#[test]
fn a_table_to_predict_a_number_from_is_refused_as_such() {
    for (text, flag) in [
        (rows("x1,x2,y\n", 24, |n| format!("{n},{},{}", n % 5, x(n))), None),
        (rows("x1,x2,price\n", 24, |n| format!("{n},{},{}", n % 5, x(n))), None),
        (rows("x1,x2,price\n", 40, |n| format!("{},{},{}", x(n), n % 5, 100_000 + 700 * n)), None),
        (rows("rooms,area,price\n", 40, |n| format!("{},{},{}", n % 5, x(n), y(n))), Some("--label 1")),
        (rows("a,b,target\n", 200, |n| format!("{},{},{}", x(n), y(n), n * 17 % 83 + 25)), None),
        (rows("a,b,label\n", 24, |n| format!("{},{},{}", x(n), n % 2, y(n))), None),
    ] {
        let error = read_text("table.csv", &text, &ReadOptions::default()).expect_err("it has no classes");
        let sentence = error.to_string();
        assert_eq!(error.exit_code(), 3);
        assert!(sentence.contains("it is a number to predict"), "{sentence}");
        assert!(flag.is_none_or(|flag| sentence.contains(flag)), "{sentence}");
        assert!(sentence.contains("--label"), "{sentence}");
    }
}

#[test]
fn the_person_says_what_is_what() {
    let text = rows("a,kind,b,label\n", 24, |n| format!("{},k{},{},{}", x(n), n % 3, n % 4, n % 2));
    let with = |label: &str, drop: &[&str], header| {
        let options = ReadOptions {
            label: Some(ColumnChoice::new(label)),
            drop: drop.iter().copied().map(ColumnChoice::new).collect(),
            header,
        };
        read_text("table.csv", &text, &options)
    };
    let read = |label, drop: &[&str]| summary(&with(label, drop, Header::Auto).expect("a table"));
    assert_eq!(read("KIND", &[]), "2: k0 k1 k2; 2; 4 gives the class away");
    assert_eq!(read("-1", &["2", "a"]), "4: 0 1; 1; 1 as asked, 2 as asked");
    assert_eq!(read("b", &["label"]), "3: 0 1 2 3; 1; 2 words, 4 as asked");
    let refused =
        |label, drop: &[&str], header| with(label, drop, header).expect_err("no such thing").to_string();
    let unknown = refused("size", &[], Header::Auto);
    assert!(unknown.contains("there is no column `size`: its 4 columns are a, kind, b, label"), "{unknown}");
    assert!(refused("label", &["7"], Header::Auto).contains("there is no column `7`"));
    assert!(refused("label", &["-1"], Header::Auto).contains("cannot be both"));
    assert!(refused("label", &[], Header::No).contains("its columns have no names"));
    assert!(refused("4", &["2"], Header::No).contains("in line 1, column 1 `a` is not a number"));
    let numbers = rows("", 24, |n| format!("{},{},{}", x(n), y(n), n % 2));
    let count = |header| {
        let options = ReadOptions { header, ..ReadOptions::default() };
        let data = read_text("table.csv", &numbers, &options).expect("a table");
        data.train.len() + data.test.len()
    };
    assert_eq!([Header::Auto, Header::Yes, Header::No].map(count), [24, 23, 24]);
}

#[test]
fn what_is_said_about_tables_is_repeated_and_does_not_apply_to_others() {
    let (folder, path) = table("table.csv", &rows("zeile,a,k\n", 24, |n| format!("{n},{},k{}", x(n), n % 2)));
    let options = ReadOptions {
        label: Some(ColumnChoice::new("-1")),
        drop: ["none", "a"].map(ColumnChoice::new).to_vec(),
        header: Header::Yes,
    };
    let resolve = |name: &Path, options: &ReadOptions| data::resolve_with(name, options, &mut |_| true);
    let line = Setup::lecture(resolve(&path, &options).expect("a table")).command_line("train ");
    assert!(line.ends_with("table.csv --label=-1 --drop none --drop a --header yes"), "{line}");
    for name in [Path::new("circles"), folder.path()] {
        let error = resolve(name, &options).expect_err("no table").to_string();
        assert!(error.contains("--label does not apply to"), "{error}");
        let header = ReadOptions { header: Header::No, ..ReadOptions::default() };
        let error = resolve(name, &header).expect_err("no table").to_string();
        assert!(error.contains("--header does not apply to"), "{error}");
    }
}

#[test]
fn a_long_list_of_columns_is_shortened() {
    let names: Vec<String> = (0..300).map(|n| format!("column{n}")).collect();
    let row = |n: usize| (0..300).map(|c| ((n * 7 + c) % 5).to_string()).collect::<Vec<_>>().join(",");
    let text = rows(&(names.join(",") + "\n"), 24, row);
    let sentence = read_text("table.csv", &text, &labelled("kind")).expect_err("no such column").to_string();
    assert!(sentence.contains("its 300 columns are column0, column1,") && sentence.len() < 500, "{sentence}");
}

#[test]
fn missing_values_are_named_with_line_and_column() {
    for (text, words) in [
        (
            rows("a,b,k\n", 24, |n| format!("{},{},k{}", x(n), if n == 7 { "?" } else { "1.5" }, n % 2)),
            "in line 9, column 2 `b` is `?`, a missing value",
        ),
        (
            rows("a,b,k\n", 24, |n| format!("{},{},k{}", x(n), if n > 11 { "NA" } else { "1.5" }, n % 2)),
            "in line 14, column 2 `b` is `NA`",
        ),
        (
            rows("a,b,k\n", 24, |n| format!("{},{},k{}", x(n), if n == 0 { "" } else { "1.5" }, n % 2)),
            "in line 2, column 2 `b` is empty",
        ),
        (
            rows("", 24, |n| format!("{},{},{}", x(n), y(n), if n == 3 { "NaN" } else { ["a", "b"][n % 2] })),
            "in line 4, column 3, the class, is `NaN`",
        ),
    ] {
        let error = read_text("table.csv", &text, &ReadOptions::default()).expect_err("it must be refused");
        assert!(error.to_string().contains(words), "{error}");
    }
    // What is left out may be missing.
    let text = rows("a,b,k\n", 24, |n| format!("{},{},k{}", x(n), if n == 7 { "?" } else { "1.5" }, n % 2));
    let options = ReadOptions { drop: vec![ColumnChoice::new("b")], ..ReadOptions::default() };
    assert_eq!(
        summary(&read_text("table.csv", &text, &options).expect("a table")),
        "3: k0 k1; 1; 2 as asked"
    );
    let text = rows("a,b,k,none\n", 24, |n| format!("{},{},k{},", x(n), y(n), n % 2));
    let data = read_text("table.csv", &text, &ReadOptions::default()).expect("a table");
    assert_eq!(summary(&data), "3: k0 k1; 2; 4 empty");
}

#[test]
fn names_of_classes_stay_the_text_they_are() {
    for (classes, expected, note) in [
        (["3.1", "3.10", "3.9"], ["3.1", "3.10", "3.9"].as_slice(), "`3.1` and `3.10`: taken as two classes"),
        (["01", "1", "2"], &["01", "1", "2"], "`01` and `1`: taken as two classes"),
        (["1", "1.0", "x"], &["1", "1.0", "x"], "`1` and `1.0`: taken as two classes"),
        (["1", "1.0", "2"], &["1", "2"], "`1` and `1.0`: taken as one class"),
        (["Yes", "yes", "no"], &["Yes", "no", "yes"], "`Yes` and `yes`: taken as two classes"),
        (["+", "-", "0"], &["+", "-", "0"], ""),
        (["1.0", "2.0", "1.00e+01"], &["1", "10", "2"], ""),
    ] {
        let text = rows("a,b,label\n", 24, |n| format!("{},{},{}", x(n), y(n), classes[n % 3]));
        let data = read_text("table.csv", &text, &ReadOptions::default()).expect("a table");
        let mut names = data.class_names.clone();
        names.sort();
        assert_eq!(names, expected);
        let notes = data.reading.notes.join("; ");
        assert_eq!(notes.is_empty(), note.is_empty(), "{notes}");
        assert!(notes.contains(note), "{notes}");
    }
}

#[test]
fn shares_in_a_square_are_numbers_unless_they_reach_from_paper_to_ink() {
    let shares = |n: usize, most: f64| {
        (0..49)
            .map(|p| format!("{:.4},", most * ((n * 7 + p * 13) % 50) as f64 / 49.0))
            .collect::<Vec<_>>()
            .concat()
    };
    for (most, shape) in [
        (0.0014, Shape::Numbers { count: 49 }),
        (1.0, Shape::Image { width: 7, height: 7 }),
        (1.2, Shape::Numbers { count: 49 }),
    ] {
        let text = rows("", 24, |n| format!("{}{}", shares(n, most), ["a", "b"][n % 2]));
        assert_eq!(read_text("table.csv", &text, &ReadOptions::default()).expect("a table").shape, shape);
    }
}
