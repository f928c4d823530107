//! Draws the whole screen: which panels, in which order.
//!
//! ```text
//! ┌ status ──────────────────────────────────┐   panels::status
//! │ status                                   │
//! ├ picture ─────────────┬ loss ─────────────┤   panels::plane, image or classes; panels::curves
//! │                      │                   │
//! │                      ├ accuracy ─────────┤   panels::curves
//! ├ gallery ─────────────┤                   │   panels::gallery and augmented_images (images only)
//! │                      ├ diagnosis ────────┤   panels::diagnosis
//! ├ units ───────────────┴───────────────────┤   panels::units
//! └ keys ────────────────────────────────────┘   panels::footer
//! ```
//!
//! [`layout`] computes the sizes.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::app::{App, Overlay, Page};
use super::layout::{self, Areas};
use super::panels::{self, PANELS};

/// Draws the whole screen.
pub fn draw(app: &App, area: Rect, buffer: &mut Buffer) {
    buffer.set_style(area, app.theme.background());
    if !layout::fits(area) {
        panels::small(app, area, buffer);
        return app.theme.replace_non_ascii(area, buffer);
    }
    match (app.page, &app.run) {
        (Page::Run, Some(run)) => {
            let areas = Areas::of(area, run);
            for panel in PANELS.iter().filter(|panel| (panel.shows)(run.shape())) {
                (panel.draw)(app, run, (panel.area)(&areas), buffer);
            }
        }
        (Page::Reading, _) => panels::reading(app, area, buffer),
        _ => panels::picker(app, area, buffer),
    }
    let footer = Rect { y: area.bottom() - 1, height: 1, ..area };
    panels::footer(app, footer, buffer);
    match app.overlay {
        Overlay::None | Overlay::Card => {}
        Overlay::Help => panels::help(app, area, buffer),
        Overlay::Setup(chosen) => {
            if let Some(run) = &app.run {
                panels::setup(app, run, chosen, area, buffer);
            }
        }
        Overlay::Cures => {
            if let Some(run) = &app.run {
                panels::cures(app, run, area, buffer);
            }
        }
        Overlay::Question(question) => panels::question(app, question, area, buffer),
    }
    app.theme.replace_non_ascii(area, buffer);
    // Shows what the terminal may not have.
    if app.overlay == Overlay::Card {
        panels::card(app, area, buffer);
    }
}
