//! The training thread. It passes commands to a [`Driver`], paces its steps and reports progress without waiting
//! for the reader.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::thread;
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, Sender, TrySendError, bounded, unbounded};

use super::driver::Driver;
use super::pace::Pace;
use super::protocol::{Command, Report, RunId, Snapshot};
use super::queue::{COMMANDS, Gone, Queue};
use super::recorder::Recorder;
use super::session::Session;
use super::setup::Setup;
use super::speed::Speed;
use super::worker_threads::WorkerThreads;
use crate::error::Error;
use crate::nn::ThreadPool;

/// The capacity of the report channel. A slow reader misses reports; the next one that fits is complete.
const REPORTS: usize = 2;
/// The time between two checks for commands, plus the rest of a step.
const SLICE: Duration = Duration::from_millis(5);
/// The minimum time between two reports; the eye cannot follow more.
const BETWEEN_REPORTS: Duration = Duration::from_millis(30);
/// Reports take at most one part in this many of the time, because each copies the network.
const SHARE_OF_REPORTS: u32 = 20;
/// The longest backlog in seconds that is caught up when the pace could not be kept.
const LONGEST_BACKLOG: f64 = 0.1;

/// A handle to the training thread. The thread ends soon after this is dropped.
#[derive(Debug)]
pub struct Trainer {
    commands: Sender<Command>,
    /// The reports, oldest first.
    pub reports: Receiver<Report>,
}

impl Trainer {
    /// Starts a thread that loads the data of `setup` and trains at `pace`, on up to `threads` threads.
    ///
    /// # Errors
    /// When the system cannot create a thread.
    pub fn spawn(run: RunId, setup: Setup, pace: Pace, threads: usize) -> Result<Trainer, Error> {
        Trainer::spawn_with(run, Beginning::from(setup), pace, threads)
    }

    /// Starts a thread that trains from this beginning, as [`Trainer::spawn`] does.
    ///
    /// # Errors
    /// When the system cannot create a thread.
    pub fn spawn_with(
        run: RunId,
        beginning: Beginning,
        pace: Pace,
        threads: usize,
    ) -> Result<Trainer, Error> {
        let (commands, inbox) = unbounded(); // whoever sends many looks at `is_behind`
        let (outbox, reports) = bounded(REPORTS);
        let body = move || {
            let failed = outbox.clone();
            let work = AssertUnwindSafe(move || {
                let workers = WorkerThreads::new(threads);
                let driver = beginning.driver(run, workers.pool());
                TrainingLoop::new(driver, pace, inbox, outbox).work();
            });
            if let Err(panic) = catch_unwind(work) {
                // Wait for the reader, so that this last report is not lost. It fails only if the reader is gone.
                let _ = failed.send(Report::Failed(run, panic_text(panic.as_ref())));
            }
        };
        let thread = thread::Builder::new().name("trainer".to_owned()).spawn(body);
        thread.map_err(Error::Thread)?;
        Ok(Trainer { commands, reports })
    }

    /// Whether so many commands are queued that the caller should stop sending.
    pub fn is_behind(&self) -> bool {
        self.commands.len() > COMMANDS
    }

    /// Sends a command. It is lost if the thread has ended.
    pub fn send(&self, command: Command) {
        let _ = self.commands.send(command);
    }
}

fn panic_text(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(ToString::to_string);
    text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_else(|| "unknown".to_owned())
}

/// How the training thread begins.
#[derive(Debug)]
pub struct Beginning {
    /// The set-up.
    pub setup: Setup,
    /// A run that has already come so far, and is paused.
    pub session: Option<Box<Session>>,
    /// Keeps what happens.
    pub recorder: Option<Box<dyn Recorder>>,
}

impl From<Setup> for Beginning {
    fn from(setup: Setup) -> Beginning {
        Beginning { setup, session: None, recorder: None }
    }
}

impl Beginning {
    fn driver(self, run: RunId, pool: ThreadPool) -> Driver {
        let driver = Driver::new(run, self.setup, pool);
        let driver = match &self.session {
            Some(session) => driver.with_session(session),
            None => driver,
        };
        match self.recorder {
            Some(recorder) => driver.recorded_by(recorder),
            None => driver,
        }
    }
}

struct TrainingLoop {
    driver: Driver,
    queue: Queue,
    outbox: Sender<Report>,
    pace: Pace,
    /// The number of steps that the pace allows now.
    allowance: f64,
    last_slice: Instant,
    speed: Speed,
    /// The estimate of the time left, which changes when the speed is measured.
    left: Option<Duration>,
    last_report: Option<Instant>,
    /// The time that the last report took to create.
    cost_of_report: Duration,
    /// Whether something has changed since the last report.
    news: bool,
    /// Whether a command was carried out since the last report, so that a person waits for its effect.
    is_awaited: bool,
    /// A failure that did not fit into the report channel yet.
    failure: Option<String>,
}

impl TrainingLoop {
    fn new(driver: Driver, pace: Pace, inbox: Receiver<Command>, outbox: Sender<Report>) -> TrainingLoop {
        TrainingLoop {
            driver,
            queue: Queue::new(inbox),
            outbox,
            pace,
            allowance: 1.0,
            last_slice: Instant::now(),
            speed: Speed::default(),
            left: None,
            last_report: None,
            cost_of_report: Duration::ZERO,
            news: true,
            is_awaited: true,
            failure: None,
        }
    }

    /// Trains until the handle is dropped.
    fn work(mut self) {
        loop {
            if self.driver.has_to_begin() {
                self.begin();
            }
            if self.obey_all().is_err() {
                return self.driver.end();
            }
            self.report_failure();
            if !self.driver.has_to_begin() {
                self.slice();
                self.report();
            }
        }
    }

    fn begin(&mut self) {
        self.allowance = 1.0;
        self.measure_anew();
        (self.news, self.is_awaited) = (true, true);
        self.last_report = None;
        let _ = self.outbox.try_send(Report::Loading(self.driver.run())); // of no use later
        if let Err(error) = self.driver.begin() {
            self.failure = Some(error.to_string());
        }
    }

    /// Carries out the commands that have arrived, up to one that starts a new run. Waits while there is nothing
    /// else to do.
    fn obey_all(&mut self) -> Result<(), Gone> {
        self.queue.take_in(self.idle_time())?;
        let start = Instant::now();
        while start.elapsed() < SLICE
            && !self.driver.has_to_begin()
            && let Some(command) = self.queue.pop()
        {
            if let Command::SetPace(pace) = command {
                self.pace = pace;
                self.measure_anew();
            }
            self.driver.obey(command);
            (self.news, self.is_awaited) = (true, true);
        }
        Ok(())
    }

    /// How long to wait for commands; `None` means until one arrives.
    fn idle_time(&self) -> Option<Duration> {
        if !self.driver.is_running() {
            let has_something_to_say =
                self.failure.is_some() || (self.news && self.driver.session().is_some());
            return has_something_to_say.then(|| self.until_report());
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

    /// Takes steps for one slice of time, within the pace.
    fn slice(&mut self) {
        let start = Instant::now();
        let since = start.duration_since(self.last_slice).as_secs_f64();
        self.last_slice = start;
        if !self.driver.is_running() {
            self.allowance = 1.0;
            self.speed.pause();
            return;
        }
        self.speed.go(start);
        let rate = self.pace.rate();
        self.allowance = (self.allowance + since * rate).min((rate * LONGEST_BACKLOG).max(1.0));
        let mut steps = 0;
        while self.allowance >= 1.0 && self.driver.is_running() {
            self.driver.advance();
            self.allowance -= 1.0;
            steps += 1;
            if start.elapsed() >= SLICE {
                break;
            }
        }
        if self.speed.count(steps, Instant::now()) {
            self.left = self.driver.steps_left().and_then(|steps| self.speed.time_for(steps));
        }
        self.news |= steps > 0;
        // The end of a run is reported at once, as the effect of a key is.
        self.is_awaited |= steps > 0 && !self.driver.is_running();
    }

    /// Forgets the speed, because the next steps are of another run or pace.
    fn measure_anew(&mut self) {
        (self.speed, self.left) = (Speed::default(), None);
    }

    /// Sends a snapshot if something has changed, the last report is old enough, and the channel has room.
    fn report(&mut self) {
        if !self.news || !self.until_report().is_zero() {
            return;
        }
        if self.outbox.is_full() {
            self.last_report = Some(Instant::now()); // look again some time later
            return;
        }
        let start = Instant::now();
        let Some(snapshot) = self.driver.snapshot() else { return };
        let snapshot =
            Snapshot { pace: self.pace, speed: self.speed.per_second(), left: self.left, ..snapshot };
        self.last_report = Some(Instant::now());
        self.cost_of_report = start.elapsed();
        (self.news, self.is_awaited) = (false, false);
        if let Err(TrySendError::Full(Report::Progress(snapshot))) =
            self.outbox.try_send(Report::Progress(Box::new(snapshot)))
        {
            self.driver.take_back(*snapshot);
            self.news = true;
        }
    }

    fn report_failure(&mut self) {
        if let Some(failure) = self.failure.take()
            && let Err(TrySendError::Full(Report::Failed(_, failure))) =
                self.outbox.try_send(Report::Failed(self.driver.run(), failure))
        {
            self.failure = Some(failure);
            self.last_report = Some(Instant::now());
        }
    }

    fn until_report(&self) -> Duration {
        let rest = if self.is_awaited { Duration::ZERO } else { SHARE_OF_REPORTS * self.cost_of_report };
        let pause = BETWEEN_REPORTS.max(rest);
        self.last_report.map_or(Duration::ZERO, |last| pause.saturating_sub(last.elapsed()))
    }
}
