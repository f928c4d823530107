//! Runs the jobs of the benchmark and writes their results.

use std::io::Write;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use super::arguments::Bench;
use super::child;
use super::jobs::Job;
use super::machine::Machine;
use super::measure::{self, Measurement};
use super::put::put;
use super::report::Report;
use crate::cli::outcome::Outcome;
use crate::cli::signals::watch_signals;
use crate::error::Error;

/// Runs the jobs and writes each result to `out`. `start` is when the program started.
///
/// # Errors
/// When a job fails or the output cannot be written.
pub fn bench(options: &Bench, start: Instant, out: &mut dyn Write) -> Result<Outcome, Error> {
    if options.alone {
        return measure::alone(options.jobs[0], options, start, out);
    }
    let signal = watch_signals();
    let machine = Machine::measure();
    let report = if options.json { Report::Json } else { Report::Table };
    if !put(out, &report.machine(&machine))? {
        return Ok(Outcome::Done);
    }
    for job in &options.jobs {
        let Some(mut measurement) = median(job, options, &signal)? else {
            return Ok(Outcome::Signal(signal.load(Ordering::Relaxed) as u8));
        };
        measurement.compare(&job.setup(options.seed, options.part)?, &machine);
        if !put(out, &report.job(&measurement))? {
            return Ok(Outcome::Done);
        }
    }
    put(out, &report.end(&options.jobs))?;
    Ok(Outcome::Done)
}

/// The run of median speed, the slower one of two; `None` if a signal arrived.
fn median(job: &Job, options: &Bench, signal: &AtomicUsize) -> Result<Option<Measurement>, Error> {
    let mut runs = Vec::new();
    for _ in 0..options.runs {
        match child::run(job, options, signal)? {
            Some(measurement) => runs.push(measurement),
            None => return Ok(None),
        }
    }
    runs.sort_by(|a, b| a.speed().total_cmp(&b.speed()));
    let mut median = runs.swap_remove((runs.len() - 1) / 2);
    median.set_runs(options.runs);
    Ok(Some(median))
}
