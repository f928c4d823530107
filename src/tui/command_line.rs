//! The command line that repeats the run: copied, and shown whole.

use super::action::ProgramAction;
use super::app::{App, Overlay};
use super::keymap::key_of;
use super::message::Effect;
use super::page_layout;
use super::panels::said;
use crate::train::{Direction, LineFile, LineFiles, Setup, Stamp};

impl App {
    /// The command line that repeats the run with all its live changes, as the person would type it. `None` if too much
    /// was changed for that, or nothing has been loaded yet.
    pub fn command_line(&self) -> Option<String> {
        let again = self.repeated()?;
        let files = again.line_files();
        let are_written = files.iter().all(|file| self.line_files.contains(&file.name));
        let files = if are_written { files } else { LineFiles::default() };
        Some(format!("{} {}", self.program, again.arguments_with(&files)))
    }

    /// The command line with the fingerprint that the run had when the line was asked for, which `overfit check` compares.
    fn line_to_share(&self) -> Option<String> {
        let line = self.command_line()?;
        Some(match self.stamp {
            Some(stamp) => format!("{line} --fingerprint {stamp}"),
            None => line,
        })
    }

    /// The set-up that repeats the run.
    fn repeated(&self) -> Option<Setup> {
        self.run.as_ref()?.snapshot.as_ref()?.again()
    }

    /// The lines of the overlay, each as it can be pasted. At the end of those that go on stands a backslash, with which a
    /// shell joins them.
    pub fn command_lines(&self) -> Vec<String> {
        match self.line_to_share() {
            Some(line) => continued(&line, page_layout::text_columns(self.area)),
            None => vec!["Too much was changed for a line that repeats the run.".to_owned()],
        }
    }

    /// Sends the command line to the clipboard of the terminal, and shows it. Lists of many edits are written to files first,
    /// which the line names.
    pub(super) fn copy_command_line(&mut self) -> Vec<Effect> {
        let snapshot = self.run.as_ref().and_then(|run| run.snapshot.as_deref());
        self.stamp = snapshot.and_then(|snapshot| Stamp::of(&snapshot.history));
        if !matches!(self.overlay, Overlay::CommandLine(_)) {
            self.open_above(Overlay::CommandLine(0));
        }
        self.line_problem = None;
        let files = self.repeated().map(|again| again.line_files()).unwrap_or_default();
        let unwritten: Vec<LineFile> =
            files.iter().filter(|file| !self.line_files.contains(&file.name)).cloned().collect();
        if unwritten.is_empty() { self.send_line() } else { vec![Effect::Write(unwritten)] }
    }

    /// Sends the command line to the clipboard as soon as its files are written. Without them, it has everything in itself.
    pub(super) fn copy_with_files(&mut self, names: Vec<String>, problem: Option<String>) -> Vec<Effect> {
        if problem.is_none() {
            self.line_files.extend(names);
        }
        self.line_problem = problem;
        self.send_line()
    }

    fn send_line(&self) -> Vec<Effect> {
        self.line_to_share().map(Effect::Copy).into_iter().collect()
    }

    /// What is said of the files of the command line.
    fn about_files(&self) -> String {
        if let Some(problem) = &self.line_problem {
            return format!("{problem}; so the line holds all changes. ");
        }
        let files = self.repeated().map(|again| again.line_files()).unwrap_or_default();
        let names: Vec<&str> = files.iter().map(|file| file.name.as_str()).collect();
        let are_written = names.iter().all(|name| self.line_files.iter().any(|written| written == name));
        if names.is_empty() || !are_written {
            return String::new();
        }
        format!(
            "The edited points are in {}, in the folder where the program was started. ",
            names.join(" and ")
        )
    }

    /// What the copying came to, as far as it can be known: a terminal does not answer.
    pub fn copying(&self) -> String {
        if self.command_line().is_none() {
            return format!("{} goes on with the run as it is.", key_of(ProgramAction::Back));
        }
        let about = self.about_files();
        format!(
            "{about}Sent to the clipboard. Some terminals refuse that: then select it here with the mouse."
        )
    }

    /// The last page of the overlay, or the line from which on the rest of a text fits; 0 if all of it is shown.
    pub fn last_page(&self) -> usize {
        match self.overlay {
            Overlay::Help(_) => self.help_pages().len().saturating_sub(1),
            Overlay::CommandLine(_) => {
                self.command_lines().len().saturating_sub(page_layout::text_rows(self.area))
            }
            Overlay::Words(_) => {
                let lines = said(self, page_layout::text_columns(self.area)).len();
                lines.saturating_sub(page_layout::text_rows(self.area))
            }
            Overlay::None
            | Overlay::Card
            | Overlay::Setup(_)
            | Overlay::Cures
            | Overlay::Exports(_)
            | Overlay::Note(_)
            | Overlay::SavedRuns(_)
            | Overlay::Drawing
            | Overlay::Explanation(_)
            | Overlay::GradientCheck
            | Overlay::ExplainedStep => 0,
        }
    }

    /// Turns the pages of the overlay.
    pub(super) fn turn_pages(&mut self, direction: Direction) {
        let last = self.last_page();
        if let Overlay::Help(page) | Overlay::CommandLine(page) | Overlay::Words(page) = &mut self.overlay {
            *page = match direction {
                Direction::Up => (*page + 1).min(last),
                Direction::Down => (*page).min(last).saturating_sub(1),
            };
        }
    }
}

/// Breaks a line for a shell at the spaces outside of quotes. A word that is longer than a line is left to itself.
fn continued(line: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in words(line) {
        let last = lines.last_mut().map_or(0, |last| last.chars().count());
        if last > 0 && last + 1 + word.chars().count() + 2 > width {
            if let Some(last) = lines.last_mut() {
                last.push_str(" \\");
            }
            lines.push(String::new());
        }
        if let Some(last) = lines.last_mut() {
            if !last.is_empty() {
                last.push(' ');
            }
            last.push_str(word);
        }
    }
    lines
}

/// The words of a line as a shell splits it, with their quotes.
fn words(line: &str) -> Vec<&str> {
    let (mut words, mut start, mut quote) = (Vec::new(), 0, None);
    for (at, letter) in line.char_indices() {
        match (letter, quote) {
            ('\'' | '"', None) => quote = Some(letter),
            (letter, Some(open)) if letter == open => quote = None,
            (' ', None) => {
                words.push(&line[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    words.push(&line[start..]);
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_broken_so_that_a_shell_joins_it() {
        let line = "overfit 'my data.csv' --eta 0.5 --hidden 64,32 --at 1200:eta=0.01";
        let lines = continued(line, 24);
        assert_eq!(
            lines,
            ["overfit 'my data.csv' \\", "--eta 0.5 --hidden \\", "64,32 --at \\", "1200:eta=0.01"]
        );
        let joined = lines.join("\n").replace("\\\n", "");
        assert_eq!(shell_words::split(&joined).unwrap(), shell_words::split(line).unwrap());
        assert_eq!(continued(line, 200), [line]);
    }
}
