//! What reaches the screen, and what it wants done.

use std::sync::Arc;

use ratatui::crossterm::event::{KeyEvent, MouseEvent};

use super::picture::{Picture, Request};
use crate::data::{self, Choice, Dataset};
use crate::error::Error;
use crate::launch::PendingFile;
use crate::train::{Command, Pace, Report, RunId, SeedRun, Setup};

/// What reaches the screen.
#[derive(Debug)]
pub enum Message {
    /// A key.
    Key(KeyEvent),
    /// The mouse.
    Mouse(MouseEvent),
    /// The terminal has this size now, in columns and rows.
    Resize(u16, u16),
    /// The trainer's word.
    Report(Report),
    /// A picture that was asked for.
    Picture(Box<Picture>),
    /// A run from one of many seeds.
    Seed {
        /// What it was asked for as.
        number: u64,
        /// What came out.
        run: SeedRun,
    },
    /// The data of a card that were asked for.
    Thumbnail {
        /// The card.
        card: usize,
        /// Its data.
        dataset: Arc<Dataset>,
    },
    /// Text that was pasted.
    Paste(String),
    /// So much of a file is read.
    Reading {
        /// The number of the file.
        number: u64,
        /// From 0 to 1.
        share: f64,
    },
    /// A file is read.
    Opened {
        /// The number of the file.
        number: u64,
        /// The set-up of a run on it, or why there is none.
        opened: Box<Result<Setup, Error>>,
    },
    /// A thread beside the screen ended by a fault in the program.
    Fault(String),
}

/// What the screen wants done outside.
#[derive(Debug)]
pub enum Effect {
    /// Begin training in a new thread.
    Start {
        /// The number its reports bear.
        run: RunId,
        /// The set-up of the run.
        setup: Setup,
        /// How fast.
        pace: Pace,
    },
    /// Tell the trainer.
    Command(Command),
    /// Work out a picture.
    Paint(Request),
    /// Train a set-up from many seeds, one after the other, beside the run.
    ManySeeds {
        /// The number its results bear.
        number: u64,
        /// The set-up of the first one.
        setup: Setup,
    },
    /// Stop that.
    NoSeeds,
    /// Load what a card shows.
    Thumbnail {
        /// The card.
        card: usize,
        /// Where its examples come from.
        data: Choice,
        /// Which of them.
        request: data::Request,
    },
    /// Read a file.
    Read {
        /// The number that what comes of it bears.
        number: u64,
        /// Which file, and what is made of it.
        pending: PendingFile,
    },
    /// Stop reading the file.
    StopReading,
    /// Go to the background, as Ctrl-Z asks.
    Suspend,
    /// End the program.
    Quit,
    /// End the program because of this.
    Fail(Error),
}
