//! Actions of the time machine: open it, show another step, go on from there.

use ratatui::crossterm::event::{MouseButton, MouseEvent, MouseEventKind};
use ratatui::layout::Position;

use super::action::{Action, Jump, TimeAction};
use super::app::{App, Overlay};
use super::cure_actions::lost_steps;
use super::keymap::key_of;
use super::layout::{self, Areas};
use super::message::Effect;
use super::panels::time_bar_share;
use super::present_actions::is_of_present;
use super::run::Run;
use crate::numbers::grouped;
use crate::train::{Bucket, Change, PastStep, Recall};

/// The arrows move by so many parts of the steps that are shown, or by an evaluation if there are fewer.
const PARTS: u64 = 200;

impl App {
    /// Carries out an action of the time machine.
    pub(super) fn perform_on_time(&mut self, action: TimeAction) -> Vec<Effect> {
        let Some(run) = &mut self.run else { return Vec::new() };
        match action {
            TimeAction::Toggle if run.time.is_some() => run.return_to_present(),
            TimeAction::Toggle => {
                let effects = run.look_back();
                if run.time.is_some() {
                    // The bar is below the panels, and so are its keys.
                    self.beneath.clear();
                    self.overlay = Overlay::None;
                }
                effects
            }
            TimeAction::Move(jump) => run.travel(jump),
            TimeAction::GoOn => run.go_on_from_past(),
        }
    }

    /// Says that an action is not for steps that have passed, if it is not and one of them is shown.
    pub(super) fn refuses_in_past(&mut self, action: Action) -> bool {
        let Some(run) = self.run.as_mut().filter(|run| run.time.is_some()) else { return false };
        let is_refused = is_of_present(action);
        if is_refused {
            let [go_on, back] = [TimeAction::GoOn, TimeAction::Toggle].map(key_of);
            run.tell(format!(
                "This is the past. {go_on} goes on from this step, {back} returns to the present."
            ));
        }
        is_refused
    }

    /// Shows the step at a click on the bar of the time machine or on the curves; `None` if it is elsewhere.
    pub(super) fn travel_with_mouse(&mut self, event: MouseEvent) -> Option<Vec<Effect>> {
        let run = self.run.as_mut().filter(|run| run.time.is_some())?;
        let is_held = matches!(
            event.kind,
            MouseEventKind::Down(MouseButton::Left) | MouseEventKind::Drag(MouseButton::Left)
        );
        if !is_held {
            return None;
        }
        let (areas, place) = (Areas::of(self.area, run), Position::new(event.column, event.row));
        if areas.time.contains(place) {
            return Some(run.travel_to_share(time_bar_share(run, areas.time, event.column)?));
        }
        let columns = layout::plot_columns(self.area, run);
        let column = layout::plot_column(self.area, run, event.column, event.row)?;
        Some(run.travel_to_column(column, columns))
    }
}

impl Run {
    /// Pauses the run and opens the time machine.
    fn look_back(&mut self) -> Vec<Effect> {
        if self.hides_test_set() {
            self.tell("The past shows the test set, which is hidden until you have guessed.".to_owned());
            return Vec::new();
        }
        if !self.open_past() {
            self.tell("There is no past yet.".to_owned());
            return Vec::new();
        }
        self.crosshair.held = None;
        let [left, go_on] = [TimeAction::Move(Jump::Left(1)), TimeAction::GoOn].map(key_of);
        let right = key_of(TimeAction::Move(Jump::Right(1)));
        self.tell(format!(
            "The run waits. {left} {right} show other steps, {go_on} goes on from one, {} returns.",
            key_of(TimeAction::Toggle)
        ));
        self.set_aside(true)
    }

    /// Closes the time machine. A run that was going on goes on.
    pub fn return_to_present(&mut self) -> Vec<Effect> {
        if !self.close_past() {
            return Vec::new();
        }
        self.notice = None;
        [Effect::NoRecall].into_iter().chain(self.set_aside(false)).collect()
    }

    /// Shows the step that a key leads to.
    fn travel(&mut self, jump: Jump) -> Vec<Effect> {
        let Some(time) = &self.time else { return Vec::new() };
        let (stride, at) = (self.stride(), time.step);
        let by = |count: i64| stride.saturating_mul(count.unsigned_abs());
        let step = match jump {
            Jump::First => 0,
            Jump::Last => u64::MAX,
            Jump::To(_) => at,
            // From a step off the grid, to the next one on it.
            Jump::Left(count) => at.next_multiple_of(stride).saturating_sub(by(count)),
            Jump::Right(count) => (at - at % stride).saturating_add(by(count)),
        };
        self.travel_to(step)
    }

    fn travel_to_share(&mut self, share: f64) -> Vec<Effect> {
        let Some(time) = &self.time else { return Vec::new() };
        let (first, last) = (time.past.first(), time.past.last());
        let step = first as f64 + share * (last - first) as f64;
        let stride = self.stride();
        let step = if share >= 1.0 { last } else { (step / stride as f64).round() as u64 * stride };
        self.travel_to(step)
    }

    fn travel_to_column(&mut self, column: i64, columns: usize) -> Vec<Effect> {
        let Some(time) = &self.time else { return Vec::new() };
        let axis = self.steps_axis();
        let distance = |bucket: &&Bucket| (axis.cell(bucket.last_step as f64, columns) - column).abs();
        let buckets = time.present().history.buckets();
        let step = buckets.iter().min_by_key(distance).map_or(time.step, |bucket| bucket.last_step);
        self.travel_to(step)
    }

    /// Chooses a step: shows the nearest that is kept, and has this one computed.
    fn travel_to(&mut self, step: u64) -> Vec<Effect> {
        let request = self.new_request();
        let Some(time) = &mut self.time else { return Vec::new() };
        let step = step.clamp(time.past.first(), time.past.last());
        if step == time.step {
            return Vec::new();
        }
        (time.step, time.exact, time.goes_on) = (step, None, false);
        (time.request, time.computing) = (request, None);
        self.notice = None;
        if time.is_at_present() {
            self.show_present();
            return vec![Effect::NoRecall];
        }
        let past = time.past.clone();
        time.computing = Some(0.0);
        self.show_nearest();
        vec![Effect::Recall { number: request, past, step }]
    }

    /// The steps that an arrow goes on: a part of those that are shown, in whole evaluations unless that is less than one of a
    /// zoomed view.
    fn stride(&self) -> u64 {
        let Some(present) = self.present() else { return 1 };
        let evaluations = present.setup.eval_every().max(1);
        let (low, high) = if self.view.is_zoomed() {
            self.steps_axis().range()
        } else {
            (self.time.as_ref().map_or(0, |time| time.past.first()) as f64, present.step as f64)
        };
        let part = ((high - low).max(0.0) as u64 / PARTS).max(1);
        if self.view.is_zoomed() && part < evaluations { part } else { part.next_multiple_of(evaluations) }
    }

    /// Takes in how far the computation of a step is.
    pub(super) fn take_in_recall(&mut self, number: u64, recall: Recall) -> Vec<Effect> {
        let Some(time) = self.time.as_mut().filter(|time| time.request == number) else { return Vec::new() };
        match recall {
            Recall::Share(share) => time.computing = Some(share),
            Recall::Done(exact) => {
                let goes_on = time.goes_on;
                self.show_exact(exact);
                if goes_on {
                    return self.go_on_from_past();
                }
            }
        }
        Vec::new()
    }

    /// Lets the run go on from the chosen step, as soon as that is computed.
    fn go_on_from_past(&mut self) -> Vec<Effect> {
        let Some(time) = &mut self.time else { return Vec::new() };
        if time.is_at_present() {
            self.wants_running = true;
            return self.return_to_present();
        }
        time.goes_on = time.exact.is_none();
        match time.exact.clone() {
            Some(past) => self.ask(Change::GoOnFrom(past)),
            None => Vec::new(),
        }
    }

    /// The sentences of the question before the run goes on from a step that has passed.
    pub(super) fn sentences_of_past(&self, past: &PastStep) -> [String; 2] {
        let step = past.session().step();
        let lost = self.present().map_or(0, |present| present.step.saturating_sub(step));
        [format!("Go on from step {}?", grouped(step)), lost_steps(lost)]
    }
}
