//! A recording of what is written to the terminal, as an asciicast.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::time::{Duration, Instant};

use crate::error::Error;
use crate::export::Asciicast;

/// The longest time that something stays in the buffer.
const BETWEEN_FLUSHES: Duration = Duration::from_millis(500);

/// A recording that goes on. If it cannot be written any more, it ends there.
#[derive(Debug)]
pub struct Recording {
    file: Option<BufWriter<File>>,
    cast: Asciicast,
    start: Instant,
    flushed: Instant,
}

impl Recording {
    /// A recording in a new file, of a terminal with so many columns and rows.
    ///
    /// # Errors
    /// When the file is there already, or cannot be written.
    pub fn create(path: &Path, (width, height): (u16, u16), command: &str) -> Result<Recording, Error> {
        let unwritable = Error::unwritable(path);
        let mut file = BufWriter::new(File::create_new(path).map_err(&unwritable)?);
        file.write_all(Asciicast::header(width, height, "overfit", command).as_bytes())
            .map_err(&unwritable)?;
        file.flush().map_err(&unwritable)?;
        let now = Instant::now();
        Ok(Recording { file: Some(file), cast: Asciicast::default(), start: now, flushed: now })
    }

    /// Adds what was written to the terminal.
    pub fn add(&mut self, bytes: &[u8]) {
        if let Some(event) = self.cast.output(self.start.elapsed(), bytes) {
            self.write(&event);
        }
    }

    /// Adds a new size of the terminal.
    pub fn resize(&mut self, (width, height): (u16, u16)) {
        self.write(&Asciicast::resize(self.start.elapsed(), width, height));
    }

    fn write(&mut self, event: &str) {
        let Some(file) = &mut self.file else { return };
        let mut write = || -> io::Result<()> {
            file.write_all(event.as_bytes())?;
            if self.flushed.elapsed() >= BETWEEN_FLUSHES {
                self.flushed = Instant::now();
                file.flush()?;
            }
            Ok(())
        };
        if write().is_err() {
            self.file = None; // the screen goes on
        }
    }
}
