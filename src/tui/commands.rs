//! What the keys of a run ask of its trainer.

use std::sync::Arc;

use super::app::Effect;
use super::run::Run;
use crate::train::{Command, Direction, History, Pace, Preset, SETTINGS, Setup, Status, setting};

impl Run {
    pub(super) fn toggle_pause(&mut self) -> Vec<Effect> {
        match self.current().map(|snapshot| &snapshot.status) {
            Some(Status::Finished) if !self.wants_running => {
                let more = Setup { steps: self.wanted.steps * 2, ..self.wanted.clone() };
                self.wants_running = true;
                return self.want_and_resume(more);
            }
            Some(Status::OutOfPatience) if !self.wants_running => {
                let patient = Setup { patience: None, ..self.wanted.clone() };
                self.wants_running = true;
                let effects = self.want_and_resume(patient);
                self.notice = Some("Patience is off now: it goes on to the end.".to_owned());
                return effects;
            }
            Some(Status::Diverged(_)) => {
                self.notice = Some(
                    "Nothing to go on with: r starts again with a third of eta, u goes back to the best."
                        .to_owned(),
                );
                return Vec::new();
            }
            _ => {}
        }
        self.wants_running = !self.wants_running;
        let command = if self.wants_running { Command::Resume } else { Command::Pause };
        vec![Effect::Command(command)]
    }

    fn want_and_resume(&mut self, next: Setup) -> Vec<Effect> {
        let mut effects = self.want(next);
        effects.push(Effect::Command(Command::Resume));
        effects
    }

    pub(super) fn single(&mut self, command: Command) -> Vec<Effect> {
        self.wants_running = false;
        vec![Effect::Command(command)]
    }

    pub(super) fn set_pace(&mut self, pace: Pace) -> Vec<Effect> {
        self.pace = pace;
        vec![Effect::Command(Command::SetPace(pace))]
    }

    /// Goes one rung along the ladder of a setting: live where that is possible, else from the start.
    pub(super) fn change(&mut self, name: &str, direction: Direction) -> Vec<Effect> {
        let Some(setting) = setting(name).filter(|setting| (setting.applies)(&self.wanted.data)) else {
            self.notice = Some(format!("{name} means nothing for {}.", self.wanted.data.short_name()));
            return Vec::new();
        };
        let next = setting.stepped(&self.wanted, direction);
        if next == self.wanted {
            self.notice = Some(format!("{}: there it ends.", setting.label));
            return Vec::new();
        }
        if self.wanted.reaches_live(&next) {
            return self.want(next);
        }
        if name == "hidden" {
            self.notice =
                Some("One unit is the fewest here; the picker takes 0, and other depths.".to_owned());
            return Vec::new();
        }
        let value = (setting.get)(&next);
        let effects = self.restart(next);
        self.notice =
            Some(format!("{} {value}: starts again, from seed {}.", setting.label, self.wanted.seed));
        effects
    }

    /// Takes the choices of a preset; how much there is to learn from, and the size of the network, stay.
    pub(super) fn take_preset(&mut self, preset: Preset) -> Vec<Effect> {
        let now = &self.wanted;
        let next = Setup {
            train_size: now.train_size,
            test_size: now.test_size,
            noise: now.noise,
            flip: now.flip,
            validation: now.validation,
            hidden: now.hidden.clone(),
            steps: now.steps,
            seed: now.seed,
            ..preset.of(now.data.clone())
        };
        let next = next.with_batch_in_range();
        if next == *now {
            self.notice = Some(format!("This is the {} set-up.", preset.name()));
            return Vec::new();
        }
        let effects = if now.reaches_live(&next) { self.want(next) } else { self.restart(next) };
        self.notice = Some(format!("The {} set-up, from seed {}.", preset.name(), self.wanted.seed));
        effects
    }

    /// Back to the weights of the best step, and pause.
    pub(super) fn go_back(&mut self) -> Vec<Effect> {
        if self.current().is_none_or(|snapshot| snapshot.history.best().is_none()) {
            return Vec::new();
        }
        self.wants_running = false;
        self.changes += 1;
        let is_held_out = self.wanted.validation > 0.0;
        let peeking = if is_held_out {
            ""
        } else {
            " To choose a step by the test set is to peek: hold out a third set for that (,)."
        };
        // Which one that is the axis says: there may be a better one before the trainer hears this.
        self.notice = Some(format!("Back to the best step. Space goes on.{peeking}"));
        vec![Effect::Command(Command::GoBack)]
    }

    /// The same once more; after a divergence with smaller steps.
    pub(super) fn again(&mut self) -> Vec<Effect> {
        let has_diverged =
            self.current().is_some_and(|snapshot| matches!(snapshot.status, Status::Diverged(_)));
        // Whoever changed eta already knows better.
        let is_changed = self.current().is_some_and(|snapshot| {
            let last = snapshot.history.marks().last();
            last.is_some_and(|mark| mark.setting == "eta" && mark.step == snapshot.step)
        });
        if !has_diverged || is_changed {
            return self.restart(self.wanted.clone());
        }
        let before = self.wanted.eta;
        let next = Setup { at: Vec::new(), ..self.wanted.clone() }.with_eta(before / 3.0);
        let effects = self.restart(next);
        self.notice = Some(format!("Again with a third of eta: {before} → {}.", self.wanted.eta));
        effects
    }

    /// A new run, from the next seed.
    pub(super) fn next_seed(&mut self) -> Vec<Effect> {
        let seed = self.wanted.seed.wrapping_add(1);
        self.restart(Setup { seed, ..self.wanted.clone() })
    }

    fn want(&mut self, next: Setup) -> Vec<Effect> {
        let changed = SETTINGS.iter().filter(|s| (s.get)(&next) != (s.get)(&self.wanted));
        let words: Vec<_> =
            changed.map(|s| format!("{} {} → {}", s.label, (s.get)(&self.wanted), (s.get)(&next))).collect();
        if let [_, _, ..] = words.as_slice() {
            self.notice = Some(format!("{}: a step keeps its size.", words.join(", ")));
        }
        self.changes += 1;
        self.wanted = next.clone();
        vec![Effect::Command(Command::Change(Box::new(next)))]
    }

    fn restart(&mut self, setup: Setup) -> Vec<Effect> {
        // A run of a few steps does not push out one that is worth comparing with.
        let length = |history: &History| history.latest().map_or(0, |point| point.step);
        let before = self.ghost.as_deref().map_or(0, length);
        if let Some(snapshot) = self.current().filter(|snapshot| 10 * length(&snapshot.history) >= before) {
            self.ghost = Some(Arc::clone(&snapshot.history));
        }
        self.view.restart();
        self.id = self.id.next();
        self.painting = false;
        self.changes = 0;
        self.copies = None;
        self.wanted = setup.clone();
        self.wants_running = true;
        if self.failure.take().is_some() {
            return vec![Effect::Start { run: self.id, setup, pace: self.pace }];
        }
        vec![Effect::Command(Command::Restart(self.id, Box::new(setup)))]
    }
}
