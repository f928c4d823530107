//! The threads behind the screen: the trainer and the background threads.

use std::fs;
use std::sync::Arc;

use crossbeam_channel::{Receiver, Sender, never};

use super::effects::Host;
use super::exports::ExportRequest;
use super::gradient_check::CheckRequest;
use super::message::Message;
use super::picture::Request;
use super::threads::Threads;
use super::watcher::NextColumn;
use super::wish::Wish;
use crate::data::{self, Choice};
use crate::error::Error;
use crate::launch::{PendingFile, PendingRun, SweepRuns};
use crate::run_file::{Keeping, RunFile};
use crate::train::{Beginning, Command, Fork, LineFile, Pace, Past, Report, RunId, Session, Setup, Trainer};
use crate::watch::{Log, Role};

/// The threads behind the screen.
pub struct Backend {
    trainer: Option<Trainer>,
    beside: Threads,
    /// The thread that watches logs, if there are any.
    watcher: Option<Sender<NextColumn>>,
    /// The number of training threads.
    threads: usize,
    /// Where runs are kept.
    keeping: Keeping,
}

impl Backend {
    /// Creates a backend that trains on `threads` threads, and the channel of the background threads' results.
    pub fn new(threads: usize, keeping: Keeping) -> (Backend, Receiver<Message>) {
        let (beside, results) = Threads::new();
        (Backend { trainer: None, beside, watcher: None, threads, keeping }, results)
    }

    /// The channel of the trainer's reports; empty if there is no trainer.
    pub fn reports(&self) -> Receiver<Report> {
        self.trainer.as_ref().map_or_else(never, |trainer| trainer.reports.clone())
    }

    /// Whether so many commands are queued that input should wait.
    pub fn is_behind(&self) -> bool {
        self.trainer.as_ref().is_some_and(Trainer::is_behind)
    }

    fn train(&mut self, run: RunId, beginning: Beginning, pace: Pace) -> Result<(), Error> {
        self.trainer = None; // first, so that the end of its run is kept
        self.trainer = Some(Trainer::spawn_with(run, beginning, pace, self.threads)?);
        Ok(())
    }

    /// Drops a trainer whose thread has ended.
    pub fn trainer_ended(&mut self) {
        self.trainer = None;
    }
}

/// Writes files, and says what came of it. They are small, and named by what is in them.
fn written(files: &[LineFile]) -> Message {
    let problem = files.iter().find_map(|file| {
        let error = fs::write(&file.name, &file.text).err()?;
        Some(format!("{} could not be written: {error}", file.name))
    });
    Message::Written { names: files.iter().map(|file| file.name.clone()).collect(), problem }
}

impl Host for Backend {
    fn start(&mut self, run: RunId, setup: Setup, pace: Pace) -> Result<(), Error> {
        self.beside.leave_run();
        let recorder = self.keeping.recorder(&setup, None)?;
        self.train(run, Beginning { setup, session: None, recorder }, pace)
    }

    fn resume(
        &mut self,
        run: RunId,
        file: Box<RunFile>,
        session: Box<Session>,
        pace: Pace,
    ) -> Result<(), Error> {
        self.beside.leave_run();
        let setup = session.setup().clone();
        let recorder = self.keeping.recorder(&setup, Some(&file))?;
        self.train(run, Beginning { setup, session: Some(session), recorder }, pace)
    }

    fn command(&mut self, command: Command) {
        if let Some(trainer) = &self.trainer {
            trainer.send(command);
        }
    }

    fn paint(&mut self, request: Request) -> Result<(), Error> {
        self.beside.paint(request);
        Ok(())
    }

    fn check_gradients(&mut self, request: CheckRequest) -> Result<(), Error> {
        self.beside.check_gradients(request);
        Ok(())
    }

    fn explain(&mut self, copy: Arc<Fork>) -> Result<(), Error> {
        self.beside.explain(copy);
        Ok(())
    }

    fn train_seeds(&mut self, number: u64, setup: Setup) -> Result<(), Error> {
        self.beside.train_seeds(number, &setup, self.threads);
        Ok(())
    }

    fn stop_seeds(&mut self) {
        self.beside.stop_seeds();
    }

    fn try_cures(&mut self, fork: Arc<Fork>, is_training: bool) -> Result<(), Error> {
        self.beside.try_cures(&fork, self.threads - usize::from(is_training));
        Ok(())
    }

    fn stop_cures(&mut self) {
        self.beside.stop_cures();
    }

    fn recall(&mut self, number: u64, past: Past, step: u64) -> Result<(), Error> {
        self.beside.recall(Wish { number, past, step }, self.threads);
        Ok(())
    }

    fn stop_recall(&mut self) {
        self.beside.stop_recall();
    }

    fn sweep(&mut self, runs: SweepRuns) {
        self.beside.sweep(runs);
    }

    fn load_thumbnail(&mut self, card: usize, data: Choice, request: data::Request) -> Result<(), Error> {
        self.beside.load_thumbnail(card, data, request);
        Ok(())
    }

    fn read(&mut self, number: u64, pending: PendingFile) -> Result<(), Error> {
        self.beside.read(number, pending);
        Ok(())
    }

    fn list_runs(&mut self) {
        self.beside.list_runs(self.keeping.folder());
    }

    fn open_run(&mut self, number: u64, pending: PendingRun) -> Result<(), Error> {
        self.beside.open_run(number, pending, self.threads);
        Ok(())
    }

    fn stop_reading(&mut self) {
        self.beside.stop_reading();
    }

    fn watch(&mut self, logs: Vec<Log>) -> Result<(), Error> {
        self.watcher = Some(self.beside.watch(logs)?);
        Ok(())
    }

    fn next_column(&mut self, log: usize, role: Role) {
        if let Some(watcher) = &self.watcher {
            let _ = watcher.send(NextColumn { log, role }); // a thread that has ended takes none
        }
    }

    fn write(&mut self, files: Vec<LineFile>) {
        self.beside.tell(written(&files));
    }

    fn export(&mut self, request: ExportRequest) {
        self.beside.export(request);
    }
}
