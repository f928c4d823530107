//! Which panels a person has opened, and which one has the focus.

use super::panel_id::PanelId;

/// The panel that the keys act on first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PanelFocus {
    /// No panel.
    #[default]
    Nowhere,
    /// A panel in its place among the others.
    InPlace(PanelId),
    /// A panel that fills the screen.
    Full(PanelId),
}

/// The panels that a person has asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OpenPanels {
    /// The focus.
    pub focus: PanelFocus,
    /// The panels opened beside those that are always in view, the latest last.
    opened: Vec<PanelId>,
}

impl OpenPanels {
    /// The panel with the focus.
    pub fn focused(&self) -> Option<PanelId> {
        match self.focus {
            PanelFocus::Nowhere => None,
            PanelFocus::InPlace(id) | PanelFocus::Full(id) => Some(id),
        }
    }

    /// The panels to show beside the basic ones: those that were opened, and the one with the focus; at most `most`, the
    /// focused and the latest ones, in the order of their digits.
    pub fn extra(&self, most: usize) -> Vec<PanelId> {
        let focused = self.focused().filter(|id| !id.is_basic());
        let mut extra: Vec<PanelId> = self.opened.iter().copied().filter(|&id| Some(id) != focused).collect();
        extra.extend(focused);
        extra.drain(..extra.len().saturating_sub(most));
        extra.sort_by_key(|id| id.digit());
        extra
    }

    /// Opens a panel and gives it the focus; closes it if it has the focus already.
    pub fn toggle(&mut self, id: PanelId) {
        let has_focus = self.focused() == Some(id);
        self.opened.retain(|&other| other != id);
        if !has_focus && !id.is_basic() {
            self.opened.push(id);
        }
        self.focus = if has_focus { PanelFocus::Nowhere } else { PanelFocus::InPlace(id) };
    }

    /// Moves the focus to the next of these panels; after the last one, to none. A panel that fills the screen gives it to the
    /// next one.
    pub fn move_on(&mut self, mut panels: impl Iterator<Item = PanelId>) {
        let next = match self.focused() {
            None => panels.next(),
            Some(now) => panels.skip_while(|&id| id != now).nth(1),
        };
        self.focus = match (next, self.focus) {
            (None, _) => PanelFocus::Nowhere,
            (Some(id), PanelFocus::Full(_)) => PanelFocus::Full(id),
            (Some(id), _) => PanelFocus::InPlace(id),
        };
    }

    /// Gives the focus to a panel whose upper edge is clicked; lets it fill the screen if it has the focus, and puts it back if
    /// it fills the screen. `has_place` says whether it has a place among the others.
    pub fn click(&mut self, id: PanelId, has_place: bool) {
        match self.focus {
            PanelFocus::InPlace(focused) if focused == id && has_place => self.fill(),
            PanelFocus::Full(_) | PanelFocus::InPlace(_) if self.focused() == Some(id) => {
                self.leave(has_place);
            }
            _ => self.focus = PanelFocus::InPlace(id),
        }
    }

    /// Lets the panel with the focus fill the screen.
    pub fn fill(&mut self) {
        if let PanelFocus::InPlace(id) = self.focus {
            self.focus = PanelFocus::Full(id);
        }
    }

    /// Goes one level out: from the whole screen to the place of the panel, if it has one, and from there to no focus.
    pub fn leave(&mut self, has_place: bool) {
        self.focus = match self.focus {
            PanelFocus::Full(id) if has_place => PanelFocus::InPlace(id),
            _ => PanelFocus::Nowhere,
        };
    }
}
