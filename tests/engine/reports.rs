//! What a trainer tells, waited for.

use std::time::{Duration, Instant};

use overfit::train::{Adjustment, Change, Command, Report, Snapshot, Trainer, setting};

/// Far longer than anything here takes: only a broken trainer runs into it.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// A change of one setting to a value.
pub fn to_value(number: u64, name: &str, value: &str) -> Command {
    let id = setting(name).expect("a setting").id;
    Command::Change(number, Change::Adjust(vec![Adjustment::value(id, value)]))
}

/// The first snapshot that is as wanted.
pub fn until(trainer: &Trainer, wanted: impl Fn(&Snapshot) -> bool) -> Snapshot {
    let end = Instant::now() + PATIENCE;
    while let Ok(report) = trainer.reports.recv_deadline(end) {
        match report {
            Report::Progress(snapshot) if wanted(&snapshot) => return *snapshot,
            Report::Failed(_, reason) => panic!("{reason}"),
            Report::Progress(_) | Report::Loading(_) => {}
        }
    }
    panic!("no such report came");
}
