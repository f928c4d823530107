//! Reads run files.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::event::{Diagnosis, Event, SavedState};
use super::layers;
use super::start::{FORMAT, Start};
use crate::error::Error;
use crate::train::{Checkpoint, Mark, Note, Planned, Point};

/// How the name of a run file ends.
const EXTENSION: &str = "overfit";
/// The most bytes of a line. The checkpoint of the largest network takes half as many.
const LONGEST_LINE: u64 = 256 << 20;
/// The most bytes of a line that is no checkpoint.
const LONGEST_EVENT: usize = 16 << 20;
/// The most evaluations, changes and checkpoints together.
const MOST_LINES: usize = 1 << 21;
/// How every checkpoint begins.
const CHECKPOINT: &[u8] = br#"{"event":"checkpoint","#;

/// What a run file says.
#[derive(Debug)]
pub struct RunFile {
    /// Its path, as given.
    pub path: PathBuf,
    /// The first line.
    pub start: Start<'static>,
    /// The evaluations, from the first step on.
    pub points: Vec<Point>,
    /// The changes, oldest first.
    pub changes: Vec<Mark>,
    /// The planned changes that could not be made.
    pub skipped: Vec<Planned>,
    /// The words of the diagnosis.
    pub diagnoses: Vec<Diagnosis<'static>>,
    /// The notes of a person.
    pub notes: Vec<Note>,
    /// The last step that it tells of.
    pub step: u64,
    /// The bytes up to the end of the last whole line.
    pub length: u64,
    checkpoints: Vec<Place>,
}

/// Where a checkpoint is in the file.
#[derive(Clone, Copy, Debug)]
struct Place {
    step: u64,
    offset: u64,
    /// Evaluations and changes before it.
    points: usize,
    changes: usize,
}

/// A checkpoint, and what the run had come to.
pub struct Saved {
    /// The checkpoint.
    pub state: Checkpoint,
    /// The settings in force.
    pub settings: BTreeMap<String, String>,
    /// The evaluations before it.
    pub points: usize,
    /// The changes before it.
    pub changes: usize,
}

/// Whether a path has the name of a run file.
pub fn is_run_file(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case(EXTENSION))
}

impl RunFile {
    /// Reads a run file. The last line does not count if it has no end.
    ///
    /// # Errors
    /// When it cannot be read, is no run file, is of a newer version or damaged.
    pub fn read(path: &Path) -> Result<RunFile, Error> {
        let unreadable = |source| Error::Unreadable { path: path.display().to_string(), source };
        let mut input = BufReader::new(File::open(path).map_err(unreadable)?);
        let (mut line, mut number, mut offset) = (Vec::new(), 0, 0);
        let mut run: Option<RunFile> = None;
        loop {
            line.clear();
            let read =
                (&mut input).take(LONGEST_LINE).read_until(b'\n', &mut line).map_err(unreadable)? as u64;
            if line.last() != Some(&b'\n') {
                if read == LONGEST_LINE {
                    return Err(bad(path, "it has a line that is longer than any of a run"));
                }
                break;
            }
            number += 1;
            match &mut run {
                None => run = Some(RunFile::begin(path, &line)?),
                Some(run) => run.add(&line, offset).map_err(|problem| {
                    bad(path, &format!("it is damaged in line {number}, which {problem}"))
                })?,
            }
            offset += read;
        }
        let run = run.ok_or_else(|| bad(path, "there is no run in it"))?;
        if run.points.is_empty() {
            return Err(bad(path, "it ends before the first evaluation of its run"));
        }
        Ok(RunFile { length: offset, ..run })
    }

    /// Whether a file begins as a run file does. The rest of it is not read.
    pub fn begins_in(path: &Path) -> bool {
        let mut line = Vec::new();
        let read = File::open(path)
            .and_then(|file| BufReader::new(file.take(LONGEST_EVENT as u64)).read_until(b'\n', &mut line));
        read.is_ok() && RunFile::begin(path, &line).is_ok()
    }

    fn begin(path: &Path, line: &[u8]) -> Result<RunFile, Error> {
        let no_run = || bad(path, "its first line is not the start of a run");
        if line.len() > LONGEST_EVENT {
            return Err(no_run());
        }
        let Ok(Event::Start(start)) = serde_json::from_slice::<Event<'static>>(line) else {
            return Err(no_run());
        };
        if start.format > FORMAT {
            let newer = format!("it was written by a newer version, overfit {}", start.version);
            return Err(bad(path, &newer));
        }
        if start.format == 0 {
            return Err(bad(
                path,
                "it was written by an older version, which did not say enough to repeat the run",
            ));
        }
        Ok(RunFile {
            path: path.to_owned(),
            start: *start,
            points: Vec::new(),
            changes: Vec::new(),
            skipped: Vec::new(),
            diagnoses: Vec::new(),
            notes: Vec::new(),
            step: 0,
            length: 0,
            checkpoints: Vec::new(),
        })
    }

    /// Adds a line; the error says what it does, as the end of a sentence.
    fn add(&mut self, line: &[u8], offset: u64) -> Result<(), &'static str> {
        let lines = [self.points.len(), self.changes.len(), self.checkpoints.len(), self.diagnoses.len()];
        if lines.iter().sum::<usize>() + self.notes.len() > MOST_LINES {
            return Err("is one of more than a run can have");
        }
        if line.starts_with(CHECKPOINT) {
            let Ok(StepOf { step }) = serde_json::from_slice(line) else { return Err("is no JSON object") };
            return self.add_checkpoint(step, offset);
        }
        if line.len() > LONGEST_EVENT {
            return Err("is too long");
        }
        let event = serde_json::from_slice::<Event<'static>>(line).map_err(|_| "is no event of a run")?;
        match event {
            Event::Start(_) => return Err("begins another run"),
            Event::Point(evaluation) => {
                let point = evaluation.point().ok_or("has an impossible evaluation")?;
                self.come_to(point.step)?;
                self.points.push(point);
            }
            Event::Change { step, setting, before, value } => {
                self.come_to(step)?;
                let planned = Planned::of(step, &setting, &value).ok_or("changes something unknown")?;
                self.changes.push(planned.mark(before.into_owned()));
            }
            Event::Skipped { step, setting, value, .. } => {
                self.skipped.push(Planned::of(step, &setting, &value).ok_or("skips something unknown")?);
            }
            Event::Diagnosis(diagnosis) => self.diagnoses.push(diagnosis),
            Event::Note { step, text } => {
                self.step = self.step.max(step);
                self.notes.extend(Note::new(step, &text));
            }
            Event::Progress { step } => self.come_to(step)?,
            Event::Rewind { step, points, changes } => self.rewind(step, points, changes)?,
            Event::End(end) => self.come_to(end.ending.step)?,
            Event::Checkpoint(_) | Event::Other => {}
        }
        Ok(())
    }

    fn come_to(&mut self, step: u64) -> Result<(), &'static str> {
        if step < self.step {
            return Err("goes back to an earlier step");
        }
        self.step = step;
        Ok(())
    }

    fn add_checkpoint(&mut self, step: u64, offset: u64) -> Result<(), &'static str> {
        self.come_to(step)?;
        let (points, changes) = (self.points.len(), self.changes.len());
        self.checkpoints.push(Place { step, offset, points, changes });
        Ok(())
    }

    fn rewind(&mut self, step: u64, points: u64, changes: usize) -> Result<(), &'static str> {
        let points = usize::try_from(points).unwrap_or(usize::MAX);
        if points == 0 || points > self.points.len() || changes > self.changes.len() {
            return Err("goes back to what never was");
        }
        self.points.truncate(points);
        self.changes.truncate(changes);
        self.checkpoints
            .retain(|place| place.points <= points && place.changes <= changes && place.step <= step);
        self.diagnoses.retain(|diagnosis| diagnosis.step <= step);
        self.notes.retain(|note| note.step <= step);
        self.step = step;
        Ok(())
    }

    /// The evaluation with the lowest loss on the validation set, or on the test examples if there is none.
    pub fn best(&self) -> &Point {
        self.points.iter().min_by(|a, b| a.watched().total_cmp(&b.watched())).unwrap_or(&self.points[0])
    }

    /// The last checkpoint that `fits`, of those up to `step`.
    ///
    /// # Errors
    /// When it cannot be read, or is damaged.
    pub fn checkpoint(&self, step: u64, fits: impl Fn(&[Mark]) -> bool) -> Result<Option<Saved>, Error> {
        let fits = |place: &&Place| place.step <= step && fits(&self.changes[..place.changes]);
        let Some(&place) = self.checkpoints.iter().rev().find(fits) else { return Ok(None) };
        let unreadable = |source| Error::Unreadable { path: self.path.display().to_string(), source };
        let mut input = BufReader::new(File::open(&self.path).map_err(unreadable)?);
        input.seek(SeekFrom::Start(place.offset)).map_err(unreadable)?;
        let mut line = Vec::new();
        input.take(LONGEST_LINE).read_until(b'\n', &mut line).map_err(unreadable)?;
        let damaged = || self.damaged("a checkpoint");
        let SavedState { mut state, settings, tensors, .. } =
            serde_json::from_slice(&line).map_err(|_| damaged())?;
        state.arrays = layers::decoded(&tensors).ok_or_else(damaged)?;
        Ok(Some(Saved { state, settings, points: place.points, changes: place.changes }))
    }

    /// Copies the whole lines to another file, with the first line as it is now.
    pub(super) fn copy_to(&self, path: &Path) -> io::Result<()> {
        let mut input = BufReader::new(File::open(&self.path)?).take(self.length);
        input.read_until(b'\n', &mut Vec::new())?;
        let mut output = File::create(path)?;
        output.write_all(Event::Start(Box::new(self.start.clone())).line().as_bytes())?;
        io::copy(&mut input, &mut output).map(drop)
    }

    /// The error for a part that is damaged.
    pub fn damaged(&self, part: &str) -> Error {
        bad(&self.path, &format!("it is damaged: {part} cannot be from a run"))
    }
}

#[derive(Deserialize)]
struct StepOf {
    step: u64,
}

fn bad(path: &Path, problem: &str) -> Error {
    Error::BadData { path: path.display().to_string(), problem: problem.to_owned() }
}
