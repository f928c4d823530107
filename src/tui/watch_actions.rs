//! What messages and keys do to the page of logs.

use ratatui::crossterm::event::{MouseButton, MouseEvent, MouseEventKind};

use super::action::{ChartAction, Notch, ProgramAction, RunAction, WatchAction};
use super::app::{App, Page};
use super::keymap::key_of;
use super::message::Effect;
use super::theme::Theme;
use super::watch_layout::WatchAreas;
use super::watching::Watching;
use crate::watch::{Log, LogState};

impl App {
    /// Creates the state for logs that are to be watched.
    pub fn watching(theme: Theme, size: (u16, u16), logs: Vec<Log>) -> (App, Vec<Effect>) {
        let (mut app, _) = App::new(theme, size, None);
        let names: Vec<String> = logs.iter().map(|log| log.name.clone()).collect();
        (app.page, app.watching) = (Page::Logs, Some(Watching::new(&names)));
        (app, vec![Effect::Watch(logs)])
    }

    /// Takes in what is known of a log now.
    pub(super) fn take_in_log(&mut self, nth: usize, log: LogState) -> Vec<Effect> {
        if let Some(watching) = &mut self.watching {
            watching.take_in(nth, log);
        }
        Vec::new()
    }

    /// Performs an action on the logs.
    pub(super) fn perform_on_logs(&mut self, action: WatchAction) -> Vec<Effect> {
        self.watching.as_mut().map_or_else(Vec::new, |watching| watching.perform(action))
    }

    /// Handles a click or the wheel on the curves of the logs.
    pub(super) fn point_at_logs(&mut self, event: MouseEvent) -> Vec<Effect> {
        let Some(watching) = &mut self.watching else { return Vec::new() };
        let areas = WatchAreas::of(self.area, watching);
        let columns = areas.plot_columns(watching);
        let is_click = event.kind == MouseEventKind::Down(MouseButton::Left);
        if let Some(id) = areas.title_at(watching, (event.column, event.row).into()).filter(|_| is_click) {
            let has_place = WatchAreas::has_place(id, self.area, watching);
            watching.panels.click(id, has_place);
            return Vec::new();
        }
        let Some(column) = areas.plot_column(watching, (event.column, event.row).into()) else {
            return Vec::new();
        };
        match event.kind {
            MouseEventKind::Down(MouseButton::Left) => watching.put_cursor(column, columns),
            MouseEventKind::Drag(MouseButton::Left) if watching.view.cursor.is_some() => {
                watching.put_cursor(column, columns);
            }
            MouseEventKind::ScrollUp => watching.turn_wheel(Notch::Up, column, columns),
            MouseEventKind::ScrollDown => watching.turn_wheel(Notch::Down, column, columns),
            _ => {}
        }
        Vec::new()
    }

    /// Moves the focus among the panels of the logs. Other actions on a run have no meaning there.
    pub(super) fn focus_on_logs(&mut self, action: RunAction) -> Vec<Effect> {
        if let Some(watching) = &mut self.watching {
            watching.clear_notices();
            match action {
                RunAction::NextPanel => watching.focus_next_panel(),
                RunAction::ShowPanel(id) => watching.show_panel(id),
                _ => {}
            }
        }
        Vec::new()
    }

    /// Leads one level out of a panel with the focus; without one, says how to quit.
    pub(super) fn back_on_logs(&mut self) {
        let Some(watching) = &mut self.watching else { return };
        match watching.panels.focused() {
            Some(id) => {
                let has_place = WatchAreas::has_place(id, self.area, watching);
                watching.panels.leave(has_place);
            }
            None => watching.notice = Some(format!("{} quits.", key_of(ProgramAction::Quit))),
        }
    }

    /// Performs an action on the curves of the logs.
    pub(super) fn look_at_logs(&mut self, action: ChartAction) -> Vec<Effect> {
        if let Some(watching) = &mut self.watching {
            let columns = WatchAreas::of(self.area, watching).plot_columns(watching);
            watching.update_chart(action, columns);
        }
        Vec::new()
    }
}
