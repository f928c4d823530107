//! What can be asked of a session.

use std::sync::Arc;

use super::run::{Event, Session, State};
use crate::data::{Dataset, Features};
use crate::nn::{Dropout, Network};
use crate::train::diagnosis::Diagnosis;
use crate::train::history::History;
use crate::train::setup::Setup;

impl Session {
    /// How many threads share the work.
    pub fn threads(&self) -> usize {
        self.pool.threads()
    }

    /// What happened in the last call that changed the run: the first evaluation, a step, a change.
    pub fn events(&self) -> &[Event] {
        &self.events
    }

    /// The command line that repeats this run with all that was changed so far; `subcommand` ends in a space. After
    /// more changes than the history keeps, only those planned from the start are in it.
    pub fn command_line(&self, subcommand: &str) -> String {
        let again = self.initial.replayed(&self.history, self.played);
        again.as_ref().unwrap_or(&self.initial).command_line(subcommand)
    }

    /// The set-up it began with.
    pub fn initial(&self) -> &Arc<Setup> {
        &self.initial
    }

    /// How many of the planned changes have been carried out or skipped.
    pub fn played(&self) -> usize {
        self.played
    }

    /// What is happening, in words.
    pub fn diagnosis(&self) -> Diagnosis {
        self.monitor.diagnosis()
    }

    /// The network at the best evaluation so far.
    pub fn best(&self) -> &Arc<Network> {
        &self.best
    }

    /// The units left out of the next step.
    pub fn next_dropout(&self) -> Dropout {
        self.dropout()
    }

    /// Some of the distorted copies of the last step; none if there are no copies.
    pub fn augmented_images(&self, most: usize) -> Option<Features> {
        self.augmentation.as_ref().map(|augmentation| augmentation.some(most))
    }

    /// The settings in force.
    pub fn setup(&self) -> &Setup {
        &self.setup
    }

    /// The examples it learns from and is tested on.
    pub fn dataset(&self) -> &Arc<Dataset> {
        &self.dataset
    }

    /// The network as it stands.
    pub fn network(&self) -> &Network {
        &self.network
    }

    /// The curves so far.
    pub fn history(&self) -> &Arc<History> {
        &self.history
    }

    /// Where the run stands.
    pub fn state(&self) -> &State {
        &self.state
    }

    /// Steps taken.
    pub fn step(&self) -> u64 {
        self.step
    }

    /// Epochs so far, with the fraction of the one in hand.
    pub fn epoch(&self) -> f64 {
        self.epoch
    }
}
