//! The real program without a terminal: what it writes, how it ends, and what it says to nonsense.

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

use overfit::train::SETTINGS;
use serde_json::Value;

fn overfit<S: AsRef<std::ffi::OsStr>>(arguments: &[S]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_overfit"));
    command.args(arguments).stdin(Stdio::null()).output().expect("it runs")
}

/// Splits a command line at its spaces.
fn words(line: &str) -> Vec<&str> {
    line.split_whitespace().collect()
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).expect("UTF-8")
}

/// What a run as JSON wrote: one object a line, and nothing on stderr.
struct Run {
    lines: Vec<String>,
    events: Vec<Value>,
}

impl Run {
    /// Runs `overfit` with these arguments, which are to end with this exit code.
    fn ending<S: AsRef<std::ffi::OsStr>>(arguments: &[S], code: i32) -> Run {
        let output = overfit(arguments);
        assert_eq!(output.status.code(), Some(code), "{}", text(&output.stderr));
        assert_eq!(text(&output.stderr), "");
        Run::read(text(&output.stdout))
    }

    fn of(line: &str) -> Run {
        Run::ending(&words(line), 0)
    }

    fn read(output: &str) -> Run {
        assert!(output.ends_with('\n'), "the last line is whole");
        let lines: Vec<String> = output.lines().map(str::to_owned).collect();
        let events: Vec<Value> = lines.iter().map(|l| serde_json::from_str(l).expect("JSON")).collect();
        assert!(events.iter().all(Value::is_object));
        Run { lines, events }
    }

    fn kinds(&self) -> Vec<&str> {
        self.events.iter().map(|event| event["event"].as_str().expect("a name")).collect()
    }

    fn start(&self) -> &Value {
        &self.events[0]
    }

    fn points(&self) -> &[Value] {
        &self.events[1..self.events.len() - 1]
    }

    fn end(&self) -> &Value {
        &self.events[self.events.len() - 1]
    }

    fn fingerprint(&self) -> &str {
        self.end()["fingerprint"].as_str().expect("text")
    }

    /// Everything but the times, which differ from run to run.
    fn without_times(&self) -> Vec<Value> {
        let mut events = self.events.clone();
        for event in &mut events {
            let names = event.as_object_mut().expect("an object");
            names.retain(|name, _| !TIMES.contains(&name.as_str()));
        }
        events
    }
}

const TIMES: [&str; 3] = ["seconds", "training_seconds", "steps_per_second"];

/// The names in a line of JSON, those of inner objects too, in the order in which they are written.
fn names(line: &str) -> String {
    let before_colons: Vec<&str> = line.split("\":").collect();
    let all =
        before_colons[..before_colons.len() - 1].iter().map(|part| part.rsplit('"').next().expect("one"));
    all.collect::<Vec<_>>().join(" ")
}

/// Whether every number is one that can be drawn: `null` stands for those that cannot.
fn all_finite(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Object(object) => object.values().all(all_finite),
        Value::Number(number) => number.as_f64().is_some_and(f64::is_finite),
        _ => true,
    }
}

/// Demands that the program refuses: the exit code, nothing on stdout, one sentence on stderr.
fn refused<S: AsRef<std::ffi::OsStr> + std::fmt::Debug>(arguments: &[S], code: i32, sentence: &str) {
    let output = overfit(arguments);
    let said = text(&output.stderr);
    assert_eq!(output.status.code(), Some(code), "{arguments:?}: {said}");
    assert_eq!(text(&output.stdout), "", "{arguments:?}");
    assert_eq!(said, format!("overfit: {sentence}\n"), "{arguments:?}");
}

const BUILT_IN_MNIST: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/mnist.pkl.gz");

#[test]
fn json_is_one_object_a_line_with_fixed_names_in_a_fixed_order() {
    let run = Run::of("train circles --steps 103 --json");
    let (last, points) = (run.lines.len() - 1, run.points().len());
    assert_eq!(
        names(&run.lines[0]),
        "event command version dataset inputs classes train_size test_size parameters eval_every threads"
    );
    for line in &run.lines[1..last] {
        assert_eq!(names(line), "event step epoch train_loss train_accuracy test_loss test_accuracy");
    }
    assert_eq!(
        names(&run.lines[last]),
        "event status step best step train_accuracy test_loss test_accuracy \
         best_train step train_accuracy test_accuracy \
         final train_loss train_accuracy test_loss test_accuracy \
         seconds training_seconds steps_per_second fingerprint verdict"
    );
    let kinds = run.kinds();
    assert_eq!((kinds[0], kinds[last]), ("start", "end"));
    assert!(kinds[1..last].iter().all(|kind| *kind == "point"));
    assert_eq!(points, 22);
}

#[test]
fn the_start_tells_what_is_trained() {
    let run = Run::of("train circles --steps 1 --json");
    let start = run.start();
    let numbers = [
        ("inputs", 2),
        ("classes", 2),
        ("train_size", 400),
        ("test_size", 100),
        ("parameters", 52),
        ("eval_every", 5),
    ];
    for (name, number) in numbers {
        assert_eq!(start[name], number, "{name}");
    }
    assert!(start["threads"].as_u64() >= Some(1));
    assert_eq!(start["dataset"], "circles");
    assert_eq!(start["version"], env!("CARGO_PKG_VERSION"));
    assert_eq!(start["command"], "overfit train circles --steps 1");
    let mnist = Run::of("train mnist --steps 1 --json");
    assert_eq!(mnist.start()["parameters"], 23_860);
}

#[test]
fn points_are_the_first_step_every_evaluation_and_the_last_step() {
    for (steps, last) in [(100, vec![90, 95, 100]), (103, vec![95, 100, 103])] {
        let run = Run::of(&format!("train circles --steps {steps} --json"));
        let at: Vec<u64> = run.points().iter().map(|point| point["step"].as_u64().expect("a step")).collect();
        let every = run.start()["eval_every"].as_u64().expect("a number");
        assert!(at[..at.len() - 1].iter().enumerate().all(|(i, step)| *step == i as u64 * every), "{at:?}");
        assert_eq!(at[at.len() - 3..], last);
        for point in run.points() {
            assert!(all_finite(point));
            assert_eq!(point["epoch"].as_f64(), point["step"].as_f64(), "a full batch is an epoch");
        }
    }
}

#[test]
fn the_end_is_what_the_points_say() {
    let run = Run::of("train circles --steps 100 --json");
    let (end, points) = (run.end(), run.points());
    assert_eq!((end["status"].as_str(), end["step"].as_u64()), (Some("finished"), Some(100)));
    let number = |value: &Value| value.as_f64().expect("a number");
    let last = &points[points.len() - 1];
    for name in ["train_loss", "train_accuracy", "test_loss", "test_accuracy"] {
        assert_eq!(end["final"][name], last[name], "{name}");
    }
    let lowest = points.iter().map(|point| number(&point["test_loss"])).fold(f64::INFINITY, f64::min);
    let highest = points.iter().map(|point| number(&point["train_accuracy"])).fold(0.0, f64::max);
    assert_eq!(number(&end["best"]["test_loss"]), lowest);
    assert_eq!(number(&end["best_train"]["train_accuracy"]), highest);
    for best in ["best", "best_train"] {
        let point = points.iter().find(|point| point["step"] == end[best]["step"]).expect("an evaluation");
        for (name, value) in end[best].as_object().expect("an object") {
            assert_eq!(*value, point[name], "{best} {name}");
        }
    }
    assert!(TIMES.iter().all(|name| number(&end[*name]) > 0.0));
    assert!(number(&end["training_seconds"]) <= number(&end["seconds"]));
    let fingerprint = run.fingerprint();
    assert!(fingerprint.len() == 16 && fingerprint.bytes().all(|b| b"0123456789abcdef".contains(&b)));
}

#[test]
fn the_command_in_the_start_repeats_the_run() {
    let settings = [
        "",
        "--hidden 5,4 --activation tanh --eta 0.0123 --seed 7",
        "--train-size 50 --test-size 20 --noise 0.25 --batch 7 --reduction mean --eta 1",
        "--hidden 0 --loss cross-entropy --init scaled --optimizer adam --eta 1e-5",
    ];
    for settings in settings {
        let run = Run::of(&format!("train circles --steps 40 --json {settings}"));
        let command = run.start()["command"].as_str().expect("text");
        let (program, arguments) = command.split_once(' ').expect("arguments");
        assert_eq!(program, "overfit");
        let again = Run::of(&format!("{arguments} --json"));
        assert_eq!(again.without_times(), run.without_times(), "{command}");
    }
}

#[test]
fn the_seed_decides_all_but_the_times() {
    let run = |seed: u64| Run::of(&format!("train circles --steps 100 --json --seed {seed}"));
    let first = run(3);
    assert_eq!(first.without_times(), run(3).without_times());
    let other = run(4);
    assert_ne!(first.fingerprint(), other.fingerprint());
    assert_ne!(first.points()[0], other.points()[0]);
    assert!(run(u64::MAX).start()["command"].as_str().expect("text").ends_with(&u64::MAX.to_string()));
}

#[test]
fn fingerprints_are_the_same_on_every_machine() {
    let pinned =
        [("train circles --steps 100", "babbad2eb0417a4e"), ("train mnist --steps 20", "9f2df106f257a6b9")];
    for (line, fingerprint) in pinned {
        assert_eq!(Run::of(&format!("{line} --json")).fingerprint(), fingerprint, "{line}");
    }
}

#[test]
fn text_is_in_the_words_of_the_lecture() {
    let output = overfit(&words("train circles --steps 2000"));
    assert_eq!((output.status.code(), text(&output.stderr)), (Some(0), ""));
    let lines: Vec<&str> = text(&output.stdout).lines().collect();
    assert_eq!(
        lines[0],
        "circles: 400 training and 100 test examples, network 2-10-2, 52 parameters, seed 0"
    );
    let mut before = 0.0;
    let steps: Vec<u64> = (lines.iter())
        .filter_map(|line| line.strip_prefix("Best by step "))
        .map(|line| {
            let (step, accuracy) = line.split_once(": ").expect("a colon");
            let accuracy = percent(accuracy.strip_suffix(" %").expect("a per cent sign"));
            assert!(accuracy >= before, "the best so far never falls");
            before = accuracy;
            step.parse().expect("a step")
        })
        .collect();
    assert_eq!(steps, (0..=20).map(|i| 100 * i).collect::<Vec<_>>());
    let best = lines.iter().find_map(|line| line.strip_prefix("Our best model gets ")).expect("the best");
    let (best, rest) = best.split_once(' ').expect("a number and words");
    assert!(rest.starts_with("percent correct!"), "{rest}");
    assert!(percent(best) >= before);
}

/// A percentage with one digit behind the point.
fn percent(text: &str) -> f64 {
    assert_eq!(text.split_once('.').expect("a point").1.len(), 1, "{text}");
    let value = text.parse().expect("a number");
    assert!((0.0..=100.0).contains(&value));
    value
}

#[test]
fn text_and_json_tell_of_the_same_run() {
    let json = Run::of("train circles --steps 50 --json");
    let output = overfit(&words("train circles --steps 50"));
    assert!(text(&output.stdout).contains(json.fingerprint()));
}

#[test]
fn a_file_gives_the_same_run_as_the_built_in_digits() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("mnist.pkl.gz");
    fs::copy(BUILT_IN_MNIST, &path).expect("a copy");
    let settings = "--steps 10 --train-size 200 --test-size 50 --batch 20 --hidden 12 --json";
    let built_in = Run::of(&format!("train mnist {settings}"));
    let path = path.to_str().expect("UTF-8");
    let mut arguments = vec!["train", path];
    arguments.extend(words(settings));
    let file = Run::ending(&arguments, 0);
    assert_eq!(file.start()["dataset"], path);
    assert_eq!(file.without_times()[1..], built_in.without_times()[1..]);
    assert_eq!(file.fingerprint(), built_in.fingerprint());
    let end = file.end();
    let loading = end["seconds"].as_f64().zip(end["training_seconds"].as_f64()).map(|(all, part)| all - part);
    assert!(loading > Some(0.01), "unpacking takes time, and counts: {loading:?}");
}

#[test]
fn what_cannot_be_read_is_refused_in_a_sentence() {
    refused(
        &["train", "squares"],
        2,
        "there is no data set `squares`: take one of circles, moons, xor, gaussians, spirals, mnist, or the path of a data file",
    );
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name).to_str().expect("UTF-8").to_owned();
    refused(&["train", &path("none.pkl.gz")], 3, &format!("{}: there is no such file", path("none.pkl.gz")));
    let packed = fs::read(BUILT_IN_MNIST).expect("the digits");
    let files: [(&str, &[u8], &str); 5] = [
        ("empty.pkl", b"", "the file is empty"),
        ("notes.doc", b"Dear diary,\n", "it is neither a pickle nor a pickle packed with gzip"),
        (
            "cut.pkl.gz",
            &packed[..packed.len() / 2],
            "the file ends in the middle of its gzip data: download it again",
        ),
        ("end.pkl.gz", &packed[..12], "the file ends in the middle of its gzip data: download it again"),
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
        &format!("{path} cannot be used: it has no train-images-idx3-ubyte, with .gz behind it or without"),
    );
}

#[test]
fn a_value_out_of_range_is_refused_with_what_is_allowed() {
    let hidden = "0, or one to four numbers from 1 to 2048 with commas between";
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
        ("activation", "softplus", "sigmoid, tanh or relu"),
        ("loss", "hinge", "quadratic or cross-entropy"),
        ("init", "zero", "normal or scaled"),
        ("optimizer", "sgd", "gd, momentum or adam"),
        ("reduction", "median", "sum or mean"),
    ];
    for (name, value, allowed) in refusals {
        let sentence = format!("--{name} {value} does not work: give {allowed}");
        refused(&["train", "circles", &format!("--{name}"), value], 2, &sentence);
        refused(&["train", "circles", &format!("--{name}={value}")], 2, &sentence);
        refused(&["circles", &format!("--{name}"), value], 2, &sentence);
    }
    refused(
        &["train", "mnist", "--noise", "0.2"],
        2,
        "--noise 0.2 does not work: give it only to data that have it, mnist has not",
    );
}

#[test]
fn arguments_that_make_no_sense_are_refused() {
    const HELP: &str = "`overfit --help` shows what there is";
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
        ("circles mnist", "`mnist` does not fit there: first comes the command, if any, then one DATASET"),
        ("circles train", "`train` does not fit there: first comes the command, if any, then one DATASET"),
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
        "there is no data set `a\\nb\\u{1b}[2J`: take one of circles, moons, xor, gaussians, spirals, mnist, or the path of a data file",
    );
    refused(
        &["train", "circles", "--eta", "1\r\n2"],
        2,
        "--eta 1\\r\\n2 does not work: give a number above 0, up to 3e38",
    );
    refused(
        &["train", "circles", "--x\ny"],
        2,
        "unexpected argument '--x\\ny' found; `overfit --help` shows what there is",
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
        "invalid value 'old' for '--preset <NAME>' [possible values: lecture, modern]; `overfit --help` shows what there is",
    );
    refused(
        &["train", "circles", "--at", "5:eta"],
        2,
        "--at 5:eta does not work: give STEP:SETTING=VALUE, as in 1200:eta=0.01, or STEP:weights=best",
    );
    refused(&["bench", "--soak", "long"], 2, "--soak long does not work: give a number of minutes, as in 60");
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
        assert!(help.contains("circles, moons, xor, gaussians, spirals, mnist"), "{line}");
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
fn divergence_has_an_exit_code_of_its_own() {
    let run = Run::ending(&words("train circles --eta 1e9 --json"), 4);
    assert_eq!(run.end()["status"], "diverged");
    assert!(run.end()["reason"].is_string());
    assert!(run.events.iter().all(all_finite), "{:?}", run.lines);
    let output = overfit(&words("train circles --eta 1e9"));
    assert_eq!(output.status.code(), Some(4));
    assert!(text(&output.stdout).contains("Diverged at step "));
}

/// A run of many steps, of which the first line has been read.
fn begun(line: &str) -> (Child, BufReader<std::process::ChildStdout>, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_overfit"));
    command.args(words(line)).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("it runs");
    let mut lines = BufReader::new(child.stdout.take().expect("a pipe"));
    let mut first = String::new();
    lines.read_line(&mut first).expect("a line");
    (child, lines, first)
}

/// The exit code of a program that is to end without a word on stderr.
fn quiet_end(mut child: Child) -> Option<i32> {
    let mut said = String::new();
    child.stderr.take().expect("a pipe").read_to_string(&mut said).expect("UTF-8");
    assert_eq!(said, "");
    child.wait().expect("a child").code()
}

#[test]
fn a_closed_pipe_ends_it_quietly() {
    for line in ["train circles --json", "train circles --steps 100000 --batch 400 --test-size 20"] {
        let (child, lines, first) = begun(line);
        assert!(!first.is_empty());
        drop(lines);
        assert_eq!(quiet_end(child), Some(0), "{line}");
    }
}

#[cfg(unix)]
#[test]
fn a_signal_ends_it_with_an_end() {
    use rustix::process::{Pid, Signal, kill_process};
    for (signal, code) in [(Signal::INT, 130), (Signal::TERM, 143)] {
        // Long enough to be interrupted, short enough to end if nothing interrupts it.
        let (child, mut lines, first) = begun("train circles --steps 2000000 --json");
        let id = Pid::from_raw(child.id().cast_signed()).expect("a child");
        kill_process(id, signal).expect("a signal");
        let mut rest = String::new();
        lines.read_to_string(&mut rest).expect("UTF-8");
        let run = Run::read(&(first + &rest));
        assert_eq!(run.end()["event"], "end");
        assert_eq!(run.end()["status"], "stopped");
        assert!(run.end()["step"].as_u64() < Some(2_000_000));
        assert!(all_finite(run.end()));
        assert_eq!(quiet_end(child), Some(code));
    }
}

#[test]
fn a_file_that_can_hold_no_more_is_a_failure_while_running() {
    let full = Path::new("/dev/full");
    if !full.exists() {
        return;
    }
    for line in ["train circles --steps 10", "train circles --steps 10 --json", "--help"] {
        let file = fs::File::options().write(true).open(full).expect("a device");
        let mut command = Command::new(env!("CARGO_BIN_EXE_overfit"));
        let output = command.args(words(line)).stdin(Stdio::null()).stdout(file).output().expect("it runs");
        assert_eq!(output.status.code(), Some(1), "{line}");
        let said = text(&output.stderr);
        assert!(said.starts_with("overfit: the output could not be written: "), "{said}");
        assert_eq!(said.lines().count(), 1, "{said}");
    }
}
