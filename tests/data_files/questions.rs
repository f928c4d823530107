//! Tables that leave two good readings are a question, and those that leave one are none.

use overfit::data::ReadOptions;
use overfit::error::Error;

use super::readings::{labelled, read_text, rows, x, y};

#[test]
fn two_good_readings_are_a_question_and_the_flag_settles_it() {
    for (text, columns) in [
        // Both ends are like classes.
        (rows("", 40, |n| format!("{},{},{}", n % 3, x(n), n / 2 % 3)), vec![1, 3]),
        (rows("this,a,that\n", 40, |n| format!("{},{},{}", n % 2, x(n), n / 2 % 3)), vec![1, 3]),
        // That one of them has fewer classes is no evidence.
        (rows("", 40, |n| format!("{},{},{}", n % 3 + 1, x(n), n / 2 % 2)), vec![1, 3]),
        (rows("a,b,c,d\n", 40, |n| format!("{},{},{},{}", n % 3, x(n), y(n), n / 2 % 2)), vec![1, 4]),
        (rows("", 40, |n| format!("{},{},{}", n % 2, x(n), n / 2 % 4 + 3)), vec![1, 3]),
        (rows("sex,a,b,rings\n", 90, |n| format!("s{},{},{},{}", n % 3, x(n), y(n), n % 9 + 1)), vec![1, 4]),
        // More than one column of words.
        (rows("sex,a,town\n", 40, |n| format!("s{},{},t{}", n % 2, x(n), n / 2 % 3)), vec![1, 3]),
        // Words in the middle and numbers at the end.
        (rows("a,sex,b\n", 40, |n| format!("{},s{},{}", x(n), n % 2, n / 2 % 3)), vec![2, 3]),
        // Only a column in the middle may be the class.
        (rows("", 40, |n| format!("{},{},{}", x(n), n % 3, y(n))), vec![2]),
        // Columns of 0 and 1, and a column of classes.
        (
            rows("", 40, |n| format!("{},{},{}", n / 3 % 4, x(n), ["1,0,0", "0,1,0", "0,0,1"][n % 3])),
            vec![1, 3],
        ),
    ] {
        let error = read_text("table.csv", &text, &ReadOptions::default()).expect_err("a question");
        let sentence = error.to_string();
        let Error::UnclearClass { columns: asked, .. } = error else { panic!("{sentence}\n{text}") };
        assert_eq!(asked.iter().map(|column| column.number).collect::<Vec<_>>(), columns, "{sentence}");
        for column in columns {
            assert!(sentence.contains(&format!("--label {column}")), "{sentence}");
            let data = read_text("table.csv", &text, &labelled(&column.to_string())).expect("it is settled");
            assert_eq!(data.reading.class[0].number, column);
        }
    }
}

#[test]
fn one_good_reading_is_no_question() {
    let pixels = |n: usize| {
        (0..49).map(|p| (n * 7 + p * 13) % 197).map(|p| format!(",{p}")).collect::<Vec<_>>().concat()
    };
    for (text, column) in [
        // Points of the plane, also on a grid.
        (rows("", 40, |n| format!("{},{},{}", x(n), y(n), n % 2)), 3),
        (rows("", 100, |n| format!("{},{},{}", n / 10, n % 10, n / 7 % 2)), 3),
        (rows("", 100, |n| format!("{},{},k{}", n / 10, n % 10, n / 7 % 2)), 3),
        // Whole numbers at the end behind fractions.
        (rows("", 40, |n| format!("{},{},{},{}", x(n), n % 4, y(n), n / 2 % 3)), 4),
        (rows("a,b,c,d\n", 40, |n| format!("{},{},{},{}", x(n), n % 4, y(n), n / 2 % 3 + 3)), 4),
        // Counts of something in front.
        (rows("", 60, |n| format!("{},{},{},{}", n * n / 180, x(n), y(n), n / 2 % 2)), 4),
        // Words, numbers behind them that are like others.
        (rows("", 40, |n| format!("k{},{},{},{}", n % 3, n % 16, n * 3 % 16, n * 7 % 16)), 1),
        (rows("", 40, |n| format!("k{},{},{}", n % 3, x(n), 500 + 37 * n)), 1),
        (rows("", 40, |n| format!("{},{},k{}", n % 3, x(n), n / 2 % 2)), 3),
        // Images.
        (rows("", 40, |n| format!("{}{}", n % 3, pixels(n))), 1),
        (rows("", 40, |n| format!("k{}{}", n % 3, pixels(n % 9))), 1),
        // Too few rows to tell from their numbers.
        ("0,0,0\n0,1,1\n1,0,1\n1,1,0\n".repeat(2), 3),
    ] {
        let data = read_text("table.csv", &text, &ReadOptions::default())
            .unwrap_or_else(|error| panic!("{error}\n{text}"));
        assert_eq!(data.reading.class[0].number, column, "{text}");
    }
}
