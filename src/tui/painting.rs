//! Pictures of the network for a run: when one is requested, and that it arrives.

use std::sync::Arc;

use super::message::Effect;
use super::picture::{Picture, Request};
use super::run::Run;
use super::unit_maps::UnitMaps;

impl Run {
    /// Stores a picture.
    pub fn show(&mut self, picture: Picture) {
        if picture.run == self.id {
            self.painting = false;
            self.picture = Some(picture);
        }
    }

    /// Requests the next picture if the network or what is looked at has changed and none is being computed. The map has
    /// `grid` columns and rows of pixels.
    pub fn paint(&mut self, grid: (usize, usize), units: UnitMaps) -> Option<Effect> {
        let snapshot = self.current().filter(|_| !self.painting)?;
        let request = Request {
            run: snapshot.run,
            network: Arc::clone(&snapshot.network),
            step: snapshot.network_step,
            dataset: Arc::clone(&snapshot.dataset),
            grid,
            knocked_out: self.inside.knocked_out.clone(),
            unit: match units {
                UnitMaps::Shown => Some(self.chosen_unit().unwrap_or_default()),
                UnitMaps::Hidden => None,
            },
        };
        if self.painted.as_ref().is_some_and(|painted| painted.is_same(&request)) {
            return None;
        }
        self.painting = true;
        self.painted = Some(request.clone());
        Some(Effect::Paint(request))
    }
}
