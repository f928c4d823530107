//! The thread that writes a run file. What a full disk does not take waits.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crossbeam_channel::{Receiver, RecvTimeoutError};

/// The time between two attempts to write to a full disk.
const BETWEEN_ATTEMPTS: Duration = Duration::from_millis(500);

/// What the writing thread says.
#[derive(Debug, Default)]
pub struct Disk {
    /// Bytes that wait.
    pub waiting: usize,
    pub problem: Option<String>,
}

#[derive(Debug)]
pub enum Message {
    /// The lines that follow are of a new run, and belong into this file. What it holds is kept under the same name with a tilde.
    New(PathBuf),
    /// The lines that follow go on with the run in this file.
    GoOn(PathBuf),
    Lines(String),
}

/// The writing thread.
pub struct Output {
    file: Option<(File, PathBuf)>,
    /// The bytes of whole lines in the file.
    written: u64,
    disk: Arc<Mutex<Disk>>,
}

impl Output {
    /// A thread that has no file yet.
    pub fn new(disk: Arc<Mutex<Disk>>) -> Output {
        Output { file: None, written: 0, disk }
    }

    /// Writes what arrives, until nobody sends any more.
    pub fn work(mut self, inbox: &Receiver<Message>) {
        let mut waiting = Vec::new();
        loop {
            let message = if waiting.is_empty() {
                inbox.recv().map_err(|_| RecvTimeoutError::Disconnected)
            } else {
                inbox.recv_timeout(BETWEEN_ATTEMPTS)
            };
            match message {
                Ok(Message::New(path)) => {
                    self.leave(&mut waiting);
                    let is_free = put_aside(&path);
                    self.open(path, is_free);
                }
                Ok(Message::GoOn(path)) => {
                    self.leave(&mut waiting);
                    self.open(path, Ok(()));
                }
                Ok(Message::Lines(lines)) => waiting.extend(lines.into_bytes()),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => {
                    self.write(&mut waiting);
                    return;
                }
            }
            if inbox.is_empty() {
                self.write(&mut waiting);
            }
        }
    }

    /// Leaves the file, with as much of what waits as it takes.
    fn leave(&mut self, waiting: &mut Vec<u8>) {
        self.write(waiting);
        waiting.clear();
        self.file = None;
    }

    fn open(&mut self, path: PathBuf, is_free: io::Result<()>) {
        let opened = is_free
            .and_then(|()| OpenOptions::new().create(true).append(true).open(&path))
            .and_then(|file| Ok((file.metadata()?.len(), file)));
        match opened {
            Ok((len, file)) => {
                self.written = len;
                self.file = Some((file, path));
            }
            Err(error) => self.say(Some(format!("{} cannot be written: {error}", path.display()))),
        }
    }

    /// Writes what waits. What cannot be written stays, and half a line is taken back.
    fn write(&mut self, waiting: &mut Vec<u8>) {
        let Some((file, path)) = &mut self.file else { return };
        if waiting.is_empty() {
            return;
        }
        let result = append(file, &mut self.written, waiting);
        let problem = result.err().map(|error| format!("{} is not complete: {error}", path.display()));
        self.say(problem);
        lock(&self.disk).waiting = waiting.len();
    }

    fn say(&self, problem: Option<String>) {
        lock(&self.disk).problem = problem;
    }
}

/// What lines are appended to.
trait Shorten: Write {
    /// Cuts what is behind the first `len` bytes.
    fn shorten(&mut self, len: u64) -> io::Result<()>;
}

impl Shorten for File {
    fn shorten(&mut self, len: u64) -> io::Result<()> {
        self.set_len(len)
    }
}

/// Appends whole lines, as many as there is room for, to a file of `written` bytes, and takes them out of `waiting`.
fn append(file: &mut impl Shorten, written: &mut u64, waiting: &mut Vec<u8>) -> io::Result<()> {
    let (taken, result) = write_until_full(file, waiting);
    let lines = length_of_whole_lines(&waiting[..taken]);
    // Half a line that cannot be taken back stays, and its other half is written next time.
    let is_whole = result.is_ok() || file.shorten(*written + lines as u64).is_ok();
    let kept = if is_whole { lines } else { taken };
    *written += kept as u64;
    waiting.drain(..kept);
    result
}

/// Like `write_all`, but also returns how many bytes were written before an error.
fn write_until_full(file: &mut impl Write, bytes: &[u8]) -> (usize, io::Result<()>) {
    let mut taken = 0;
    while taken < bytes.len() {
        match file.write(&bytes[taken..]) {
            Ok(0) => return (taken, Err(io::ErrorKind::WriteZero.into())),
            Ok(count) => taken += count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return (taken, Err(error)),
        }
    }
    (taken, Ok(()))
}

/// The length in bytes of the lines that end within `bytes`.
fn length_of_whole_lines(bytes: &[u8]) -> usize {
    bytes.iter().rposition(|&byte| byte == b'\n').map_or(0, |end| end + 1)
}

/// Keeps a file that is not empty under the same name with a tilde. Devices and pipes are written to as they are.
pub fn put_aside(path: &Path) -> io::Result<()> {
    if path.metadata().is_ok_and(|file| file.is_file() && file.len() > 0) {
        fs::rename(path, with_tilde(path, "~"))?;
    }
    Ok(())
}

/// The path with something behind its name.
pub fn with_tilde(path: &Path, tilde: &str) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(tilde);
    path.with_file_name(name)
}

/// Locks what the writing thread says.
pub fn lock(disk: &Mutex<Disk>) -> MutexGuard<'_, Disk> {
    disk.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A disk with so much room, of which it takes at most three bytes at a time.
    struct Full {
        bytes: Vec<u8>,
        room: usize,
        can_shorten: bool,
    }

    impl Write for Full {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            let taken = bytes.len().min(3).min(self.room - self.bytes.len());
            self.bytes.extend(&bytes[..taken]);
            if taken == 0 { Err(io::ErrorKind::StorageFull.into()) } else { Ok(taken) }
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    impl Shorten for Full {
        fn shorten(&mut self, len: u64) -> io::Result<()> {
            if !self.can_shorten {
                return Err(io::ErrorKind::InvalidInput.into());
            }
            self.bytes.truncate(len as usize);
            Ok(())
        }
    }

    #[test]
    fn a_full_disk_keeps_the_lines_that_fit_and_gets_the_rest_later() {
        let text = "one\nnaïve\nto\n".as_bytes();
        // The 7th byte is the first half of a letter.
        for (room, whole) in [(0, 0), (3, 0), (4, 4), (7, 4), (11, 11), (13, 11), (14, 14), (20, 14)] {
            for can_shorten in [true, false] {
                let mut disk = Full { bytes: Vec::new(), room, can_shorten };
                let (mut written, mut waiting) = (0, text.to_vec());
                let kept = if can_shorten { whole } else { room.min(14) };
                assert_eq!(append(&mut disk, &mut written, &mut waiting).is_ok(), room >= 14);
                assert_eq!((&disk.bytes[..], &waiting[..]), text.split_at(kept));
                assert_eq!(written, kept as u64);
                waiting.extend(b"end\n");
                disk.room = 100;
                assert!(append(&mut disk, &mut written, &mut waiting).is_ok() && waiting.is_empty());
                assert_eq!(disk.bytes, [text, b"end\n"].concat());
                assert_eq!(written, 18);
            }
        }
    }
}
