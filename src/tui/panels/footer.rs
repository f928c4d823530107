//! The last line of the screen, with the keys that work.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::train::{SettingId, Status};
use crate::tui::action::{
    Action, EntryAction, PointAction, ProgramAction, RunAction, TimeAction, WatchAction,
};
use crate::tui::app::{App, Overlay, Page};
use crate::tui::image_filter::ImageFilter;
use crate::tui::keymap::{self, Binding, Place};
use crate::tui::layout;
use crate::tui::panel_id::PanelId;
use crate::tui::present_actions::is_of_present;

/// Draws the keys that work now, as many as fit. Keys with the same hint share it.
pub fn footer(app: &App, area: Rect, buffer: &mut Buffer) {
    let places = app.places();
    let mut hints: Vec<(String, &str, bool)> = Vec::new();
    let is_outermost =
        app.overlay == Overlay::None && matches!(app.page, Page::Picker | Page::Sweep | Page::Logs);
    let mut bindings = keymap::within_reach(&places);
    // Keys of one rank keep the order of the table, however many places they are in.
    let place = |binding: &Binding| match rank(binding) {
        0 => 0,
        _ => keymap::row(binding),
    };
    bindings.sort_by_key(|binding| (rank(binding), place(binding)));
    // Near keys need the room of those that lead elsewhere.
    let has_near = bindings.iter().any(|binding| rank(binding) == 0);
    for binding in bindings {
        let hint = hint_now(app, binding);
        let leads_nowhere = hint.is_empty()
            || binding.action == ProgramAction::Back.into() && is_outermost
            || binding.action == ProgramAction::BackToRun.into() && app.run.is_none()
            || binding.place == Place::Pages && app.last_page() == 0
            || matches!(binding.action, Action::Watch(WatchAction::NextLog | WatchAction::PreviousLog))
                && app.watching.as_ref().is_none_or(|watching| watching.logs.len() < 2);
        if leads_nowhere {
            continue;
        }
        let key = match (binding.action, &app.run) {
            (Action::Points(PointAction::Place(_)), Some(run)) => run.class_digits(),
            _ => keymap::names(binding, app.theme.unicode()),
        };
        match hints.last_mut() {
            Some((keys, before, _)) if *before == hint => *keys = keymap::together(&[keys.clone(), key]),
            _ => hints.push((key, hint, binding.always && !(has_near && binding.place == Place::Panels))),
        }
    }
    let width = |(keys, hint, _): &(String, &str, bool)| keys.chars().count() + hint.chars().count() + 3;
    let always: usize = hints.iter().filter(|(_, _, always)| *always).map(width).sum();
    // There is a blank before the first hint, and none has to follow the last one.
    let mut room = (usize::from(area.width) + 1).saturating_sub(always);
    // Stop at the first that does not fit: hints are in order of importance.
    let mut is_full = false;
    hints.retain(|hint| {
        is_full |= !hint.2 && width(hint) > room;
        room -= if hint.2 || is_full { 0 } else { width(hint) };
        hint.2 || !is_full
    });
    let mut spans = vec![Span::raw(" ")];
    for (keys, hint, _) in hints {
        spans.push(Span::styled(keys, app.theme.key()));
        spans.push(Span::styled(format!(" {hint}  "), app.theme.faint()));
    }
    buffer.set_line(area.x, area.y, &Line::from(spans), area.width);
}

/// The order of the hints: those of the nearest places, what nobody can do without, the keys of the picture, and the others.
fn rank(binding: &Binding) -> u8 {
    match (binding.place, binding.action) {
        (_, Action::Run(RunAction::TogglePause | RunAction::Adjust(SettingId::Eta, _))) => 1,
        (Place::Plane | Place::Images | Place::Classes, _) => 2,
        (
            Place::Run | Place::Charts | Place::Panels | Place::RunPanels | Place::Everywhere | Place::Always,
            _,
        ) => 3,
        _ => 0,
    }
}

/// What a key does in the state that the run is in; empty if it would be refused.
fn hint_now(app: &App, binding: &Binding) -> &'static str {
    let Some(run) = app.run.as_ref().filter(|_| app.page == Page::Run) else { return binding.hint };
    match (app.overlay, binding.action) {
        (Overlay::Note(_), Action::Entry(EntryAction::Accept)) => return "keep the note",
        (Overlay::Note(_), Action::Entry(EntryAction::Leave)) => return "no note",
        _ => {}
    }
    let opens_past = binding.place == Place::Run && binding.action == TimeAction::Toggle.into();
    if run.time.is_some() && (opens_past || is_of_present(binding.action)) {
        return "";
    }
    let status = run.snapshot.as_ref().map(|snapshot| &snapshot.status);
    match (binding.action, status) {
        (Action::Run(RunAction::TogglePause), Some(Status::Diverged(_))) => "",
        (Action::Run(RunAction::TogglePause), Some(Status::Finished | Status::OutOfPatience))
            if !run.wants_running =>
        {
            "more steps"
        }
        (Action::Run(RunAction::TogglePause), _) if !run.wants_running => "run",
        (Action::Program(ProgramAction::Enter), _) if binding.place == Place::Examples => binding.hint,
        (Action::Program(ProgramAction::Enter), _) => match layout::filling_panel(app.area, run) {
            Some(PanelId::Units) if !run.inside.is_alone => "this unit",
            Some(PanelId::Mistakes) => "list",
            Some(_) => "",
            None => binding.hint,
        },
        (Action::Run(RunAction::PreviousLayer | RunAction::NextLayer), _) if run.wanted.hidden.len() < 2 => {
            ""
        }
        // The digits of the legend do the same.
        (Action::Points(PointAction::Add | PointAction::NextClass(_)), _)
            if run.has_digit_for_each_class() =>
        {
            ""
        }
        (Action::Run(RunAction::KnockOut), _) if run.is_chosen_unit_out() => "restore",
        (Action::Run(RunAction::NextNetworkView), _) if !run.has_small_network() => "",
        (Action::Run(RunAction::ToggleWrongOnly), _) if run.image_filter == ImageFilter::Wrong => {
            "all images"
        }
        _ => binding.hint,
    }
}
