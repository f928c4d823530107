//! The keys that a soak presses.

use overfit::train::Liveness;
use overfit::tui::action::{
    Action, EntryAction, ExportAction, ProgramAction, RunAction, SavedAction, SetupAction,
};
use overfit::tui::app::{App, Overlay};

/// Whether a key may be pressed. Keys that begin another run or end the program are left out, because the run is checked
/// at the end.
pub fn is_pressed(action: Action, app: &App) -> bool {
    let is_outermost =
        app.overlay == Overlay::None && app.run.as_ref().is_none_or(|run| run.view.cursor.is_none());
    match action {
        Action::Program(action) => match action {
            ProgramAction::Start
            | ProgramAction::Confirm
            | ProgramAction::ToggleCures
            | ProgramAction::Suspend
            | ProgramAction::Quit
            | ProgramAction::QuitNow => false,
            ProgramAction::Back => !is_outermost,
            _ => true,
        },
        Action::Run(action) => match action {
            RunAction::Again
            | RunAction::NewSeed
            | RunAction::ManySeeds
            | RunAction::ChangeLayers(_)
            | RunAction::Preset(_)
            | RunAction::TogglePause
            | RunAction::Step => false,
            RunAction::Adjust(setting, _) => setting.row().change == Liveness::Live,
            _ => true,
        },
        // Their table is not opened: trials in this thread would take long, and a cure begins another run. So does a saved one.
        Action::Cures(_) | Action::Saved(SavedAction::Open) => false,
        // A soak leaves no files.
        Action::Export(action) => matches!(action, ExportAction::Choose(_)),
        // The chosen setting may be one that begins another run.
        Action::Setup(action) => match action {
            SetupAction::Lower | SetupAction::Higher => {
                let Overlay::Setup(chosen) = app.overlay else { return false };
                let setting = app.run.as_ref().and_then(|run| run.settings().get(chosen).copied());
                setting.is_some_and(|setting| setting.change == Liveness::Live)
            }
            SetupAction::Up | SetupAction::Down => true,
        },
        Action::Entry(EntryAction::Accept) => matches!(app.overlay, Overlay::Note(_)),
        Action::Entry(_)
        | Action::Picker(_)
        | Action::Saved(SavedAction::Choose(_))
        | Action::Chart(_)
        | Action::Draw(_)
        | Action::Guess(_)
        | Action::Points(_)
        | Action::Explain(_)
        | Action::Sweep(_)
        | Action::Time(_)
        | Action::Watch(_) => true,
    }
}
