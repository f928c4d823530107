//! Typing a value into the chosen setting, in the picker or in the table of settings, or a note.

use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::action::{Action, EntryAction};
use super::app::{App, Overlay, Page};
use super::entry::Entry;
use super::keymap;
use super::message::Effect;
use super::picker::Focus;
use crate::error::Error;
use crate::train::{Adjustment, Setting, Setup};

impl App {
    /// Performs an action on the field in which a value is typed.
    pub(super) fn perform_on_entry(&mut self, action: EntryAction) -> Vec<Effect> {
        match action {
            EntryAction::Open => self.open_field(),
            EntryAction::OpenWith(digit) => {
                self.open_field();
                self.type_letter(digit);
            }
            EntryAction::Accept => return self.accept(),
            EntryAction::Leave => {
                self.entry = None;
                self.close_note();
            }
            EntryAction::Edit(edit) => {
                if let Some(entry) = &mut self.entry {
                    entry.edit(edit);
                }
            }
        }
        Vec::new()
    }

    /// Types the character of a key into the open field, if there is one.
    pub(super) fn type_key(&mut self, event: &KeyEvent) -> Vec<Effect> {
        if let Some(letter) = keymap::typed(event) {
            self.type_letter(letter);
        }
        Vec::new()
    }

    /// Types text that arrived all at once if a field is open or its first key opens one: a slow connection brings together
    /// what is typed. Anywhere else it is a paste, because each of its letters would do something.
    pub(super) fn take_burst(&mut self, text: &str) -> Vec<Effect> {
        let keys = || text.chars().map(key_of_letter);
        if keys().next().is_none_or(|key| !self.is_for_a_field(&key)) {
            return self.paste(text);
        }
        let mut effects = Vec::new();
        for key in keys() {
            // What comes behind the value was not typed for it.
            if !self.is_for_a_field(&key) {
                break;
            }
            effects.extend(self.press(&key));
        }
        effects
    }

    /// Whether a key types into the open field, or opens one.
    fn is_for_a_field(&self, key: &KeyEvent) -> bool {
        self.entry.is_some() || matches!(keymap::action(key, &self.places()), Some(Action::Entry(_)))
    }

    /// Types a character into the open field, if there is one.
    fn type_letter(&mut self, letter: char) {
        if let Some(entry) = &mut self.entry {
            entry.insert(letter);
        }
    }

    /// The setting that the arrow keys change, and the set-up with its value.
    fn chosen_setting(&self) -> Option<(&'static Setting, &Setup)> {
        match (self.overlay, self.page, &self.run) {
            (Overlay::Setup(chosen), _, Some(run)) => Some((*run.settings().get(chosen)?, &run.wanted)),
            (Overlay::None, Page::Picker, _) => match self.picker.focus {
                Focus::Field(field) => Some((*self.picker.fields().get(field)?, &self.picker.card().setup)),
                Focus::Cards => None,
            },
            _ => None,
        }
    }

    fn open_field(&mut self) {
        let value = self.chosen_setting().map(|(setting, setup)| (setting.get)(setup));
        self.entry = value.map(|value| Entry::new(&value));
        self.picker.notice = None;
    }

    /// Takes over the typed value. If it is not allowed, the field stays open and says why.
    fn accept(&mut self) -> Vec<Effect> {
        let Some(mut entry) = self.entry.take() else { return Vec::new() };
        if let Overlay::Note(step) = self.overlay {
            return self.keep_note(step, &entry.text());
        }
        let Some((setting, before)) = self.chosen_setting() else { return Vec::new() };
        let text = entry.text().trim().to_owned();
        match before.with(setting, &text) {
            Ok(after) if after == *before => Vec::new(),
            Ok(_) if matches!(self.overlay, Overlay::Setup(_)) => {
                self.adjust(Adjustment::value(setting.id, text))
            }
            Ok(after) => self.picker.put(after),
            Err(error) => {
                entry.complaint = Some(complaint(&error, &text));
                self.entry = Some(entry);
                Vec::new()
            }
        }
    }
}

/// The key that types a character.
fn key_of_letter(letter: char) -> KeyEvent {
    let code = match letter {
        '\r' | '\n' => KeyCode::Enter,
        '\t' => KeyCode::Tab,
        letter => KeyCode::Char(letter),
    };
    KeyEvent::new(code, KeyModifiers::NONE)
}

/// Why a typed value was refused. The field shows which setting it is, so its flag is left out.
fn complaint(error: &Error, value: &str) -> String {
    match error {
        Error::Setting { advice, .. } if value.is_empty() => format!("Nothing is typed: {advice}."),
        Error::Setting { advice, .. } => format!("{value} does not work: {advice}."),
        other => format!("{other}."),
    }
}
