//! Accessors of a session.

use std::sync::Arc;

use super::run::{Event, Session};
use crate::data::{Dataset, Features};
use crate::nn::{Dropout, Inputs, Network};
use crate::train::diagnosis::{Diagnosis, Known, Situation, Word};
use crate::train::example_history::ExampleHistory;
use crate::train::history::History;
use crate::train::layer_history::LayerHistory;
use crate::train::mark::Mark;
use crate::train::planned::Target;
use crate::train::setting_id::SettingId;
use crate::train::setup::Setup;
use crate::train::state::State;

impl Session {
    /// The number of threads that share the work.
    pub fn threads(&self) -> usize {
        self.pool.threads()
    }

    /// The events of the last call that changed the run: the first evaluation, a step, or a change.
    pub fn events(&self) -> &[Event] {
        &self.events
    }

    /// The command line that repeats this run with all changes so far. `subcommand` ends in a space. If the history
    /// has dropped changes, only those planned from the start are included.
    pub fn command_line(&self, subcommand: &str) -> String {
        self.repeated().command_line(subcommand)
    }

    /// The command line of the run with all changes so far, as long as it was after `steps` steps.
    pub fn command_line_up_to(&self, steps: u64, subcommand: &str) -> String {
        Setup { steps, ..self.repeated() }.command_line(subcommand)
    }

    fn repeated(&self) -> Setup {
        let again = self.initial.replayed(&self.history, self.played);
        again.unwrap_or_else(|| self.initial.as_ref().clone())
    }

    /// Whether its patience is used up.
    pub fn is_out_of_patience(&self) -> bool {
        self.setup.patience.is_some_and(|patience| self.since_best >= patience)
    }

    /// The set-up that the run started with.
    pub fn initial(&self) -> &Arc<Setup> {
        &self.initial
    }

    /// How many of the planned changes have been made or skipped.
    pub fn played(&self) -> usize {
        self.played
    }

    /// The word of the diagnosis.
    pub fn word(&self) -> Word {
        match self.state {
            State::Diverged(_) => Word::Diverged,
            State::Learning | State::Finished | State::OutOfPatience => self.monitor.word(),
        }
    }

    /// The step since which the training accuracy has been above that of the watched set by more than chance explains.
    pub fn gap_since(&self) -> Option<u64> {
        self.monitor.gap_since()
    }

    /// The diagnosis of the run.
    pub fn diagnosis(&self) -> Diagnosis {
        self.monitor.diagnosis(&Situation {
            state: &self.state,
            known: Known::Run {
                setup: &self.setup,
                dataset: &self.dataset,
                next_eta: self.next_attempt().eta,
            },
        })
    }

    /// The set-up to start again with: the present one; after a divergence, with a third of eta and without the planned
    /// changes. An eta that was set by hand after the divergence stays.
    pub fn next_attempt(&self) -> Setup {
        let sets_eta = |mark: &Mark| mark.target == Target::Setting(SettingId::Eta) && mark.step == self.step;
        let is_hopeless =
            matches!(self.state, State::Diverged(_)) && !self.history.marks().last().is_some_and(sets_eta);
        if is_hopeless {
            return Setup { at: Vec::new(), ..self.setup.clone() }.with_eta(self.setup.eta / 3.0);
        }
        self.setup.clone()
    }

    /// The network at the best evaluation so far.
    pub fn best(&self) -> &Arc<Network> {
        &self.best
    }

    /// The units dropped in the next step.
    pub fn next_dropout(&self) -> Dropout {
        self.dropout()
    }

    /// At most `most` distorted images of the last step; `None` without augmentation.
    pub fn augmented_images(&self, most: usize) -> Option<Features> {
        self.augmentation.as_ref().map(|augmentation| augmentation.some(most))
    }

    /// The current settings.
    pub fn setup(&self) -> &Setup {
        &self.setup
    }

    /// The data set.
    pub fn dataset(&self) -> &Arc<Dataset> {
        &self.dataset
    }

    /// The inputs of the test examples, as the network takes them.
    pub fn test_inputs(&self) -> &Inputs {
        &self.test_inputs
    }

    /// The current network.
    pub fn network(&self) -> &Network {
        &self.network
    }

    /// The curves so far.
    pub fn history(&self) -> &Arc<History> {
        &self.history
    }

    /// What was answered to each test example at some evaluations.
    pub fn example_history(&self) -> &Arc<ExampleHistory> {
        &self.examples
    }

    /// How each layer has done so far.
    pub fn layers(&self) -> &Arc<LayerHistory> {
        &self.layers
    }

    /// The state of the run.
    pub fn state(&self) -> &State {
        &self.state
    }

    /// Steps taken.
    pub fn step(&self) -> u64 {
        self.step
    }

    /// The step after which the network is as it is now: [`Session::step`], unless the last step was not applied
    /// because the run diverged.
    pub fn network_step(&self) -> u64 {
        self.step - u64::from(self.is_step_undone)
    }

    /// Epochs completed, including the fraction of the current one.
    pub fn epoch(&self) -> f64 {
        self.epoch
    }
}
