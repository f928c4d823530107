//! How tables are written: encodings, delimiters, commas, quotes, and what becomes of their numbers.

use std::fs;

use overfit::data::{Features, ReadOptions};

use super::readings::read;
use super::tables::table;
use super::{load, refusal};

/// Rows of x, y and a class in Umlauts, parted by commas.
fn plain() -> String {
    let row = |n: usize| {
        format!("{},-{},{}\n", (n * 37 % 101) as f64 / 8.0, n * 53 % 89, ["größe", "küche"][n % 2])
    };
    "links,rechts,art\n".to_owned() + &(0..24).map(row).collect::<Vec<_>>().concat()
}

#[test]
fn every_encoding_gives_the_same_examples() {
    let text = plain();
    let (_folder, path) = table("points.csv", &text);
    let expected = load(&path);
    assert_eq!(expected.class_names, ["größe", "küche"]);
    let utf16 = |unit: fn(u16) -> [u8; 2]| {
        "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(unit).collect::<Vec<u8>>()
    };
    let latin1 = text.chars().map(|letter| letter as u8).collect();
    for bytes in [
        utf16(u16::to_le_bytes),
        utf16(u16::to_be_bytes),
        latin1,
        ("\u{feff}".to_owned() + &text).into_bytes(),
        text.replace('\n', "\r\n").into_bytes(),
        (text.replace('\n', "\r\n") + "\x1a").into_bytes(),
        text.replace('\n', "\n\u{a0} ").replace(',', "\u{a0},").into_bytes(),
        text.replace('-', "\u{2212}").into_bytes(),
        text.replace(',', "\t").into_bytes(),
        text.replace(',', "\t\t").replacen("\t\t", "\t", 9).into_bytes(),
        text.replace(',', " | ").into_bytes(),
        text.lines()
            .map(|line| format!("\"{}\"\n", line.replace(',', "\", \"")))
            .collect::<Vec<_>>()
            .concat()
            .into_bytes(),
    ] {
        fs::write(&path, &bytes).expect("written");
        let data = read(&path, &ReadOptions::default())
            .unwrap_or_else(|error| panic!("{error}\n{}", String::from_utf8_lossy(&bytes)));
        let same = load(&path);
        assert!(
            (same.train, same.test) == (expected.train.clone(), expected.test.clone()),
            "{}",
            String::from_utf8_lossy(&bytes)
        );
        let is_latin1 = bytes.contains(&0xfc) && !bytes.starts_with(&[0xff]) && !bytes.starts_with(&[0xfe]);
        assert_eq!(data.reading.notes.iter().any(|note| note.contains("Latin-1")), is_latin1);
    }
}

#[test]
fn a_quoted_field_may_have_several_lines() {
    let row = |n: usize| {
        format!("{}.5,\"two\nlines, \"\"{n}\"\"\",{},{}\n", n * 7 % 30, n * 3 % 11, ["\"a\nb\"", "c"][n % 2])
    };
    let text = "x,text,y,label\n".to_owned() + &(0..24).map(row).collect::<Vec<_>>().concat();
    let (_folder, path) = table("points.csv", &text);
    let set = load(&path);
    assert_eq!((set.train.len() + set.test.len(), set.classes()), (24, 2));
    let (_folder, path) = table("points.csv", &text.replacen("0.5,", "nil,", 1));
    assert!(refusal(&path).contains("in line 2, column 1 `nil`"), "{}", refusal(&path));
    let (_folder, path) = table("points.csv", &(text + "1,\"open,2,c\n1,b,2,c\n"));
    let open = refusal(&path);
    assert!(open.contains("the quote that line 62 opens is not closed"), "{open}");
}

/// The first inputs of all examples, before they were scaled, in order: the table is read with its own rows as the test set.
fn order(column: &[String]) -> Vec<usize> {
    let rows = |column: &[String]| {
        column
            .iter()
            .enumerate()
            .map(|(n, x)| format!("{x}\t{}\tk{}\n", n % 7, n % 2))
            .collect::<Vec<_>>()
            .concat()
    };
    let (folder, path) = table("a_train.tsv", &rows(column));
    fs::write(folder.path().join("a_test.tsv"), rows(column)).expect("written");
    let set = load(&path);
    let x: Vec<f32> = (0..column.len()).map(|n| set.test.inputs.point(n).0).collect();
    let mut order: Vec<usize> = (0..x.len()).collect();
    order.sort_by(|&a, &b| x[a].total_cmp(&x[b]));
    order
}

#[test]
fn the_whole_column_says_what_its_commas_mean() {
    let rising: Vec<usize> = (0..24).collect();
    let numbers = |number: &dyn Fn(usize) -> String| (0..24).map(number).collect::<Vec<_>>();
    // 986, 988 … 1,032: after 998 comes 1,000.
    let thousands = numbers(&|n| {
        let number = 986 + 2 * n;
        if number < 1_000 { number.to_string() } else { format!("1,{:03}", number - 1_000) }
    });
    assert_eq!(order(&thousands), rising);
    assert_eq!(order(&thousands.iter().map(|x| x.replace(',', "\u{202f}")).collect::<Vec<_>>()), rising);
    // 0,900 … 1,015, with decimal commas.
    assert_eq!(
        order(&numbers(&|n| format!("{},{:03}", (900 + 5 * n) / 1_000, (900 + 5 * n) % 1_000))),
        rising
    );
    assert_eq!(order(&numbers(&|n| format!("1.{:03},5", 100 + n))), rising);
    let (_folder, path) = table(
        "unclear.tsv",
        &(0..24)
            .map(|n| format!("{}\t{n}\tk{}\n", if n == 5 { "1,001" } else { "7" }, n % 2))
            .collect::<Vec<_>>()
            .concat(),
    );
    let sentence = refusal(&path);
    assert!(sentence.contains("in line 6, column 1 `1,001` has a comma"), "{sentence}");
    let (_folder, path) = table(
        "mixed.tsv",
        &(0..24)
            .map(|n| format!("{}\t{n}\tk{}\n", if n == 5 { "1,5" } else { "7.25" }, n % 2))
            .collect::<Vec<_>>()
            .concat(),
    );
    assert!(refusal(&path).contains("in line 6, column 1 `1,5` has a comma"));
}

#[test]
fn decimal_commas_between_blanks_are_no_delimiters() {
    let text = |between: &str, point: &str| {
        let row = |n: usize| {
            let numbers = format!("{}{between}{}.5", (n * 37 % 101) as f64 / 8.0, n * 53 % 89);
            format!("{}{between}k{}\n", numbers.replace('.', point), n % 2)
        };
        (0..24).map(row).collect::<Vec<_>>().concat()
    };
    let (_folder, path) = table("points.csv", &text(",", "."));
    let expected = load(&path);
    for text in [text(" ", ","), text("   ", ","), "x y kind\n".to_owned() + &text(" ", ",")] {
        let (_folder, path) = table("points.csv", &text);
        let same = load(&path);
        assert!((same.train, same.test) == (expected.train.clone(), expected.test.clone()), "{text}");
    }
    // 1.5 and a, or 1 and `5 a`.
    let unclear = (0..24).map(|n| format!("{n},5 {}\n", ["a", "b"][n % 2])).collect::<Vec<_>>().concat();
    let (_folder, path) = table("points.csv", &unclear);
    assert!(refusal(&path).contains("its commas may be decimal commas or part the columns"));
}

#[test]
fn small_shares_are_not_rounded_away() {
    let row = |n: usize| {
        let share = |p: usize| (2 + (n * 31 + p * 17) % 13) as f64 / 10_000.0;
        (0..49).map(|p| format!("{:.4},", share(p))).collect::<Vec<_>>().concat() + ["a\n", "b\n"][n % 2]
    };
    let (_folder, path) = table("shares.csv", &(0..40).map(row).collect::<Vec<_>>().concat());
    let Features::Numbers(numbers) = load(&path).train.inputs else { panic!("numbers") };
    for column in numbers.columns() {
        let ends = column.iter().fold([9.0_f32, -9.0], |[low, high], &x| [low.min(x), high.max(x)]);
        assert_eq!(ends, [-1.0, 1.0]);
    }
}

#[test]
fn inputs_are_the_parsed_numbers_after_the_one_scaling() {
    let spellings =
        ["0.1", "1e-3", "-2.75", "0.30000001", "123456.7", "3.0000000e+00", "7", "-0.001", "99999.999", ".5"];
    let row = |n: usize| {
        let x = spellings[n * 7 % 10];
        (x, format!("{x},{}.25,{}\n", n * 11 % 17, ["a", "b"][n % 2]))
    };
    let rows: Vec<(&str, String)> = (0..30).map(row).collect();
    let text: String = rows.iter().map(|(_, line)| line.as_str()).collect();
    let (folder, path) = table("n_train.csv", &text);
    fs::write(folder.path().join("n_test.csv"), &text).expect("written");
    let set = load(&path);
    let Features::Numbers(numbers) = &set.train.inputs else { panic!("numbers") };
    let parsed: Vec<f32> = rows.iter().map(|(x, _)| x.parse::<f64>().expect("a number") as f32).collect();
    let low = parsed.iter().copied().fold(f32::INFINITY, f32::min);
    let high = parsed.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let (middle, half) = (low / 2.0 + high / 2.0, high / 2.0 - low / 2.0);
    for (n, x) in parsed.iter().enumerate() {
        assert_eq!(numbers[(n, 0)].to_bits(), ((x - middle) / half).to_bits(), "{}", rows[n].0);
    }
    // The numbers of an image are not scaled at all, and pixels are multiplied by a whole number.
    let shares = |n: usize| (0..49).map(move |p| (n * 31 + p * 17) % 1_000);
    let image = |n: usize| {
        shares(n).map(|share| format!("0.{share:03},")).collect::<Vec<_>>().concat() + ["a\n", "b\n"][n % 2]
    };
    let text = (0..30).map(image).collect::<Vec<_>>().concat().replace("0.999", "1.000");
    let (folder, path) = table("i_train.csv", &text);
    fs::write(folder.path().join("i_test.csv"), &text).expect("written");
    let set = load(&path);
    for (line, row) in text.lines().zip(set.train.inputs.rows()) {
        let parsed = line.split(',').take(49).map(|x| x.parse::<f64>().expect("a number") as f32);
        assert!(parsed.zip(row).all(|(parsed, input)| parsed.to_bits() == input.to_bits()), "{line}");
    }
    let text = (0..30).map(|n| {
        shares(n).map(|share| format!("{},", share % 17)).collect::<Vec<_>>().concat() + ["a\n", "b\n"][n % 2]
    });
    let text = text.collect::<Vec<_>>().concat();
    fs::write(&path, &text).expect("written");
    fs::write(folder.path().join("i_test.csv"), &text).expect("written");
    let set = load(&path);
    let Features::Pixels(pixels) = &set.train.inputs else { panic!("pixels") };
    for (line, row) in text.lines().zip(pixels.rows()) {
        let parsed = line.split(',').take(49).map(|x| x.parse::<u8>().expect("a byte"));
        assert!(parsed.zip(row).all(|(parsed, pixel)| 15 * parsed == *pixel), "{line}");
    }
}

#[test]
fn times_that_differ_beyond_float32_are_not_made_equal() {
    for (start, step) in
        [(1_700_000_000_000_000_001_u64, 1), (1_700_000_000, 1), (20_240_101, 3), (5_000_000_000, 60)]
    {
        let column: Vec<String> = (0..24).map(|n| (start + step * n).to_string()).collect();
        assert_eq!(order(&column), (0..24).collect::<Vec<_>>(), "{start}");
    }
    let text = (0..24)
        .map(|n| {
            format!("{},{},k{}\n", if n < 12 { 0.0 } else { 1e6 + f64::from(n) / 100.0 }, n * 5 % 7, n % 2)
        })
        .collect::<Vec<_>>()
        .concat();
    let (_folder, path) = table("wide.csv", &text);
    let notes = read(&path, &ReadOptions::default()).expect("a table").reading.notes.clone();
    assert_eq!(notes, ["column 1 has numbers closer to each other than float32 can tell"]);
}
