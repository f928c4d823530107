//! Exports from the screen: the run itself, and what is on screen in the formats of other programs.
//!
//! What is shown is exported: the screen as it is drawn below the menu, and network and curves of the step that is shown.

use std::path::Path;
use std::sync::Arc;

use ratatui::buffer::Buffer;

use crate::display::Background;
use crate::export::{CurveFormat, ExportFormat, PictureFormat, WeightFormat};
use crate::nn::Network;

/// A row of the menu.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Export {
    /// The run, to be opened again.
    Run,
    /// For other programs.
    Of(ExportFormat),
}

impl Export {
    /// The rows, the run first.
    pub const ROWS: [Export; 1 + ExportFormat::ALL.len()] = {
        let mut rows = [Export::Run; 1 + ExportFormat::ALL.len()];
        let mut nth = 0;
        while nth < ExportFormat::ALL.len() {
            rows[1 + nth] = Export::Of(ExportFormat::ALL[nth]);
            nth += 1;
        }
        rows
    };

    /// What it is called.
    pub fn name(self) -> &'static str {
        match self {
            Export::Run => "run",
            Export::Of(format) => format.name(),
        }
    }

    /// What it holds, and for whom.
    pub fn about(self) -> &'static str {
        match self {
            Export::Run => "the whole run, to open and go on",
            Export::Of(format) => format.about(),
        }
    }

    /// What comes behind the name of its file.
    pub fn extension(self) -> &'static str {
        match self {
            Export::Run => "overfit",
            Export::Of(format) => format.extension(),
        }
    }
}

/// How far an export is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stage {
    /// It is being made.
    Making,
    /// It is in this file.
    Written(String),
    /// It could not be made.
    Failed(String),
}

/// The exports of a session, one stage for each row of the menu.
#[derive(Debug, Default)]
pub struct Exports {
    pub(super) stages: [Option<Stage>; Export::ROWS.len()],
}

impl Exports {
    /// How far the export of a row is; `None` if nobody has asked for it.
    pub fn stage(&self, row: usize) -> Option<&Stage> {
        self.stages.get(row).and_then(Option::as_ref)
    }
}

/// An export to be made.
#[derive(Debug)]
pub struct ExportRequest {
    /// Its row in the menu.
    pub row: usize,
    /// The name of its file without what comes behind the point.
    pub stem: String,
    /// What it is made of.
    pub content: Content,
}

/// What an export is made of.
#[derive(Debug)]
pub enum Content {
    /// The screen as it is drawn.
    Screen {
        /// Its cells.
        buffer: Buffer,
        /// The format.
        format: PictureFormat,
        /// The background that the cells are drawn on.
        background: Background,
        /// The line that repeats the run.
        line: String,
    },
    /// The network.
    Weights {
        /// The format.
        format: WeightFormat,
        /// The network.
        network: Arc<Network>,
        /// Its step.
        step: u64,
        /// The line that repeats the run.
        line: String,
    },
    /// The file in which the run is kept, up to a step.
    Kept {
        /// The file.
        file: Arc<Path>,
        /// What is made of it.
        what: OfKept,
        /// The step.
        step: u64,
    },
}

/// What is made of the file of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OfKept {
    /// A copy.
    Run,
    /// The evaluations.
    Curves(CurveFormat),
    /// The report.
    Report,
}
