//! One job, done in this process.

use std::io::Write;
use std::sync::atomic::Ordering;
use std::time::Instant;

use serde::{Deserialize, Serialize};

use super::arguments::Bench;
use super::jobs::{Job, What, dense_operations};
use super::machine::{Machine, peak_memory};
use super::put::put;
use crate::cli::outcome::Outcome;
use crate::cli::reporter::{Reporter, Times};
use crate::cli::signals::watch_signals;
use crate::cli::train::{progress_bar, train_with_reporter};
use crate::error::Error;
use crate::train::{Event, Session, State, WorkerThreads};

/// What came out of a job; as JSON one line.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "lowercase")]
pub enum Measurement {
    /// Of a training.
    Job(Training),
    /// Of evaluations.
    Evaluate(Evaluation),
}

/// How a training went.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Training {
    /// The name of the job.
    pub job: String,
    /// The command line of the same training.
    pub command: String,
    /// The run of median speed out of so many.
    pub runs: u32,
    /// Steps taken.
    pub steps: u64,
    /// Time for them, evaluations included, start-up and loading not.
    pub seconds: f64,
    /// Steps over that time.
    pub steps_per_second: f64,
    /// Time of one pass over all examples, for mini-batches.
    pub seconds_per_epoch: Option<f64>,
    /// Billions of operations a second that the same steps would take if no zero were left out.
    pub dense_gflops: f64,
    /// These, as a share of the peak of all cores; can pass 1.
    pub share_of_dense_limit: Option<f64>,
    /// Share of the training examples that the last network gets right.
    pub train_accuracy: Option<f64>,
    /// Share of the test examples that it gets right.
    pub test_accuracy: Option<f64>,
    /// The most memory the process had, in MiB, where the system tells.
    pub memory_mib: Option<f64>,
    /// The hash of all losses.
    pub fingerprint: String,
}

/// How fast a network was evaluated.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Evaluation {
    /// The name of the job.
    pub job: String,
    /// The command line of the training whose evaluations were timed.
    pub command: String,
    /// The run of median speed out of so many.
    pub runs: u32,
    /// Test examples.
    pub examples: usize,
    /// Evaluations that were timed.
    pub evaluations: usize,
    /// Their median time.
    pub milliseconds: f64,
    /// The most memory the process had, in MiB, where the system tells.
    pub memory_mib: Option<f64>,
}

impl Measurement {
    /// A number that is larger for a faster run of the same job.
    pub fn speed(&self) -> f64 {
        match self {
            Measurement::Job(training) => training.steps_per_second,
            Measurement::Evaluate(evaluation) => -evaluation.milliseconds,
        }
    }

    /// Says out of how many runs this one was taken.
    pub fn set_runs(&mut self, runs: u32) {
        match self {
            Measurement::Job(training) => training.runs = runs,
            Measurement::Evaluate(evaluation) => evaluation.runs = runs,
        }
    }

    /// Works out the share of what the machine could do.
    pub fn compare(&mut self, machine: &Machine) {
        if let Measurement::Job(training) = self {
            training.share_of_dense_limit = Some(training.dense_gflops / machine.peak.all_cores);
        }
    }

    /// As JSON, with its line end.
    pub fn line(&self) -> String {
        // These types hold nothing that JSON cannot say.
        serde_json::to_string(self).unwrap_or_default() + "\n"
    }
}

/// Does `job` and writes its measurement to `out` as JSON; `start` is when the program started.
pub fn alone(job: &Job, asked: &Bench, start: Instant, out: &mut dyn Write) -> Result<Outcome, Error> {
    let setup = job.setup(asked.seed, asked.part)?;
    match job.what {
        What::Training => {
            train_with_reporter(setup, asked.threads, &mut Speed { job: job.name }, job.name, start, out)
        }
        What::Evaluation => {
            let workers = WorkerThreads::new(asked.threads);
            evaluate(Session::new(setup, workers.pool())?, job, out)
        }
    }
}

/// Tells nothing before the end.
struct Speed {
    job: &'static str,
}

impl Reporter for Speed {
    fn start(&mut self, _: &Session) -> String {
        String::new()
    }

    fn event(&mut self, _: &Event) -> Option<String> {
        None
    }

    fn end(&mut self, session: &Session, times: Times) -> String {
        let seconds = times.training.max(f64::MIN_POSITIVE);
        let examples = session.epoch() * session.dataset().train.len() as f64;
        let latest = session.history().latest();
        let training = Training {
            job: self.job.to_owned(),
            command: session.setup().command_line("train "),
            runs: 1,
            steps: session.step(),
            seconds,
            steps_per_second: session.step() as f64 / seconds,
            seconds_per_epoch: session.setup().batch.map(|_| seconds / session.epoch()),
            dense_gflops: examples * dense_operations(&session.network().sizes()) / seconds / 1e9,
            share_of_dense_limit: None,
            train_accuracy: latest.map(|point| point.train.accuracy()),
            test_accuracy: latest.map(|point| point.test.accuracy()),
            memory_mib: peak_memory(),
            fingerprint: format!("{:016x}", session.history().fingerprint()),
        };
        Measurement::Job(training).line()
    }
}

/// Times those steps that end with an evaluation.
fn evaluate(mut session: Session, job: &Job, out: &mut dyn Write) -> Result<Outcome, Error> {
    let signal = watch_signals();
    let bar = progress_bar(job.name, session.setup().steps);
    let mut times = Vec::new();
    while *session.state() == State::Learning {
        let start = Instant::now();
        if session.advance().is_some() {
            times.push(1e3 * start.elapsed().as_secs_f64());
            bar.set_position(session.step());
        }
        match signal.load(Ordering::Relaxed) {
            0 => {}
            number => {
                bar.finish_and_clear();
                return Ok(Outcome::Signal(number as u8));
            }
        }
    }
    bar.finish_and_clear();
    times.sort_by(f64::total_cmp);
    let evaluation = Evaluation {
        job: job.name.to_owned(),
        command: session.setup().command_line("train "),
        runs: 1,
        examples: session.dataset().test.len(),
        evaluations: times.len(),
        milliseconds: times.get(times.len() / 2).copied().unwrap_or(f64::NAN),
        memory_mib: peak_memory(),
    };
    put(out, &Measurement::Evaluate(evaluation).line())?;
    Ok(Outcome::Done)
}
