//! Changes of a running session.

use std::sync::Arc;

use super::run::{Event, Session, validation_inputs};
use crate::data::Dataset;
use crate::error::Error;
use crate::nn::{self, OptimizerState};
use crate::numbers::grouped;
use crate::train::adjustment::Refusal;
use crate::train::augmentation::Augmentation;
use crate::train::inputs::{evaluated_inputs_with, inputs_with};
use crate::train::mark::{Mark, Skipped};
use crate::train::planned::{Planned, Target};
use crate::train::schedule::BEST;
use crate::train::setting_id::SettingId;
use crate::train::settings::{Forget, SETTINGS, Setting, Stale};
use crate::train::setup::Setup;
use crate::train::state::State;

impl Session {
    /// Applies every live setting of `wanted`; the weights stay.
    ///
    /// Settings change one after the other, as in the plan that repeats the run. The network is evaluated after
    /// each change that affects its evaluation.
    ///
    /// # Errors
    /// When the change needs other data and they cannot be loaded. That setting and all later ones stay unchanged.
    pub fn change(&mut self, wanted: &Setup) -> Result<(), Error> {
        self.events.clear();
        self.take_over(wanted)
    }

    /// Restores the weights of the best evaluation; steps and curves continue. Does nothing before the first
    /// evaluation.
    pub fn go_back(&mut self) {
        self.events.clear();
        self.restore_best();
    }

    /// Makes the changes planned for the current step without taking a step.
    pub fn catch_up(&mut self) {
        self.events.clear();
        self.play_planned();
    }

    /// The planned changes that have not been reached.
    pub fn unplayed(&self) -> &[Planned] {
        &self.setup.at[self.played..]
    }

    fn take_over(&mut self, wanted: &Setup) -> Result<(), Error> {
        let mut all = self.setup.clone();
        all.take_live(wanted);
        for setting in in_order() {
            let value = (setting.get)(&all);
            if (setting.get)(&self.setup) != value
                && let Ok(next) = self.setup.with(setting, &value)
            {
                self.take_over_one(next)?;
            }
        }
        Ok(())
    }

    /// Applies a set-up with one setting changed, and the settings adjusted to it.
    fn take_over_one(&mut self, setup: Setup) -> Result<(), Error> {
        let stale = self.setup.stale_after(&setup);
        if setup.request() != self.setup.request() {
            let dataset = setup.data.load(&setup.request(), self.pool.threads())?;
            self.replace_dataset(dataset);
        }
        self.forward_step = None;
        self.resize_layers(&setup.hidden);
        if setup.optimizer == self.setup.optimizer {
            self.optimizer.rescale(setup.gradient_weight() / self.setup.gradient_weight());
        } else {
            self.optimizer = OptimizerState::new(setup.optimizer, &self.network);
        }
        if setup.augment != self.setup.augment {
            let drawn = self.augmentation.as_ref().map_or(self.copies_before, Augmentation::drawn);
            self.copies_before = drawn;
            self.augmentation = Augmentation::new(setup.augment, &self.dataset, setup.seed, drawn);
        }
        self.mark_changes(&setup);
        let is_cut = self.step < self.setup.steps && self.step >= setup.steps;
        self.setup = setup;
        self.eval_every = self.setup.eval_every();
        self.forget(stale);
        // Evaluate after a divergence too: a run that repeats this change makes it before it diverges.
        if stale.evaluation || is_cut {
            self.evaluate();
        }
        self.settle();
        Ok(())
    }

    /// Discards the results that a change made stale.
    fn forget(&mut self, stale: Stale) {
        Arc::make_mut(&mut self.history).forget_best(stale);
        match stale.diagnosis {
            Forget::Nothing => {}
            Forget::Length => self.monitor.set_steps(self.setup.steps),
            Forget::Recent => self.monitor.forget_recent(self.step, self.guessing()),
            Forget::Everything => {
                let mut monitor = self.new_monitor();
                monitor.go_on_from(&self.monitor, self.step);
                self.monitor = monitor;
            }
        }
    }

    /// Restores and evaluates the best weights; `false` if there are none.
    fn restore_best(&mut self) -> bool {
        let Some(best) = self.history.best() else { return false };
        let before = format!("step {}", grouped(best.test.step));
        self.network.clone_from(&self.best);
        self.is_step_undone = false;
        self.setup.hidden = self.network.hidden_sizes();
        self.optimizer = OptimizerState::new(self.setup.optimizer, &self.network);
        self.gradients = self.network.zero_gradients();
        self.forward_step = None;
        self.mark(Mark { step: self.step, target: Target::Weights, before, value: BEST.to_owned() });
        self.monitor.forget_recent(self.step, self.guessing());
        self.state = State::Learning;
        self.since_best = 0;
        self.evaluate();
        self.settle();
        true
    }

    /// Makes the changes planned for this step.
    pub(super) fn play_planned(&mut self) {
        while let Some(planned) = self.setup.at.get(self.played).filter(|planned| planned.step <= self.step) {
            self.played += 1;
            let planned = planned.clone();
            if let Err(refusal) = self.play(&planned) {
                let skipped = Skipped { planned, reason: refusal.to_string() };
                Arc::make_mut(&mut self.history).skip(skipped.clone());
                self.events.push(Event::Skipped(skipped));
            }
            self.settle();
        }
    }

    /// Whether a change is planned for the current step and not made yet.
    pub(super) fn is_change_due(&self) -> bool {
        self.unplayed().first().is_some_and(|planned| planned.step <= self.step)
    }

    /// Makes a planned change, which an earlier change by hand may have made impossible.
    fn play(&mut self, planned: &Planned) -> Result<(), Refusal> {
        match planned.target {
            Target::Weights => self.restore_best().then_some(()).ok_or(Refusal::NoBest),
            Target::Setting(id) => {
                let wanted = self.setup.with(id.row(), &planned.value);
                let wanted = wanted.map_err(|error| Refusal::Value(error.to_string()))?;
                match self.setup.needs_restart(&wanted) {
                    Some(setting) => Err(Refusal::NeedsRestart(setting)),
                    None => self.take_over(&wanted).map_err(|error| Refusal::Data(error.to_string())),
                }
            }
        }
    }

    /// Replaces the data set and updates whatever depends on the parts that changed.
    fn replace_dataset(&mut self, dataset: Dataset) {
        let before = std::mem::replace(&mut self.dataset, Arc::new(dataset));
        let dataset = &self.dataset;
        if dataset.train.inputs != before.train.inputs {
            self.train_inputs = Arc::new(inputs_with(&dataset.train.inputs, &self.pool));
        }
        if dataset.train.len() != before.train.len() {
            self.order.resize(dataset.train.len());
        }
        if dataset.test != before.test {
            self.examples = Arc::default(); // they were answers to other examples
        }
        if dataset.test != before.test || dataset.validation != before.validation {
            self.test_inputs = Arc::new(evaluated_inputs_with(&dataset.test.inputs, &self.pool));
            self.validation_inputs = validation_inputs(dataset, &self.pool);
        }
    }

    /// Adds or removes units until the hidden layers have the wanted sizes.
    fn resize_layers(&mut self, hidden: &[usize]) {
        if self.network.hidden_sizes() == hidden {
            return;
        }
        let (network, optimizer) = (&mut self.network, &mut self.optimizer);
        for (l, &wanted) in hidden.iter().enumerate() {
            let units = network.layers[l].units();
            if wanted > units {
                nn::add_units(network, optimizer, l, wanted - units, self.setup.init, &mut self.growth);
            } else if wanted < units {
                let inputs = &self.train_inputs;
                nn::remove_units(network, optimizer, l, units - wanted, inputs, &mut self.workspace);
            }
        }
        self.gradients = self.network.zero_gradients();
    }

    fn mark_changes(&mut self, setup: &Setup) {
        for setting in in_order() {
            if !setting.is_same(&self.setup, setup) {
                // Short, because marks may be many and lists long.
                let before = setting.short(&(setting.get)(&self.setup));
                let value = setting.change(&self.setup, setup);
                self.mark(Mark { step: self.step, target: Target::Setting(setting.id), before, value });
            }
        }
    }

    fn mark(&mut self, mark: Mark) {
        self.events.push(Event::Change(mark.clone()));
        Arc::make_mut(&mut self.history).mark(mark);
    }
}

/// The settings in the order in which they are applied. Eta comes last, because other settings may convert it.
fn in_order() -> impl Iterator<Item = &'static Setting> {
    let (eta, others): (Vec<&Setting>, Vec<_>) =
        SETTINGS.iter().partition(|setting| setting.id == SettingId::Eta);
    others.into_iter().chain(eta)
}
