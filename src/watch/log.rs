//! One run of another program: its files or the pipe it comes through, what its columns are, and the evaluations in it.

use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::course::Course;
use super::curves::Said;
use super::file::{Again, Found};
use super::folder::{self, Part};
use super::joiner::{Joiner, Joining};
use super::names::Role;
use super::pipe::Pipe;
use super::reader::Format;
use super::roles::{Chosen, Doubt};
use super::stream::Stream;
use super::told::Told;
use crate::train::{Point, Unit};

/// The name of standard input.
pub const STANDARD_INPUT: &str = "-";
/// The most bytes that are read before it answers, so that reading a long log can be stopped.
const MOST_READ: usize = 16 << 20;
/// With more files than this, each is open only while it is read.
const MOST_OPEN: usize = 64;

/// A log that is followed.
#[derive(Debug)]
pub struct Log {
    /// Its name as given.
    pub name: String,
    source: Source,
    streams: Vec<Stream>,
    joiner: Joiner,
    /// What is to be told, in sentences.
    notices: Vec<String>,
    told: Told,
    /// What was handed out before everything is read again.
    before: Vec<Point>,
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
    /// Words of the diagnosis, when they were first said.
    pub said: Vec<Said>,
    /// Whether more is there that has not been read.
    pub has_more: bool,
}

impl Log {
    /// A log at this path, a folder of logs, or standard input. It need not be there yet.
    pub fn new(path: &Path, chosen: Chosen) -> Log {
        let source = if path == Path::new(STANDARD_INPUT) {
            Source::Pipe(Pipe::standard_input())
        } else if path.is_dir() {
            Source::Folder(path.to_owned())
        } else {
            Source::File
        };
        let mut log = Log {
            name: path.display().to_string(),
            source,
            streams: Vec::new(),
            joiner: Joiner::new(chosen),
            notices: Vec::new(),
            told: Told::default(),
            before: Vec::new(),
        };
        match &log.source {
            Source::File => log.add_stream(Part::single(path)),
            Source::Pipe(_) => log.streams.push(Stream::new(None)),
            Source::Folder(_) => {}
        }
        log
    }

    /// The evaluations in it.
    pub fn course(&self) -> &Course {
        &self.joiner.course
    }

    /// The format of its first file.
    pub fn format(&self) -> Format {
        let formats = self.streams.iter().map(|stream| stream.reader.format());
        formats.into_iter().find(|format| *format != Format::Unknown).unwrap_or(Format::Unknown)
    }

    /// The name of the column that is taken for a role.
    pub fn column(&self, role: Role) -> Option<&str> {
        self.joiner.column(role)
    }

    /// All columns that had a number.
    pub fn columns(&self) -> &[String] {
        self.joiner.rows.names()
    }

    /// The columns that a person has named.
    pub fn chosen(&self) -> &Chosen {
        &self.joiner.chosen
    }

    /// Guesses that might as well be others.
    pub fn doubts(&self) -> &[Doubt] {
        &self.joiner.roles.doubts
    }

    /// What its steps are.
    pub fn unit(&self) -> Unit {
        self.course().elsewhere().unit
    }

    /// Whether any file of it is there.
    pub fn is_there(&self) -> bool {
        self.streams.iter().any(|stream| stream.path().is_none_or(Path::exists))
    }

    /// Whether nothing more will come: the pipe has ended.
    pub fn has_ended(&self) -> bool {
        matches!(&self.source, Source::Pipe(pipe) if pipe.has_ended)
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
        self.read_again();
        Some(name)
    }

    /// Looks at the log, waiting at most so long for a pipe.
    ///
    /// # Errors
    /// When it is there and cannot be read.
    pub fn look(&mut self, wait: Duration) -> io::Result<News> {
        if let Source::Folder(path) = &self.source {
            let known: Vec<&Path> = self.streams.iter().filter_map(Stream::path).collect();
            let new: Vec<Part> = folder::parts(path)
                .into_iter()
                .filter(|part| !known.contains(&part.path.as_path()))
                .collect();
            self.take_up(new);
        }
        self.streams.iter_mut().for_each(|stream| stream.is_at_end = false);
        let (mut read, mut wait) = (0, wait);
        while read < MOST_READ {
            // Files of one run are read side by side, by their steps, so that what belongs together is joined.
            let waiting = self.streams.iter().enumerate().filter(|(_, stream)| !stream.is_at_end);
            let Some((next, _)) = waiting.min_by_key(|(_, stream)| stream.step) else { break };
            read += self.read_stream(next, wait)?;
            wait = Duration::ZERO;
        }
        let has_more = self.streams.iter().any(|stream| !stream.is_at_end);
        self.joiner.course.draw();
        self.notices.extend(self.told.news(&self.joiner.course, &self.streams));
        let mut points = self.joiner.course.take_fresh(usize::from(has_more));
        if !has_more {
            let before = std::mem::take(&mut self.before);
            let is_known = |point: &Point| {
                let place = before.binary_search_by_key(&point.step, |known| known.step);
                place.is_ok_and(|place| is_same(&before[place], point))
            };
            points.retain(|point| !is_known(point));
        }
        Ok(self.news(points, has_more))
    }

    /// Reads what has no end because nothing more will come.
    pub fn end(&mut self) -> News {
        for stream in 0..self.streams.len() {
            self.streams[stream].reader.end(&mut self.joiner.rows);
            self.take_rows(stream);
        }
        self.joiner.course.draw();
        self.notices.extend(self.told.news(&self.joiner.course, &self.streams));
        let points = self.joiner.course.take_fresh(0);
        self.news(points, false)
    }

    fn news(&mut self, points: Vec<Point>, has_more: bool) -> News {
        let said = if has_more { Vec::new() } else { self.joiner.course.take_said() };
        News { points, notices: std::mem::take(&mut self.notices), said, has_more }
    }

    /// Follows new files of a folder. Those of another kind than before, or of a newer version, take the place of all others.
    fn take_up(&mut self, new: Vec<Part>) {
        let replaces = new.iter().any(|part| !part.is_one_of_many()) && !self.streams.is_empty();
        if replaces {
            self.streams.clear();
            self.joiner.course = Course::default();
        }
        for part in new {
            self.add_stream(part);
        }
    }

    fn add_stream(&mut self, part: Part) {
        let same = self
            .streams
            .iter()
            .position(|stream| stream.part.as_ref().is_some_and(|other| other.group() == part.group()));
        let mut stream = Stream::new(Some(part));
        stream.group = same.map_or(self.streams.len(), |same| self.streams[same].group);
        self.streams.push(stream);
    }

    /// Reads on in a file or the pipe; returns how many bytes.
    fn read_stream(&mut self, nth: usize, wait: Duration) -> io::Result<usize> {
        let mut bytes = Vec::new();
        let Log { source, streams, joiner, .. } = self;
        let is_one_of_many = streams.len() > MOST_OPEN;
        let stream = &mut streams[nth];
        let found = match (&mut stream.file, source) {
            (Some(file), _) => {
                if stream.reader.format() == Format::Document && stream.is_settled && file.look_again()? {
                    stream.restart();
                    return Ok(0);
                }
                file.look(&mut bytes)?
            }
            (None, Source::Pipe(pipe)) => {
                pipe.look(&mut bytes, wait)?;
                if bytes.is_empty() { Found::Nothing } else { Found::More }
            }
            (None, _) => Found::Absent,
        };
        if let Found::Again(again) = found {
            let name = stream.path().map_or_else(String::new, |path| path.display().to_string());
            self.notices.push(format!("{name} {}.", again.words()));
            stream.restart();
            // Of a file that was moved away, what has been read still holds.
            if again != Again::Replaced {
                joiner.course = Course::default();
                let others = streams.iter_mut().enumerate().filter(|(other, _)| *other != nth);
                others.for_each(|(_, stream)| stream.reopen());
            }
        }
        let stream = &mut streams[nth];
        if bytes.is_empty() {
            if stream.reader.format() == Format::Document && !stream.is_settled {
                stream.is_settled = stream.reader.settle(&mut joiner.rows);
                if stream.is_settled {
                    self.before = joiner.course.take_all();
                } else {
                    stream.reopen(); // half of it was written: it is read again from its beginning
                }
            }
            stream.is_at_end = true;
            if let Some(file) = stream.file.as_mut().filter(|_| is_one_of_many) {
                file.close();
            }
        } else {
            stream.reader.read(&bytes, &mut joiner.rows);
        }
        self.take_rows(nth);
        Ok(bytes.len())
    }

    /// Joins the rows that have been read to the evaluations.
    fn take_rows(&mut self, nth: usize) {
        match self.joiner.join(&mut self.streams[nth]) {
            Joining::Onward => {}
            Joining::Back { from, to } => {
                let unit = self.unit();
                self.notices.push(format!(
                    "The {}s went back from {} to {}: the run was resumed, and what follows replaces what was there.",
                    unit.name(),
                    unit.number(from),
                    unit.number(to)
                ));
            }
            Joining::OtherColumns => self.read_again(),
        }
    }

    /// Reads everything again, by what the columns are now.
    fn read_again(&mut self) {
        self.joiner.restart();
        self.told = Told::default();
        self.streams.iter_mut().for_each(Stream::reopen);
        let Source::Pipe(pipe) = &self.source else { return };
        let Some(bytes) = pipe.again().map(<[u8]>::to_vec) else {
            self.notices
                .push("The columns hold from here on: what came before has not been kept.".to_owned());
            return;
        };
        self.streams[0].reader.read(&bytes, &mut self.joiner.rows);
        self.take_rows(0);
    }
}

/// Whether two evaluations have the same numbers.
fn is_same(one: &Point, other: &Point) -> bool {
    let bits = |point: &Point| {
        let validation = point.validation.map(|set| [set.loss, set.accuracy()].map(f64::to_bits));
        let sets = [point.train, point.test].map(|set| [set.loss, set.accuracy()].map(f64::to_bits));
        (point.step, sets, validation)
    };
    bits(one) == bits(other)
}
