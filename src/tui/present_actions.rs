//! The actions that need the present of a run, and are refused while a step that has passed is shown.

use super::action::{Action, ChartAction, CureAction, PointAction, ProgramAction, RunAction, SetupAction};

/// Whether an action changes the run, or what is compared with it, and so needs the present.
pub fn is_of_present(action: Action) -> bool {
    match action {
        Action::Run(action) => matches!(
            action,
            RunAction::TogglePause
                | RunAction::Step
                | RunAction::Epoch
                | RunAction::Adjust(..)
                | RunAction::ChangeLayers(_)
                | RunAction::Preset(_)
                | RunAction::GoBack
                | RunAction::ToggleGuess
                | RunAction::ManySeeds
                | RunAction::Again
                | RunAction::NewSeed
        ),
        Action::Chart(action) => matches!(
            action,
            ChartAction::ToggleCursor | ChartAction::Move(_) | ChartAction::Pin | ChartAction::UnpinAll
        ),
        Action::Program(action) => {
            matches!(
                action,
                ProgramAction::ToggleCures | ProgramAction::ToggleExplainedStep | ProgramAction::WriteNote
            )
        }
        Action::Setup(action) => matches!(action, SetupAction::Lower | SetupAction::Higher),
        Action::Points(action) => {
            matches!(
                action,
                PointAction::Place(_) | PointAction::Add | PointAction::Remove | PointAction::PickUp
            )
        }
        Action::Cures(action) => action == CureAction::Take,
        Action::Entry(_) | Action::Guess(_) => true,
        Action::Picker(_)
        | Action::Export(_)
        | Action::Saved(_)
        | Action::Draw(_)
        | Action::Explain(_)
        | Action::Time(_)
        | Action::Sweep(_)
        | Action::Watch(_) => false,
    }
}
