//! Writes a run file while the run goes on, in a thread of its own: training does not wait for a disk.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use crossbeam_channel::{Sender, unbounded};

use super::disk::{Disk, Message, Output, lock, put_aside, with_tilde};
use super::event::{Event, Times};
use super::folder::prune;
use super::read::RunFile;
use crate::error::Error;
use crate::train::{self, Note, Recorder, Session, State, Word};

/// The longest time without a line while a run goes on.
const BETWEEN_LINES: Duration = Duration::from_millis(500);
/// The longest time that evaluations wait for others, so that many are written at once.
const BETWEEN_WRITES: Duration = Duration::from_millis(200);
/// The most bytes that wait so.
const MOST_GATHERED: usize = 1 << 16;
/// The time before the first checkpoint. From one to the next it takes as long again as the run has taken.
const FIRST_CHECKPOINT: Duration = Duration::from_secs(2);
/// The longest time between two checkpoints.
const BETWEEN_CHECKPOINTS: Duration = Duration::from_secs(600);
/// The most bytes that wait for a disk: then checkpoints are left out, and at twice as many the file ends.
const MOST_WAITING: usize = 64 << 20;
/// How long the end of the program waits for a disk.
const LONGEST_END: Duration = Duration::from_secs(2);

/// Records runs in a file; further runs in files of their own beside it.
#[derive(Debug)]
pub struct RunWriter {
    /// The path of the first run.
    path: PathBuf,
    /// The path of the run that is going on.
    current: Arc<Path>,
    /// The number of runs so far.
    runs: usize,
    /// Whether the next run is the one that the file has.
    goes_on: bool,
    lines: Option<Sender<Message>>,
    disk: Arc<Mutex<Disk>>,
    thread: JoinHandle<()>,
    began: Instant,
    last_line: Instant,
    /// Evaluations that wait for others, and since when there are none.
    gathered: String,
    last_write: Instant,
    next_checkpoint: Duration,
    /// The step of the last line.
    step: u64,
    word: Word,
    was_learning: bool,
    /// The step at which the file ends because the disk was full for too long.
    ended: Option<u64>,
    /// The folder whose oldest runs make room for new ones.
    pruned: Option<PathBuf>,
}

impl RunWriter {
    /// A writer for the runs of a session; the first one goes into `path`. A run file of that name is kept under the same
    /// name with a tilde.
    ///
    /// # Errors
    /// When the file cannot be written, or is another kind of file.
    pub fn create(path: &Path) -> Result<RunWriter, Error> {
        RunWriter::check(path)?;
        put_aside(path).and_then(|()| File::create(path)).map_err(Error::unwritable(path))?;
        RunWriter::start(path)
    }

    /// Checks whether runs can be written into a file. What it holds stays.
    ///
    /// # Errors
    /// As [`RunWriter::create`].
    pub fn check(path: &Path) -> Result<(), Error> {
        let is_file = path.metadata().is_ok_and(|file| file.is_file() && file.len() > 0);
        if is_file && !RunFile::begins_in(path) {
            let kind = io::Error::new(io::ErrorKind::AlreadyExists, "it exists, and is no run file");
            return Err(Error::unwritable(path)(kind));
        }
        OpenOptions::new().create(true).append(true).open(path).map_err(Error::unwritable(path))?;
        Ok(())
    }

    /// A writer that goes on after the lines of `file`, which are copied if `path` is another one.
    ///
    /// # Errors
    /// As [`RunWriter::create`].
    pub fn continuing(file: &RunFile, path: &Path) -> Result<RunWriter, Error> {
        let unwritable = Error::unwritable(path);
        let is_same =
            path.canonicalize().ok().zip(file.path.canonicalize().ok()).is_some_and(|(a, b)| a == b);
        let copy = with_tilde(path, "~new");
        file.copy_to(&copy).map_err(&unwritable)?;
        if !is_same {
            RunWriter::check(path)?;
            put_aside(path).map_err(&unwritable)?; // another run of this name is kept
        }
        fs::rename(&copy, path).map_err(&unwritable)?;
        let mut writer = RunWriter::start(path)?;
        writer.goes_on = true;
        Ok(writer)
    }

    /// Waits for the disk, for a short while; returns what could not be kept.
    pub fn finish(mut self) -> Option<String> {
        self.close();
        self.problem()
    }

    fn close(&mut self) {
        if !self.gathered.is_empty() {
            self.send(String::new());
        }
        self.lines = None;
        let start = Instant::now();
        while !self.thread.is_finished() && start.elapsed() < LONGEST_END {
            thread::sleep(Duration::from_millis(1));
        }
    }

    fn start(path: &Path) -> Result<RunWriter, Error> {
        let (lines, inbox) = unbounded(); // bounded by `MOST_WAITING`
        let disk = Arc::new(Mutex::new(Disk::default()));
        let shared = Arc::clone(&disk);
        let body = move || Output::new(shared).work(&inbox);
        let thread = thread::Builder::new().name("run file".to_owned()).spawn(body).map_err(Error::Thread)?;
        Ok(RunWriter {
            path: path.to_owned(),
            current: path.into(),
            runs: 0,
            goes_on: false,
            lines: Some(lines),
            disk,
            thread,
            began: Instant::now(),
            last_line: Instant::now(),
            gathered: String::new(),
            last_write: Instant::now(),
            next_checkpoint: FIRST_CHECKPOINT,
            step: 0,
            word: Word::Learning,
            was_learning: true,
            ended: None,
            pruned: None,
        })
    }

    /// The same writer, for a folder in which new runs take the place of the oldest.
    #[must_use]
    pub fn pruning(mut self, folder: &Path) -> RunWriter {
        self.pruned = Some(folder.to_owned());
        self
    }

    /// Sends lines later, with others, unless some have waited for long.
    fn gather(&mut self, lines: &str) {
        self.last_line = Instant::now();
        self.gathered += lines;
        if self.gathered.len() >= MOST_GATHERED || self.last_write.elapsed() >= BETWEEN_WRITES {
            self.send(String::new());
        }
    }

    /// Sends lines at once, after those that wait.
    fn send(&mut self, lines: String) {
        self.last_line = Instant::now();
        self.last_write = self.last_line;
        let lines = std::mem::take(&mut self.gathered) + &lines;
        let mut disk = lock(&self.disk);
        disk.waiting += lines.len();
        if disk.waiting > 2 * MOST_WAITING {
            // Later lines would leave a gap.
            self.ended = self.ended.or(Some(self.step));
        }
        drop(disk);
        if self.ended.is_none() {
            self.tell(Message::Lines(lines));
        }
    }

    fn tell(&self, message: Message) {
        if let Some(lines) = &self.lines {
            let _ = lines.send(message); // fails only if the thread has panicked, which the end says
        }
    }

    fn events(&mut self, session: &Session) -> String {
        let mut lines: String = session.events().iter().map(|event| Event::of(event).line()).collect();
        if session.word() != self.word {
            self.word = session.word();
            lines += &Event::diagnosis(session).line();
        }
        lines
    }

    fn checkpoint(&mut self, session: &Session) -> String {
        let elapsed = self.began.elapsed();
        self.next_checkpoint = elapsed + elapsed.max(FIRST_CHECKPOINT).min(BETWEEN_CHECKPOINTS);
        if lock(&self.disk).waiting > MOST_WAITING {
            return String::new();
        }
        Event::checkpoint(session).line()
    }

    /// Whether the last step of the run is the next one and is evaluated for that reason alone. A longer run would not be
    /// evaluated there, so it has to go on from before.
    fn is_before_an_evaluation_of_the_end(session: &Session) -> bool {
        let setup = session.setup();
        *session.state() == State::Learning
            && session.step() + 1 == setup.steps
            && !setup.steps.is_multiple_of(setup.eval_every())
    }
}

impl Recorder for RunWriter {
    fn begin(&mut self, session: &Session) {
        self.runs += 1;
        let path = numbered(&self.path, self.runs);
        self.current = path.as_path().into();
        if let Some(folder) = &self.pruned {
            prune(folder);
        }
        self.send(String::new()); // what waits belongs to the run before
        self.ended = None;
        let goes_on = std::mem::take(&mut self.goes_on);
        self.tell(if goes_on { Message::GoOn(path) } else { Message::New(path) });
        self.began = Instant::now();
        self.next_checkpoint = FIRST_CHECKPOINT;
        self.was_learning = true;
        self.word = session.word();
        if goes_on {
            return self.replace(session);
        }
        let lines = Event::start(session).line() + &self.events(session) + &Event::diagnosis(session).line();
        self.step = session.step();
        self.send(lines);
    }

    fn record(&mut self, session: &Session) {
        let step = session.step();
        let is_learning = *session.state() == State::Learning;
        let has_ended = self.was_learning && !is_learning;
        self.was_learning = is_learning;
        let is_before_end = RunWriter::is_before_an_evaluation_of_the_end(session);
        let is_quiet = session.events().is_empty() && !has_ended && !is_before_end;
        if is_quiet && self.last_line.elapsed() < BETWEEN_LINES {
            return;
        }
        let word = self.word;
        let mut lines = self.events(session);
        let is_evaluation = |event: &train::Event| matches!(event, train::Event::Point(_));
        if has_ended || is_before_end || self.began.elapsed() >= self.next_checkpoint {
            lines += &self.checkpoint(session);
        } else if lines.is_empty() && step != self.step {
            lines += &Event::Progress { step }.line();
        }
        if lines.is_empty() {
            return;
        }
        self.step = step;
        if !has_ended && word == self.word && session.events().iter().all(is_evaluation) {
            self.gather(&lines);
        } else {
            self.send(lines);
        }
    }

    fn replace(&mut self, session: &Session) {
        let history = session.history();
        let (points, changes) = (history.evaluations(), history.marks().len());
        let rewind = Event::Rewind { step: session.step(), points, changes };
        let lines = rewind.line() + &self.checkpoint(session);
        self.step = session.step();
        self.word = session.word();
        self.was_learning = *session.state() == State::Learning;
        self.send(lines);
    }

    fn note(&mut self, note: &Note) {
        self.send(Event::note(note).line());
    }

    fn rest(&mut self, session: &Session) {
        if session.step() != self.step {
            self.step = session.step();
            self.gathered += &Event::Progress { step: self.step }.line();
        }
        if !self.gathered.is_empty() {
            self.send(String::new());
        }
    }

    fn end(&mut self, session: &Session) {
        let seconds = self.began.elapsed().as_secs_f64();
        let lines = self.checkpoint(session);
        let end = Event::end(session, Times { total: seconds, training: seconds }, self.problem());
        self.send(lines + &end.line());
    }

    fn problem(&self) -> Option<String> {
        let ended = |step| format!("the file ends at step {step}, because the disk was full for too long");
        self.ended.map(ended).or_else(|| lock(&self.disk).problem.clone())
    }

    fn file(&self) -> Option<Arc<Path>> {
        Some(Arc::clone(&self.current))
    }
}

impl Drop for RunWriter {
    fn drop(&mut self) {
        self.close();
    }
}

/// The path of run number `run`, from 1: as given, then `run-2.overfit` and so on.
pub(super) fn numbered(path: &Path, run: usize) -> PathBuf {
    if run == 1 {
        return path.to_owned();
    }
    let mut name = path.file_stem().unwrap_or_default().to_owned();
    name.push(format!("-{run}"));
    if let Some(extension) = path.extension() {
        name.push(".");
        name.push(extension);
    }
    path.with_file_name(name)
}
