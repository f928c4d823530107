//! The training thread: it takes commands, steps a [`Session`], and reports. It never waits for its reader.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, Sender, TrySendError, bounded, unbounded};

use super::protocol::{Command, Pace, Report, RunId, Snapshot, Status};
use super::queue::{COMMANDS, Gone, Queue};
use super::session::{Session, State};
use super::setup::Setup;
use super::speed::Speed;
use super::worker_threads::WorkerThreads;
use crate::error::Error;

/// Reports on their way; a reader that lags gets the newest state with the next one that fits.
const REPORTS: usize = 2;
/// The time after which commands are looked at again, as soon as the step in hand is done.
const SLICE: Duration = Duration::from_millis(5);
/// Reports are at least this far apart: more than the eye can follow.
const BETWEEN_REPORTS: Duration = Duration::from_millis(30);
/// A pace that could not be kept is not made up for beyond this.
const LONGEST_BACKLOG: f64 = 0.1;

/// A handle on the training thread, which ends soon after this is dropped.
#[derive(Debug)]
pub struct Trainer {
    commands: Sender<Command>,
    /// What the trainer says, newest last.
    pub reports: Receiver<Report>,
}

impl Trainer {
    /// Starts a thread that loads the data of `setup` and trains at `pace`, with the help of others up to
    /// `threads`.
    ///
    /// # Errors
    /// When the system has no thread to give.
    pub fn spawn(run: RunId, setup: Setup, pace: Pace, threads: usize) -> Result<Trainer, Error> {
        let (commands, inbox) = unbounded(); // whoever sends many looks at `is_behind`
        let (outbox, reports) = bounded(REPORTS);
        let body = move || {
            let failed = outbox.clone();
            let work = AssertUnwindSafe(move || {
                TrainingLoop::new(pace, WorkerThreads::new(threads), inbox, outbox).work((run, setup));
            });
            if let Err(panic) = catch_unwind(work) {
                // The reader may lag; this last word waits for it. It fails only if nobody is left to hear.
                let _ = failed.send(Report::Failed(panic_text(panic.as_ref())));
            }
        };
        let thread = thread::Builder::new().name("trainer".to_owned()).spawn(body);
        thread.map_err(Error::Thread)?;
        Ok(Trainer { commands, reports })
    }

    /// Whether so many commands are waiting that no more should be sent.
    pub fn is_behind(&self) -> bool {
        self.commands.len() > COMMANDS
    }

    /// Passes a command on; one that comes after the end of the thread is lost.
    pub fn send(&self, command: Command) {
        let _ = self.commands.send(command);
    }
}

fn panic_text(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(ToString::to_string);
    text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_else(|| "unknown".to_owned())
}

/// Whether to go on, and how far.
#[derive(Clone, Copy, PartialEq)]
enum Mode {
    Paused,
    Running,
    /// To this many epochs, then pause.
    ToEpoch(f64),
}

struct TrainingLoop {
    workers: WorkerThreads,
    queue: Queue,
    outbox: Sender<Report>,
    run: RunId,
    mode: Mode,
    /// Changes that this run was asked for so far.
    changes: u64,
    pace: Pace,
    /// Steps that the pace allows by now.
    allowance: f64,
    last_slice: Instant,
    speed: Speed,
    last_report: Option<Instant>,
    /// Whether something happened that the reader has not been told.
    news: bool,
    /// A failure that the reader has not been told, for want of room.
    untold_failure: Option<String>,
}

impl TrainingLoop {
    fn new(
        pace: Pace,
        workers: WorkerThreads,
        inbox: Receiver<Command>,
        outbox: Sender<Report>,
    ) -> TrainingLoop {
        TrainingLoop {
            workers,
            queue: Queue::new(inbox),
            outbox,
            run: RunId::default(),
            mode: Mode::Running,
            changes: 0,
            pace,
            allowance: 1.0,
            last_slice: Instant::now(),
            speed: Speed::new(),
            last_report: None,
            news: true,
            untold_failure: None,
        }
    }

    fn work(mut self, first: (RunId, Setup)) {
        let mut wanted = Some(first);
        let mut session: Option<Session> = None;
        loop {
            if let Some((run, setup)) = wanted.take() {
                self.run = run;
                session = self.begin(setup, session);
            }
            let Ok(restart) = self.obey_all(session.as_mut()) else { return };
            wanted = restart;
            self.tell_failure();
            if let (Some(session), None) = (session.as_mut(), &wanted) {
                self.slice(session);
                self.report(session);
            }
        }
    }

    /// A new run, from data that are there already where they are the same.
    fn begin(&mut self, setup: Setup, before: Option<Session>) -> Option<Session> {
        self.mode = Mode::Running;
        self.changes = 0;
        self.allowance = 1.0;
        self.speed = Speed::new();
        self.news = true;
        self.last_report = None;
        let same = before.filter(|before| {
            before.setup().data == setup.data && before.setup().request() == setup.request()
        });
        if let Some(before) = same {
            return Some(Session::with_dataset(setup, Arc::clone(before.dataset()), self.workers.pool()));
        }
        let _ = self.outbox.try_send(Report::Loading(self.run)); // of no use later
        match Session::new(setup, self.workers.pool()) {
            Ok(session) => Some(session),
            Err(fault) => {
                self.untold_failure = Some(fault.to_string());
                None
            }
        }
    }

    /// Carries out what is asked for by now, up to a new run, which what comes after it is meant for; waits as long as
    /// there is nothing else to do.
    fn obey_all(&mut self, mut session: Option<&mut Session>) -> Result<Option<(RunId, Setup)>, Gone> {
        self.queue.take_in(self.idle_time(session.as_deref()))?;
        let start = Instant::now();
        while start.elapsed() < SLICE
            && let Some(command) = self.queue.pop()
        {
            match command {
                Command::Restart(run, setup) => return Ok(Some((run, *setup))),
                // The next one holds it.
                Command::Change(_) if matches!(self.queue.front(), Some(Command::Change(_))) => {
                    self.changes += 1;
                }
                command => self.obey(command, session.as_deref_mut()),
            }
        }
        Ok(None)
    }

    fn obey(&mut self, command: Command, session: Option<&mut Session>) {
        self.news = true;
        match (command, session) {
            (Command::Pause, _) => self.mode = Mode::Paused,
            (Command::Resume, _) => self.mode = Mode::Running,
            (Command::SetPace(pace), _) => self.pace = pace,
            (Command::Step, Some(session)) => {
                self.mode = Mode::Paused;
                session.advance();
            }
            (Command::Epoch, Some(session)) => self.mode = Mode::ToEpoch(session.epoch().floor() + 1.0),
            (Command::Change(wanted), Some(session)) => {
                self.changes += 1;
                if let Err(fault) = session.change(&wanted) {
                    self.untold_failure = Some(fault.to_string());
                }
            }
            (Command::GoBack, Some(session)) => {
                self.changes += 1;
                self.mode = Mode::Paused;
                session.go_back();
            }
            (
                Command::Step | Command::Epoch | Command::Change(_) | Command::GoBack | Command::Restart(..),
                _,
            ) => {}
        }
    }

    /// How long there is nothing to do but listen; `None` is until a command comes.
    fn idle_time(&self, session: Option<&Session>) -> Option<Duration> {
        let active = session.is_some_and(|session| *session.state() == State::Learning);
        if !active || self.mode == Mode::Paused {
            let untold = self.untold_failure.is_some() || (self.news && session.is_some());
            return untold.then(|| self.until_report());
        }
        match self.pace {
            Pace::PerSecond(rate) if self.allowance < 1.0 => {
                let until_step = Duration::from_secs_f64((1.0 - self.allowance) / rate);
                let since = self.last_slice.elapsed();
                Some(until_step.saturating_sub(since).clamp(Duration::from_micros(100), BETWEEN_REPORTS))
            }
            _ => Some(Duration::ZERO),
        }
    }

    /// Takes steps for a slice of time, no more than the pace allows.
    fn slice(&mut self, session: &mut Session) {
        let start = Instant::now();
        let since = start.duration_since(self.last_slice).as_secs_f64();
        self.last_slice = start;
        if self.mode == Mode::Paused || *session.state() != State::Learning {
            self.allowance = 1.0;
            self.speed.stop();
            return;
        }
        if since > 2.0 * BETWEEN_REPORTS.as_secs_f64() {
            self.speed.stop(); // it was paused
        }
        let rate = self.pace.rate();
        self.allowance = (self.allowance + since * rate).min((rate * LONGEST_BACKLOG).max(1.0));
        let before = session.step();
        while self.allowance >= 1.0 && *session.state() == State::Learning {
            session.advance();
            self.allowance -= 1.0;
            if let Mode::ToEpoch(epoch) = self.mode
                && session.epoch() >= epoch
            {
                self.mode = Mode::Paused;
                break;
            }
            if start.elapsed() >= SLICE {
                break;
            }
        }
        self.speed.count(session.step() - before);
        self.news |= session.step() > before || *session.state() != State::Learning;
    }

    /// Says how the run stands, if there is news, the last report is some time ago, and there is room.
    fn report(&mut self, session: &Session) {
        if !self.news || !self.until_report().is_zero() {
            return;
        }
        let status = match session.state() {
            State::Learning if self.mode == Mode::Paused => Status::Paused,
            state => Status::from(state),
        };
        let snapshot = Snapshot {
            changes: self.changes,
            pace: self.pace,
            speed: self.speed.per_second(),
            ..Snapshot::of(session, self.run, status)
        };
        self.last_report = Some(Instant::now());
        // What does not fit is told again, with what has happened by then.
        self.news = self.outbox.try_send(Report::Progress(snapshot)).is_err();
    }

    fn tell_failure(&mut self) {
        if let Some(failure) = self.untold_failure.take()
            && let Err(TrySendError::Full(Report::Failed(failure))) =
                self.outbox.try_send(Report::Failed(failure))
        {
            self.untold_failure = Some(failure);
            self.last_report = Some(Instant::now());
        }
    }

    fn until_report(&self) -> Duration {
        self.last_report.map_or(Duration::ZERO, |last| BETWEEN_REPORTS.saturating_sub(last.elapsed()))
    }
}
