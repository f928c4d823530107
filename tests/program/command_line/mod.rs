//! Tests of the program without a terminal: its output, its exit codes and its errors.

mod cures;
mod endings;
mod output;
#[cfg(unix)]
mod piped;
mod record;
mod refusals;
#[cfg(unix)]
mod replay;
mod saved;
mod sweep;
mod sweep_identity;
mod watch;
mod watch_kept;
#[cfg(unix)]
mod watch_pipes;
mod watch_words;

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

/// The JSON output of a run: one object a line, and nothing on stderr.
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

    fn points(&self) -> Vec<&Value> {
        self.events.iter().filter(|event| event["event"] == "point").collect()
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

/// Asserts that the program fails with this exit code, nothing on stdout and one sentence on stderr.
fn refused<S: AsRef<std::ffi::OsStr> + std::fmt::Debug>(arguments: &[S], code: i32, sentence: &str) {
    let output = overfit(arguments);
    let said = text(&output.stderr);
    assert_eq!(output.status.code(), Some(code), "{arguments:?}: {said}");
    assert_eq!(text(&output.stdout), "", "{arguments:?}");
    assert_eq!(said, format!("overfit: {sentence}\n"), "{arguments:?}");
}

const BUILT_IN_MNIST: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/mnist.pkl.gz");
