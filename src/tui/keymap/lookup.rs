//! Lookups in the table: the action of a key, the key of an action, the pages of keys.

use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

use super::bindings::{BINDINGS, Binding};
use super::key::{Held, Key, name};
use super::place::Place;
use crate::tui::action::{Action, EntryAction, ExportAction, PickerAction, PointAction};

/// The action of a key event; the first place that binds the key decides.
pub fn action(event: &KeyEvent, places: &[Place]) -> Option<Action> {
    if event.kind == KeyEventKind::Release {
        return None;
    }
    let held = match event.modifiers {
        held if held.contains(KeyModifiers::CONTROL) => Held::Control,
        held if held.contains(KeyModifiers::SHIFT) && !matches!(event.code, KeyCode::Char(_)) => Held::Shift,
        _ => Held::Nothing,
    };
    let pressed = Key { code: event.code, held };
    places.iter().find_map(|&place| {
        let mut here = BINDINGS.iter().filter(|binding| binding.place == place);
        here.find_map(|binding| {
            let number = binding.keys.iter().position(|&key| key == pressed)?;
            Some(match (binding.action, event.code) {
                (Action::Picker(PickerAction::ChooseCard(_)), _) => {
                    Action::Picker(PickerAction::ChooseCard(number))
                }
                (Action::Export(ExportAction::MakeNumber(_)), _) => {
                    Action::Export(ExportAction::MakeNumber(number))
                }
                (Action::Points(PointAction::Place(_)), _) => Action::Points(PointAction::Place(number)),
                (Action::Entry(EntryAction::OpenWith(_)), KeyCode::Char(digit)) => {
                    Action::Entry(EntryAction::OpenWith(digit))
                }
                (action, _) => action,
            })
        })
    })
}

/// The character that a key event types, if it types one.
pub fn typed(event: &KeyEvent) -> Option<char> {
    let is_command = event.modifiers.intersects(KeyModifiers::CONTROL | KeyModifiers::ALT);
    match event.code {
        KeyCode::Char(letter) if !is_command && event.kind != KeyEventKind::Release => Some(letter),
        _ => None,
    }
}

/// The names of the keys of a binding, first and last if there are more than two. Without `unicode`, arrows are
/// words.
pub fn names(binding: &Binding, unicode: bool) -> String {
    match binding.keys {
        [first, .., last] if binding.keys.len() > 2 => {
            format!("{}-{}", name(*first, unicode), name(*last, unicode))
        }
        [first, ..] => name(*first, unicode),
        [] => String::new(),
    }
}

/// The name of the first key bound to an action, for sentences.
pub fn key_of(action: impl Into<Action>) -> String {
    let action = action.into();
    let binding = BINDINGS.iter().find(|binding| binding.action == action);
    binding.map_or_else(String::new, |binding| names(binding, true))
}

/// The rows of a place: key names and help. Bindings explained together share a row.
pub fn rows(place: Place, unicode: bool) -> Vec<(Vec<String>, &'static str)> {
    let mut rows: Vec<(Vec<String>, &'static str)> = Vec::new();
    for binding in BINDINGS.iter().filter(|binding| binding.place == place) {
        let keys = names(binding, unicode);
        match rows.last_mut() {
            Some((before, _)) if binding.help.is_empty() => before.push(keys),
            _ => rows.push((vec![keys], binding.help)),
        }
    }
    rows
}

/// Joins the keys of a row; `Shift-` is written only once.
pub fn together(keys: &[String]) -> String {
    let mut text = keys.first().cloned().unwrap_or_default();
    for key in keys.iter().skip(1) {
        text.push(' ');
        text.push_str(key.strip_prefix("Shift-").unwrap_or(key));
    }
    text
}

/// The number of the row of a binding in the table.
pub fn row(binding: &Binding) -> usize {
    let is_it = |other: &Binding| other.place == binding.place && other.keys == binding.keys;
    BINDINGS.iter().position(is_it).unwrap_or(BINDINGS.len())
}

/// The bindings of these places, the nearest first, without those whose key a nearer place binds.
pub fn within_reach(places: &[Place]) -> Vec<&'static Binding> {
    let mut reached: Vec<&Binding> = Vec::new();
    for binding in places.iter().flat_map(|&place| BINDINGS.iter().filter(move |b| b.place == place)) {
        if !reached
            .iter()
            .any(|nearer| nearer.place != binding.place && nearer.keys.first() == binding.keys.first())
        {
            reached.push(binding);
        }
    }
    reached
}

/// The table of keys in the README, as Markdown.
pub fn markdown() -> String {
    let row = |(keys, help): &(Vec<String>, &str)| {
        let keys: Vec<_> = keys.iter().map(|key| format!("`{key}`")).collect();
        format!("| {} | {help} |\n", keys.join(" "))
    };
    let section = |place: Place| {
        format!("| | **{}** |\n", place.title()) + &rows(place, true).iter().map(row).collect::<String>()
    };
    "| key | what it does |\n| --- | --- |\n".to_owned() + &Place::ALL.map(section).concat()
}
