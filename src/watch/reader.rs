//! The formats of logs, and how each is recognised by its first bytes.

use super::event_file::EventFile;
use super::json;
use super::json_document::{self, Whole};
use super::lines::{self, Lines};
use super::means::Means;
use super::names;
use super::rows::Rows;
use super::table::Table;
use super::text::Text;

/// Bytes after which a log whose format is still not known has none.
const MOST_UNKNOWN: usize = 1 << 20;
/// The most bytes of a document that is rewritten as a whole.
const LARGEST_DOCUMENT: usize = 64 << 20;

/// A format of logs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Nothing has been read yet.
    Unknown,
    /// A table of text.
    Table,
    /// A JSON object on each line.
    JsonLines,
    /// One JSON document, which is rewritten as a whole.
    Document,
    /// Lines with numbers after names.
    Text,
    /// An event file of TensorBoard.
    Events,
    /// A file of burn for one quantity in one epoch.
    Burn,
    /// Bytes that are no log.
    Binary,
}

impl Format {
    /// Its name in sentences.
    pub fn name(self) -> &'static str {
        match self {
            Format::Unknown => "unknown",
            Format::Table => "a table",
            Format::JsonLines => "JSON lines",
            Format::Document => "a JSON document",
            Format::Text => "text",
            Format::Events => "TensorBoard events",
            Format::Burn => "a log of burn",
            Format::Binary => "no log",
        }
    }
}

/// Turns the bytes of a log into rows.
#[derive(Debug)]
pub struct Reader {
    lines: Lines,
    state: State,
    /// Its folder, as seen from that of the run.
    folder: String,
}

#[derive(Debug)]
enum State {
    /// The first bytes, which do not say the format yet.
    Unknown(Vec<u8>),
    Table(Table),
    JsonLines,
    Document(Document),
    Text(Text),
    Events(EventFile),
    Burn(Means),
    Binary,
}

/// The bytes of a document up to now.
#[derive(Debug, Default)]
struct Document {
    bytes: Vec<u8>,
    /// Whether it has been tried to read them.
    is_tried: bool,
    is_too_large: bool,
}

impl Document {
    fn add(&mut self, bytes: &[u8]) {
        self.is_too_large |= self.bytes.len() + bytes.len() > LARGEST_DOCUMENT;
        if self.is_too_large {
            self.bytes = Vec::new();
        } else {
            self.bytes.extend_from_slice(bytes);
            self.is_tried = false;
        }
    }
}

impl Reader {
    /// A reader of whatever a log turns out to be. `folder` is that of an event file, as seen from that of the run.
    pub fn new(folder: &str) -> Reader {
        Reader { lines: Lines::default(), state: State::Unknown(Vec::new()), folder: folder.to_owned() }
    }

    /// A reader of a file of burn.
    pub fn of_burn(means: Means) -> Reader {
        Reader { lines: Lines::default(), state: State::Burn(means), folder: String::new() }
    }

    /// The format.
    pub fn format(&self) -> Format {
        match self.state {
            State::Unknown(_) => Format::Unknown,
            State::Table(_) => Format::Table,
            State::JsonLines => Format::JsonLines,
            State::Document(_) => Format::Document,
            State::Text(_) => Format::Text,
            State::Events(_) => Format::Events,
            State::Burn(_) => Format::Burn,
            State::Binary => Format::Binary,
        }
    }

    /// How many lines were too long to be read.
    pub fn too_long(&self) -> u64 {
        self.lines.too_long
    }

    /// Whether a record was damaged, so that the rest of the file cannot be read.
    pub fn is_damaged(&self) -> bool {
        matches!(&self.state, State::Events(file) if file.is_damaged)
    }

    /// Whether it is a document that is too large to be read.
    pub fn is_too_large(&self) -> bool {
        matches!(&self.state, State::Document(document) if document.is_too_large)
    }

    /// Whether it is a document of which all that was handed over has been read.
    pub fn is_read_document(&self) -> bool {
        matches!(&self.state, State::Document(document) if document.is_tried)
    }

    /// Reads what follows.
    pub fn read(&mut self, bytes: &[u8], rows: &mut Rows) {
        let Reader { lines, state, folder } = self;
        match state {
            State::Unknown(start) => {
                start.extend_from_slice(bytes);
                let Some(known) = recognized(start, folder) else { return };
                let start = std::mem::take(start);
                *state = known;
                self.read(&start, rows);
            }
            State::Table(table) => lines.read(bytes, |line| table.line(line, rows)),
            State::JsonLines => lines.read(bytes, |line| {
                let _ = json::line(line, rows); // other lines are messages of the program
            }),
            State::Document(document) => document.add(bytes),
            State::Text(text) => lines.read(bytes, |line| text.line(line, rows)),
            State::Events(file) => file.read(bytes, rows),
            State::Burn(means) => {
                lines.read(bytes, |line| means.line(line));
                means.row(rows);
            }
            State::Binary => {}
        }
    }

    /// Reads a document once all of it that is there has been handed over. Returns its rows if it is whole; `None` as well if
    /// this was done before, and of other formats.
    pub fn document(&mut self) -> Option<(Rows, Whole)> {
        if let State::Unknown(start) = &mut self.state {
            // A document in one line may have no end of that line.
            let may_be_whole =
                start.trim_ascii_end().ends_with(b"}") || start.trim_ascii_end().ends_with(b"]");
            if !may_be_whole || !json_document::is_of_lists(start) {
                return None;
            }
            let bytes = std::mem::take(start);
            self.state = State::Document(Document { bytes, ..Document::default() });
        }
        let State::Document(document) = &mut self.state else { return None };
        if std::mem::replace(&mut document.is_tried, true) {
            return None;
        }
        let mut rows = Rows::default();
        let whole = json_document::document(&document.bytes, &mut rows)?;
        Some((rows, whole))
    }

    /// Reads the last line, which has no end because the log has ended.
    pub fn end(&mut self, rows: &mut Rows) {
        match &self.state {
            State::Document(_) | State::Events(_) => {}
            State::Unknown(start) if start.is_empty() => {}
            State::Unknown(_) => self.read(b"\n\n", rows),
            _ => self.read(b"\n", rows),
        }
    }
}

/// The state of a reader of a log that begins so; `None` if more of it is needed.
fn recognized(start: &[u8], folder: &str) -> Option<State> {
    if EventFile::begins(start) {
        return Some(State::Events(EventFile::new(folder)));
    }
    let text = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(start).trim_ascii_start();
    if start.iter().take(512).any(|&byte| byte == 0) {
        // Twelve bytes tell whether it is an event file.
        return (start.len() >= 12).then_some(State::Binary);
    }
    let text_state = || State::Text(Text::default());
    let document = || State::Document(Document::default());
    let mut members = Rows::default();
    let is_late = start.len() > MOST_UNKNOWN;
    let is_whole = |line: &&[u8]| line.last().is_some_and(|&byte| lines::is_end(byte)) || is_late;
    let mut lines = text
        .split_inclusive(|&byte| lines::is_end(byte))
        .filter(is_whole)
        .filter(|line| !line.trim_ascii().is_empty());
    let first = lines.next()?;
    let first_text = lines::text(first.trim_ascii());
    match first.first() {
        Some(b'{') if json::line(first, &mut members) => {
            let is_row = members.names().iter().any(|name| names::meaning(name).is_some());
            let is_document = !is_row && json_document::is_of_lists(first);
            return Some(if is_document { document() } else { State::JsonLines });
        }
        Some(b'{') if first_text.starts_with("{'") => return Some(text_state()),
        Some(b'{') => return Some(document()),
        Some(b'[') if is_list(&first_text) => return Some(document()),
        _ => {}
    }
    if !may_be_header(&first_text) {
        return Some(text_state());
    }
    let Some(second) = lines.next() else { return is_late.then(text_state) };
    let second = lines::text(second.trim_ascii());
    let separator = Table::separator(&first_text, &second);
    Some(separator.map_or_else(text_state, |separator| State::Table(Table::new(separator))))
}

/// Whether a line begins a list of JSON, and not text with something else in brackets: a round, the time, a name.
fn is_list(line: &str) -> bool {
    line.get(1..).is_some_and(|rest| rest.trim_start().starts_with(['{', '[']) || rest.trim().is_empty())
}

/// Whether a line may be the names of the columns of a table. In `train:loss` a colon is part of a name, in `loss: 0.5` and
/// `12:30:05` it is not.
fn may_be_header(line: &str) -> bool {
    let separates = |c: char| ",\t; ".contains(c);
    let is_value = |rest: &str| !rest.starts_with(char::is_alphabetic);
    line.contains(separates) && !line.contains(['=', '{']) && !line.split(':').skip(1).any(is_value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn format(text: &str) -> Format {
        let mut reader = Reader::new("");
        reader.read(text.as_bytes(), &mut Rows::default());
        reader.format()
    }

    #[test]
    fn a_document_in_one_line_needs_no_end_of_the_line_and_is_read_once() {
        let (mut reader, mut rows) = (Reader::new(""), Rows::default());
        reader.read(br#"{"loss": [3, 2], "val_loss""#, &mut rows);
        assert!(reader.document().is_none() && reader.format() == Format::Unknown);
        reader.read(b": [4, 3]}", &mut rows);
        let (mut found, _) = reader.document().expect("it is whole");
        assert_eq!((found.take_named().len(), reader.format()), (2, Format::Document));
        reader.end(&mut rows);
        assert!(reader.document().is_none() && rows.take_named().is_empty());
    }

    #[test]
    fn a_document_without_measure_takes_no_memory() {
        let (mut reader, mut rows) = (Reader::new(""), Rows::default());
        reader.read(b"[\n", &mut rows);
        for _ in 0..5 {
            reader.read(&vec![b' '; LARGEST_DOCUMENT / 4], &mut rows);
        }
        assert!(reader.is_too_large() && reader.document().is_none());
        let State::Document(document) = &reader.state else { panic!() };
        assert_eq!(document.bytes.capacity(), 0);
    }

    #[test]
    fn formats_are_told_by_their_first_lines() {
        for (text, expected) in [
            ("epoch,loss\n1,0.5\n", Format::Table),
            ("step\tloss\n1\t0.5\n", Format::Table),
            ("epoch loss val\n  1  0.5 0.6\n", Format::Table),
            ("1,0.5,0.6\n2,0.4,0.5\n", Format::Table),
            ("epoch,loss\n", Format::Unknown),
            ("epoch,train:loss,val:loss\n1,0.5,0.6\n", Format::Table),
            ("\r\nepoch,loss\r\n1,0.5\r\n", Format::Table),
            ("  1%|1| 4/40 [00:00<?]\rloss: 0.5\n", Format::Text),
            ("{\"loss\": 0.5, \"betas\": [0.9, 0.99]}\n", Format::JsonLines),
            ("{\"loss\": 0.5}\n", Format::JsonLines),
            ("{\"loss\": [0.5]}\n", Format::Document),
            ("{\n  \"log_history\": [", Format::Document),
            ("[\n {", Format::Document),
            ("[{\"loss\": 1}]\n", Format::Document),
            ("{'loss': 0.5}\n", Format::Text),
            ("[0]\ttrain-logloss:0.6\n", Format::Text),
            ("[LightGBM] [Info] Number of positive: 33, number of negative: 27\n", Format::Text),
            ("Starting now, please wait\nepoch 1 loss 0.5\n", Format::Text),
            ("loss=0.5\n", Format::Text),
            ("\u{7f}ELF\0\0\0\0\0\0\0\0\0", Format::Binary),
        ] {
            assert_eq!(format(text), expected, "{text:?}");
        }
    }
}
