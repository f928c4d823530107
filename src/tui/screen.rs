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
                let area = (panel.area)(&areas);
                if !area.is_empty() {
                    (panel.draw)(app, run, area, buffer);
                }
            }
        }
        (Page::Reading, _) => panels::reading(app, area, buffer),
        _ => panels::picker(app, area, buffer),
    }
    let footer = Rect { y: area.bottom() - 1, height: 1, ..area };
    panels::footer(app, footer, buffer);
    for overlay in app.overlays() {
        draw_overlay(app, overlay, area, buffer);
    }
    if let Some(question) = &app.question {
        panels::question(app, question, area, buffer);
    }
    app.theme.replace_non_ascii(area, buffer);
    // Shows what the terminal may not have.
    if app.overlay == Overlay::Card && app.question.is_none() {
        panels::card(app, area, buffer);
    }
}

fn draw_overlay(app: &App, overlay: Overlay, area: Rect, buffer: &mut Buffer) {
    match (overlay, &app.run) {
        (Overlay::Help(page), _) => panels::help(app, page, area, buffer),
        (Overlay::Setup(chosen), Some(run)) => panels::setup(app, run, chosen, area, buffer),
        (Overlay::Words(first), Some(run)) => panels::all_words(app, run, first, area, buffer),
        (Overlay::CommandLine(first), _) => panels::command_line(app, first, area, buffer),
        (Overlay::Cures, Some(run)) => panels::cures(app, run, area, buffer),
        (Overlay::ExplainedStep, Some(run)) => panels::explained_step(app, run, area, buffer),
        (Overlay::GradientCheck, Some(run)) => panels::gradient_check(app, run, area, buffer),
        (
            Overlay::None
            | Overlay::Card
            | Overlay::Setup(_)
            | Overlay::Words(_)
            | Overlay::Cures
            | Overlay::GradientCheck
            | Overlay::ExplainedStep,
            _,
        ) => {}
    }
}
