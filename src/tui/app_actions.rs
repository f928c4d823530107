//! Actions on the screen as a whole. Those on the run and the picker are in `commands.rs` and `picker.rs`.

use super::action::{Action, ProgramAction, RunAction, SetupAction};
use super::app::{App, Overlay, Page};
use super::keymap::key_of;
use super::layout::{self, Areas};
use super::message::Effect;
use super::mistakes_layout::examples_across;
use super::panel_id::PanelId;
use super::question::Pending;
use super::run::Run;
use super::theme::Glyphs;
use super::topic::Topic;
use crate::train::{Adjustment, Direction, next};

impl App {
    /// Performs an action and returns its effects.
    pub(super) fn perform(&mut self, action: Action) -> Vec<Effect> {
        let keeps_the_field = matches!(action, Action::Entry(_) | Action::Program(ProgramAction::Suspend));
        if !keeps_the_field {
            self.entry = None; // it belongs to a setting that may not be chosen any more
            self.close_note();
        }
        if self.refuses_in_past(action) {
            return Vec::new();
        }
        match action {
            Action::Time(action) => self.perform_on_time(action),
            Action::Sweep(action) => self.perform_on_sweep(action),
            Action::Entry(action) => self.perform_on_entry(action),
            Action::Program(action) => self.perform_on_program(action),
            Action::Picker(action) => self.picker.update(action),
            Action::Setup(action) => self.perform_on_setup(action),
            Action::Run(RunAction::MoveExample(arrow)) => {
                let area = self.area;
                self.with_run(|run| run.move_example(arrow, examples_across(area, run)))
            }
            Action::Run(action) if self.page == Page::Logs => self.focus_on_logs(action),
            Action::Run(action) => self.run.as_mut().map_or_else(Vec::new, |run| run.update(action)),
            Action::Guess(action) => self.with_run(|run| run.update_guess(action)),
            Action::Points(action) => self.perform_on_points(action),
            Action::Cures(action) => self.run.as_mut().map_or_else(Vec::new, |run| run.update_cures(action)),
            Action::Export(action) => self.perform_on_exports(action),
            Action::Saved(action) => self.perform_on_saved_runs(action),
            Action::Draw(action) => self.with_run(|run| run.update_drawing(action)),
            Action::Explain(action) => {
                self.run.as_mut().map_or_else(Vec::new, |run| run.update_explained(action))
            }
            Action::Watch(action) => self.perform_on_logs(action),
            Action::Chart(action) if self.page == Page::Logs => self.look_at_logs(action),
            Action::Chart(action) => {
                if let Some(run) = &mut self.run {
                    run.update_chart(action, layout::plot_columns(self.area, run));
                }
                Vec::new()
            }
        }
    }

    /// Applies a change to the run, if there is one.
    pub(super) fn with_run(&mut self, change: impl FnOnce(&mut Run)) -> Vec<Effect> {
        if let Some(run) = &mut self.run {
            change(run);
        }
        Vec::new()
    }

    /// Changes a setting of the run: to the next value of a key, to a typed value, or by a layer.
    pub(super) fn adjust(&mut self, adjustment: Adjustment) -> Vec<Effect> {
        self.run.as_mut().map_or_else(Vec::new, |run| run.adjust(adjustment))
    }

    fn perform_on_program(&mut self, action: ProgramAction) -> Vec<Effect> {
        match action {
            ProgramAction::QuitNow | ProgramAction::Quit => return self.quit(action),
            ProgramAction::Suspend => return vec![Effect::Suspend],
            ProgramAction::Confirm => return self.confirm(),
            ProgramAction::Decline => self.question = None,
            ProgramAction::Back => return self.back(),
            ProgramAction::BackToRun => return self.back_to_run(),
            ProgramAction::Start => return self.do_or_ask(Pending::Start),
            ProgramAction::ToggleHelp if matches!(self.overlay, Overlay::Help(_)) => self.close(),
            ProgramAction::Enter => self.enter(),
            ProgramAction::Explain => self.explain(),
            ProgramAction::ReadOn if self.run.is_some() || self.watching.is_some() => {
                self.open_above(Overlay::Words(0));
            }
            ProgramAction::ReadOn => {}
            ProgramAction::ToggleHelp => self.open_above(Overlay::Help(0)),
            ProgramAction::ToggleSetup if matches!(self.overlay, Overlay::Setup(_)) => self.close(),
            ProgramAction::ToggleSetup => self.open_above(Overlay::Setup(0)),
            ProgramAction::ToggleDrawing => self.toggle_drawing(),
            ProgramAction::ToggleCures => return self.toggle_cures(),
            ProgramAction::ToggleExplainedStep => return self.toggle_explained_step(),
            ProgramAction::ToggleGradientCheck if self.overlay == Overlay::GradientCheck => self.close(),
            ProgramAction::ToggleGradientCheck => self.open_above(Overlay::GradientCheck),
            ProgramAction::LastRun => return self.read_last_run(),
            ProgramAction::NextClass => return self.read_with_next_class(),
            ProgramAction::ToggleExports => self.toggle_exports(),
            ProgramAction::WriteNote => self.write_note(),
            ProgramAction::ToggleSavedRuns => return self.toggle_saved_runs(),
            ProgramAction::CopyCommandLine => return self.copy_command_line(),
            ProgramAction::PageUp => self.turn_pages(Direction::Down),
            ProgramAction::PageDown => self.turn_pages(Direction::Up),
            ProgramAction::TestCard => self.next_card(),
            ProgramAction::ToggleBackground => self.theme.background = self.theme.background.other(),
        }
        Vec::new()
    }

    /// Quits, at once or after asking if a run would be lost. That is about the present, and so are the last words.
    fn quit(&mut self, action: ProgramAction) -> Vec<Effect> {
        let mut effects = self.run.as_mut().map_or_else(Vec::new, Run::return_to_present);
        match action {
            ProgramAction::QuitNow => effects.push(Effect::Quit),
            _ => effects.extend(self.do_or_ask(Pending::Quit)),
        }
        effects
    }

    /// Opens an overlay above the one that is shown, if there is one.
    pub(super) fn open_above(&mut self, overlay: Overlay) {
        if self.overlay != Overlay::None {
            self.beneath.push(self.overlay);
        }
        self.overlay = overlay;
    }

    /// Closes the overlay. The one below it comes back.
    pub(super) fn close(&mut self) {
        self.overlay = self.beneath.pop().unwrap_or(Overlay::None);
    }

    /// Lets the panel with the focus fill the screen, and then opens what is chosen in it. The diagnosis shows all of its text.
    fn enter(&mut self) {
        if let (Page::Logs, Some(watching)) = (self.page, &mut self.watching) {
            match watching.panels.focused() {
                Some(PanelId::Diagnosis) => self.open_above(Overlay::Words(0)),
                _ => watching.panels.fill(),
            }
            return;
        }
        let Some(run) = &mut self.run else { return };
        if run.panels.focused() == Some(PanelId::Diagnosis) {
            self.open_above(Overlay::Words(0));
        } else if layout::filling_panel(self.area, run).is_some() {
            run.open_item();
        } else {
            run.panels.fill();
        }
    }

    /// Explains the sheet that is open or the panel with the focus.
    fn explain(&mut self) {
        let topic = match self.overlay {
            Overlay::ExplainedStep => Some(Topic::NextStep),
            Overlay::GradientCheck => Some(Topic::GradientCheck),
            Overlay::Drawing => Some(Topic::Drawing),
            _ => self.focused_panel().map(Topic::Panel),
        };
        if let Some(topic) = topic {
            self.open_above(Overlay::Explanation(topic));
        }
    }

    /// The panel with the focus, of the run or of the page of logs.
    fn focused_panel(&self) -> Option<PanelId> {
        match (self.page, &self.watching, &self.run) {
            (Page::Logs, Some(watching), _) => watching.panels.focused(),
            (_, _, run) => run.as_ref().and_then(|run| run.panels.focused()),
        }
    }

    /// Shows the test card, or switches to the next kind of glyphs if it is shown already.
    fn next_card(&mut self) {
        if self.overlay == Overlay::Card {
            self.theme.glyphs = next(&Glyphs::ALL, self.theme.glyphs, Direction::Up);
        } else {
            self.open_above(Overlay::Card);
        }
    }

    /// Performs an action in the table of settings.
    fn perform_on_setup(&mut self, action: SetupAction) -> Vec<Effect> {
        let (Overlay::Setup(chosen), Some(run)) = (self.overlay, &self.run) else { return Vec::new() };
        let settings = run.settings();
        let next = |direction| Adjustment::next(settings[chosen].id, direction);
        match action {
            SetupAction::Up => self.overlay = Overlay::Setup(chosen.saturating_sub(1)),
            SetupAction::Down => self.overlay = Overlay::Setup((chosen + 1).min(settings.len() - 1)),
            SetupAction::Lower => return self.adjust(next(Direction::Down)),
            SetupAction::Higher => return self.adjust(next(Direction::Up)),
        }
        Vec::new()
    }

    /// Shows the table of cures and tries them, unless that is being done; in the table, stops or repeats the trials.
    fn toggle_cures(&mut self) -> Vec<Effect> {
        let Some(run) = &mut self.run else { return Vec::new() };
        if run.hides_test_set() {
            run.tell(
                "Cures are compared by the test set, which is hidden until you have guessed.".to_owned(),
            );
            return Vec::new();
        }
        let is_open = self.overlay == Overlay::Cures;
        let effects = match (is_open, &run.cures) {
            (true, _) => run.stop_or_repeat_cures(),
            (false, Some(_)) => Vec::new(),
            (false, None) => run.try_cures(),
        };
        if run.cures.is_some() && !is_open {
            self.open_above(Overlay::Cures);
        }
        effects
    }

    /// Closes the table of cures once it no longer belongs to the run.
    pub(super) fn close_stale_cures(&mut self) {
        if self.run.as_ref().is_some_and(|run| run.cures.is_some()) {
            return;
        }
        self.beneath.retain(|overlay| *overlay != Overlay::Cures);
        if self.overlay == Overlay::Cures {
            self.close();
        }
    }

    /// Leads one level out: from an overlay to what is below it, from a run to the picker. The picker is the outermost.
    fn back(&mut self) -> Vec<Effect> {
        if self.overlay != Overlay::None {
            self.close();
            return Vec::new();
        }
        if let (Page::Run, Some(run)) = (self.page, &mut self.run)
            && let Some(id) = run.panels.focused()
        {
            if !run.leave_item() {
                run.panels.leave(Areas::has_place(id, self.area, run));
            }
            return Vec::new();
        }
        match (self.page, &self.run) {
            (Page::Reading, _) => {
                self.reading = None;
                self.page = Page::Picker;
                vec![Effect::StopReading]
            }
            (Page::Sweep | Page::Run | Page::Picker, _) if self.sweep.is_some() => self.back_to_sweep(),
            (Page::Run, Some(run)) => {
                let mut effects = run.set_aside(true);
                self.page = Page::Picker;
                effects.extend(self.load_thumbnails());
                effects
            }
            (Page::Logs, _) => {
                self.back_on_logs();
                Vec::new()
            }
            // A person who presses Esc again and again wants out of something, and rarely of the program.
            (_, run) => {
                let to_run = format!(" {} goes back to the run.", key_of(ProgramAction::BackToRun));
                let to_run = if run.is_some() { to_run } else { String::new() };
                self.picker.notice = Some(format!("{} quits.{to_run}", key_of(ProgramAction::Quit)));
                Vec::new()
            }
        }
    }

    /// Shows the run again that was left for the picker.
    fn back_to_run(&mut self) -> Vec<Effect> {
        let Some(run) = &self.run else {
            let start = key_of(ProgramAction::Start);
            self.picker.notice = Some(format!("There is no run yet: {start} starts one."));
            return Vec::new();
        };
        self.page = Page::Run;
        self.picker.notice = None;
        run.set_aside(false)
    }
}
