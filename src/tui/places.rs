//! In which places of the key map the screen is.

use super::app::{App, Overlay, Page};
use super::keymap::Place;
use super::layout::{self, Areas};
use super::panel_id::PanelId;
use super::picker::Focus;
use super::run::Run;
use super::watching::Watching;
use crate::data::Shape;

impl App {
    /// The places whose keys are active, the nearest first.
    pub fn places(&self) -> Vec<Place> {
        if self.question.is_some() {
            return vec![Place::Question, Place::Always];
        }
        if self.entry.is_some() {
            return vec![Place::Typing, Place::Always];
        }
        self.places_under(self.overlay)
    }

    /// The places whose keys are active under an overlay, the nearest first.
    pub(super) fn places_under(&self, overlay: Overlay) -> Vec<Place> {
        let above_run = |place| vec![place, Place::Run, Place::Charts];
        let mut places = match overlay {
            Overlay::None => self.places_of_page(),
            Overlay::Setup(_) => above_run(Place::Setup),
            Overlay::Cures => above_run(Place::Cures),
            Overlay::Exports(_) => above_run(Place::Exports),
            Overlay::SavedRuns(_) => vec![Place::SavedRuns],
            Overlay::Drawing => above_run(Place::Drawing),
            Overlay::GradientCheck => above_run(Place::GradientCheck),
            Overlay::ExplainedStep => above_run(Place::ExplainedStep),
            Overlay::Help(_) | Overlay::Words(_) => vec![Place::Pages],
            Overlay::CommandLine(_) => vec![Place::CommandLine, Place::Pages],
            Overlay::Card | Overlay::Explanation(_) | Overlay::Note(_) => Vec::new(),
        };
        places.extend([Place::Everywhere, Place::Always]);
        places
    }

    /// The places of the page without overlays, except those of every page.
    fn places_of_page(&self) -> Vec<Place> {
        match (self.page, &self.run) {
            (Page::Reading, _) => Vec::new(),
            (Page::Sweep, _) => vec![Place::Sweep],
            (Page::Run, Some(run)) => self.places_of_run(run),
            (Page::Logs, _) => self.watching.as_ref().map_or_else(Vec::new, Watching::places),
            _ => match self.picker.focus {
                Focus::Field(_) => vec![Place::Field, Place::Picker],
                Focus::Cards => vec![Place::Picker],
            },
        }
    }

    /// The places of a run without overlays. Keys of a panel that is not in view would do nothing that could be seen.
    fn places_of_run(&self, run: &Run) -> Vec<Place> {
        let areas = Areas::of(self.area, run);
        let is_in_view = |id| !areas.of_panel(id).is_empty();
        let focus = run.panels.focused();
        let is_on_plane = run.crosshair_view(self.area).is_some();
        let probe = match run.shape() {
            Shape::Plane => is_on_plane.then_some(Place::Crosshair),
            Shape::Image { .. } | Shape::Numbers { .. } => {
                (run.is_probing && is_in_view(PanelId::Picture)).then_some(Place::Probe)
            }
        };
        let guess = run.hides_test_set().then_some(Place::Guess);
        let inside = if run.is_in_list() { Some(Place::Examples) } else { focus.and_then(Place::of_panel) };
        // The arrows choose a unit of the drawing, too.
        let drawn = (inside == Some(Place::Network) && run.draws_network()).then_some(Place::Units);
        let on_panel = focus.map(|_| Place::Panel);
        let past = run.time.as_ref().map(|_| Place::Past);
        let cursor = run.view.cursor.filter(|_| past.is_none()).map(|_| Place::Cursor);
        let has_picture = is_in_view(PanelId::Picture) || is_in_view(PanelId::Gallery);
        let classes = (has_picture && layout::class_pages(self.area, run) > 1).then_some(Place::Classes);
        let picture = Place::of_picture(run.shape()).filter(|_| has_picture);
        let near = past
            .into_iter()
            .chain(guess)
            .chain(probe)
            .chain(inside)
            .chain(drawn)
            .chain(on_panel)
            .chain(cursor)
            .chain(classes)
            .chain(picture);
        near.chain([Place::Run, Place::Charts, Place::Panels, Place::RunPanels]).collect()
    }
}
