//! When the gradients of a run are checked, and what becomes of the results.

use super::gradient_check::StepCheck;
use super::message::Effect;
use super::run::Run;

impl Run {
    /// Stores a gradient check.
    pub fn take_in_check(&mut self, check: StepCheck) {
        if check.run == self.id {
            self.gradient_checks.latest = Some(check);
        }
    }

    /// Requests the next gradient check if the network has changed and it is time.
    pub fn check_gradients(&mut self) -> Option<Effect> {
        let snapshot = self.snapshot.as_deref().filter(|snapshot| snapshot.run == self.id)?;
        self.gradient_checks.next(snapshot).map(Effect::CheckGradients)
    }
}
