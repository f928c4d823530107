//! Tests of `overfit bench`: its JSON, its table, its errors and its early ends.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Output, Stdio};

use serde_json::Value;

fn command(line: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_overfit"));
    command.args(line.split_whitespace()).stdin(Stdio::null());
    command
}

fn overfit(line: &str) -> Output {
    command(line).output().expect("it runs")
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).expect("UTF-8")
}

/// The lines of stdout of a run that succeeds and writes nothing to stderr.
fn lines(line: &str) -> Vec<String> {
    let output = overfit(line);
    assert_eq!((output.status.code(), text(&output.stderr)), (Some(0), ""), "{line}");
    assert!(output.stdout.ends_with(b"\n"), "the last line is whole");
    text(&output.stdout).lines().map(str::to_owned).collect()
}

fn events(line: &str) -> Vec<Value> {
    lines(line).iter().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

fn number(event: &Value, name: &str) -> f64 {
    event[name].as_f64().unwrap_or_else(|| panic!("{name} in {event}"))
}

fn close(a: f64, b: f64) -> bool {
    (a / b - 1.0).abs() < 1e-6
}

/// Checks that the numbers of a training of `steps` steps are consistent with each other and with the machine.
fn check_training(machine: &Value, event: &Value, steps: f64) {
    assert_eq!(event["event"], "job");
    assert_eq!(number(event, "steps"), steps);
    assert!(close(number(event, "steps_per_second"), steps / number(event, "seconds")));
    let limit = number(machine, "peak_gflops_all_cores");
    assert!(close(number(event, "share_of_dense_limit"), number(event, "dense_gflops") / limit));
    assert!(number(event, "share_of_limit") > 0.0);
    for accuracy in ["train_accuracy", "test_accuracy"] {
        assert!((0.0..=1.0).contains(&number(event, accuracy)), "{event}");
    }
}

#[test]
fn json_has_the_machine_and_one_line_for_each_job() {
    let events = events("bench --json --part 0.0005");
    let jobs: Vec<_> = events.iter().map(|event| event["job"].as_str().unwrap_or("none")).collect();
    assert_eq!(jobs, ["none", "circles", "mnist", "nielsen", "modern", "elastic", "evaluate"]);
    let machine = &events[0];
    assert_eq!(machine["event"], "machine");
    assert!(!machine["processor"].as_str().expect("text").trim().is_empty());
    assert!(number(machine, "cores") >= 1.0 && number(machine, "vector_bits") >= 32.0);
    assert!(number(machine, "peak_gflops_one_core") > 0.0);
    for (rate, value) in machine["rates"].as_object().expect("an object") {
        assert!(value.as_f64().expect("a number") > 0.0, "{rate}");
    }
    for (event, steps) in events[1..6].iter().zip([5.0, 10.0, 25.0, 3.0, 1.0]) {
        check_training(machine, event, steps);
    }
    // 500 examples take 47.94 million operations a step if no zero is left out.
    let (mnist, nielsen) = (&events[2], &events[3]);
    assert!(close(number(mnist, "dense_gflops"), 0.047_94 * number(mnist, "steps_per_second")));
    assert_eq!(mnist["seconds_per_epoch"], Value::Null, "a step is an epoch");
    let epochs = 25.0 * 10.0 / 50_000.0;
    assert!(close(number(nielsen, "seconds_per_epoch"), number(nielsen, "seconds") / epochs));
    let evaluate = &events[6];
    let work = |event: &Value| (event["work"]["examples"].clone(), event["work"]["sizes"].clone());
    assert_eq!(work(mnist), (500.into(), [784, 30, 10].into_iter().collect()));
    assert!((140.0..160.0).contains(&number(&mnist["work"], "nonzero_inputs")), "19 % of the pixels");
    assert_eq!(evaluate["event"], "evaluate");
    assert!(number(evaluate, "share_of_limit") > 0.0);
    assert_eq!(number(evaluate, "examples"), 10_000.0);
    assert!(number(evaluate, "milliseconds") > 0.0);
    assert_eq!(number(evaluate, "evaluations"), 1.0, "0.05 % of 200, rounded up");
}

#[cfg(target_os = "linux")]
#[test]
fn memory_is_that_of_the_job_alone() {
    let events = events("bench modern circles --json --part 0.0005");
    let [large, small] = [1, 2].map(|job| number(&events[job], "memory_mib"));
    // 70,000 images of 784 numbers as bytes are 52 MiB at the very least; circles need none of them.
    assert!(large > 52.0 && small < large / 2.0, "{large} and {small} MiB");
}

#[test]
fn the_command_of_a_job_repeats_its_curve() {
    let events = events("bench circles --seed 3 --part 0.02 --runs 3 --json");
    let job = &events[1];
    assert_eq!((number(job, "runs"), number(job, "steps")), (3.0, 200.0));
    let command = job["command"].as_str().expect("text");
    assert_eq!(command, "overfit train circles --steps 200 --seed 3");
    let trained = lines(&format!("{} --json", command.trim_start_matches("overfit ")));
    let end: Value = serde_json::from_str(trained.last().expect("an end")).expect("JSON");
    assert_eq!(end["fingerprint"], job["fingerprint"]);
    assert_eq!(end["final"]["test_accuracy"], job["test_accuracy"]);
}

#[test]
fn the_table_has_a_row_for_each_job_under_its_head() {
    let lines = lines("bench evaluate circles --part 0.01");
    assert!(lines[0].contains("-bit vectors") && lines[1].contains("GFLOP/s on one core"));
    let (head, evaluate, circles) = (&lines[3], &lines[4], &lines[5]);
    assert!(evaluate.starts_with("evaluate ") && evaluate.contains(" ms for 10000 test images"));
    let end = |line: &str, word: &str| line.find(word).map(|at| at + word.len());
    let fields: Vec<&str> = circles.split_whitespace().collect();
    assert_eq!(fields[0], "circles");
    assert!(fields[1].parse::<f64>().expect("steps a second") > 0.0);
    assert_eq!(fields[2], "-", "every step is a whole epoch");
    assert_eq!(end(head, "steps/s"), end(circles, fields[1]), "numbers end where their heads end");
    assert_eq!(end(head, "of limit"), end(circles, " %"));
    assert_eq!(fields.last().expect("a fingerprint").len(), 16);
    assert!(lines.last().expect("a note").contains("zero"), "why it can pass 100 % is said");
}

#[test]
fn what_makes_no_sense_is_refused_in_a_sentence() {
    for (line, sentence) in [
        (
            "bench circle",
            "there is no job `circle`: take some of circles, mnist, nielsen, modern, elastic, evaluate",
        ),
        ("bench --part 0", "--part 0 does not work: give a number above 0, up to 1"),
        ("bench --part NaN", "--part NaN does not work: give a number above 0, up to 1"),
        ("bench --runs 0", "--runs 0 does not work: give a whole number from 1 to 1000"),
        ("bench --seed -1", "--seed -1 does not work: give a whole number from 0 to 18446744073709551615"),
    ] {
        let output = overfit(line);
        assert_eq!(output.status.code(), Some(2), "{line}");
        assert_eq!(text(&output.stdout), "", "{line}");
        assert_eq!(text(&output.stderr), format!("overfit: {sentence}\n"), "{line}");
    }
}

/// Starts a benchmark and reads its first line.
fn begun(line: &str) -> (Child, BufReader<std::process::ChildStdout>) {
    let mut child = command(line).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it runs");
    let mut stdout = BufReader::new(child.stdout.take().expect("a pipe"));
    stdout.read_line(&mut String::new()).expect("the machine");
    (child, stdout)
}

#[test]
fn a_closed_pipe_ends_it_quietly() {
    let (child, stdout) = begun("bench circles --json --part 0.01");
    drop(stdout);
    let output = child.wait_with_output().expect("it ends");
    assert_eq!((output.status.code(), text(&output.stderr)), (Some(0), ""));
}

#[cfg(target_os = "linux")]
#[test]
fn a_signal_ends_it_and_the_job_in_hand() {
    use rustix::process::{Pid, Signal, kill_process};
    use std::time::Duration;
    use std::{fs, path, thread};

    let (child, _stdout) = begun("bench mnist --json");
    let id = child.id();
    let job = loop {
        let children = fs::read_to_string(format!("/proc/{id}/task/{id}/children")).expect("Linux tells");
        if let Some(job) = children.split_whitespace().next() {
            break job.to_owned();
        }
        thread::sleep(Duration::from_millis(1));
    };
    let process = Pid::from_raw(id.cast_signed()).expect("a process");
    kill_process(process, Signal::TERM).expect("it lives");
    let output = child.wait_with_output().expect("it ends");
    assert_eq!((output.status.code(), text(&output.stderr)), (Some(143), ""));
    assert!(!path::Path::new("/proc").join(job).exists(), "the job went on");
}
