//! Tables as text.

use std::fs;
use std::path::PathBuf;

use overfit::data::{Examples, Features, Shape};
use tempfile::TempDir;

use super::{assert_same_digits, digits, gzip, load, pixels, refusal};

/// A file with this name and these lines.
pub fn table(name: &str, lines: &str) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join(name);
    fs::write(&path, lines).expect("written");
    (folder, path)
}

/// A table of twenty points in three classes; `row` writes x, y and the class as a line.
fn points(header: &str, row: impl Fn(f64, f64, &str) -> String) -> String {
    let names = ["left", "middle", "right"];
    let rows =
        (0..20).map(|n| row(f64::from(n) * 0.5, f64::from(n % 4) - 7.25, names[n as usize % 3]) + "\n");
    header.to_owned() + &rows.collect::<String>()
}

#[test]
fn tables_are_read_in_every_usual_form() {
    let comma = points("", |x, y, class| format!("{x},{y},{class}"));
    let (_folder, path) = table("points.csv", &comma);
    let set = load(&path);
    assert_eq!((set.shape, set.train.len(), set.test.len()), (Shape::Plane, 16, 4));
    assert_eq!(set.class_names, ["left", "middle", "right"]);
    let Features::Numbers(numbers) = &set.train.inputs else { panic!("numbers") };
    for column in numbers.columns() {
        let (low, high) =
            column.iter().fold((9.0_f32, -9.0_f32), |(low, high), &x| (low.min(x), high.max(x)));
        assert_eq!((low, high), (-1.0, 1.0), "the training part fills the picture");
    }
    for (name, lines) in [
        ("points.csv", points("x,y,label\n", |x, y, class| format!("{x},{y},{class}"))),
        ("points.csv", points("class,a,b\r\n", |x, y, class| format!("{class}, {x} ,{y}\r"))),
        ("points.csv", points("\u{feff}id,u,v,species\n", |x, y, class| format!("7,{x},{y},\"{class}\""))),
        ("points.csv", points("", |x, y, class| format!("{x};{y};{class}").replace('.', ","))),
        ("points.txt", points("", |x, y, class| format!("  {x:>9} {y:>9}   {class}"))),
        ("points.csv", points("", |x, y, class| format!("{x},{y},{class},"))),
        ("points.csv", points("x,y,label,,\n", |x, y, class| format!("{x},{y},{class}"))),
        ("points.csv", points("x,y,label\n", |x, y, class| format!("{x},{y},{class},"))),
        ("points.csv", points("\u{feff}# in May, by hand\n", |x, y, class| format!("{x};{y};{class}"))),
        ("points.csv", points("x y label\n", |x, y, class| format!("1 {x} {y} {class}"))),
        ("points.csv", points(",0,1,2\n", |x, y, class| format!("9,{x},{y},{class}"))),
        ("points.csv", points("sep=|\n\n# made by hand\n", |x, y, class| format!("{class}|{x}|{y}"))),
        ("points.csv", points("", |x, y, class| format!("{x},{y},{class}")).replace('\n', "\r")),
        ("points.csv", points("class,species,x,y\n", |x, y, class| format!("{class},{class},{x},{y}"))),
        (
            "points.csv",
            points("\"a, b\";\"c, d\";kind\n", |x, y, class| format!("{x};{y};{class}").replace('.', ",")),
        ),
        ("points.tsv", points("# made by hand\n", |x, y, class| format!("{x:e}\t{y:e}\t{class}"))),
    ] {
        let (_folder, path) = table(name, &lines);
        let same = load(&path);
        assert_eq!((same.train, same.test), (set.train.clone(), set.test.clone()), "{lines}");
    }
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("points.csv.gz");
    fs::write(&path, gzip(comma.as_bytes())).expect("written");
    assert_eq!(load(&path).train, set.train);
}

#[test]
fn a_train_file_finds_its_test_file() {
    let (folder, path) = table("my_train.csv", &points("", |x, y, class| format!("{x},{y},{class}")));
    fs::write(folder.path().join("my_test.csv"), "100,-7,right\n0,-7,left\n").expect("written");
    let set = load(&path);
    assert_eq!((set.train.len(), set.test.len()), (20, 2));
    assert_eq!(set.test.labels, [2, 0]);
    assert_eq!(set.test.inputs.point(0).0, 3.0, "outliers of the test set are clamped");
    fs::write(folder.path().join("my_test.csv"), "1,2,nobody\n1,b,left\n").expect("written");
    assert!(refusal(&path).contains("my_test.csv cannot be used: in line 2, column 2 `b` is not a number"));
    // A table without labels or with other columns is not the test file.
    fs::write(&path, points("x,y,label\n", |x, y, class| format!("{x},{y},{class}"))).expect("written");
    for other in ["x,y\n1,2\n", "y,x,label\n1,2,left\n", "", "x;y;label\n1;2;left\n"] {
        fs::write(folder.path().join("my_test.csv"), other).expect("written");
        assert_eq!((load(&path).train.len(), load(&path).test.len()), (16, 4), "{other}");
    }
    for (header, first, test) in [
        ("x,y,label\n", "", "x,y,label\n1,2,left\n"),
        ("x,y,label\n", "", "# made by hand\nX,Y,Label,\n1,2,left\n"),
        ("0,1,2,label\n", "7,", "0,1,2,label\n7,1,2,left\n"),
        (",0,1,2\n", "7,", ",0,1,2\n8,1,2,left\n"),
        ("x y label\n", "7 ", "x y label\n8 1 2 left\n"),
    ] {
        let between = if header.contains(',') { "," } else { " " };
        let row = |x, y, class: &str| format!("{first}{x}{between}{y}{between}{class}");
        fs::write(&path, points(header, row)).expect("written");
        fs::write(folder.path().join("my_test.csv"), test).expect("written");
        let set = load(&path);
        assert_eq!((set.train.len(), set.test.len(), set.classes()), (20, 1, 3), "{test}");
    }
    for (table, other) in [
        (points("", |x, y, class| format!("{x},{y},{class}")), "x,y,label\n1,2,left\n"),
        (points(",x,y,label\n", |x, y, class| format!("7,{x},{y},{class}")), "x,y,label\n1,2,left\n"),
    ] {
        fs::write(&path, table).expect("written");
        fs::write(folder.path().join("my_test.csv"), other).expect("written");
        assert_eq!((load(&path).train.len(), load(&path).test.len()), (16, 4), "{other}");
    }
    fs::write(&path, points("", |x, y, class| format!("{x},{y},{class}"))).expect("written");
    fs::write(folder.path().join("my_test.csv"), "1,,left\n").expect("written");
    assert!(refusal(&path).contains("my_test.csv cannot be used: in line 1, column 2 is empty"));
}

#[test]
fn squares_of_bytes_are_images_and_the_class_may_be_the_first_column() {
    let pixel = |n: u32, i: u32| if i == 48 { 0 } else { n * 31 % 200 + i };
    let row = |n: u32| (0..49).map(|i| pixel(n, i).to_string()).collect::<Vec<_>>().join(",");
    let behind = (0..30).map(|n| format!("{},{}\n", row(n), n % 3)).collect::<Vec<_>>().concat();
    let front = (0..30).map(|n| format!("{},{}\n", n % 3, row(n))).collect::<Vec<_>>().concat();
    let (_folder, path) = table("digits.csv", &behind);
    let set = load(&path);
    assert_eq!(set.shape, Shape::Image { width: 7, height: 7 });
    assert_eq!(set.class_names, ["0", "1", "2"]);
    let (_folder, path) = table("digits.csv", &front);
    assert!((load(&path).train, load(&path).test) == (set.train, set.test));
}

#[test]
fn the_largest_images_fit_with_their_class() {
    let row = |pixels: usize, class: &str| format!("{}{class}\n", "0,".repeat(pixels));
    let lines = |pixels: usize| ["a", "b", "a", "b", "a"].map(|class| row(pixels, class)).concat();
    let (_folder, path) = table("images.csv", &lines(256 * 256));
    assert_eq!(load(&path).shape, Shape::Image { width: 256, height: 256 });
    let (_folder, path) = table("images.csv", &lines(256 * 256 + 1));
    assert!(refusal(&path).contains("its examples have more than 65536 numbers each"));
}

#[test]
fn the_first_column_is_the_class_if_no_other_can_be() {
    let rows =
        |form: &dyn Fn(u32, f64) -> String| (0..90).map(|n| form(n, f64::from(n) * 0.37)).collect::<String>();
    let expected = {
        let (_folder, path) = table("rows.csv", &rows(&|n, x| format!("{x},{n},{}\n", n % 3)));
        load(&path)
    };
    assert_eq!(expected.class_names, ["0", "1", "2"]);
    for lines in [
        rows(&|n, x| format!("{},{n},{x}\n", n % 3)),
        "quality,weight,length\n".to_owned() + &rows(&|n, x| format!("c{},{n},{x}\n", n % 3)),
    ] {
        let (_folder, path) = table("rows.csv", &lines);
        let set = load(&path);
        assert_eq!(
            (set.train.labels, set.test.labels),
            (expected.train.labels.clone(), expected.test.labels.clone())
        );
    }
    // Images of 8 × 8 pixels after their class: the last pixel is rarely ink, and looks like two classes.
    let pixel = |n: u32, i: u32| if i == 63 { u32::from(n % 30 == 7) } else { n * 31 % 16 + i % 2 };
    let digits = (0..90).map(|n| {
        let pixels = (0..64).map(|i| format!(",{}", pixel(n, i))).collect::<Vec<_>>().concat();
        format!("{}{pixels}\n", n % 10)
    });
    let (_folder, path) = table("digits.csv", &digits.collect::<String>());
    let set = load(&path);
    assert_eq!((set.shape, set.classes()), (Shape::Image { width: 8, height: 8 }, 10));
}

#[test]
fn large_numbers_keep_their_differences() {
    let times =
        (0..60).map(|n| format!("{},{},{}\n", 1_700_000_000 + n + n / 30 * 20, n % 7, u32::from(n >= 30)));
    let (_folder, path) = table("times.csv", &times.collect::<String>());
    let set = load(&path);
    for (point, label) in (0..set.train.len()).map(|n| (set.train.inputs.point(n), set.train.labels[n])) {
        assert_eq!(label == 1, point.0 > 0.0, "{point:?}");
    }
}

#[test]
fn rows_that_are_sorted_by_class_are_shuffled() {
    let lines = (0..200).map(|n| format!("{n},{},{}\n", n % 9, if n < 100 { "b" } else { "a" }));
    let (folder, path) = table("train.csv", &lines.collect::<Vec<_>>().concat());
    let sorted = (0..60).map(|n| format!("{n},{n},{}\n", if n < 30 { "a" } else { "b" }));
    fs::write(folder.path().join("test.csv"), sorted.collect::<String>()).expect("written");
    let set = load(&path);
    for part in [set.train, set.test] {
        let first = &part.labels[..20];
        assert!((5..=15).contains(&first.iter().filter(|&&label| label == 0).count()), "{first:?}");
    }
}

#[test]
fn other_tables_are_plain_numbers() {
    let rows = (0..50)
        .map(|n| format!("{n},{},{},5,{}\n", n * n % 17, n % 3, 1 + n % 2))
        .collect::<Vec<_>>()
        .concat();
    let (_folder, path) = table("rows.csv", &rows);
    let set = load(&path);
    assert_eq!(
        (set.shape, set.class_names),
        (Shape::Numbers { count: 3 }, vec!["1".to_owned(), "2".to_owned()])
    );
    assert!(set.train.inputs.rows().all(|mut row| row.nth(2) == Some(0.0)), "a constant column becomes 0");
}

#[test]
fn invalid_tables_are_refused_with_a_sentence() {
    let many = "x,y,label\n".to_owned()
        + &(0..300).map(|n| format!("{n}.5,{n},c{n}\n")).collect::<Vec<_>>().concat();
    let grouped = format!("1,5;2;a\n1,5;1{};b\n", ".000".repeat(14));
    let long = "1,2,3\n1,".to_owned() + &"2".repeat(2 << 20);
    for (lines, words) in [
        ("", "there are no rows of numbers in it"),
        ("1\x002,3,a\n", "it is not text"),
        ("# nothing\n\n", "there are no rows of numbers in it"),
        ("x,y,label\n", "there are no rows of numbers in it"),
        ("1,2,a\n1,b\n", "line 2 has 2 columns instead of 3"),
        ("1,2,a\n1,b,a\n", "in line 2, column 2 `b` is not a number"),
        ("1,2,a\n1,,a\n", "in line 2, column 2 is empty"),
        ("# no\r\n1,2,a\r\n\r\n1,,a\r\n", "in line 4, column 2 is empty"),
        ("1,2,a\n\n\n1,b,a", "in line 4, column 2 `b` is not a number"),
        ("1,2,a\r1,b,a", "in line 2, column 2 `b` is not a number"),
        ("1,2,a\n#,2,a\n", "in line 2, column 1 `#` is not a number"),
        ("1,2,a\n1,nan,a\n", "in line 2, column 2 is `nan`, a missing value"),
        ("1,2,a\n1,inf,a\n", "in line 2, column 2 `inf` is not a number"),
        ("1,2,a\n1,1e99,a\n", "in line 2, column 2 `1e99` is too large a number"),
        (&grouped, "in line 2, column 2 `1.000.000.000.000.00` is too large a number"),
        ("1,2,a\n1,2,\n", "the class, is empty"),
        ("1\n2\n", "it has no columns of numbers besides the class"),
        ("1.5,2,2.5\n3.5,4,4.5\n", "column 3 has fractions such as 2.5: it is a number to predict"),
        ("a,b,c\n1,2,2.5\n3,4,5.5\n", "column 3 `c` has fractions such as 2.5: it is a number to predict"),
        ("1,2,a\n3,4,a\n", "all its labels are a"),
        ("1,2,a\n3,4,b\n", "it has too few examples"),
        (&many, "more than 256 different values, which are too many classes"),
        (&long, "line 2 is longer than 1 MiB"),
        ("1,2,\"a\n3,4,b\n", "the quote that line 1 opens is not closed"),
        ("1,2,\u{1b}[31m\n1,\u{1b}[2J,a\n", "in line 2, column 2"),
    ] {
        let (_folder, path) = table("points.csv", lines);
        let sentence = refusal(&path);
        assert!(sentence.contains(words), "{words}: {sentence}");
        assert!(!sentence.contains('\u{1b}'), "{sentence:?}");
    }
    let (_folder, path) = table("points.csv", "");
    fs::write(&path, ["1,2,", &"n".repeat(2_000), "\n"].concat()).expect("written");
    assert!(refusal(&path).contains("column 3 has texts longer than 1000 letters"));
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("bomb.csv.gz");
    fs::write(&path, gzip(&vec![b'0'; 20 << 20])).expect("written");
    assert!(refusal(&path).contains("line 1 is longer"));
    fs::write(&path, [0x1f, 0x8b, 8, 0, 1, 2, 3]).expect("written");
    assert!(refusal(&path).contains("it ends in the middle of its gzip data"));
    let mut damaged = gzip(points("", |x, y, class| format!("{x},{y},{class}")).as_bytes());
    let sum = damaged.len() - 8;
    damaged[sum] ^= 1;
    fs::write(&path, damaged).expect("written");
    assert!(refusal(&path).contains("gzip data are damaged"));
}

#[test]
fn mnist_as_a_table_is_the_built_in_one() {
    let digits = digits();
    let lines = |examples: &Examples, form: &dyn Fn(u8) -> String| {
        let header = (0..784).map(|n| format!(",pixel{n}")).collect::<Vec<_>>().concat();
        let pixels = pixels(examples);
        let rows = pixels.chunks(784).zip(&examples.labels).map(|(pixels, label)| {
            let pixels = pixels.iter().map(|&pixel| format!(",{}", form(pixel))).collect::<Vec<_>>().concat();
            format!("{label}{pixels}\n")
        });
        format!("label{header}\n{}", rows.collect::<String>())
    };
    let forms: [&dyn Fn(u8) -> String; 3] =
        [&|pixel| pixel.to_string(), &|pixel| (f64::from(pixel) / 255.0).to_string(), &|pixel| {
            (f32::from(pixel) / 256.0).to_string()
        }];
    for form in forms {
        let (folder, path) = table("train.csv", &lines(&digits.train, form));
        fs::write(folder.path().join("test.csv"), lines(&digits.test, form)).expect("written");
        assert_same_digits(&path);
    }
}
