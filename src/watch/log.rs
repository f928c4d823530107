//! One run of another program: its files or the pipe it comes through, what its columns are, and the evaluations in it.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::clock::{Clock, Content, Unit};
use super::course::{Course, Gap, Joined};
use super::curves::Said;
use super::file::{Followed, Found};
use super::folder::{self, Part};
use super::names::Role;
use super::pipe::Pipe;
use super::reader::{Format, Reader};
use super::roles::{Chosen, Doubt, Roles};
use super::rows::{Cell, Rows};
use crate::numbers::{counted, grouped};
use crate::train::Point;

/// The name of standard input.
pub const STANDARD_INPUT: &str = "-";
/// The most looks at the files of a log before it answers, so that a long log can be stopped.
const LOOKS: usize = 64;

/// A log that is followed.
#[derive(Debug)]
pub struct Log {
    /// Its name as given.
    pub name: String,
    source: Source,
    streams: Vec<Stream>,
    rows: Rows,
    chosen: Chosen,
    roles: Roles,
    of_columns: BTreeMap<usize, Role>,
    /// The number of columns when the roles were guessed.
    guessed_from: usize,
    course: Course,
    /// Roles whose values are in per cent.
    percent: Vec<Role>,
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

/// A file of a log, or the pipe.
#[derive(Debug)]
struct Stream {
    part: Option<Part>,
    file: Option<Followed>,
    reader: Reader,
    /// The number of the part of the log whose steps it continues.
    group: usize,
    clock: Clock,
    /// The last step that it told of.
    step: u64,
    /// Whether all that is there has been read.
    is_at_end: bool,
    /// Whether the document has been read as a whole.
    is_settled: bool,
}

/// What has been told already.
#[derive(Debug, Default)]
struct Told {
    gaps: BTreeMap<Role, Gap>,
    late: u64,
    too_long: u64,
    damaged: Vec<usize>,
    binary: bool,
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
            rows: Rows::default(),
            chosen,
            roles: Roles::default(),
            of_columns: BTreeMap::new(),
            guessed_from: 0,
            course: Course::default(),
            percent: Vec::new(),
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
        &self.course
    }

    /// The format of its first file.
    pub fn format(&self) -> Format {
        let formats = self.streams.iter().map(|stream| stream.reader.format());
        formats.into_iter().find(|format| *format != Format::Unknown).unwrap_or(Format::Unknown)
    }

    /// The name of the column that is taken for a role.
    pub fn column(&self, role: Role) -> Option<&str> {
        self.roles.column(role).map(|column| self.rows.names()[column].as_str())
    }

    /// All columns that had a number.
    pub fn columns(&self) -> &[String] {
        self.rows.names()
    }

    /// The columns that a person has named.
    pub fn chosen(&self) -> &Chosen {
        &self.chosen
    }

    /// Guesses that might as well be others.
    pub fn doubts(&self) -> &[Doubt] {
        &self.roles.doubts
    }

    /// What its steps are, if they are not the steps of the log.
    pub fn unit(&self) -> Unit {
        self.streams.first().map_or(Unit::Steps, |stream| stream.clock.unit)
    }

    /// Whether any file of it is there.
    pub fn is_there(&self) -> bool {
        self.streams.iter().any(|stream| stream.path().is_none_or(Path::exists))
    }

    /// Whether nothing more will come: the pipe has ended.
    pub fn has_ended(&self) -> bool {
        matches!(&self.source, Source::Pipe(pipe) if pipe.has_ended)
    }

    /// Whether it comes through standard input, so that looking at it can wait for it.
    pub fn is_pipe(&self) -> bool {
        matches!(self.source, Source::Pipe(_))
    }

    /// Takes another column for a role, and reads the log again.
    pub fn choose(&mut self, role: Role, column: String) {
        self.chosen.set(role, column);
        self.guess();
        self.read_again();
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
        for _ in 0..LOOKS {
            // Files of one run are read side by side, by their steps, so that what belongs together is joined.
            let waiting = self.streams.iter().enumerate().filter(|(_, stream)| !stream.is_at_end);
            let Some((next, _)) = waiting.min_by_key(|(_, stream)| stream.step) else { break };
            self.read_stream(next, wait)?;
        }
        let has_more = self.streams.iter().any(|stream| !stream.is_at_end);
        self.course.draw();
        self.tell_numbers();
        let mut points = self.course.take_fresh(usize::from(has_more));
        if !self.before.is_empty() && !has_more {
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
            self.streams[stream].reader.end(&mut self.rows);
            self.take_rows(stream);
        }
        self.course.draw();
        self.tell_numbers();
        let points = self.course.take_fresh(0);
        self.news(points, false)
    }

    fn news(&mut self, points: Vec<Point>, has_more: bool) -> News {
        let said = if has_more { Vec::new() } else { self.course.take_said() };
        News { points, notices: std::mem::take(&mut self.notices), said, has_more }
    }

    /// Follows new files of a folder. Those of another kind than before, or of a newer version, take the place of all others.
    fn take_up(&mut self, new: Vec<Part>) {
        let replaces = new.iter().any(|part| !part.is_one_of_many()) && !self.streams.is_empty();
        if replaces {
            self.streams.clear();
            self.course = Course::default();
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

    fn read_stream(&mut self, nth: usize, wait: Duration) -> io::Result<()> {
        let mut bytes = Vec::new();
        let Log { source, streams, rows, .. } = self;
        let stream = &mut streams[nth];
        let found = match (&mut stream.file, source) {
            (Some(file), _) => {
                if stream.reader.format() == Format::Document && stream.is_settled && file.look_again()? {
                    stream.restart();
                    self.before = self.course.take_all();
                    return Ok(());
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
            let name =
                stream.file.as_ref().map_or_else(String::new, |file| file.path().display().to_string());
            self.notices.push(format!("{name} {}.", again.words()));
            stream.restart();
            if again != super::file::Again::Replaced {
                self.course = Course::default();
            }
        }
        if bytes.is_empty() {
            if stream.reader.format() == Format::Document && !stream.is_settled {
                stream.is_settled = stream.reader.settle(rows);
                if !stream.is_settled {
                    stream.restart(); // half of it was written: it is read again from its beginning
                    stream.reopen();
                }
            }
            stream.is_at_end = true;
        } else {
            stream.reader.read(&bytes, rows);
        }
        self.take_rows(nth);
        Ok(())
    }

    /// Joins the rows that have been read to the evaluations.
    fn take_rows(&mut self, nth: usize) {
        let rows = self.rows.take();
        if self.rows.names().len() > self.guessed_from && self.guess() {
            return self.read_again();
        }
        let mut back = None;
        for row in rows.iter() {
            if let Joined::Back { from, to } = self.take_row(nth, row) {
                back = Some(back.map_or((from, to), |(first, _)| (first, to)));
            }
        }
        if let Some((from, to)) = back {
            self.notices.push(format!(
                "The steps went back from {} to {}: the run was resumed, and what follows replaces what was there.",
                grouped(from),
                grouped(to)
            ));
        }
    }

    fn take_row(&mut self, nth: usize, row: &[Cell]) -> Joined {
        let (mut step, mut epoch, mut values) = (None, None, Vec::new());
        for cell in row {
            match self.of_columns.get(&cell.column) {
                Some(Role::Step) => step = Some(cell.value),
                Some(Role::Epoch) => epoch = Some(cell.value),
                Some(&role) => values.push((role, self.share(role, cell.value))),
                None => {}
            }
        }
        let content = match (values.is_empty(), step.or(epoch)) {
            (true, None) => return Joined::Onward,
            (true, Some(_)) => Content::Header,
            (false, _) => Content::Values,
        };
        let stream = &mut self.streams[nth];
        let Some(moment) = stream.clock.moment(step, epoch, content) else { return Joined::Onward };
        stream.step = moment.step;
        self.course.add(stream.group, moment, &values)
    }

    /// An accuracy in per cent as a share.
    fn share(&mut self, role: Role, value: f64) -> f64 {
        if !matches!(role, Role::TrainAccuracy | Role::TestAccuracy | Role::ValidationAccuracy) {
            return value;
        }
        if value > 1.0 && value <= 100.0 && !self.percent.contains(&role) {
            self.percent.push(role);
        }
        if self.percent.contains(&role) { value / 100.0 } else { value }
    }

    /// Guesses what the columns are; returns whether what was read before was read by another guess.
    fn guess(&mut self) -> bool {
        let roles = Roles::of(&self.rows, &self.chosen);
        let contradicts = roles.contradicts(&self.roles) && self.course.evaluations() > 0;
        self.guessed_from = self.rows.names().len();
        self.of_columns = roles.of_columns();
        self.roles = roles;
        contradicts
    }

    /// Reads everything again, by what the columns are now.
    fn read_again(&mut self) {
        self.course = Course::default();
        self.told = Told::default();
        self.percent.clear();
        for stream in &mut self.streams {
            stream.restart();
            stream.reopen();
        }
        let Source::Pipe(pipe) = &self.source else { return };
        let Some(bytes) = pipe.again().map(<[u8]>::to_vec) else {
            self.notices
                .push("The columns hold from here on: what came before has not been kept.".to_owned());
            return;
        };
        self.streams[0].reader.read(&bytes, &mut self.rows);
        self.take_rows(0);
    }

    /// Tells of what could not be read as it stands.
    fn tell_numbers(&mut self) {
        for (role, gap) in &self.course.gaps {
            let told = self.told.gaps.insert(*role, *gap);
            if told == Some(*gap) {
                continue;
            }
            let new = gap.count - told.map_or(0, |told| told.count.min(gap.count));
            self.notices.push(format!(
                "{} of the {} {} not finite and left out, the last one at step {}.",
                counted(new, "value"),
                role.words(),
                if new == 1 { "is" } else { "are" },
                grouped(gap.last_step)
            ));
        }
        if self.course.late > self.told.late {
            let late = self.course.late - self.told.late;
            self.told.late = self.course.late;
            self.notices.push(format!("{} came too late to be joined to others.", counted(late, "row")));
        }
        let too_long = self.streams.iter().map(|stream| stream.reader.too_long()).sum();
        if too_long > self.told.too_long {
            let lines = counted(too_long - self.told.too_long, "line");
            self.told.too_long = too_long;
            self.notices.push(format!("{lines} too long to be an evaluation: skipped."));
        }
        for (nth, stream) in self.streams.iter().enumerate() {
            let path = || {
                stream.path().map_or_else(|| "standard input".to_owned(), |path| path.display().to_string())
            };
            if stream.reader.is_damaged() && !self.told.damaged.contains(&nth) {
                self.told.damaged.push(nth);
                self.notices.push(format!("{} has a damaged record; what follows it is not read.", path()));
            }
            if stream.reader.format() == Format::Binary && !self.told.binary {
                self.told.binary = true;
                self.notices.push(format!("{} is no log: it is neither text nor an event file.", path()));
            }
        }
    }
}

impl Stream {
    fn new(part: Option<Part>) -> Stream {
        let reader = part.as_ref().map_or_else(|| Reader::new(""), Part::reader);
        let file = part.as_ref().map(|part| Followed::new(&part.path));
        Stream {
            part,
            file,
            reader,
            group: 0,
            clock: Clock::default(),
            step: 0,
            is_at_end: false,
            is_settled: false,
        }
    }

    fn path(&self) -> Option<&Path> {
        self.part.as_ref().map(|part| part.path.as_path())
    }

    /// Expects the beginning of a log.
    fn restart(&mut self) {
        self.reader = self.part.as_ref().map_or_else(|| Reader::new(""), Part::reader);
        self.clock = Clock::default();
        (self.step, self.is_settled) = (0, false);
    }

    /// Reads the file from its beginning.
    fn reopen(&mut self) {
        self.file = self.part.as_ref().map(|part| Followed::new(&part.path));
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
