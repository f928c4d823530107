//! The initial screen, as chosen on the command line.

use std::ffi::OsString;
use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use crate::data::{self, Choice, ReadOptions, STANDARD_INPUT};
use crate::error::Error;
use crate::nn::ThreadPool;
use crate::run_file::RunFile;
use crate::train::{Grid, Score, Session, Setup};
use crate::watch::{self, Chosen};

/// The initial screen.
#[derive(Debug)]
pub enum InitialScreen {
    /// The picker of data sets.
    Picker,
    /// A run.
    Run(Setup),
    /// A run on a file that has to be read first.
    File(PendingFile),
    /// A saved run, which has to be read first.
    Saved(PendingRun),
    /// A sweep, whose runs are carried out meanwhile.
    Sweep(PendingSweep),
    /// Logs of other programs.
    Logs {
        /// Their paths.
        sources: Vec<PathBuf>,
        /// The columns that a person has named.
        chosen: Chosen,
    },
}

impl InitialScreen {
    /// Whether something comes through standard input, where keys would come from.
    pub fn is_on_standard_input(&self) -> bool {
        match self {
            InitialScreen::File(pending) => pending.name == STANDARD_INPUT,
            InitialScreen::Logs { sources, .. } => {
                sources.iter().any(|path| path.as_os_str() == watch::STANDARD_INPUT)
            }
            InitialScreen::Picker
            | InitialScreen::Run(_)
            | InitialScreen::Saved(_)
            | InitialScreen::Sweep(_) => false,
        }
    }
}

/// A sweep that is to be carried out.
pub struct PendingSweep {
    /// The name of its data set.
    pub dataset: String,
    /// Its runs.
    pub grid: Grid,
    /// The set-up of each run, by its index.
    pub setup: SetupOfRun,
    /// What carries them out.
    pub runs: SweepRuns,
}

/// Makes the set-up of a run of a sweep.
pub type SetupOfRun = Arc<dyn Fn(usize) -> Result<Setup, Error> + Send + Sync>;

/// What happens in a sweep while it is carried out.
#[derive(Clone, Debug, PartialEq)]
pub enum SweepReport {
    /// How far it is.
    Progress {
        /// The share of its steps.
        share: f64,
        /// The time that is left, once it can be told.
        left: Option<Duration>,
    },
    /// A run has ended.
    Ended {
        /// Its index, from 1 on.
        index: usize,
        /// What it has come to.
        score: Score,
    },
    /// The sweep cannot go on, for this reason.
    Failed(String),
}

/// Takes the reports of a sweep; returns whether it is to go on.
pub type Listener<'a> = &'a (dyn Fn(SweepReport) -> bool + Sync);

/// The runs of a sweep that are to be carried out.
pub struct SweepRuns {
    /// How many there are: all of the grid, or those of a shard.
    pub count: usize,
    /// Whether a file keeps their results.
    pub are_kept: bool,
    /// Carries them out, on threads of its own.
    pub carry_out: Box<dyn FnOnce(Listener) + Send>,
}

/// A data set that is still to be read.
pub struct PendingFile {
    /// Its name or path, as typed. Paths need not be UTF-8.
    pub name: OsString,
    /// How it is to be read, if it is a table.
    pub options: ReadOptions,
    /// Creates the set-up from the data.
    pub setup: Box<dyn FnOnce(Choice) -> Result<Setup, Error> + Send>,
}

impl PendingFile {
    /// Reads it and makes the set-up. `progress` is told the share that is read, from 0 to 1.
    ///
    /// # Errors
    /// When the data cannot be used, or the set-up does not fit them.
    pub fn read(self, progress: impl FnMut(f64)) -> Result<Setup, Error> {
        let mut progress = progress;
        let choice = data::resolve_with(&self.name, &self.options, &mut |share| {
            progress(share);
            true
        });
        choice.and_then(self.setup)
    }

    /// A file opened from the picker, with the lecture's set-up for its kind of data.
    pub fn card(path: &str) -> PendingFile {
        PendingFile {
            name: path.into(),
            options: ReadOptions::default(),
            setup: Box::new(|data| Ok(Setup::lecture(data))),
        }
    }
}

/// Makes a set-up out of another one.
pub type ChangeOfSetup = Box<dyn FnOnce(&Setup) -> Result<Setup, Error> + Send>;

/// A saved run that is still to be read.
pub struct PendingRun {
    /// The path of its file, as typed.
    pub path: PathBuf,
    /// The steps that it is to have; `None` leaves them.
    pub steps: Option<u64>,
    /// Makes the set-up that it goes on with out of the one that it has come to.
    pub change: ChangeOfSetup,
}

impl PendingRun {
    /// A run that goes on as it is.
    pub fn unchanged(path: impl Into<PathBuf>) -> PendingRun {
        PendingRun { path: path.into(), steps: None, change: Box::new(|setup| Ok(setup.clone())) }
    }

    /// Reads it and computes it to its last step, on the threads of `pool`. `go_on` is told the share of
    /// its data that is read, then that of its steps, each from 0 to 1; `None` if it answers no.
    ///
    /// # Errors
    /// When the file or its data cannot be used, or a change is not possible.
    pub fn read(
        self,
        pool: ThreadPool,
        go_on: &mut dyn FnMut(f64) -> bool,
    ) -> Result<Option<(RunFile, Session)>, Error> {
        let file = RunFile::read(&self.path)?;
        let setup = file.setup(&mut |share| {
            let _ = go_on(share); // reading stops only between files
        })?;
        if let Some(steps) = self.steps.filter(|&steps| steps <= file.step) {
            let problem =
                format!("its run has come to step {} already; --steps {steps} is not beyond", file.step);
            return Err(Error::Usage(format!("{}: {problem}", self.path.display())));
        }
        let steps = file.step;
        let mut go_on = |step: u64| go_on(step as f64 / steps.max(1) as f64);
        let Some(mut session) = file.session(setup, self.steps, pool, &mut go_on)? else { return Ok(None) };
        let wanted = (self.change)(session.setup())?;
        if let Some(setting) = session.setup().needs_restart(&wanted) {
            let line = wanted.command_line("train ");
            let name = setting.name();
            return Err(Error::Usage(format!("another {name} needs a new run, as in {line}")));
        }
        if wanted != *session.setup() {
            session.change(&wanted)?;
        }
        let file = match self.steps {
            Some(steps) => file.with_steps(steps),
            None => file,
        };
        Ok(Some((file, session)))
    }
}

impl fmt::Debug for PendingRun {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PendingRun")
            .field("path", &self.path)
            .field("steps", &self.steps)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for PendingFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PendingFile")
            .field("name", &self.name)
            .field("options", &self.options)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for PendingSweep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PendingSweep")
            .field("grid", &self.grid)
            .field("runs", &self.runs)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for SweepRuns {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SweepRuns").field("count", &self.count).finish_non_exhaustive()
    }
}
