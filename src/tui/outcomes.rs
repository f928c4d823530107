//! Notices about the outcomes of changes.

use super::cure_actions;
use super::layers;
use super::message::Effect;
use super::run::Run;
use crate::error::harmless;
use crate::numbers::grouped;
use crate::train::{Change, Direction, Outcome, Refusal, SettingChange, SettingId, Setup, Snapshot};

impl Run {
    /// Shows a notice.
    pub(super) fn tell(&mut self, words: String) {
        self.notice = Some(words);
        self.age_of_notice = 0;
    }

    /// Says once that something of the run could not be saved, or is saved again.
    pub(super) fn tell_what_is_not_saved(&mut self, snapshot: &Snapshot) {
        let before = self.snapshot.as_ref().and_then(|before| before.not_saved.as_ref());
        match (before, &snapshot.not_saved) {
            (None, Some(problem)) => self.tell(format!("Not saved: {}. The run goes on.", harmless(problem))),
            (Some(_), None) => self.tell("The whole run is saved again.".to_owned()),
            _ => {}
        }
    }

    /// Shows a notice about outcomes that are not visible otherwise. What was refused comes first.
    pub(super) fn tell_outcomes(&mut self, outcomes: &[Outcome], answered: &[Change]) {
        let refused = outcomes.iter().filter_map(|outcome| match outcome {
            Outcome::Refused(refusal) => Some(refused(refusal, &self.in_force)),
            Outcome::Changed(_)
            | Outcome::Restarted(_)
            | Outcome::WentBack(_)
            | Outcome::TookCure(..)
            | Outcome::WentOnFrom(_) => None,
        });
        let mut sentences: Vec<String> = refused.collect();
        sentences.dedup();
        sentences.extend(self.carried_out(outcomes, answered));
        if !sentences.is_empty() {
            self.tell(sentences.join(" "));
        }
    }

    /// What the last change that was not refused did.
    fn carried_out(&self, outcomes: &[Outcome], answered: &[Change]) -> Option<String> {
        let preset = answered.iter().rev().find_map(|change| match change {
            Change::Preset(preset) => Some(preset.name()),
            Change::Adjust(_)
            | Change::GoBack
            | Change::Extend
            | Change::Again
            | Change::TakeCure(..)
            | Change::GoOnFrom(_) => None,
        });
        let last = outcomes.iter().rev().find(|outcome| !matches!(outcome, Outcome::Refused(_)));
        let seed = self.wanted.seed;
        match (last, preset) {
            (None, Some(preset)) if outcomes.is_empty() => Some(format!("This is the {preset} set-up.")),
            (Some(Outcome::Restarted(_)), Some(preset)) => {
                Some(format!("The {preset} set-up, from seed {seed}."))
            }
            (Some(Outcome::Changed(_)), Some(preset)) => {
                Some(format!("The {preset} set-up; the run goes on with what it has learned."))
            }
            (Some(Outcome::Changed(changes)), None) => {
                changed(changes, answered).or_else(|| layers::units_changed(changes))
            }
            (Some(Outcome::Restarted(changes)), None) => {
                restarted(changes, answered.last() == Some(&Change::Again), seed)
            }
            (Some(Outcome::TookCure(cure, _)), _) => Some(cure_actions::took(cure)),
            (Some(Outcome::WentOnFrom(step)), _) => Some(format!(
                "From step {} the run goes on anew. The dotted curve is the run as it went.",
                grouped(*step)
            )),
            (Some(Outcome::WentBack(changes)), _) => self.went_back(changes),
            (None | Some(Outcome::Refused(_)), _) => None,
        }
    }

    /// Going back is told at once. Afterwards, only settings that have changed with the weights are news.
    fn went_back(&self, changes: &[SettingChange]) -> Option<String> {
        let words: Vec<String> = changes.iter().map(words).collect();
        let with = words.join(", ");
        (!with.is_empty()).then(|| self.back_at_best(&format!("Back to the best step; with it, {with}.")))
    }

    /// Drops the results from many seeds if they belong to another set-up than this run. `initial` is the set-up of
    /// a run that has just started.
    pub(super) fn drop_stale_seeds(&mut self, outcomes: &[Outcome], initial: Option<&Setup>) -> Vec<Effect> {
        let Some(seeds) = &self.seeds else { return Vec::new() };
        let is_stale = |change: &SettingChange| change.is_other_learning(&self.in_force);
        let is_changed = outcomes.iter().any(|outcome| match outcome {
            Outcome::Changed(changes) => changes.iter().any(is_stale),
            Outcome::WentBack(_) | Outcome::TookCure(..) | Outcome::WentOnFrom(_) => true,
            Outcome::Restarted(_) | Outcome::Refused(_) => false,
        });
        let is_other = initial.is_some_and(|initial| *initial != seeds.setup.clone().with_seed(initial.seed));
        if !is_changed && !is_other {
            return Vec::new();
        }
        self.seeds = None;
        vec![Effect::NoSeeds]
    }
}

/// The notice of a refusal by a run with this set-up.
fn refused(refusal: &Refusal, setup: &Setup) -> String {
    match refusal {
        Refusal::DoesNotApply(setting, data) => format!("{} does not apply to {data}.", setting.row().label),
        Refusal::EndOfLadder(SettingId::Hidden) | Refusal::NeedsRestart(SettingId::Hidden) => {
            layers::end_of_units(&setup.hidden)
        }
        Refusal::NoLayer => layers::end_of_layers(Direction::Down),
        Refusal::MostLayers => layers::end_of_layers(Direction::Up),
        Refusal::EndOfLadder(setting) => {
            format!("No further: {} is at the end of its range.", setting.row().label)
        }
        Refusal::NeedsRestart(setting) => format!("{} needs a new run.", setting.row().label),
        Refusal::NoBest => "There is no best step yet.".to_owned(),
        Refusal::Diverged => "The run has diverged.".to_owned(),
        Refusal::OldCure => "The run has changed since the cures were tried.".to_owned(),
        Refusal::Value(sentence) | Refusal::Data(sentence) => format!("{sentence}."),
    }
}

/// Only adjustments that were not requested need a notice; the others are visible.
fn changed(changes: &[SettingChange], answered: &[Change]) -> Option<String> {
    let asked: Vec<SettingId> = answered
        .iter()
        .flat_map(|change| match change {
            Change::Adjust(adjustments) => adjustments.as_slice(),
            Change::Preset(_)
            | Change::GoBack
            | Change::Extend
            | Change::Again
            | Change::TakeCure(..)
            | Change::GoOnFrom(_) => &[],
        })
        .map(|adjustment| adjustment.setting)
        .collect();
    let is_adjusted = !asked.is_empty() && changes.iter().any(|change| !asked.contains(&change.setting));
    let words: Vec<String> = changes.iter().map(words).collect();
    let is_eta_converted =
        !asked.contains(&SettingId::Eta) && changes.iter().any(|change| change.setting == SettingId::Eta);
    let reason = if is_eta_converted { ", so that a step keeps its size" } else { "" };
    is_adjusted.then(|| format!("{}{reason}.", words.join(", ")))
}

/// A restart is visible; the notice names the settings that changed with it.
fn restarted(changes: &[SettingChange], is_again: bool, seed: u64) -> Option<String> {
    match changes {
        [] => None,
        [eta] if is_again => Some(format!("Again with a third of eta: {} → {}.", eta.before, eta.after)),
        [only] if only.setting == SettingId::Seed => None,
        changes => {
            let words: Vec<String> = changes.iter().map(words).collect();
            Some(format!("{}: started again from seed {seed}.", words.join(", ")))
        }
    }
}

fn words(change: &SettingChange) -> String {
    let setting = change.setting.row();
    format!("{} {} → {}", setting.label, setting.short(&change.before), setting.short(&change.after))
}
