//! The messages that the screen receives and the effects that it returns.

use std::sync::Arc;

use ratatui::crossterm::event::{KeyEvent, MouseEvent};

use super::exports::ExportRequest;
use super::gradient_check::{CheckRequest, StepCheck};
use super::picture::{Picture, Request};
use crate::data::{self, Choice, Dataset};
use crate::error::Error;
use crate::launch::{PendingFile, PendingRun, SweepReport, SweepRuns};
use crate::run_file::{RunFile, SavedRun};
use crate::train::{
    Command, Fork, LineFile, NextStep, Pace, Past, Recall, Report, RunId, SeedRun, Session, Setup, TrialState,
};
use crate::watch::{Log, LogState, Role};

/// A message to the screen.
#[derive(Debug)]
pub enum Message {
    /// A key event.
    Key(KeyEvent),
    /// A mouse event.
    Mouse(MouseEvent),
    /// The terminal was resized to this many columns and rows.
    Resize(u16, u16),
    /// A report of the trainer.
    Report(Report),
    /// A computed picture.
    Picture(Box<Picture>),
    /// A gradient check.
    GradientCheck(Box<StepCheck>),
    /// It is time for the next gradient check.
    CheckAgain,
    /// The next step of a run; `None` if there is none, because the run has ended.
    NextStep {
        /// The number of the request.
        number: u64,
        /// The step.
        step: Option<Arc<NextStep>>,
    },
    /// The result of one of many seeds.
    Seed {
        /// The number of the request.
        number: u64,
        /// The result.
        run: SeedRun,
    },
    /// How far the computation of a step that has passed is.
    Recalled {
        /// The number of the request.
        number: u64,
        /// How far it is.
        recall: Recall,
    },
    /// How far the trial of a cure is.
    Cure {
        /// The number of the request.
        number: u64,
        /// The number of the cure.
        nth: usize,
        /// How far it is.
        stage: TrialState,
    },
    /// The data of a card.
    Thumbnail {
        /// The card.
        card: usize,
        /// Its data.
        dataset: Arc<Dataset>,
    },
    /// Pasted text.
    Paste(String),
    /// Text that arrived all at once without the brackets of a paste.
    Burst(String),
    /// The terminal draws frames and points two columns wide.
    WideGlyphs,
    /// The progress of reading a file.
    Reading {
        /// The number of the file.
        number: u64,
        /// From 0 to 1.
        share: f64,
    },
    /// A file was read.
    Opened {
        /// The number of the file.
        number: u64,
        /// The set-up of a run on it, or the error.
        opened: Box<Result<Setup, Error>>,
    },
    /// The runs that are kept.
    SavedRuns(Vec<SavedRun>),
    /// A saved run was read.
    RunOpened {
        /// The number of the file.
        number: u64,
        /// The file, and the run at its last step, or the error.
        opened: Box<Result<(RunFile, Session), Error>>,
    },
    /// What is known of a log now.
    Watched {
        /// The number of the log.
        nth: usize,
        /// Its state.
        log: Box<LogState>,
    },
    /// The files of a command line were written, or could not be.
    Written {
        /// Their names.
        names: Vec<String>,
        /// Why they could not be written, if so.
        problem: Option<String>,
    },
    /// An export was written, or could not be.
    Exported {
        /// Its row in the menu.
        row: usize,
        /// The name of its file, or why there is none.
        written: Result<String, String>,
    },
    /// A report of the sweep.
    Sweep(SweepReport),
    /// A background thread panicked, with this message.
    Fault(String),
    /// No thread could be started for what was asked for, for this reason.
    NoThread(String),
}

/// An effect that the screen requests.
#[derive(Debug)]
pub enum Effect {
    /// Start training a run in a new thread.
    Start {
        /// The number of the run in its reports.
        run: RunId,
        /// The set-up of the run.
        setup: Setup,
        /// The pace.
        pace: Pace,
    },
    /// Go on with a run that has already come so far, paused, in a new thread.
    Resume {
        /// The number of the run in its reports.
        run: RunId,
        /// The file that it comes from.
        file: Box<RunFile>,
        /// The run.
        session: Box<Session>,
        /// The pace.
        pace: Pace,
    },
    /// Send a command to the trainer.
    Command(Command),
    /// Compute a picture.
    Paint(Request),
    /// Check some gradients.
    CheckGradients(CheckRequest),
    /// Compute the next step of this copy of the run. The result carries its number.
    ExplainStep(Arc<Fork>),
    /// Train a set-up from many seeds, one after the other, beside the run.
    ManySeeds {
        /// The number that the results carry.
        number: u64,
        /// The set-up of the first run.
        setup: Setup,
    },
    /// Stop training from many seeds.
    NoSeeds,
    /// Try cures on copies of the run.
    TryCures {
        /// The copy that they start from.
        fork: Arc<Fork>,
        /// Whether the run itself is taking steps, so that a core is left to it.
        is_training: bool,
    },
    /// Stop trying cures.
    NoCures,
    /// Compute a step that has passed, and no other.
    Recall {
        /// The number that the results carry.
        number: u64,
        /// The steps that the run has taken.
        past: Past,
        /// The step.
        step: u64,
    },
    /// Compute no step that has passed.
    NoRecall,
    /// Carry out the runs of a sweep.
    Sweep(SweepRuns),
    /// Load the data for the thumbnail of a card.
    Thumbnail {
        /// The card.
        card: usize,
        /// The data set.
        data: Choice,
        /// The examples to load.
        request: data::Request,
    },
    /// Read a file.
    Read {
        /// The number that the result carries.
        number: u64,
        /// The file, and how to create its set-up.
        pending: PendingFile,
    },
    /// List the runs that are kept.
    ListRuns,
    /// Read a saved run.
    OpenRun {
        /// The number that the result carries.
        number: u64,
        /// The run.
        pending: PendingRun,
    },
    /// Stop reading the file.
    StopReading,
    /// Watch logs.
    Watch(Vec<Log>),
    /// Take the next column of a log for this.
    NextColumn {
        /// The number of the log.
        log: usize,
        /// What it is to be.
        role: Role,
    },
    /// Write the files that a command line names into the current folder.
    Write(Vec<LineFile>),
    /// Make an export and write it into the current folder.
    Export(ExportRequest),
    /// Send a text to the clipboard of the terminal.
    Copy(String),
    /// Suspend the program, as Ctrl-Z does.
    Suspend,
    /// End the program.
    Quit,
    /// End the program with this error.
    Fail(Error),
}
