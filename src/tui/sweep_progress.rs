//! Carries out the runs of a sweep and reports how far they are, with the time that is left.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use super::sweep::SweepReport;
use crate::launch::SweepRuns;
use crate::train::News;

/// How many times the progress is reported.
const REPORTS: u64 = 400;

/// Carries out the runs and reports on them until all are done, or `report` returns false.
pub fn carry_out(runs: SweepRuns, report: impl Fn(SweepReport) -> bool + Sync) {
    let (start, taken, told) = (Instant::now(), AtomicU64::new(0), AtomicU64::new(0));
    let steps = runs.steps.max(1);
    (runs.carry_out)(&|news| match news {
        News::Ended { index, score } => report(SweepReport::Ended { index, score }),
        News::Failed(reason) => report(SweepReport::Failed(reason)),
        News::Steps(more) => {
            let taken = taken.fetch_add(more, Ordering::Relaxed) + more;
            let share = taken as f64 / steps as f64;
            let part = (share * REPORTS as f64) as u64;
            if told.fetch_max(part, Ordering::Relaxed) >= part {
                return true;
            }
            let left = start.elapsed().mul_f64((1.0 - share).max(0.0) / share);
            report(SweepReport::Progress { share, left })
        }
    });
}
