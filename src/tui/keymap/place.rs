//! The places in which keys have a meaning.

use crate::data::Shape;
use crate::tui::panel_id::PanelId;

/// A place in which a key has a meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// On every screen, unless a question is asked.
    Everywhere,
    /// On every screen, and while a question is asked.
    Always,
    /// Choosing a data set.
    Picker,
    /// On a setting of the chosen data set.
    Field,
    /// While a value is typed.
    Typing,
    /// Watching a run, of any data.
    Run,
    /// Watching a run on points of the plane.
    Plane,
    /// While the crosshair is on the plane.
    Crosshair,
    /// While what the network makes of one example is shown.
    Probe,
    /// Watching a run on images.
    Images,
    /// Watching a run whose classes take several pages.
    Classes,
    /// Looking at the panels of a run or a log, without an overlay.
    Panels,
    /// Looking at the panels that only runs have.
    RunPanels,
    /// While a panel has the focus.
    Panel,
    /// While the hidden units have the focus.
    Units,
    /// While the confusion matrix has the focus.
    Mistakes,
    /// While the list beside the confusion matrix has the focus.
    Examples,
    /// While the network has the focus.
    Network,
    /// In the table of all settings.
    Setup,
    /// In the table of cures.
    Cures,
    /// In the menu of exports.
    Exports,
    /// In the list of saved runs.
    SavedRuns,
    /// While an image is drawn.
    Drawing,
    /// While the test set is hidden until a guess is said.
    Guess,
    /// On the sheet that explains the next step.
    ExplainedStep,
    /// On the table of the gradient check.
    GradientCheck,
    /// Looking at curves, of a run or of a log.
    Charts,
    /// Watching logs of other programs.
    Logs,
    /// While a cursor is on the curves.
    Cursor,
    /// While a step that has passed is shown.
    Past,
    /// On pages of text.
    Pages,
    /// While the command line is shown.
    CommandLine,
    /// While a sweep is shown.
    Sweep,
    /// While a question is asked.
    Question,
}

impl Place {
    /// All places, in the order of the `?` page.
    pub const ALL: [Place; 34] = [
        Place::Run,
        Place::Charts,
        Place::Guess,
        Place::Cursor,
        Place::Past,
        Place::Plane,
        Place::Crosshair,
        Place::Images,
        Place::Probe,
        Place::Classes,
        Place::Panels,
        Place::RunPanels,
        Place::Panel,
        Place::Units,
        Place::Mistakes,
        Place::Examples,
        Place::Network,
        Place::Setup,
        Place::Cures,
        Place::Exports,
        Place::Drawing,
        Place::ExplainedStep,
        Place::GradientCheck,
        Place::Logs,
        Place::Picker,
        Place::SavedRuns,
        Place::Field,
        Place::Typing,
        Place::Sweep,
        Place::Pages,
        Place::CommandLine,
        Place::Everywhere,
        Place::Always,
        Place::Question,
    ];

    /// The place of the keys for this kind of data.
    pub fn of_picture(shape: Shape) -> Option<Place> {
        match shape {
            Shape::Plane => Some(Place::Plane),
            Shape::Image { .. } => Some(Place::Images),
            Shape::Numbers { .. } => None,
        }
    }

    /// The place of the keys of a panel that has the focus.
    pub fn of_panel(id: PanelId) -> Option<Place> {
        match id {
            PanelId::Units => Some(Place::Units),
            PanelId::Mistakes => Some(Place::Mistakes),
            PanelId::Network => Some(Place::Network),
            PanelId::Picture | PanelId::Loss | PanelId::Accuracy | PanelId::Diagnosis | PanelId::Gallery => {
                None
            }
        }
    }

    /// The heading on the `?` page and in the README.
    pub fn title(self) -> &'static str {
        match self {
            Place::Everywhere => "everywhere",
            Place::Always => "always",
            Place::Pages => "pages of text",
            Place::CommandLine => "the line that repeats it",
            Place::Picker => "choosing a data set",
            Place::Field => "on one of its settings",
            Place::Typing => "while you type a value",
            Place::Run => "while it trains",
            Place::Plane => "points of the plane",
            Place::Crosshair => "crosshair on the plane",
            Place::Images => "images",
            Place::Probe => "looking at one example",
            Place::Classes => "many classes",
            Place::Panels => "panels",
            Place::RunPanels => "panels of a run",
            Place::Panel => "the panel with the focus",
            Place::Units => "hidden units",
            Place::Mistakes => "who is taken for whom",
            Place::Examples => "its list of examples",
            Place::Network => "the network",
            Place::Setup => "in the set-up",
            Place::Cures => "in the table of cures",
            Place::Exports => "in the menu of exports",
            Place::SavedRuns => "in the list of saved runs",
            Place::Drawing => "while you draw",
            Place::Guess => "while you guess",
            Place::ExplainedStep => "the next step, explained",
            Place::GradientCheck => "the gradient check",
            Place::Charts => "the curves",
            Place::Logs => "logs of other programs",
            Place::Cursor => "cursor on the curves",
            Place::Past => "looking back",
            Place::Sweep => "many runs, a sweep",
            Place::Question => "when a run would be lost",
        }
    }
}
