//! Which step of the run is shown.
//!
//! Every panel draws [`Run::snapshot`]. While the time machine is open, that is the run at the chosen step, and the time machine
//! keeps the last report. This file alone decides which of them is shown.

use std::sync::Arc;

use super::run::Run;
use super::time_machine::{Present, TimeMachine};
use crate::train::{PastStep, Session, Snapshot, Status};

impl Run {
    /// The last report of the run, whatever step is shown.
    pub fn present(&self) -> Option<&Snapshot> {
        self.time.as_ref().map(|time| time.present()).or(self.snapshot.as_deref())
    }

    /// What is shown while the time machine is closed.
    fn present_state(&self) -> Option<Present> {
        Some(Present {
            snapshot: Box::new(self.current()?.clone()),
            in_force: self.in_force.clone(),
            wanted: self.wanted.clone(),
            ghost: self.ghost.clone(),
            cursor: self.view.cursor,
        })
    }

    /// Opens the time machine at the present step; `false` if nothing is kept of the run.
    pub(super) fn open_past(&mut self) -> bool {
        self.time = self.present_state().and_then(TimeMachine::new).map(Box::new);
        self.show_present();
        self.time.is_some()
    }

    /// Closes the time machine and shows the present; `false` if it is not open.
    pub(super) fn close_past(&mut self) -> bool {
        self.show_present();
        let Some(time) = self.time.take() else { return false };
        self.view.cursor = time.present.cursor;
        true
    }

    /// Shows the kept step that is nearest to the chosen one, unless the one that is shown is nearer.
    pub(super) fn show_nearest(&mut self) {
        let (Some(time), Some(shown)) = (&self.time, self.current()) else { return };
        let distance = |step: u64| step.abs_diff(time.step);
        let nearest = time.past.nearest(time.step).filter(|&kept| distance(kept) < distance(shown.step));
        if let Some(view) = nearest.and_then(|kept| time.past.view(kept)) {
            let snapshot = past_snapshot(&view, &time.present.snapshot);
            self.show_past(snapshot);
        }
    }

    /// Shows the chosen step, which is computed.
    pub(super) fn show_exact(&mut self, exact: PastStep) {
        let Some(time) = &mut self.time else { return };
        let snapshot = past_snapshot(exact.session(), &time.present.snapshot);
        (time.exact, time.computing) = (Some(exact), None);
        self.show_past(snapshot);
    }

    /// Shows the present. Does nothing if the time machine is closed.
    pub(super) fn show_present(&mut self) {
        let Some(time) = &self.time else { return };
        let Present { snapshot, in_force, wanted, ghost, .. } = &time.present;
        (self.in_force, self.wanted) = (in_force.clone(), wanted.clone());
        self.ghost.clone_from(ghost);
        self.replace_snapshot(snapshot.clone());
    }

    /// Shows a step that has passed, with the curves of the later ones as a ghost.
    fn show_past(&mut self, snapshot: Snapshot) {
        let Some(time) = &self.time else { return };
        self.ghost = Some(Arc::clone(&time.present.snapshot.history));
        self.in_force = snapshot.setup.as_ref().clone();
        self.wanted = self.in_force.clone();
        self.replace_snapshot(Box::new(snapshot));
    }

    fn replace_snapshot(&mut self, snapshot: Box<Snapshot>) {
        if self.snapshot.as_ref().is_some_and(|before| before.setup.hidden != snapshot.setup.hidden) {
            self.inside.forget_units();
        }
        self.augmented_images.clone_from(&snapshot.augmented_images);
        self.dropout = snapshot.dropout;
        let last = snapshot.history.buckets().last().copied();
        self.snapshot = Some(snapshot);
        if let Some(last) = last {
            self.put_cursor_at(last);
        }
        self.show_drawing_again();
    }

    /// Takes the last report in as the present, and shows `shown` again unless the present is chosen.
    pub(super) fn reopen_past(&mut self, before: TimeMachine, shown: Option<Box<Snapshot>>) {
        let was_at_present = before.is_at_present();
        let cursor = before.present.cursor;
        self.time = self.present_state().and_then(TimeMachine::new).map(Box::new);
        let Some(time) = &mut self.time else { return };
        time.present.cursor = cursor;
        if was_at_present || before.step > time.past.last() {
            return self.show_present();
        }
        let TimeMachine { step, request, computing, exact, goes_on, .. } = before;
        (time.step, time.request, time.computing, time.exact, time.goes_on) =
            (step, request, computing, exact, goes_on);
        if let Some(shown) = shown {
            self.show_past(*shown);
        }
    }
}

/// A run at a step that has passed, as a report of that time would show it.
fn past_snapshot(session: &Session, present: &Snapshot) -> Snapshot {
    let snapshot = Snapshot::of(session, present.run, Status::at_rest(session.state()));
    Snapshot { answered: present.answered, pace: present.pace, ..snapshot }
}
