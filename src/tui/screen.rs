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
use ratatui::layout::{Margin, Rect};

use super::app::{App, Overlay, Page};
use super::layout::{self, Areas};
use super::panel_id::PanelId;
use super::panels::{self, About, PANELS};
use super::watch_layout::WatchAreas;

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
                match panel.about {
                    _ if area.is_empty() => {}
                    About::TestSet if run.hides_test_set() => panels::hidden(app, area, buffer),
                    About::TestSet | About::Run => (panel.draw)(app, run, area, buffer),
                }
            }
            if layout::filling_panel(area, run).is_none() {
                mark_focus(app, run.panels.focused(), |id| areas.of_panel(id), buffer);
            }
        }
        (Page::Logs, _) => {
            if let Some(watching) = &app.watching {
                panels::watched(app, watching, area, buffer);
                if WatchAreas::filling_panel(area, watching).is_none() {
                    let areas = WatchAreas::of(area, watching);
                    mark_focus(app, watching.panels.focused(), |id| areas.of_panel(id), buffer);
                }
            }
        }
        (Page::Reading, _) => panels::reading(app, area, buffer),
        (Page::Sweep, _) => panels::sweep(app, area, buffer),
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
        (Overlay::Words(first), _) => panels::all_words(app, first, area, buffer),
        (Overlay::CommandLine(first), _) => panels::command_line(app, first, area, buffer),
        (Overlay::Explanation(topic), run) => {
            panels::explanation(app, run.as_ref(), topic, area, buffer);
        }
        (Overlay::Drawing, Some(run)) => panels::drawing(app, run, area, buffer),
        (Overlay::Cures, Some(run)) => panels::cures(app, run, area, buffer),
        (Overlay::Exports(chosen), _) => panels::exports(app, chosen, area, buffer),
        (Overlay::SavedRuns(chosen), _) => panels::saved_runs(app, chosen, area, buffer),
        (Overlay::Note(step), _) => panels::note(app, step, area, buffer),
        (Overlay::ExplainedStep, Some(run)) => panels::explained_step(app, run, area, buffer),
        (Overlay::GradientCheck, Some(run)) => panels::gradient_check(app, run, area, buffer),
        (
            Overlay::None
            | Overlay::Card
            | Overlay::Setup(_)
            | Overlay::Cures
            | Overlay::Drawing
            | Overlay::GradientCheck
            | Overlay::ExplainedStep,
            _,
        ) => {}
    }
}

/// Draws the frame of the panel with the focus thicker, and the digit of each panel at its corner.
fn mark_focus(app: &App, focused: Option<PanelId>, place_of: impl Fn(PanelId) -> Rect, buffer: &mut Buffer) {
    let Some(focused) = focused else { return };
    for id in PanelId::ALL {
        let place = place_of(id);
        if place.height < 3 {
            continue; // it has no frame
        }
        if id == focused {
            emphasize_frame(app, place, buffer);
        }
        let style = if id == focused { app.theme.focus() } else { app.theme.key() };
        buffer.set_string(place.x, place.y, id.digit().to_string(), style);
    }
}

/// Makes the frame of a panel thick. Its titles stay.
fn emphasize_frame(app: &App, place: Rect, buffer: &mut Buffer) {
    let inside = place.inner(Margin::new(1, 1));
    let ends = [place.x, place.right() - 1];
    for at in place.positions().filter(|&at| !inside.contains(at)) {
        let Some(cell) = buffer.cell_mut(at) else { continue };
        let thick = match cell.symbol() {
            "─" => "━",
            "│" => "┃",
            _ if !ends.contains(&at.x) => continue,
            "╭" => "┏",
            "╮" => "┓",
            "╰" => "┗",
            "╯" => "┛",
            "+" | "|" => "#",
            _ => continue,
        };
        cell.set_symbol(thick).set_style(app.theme.focus());
    }
}
