//! The screen without threads: its pictures are computed at once.

use std::sync::Arc;

use super::effects::Host;
use super::exports::ExportRequest;
use super::gradient_check::CheckRequest;
use super::message::Message;
use super::picture::Request;
use crate::data::{self, Choice};
use crate::error::Error;
use crate::launch::{PendingFile, PendingRun, SweepRuns};
use crate::run_file::RunFile;
use crate::train::{Command, Fork, LineFile, Pace, Past, RunId, Session, Setup};

/// Computes pictures, checks gradients and loads the examples of files for their cards; nothing is trained or read.
#[derive(Default)]
pub struct Pictures(
    /// The results that the screen has not seen yet.
    pub Vec<Message>,
);

impl Host for Pictures {
    fn start(&mut self, _: RunId, _: Setup, _: Pace) -> Result<(), Error> {
        Ok(())
    }

    fn resume(&mut self, _: RunId, _: Box<RunFile>, _: Box<Session>, _: Pace) -> Result<(), Error> {
        Ok(())
    }

    fn command(&mut self, _: Command) {}

    fn paint(&mut self, request: Request) -> Result<(), Error> {
        self.0.push(Message::Picture(Box::new(request.render())));
        Ok(())
    }

    fn check_gradients(&mut self, request: CheckRequest) -> Result<(), Error> {
        self.0.push(Message::GradientCheck(Box::new(request.carry_out())));
        Ok(())
    }

    fn explain(&mut self, _: Arc<Fork>) -> Result<(), Error> {
        Ok(())
    }

    fn train_seeds(&mut self, _: u64, _: Setup) -> Result<(), Error> {
        Ok(())
    }

    fn stop_seeds(&mut self) {}

    fn try_cures(&mut self, _: Arc<Fork>, _: bool) -> Result<(), Error> {
        Ok(())
    }

    fn stop_cures(&mut self) {}

    fn recall(&mut self, _: u64, _: Past, _: u64) -> Result<(), Error> {
        Ok(())
    }

    fn stop_recall(&mut self) {}

    fn sweep(&mut self, _: SweepRuns) {}

    fn load_thumbnail(&mut self, card: usize, data: Choice, request: data::Request) -> Result<(), Error> {
        if let Choice::File { .. } = &data {
            let dataset = data.load(&request, 1)?.into();
            self.0.push(Message::Thumbnail { card, dataset });
        }
        Ok(())
    }

    fn read(&mut self, _: u64, _: PendingFile) -> Result<(), Error> {
        Ok(())
    }

    fn list_runs(&mut self) {}

    fn open_run(&mut self, _: u64, _: PendingRun) -> Result<(), Error> {
        Ok(())
    }

    fn stop_reading(&mut self) {}

    fn write(&mut self, _: Vec<LineFile>) {}

    fn export(&mut self, _: ExportRequest) {}
}
