//! Formats the measurements as a table or as JSON.

use serde::Serialize;

use super::jobs::{Job, What};
use super::machine::Machine;
use super::measure::{Evaluation, Measurement, Training};
use super::rates::Rates;

/// The output format; each part is whole lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Report {
    /// A table with the machine above it.
    Table,
    /// One JSON object a line.
    Json,
}

/// Jobs, speeds, shares, memory, fingerprints.
const HEAD: &str =
    "job         steps/s    s/epoch  of limit  of peak    train     test     memory  fingerprint\n";

const NOTE: &str = "\
of limit: the time that the operations of a step take on all cores, each kind at its measured rate, over the time it took.\n\
The time includes evaluations and distortions, the limit does not.\n\
of peak: the multiplications and additions of a step that leaves no zero out, over the peak of all cores.\n\
It can pass 100 %, because pixels that are zero are left out here; the results are the same, to the bit.\n";

impl Report {
    /// The text before the jobs.
    pub fn machine(self, machine: &Machine) -> String {
        match self {
            Report::Json => machine_line(machine),
            Report::Table => format!(
                "{}, {} {}, {}-bit vectors\n\
                 Peak: {:.1} GFLOP/s on one core, {:.1} GFLOP/s on all of them (fused multiply-adds of float32, \
                 measured)\n\n{HEAD}",
                machine.processor,
                machine.cores,
                if machine.cores == 1 { "core" } else { "cores" },
                machine.vector_bits,
                machine.peak_gflops()[0],
                machine.peak_gflops()[1],
            ),
        }
    }

    /// The text after each job.
    pub fn job(self, measurement: &Measurement) -> String {
        match (self, measurement) {
            (Report::Json, measurement) => measurement.line(),
            (Report::Table, Measurement::Job(training)) => training_row(training),
            (Report::Table, Measurement::Evaluate(evaluation)) => evaluation_row(evaluation),
        }
    }

    /// The text after the last job.
    pub fn end(self, jobs: &[&Job]) -> String {
        let explained = self == Report::Table && jobs.iter().any(|job| job.what == What::Training);
        if explained { format!("\n{NOTE}") } else { String::new() }
    }
}

fn machine_line(machine: &Machine) -> String {
    #[derive(Serialize)]
    struct Line<'a> {
        event: &'a str,
        version: &'a str,
        processor: &'a str,
        cores: usize,
        vector_bits: usize,
        peak_gflops_one_core: f64,
        peak_gflops_all_cores: f64,
        rates: &'a Rates,
    }
    let [peak_gflops_one_core, peak_gflops_all_cores] = machine.peak_gflops();
    let line = Line {
        event: "machine",
        version: env!("CARGO_PKG_VERSION"),
        processor: &machine.processor,
        cores: machine.cores,
        vector_bits: machine.vector_bits,
        peak_gflops_one_core,
        peak_gflops_all_cores,
        rates: &machine.rates,
    };
    // Serializing this type cannot fail.
    serde_json::to_string(&line).unwrap_or_default() + "\n"
}

fn training_row(training: &Training) -> String {
    format!(
        "{:8} {:>10.0} {:>10} {:>9} {:>8} {:>8} {:>8} {:>10}  {}\n",
        training.job,
        training.steps_per_second,
        training.seconds_per_epoch.map_or_else(|| "-".to_owned(), |seconds| format!("{seconds:.3}")),
        percent(training.share_of_limit),
        percent(training.share_of_dense_limit),
        percent(training.train_accuracy),
        percent(training.test_accuracy),
        memory(training.memory_mib),
        training.fingerprint,
    )
}

fn evaluation_row(evaluation: &Evaluation) -> String {
    format!(
        "{:8} {:>10.3} ms for {} test images, {} of limit, {}\n",
        evaluation.job,
        evaluation.milliseconds,
        evaluation.examples,
        percent(evaluation.share_of_limit),
        memory(evaluation.memory_mib),
    )
}

fn percent(share: Option<f64>) -> String {
    share.map_or_else(|| "-".to_owned(), |share| format!("{:.1} %", 100.0 * share))
}

fn memory(mib: Option<f64>) -> String {
    mib.map_or_else(|| "-".to_owned(), |mib| format!("{mib:.0} MiB"))
}
