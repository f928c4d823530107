//! What changes while a run goes on.

use std::sync::Arc;

use super::{Augmentation, Session, State, inputs_of, monitor};
use crate::data::Dataset;
use crate::error::Error;
use crate::nn::{self, OptimizerState};
use crate::numbers::grouped;
use crate::train::history::Mark;
use crate::train::schedule::{BEST, WEIGHTS};
use crate::train::settings::{SETTINGS, Setting, setting};
use crate::train::setup::Setup;

impl Session {
    /// Takes over every setting of `wanted` that can change while the run goes on; the weights stay.
    ///
    /// One after the other, as the plan does that repeats it: the network is measured after each that changes it.
    ///
    /// # Errors
    /// When other data are wanted and cannot be loaded; then they stay, and all that would come after them.
    pub fn change(&mut self, wanted: &Setup) -> Result<(), Error> {
        let mut all = self.setup.clone();
        all.take_live(wanted);
        for setting in in_order() {
            let value = (setting.get)(&all);
            if (setting.get)(&self.setup) != value
                && let Ok(next) = self.setup.with(setting, &value)
            {
                self.take(next)?;
            }
        }
        Ok(())
    }

    /// Takes over a set-up with one setting changed, and what had to be adjusted to it.
    fn take(&mut self, setup: Setup) -> Result<(), Error> {
        let mut is_new = setup.hidden != self.setup.hidden;
        if setup.request() != self.setup.request() {
            let dataset = setup.data.load(&setup.request())?;
            self.exchange(dataset);
            is_new = true;
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
        let length_only = Setup { steps: self.setup.steps, patience: self.setup.patience, ..setup.clone() };
        if length_only != self.setup {
            self.monitor.changed(self.step);
            if let State::Diverged(divergence) = &self.state {
                self.monitor.diverged(divergence.step, divergence.reason);
            }
        }
        let is_cut = self.step < self.setup.steps && self.step >= setup.steps;
        self.setup = setup;
        // After a divergence too: whoever repeats this comes here before it.
        if is_new || is_cut {
            self.evaluate();
        }
        self.settle();
        Ok(())
    }

    /// Goes back to the weights of the best evaluation; steps and curves go on.
    pub fn go_back(&mut self) {
        let Some(best) = self.history.best() else { return };
        let before = format!("step {}", grouped(best.test.step));
        self.network.clone_from(&self.best);
        self.setup.hidden = self.network.layers.iter().rev().skip(1).rev().map(nn::Layer::units).collect();
        self.optimizer = OptimizerState::new(self.setup.optimizer, &self.network);
        self.gradients = self.network.zero_gradients();
        self.forward_step = None;
        let mark = Mark { step: self.step, setting: WEIGHTS, before, value: BEST.to_owned() };
        Arc::make_mut(&mut self.history).mark(mark);
        self.monitor.changed(self.step);
        self.state = State::Learning;
        self.since_best = 0;
        self.evaluate();
        self.settle();
    }

    /// Carries out what is planned for the step it stands at, without another step.
    pub fn catch_up(&mut self) {
        self.play_planned();
    }

    /// Carries out what is planned for this step.
    pub(super) fn play_planned(&mut self) {
        while let Some(planned) = self.setup.at.get(self.played).filter(|planned| planned.step <= self.step) {
            self.played += 1;
            let planned = planned.clone();
            if planned.setting == WEIGHTS {
                self.go_back();
                continue;
            }
            // A change by hand may have taken away what the plan is about; then there is nothing to do.
            let wanted = setting(planned.setting).and_then(|s| self.setup.with(s, &planned.value).ok());
            if let Some(wanted) = wanted {
                let _ = self.change(&wanted);
            }
        }
    }

    /// Takes other examples, as far as they are others; a best loss on other test examples counts no more.
    fn exchange(&mut self, dataset: Dataset) {
        let before = std::mem::replace(&mut self.dataset, Arc::new(dataset));
        let dataset = &self.dataset;
        if dataset.train.inputs != before.train.inputs {
            self.train_inputs = inputs_of(&dataset.train.inputs);
        }
        if dataset.train.len() != before.train.len() {
            self.order.resize(dataset.train.len());
        }
        if dataset.test != before.test || dataset.validation != before.validation {
            self.test_inputs = inputs_of(&dataset.test.inputs);
            self.validation_inputs =
                dataset.validation.as_ref().map(|validation| inputs_of(&validation.inputs));
            Arc::make_mut(&mut self.history).forget_best();
            self.monitor = monitor(&self.setup, dataset);
        }
    }

    /// Adds units to the hidden layers and removes units until they have the sizes wanted.
    fn resize_layers(&mut self, hidden: &[usize]) {
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
        let history = Arc::make_mut(&mut self.history);
        for setting in in_order() {
            let (before, value) = ((setting.get)(&self.setup), (setting.get)(setup));
            if before != value {
                history.mark(Mark { step: self.step, setting: setting.name, before, value });
            }
        }
    }
}

/// The settings in the order in which they change, eta last: what else changes may change it too.
fn in_order() -> impl Iterator<Item = &'static Setting> {
    let (eta, others): (Vec<_>, Vec<_>) = SETTINGS.iter().partition(|setting| setting.name == "eta");
    others.into_iter().chain(eta)
}
