//! What messages and keys do to the page of logs.

use super::action::{ChartAction, WatchAction};
use super::app::{App, Page};
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

    /// Performs an action on the curves of the logs.
    pub(super) fn look_at_logs(&mut self, action: ChartAction) -> Vec<Effect> {
        if let Some(watching) = &mut self.watching {
            let columns = WatchAreas::of(self.area, watching).plot_columns(watching);
            watching.update_chart(action, columns);
        }
        Vec::new()
    }
}
