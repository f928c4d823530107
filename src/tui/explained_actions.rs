//! When the next step of a run is explained: what is asked of the trainer, and what becomes of its answers.

use std::sync::Arc;

use super::action::ExplainAction;
use super::app::{App, Overlay};
use super::explained_step::{ExplainedStep, Moment};
use super::message::Effect;
use super::run::Run;
use crate::train::{Command, Fork, NextStep, Pace, Status};

/// Steps a second up to which the sheet follows a run that goes on. Faster, nobody could read it.
const FOLLOWED: f64 = 2.0;

impl App {
    /// Opens the sheet and pauses the run, or closes it.
    pub(super) fn toggle_explained_step(&mut self) -> Vec<Effect> {
        if self.overlay == Overlay::ExplainedStep {
            self.close();
            return Vec::new();
        }
        let Some(run) = &mut self.run else { return Vec::new() };
        let effects = if run.wants_running { run.single(Command::Pause) } else { Vec::new() };
        self.open_above(Overlay::ExplainedStep);
        effects
    }

    /// Asks for the next step if the sheet is open and shows another one. Drops what it shows once it is closed.
    pub(super) fn follow_explained_step(&mut self) -> Option<Effect> {
        let is_open = self.overlays().any(|overlay| overlay == Overlay::ExplainedStep);
        let run = self.run.as_mut()?;
        if !is_open {
            run.explained = None;
            return None;
        }
        run.ask_for_next_step()
    }
}

impl Run {
    fn ask_for_next_step(&mut self) -> Option<Effect> {
        let snapshot = self.current()?;
        let is_slow = matches!(snapshot.pace, Pace::PerSecond(rate) if rate <= FOLLOWED);
        let can_be_read = snapshot.status != Status::Running || is_slow;
        let is_known = self.explained.as_ref().is_some_and(|explained| {
            explained.is_awaited || explained.moment.as_ref().is_some_and(|moment| moment.is(snapshot))
        });
        if is_known || !can_be_read {
            return None;
        }
        let request = self.new_request();
        let explained = self.explained.get_or_insert_with(|| ExplainedStep::new(request));
        (explained.request, explained.is_awaited) = (request, true);
        Some(Effect::Command(Command::Explain(request)))
    }

    /// Forgets a request that will not be answered, because its run has ended or failed.
    pub(super) fn forget_request(&mut self) {
        if let Some(explained) = &mut self.explained {
            explained.is_awaited = false;
        }
    }

    /// Has the next step computed, once there is a copy of the run at the moment of the last snapshot.
    pub(super) fn take_in_copy(&mut self, copy: Option<Arc<Fork>>) -> Option<Effect> {
        let (explained, snapshot) = (self.explained.as_mut()?, self.snapshot.as_deref()?);
        let copy = copy.filter(|copy| copy.number() == explained.request)?;
        explained.moment = Some(Moment::of(snapshot));
        Some(Effect::ExplainStep(copy))
    }

    /// Shows a step that was computed.
    pub(super) fn take_in_next_step(&mut self, request: u64, step: Option<Arc<NextStep>>) {
        if let Some(explained) = self.explained.as_mut().filter(|explained| explained.request == request) {
            explained.show(step);
        }
    }

    /// Carries out an action on the sheet.
    pub(super) fn update_explained(&mut self, action: ExplainAction) -> Vec<Effect> {
        if let Some(explained) = &mut self.explained {
            explained.update(action);
        }
        Vec::new()
    }
}
