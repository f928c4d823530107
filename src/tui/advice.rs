//! The advice of a diagnosis with the keys to press.

use ratatui::text::{Line, Span};

use super::action::{ProgramAction, RunAction};
use super::keymap::key_of;
use super::theme::Theme;
use super::widgets::text::{flow, wrap};
use crate::train::{Advice, Direction, Program, Remedy, SettingId};

/// The advice in lines of at most `width` columns: the reason, each remedy after its key, and then the `hint`.
pub fn advice(
    advice: &Advice,
    hint: Option<Line<'static>>,
    theme: Theme,
    width: usize,
) -> Vec<Line<'static>> {
    let lead = Span::styled(format!("{} ", theme.glyph("▸", ">")), theme.strong());
    if advice.remedies.is_empty() && hint.is_none() {
        return wrap(advice.reason, width, theme.text());
    }
    let reason = advice.reason.split_whitespace().map(|word| Line::styled(word.to_owned(), theme.text()));
    let (has_hint, between) = (hint.is_some(), theme.glyph(" ·", ";"));
    let remedies = advice.remedies.iter().enumerate().map(|(n, remedy)| {
        // A comma would look like a key.
        let point = if n + 1 < advice.remedies.len() || has_hint { between } else { "" };
        let words = format!("{}{point}", advice.words(*remedy));
        match advice.program {
            Program::This => Line::from(vec![
                Span::styled(key(*remedy), theme.key()),
                Span::styled(format!(" {words}"), theme.text()),
            ]),
            Program::Another(_) => Line::styled(words, theme.text()),
        }
    });
    flow(lead, reason.chain(remedies).chain(hint), width)
}

/// The key that does it, or that opens the settings.
fn key(remedy: Remedy) -> String {
    match remedy {
        Remedy::Adjust(SettingId::Seed, _) => key_of(RunAction::NewSeed),
        Remedy::Adjust(setting, direction) => {
            let adjust = |direction| key_of(RunAction::Adjust(setting, direction));
            // Settings that wrap around have a key for one direction only.
            let keys = [adjust(direction), adjust(Direction::Up), key_of(ProgramAction::ToggleSetup)];
            keys.into_iter().find(|key| !key.is_empty()).unwrap_or_default()
        }
        Remedy::AddLayer => key_of(RunAction::ChangeLayers(Direction::Up)),
        Remedy::GoBack { .. } => key_of(RunAction::GoBack),
        Remedy::Extend => key_of(RunAction::TogglePause),
        Remedy::Again { .. } => key_of(RunAction::Again),
    }
}
