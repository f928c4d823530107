//! Of which step the curves and their numbers are.

use crate::numbers::grouped;
use crate::train::{Snapshot, Status};

/// The step of the curves and their numbers, if they are older than the step that is shown and stay so long enough to be
/// noticed: while the run does not go on, and while it takes more than a second from one evaluation to the next.
pub fn older_evaluation(snapshot: &Snapshot) -> Option<u64> {
    let evaluated = snapshot.history.latest()?.step;
    let is_slow = snapshot.speed > 0.0 && snapshot.speed < snapshot.setup.eval_every() as f64;
    let is_noticed = snapshot.status != Status::Running || is_slow;
    (is_noticed && evaluated < snapshot.step).then_some(evaluated)
}

/// The fingerprint of the curves, and of which step it is if they are older than the step that is shown.
pub fn fingerprint(snapshot: &Snapshot) -> String {
    let fingerprint = snapshot.history.fingerprint();
    match snapshot.history.latest() {
        Some(latest) if latest.step < snapshot.step => {
            format!("  fingerprint of step {}: {fingerprint:016x}", grouped(latest.step))
        }
        _ => format!("  fingerprint {fingerprint:016x}"),
    }
}
