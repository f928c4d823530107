//! Tests that invalid input is refused in one sentence.

use super::*;
use overfit::data::SOURCES;
use overfit::nn::{Activation, Init, Loss, Optimizer};

/// The names of the built-in data sets, with commas between.
fn built_in() -> String {
    SOURCES.iter().map(|source| source.name).collect::<Vec<_>>().join(", ")
}

/// Names as a sentence lists them: "a, b or c".
fn one_of(names: &[&str]) -> String {
    let (last, others) = names.split_last().expect("a name");
    format!("{} or {last}", others.join(", "))
}

#[test]
fn an_invalid_width_of_vectors_is_refused() {
    for bits in ["wide", "0", ""] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_overfit"));
        command.args(["train", "circles", "--steps", "1"]).env("OVERFIT_VECTOR_BITS", bits);
        let output = command.output().expect("it runs");
        assert_eq!(output.status.code(), Some(2));
        assert_eq!(
            text(&output.stderr),
            format!(
                "overfit: the environment variable OVERFIT_VECTOR_BITS is `{bits}`: give a width in bits, as in 256\n"
            )
        );
    }
}

#[test]
fn what_cannot_be_read_is_refused_in_a_sentence() {
    refused(
        &["train", "squares"],
        2,
        &format!(
            "there is no data set `squares`: choose one of {}, or give the path of a data file",
            built_in()
        ),
    );
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name).to_str().expect("UTF-8").to_owned();
    refused(&["train", &path("none.pkl.gz")], 3, &format!("{}: there is no such file", path("none.pkl.gz")));
    let packed = fs::read(BUILT_IN_MNIST).expect("the digits");
    let files: [(&str, &[u8], &str); 5] = [
        ("empty.pkl", b"", "the file is empty"),
        (
            "notes.doc",
            b"Dear diary\0\x01\n",
            "it is none of the files that this program reads: tables, pickles, npz archives and IDX files",
        ),
        (
            "cut.pkl.gz",
            &packed[..packed.len() / 2],
            "it ends in the middle of its gzip data: download it again",
        ),
        ("end.pkl.gz", &packed[..12], "it ends in the middle of its gzip data: download it again"),
        // {'a': 1}
        ("dict.pkl", b"\x80\x02}U\x01aK\x01s.", "it holds a dict, not three pairs of images and labels"),
    ];
    for (name, bytes, problem) in files {
        fs::write(path(name), bytes).expect("a file");
        refused(&["train", &path(name)], 3, &format!("{} cannot be used: {problem}", path(name)));
    }
}

#[cfg(unix)]
#[test]
fn a_folder_is_no_data_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().to_str().expect("UTF-8");
    refused(
        &["train", path],
        3,
        &format!(
            "{path} cannot be used: it is a folder without IDX files or arrays: give the path of a data file"
        ),
    );
}

#[test]
fn a_value_out_of_range_is_refused_with_what_is_allowed() {
    let hidden = "0, or one to 4 numbers from 1 to 2048 with commas between";
    let (eta, noise) = ("a number above 0, up to 3e38", "a number from 0 to 0.5");
    let (size, batch) =
        ("`all` or a whole number from 20 to 60000", "`full` or a whole number from 1 to 400");
    let refusals = [
        ("hidden", "-3", hidden),
        ("hidden", "5,,5", hidden),
        ("hidden", "5,0", hidden),
        ("hidden", "2049", hidden),
        ("hidden", "1,2,3,4,5", hidden),
        ("eta", "nan", eta),
        ("eta", "0", eta),
        ("eta", "-1", eta),
        ("eta", "inf", eta),
        ("eta", "1e39", eta),
        ("train-size", "10000000", size),
        ("train-size", "5", size),
        ("batch", "0", batch),
        ("batch", "401", batch),
        ("noise", "2", noise),
        ("noise", "-0.1", noise),
        ("noise", "nan", noise),
        ("steps", "0", "a whole number from 1 to 10^12"),
        ("seed", "-1", "a whole number from 0 to 18446744073709551615"),
        ("seed", "18446744073709551616", "a whole number from 0 to 18446744073709551615"),
        ("activation", "sine", &one_of(&Activation::ALL.map(Activation::name))),
        ("loss", "hinge", &one_of(&Loss::ALL.map(Loss::name))),
        ("init", "zero", &one_of(&Init::ALL.map(Init::name))),
        ("optimizer", "lbfgs", &one_of(&Optimizer::ALL.map(Optimizer::name))),
        ("reduction", "median", "sum or mean"),
    ];
    for (name, value, allowed) in refusals {
        let sentence = format!("--{name} {value} does not work: give {allowed}");
        refused(&["train", "circles", &format!("--{name}"), value], 2, &sentence);
        refused(&["train", "circles", &format!("--{name}={value}")], 2, &sentence);
        refused(&["circles", &format!("--{name}"), value], 2, &sentence);
    }
    refused(&["train", "mnist", "--noise", "0.2"], 2, "--noise does not apply to mnist");
    refused(&["train", "mnist", "--label", "1"], 2, "--label does not apply to mnist");
    refused(&["circles", "--drop", "none", "--header", "auto"], 2, "--drop does not apply to circles");
}

#[test]
fn names_from_elsewhere_and_slips_are_answered_with_the_right_name() {
    for (line, sentence) in [
        ("circles --lr 0.1", "--lr is called --eta here: overfit circles --eta 0.1"),
        (
            "train mnist --learning-rate=3",
            "--learning-rate is called --eta here: overfit train mnist --eta=3",
        ),
        ("circles --units 5", "--units is called --hidden here: overfit circles --hidden 5"),
        ("circles --batch-size 20", "--batch-size is called --batch here: overfit circles --batch 20"),
        ("circles --optimizer sgd", "--optimizer sgd does not work: it is called `gd` here"),
        ("circles --loss mse", "--loss mse does not work: it is called `quadratic` here"),
        ("circles --loss xent", "--loss xent does not work: it is called `cross-entropy` here"),
        ("circles --loss ce", "--loss ce does not work: it is called `cross-entropy` here"),
        (
            "circles --activation relu6",
            "--activation relu6 does not work: it is not here; the most similar is `relu`",
        ),
        (
            "circles --activation thanh",
            "--activation thanh does not work: did you mean `tanh`? Give sigmoid, tanh or relu",
        ),
        ("circle", "there is no data set `circle`: did you mean circles?"),
        ("train minst", "there is no data set `minst`: did you mean mnist?"),
        (
            "circles --epochs 20",
            "there is no --epochs here: the length of a run is given in steps, as in --steps 2000; \
             with full batches a step is an epoch",
        ),
        (
            "circles --layers 2",
            "there is no --layers here: --hidden lists the units of each layer: --hidden 64,32 has two hidden layers",
        ),
    ] {
        refused(&words(line), 2, sentence);
    }
}

#[test]
fn the_help_has_the_default_of_every_setting_and_fits_80_columns() {
    for line in ["--help", "train --help"] {
        let output = Command::new(env!("CARGO_BIN_EXE_overfit"))
            .args(words(line))
            .env("COLUMNS", "80")
            .output()
            .expect("it runs");
        let help = text(&output.stdout);
        assert!(help.lines().all(|line| line.chars().count() <= 80), "{help}");
        let joined = help.split_whitespace().collect::<Vec<_>>().join(" ");
        for (setting, default) in [
            ("train-size", "400; mnist: 500"),
            ("eta", "0.005; mnist: 0.0005"),
            ("patience", "off"),
            ("noise", "0.1"),
        ] {
            let after = joined.split(&format!("--{setting} <VALUE>")).nth(1).expect("a row");
            let row = after.split("--").next().expect("a row");
            assert!(row.contains(&format!("[default: {default}]")), "{row}");
        }
        for setting in SETTINGS {
            let after = joined.split(&format!("--{} <VALUE>", setting.name)).nth(1).expect("a row");
            assert!(
                after.split("--").next().is_some_and(|row| row.contains("[default: ")),
                "{}",
                setting.name
            );
        }
    }
}

#[test]
fn arguments_that_make_no_sense_are_refused() {
    const HELP: &str = "`overfit train --help` shows what there is";
    let refusals = [
        (
            "train circles --activaton relu",
            "unexpected argument '--activaton' found; did you mean --activation?",
        ),
        ("train circles --jsn", "unexpected argument '--jsn' found; did you mean --json?"),
        ("circles --sed 1", "unexpected argument '--sed' found; did you mean --seed?"),
        ("--seed 1", "--seed needs a DATASET before it"),
        ("train", "train needs a DATASET; `overfit train --help` shows what there is"),
        ("train --seed 1", "train needs a DATASET; `overfit train --help` shows what there is"),
        ("circles mnist", "`mnist` is not expected there: give the command first, if any, then one DATASET"),
        ("circles train", "`train` is not expected there: give the command first, if any, then one DATASET"),
    ];
    for (line, sentence) in refusals {
        refused(&words(line), 2, sentence);
    }
    let refusals = [
        ("train circles --frobnicate", "unexpected argument '--frobnicate' found"),
        ("train circles mnist", "unexpected argument 'mnist' found"),
        ("train circles --seed 1 --seed 2", "the argument '--seed <VALUE>' cannot be used multiple times"),
        ("train circles --json --json", "the argument '--json' cannot be used multiple times"),
        ("train circles --seed", "a value is required for '--seed <VALUE>' but none was supplied"),
    ];
    for (line, sentence) in refusals {
        refused(&words(line), 2, &format!("{sentence}; {HELP}"));
    }
    let empty = "a value is required for '<DATASET>' but none was supplied";
    refused(&["train", ""], 2, &format!("{empty}; {HELP}"));
}

#[test]
fn a_sentence_stays_on_its_line_and_gives_the_terminal_no_orders() {
    refused(
        &["train", "a\nb\u{1b}[2J"],
        2,
        &format!(
            "there is no data set `a\\nb\\u{{1b}}[2J`: choose one of {}, or give the path of a data file",
            built_in()
        ),
    );
    refused(
        &["train", "circles", "--eta", "1\r\n2"],
        2,
        "--eta 1\\r\\n2 does not work: give a number above 0, up to 3e38",
    );
    refused(
        &["train", "circles", "--x\ny"],
        2,
        "unexpected argument '--x\\ny' found; `overfit train --help` shows what there is",
    );
}

#[test]
fn a_long_word_is_cut_and_what_to_do_is_still_said() {
    let output = overfit(&["train", "circles", "--eta", &"9".repeat(10_000)]);
    let sentence = text(&output.stderr);
    assert_eq!(output.status.code(), Some(2));
    assert!(sentence.chars().count() < 600, "{sentence}");
    assert!(sentence.ends_with("does not work: give a number above 0, up to 3e38\n"), "{sentence}");
}

#[test]
fn a_choice_that_does_not_exist_is_refused_with_those_that_do() {
    refused(
        &["train", "circles", "--preset", "old"],
        2,
        "invalid value 'old' for '--preset <NAME>' [possible values: lecture, modern]; `overfit train --help` shows what there is",
    );
    refused(
        &["train", "circles", "--at", "5:eta"],
        2,
        "--at 5:eta does not work: give STEP:SETTING=VALUE, as in 1200:eta=0.01, or STEP:weights=best",
    );
    for (change, problem) in [
        ("5:eta=x", "give a number above 0, up to 3e38"),
        ("5:loss=cross-entropy", "loss needs a new run; what can change in one: "),
        ("5:speed=1", "there is no such setting; what can change: "),
    ] {
        let output = overfit(&["train", "circles", "--at", change]);
        let said = text(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(said.starts_with(&format!("overfit: --at {change} does not work: {problem}")), "{said}");
    }
    refused(
        &["bench", "--threads", "0"],
        2,
        "invalid value '0' for '--threads <N>': give a number from 1 to 256; `overfit bench --help` shows what there is",
    );
    refused(&["nope/"], 3, "nope/: there is no such file");
}

#[test]
fn help_and_version_are_plain_text_on_stdout() {
    for (line, json) in [("--help", false), ("-h", false), ("train --help", true), ("train -h", true)] {
        let output = overfit(&words(line));
        assert_eq!((output.status.code(), text(&output.stderr)), (Some(0), ""), "{line}");
        let help = text(&output.stdout);
        for setting in SETTINGS {
            assert!(help.contains(&format!("--{} <VALUE>", setting.name)), "{line}: {}", setting.name);
        }
        assert!(help.contains(&built_in()), "{line}");
        assert_eq!(help.contains("--json"), json, "{line}");
        assert!(!help.contains('\u{1b}'), "{line}: no colours in a pipe");
    }
    for line in ["--version", "-V"] {
        let output = overfit(&words(line));
        assert_eq!((output.status.code(), text(&output.stderr)), (Some(0), ""), "{line}");
        assert_eq!(text(&output.stdout), concat!("overfit ", env!("CARGO_PKG_VERSION"), "\n"));
    }
}

#[test]
fn edited_points_and_files_of_changes_are_refused_in_a_sentence() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name).to_str().expect("UTF-8").to_owned();
    let none = path("none.txt");
    for flag in ["--at", "--points"] {
        let arguments = ["train", "circles", flag, &format!("@{none}")];
        refused(&arguments, 3, &format!("{none}: there is no such file"));
    }
    let picture = path("picture.txt");
    fs::write(&picture, [0xff, 0xfe, 0x00]).expect("a file");
    let sentence = format!("{picture} cannot be used: it is not text: give a file with one change a line");
    refused(&["train", "circles", "--at", &format!("@{picture}")], 3, &sentence);
    let wrong = path("wrong.txt");
    fs::write(&wrong, "# changes\n\n5:eta=0.1\n7:points=+new1@0,0,7\n").expect("a file");
    let sentence = format!(
        "{wrong} cannot be used: --at 7:points=+new1@0,0,7 does not work: give a class from 0 to 1 for new1"
    );
    refused(&["train", "circles", "--at", &format!("@{wrong}")], 2, &sentence);
    let sentence = "--points 60001@off does not work: give a training point from 1 to 60000 instead of 60001";
    refused(&["train", "circles", "--points", "60001@off"], 2, sentence);
    refused(&["train", "mnist", "--points", "1@off"], 2, "--points does not apply to mnist");
}
