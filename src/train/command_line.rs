//! The command line that repeats a run, for a shell and for people.

use super::planned::Planned;
use super::preset::Preset;
use super::settings::SETTINGS;
use super::setup::Setup;
use crate::error::is_terminal_control;

impl Setup {
    /// The command line that repeats this run: the data set, the nearest preset, and what differs from it. Every
    /// POSIX shell takes it as it is, and printing it does nothing to a terminal. `subcommand` ends in a space, if
    /// there is one.
    pub fn command_line(&self, subcommand: &str) -> String {
        let from = |preset: Preset| (preset, self.flags_from(&preset.of(self.data.clone())));
        let nearest = Preset::ALL.map(from).into_iter().min_by_key(|(_, flags)| flags.len());
        let (preset, flags) = nearest.unwrap_or((Preset::Lecture, Vec::new()));
        let preset = match preset {
            Preset::Lecture => String::new(),
            Preset::Modern => format!(" --preset {}", preset.name()),
        };
        let name = self.data.name();
        let name = if name.starts_with('-') { format!("./{name}") } else { name };
        format!("overfit {subcommand}{}{preset}{}", quoted(&name), flags.concat())
    }

    /// The flags that lead from another set-up to this one.
    fn flags_from(&self, other: &Setup) -> Vec<String> {
        let differing = SETTINGS.iter().filter(|setting| !setting.is_same(self, other));
        let flags = differing.map(|setting| format!(" --{} {}", setting.name, quoted(&(setting.get)(self))));
        let planned = |planned: &Planned| format!(" --at {}", quoted(&planned.text()));
        flags.chain(self.at.iter().map(planned)).collect()
    }
}

/// A word as a POSIX shell reads it back. What would move a terminal's cursor is written by `printf` in octal.
fn quoted(word: &str) -> String {
    let is_plain = |letter: char| letter.is_ascii_alphanumeric() || "_-./,:=+@%".contains(letter);
    if !word.is_empty() && word.chars().all(is_plain) {
        return word.to_owned();
    }
    if !word.chars().any(is_terminal_control) {
        return format!("'{}'", word.replace('\'', r"'\''"));
    }
    // A shell drops line feeds at the end of what `printf` writes: those stand as they are.
    let body = word.trim_end_matches('\n');
    let format: String = body.chars().map(for_printf).collect();
    let rest = &word[body.len()..];
    let rest = if rest.is_empty() { String::new() } else { format!("'{rest}'") };
    format!("\"$(printf '{format}')\"{rest}")
}

/// A letter within the format of `printf`, in single quotes.
fn for_printf(letter: char) -> String {
    match letter {
        '%' => "%%".to_owned(),
        '\\' => r"\\".to_owned(),
        '\'' => r"\047".to_owned(),
        letter if is_terminal_control(letter) => {
            let mut bytes = [0; 4];
            let bytes = letter.encode_utf8(&mut bytes).bytes();
            bytes.map(|byte| format!("\\{byte:03o}")).collect::<Vec<_>>().concat()
        }
        letter => letter.to_string(),
    }
}
