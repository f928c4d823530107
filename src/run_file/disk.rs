//! The thread that writes a run file. What a full disk does not take waits.

use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::PathBuf;
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
    /// The lines that follow belong into this file.
    Open(PathBuf),
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
                Ok(Message::Open(path)) => {
                    self.write(&mut waiting);
                    waiting.clear();
                    self.open(path);
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

    fn open(&mut self, path: PathBuf) {
        match OpenOptions::new().create(true).append(true).open(&path) {
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
        match file.write_all(waiting.as_bytes()) {
            Ok(()) => {
                self.written += waiting.len() as u64;
                waiting.clear();
                self.say(None);
            }
            Err(error) => {
                let _ = file.set_len(self.written);
                let problem = format!("{} is not complete: {error}", path.display());
                self.say(Some(problem));
            }
        }
        lock(&self.disk).waiting = waiting.len();
    }

    fn say(&self, problem: Option<String>) {
        lock(&self.disk).problem = problem;
    }
}

/// Locks what the writing thread says.
pub fn lock(disk: &Mutex<Disk>) -> MutexGuard<'_, Disk> {
    disk.lock().unwrap_or_else(PoisonError::into_inner)
}
