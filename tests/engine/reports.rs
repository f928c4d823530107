//! What a trainer tells, waited for.

use std::time::{Duration, Instant};

use overfit::train::{Report, Snapshot, Trainer};

/// Far longer than anything here takes: only a broken trainer runs into it.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// The first snapshot that is as wanted.
pub fn until(trainer: &Trainer, wanted: impl Fn(&Snapshot) -> bool) -> Snapshot {
    let end = Instant::now() + PATIENCE;
    while let Ok(report) = trainer.reports.recv_deadline(end) {
        match report {
            Report::Progress(snapshot) if wanted(&snapshot) => return snapshot,
            Report::Failed(reason) => panic!("{reason}"),
            Report::Progress(_) | Report::Loading(_) => {}
        }
    }
    panic!("no such report came");
}
