//! Follows a file by looking at it again and again: nothing else works on every file system.

use std::fs::{self, File, Metadata};
use std::io::{self, ErrorKind, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// Bytes read at once.
const CHUNK: usize = 1 << 18;
/// Bytes at the beginning, and before the place that has been read up to, by which a rewritten file is recognised.
const KNOWN: usize = 256;

/// What a look at the file has found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// It is not there.
    Absent,
    /// Nothing new.
    Nothing,
    /// Bytes that follow those before.
    More,
    /// It has been cut short or written anew: what follows is its beginning.
    Again(Again),
}

/// Why a file is read from its beginning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Again {
    /// It is shorter than what has been read.
    Shorter,
    /// Other bytes are where some have been read.
    Rewritten,
    /// Another file has its name.
    Replaced,
}

impl Again {
    /// What happened, after the name of the file.
    pub fn words(self) -> &'static str {
        match self {
            Again::Shorter => "was cut short and is read from its beginning",
            Again::Rewritten => "was written anew and is read from its beginning",
            Again::Replaced => "is another file now and is read from its beginning",
        }
    }
}

/// A file that is followed.
#[derive(Debug)]
pub struct Followed {
    path: PathBuf,
    open: Option<Open>,
}

#[derive(Debug)]
struct Open {
    /// The file, unless it was closed because there are many.
    file: Option<File>,
    /// How far it has been read.
    offset: u64,
    /// Its first bytes, and the last ones that were read.
    first: Vec<u8>,
    last: Vec<u8>,
    /// Its size and time when it was last compared with them.
    seen: (u64, Option<SystemTime>),
}

impl Followed {
    /// A file that may come to be there later.
    pub fn new(path: &Path) -> Followed {
        Followed { path: path.to_owned(), open: None }
    }

    /// Looks at the file, and puts what is new of it into `bytes`, at most a chunk.
    ///
    /// # Errors
    /// When the file is there and cannot be read.
    pub fn look(&mut self, bytes: &mut Vec<u8>) -> io::Result<Found> {
        bytes.clear();
        let Some(open) = &mut self.open else { return self.start(bytes) };
        if open.file.is_none() {
            match fs::metadata(&self.path) {
                Err(error) if is_absent(&error) => return Ok(Found::Nothing),
                Ok(now) if (now.len(), now.modified().ok()) == open.seen => return Ok(Found::Nothing),
                _ => open.file = Some(File::open(&self.path)?),
            }
        }
        // The rest of a file that has been moved away comes before what replaces it.
        open.more(bytes)?;
        if !bytes.is_empty() && open.is_as_before()? {
            open.take_in(bytes);
            return Ok(Found::More);
        }
        let again = match fs::metadata(&self.path) {
            Err(error) if is_absent(&error) => {
                return Ok(if bytes.is_empty() { Found::Nothing } else { Found::More });
            }
            Err(error) => return Err(error),
            Ok(now) if !open.is_still(&now)? => Again::Replaced,
            Ok(now) if now.len() < open.offset => Again::Shorter,
            Ok(now) => {
                let seen = (now.len(), now.modified().ok());
                if seen == open.seen || open.is_as_before()? {
                    open.seen = seen;
                    return Ok(Found::Nothing);
                }
                Again::Rewritten
            }
        };
        bytes.clear();
        self.open = None;
        match self.start(bytes)? {
            Found::More | Found::Nothing => Ok(Found::Again(again)),
            other => Ok(other),
        }
    }

    /// Reads the whole file again if it has changed: a document that is rewritten as a whole.
    ///
    /// # Errors
    /// When the file is there and cannot be read.
    pub fn look_again(&mut self) -> io::Result<bool> {
        let Some(open) = &self.open else { return Ok(true) };
        let now = match fs::metadata(&self.path) {
            Err(error) if is_absent(&error) => return Ok(false),
            other => other?,
        };
        let has_changed = (now.len(), now.modified().ok()) != open.seen || !open.is_still(&now)?;
        if has_changed {
            self.open = None;
        }
        Ok(has_changed)
    }

    /// Closes the file until it changes.
    pub fn close(&mut self) {
        if let Some(open) = &mut self.open {
            open.file = None;
        }
    }

    fn start(&mut self, bytes: &mut Vec<u8>) -> io::Result<Found> {
        let file = match File::open(&self.path) {
            Err(error) if is_absent(&error) => return Ok(Found::Absent),
            other => other?,
        };
        let data = file.metadata()?;
        if data.is_dir() {
            return Err(ErrorKind::IsADirectory.into());
        }
        let seen = (data.len(), data.modified().ok());
        let mut open = Open { file: Some(file), offset: 0, first: Vec::new(), last: Vec::new(), seen };
        open.more(bytes)?;
        open.take_in(bytes);
        self.open = Some(open);
        Ok(if bytes.is_empty() { Found::Nothing } else { Found::More })
    }
}

impl Open {
    /// Reads on.
    fn more(&mut self, bytes: &mut Vec<u8>) -> io::Result<()> {
        let Some(file) = &mut self.file else { return Ok(()) };
        file.seek(SeekFrom::Start(self.offset))?;
        file.take(CHUNK as u64).read_to_end(bytes)?;
        Ok(())
    }

    /// Counts bytes as read.
    fn take_in(&mut self, bytes: &[u8]) {
        let room = KNOWN - self.first.len();
        self.first.extend(&bytes[..bytes.len().min(room)]);
        self.last.extend(&bytes[bytes.len().saturating_sub(KNOWN)..]);
        self.last.drain(..self.last.len().saturating_sub(KNOWN));
        self.offset += bytes.len() as u64;
    }

    /// Whether the bytes that were read are still where they were.
    fn is_as_before(&mut self) -> io::Result<bool> {
        let there = |at: u64, known: &[u8], file: &mut File| -> io::Result<bool> {
            let mut bytes = vec![0; known.len()];
            file.seek(SeekFrom::Start(at))?;
            match file.read_exact(&mut bytes) {
                Err(error) if error.kind() == ErrorKind::UnexpectedEof => Ok(false),
                other => other.map(|()| bytes == known),
            }
        };
        let last = self.offset - self.last.len() as u64;
        let Some(file) = &mut self.file else { return Ok(true) };
        Ok(there(0, &self.first, file)? && there(last, &self.last, file)?)
    }

    /// Whether this is still the file of its name.
    fn is_still(&self, now: &Metadata) -> io::Result<bool> {
        self.file.as_ref().map_or(Ok(true), |file| Ok(is_same(&file.metadata()?, now)))
    }
}

fn is_absent(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory)
}

/// Whether two files are one.
#[cfg(unix)]
fn is_same(one: &Metadata, other: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    (one.dev(), one.ino()) == (other.dev(), other.ino())
}

/// Elsewhere a file has no number.
#[cfg(not(unix))]
fn is_same(_: &Metadata, _: &Metadata) -> bool {
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    /// All that a look finds, as text.
    fn look(file: &mut Followed) -> (Found, String) {
        let (mut bytes, mut text) = (Vec::new(), String::new());
        let first = file.look(&mut bytes).expect("a file");
        let mut found = first;
        while matches!(found, Found::More | Found::Again(_)) && !bytes.is_empty() {
            text += std::str::from_utf8(&bytes).expect("text");
            found = file.look(&mut bytes).expect("a file");
        }
        (first, text)
    }

    #[test]
    fn a_file_is_followed_through_all_that_happens_to_it() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("log.csv");
        let mut file = Followed::new(&path);
        let text = |text: &str| text.to_owned();
        assert_eq!(look(&mut file), (Found::Absent, text("")));
        fs::write(&path, "one\ntwo\n").expect("written");
        assert_eq!(look(&mut file), (Found::More, text("one\ntwo\n")));
        assert_eq!(look(&mut file), (Found::Nothing, text("")));
        fs::write(&path, "one\ntwo\nthree\n").expect("written");
        assert_eq!(look(&mut file), (Found::More, text("three\n")), "it has grown");
        fs::write(&path, "new\n").expect("written");
        assert_eq!(look(&mut file), (Found::Again(Again::Shorter), text("new\n")));
        fs::write(&path, "another beginning\nand more\n").expect("written");
        assert_eq!(look(&mut file), (Found::Again(Again::Rewritten), text("another beginning\nand more\n")));
        fs::rename(&path, folder.path().join("log.csv.1")).expect("moved");
        assert_eq!(look(&mut file), (Found::Nothing, text("")), "nothing has its name yet");
        fs::write(&path, "after\n").expect("written");
        assert_eq!(look(&mut file), (Found::Again(Again::Replaced), text("after\n")));
    }
}
