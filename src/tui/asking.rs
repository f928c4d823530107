//! Asking before a run is lost.
//!
//! [`Run::ask`] holds back a change that would replace a run that has learned, wherever the change comes from, and
//! `App::update` turns it into a question. Starting another run and quitting ask here as well.

use ratatui::crossterm::event::KeyEvent;

use super::app::App;
use super::message::Effect;
use super::question::{Pending, Question};
use super::run::Run;
use super::sweep::Sweep;
use crate::numbers::grouped;
use crate::train::{Change, Setup, Snapshot, Status};

impl App {
    /// Whether this key may not answer the question that is asked, because it has raised it.
    pub(super) fn is_bouncing(&self, event: &KeyEvent) -> bool {
        self.question.as_ref().is_some_and(|question| question.raised_by == Some(event.code))
    }

    /// Does what needs no question, and asks before the rest.
    pub(super) fn do_or_ask(&mut self, pending: Pending) -> Vec<Effect> {
        let is_sweep_lost = pending == Pending::Quit && self.sweep.as_ref().is_some_and(Sweep::would_be_lost);
        if is_sweep_lost || self.run.as_ref().is_some_and(Run::has_learned) {
            self.question = Some(Question::before(pending));
            return Vec::new();
        }
        self.carry_out(pending)
    }

    /// Asks about a change that the run has held back.
    pub(super) fn ask_about_change(&mut self) {
        if let Some(change) = self.run.as_mut().and_then(|run| run.held_back.take()) {
            self.question = Some(Question::before(Pending::Change(change)));
        }
    }

    /// Answers the question with yes.
    pub(super) fn confirm(&mut self) -> Vec<Effect> {
        match self.question.take() {
            Some(question) => self.carry_out(question.pending),
            None => Vec::new(),
        }
    }

    fn carry_out(&mut self, pending: Pending) -> Vec<Effect> {
        match pending {
            Pending::Quit => vec![Effect::Quit],
            Pending::Start => self.start(self.picker.card().setup.clone()),
            Pending::Change(change) => self.run.as_mut().map_or_else(Vec::new, |run| run.send(change)),
        }
    }

    /// The sentences of a question: what would be done, and what is lost by it.
    pub fn sentences(&self, question: &Question) -> [String; 2] {
        if let Some(sweep) = self.sweep.as_ref().filter(|_| question.pending == Pending::Quit)
            && sweep.would_be_lost()
        {
            return quitting(sweep);
        }
        let Some(run) = &self.run else { return [String::new(), String::new()] };
        let step = run.snapshot.as_ref().map_or(0, |snapshot| snapshot.step);
        match &question.pending {
            Pending::Quit => {
                let lost = format!("The weights of step {} are lost", grouped(step));
                [
                    "Quit?".to_owned(),
                    format!("{lost}; the line that repeats the run is left on the terminal."),
                ]
            }
            Pending::Start => {
                let (next, now) = (self.picker.card().setup.data.title(), run.wanted.data.title());
                let lost = format!("The run of {now} is lost, at step {}, and its curve.", grouped(step));
                [format!("Start {next}?"), lost]
            }
            Pending::Change(Change::TakeCure(_, cure)) => run.sentences_of_cure(cure),
            Pending::Change(Change::GoOnFrom(past)) => run.sentences_of_past(past),
            Pending::Change(change) => [again_with(run, change), lost_with(run)],
        }
    }
}

/// What is lost with a sweep that has not ended, and how it would not be.
fn quitting(sweep: &Sweep) -> [String; 2] {
    let [ended, wanted] = [sweep.ended, sweep.wanted].map(|runs| grouped(runs as u64));
    let left = format!("{ended} of {wanted} runs have ended. Their table stays on the terminal");
    [
        "Quit the sweep?".to_owned(),
        format!("{left}, but the sweep cannot go on later: only -o FILE keeps its results."),
    ]
}

/// What a change that starts the run again is about.
fn again_with(run: &Run, change: &Change) -> String {
    let status = run.snapshot.as_ref().map_or(&Status::Running, |snapshot| &snapshot.status);
    match change {
        Change::Again if matches!(status, Status::Diverged(_)) => {
            "Start again? It is with a third of eta, unless you have changed eta by hand.".to_owned()
        }
        Change::Again => format!("Start again from seed {}?", run.wanted.seed),
        Change::Preset(preset) => format!("Start again with the {} set-up?", preset.name()),
        change => {
            format!("Start again with {}?", differences(&run.wanted, &change.foreseen(&run.wanted, status)))
        }
    }
}

/// The settings that differ in `after`, as in "tanh, seed 1". A name says itself which setting it is of.
fn differences(before: &Setup, after: &Setup) -> String {
    let words: Vec<String> = before
        .changes_to(after)
        .into_iter()
        .map(|change| match change.after {
            name if name.starts_with(char::is_alphabetic) && name != "off" && name != "full" => name,
            value => format!("{} {value}", change.setting.row().label),
        })
        .collect();
    if words.is_empty() { "this".to_owned() } else { words.join(", ") }
}

/// What is lost when the run starts again.
fn lost_with(run: &Run) -> String {
    let what = match run.snapshot.as_deref() {
        Some(Snapshot { status: Status::Diverged(_), history, .. }) => {
            let best = history.best().map_or(0, |best| best.test.step);
            format!("The weights of the best step, {}, are lost", grouped(best))
        }
        snapshot => {
            let step = snapshot.map_or(0, |snapshot| snapshot.step);
            format!("The weights of step {} are lost", grouped(step))
        }
    };
    if run.will_stay_as_ghost() {
        format!("{what}; the curve stays.")
    } else {
        format!("{what}, and the short curve.")
    }
}
