//! Files that are opened from the screen: by a path that is pasted or dropped, or once more with another class column.

use std::ffi::OsStr;
use std::path::Path;

use super::app::{App, Overlay, Page};
use super::message::Effect;
use super::paste;
use super::reading::{Purpose, Reading};
use crate::error::Error;
use crate::launch::{PendingFile, PendingRun};
use crate::run_file::{RunFile, is_run_file};
use crate::train::{Session, Setup};

impl App {
    /// Reads a file; a page tells how far it is.
    pub(super) fn read(&mut self, pending: PendingFile, purpose: Purpose) -> Effect {
        Effect::Read { number: self.show_reading(&pending.name, purpose), pending }
    }

    /// Reads a saved run; a page tells how far it is.
    pub(super) fn read_run(&mut self, pending: PendingRun, purpose: Purpose) -> Effect {
        Effect::OpenRun { number: self.show_reading(pending.path.as_os_str(), purpose), pending }
    }

    /// Shows the page of a file that is read, and returns its number.
    fn show_reading(&mut self, name: &OsStr, purpose: Purpose) -> u64 {
        self.files += 1;
        self.picker.notice = None;
        self.page = Page::Reading;
        let name = name.to_string_lossy().into_owned();
        self.reading = Some(Reading { number: self.files, name, share: 0.0, purpose });
        self.files
    }

    /// Reads the file of a path that was pasted or dropped.
    fn read_path(&mut self, path: &str) -> Effect {
        if is_run_file(Path::new(path)) {
            return self.read_run(PendingRun::unchanged(path), Purpose::Card);
        }
        self.read(PendingFile::card(path), Purpose::Card)
    }

    /// Types pasted text into the open field, or else opens a pasted path as a card; terminals paste the path of a file
    /// dropped on them. A run stays as it is, aside.
    pub(super) fn paste(&mut self, text: &str) -> Vec<Effect> {
        if let Some(entry) = &mut self.entry {
            entry.paste(text);
            return Vec::new();
        }
        if matches!(self.page, Page::Reading | Page::Sweep)
            || self.overlay != Overlay::None
            || self.question.is_some()
        {
            return Vec::new();
        }
        let Some(path) = paste::path(text) else {
            self.picker.notice = Some("Paste the path of one file or folder with data.".to_owned());
            return Vec::new();
        };
        let mut effects = match &self.run {
            // Other text that is pasted into a run by mistake does nothing. A dropped file has an absolute path.
            Some(_) if self.page == Page::Run && !Path::new(&path).is_absolute() => return Vec::new(),
            Some(run) if self.page == Page::Run => run.set_aside(true),
            _ => Vec::new(),
        };
        effects.push(self.read_path(&path));
        effects
    }

    /// Starts the run of a file, or adds its card. A result that is no longer waited for is ignored.
    pub(super) fn open(&mut self, number: u64, opened: Result<Setup, Error>) -> Vec<Effect> {
        let Some(reading) = self.reading.take_if(|reading| reading.number == number) else {
            return Vec::new();
        };
        match (opened, reading.purpose) {
            (Ok(setup), Purpose::Run) => {
                self.picker.add(setup.clone());
                self.start(setup)
            }
            (Ok(setup), Purpose::Card) => {
                self.picker.add(setup);
                self.page = Page::Picker;
                self.load_thumbnails()
            }
            (Err(error), Purpose::Run) => vec![Effect::Fail(error)],
            (Err(error), Purpose::Card) => {
                let notice = match &error {
                    Error::Panic(words) => App::fault_notice(words),
                    error => error.to_string(),
                };
                self.page = Page::Picker;
                self.picker.notice = Some(notice);
                if let Error::UnclearClass { columns, .. } = error {
                    self.picker.ask_for_class(reading.name, columns);
                }
                Vec::new()
            }
        }
    }

    /// Shows a saved run, paused at its last step. A result that is no longer waited for is ignored.
    pub(super) fn open_run(&mut self, number: u64, opened: Result<(RunFile, Session), Error>) -> Vec<Effect> {
        let Some(reading) = self.reading.take_if(|reading| reading.number == number) else {
            return Vec::new();
        };
        match (opened, reading.purpose) {
            (Ok((file, session)), _) => {
                self.picker.add(session.initial().as_ref().clone());
                let (run, pace) = self.show_new_run(session.setup());
                if let Some(run) = &mut self.run {
                    run.wants_running = false;
                }
                vec![Effect::Resume { run, file: Box::new(file), session: Box::new(session), pace }]
            }
            (Err(error), Purpose::Run) => vec![Effect::Fail(error)],
            (Err(error), Purpose::Card) => {
                self.page = Page::Picker;
                self.picker.notice = Some(error.to_string());
                Vec::new()
            }
        }
    }

    /// Reads the last run that was kept.
    pub(super) fn read_last_run(&mut self) -> Vec<Effect> {
        let Some(path) = self.picker.last_run.clone() else {
            self.picker.notice = Some("No run has been kept yet.".to_owned());
            return Vec::new();
        };
        vec![self.read_run(PendingRun::unchanged(path), Purpose::Card)]
    }

    /// Reads the file of the chosen card again, with the next of the columns that may be its class.
    pub(super) fn read_with_next_class(&mut self) -> Vec<Effect> {
        match self.picker.next_class() {
            Ok(pending) => vec![self.read(pending, Purpose::Card)],
            Err(notice) => {
                self.picker.notice = Some(notice.to_owned());
                Vec::new()
            }
        }
    }
}
