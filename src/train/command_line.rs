//! The command line that repeats a run, quoted for a POSIX shell.

use std::path::Path;
use std::str::Utf8Chunk;

use super::line_files::LineFiles;
use super::planned::Planned;
use super::preset::Preset;
use super::setting_id::SettingId;
use super::settings::{SETTINGS, Setting};
use super::setup::Setup;
use crate::data::{Choice, ColumnChoice, Header};
use crate::error::is_terminal_control;

impl Setup {
    /// The command line that repeats this run. `subcommand` is empty or ends in a space.
    pub fn command_line(&self, subcommand: &str) -> String {
        format!("overfit {subcommand}{}", self.arguments())
    }

    /// The arguments that repeat this run: the data set, the nearest preset, and the settings that differ from it.
    /// They are quoted for POSIX shells and contain no control characters, so they are safe to print.
    pub fn arguments(&self) -> String {
        self.arguments_with(&LineFiles::default())
    }

    /// The arguments as in [`Setup::arguments`], with the lists of `files` in files.
    pub fn arguments_with(&self, files: &LineFiles) -> String {
        let from = |preset: Preset| {
            let base = preset.of(self.data.clone());
            // Only a preset may have a mini-batch above the number of examples: no flag can repeat it.
            let is_untyped =
                self.batch.is_some_and(|batch| batch > self.train_size) && self.batch != base.batch;
            (is_untyped, preset, self.flags_from(&base, files))
        };
        let nearest =
            Preset::ALL.map(from).into_iter().min_by_key(|(is_untyped, _, flags)| (*is_untyped, flags.len()));
        let (_, preset, flags) = nearest.unwrap_or((false, Preset::Lecture, Vec::new()));
        let preset = match preset {
            Preset::Lecture => String::new(),
            Preset::Modern => format!(" --preset {}", preset.name()),
        };
        format!("{}{}{preset}{}", quoted_data(&self.data), self.read_flags().concat(), flags.concat())
    }

    /// The flags that say how the table is read.
    fn read_flags(&self) -> Vec<String> {
        let Some(options) = self.data.read_options() else { return Vec::new() };
        let column = |flag: &str, column: &ColumnChoice| match column.text() {
            name if name.starts_with('-') => format!(" --{flag}={}", quoted(name)),
            name => format!(" --{flag} {}", quoted(name)),
        };
        let label = options.label.iter().map(|label| column("label", label));
        let drop = options.drop.iter().map(|dropped| column("drop", dropped));
        let header = (options.header != Header::Auto).then(|| format!(" --header {}", options.header.name()));
        label.chain(drop).chain(header).collect()
    }

    /// The flags that turn `other` into this set-up.
    fn flags_from(&self, other: &Setup, files: &LineFiles) -> Vec<String> {
        let differing = SETTINGS.iter().filter(|setting| !setting.is_same(self, other));
        let value = |setting: &Setting| match &files.points {
            Some(file) if setting.id == SettingId::Points => format!("@{}", file.name),
            _ => (setting.get)(self),
        };
        let flags = differing.map(|setting| format!(" --{} {}", setting.name, quoted(&value(setting))));
        let planned: Vec<String> = match &files.at {
            Some(file) => vec![format!("@{}", file.name)],
            None => self.at.iter().map(Planned::text).collect(),
        };
        flags.chain(planned.iter().map(|planned| format!(" --at {}", quoted(planned)))).collect()
    }
}

/// Quotes the name or path of a data set. A single dash is standard input; other names that begin with one are files.
fn quoted_data(data: &Choice) -> String {
    let Choice::File { path, .. } = data else { return quoted(&data.name()) };
    let is_like_flag = path.as_os_str() != "-" && path.as_os_str().as_encoded_bytes().starts_with(b"-");
    quoted_path(&if is_like_flag { Path::new(".").join(path) } else { path.clone() })
}

/// Quotes a path for a POSIX shell. Bytes that are not UTF-8 are written in octal and decoded by `printf`.
fn quoted_path(path: &Path) -> String {
    if let Some(text) = path.to_str() {
        return quoted(text);
    }
    let bytes = path.as_os_str().as_encoded_bytes();
    let body = bytes.iter().rposition(|&byte| byte != b'\n').map_or(bytes, |last| &bytes[..=last]);
    let chunk = |chunk: Utf8Chunk| {
        let plain: String = chunk.valid().chars().map(for_printf).collect();
        let octal = chunk.invalid().iter().map(|byte| format!("\\{byte:03o}")).collect::<Vec<_>>().concat();
        plain + &octal
    };
    let format: String = body.utf8_chunks().map(chunk).collect();
    let rest = &bytes[body.len()..];
    let rest = if rest.is_empty() { String::new() } else { format!("'{}'", "\n".repeat(rest.len())) };
    format!("\"$(printf '{format}')\"{rest}")
}

/// Quotes a word for a POSIX shell. Control characters are written in octal and decoded by `printf`.
pub fn quoted(word: &str) -> String {
    let is_plain = |letter: char| letter.is_ascii_alphanumeric() || "_-./,:=+@%".contains(letter);
    if !word.is_empty() && word.chars().all(is_plain) {
        return word.to_owned();
    }
    if !word.chars().any(is_terminal_control) {
        return format!("'{}'", word.replace('\'', r"'\''"));
    }
    // A shell strips trailing line feeds from the output of `printf`, so they are written literally.
    let body = word.trim_end_matches('\n');
    let format: String = body.chars().map(for_printf).collect();
    let rest = &word[body.len()..];
    let rest = if rest.is_empty() { String::new() } else { format!("'{rest}'") };
    format!("\"$(printf '{format}')\"{rest}")
}

/// Escapes a character for a `printf` format in single quotes.
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
