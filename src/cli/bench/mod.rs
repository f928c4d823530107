//! `overfit bench`: how fast this machine learns, and how near that is to what its arithmetic allows.
//!
//! | file        | what it does                                                                        |
//! | ----------- | ----------------------------------------------------------------------------------- |
//! | `arguments` | what may be typed after `bench`                                                     |
//! | `jobs`      | the table of what is measured                                                       |
//! | `machine`   | the processor, and the memory of this process                                       |
//! | `peak`      | the most multiplications and additions a second, measured                           |
//! | `measure`   | does one job in this process and writes what came out                               |
//! | `child`     | has that done in a process of its own, whose peak memory is then that of the job    |
//! | `report`    | the table, and the same as JSON                                                     |

mod arguments;
mod child;
mod jobs;
mod machine;
mod measure;
mod peak;
mod report;

use std::io::{ErrorKind, Write};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

pub use arguments::Bench;
pub(super) use arguments::{command, options, soak};
use jobs::Job;
use machine::Machine;
pub use machine::peak_memory;
use measure::Measurement;
use report::Report;

use super::train::{Outcome, watch_signals};
use crate::error::Error;

/// Measures what is asked for and writes it to `out`, job by job; `start` is when the program started.
///
/// # Errors
/// When a job fails or the output cannot be written.
pub fn bench(asked: &Bench, start: Instant, out: &mut dyn Write) -> Result<Outcome, Error> {
    if asked.alone {
        return measure::alone(asked.jobs[0], asked, start, out);
    }
    let signal = watch_signals();
    let machine = Machine::measure();
    let report = if asked.json { Report::Json } else { Report::Table };
    if !put(out, &report.machine(&machine))? {
        return Ok(Outcome::Done);
    }
    for job in &asked.jobs {
        let Some(mut measurement) = median(job, asked, &signal)? else {
            return Ok(Outcome::Signal(signal.load(Ordering::Relaxed) as u8));
        };
        measurement.compare(&machine);
        if !put(out, &report.job(&measurement))? {
            return Ok(Outcome::Done);
        }
    }
    put(out, &report.end(&asked.jobs))?;
    Ok(Outcome::Done)
}

/// The run of median speed, the slower one of two; none once a signal came.
fn median(job: &Job, asked: &Bench, signal: &AtomicUsize) -> Result<Option<Measurement>, Error> {
    let mut runs = Vec::new();
    for _ in 0..asked.runs {
        match child::run(job, asked, signal)? {
            Some(measurement) => runs.push(measurement),
            None => return Ok(None),
        }
    }
    runs.sort_by(|a, b| a.speed().total_cmp(&b.speed()));
    let mut median = runs.swap_remove((runs.len() - 1) / 2);
    median.set_runs(asked.runs);
    Ok(Some(median))
}

/// Writes whole lines at once; false when nobody reads them any more.
fn put(out: &mut dyn Write, text: &str) -> Result<bool, Error> {
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(fault) if fault.kind() == ErrorKind::BrokenPipe => Ok(false),
        Err(fault) => Err(Error::Output(fault)),
        Ok(()) => Ok(true),
    }
}
