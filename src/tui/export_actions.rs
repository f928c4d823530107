//! Actions in the menu of exports.

use std::mem;
use std::sync::Arc;

use ratatui::buffer::Buffer;

use super::action::ExportAction;
use super::app::{App, Overlay};
use super::exports::{Content, Export, ExportRequest, OfKept, Stage};
use super::message::Effect;
use super::run::Run;
use super::screen;
use crate::error::harmless;
use crate::export::{ExportFormat, PictureFormat};
use crate::train::{Direction, Snapshot};

impl App {
    /// Opens the menu, or closes it.
    pub(super) fn toggle_exports(&mut self) {
        if matches!(self.overlay, Overlay::Exports(_)) {
            return self.close();
        }
        for stage in &mut self.exports.stages {
            stage.take_if(|stage| *stage != Stage::Making);
        }
        self.open_above(Overlay::Exports(0));
    }

    /// Performs an action in the menu.
    pub(super) fn perform_on_exports(&mut self, action: ExportAction) -> Vec<Effect> {
        let Overlay::Exports(chosen) = self.overlay else { return Vec::new() };
        let last = Export::ROWS.len() - 1;
        let row = match action {
            ExportAction::Choose(Direction::Up) => chosen.saturating_sub(1),
            ExportAction::Choose(Direction::Down) => (chosen + 1).min(last),
            ExportAction::Make => chosen,
            ExportAction::MakeNumber(number) => (number + last) % Export::ROWS.len(),
        };
        self.overlay = Overlay::Exports(row);
        match action {
            ExportAction::Choose(_) => Vec::new(),
            ExportAction::Make | ExportAction::MakeNumber(_) => self.export(row).into_iter().collect(),
        }
    }

    /// Asks for the export of a row, unless it is being made.
    fn export(&mut self, row: usize) -> Option<Effect> {
        if self.exports.stage(row) == Some(&Stage::Making) {
            return None;
        }
        let request = self.request(row);
        self.exports.stages[row] = Some(match &request {
            Ok(_) => Stage::Making,
            Err(problem) => Stage::Failed(problem.clone()),
        });
        request.ok().map(Effect::Export)
    }

    fn request(&mut self, row: usize) -> Result<ExportRequest, String> {
        let snapshot = self.shown()?;
        let stem = format!("{}-{}", snapshot.setup.data.plain_name(), snapshot.step);
        let content = match Export::ROWS[row] {
            Export::Run => self.kept(OfKept::Run)?,
            Export::Of(ExportFormat::Curves(format)) => self.kept(OfKept::Curves(format))?,
            Export::Of(ExportFormat::Report) => self.kept(OfKept::Report)?,
            Export::Of(ExportFormat::Screen(format)) => self.picture(format),
            Export::Of(ExportFormat::Weights(format)) => Content::Weights {
                format,
                network: Arc::clone(&snapshot.network),
                step: snapshot.network_step,
                line: self.command_line().unwrap_or_default(),
            },
        };
        Ok(ExportRequest { row, stem, content })
    }

    /// The run at the step that is shown.
    fn shown(&self) -> Result<&Snapshot, String> {
        let run = self.run.as_ref().ok_or("there is no run")?;
        Ok(run.snapshot.as_deref().ok_or("the run has not begun yet")?)
    }

    /// What is made of the file of the run up to that step.
    fn kept(&self, what: OfKept) -> Result<Content, String> {
        let present = self.run.as_ref().and_then(Run::present);
        let file = present.and_then(|present| present.kept_in.clone());
        let file = file.ok_or("--save off keeps no file of the run to take it from")?;
        Ok(Content::Kept { file, what, step: self.shown()?.step })
    }

    /// The screen, in the colours of the terminal.
    fn picture(&mut self, format: PictureFormat) -> Content {
        Content::Screen {
            buffer: self.below_the_menu(),
            format: format.in_colors(self.theme.colors),
            background: self.theme.background,
            line: self.command_line().unwrap_or_default(),
        }
    }

    /// The screen without the menu.
    fn below_the_menu(&mut self) -> Buffer {
        let mut buffer = Buffer::empty(self.area);
        let menu = mem::replace(&mut self.overlay, Overlay::None);
        screen::draw(self, self.area, &mut buffer);
        self.overlay = menu;
        buffer
    }

    /// Takes in what has become of an export. A notice tells it if the menu is closed.
    pub(super) fn take_in_export(&mut self, row: usize, written: Result<String, String>) {
        let stage = match written {
            Ok(name) => Stage::Written(name),
            Err(problem) => Stage::Failed(harmless(&problem)),
        };
        if !self.overlays().any(|overlay| matches!(overlay, Overlay::Exports(_))) {
            self.tell(match &stage {
                Stage::Written(name) => format!("{name} is written."),
                Stage::Failed(problem) => format!("No {} is written: {problem}.", Export::ROWS[row].name()),
                Stage::Making => String::new(),
            });
        }
        self.exports.stages[row] = Some(stage);
    }
}
