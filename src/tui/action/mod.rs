//! The actions of the keys, grouped by the part of the screen they act on.

mod chart;
mod program;
mod run;
mod sheet;
mod sweep;
mod time;
mod watch;

pub use chart::{ChartAction, Jump, Notch};
pub use program::{CureAction, EntryAction, PickerAction, ProgramAction, SetupAction};
pub use run::RunAction;
pub use sheet::{DrawAction, ExplainAction, ExportAction, GuessAction, PointAction, SavedAction};
pub use sweep::SweepAction;
pub use time::TimeAction;
pub use watch::WatchAction;

/// An action of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// An action on the program as a whole.
    Program(ProgramAction),
    /// An action of the picker.
    Picker(PickerAction),
    /// An action on the run.
    Run(RunAction),
    /// An action in the table of settings.
    Setup(SetupAction),
    /// An action on the field in which a value is typed.
    Entry(EntryAction),
    /// An action on the curves.
    Chart(ChartAction),
    /// An action in the table of cures.
    Cures(CureAction),
    /// An action in the menu of exports.
    Export(ExportAction),
    /// An action in the list of saved runs.
    Saved(SavedAction),
    /// An action on the drawing.
    Draw(DrawAction),
    /// An action on the guess of the test accuracy.
    Guess(GuessAction),
    /// An action of the crosshair on the plane.
    Points(PointAction),
    /// An action on the sheet that explains the next step.
    Explain(ExplainAction),
    /// An action on the time machine.
    Time(TimeAction),
    /// An action on the sweep.
    Sweep(SweepAction),
    /// An action on the logs that are watched.
    Watch(WatchAction),
}

impl From<ProgramAction> for Action {
    fn from(action: ProgramAction) -> Action {
        Action::Program(action)
    }
}

impl From<RunAction> for Action {
    fn from(action: RunAction) -> Action {
        Action::Run(action)
    }
}

impl From<CureAction> for Action {
    fn from(action: CureAction) -> Action {
        Action::Cures(action)
    }
}

impl From<DrawAction> for Action {
    fn from(action: DrawAction) -> Action {
        Action::Draw(action)
    }
}

impl From<ExplainAction> for Action {
    fn from(action: ExplainAction) -> Action {
        Action::Explain(action)
    }
}

impl From<TimeAction> for Action {
    fn from(action: TimeAction) -> Action {
        Action::Time(action)
    }
}

impl From<SweepAction> for Action {
    fn from(action: SweepAction) -> Action {
        Action::Sweep(action)
    }
}

impl From<PointAction> for Action {
    fn from(action: PointAction) -> Action {
        Action::Points(action)
    }
}

impl From<WatchAction> for Action {
    fn from(action: WatchAction) -> Action {
        Action::Watch(action)
    }
}

impl From<ChartAction> for Action {
    fn from(action: ChartAction) -> Action {
        Action::Chart(action)
    }
}
