//! Carries out effects. The event loop, the tests and the fuzzers share this code.

use std::sync::Arc;

use super::exports::ExportRequest;
use super::gradient_check::CheckRequest;
use super::message::Effect;
use super::picture::Request;
use crate::data::{self, Choice};
use crate::error::Error;
use crate::launch::{PendingFile, PendingRun, SweepRuns};
use crate::run_file::RunFile;
use crate::train::{Command, Fork, LineFile, Pace, Past, RunId, Session, Setup};
use crate::watch::{Log, Role};

/// Carries out the effects of the screen: the threads of the program, or a substitute in a test.
pub trait Host {
    /// Starts training a new run and drops the trainer of the previous one.
    ///
    /// # Errors
    /// When the system cannot create a thread.
    fn start(&mut self, run: RunId, setup: Setup, pace: Pace) -> Result<(), Error>;

    /// Goes on with the run of a file, which has already come so far.
    ///
    /// # Errors
    /// When the system cannot create a thread, or a file cannot be written.
    fn resume(
        &mut self,
        run: RunId,
        file: Box<RunFile>,
        session: Box<Session>,
        pace: Pace,
    ) -> Result<(), Error>;

    /// Sends a command to the trainer.
    fn command(&mut self, command: Command);

    /// Computes a picture.
    ///
    /// # Errors
    /// When the system cannot create a thread.
    fn paint(&mut self, request: Request) -> Result<(), Error>;

    /// Checks some gradients.
    ///
    /// # Errors
    /// When the system cannot create a thread.
    fn check_gradients(&mut self, request: CheckRequest) -> Result<(), Error>;

    /// Computes the next step of a copy of the run. The result carries the number of the copy.
    ///
    /// # Errors
    /// When the system cannot create a thread.
    fn explain(&mut self, copy: Arc<Fork>) -> Result<(), Error>;

    /// Trains a set-up from many seeds. The results carry this number.
    ///
    /// # Errors
    /// When the system cannot create a thread.
    fn train_seeds(&mut self, number: u64, setup: Setup) -> Result<(), Error>;

    /// Stops training from many seeds.
    fn stop_seeds(&mut self);

    /// Tries the cures of a fork, one after the other. The results carry its number.
    ///
    /// # Errors
    /// When the system cannot create a thread.
    fn try_cures(&mut self, fork: Arc<Fork>, is_training: bool) -> Result<(), Error>;

    /// Stops trying cures.
    fn stop_cures(&mut self);

    /// Computes a step that has passed, and no other one any more. The results carry this number.
    ///
    /// # Errors
    /// When the system cannot create a thread.
    fn recall(&mut self, number: u64, past: Past, step: u64) -> Result<(), Error>;

    /// Stops computing a step that has passed.
    fn stop_recall(&mut self);

    /// Carries out the runs of a sweep.
    fn sweep(&mut self, runs: SweepRuns);

    /// Loads the data for the thumbnail of a card.
    ///
    /// # Errors
    /// When the system cannot create a thread.
    fn load_thumbnail(&mut self, card: usize, data: Choice, request: data::Request) -> Result<(), Error>;

    /// Reads a file. The result carries this number.
    ///
    /// # Errors
    /// When the system cannot create a thread.
    fn read(&mut self, number: u64, pending: PendingFile) -> Result<(), Error>;

    /// Lists the runs that are kept.
    fn list_runs(&mut self);

    /// Reads a saved run. The result carries this number.
    ///
    /// # Errors
    /// When the system cannot create a thread.
    fn open_run(&mut self, number: u64, pending: PendingRun) -> Result<(), Error>;

    /// Stops reading the file.
    fn stop_reading(&mut self);

    /// Watches logs. Without threads nobody does.
    ///
    /// # Errors
    /// When the system cannot create a thread.
    fn watch(&mut self, _: Vec<Log>) -> Result<(), Error> {
        Ok(())
    }

    /// Takes the next column of a log for something.
    fn next_column(&mut self, _log: usize, _: Role) {}

    /// Writes files into the current folder, and tells what came of it.
    fn write(&mut self, files: Vec<LineFile>);

    /// Makes an export and writes it into the current folder, and tells what came of it.
    fn export(&mut self, request: ExportRequest);
}

/// How the program continues after an effect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Next {
    /// Continue.
    GoOn,
    /// Send this text to the clipboard of the terminal.
    Copy(String),
    /// Suspend the program, as Ctrl-Z does.
    Suspend,
    /// End the program.
    Quit,
}

/// Carries out an effect.
///
/// # Errors
/// When the system cannot create a thread, or the effect is [`Effect::Fail`].
pub fn carry_out(effect: Effect, host: &mut impl Host) -> Result<Next, Error> {
    match effect {
        Effect::Start { run, setup, pace } => host.start(run, setup, pace)?,
        Effect::Resume { run, file, session, pace } => host.resume(run, file, session, pace)?,
        Effect::ListRuns => host.list_runs(),
        Effect::Command(command) => host.command(command),
        Effect::Paint(request) => host.paint(request)?,
        Effect::CheckGradients(request) => host.check_gradients(request)?,
        Effect::ExplainStep(copy) => host.explain(copy)?,
        Effect::ManySeeds { number, setup } => host.train_seeds(number, setup)?,
        Effect::NoSeeds => host.stop_seeds(),
        Effect::TryCures { fork, is_training } => host.try_cures(fork, is_training)?,
        Effect::NoCures => host.stop_cures(),
        Effect::Recall { number, past, step } => host.recall(number, past, step)?,
        Effect::NoRecall => host.stop_recall(),
        Effect::Sweep(runs) => host.sweep(runs),
        Effect::Thumbnail { card, data, request } => host.load_thumbnail(card, data, request)?,
        Effect::Read { number, pending } => host.read(number, pending)?,
        Effect::OpenRun { number, pending } => host.open_run(number, pending)?,
        Effect::StopReading => host.stop_reading(),
        Effect::Watch(logs) => host.watch(logs)?,
        Effect::NextColumn { log, role } => host.next_column(log, role),
        Effect::Write(files) => host.write(files),
        Effect::Export(request) => host.export(request),
        Effect::Copy(text) => return Ok(Next::Copy(text)),
        Effect::Suspend => return Ok(Next::Suspend),
        Effect::Quit => return Ok(Next::Quit),
        Effect::Fail(error) => return Err(error),
    }
    Ok(Next::GoOn)
}
