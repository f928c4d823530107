//! The threads behind the screen, in the thread of the test.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use overfit::data::{self, Choice};
use overfit::error::Error;
use overfit::launch::{PendingFile, PendingRun, SweepRuns};
use overfit::nn::ThreadPool;
use overfit::run_file::{RunFile, RunWriter, saved_runs};
use overfit::train::{
    Command, Driver, Fork, LineFile, NextStep, Pace, Past, Recaller, Report, RunId, Session, Setup, Trial,
    TrialState, whole_run,
};
use overfit::tui::effects::Host;
use overfit::tui::exporter;
use overfit::tui::exports::ExportRequest;
use overfit::tui::gradient_check::CheckRequest;
use overfit::tui::message::Message;
use overfit::tui::picture::Request;
use overfit::tui::seeds::SEEDS;

/// Carries out effects at once in this thread, and queues their results.
#[derive(Default)]
pub struct SameThread {
    pub driver: Option<Driver>,
    pub results: VecDeque<Message>,
    /// The files that were to be written, and why they are not, if so.
    pub written: Vec<LineFile>,
    pub write_problem: Option<String>,
    /// Whether steps that have passed are never computed.
    pub is_slow: bool,
    /// The folder in which the run is kept, and for exports. Without one there are none.
    pub folder: Option<PathBuf>,
}

impl SameThread {
    /// Begins the pending run, if there is one, and reports.
    pub fn report(&mut self) {
        if let Some(driver) = &mut self.driver {
            if driver.has_to_begin() {
                driver.begin().expect("built in");
            }
            let snapshot = driver.snapshot().expect("a run");
            self.results.push_back(Message::Report(Report::Progress(Box::new(snapshot))));
        }
    }
}

impl Host for SameThread {
    fn start(&mut self, run: RunId, setup: Setup, _: Pace) -> Result<(), Error> {
        let driver = Driver::new(run, setup, ThreadPool::default());
        self.driver = Some(match &self.folder {
            Some(folder) => {
                let writer = RunWriter::create(&folder.join("kept.overfit")).expect("a free name");
                driver.recorded_by(Box::new(writer))
            }
            None => driver,
        });
        self.report();
        Ok(())
    }

    fn resume(
        &mut self,
        run: RunId,
        file: Box<RunFile>,
        session: Box<Session>,
        _: Pace,
    ) -> Result<(), Error> {
        self.driver = None; // so that its file is complete
        let driver = Driver::new(run, session.setup().clone(), ThreadPool::default()).with_session(&session);
        self.driver = Some(match &self.folder {
            Some(folder) => {
                let writer =
                    RunWriter::continuing(&file, &folder.join("gone-on.overfit")).expect("a free name");
                driver.recorded_by(Box::new(writer))
            }
            None => driver,
        });
        self.report();
        Ok(())
    }

    fn command(&mut self, command: Command) {
        if let Some(driver) = &mut self.driver {
            driver.obey(command);
            self.report();
        }
    }

    fn paint(&mut self, request: Request) -> Result<(), Error> {
        self.results.push_back(Message::Picture(Box::new(request.render())));
        Ok(())
    }

    fn check_gradients(&mut self, request: CheckRequest) -> Result<(), Error> {
        self.results.push_back(Message::GradientCheck(Box::new(request.carry_out())));
        self.results.push_back(Message::CheckAgain);
        Ok(())
    }

    fn explain(&mut self, copy: Arc<Fork>) -> Result<(), Error> {
        let (number, step) = (copy.number(), NextStep::of(copy.session()).map(Arc::new));
        self.results.push_back(Message::NextStep { number, step });
        Ok(())
    }

    fn train_seeds(&mut self, number: u64, setup: Setup) -> Result<(), Error> {
        for nth in 0..SEEDS {
            let setup = Setup { seed: setup.seed + nth, ..setup.clone() };
            let run = whole_run(setup, &AtomicBool::new(false))?.expect("nobody stops it");
            self.results.push_back(Message::Seed { number, run });
        }
        Ok(())
    }

    fn stop_seeds(&mut self) {}

    fn try_cures(&mut self, fork: Arc<Fork>, _: bool) -> Result<(), Error> {
        for (nth, cure) in fork.cures().iter().enumerate() {
            let mut trial = Trial::new(&fork, cure, ThreadPool::default()).expect("built in");
            while trial.advance() {}
            let stage = TrialState::Done { tried: Box::new(trial.result()), seconds: 0.1 };
            self.results.push_back(Message::Cure { number: fork.number(), nth, stage });
        }
        Ok(())
    }

    fn stop_cures(&mut self) {}

    fn recall(&mut self, number: u64, past: Past, step: u64) -> Result<(), Error> {
        if self.is_slow {
            return Ok(());
        }
        let results = RefCell::new(&mut self.results);
        let tell = |recall| {
            results.borrow_mut().push_back(Message::Recalled { number, recall });
            true
        };
        Recaller::new(ThreadPool::default()).carry_out(&past, step, || false, tell);
        Ok(())
    }

    fn stop_recall(&mut self) {}

    fn sweep(&mut self, _: SweepRuns) {} // the test says what comes of the runs

    fn load_thumbnail(&mut self, card: usize, data: Choice, request: data::Request) -> Result<(), Error> {
        let dataset = Arc::new(data.load(&request, 1)?);
        self.results.push_back(Message::Thumbnail { card, dataset });
        Ok(())
    }

    fn read(&mut self, number: u64, pending: PendingFile) -> Result<(), Error> {
        self.results.push_back(Message::Reading { number, share: 0.5 });
        let opened = Box::new(
            data::resolve_with(&pending.name, &pending.options, &mut |_| true).and_then(pending.setup),
        );
        self.results.push_back(Message::Opened { number, opened });
        Ok(())
    }

    fn list_runs(&mut self) {
        let runs = self.folder.as_deref().map_or_else(Vec::new, saved_runs);
        self.results.push_back(Message::SavedRuns(runs));
    }

    fn open_run(&mut self, number: u64, pending: PendingRun) -> Result<(), Error> {
        let opened = pending.read(ThreadPool::default(), &mut |_| true).transpose().expect("nobody stops it");
        self.results.push_back(Message::RunOpened { number, opened: Box::new(opened) });
        Ok(())
    }

    fn stop_reading(&mut self) {}

    fn write(&mut self, files: Vec<LineFile>) {
        let names = files.iter().map(|file| file.name.clone()).collect();
        let problem = self.write_problem.clone();
        self.written.extend(files);
        self.results.push_back(Message::Written { names, problem });
    }

    fn export(&mut self, request: ExportRequest) {
        let Some(folder) = &self.folder else { return };
        let row = request.row;
        let written = exporter::make(request, folder).map_err(|error| error.to_string());
        self.results.push_back(Message::Exported { row, written });
    }
}
