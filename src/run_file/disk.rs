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
        let mut waiting = String::new();
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
                Ok(Message::Lines(lines)) => waiting += &lines,
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
    fn leave(&mut self, waiting: &mut String) {
        self.write(waiting);
        waiting.clear();
        self.file = None;
    }

    fn open(&mut self, path: PathBuf, is_free: io::Result<()>) {
        let opened = is_free.and_then(|()| OpenOptions::new().create(true).append(true).open(&path));
        match opened {
            Ok(file) => {
                self.written = file.metadata().map_or(0, |file| file.len());
                self.file = Some((file, path));
            }
            Err(error) => self.say(Some(format!("{} cannot be written: {error}", path.display()))),
        }
    }

    /// Writes what waits. What cannot be written stays, and half a line is taken back.
    fn write(&mut self, waiting: &mut String) {
        let Some((file, path)) = &mut self.file else { return };
        if waiting.is_empty() {
            return;
        }
        let (taken, result) = write_until_full(file, waiting.as_bytes());
        let lines = whole_lines(waiting, taken);
        self.written += lines as u64;
        waiting.drain(..lines);
        let problem = result.err().map(|error| {
            let _ = file.set_len(self.written);
            format!("{} is not complete: {error}", path.display())
        });
        self.say(problem);
        lock(&self.disk).waiting = waiting.len();
    }

    fn say(&self, problem: Option<String>) {
        lock(&self.disk).problem = problem;
    }
}

/// As `write_all`, and returns how many bytes were written before an error.
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

/// The bytes of the lines that end within the first `taken` bytes.
fn whole_lines(text: &str, taken: usize) -> usize {
    text.as_bytes()[..taken].iter().rposition(|&byte| byte == b'\n').map_or(0, |end| end + 1)
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

    /// Takes so many bytes, three at a time.
    struct Full(usize);

    impl Write for Full {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            let taken = bytes.len().min(3).min(self.0);
            self.0 -= taken;
            if taken == 0 { Err(io::ErrorKind::StorageFull.into()) } else { Ok(taken) }
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_disk_keeps_the_lines_that_fit() {
        let text = "one\ntwo\nthree\n";
        for (room, kept) in [(0, 0), (3, 0), (4, 4), (7, 4), (8, 8), (13, 8), (14, 14), (20, 14)] {
            let (taken, result) = write_until_full(&mut Full(room), text.as_bytes());
            assert_eq!((taken, result.is_ok()), (room.min(14), room >= 14));
            assert_eq!(whole_lines(text, taken), kept);
        }
    }
}
