//! One run of another program: its files or the pipe it comes through, what its columns are, and the evaluations in it.

use std::collections::HashSet;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::curves::TimedDiagnosis;
use super::evaluations::Evaluations;
use super::file::{Again, Found};
use super::folder::{self, Part};
use super::joiner::{Joiner, Joining};
use super::names::Role;
use super::notices::{Notices, resumed};
use super::pipe::Pipe;
use super::reader::Format;
use super::repeats::Repeats;
use super::roles::{Chosen, Doubt};
use super::stream::Stream;
use super::streams::Streams;
use crate::train::{Point, Unit};

/// The name of standard input.
pub const STANDARD_INPUT: &str = "-";
/// The most bytes that are read before it answers, so that reading a long log can be stopped.
const MOST_READ: usize = 16 << 20;
/// With more files than this, each is open only while it is read.
const MOST_OPEN: usize = 64;
/// After a look in which nothing was new, another one is left out for so many files: each takes some microseconds.
const FILES_A_LOOK: usize = 2_000;

/// A log that is followed.
#[derive(Debug)]
pub struct Log {
    /// Its name as given.
    pub name: String,
    source: Source,
    streams: Streams,
    joiner: Joiner,
    /// Notices that have not been handed out.
    notices: Vec<String>,
    noticed: Notices,
    /// What was handed out of a document before it was written anew.
    before: Repeats,
    /// Whether the log says that the training is over.
    is_finished: bool,
    /// What has been read of a file, kept for its memory.
    bytes: Vec<u8>,
    /// How many looks to leave out, because there are many files and nothing was new.
    rests: usize,
}

#[derive(Debug)]
enum Source {
    File,
    Folder(PathBuf),
    Pipe(Pipe),
}

/// What a log had to say since the last time.
#[derive(Debug, Default)]
pub struct News {
    /// Evaluations that are new, or have another value now, by their steps.
    pub points: Vec<Point>,
    /// What happened to the log, in sentences.
    pub notices: Vec<String>,
    /// Diagnoses with another word than the one before.
    pub diagnoses: Vec<TimedDiagnosis>,
    /// Whether more is there that has not been read.
    pub has_more: bool,
}

impl Log {
    /// A log at this path, a folder of logs, or standard input. It need not be there yet.
    pub fn new(path: &Path, chosen: Chosen) -> Log {
        let mut streams = Streams::default();
        let source = if path == Path::new(STANDARD_INPUT) {
            streams.add_pipe();
            Source::Pipe(Pipe::standard_input())
        } else if path.is_dir() {
            Source::Folder(path.to_owned())
        } else {
            streams.add_file(Part::single(path));
            Source::File
        };
        Log {
            name: path.display().to_string(),
            source,
            streams,
            joiner: Joiner::new(chosen),
            notices: Vec::new(),
            noticed: Notices::default(),
            before: Repeats::default(),
            is_finished: false,
            bytes: Vec::new(),
            rests: 0,
        }
    }

    /// The evaluations in it.
    pub fn evaluations(&self) -> &Evaluations {
        &self.joiner.evaluations
    }

    /// The format of its first file.
    pub fn format(&self) -> Format {
        let formats = self.streams.all.iter().map(|stream| stream.reader.format());
        formats.into_iter().find(|format| *format != Format::Unknown).unwrap_or(Format::Unknown)
    }

    /// The name of the column that is taken for a role.
    pub fn column(&self, role: Role) -> Option<&str> {
        self.joiner.column(role)
    }

    /// The roles that are shown, with the columns that are taken for them.
    pub fn shown_columns(&self) -> impl Iterator<Item = (Role, &str)> {
        let shown = Role::ALL.into_iter().filter(|role| !role.is_count());
        shown.filter_map(|role| Some((role, self.column(role)?)))
    }

    /// All columns that had a number.
    pub fn columns(&self) -> &[String] {
        self.joiner.rows.names()
    }

    /// Guesses that might as well be others.
    pub fn doubts(&self) -> &[Doubt] {
        &self.joiner.roles.doubts
    }

    /// What its steps are.
    pub fn unit(&self) -> Unit {
        self.evaluations().elsewhere().unit
    }

    /// Whether any file of it is there.
    pub fn is_there(&self) -> bool {
        self.streams.all.iter().any(|stream| stream.path().is_none_or(Path::exists))
    }

    /// Whether nothing more will come: the pipe has ended.
    pub fn has_ended(&self) -> bool {
        matches!(&self.source, Source::Pipe(pipe) if pipe.has_ended)
    }

    /// Whether the training is over: nothing more will come, or the log says so.
    pub fn is_finished(&self) -> bool {
        self.is_finished || self.has_ended()
    }

    /// Whether it is a folder of logs.
    pub fn is_folder(&self) -> bool {
        matches!(self.source, Source::Folder(_))
    }

    /// Whether it comes through standard input, so that looking at it can wait for it.
    pub fn is_pipe(&self) -> bool {
        matches!(self.source, Source::Pipe(_))
    }

    /// Takes the next column for a role, and reads the log again. Returns its name; `None` if there is no other.
    pub fn choose_next(&mut self, role: Role) -> Option<String> {
        let name = self.joiner.choose_next(role)?;
        self.rests = 0;
        self.read_again();
        Some(name)
    }

    /// Looks at the log, waiting at most so long for a pipe.
    ///
    /// # Errors
    /// When it is there and cannot be read.
    pub fn look(&mut self, wait: Duration) -> io::Result<News> {
        if self.rests > 0 {
            self.rests -= 1;
            return Ok(News::default());
        }
        self.find_files();
        self.streams.rewind();
        let (mut read, mut wait) = (0, wait);
        while read < MOST_READ
            && let Some(next) = self.streams.next()
        {
            read += self.read_stream(next, wait)?;
            wait = Duration::ZERO;
        }
        let has_more = self.streams.next().is_some();
        if !has_more && self.has_ended() {
            self.end();
        }
        self.rests = if read == 0 { self.streams.all.len() / FILES_A_LOOK } else { 0 };
        Ok(self.news(has_more))
    }

    /// Reads the last line, which has no end because nothing more will come.
    fn end(&mut self) {
        while let Some(nth) = self.streams.all.iter().position(|stream| !stream.has_ended) {
            let stream = &mut self.streams.all[nth];
            stream.has_ended = true;
            stream.reader.end(&mut self.joiner.rows);
            self.take_rows(nth);
        }
        self.joiner.evaluations.end();
    }

    fn news(&mut self, has_more: bool) -> News {
        let evaluations = &mut self.joiner.evaluations;
        evaluations.draw();
        self.notices.extend(self.noticed.take_new(evaluations, &self.streams.all));
        let notices = std::mem::take(&mut self.notices);
        let (mut points, mut diagnoses) = (evaluations.take_fresh(usize::from(has_more)), Vec::new());
        if !has_more {
            diagnoses = evaluations.take_diagnoses();
            std::mem::take(&mut self.before).remove_from(&mut points, &mut diagnoses);
        }
        News { points, notices, diagnoses, has_more }
    }

    /// Follows new files of a folder. One of which there is only one, or another kind than before, takes the place of all others.
    fn find_files(&mut self) {
        let Source::Folder(folder) = &self.source else { return };
        let known: HashSet<&Path> = self.streams.all.iter().filter_map(Stream::path).collect();
        let new = folder::new_parts(folder, &known);
        let Some(first) = new.first() else { return };
        let old = self.streams.all.first().and_then(|stream| stream.part.as_ref());
        if let Some(old) = old.filter(|old| !old.is_beside(first)) {
            if !old.is_continued_by(first) {
                self.notices.push(format!(
                    "{} is read now, and {} no longer.",
                    first.path.display(),
                    old.path.display()
                ));
                self.forget();
            }
            self.streams = Streams::default();
        }
        for part in new {
            self.streams.add_file(part);
        }
    }

    /// Forgets the run, because another one begins.
    fn forget(&mut self) {
        self.joiner.forget();
        (self.noticed, self.is_finished) = (Notices::default(), false);
    }

    /// Reads on in a file or the pipe; returns how many bytes.
    fn read_stream(&mut self, nth: usize, wait: Duration) -> io::Result<usize> {
        let mut bytes = std::mem::take(&mut self.bytes);
        let stream = &mut self.streams.all[nth];
        let found = match &mut self.source {
            Source::Pipe(pipe) => {
                pipe.look(&mut bytes, wait)?;
                Found::More
            }
            _ => stream.look(&mut bytes)?,
        };
        if let Found::Again(again) = found {
            self.begin_again(nth, again);
        }
        let stream = &mut self.streams.all[nth];
        if bytes.is_empty() {
            stream.is_at_end = true;
            if let Some((rows, whole)) = stream.reader.document() {
                self.before = Repeats::of(&mut self.joiner.evaluations);
                self.joiner.forget();
                self.joiner.rows = rows;
                self.is_finished = whole.is_finished();
                if self.is_finished {
                    self.joiner.evaluations.end();
                }
            }
        } else {
            stream.reader.read(&bytes, &mut self.joiner.rows);
        }
        self.take_rows(nth);
        if self.streams.all.len() > MOST_OPEN && self.streams.all[nth].is_at_end {
            self.streams.all[nth].close();
        }
        let read = bytes.len();
        self.bytes = bytes;
        Ok(read)
    }

    /// Reads a file from its beginning, which is no longer what it was.
    fn begin_again(&mut self, nth: usize, again: Again) {
        let stream = &mut self.streams.all[nth];
        if stream.reader.format() == Format::Document {
            return stream.restart(); // it is written anew each time
        }
        let name = stream.path().map_or_else(String::new, |path| path.display().to_string());
        self.notices.push(format!("{name} {}.", again.words()));
        stream.restart();
        // Of a file that was moved away, what has been read still holds.
        if again != Again::Replaced {
            self.forget();
            let others = self.streams.all.iter_mut().enumerate().filter(|(other, _)| *other != nth);
            others.for_each(|(_, stream)| stream.reopen());
            self.streams.rewind();
        }
    }

    /// Joins the rows that have been read to the evaluations.
    fn take_rows(&mut self, nth: usize) {
        match self.joiner.join(&mut self.streams.all[nth]) {
            Joining::Onward => {}
            Joining::Back(step) => {
                let words = resumed(step, self.unit());
                // Each file of a run tells of it.
                if !self.notices.contains(&words) {
                    self.notices.push(words);
                }
            }
            Joining::OtherColumns => self.read_again(),
        }
    }

    /// Reads everything again, by what the columns are now.
    fn read_again(&mut self) {
        self.joiner.restart();
        let Source::Pipe(pipe) = &self.source else {
            self.joiner.rows.take();
            return self.streams.reopen();
        };
        if let Some(bytes) = pipe.again() {
            self.joiner.rows.take();
            self.streams.all[0].restart();
            self.streams.all[0].reader.read(bytes, &mut self.joiner.rows);
        } else {
            self.notices
                .push("The columns hold from here on: what came before has not been kept.".to_owned());
        }
        self.take_rows(0);
    }
}

#[cfg(test)]
mod tests;
