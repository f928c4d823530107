//! Runs one job in this process.

use std::hint::black_box;
use std::io::Write;
use std::sync::atomic::Ordering;
use std::time::Instant;

use serde::{Deserialize, Serialize};

use super::arguments::Bench;
use super::jobs::{Job, What, dense_operations};
use super::limit::Work;
use super::machine::{Machine, peak_memory};
use super::put::put;
use crate::cli::outcome::Outcome;
use crate::cli::reporter::Reporter;
use crate::cli::signals::watch_signals;
use crate::cli::train::{Cures, Headless};
use crate::error::Error;
use crate::nn::{self, ThreadPool, Workspace};
use crate::run_file::Times;
use crate::train::{Event, Session, Setup, WorkerThreads};

/// Timed evaluations of a complete job, as many as in `benches/peers/jobs.py`; the median time counts.
const EVALUATIONS: u32 = 200;

/// The result of a job; one line of JSON.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "lowercase")]
pub enum Measurement {
    /// A training run.
    Job(Training),
    /// Timed evaluations.
    Evaluate(Evaluation),
}

/// The result of a training run.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Training {
    /// The name of the job.
    pub job: String,
    /// The command line of the same run.
    pub command: String,
    /// The number of runs, of which this one has the median speed.
    pub runs: u32,
    /// Steps taken.
    pub steps: u64,
    /// Seconds for these steps, including evaluations and excluding start-up and loading.
    pub seconds: f64,
    /// Steps per second.
    pub steps_per_second: f64,
    /// Seconds per epoch, for mini-batches.
    pub seconds_per_epoch: Option<f64>,
    /// Billions of operations per second, counting those that zeros make unnecessary.
    pub dense_gflops: f64,
    /// `dense_gflops` as a share of the peak of all cores; can exceed 1.
    pub share_of_dense_limit: Option<f64>,
    /// The time of a step at the measured rates as a share of the time it took.
    pub share_of_limit: Option<f64>,
    /// What a step computes.
    pub work: Work,
    /// Training accuracy of the final network.
    pub train_accuracy: Option<f64>,
    /// Test accuracy of the final network.
    pub test_accuracy: Option<f64>,
    /// Peak memory of the process in MiB, if the system reports it.
    pub memory_mib: Option<f64>,
    /// The hash of all losses.
    pub fingerprint: String,
}

/// The result of timed evaluations.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Evaluation {
    /// The name of the job.
    pub job: String,
    /// The command line of a run that begins with this network and these test images.
    pub command: String,
    /// The number of runs, of which this one has the median speed.
    pub runs: u32,
    /// Test examples.
    pub examples: usize,
    /// Evaluations that were timed.
    pub evaluations: usize,
    /// Median milliseconds of an evaluation.
    pub milliseconds: f64,
    /// The time of a forward pass at the measured rates as a share of the time of an evaluation.
    pub share_of_limit: Option<f64>,
    /// What a forward pass computes.
    pub work: Work,
    /// Peak memory of the process in MiB, if the system reports it.
    pub memory_mib: Option<f64>,
}

impl Measurement {
    /// A number that is larger for faster runs of the same job.
    pub fn speed(&self) -> f64 {
        match self {
            Measurement::Job(training) => training.steps_per_second,
            Measurement::Evaluate(evaluation) => -evaluation.milliseconds,
        }
    }

    /// Sets the number of runs of which this one is the median.
    pub fn set_runs(&mut self, runs: u32) {
        match self {
            Measurement::Job(training) => training.runs = runs,
            Measurement::Evaluate(evaluation) => evaluation.runs = runs,
        }
    }

    /// Compares the job, which has this set-up, with what the machine can do.
    pub fn compare(&mut self, setup: &Setup, machine: &Machine) {
        let [_, peak_gflops] = machine.peak_gflops();
        match self {
            Measurement::Job(training) => {
                training.share_of_dense_limit = Some(training.dense_gflops / peak_gflops);
                let limit = training.work.step(setup, &machine.rates);
                training.share_of_limit = Some(limit * training.steps_per_second);
            }
            Measurement::Evaluate(evaluation) => {
                let limit = evaluation.work.evaluation(setup, &machine.rates);
                evaluation.share_of_limit = Some(1e3 * limit / evaluation.milliseconds);
            }
        }
    }

    /// The JSON with its line end.
    pub fn line(&self) -> String {
        // Serializing these types cannot fail.
        serde_json::to_string(self).unwrap_or_default() + "\n"
    }
}

/// Runs `job` and writes its measurement to `out` as JSON. `start` is when the program started.
pub fn alone(job: &Job, options: &Bench, start: Instant, out: &mut dyn Write) -> Result<Outcome, Error> {
    let setup = job.setup(options.seed, options.part)?;
    match job.what {
        What::Training => {
            let reporter = &mut Speed { job: job.name };
            let mut run =
                Headless { reporter, recorder: None, cures: Cures::Untried, label: job.name, start };
            run.train(|pool| Session::new(setup, pool), options.threads, out)
        }
        What::Evaluation => {
            let workers = WorkerThreads::new(options.threads);
            let session = Session::new(setup, workers.pool())?;
            evaluate(&session, job, &workers.pool(), options.part, out)
        }
    }
}

/// Reports the measurement at the end of the run.
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

    fn diagnosis(&mut self, _: &Session) -> String {
        String::new()
    }

    fn end(&mut self, session: &Session, times: Times, _: Option<String>) -> String {
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
            share_of_limit: None,
            work: Work::of_step(session),
            train_accuracy: latest.map(|point| point.train.accuracy()),
            test_accuracy: latest.map(|point| point.test.accuracy()),
            memory_mib: peak_memory(),
            fingerprint: format!("{:016x}", session.history().fingerprint()),
        };
        Measurement::Job(training).line()
    }
}

/// Times evaluations of the untrained network on the test images, one after the other.
fn evaluate(
    session: &Session,
    job: &Job,
    pool: &ThreadPool,
    part: f64,
    out: &mut dyn Write,
) -> Result<Outcome, Error> {
    let signal = watch_signals();
    let (network, inputs, test) = (session.network(), session.test_inputs(), &session.dataset().test);
    let mut workspace = Workspace::with_pool(pool.clone());
    let mut once = || black_box(nn::evaluate(network, inputs, &test.labels, &mut workspace));
    once(); // not timed: the first one allocates the workspace
    let count = (f64::from(EVALUATIONS) * part).ceil().max(1.0) as usize;
    let mut times = Vec::with_capacity(count);
    while times.len() < count {
        let start = Instant::now();
        once();
        times.push(1e3 * start.elapsed().as_secs_f64());
        match signal.load(Ordering::Relaxed) {
            0 => {}
            number => return Ok(Outcome::Signal(number as u8)),
        }
    }
    times.sort_by(f64::total_cmp);
    let evaluation = Evaluation {
        job: job.name.to_owned(),
        command: session.setup().command_line("train "),
        runs: 1,
        examples: test.len(),
        evaluations: count,
        milliseconds: times[count / 2],
        share_of_limit: None,
        work: Work::of_evaluation(session),
        memory_mib: peak_memory(),
    };
    put(out, &Measurement::Evaluate(evaluation).line())?;
    Ok(Outcome::Done)
}
