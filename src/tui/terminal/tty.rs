//! The terminal for the event loop: drawing, suspending, resizing and the mouse.

use std::env;
use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::process;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use ratatui::backend::Backend;
use ratatui::crossterm::style::force_color_output;
use ratatui::layout::{Rect, Size};
use ratatui::{Frame, TerminalOptions, Viewport};

use super::compact::CompactBackend;
use super::guard::Guard;
use super::modes::{BEGIN_SYNCHRONIZED, CAPTURE_MOUSE, END_SYNCHRONIZED, RELEASE_MOUSE};
use super::recording::Recording;
use super::{clipboard, ending, guard, job, output, signals, watchdog, widths};
use crate::error::Error;
use crate::train::quoted;

/// Bytes of a buffer that holds a frame of a large window in true colour. Unbuffered, a frame takes about 400 writes.
const FRAME_BYTES: usize = 1 << 20;

/// Columns and rows of the largest screen that is drawn. A terminal may report a size that does not fit into memory.
const LARGEST: (u16, u16) = (1_000, 500);

/// The terminal with the screen up. Dropping it restores the terminal.
#[derive(Debug)]
pub struct Terminal {
    // Dropped first, so that the rest of a frame and what ratatui writes when dropped do not reach the terminal.
    _guard: Guard,
    screen: ratatui::Terminal<CompactBackend<BufWriter<Output>>>,
    recording: Option<Shared>,
    /// Whether the mouse is captured.
    mouse: bool,
    /// When the terminal was asked how wide it draws glyphs, until it has answered.
    asked_for_widths: Option<Instant>,
}

impl Terminal {
    /// Enters the screen.
    ///
    /// # Errors
    /// [`Error::NoTerminal`] if there is no terminal to draw on, [`Error::Terminal`] if entering fails. The terminal is
    /// restored in both cases.
    pub fn open() -> Result<Self, Error> {
        Self::open_recorded(None)
    }

    /// Enters the screen, with a recording in a new file.
    ///
    /// # Errors
    /// As [`Terminal::open`], and when the file cannot be written.
    pub fn open_recorded(recorded: Option<&Path>) -> Result<Self, Error> {
        // With NO_COLOR set, crossterm 0.29 writes resets instead of colours, which also end bold and reverse. The theme
        // leaves colours out instead. Not needed once crossterm #1069 is released.
        force_color_output(true);
        let area = drawn(CompactBackend::new(io::sink()).size().map_err(Error::Terminal)?);
        let recording = recorded.map(|path| Recording::create(path, (area.width, area.height), &command()));
        let recording = recording.transpose()?.map(|recording| Arc::new(Mutex::new(recording)));
        let guard = Guard::enter()?;
        let backend = CompactBackend::new(BufWriter::with_capacity(
            FRAME_BYTES,
            Output { recording: recording.clone() },
        ));
        // Not `Fullscreen`, which would take any size.
        let options = TerminalOptions { viewport: Viewport::Fixed(area) };
        let screen = ratatui::Terminal::with_options(backend, options).map_err(Error::Terminal)?;
        Ok(Self { _guard: guard, screen, recording, mouse: false, asked_for_widths: None })
    }

    /// Asks the terminal how wide it draws the glyphs whose width Unicode leaves open. The answer comes among the keys, or
    /// never, and is not waited for.
    ///
    /// # Errors
    /// [`Error::Terminal`] if writing fails.
    pub fn ask_for_widths(&mut self) -> Result<(), Error> {
        self.asked_for_widths = Some(Instant::now());
        let backend = self.screen.backend_mut();
        let written = backend.write_all(&widths::question()).and_then(|()| Backend::flush(backend));
        written.map_err(failed)
    }

    /// Takes the answer to [`ask_for_widths`](Self::ask_for_widths), and returns whether a glyph is wider than one column.
    pub fn learns_that_glyphs_are_wide(&mut self, row: u16, column: u16) -> bool {
        let is_answer = self.asked_for_widths.take().is_some();
        is_answer && widths::are_wide(row, column)
    }

    /// When the terminal was asked for widths, unless it has answered.
    pub fn asked_for_widths(&self) -> Option<Instant> {
        self.asked_for_widths
    }

    /// The columns and rows that are drawn.
    pub fn size(&self) -> (u16, u16) {
        let area = self.screen.size().map(drawn).unwrap_or_default();
        (area.width, area.height)
    }

    /// Draws a frame and returns whether it was drawn. In the background nothing is drawn; the first frame in the
    /// foreground enters the screen again.
    ///
    /// # Errors
    /// [`Error::Terminal`] if writing fails. If the terminal is gone, the process ends with the exit code of SIGHUP.
    pub fn draw(&mut self, frame: impl FnOnce(&mut Frame)) -> Result<bool, Error> {
        if !job::in_foreground() {
            guard::leave();
            return Ok(false);
        }
        let is_up = if guard::is_up() { Ok(true) } else { self.take_back() };
        let drawn = is_up
            .and_then(|is_up| if is_up { self.draw_synchronized(frame).map(|()| true) } else { Ok(false) });
        drawn.map_err(failed)
    }

    /// Restores the terminal, stops the process group as Ctrl-Z does, and returns once it is continued. In the foreground the
    /// screen is up again then.
    ///
    /// # Errors
    /// [`Error::Terminal`] if the screen cannot be entered again.
    pub fn suspend(&mut self) -> Result<(), Error> {
        if ending::has_begun() {
            return Ok(()); // a stopped process could not end
        }
        guard::leave();
        if !job::has_shell() {
            let way_out = format!("overfit has stopped; kill -CONT {} continues it\r\n", process::id());
            let _ = output::put_all(way_out.as_bytes());
        }
        job::stop();
        self.resume()
    }

    /// Enters the screen again and redraws everything. Must be called at [`Signal::Continue`](signals::Signal::Continue),
    /// because after `kill -STOP` the shell has used the terminal.
    ///
    /// # Errors
    /// [`Error::Terminal`] if the screen cannot be entered again.
    pub fn resume(&mut self) -> Result<(), Error> {
        if !job::in_foreground() {
            guard::leave();
            return Ok(());
        }
        if guard::is_up() && job::keys_are_ours() {
            return self.forget_picture().map_err(failed);
        }
        guard::leave();
        self.take_back().map(drop).map_err(failed)
    }

    /// Enters the screen again if the process is in the foreground, and returns whether it is.
    fn take_back(&mut self) -> io::Result<bool> {
        if !job::in_foreground() {
            return Ok(false);
        }
        guard::enter()?;
        if self.mouse {
            self.tell_mouse()?;
        }
        self.forget_picture()?;
        Ok(true)
    }

    /// Makes the next frame draw every cell. Must be called when the size has changed, even if it is back to what it was:
    /// what a terminal shows after that is undefined.
    ///
    /// # Errors
    /// [`Error::Terminal`] if the size cannot be read.
    pub fn resized(&mut self) -> Result<(), Error> {
        self.forget_picture().map_err(failed)?;
        if let Some(recording) = &self.recording {
            lock(recording).resize(self.size());
        }
        Ok(())
    }

    /// Captures the mouse, or leaves it to the terminal, which selects text with it.
    ///
    /// # Errors
    /// [`Error::Terminal`] if writing fails.
    pub fn capture_mouse(&mut self, wanted: bool) -> Result<(), Error> {
        if wanted == self.mouse {
            return Ok(());
        }
        self.mouse = wanted;
        self.tell_mouse().map_err(failed)
    }

    /// Sends a text to the clipboard of the terminal, which may refuse it without a word.
    ///
    /// # Errors
    /// [`Error::Terminal`] if writing fails.
    pub fn copy(&mut self, text: &str) -> Result<(), Error> {
        let backend = self.screen.backend_mut();
        let written = backend.write_all(&clipboard::sequence(text)).and_then(|()| Backend::flush(backend));
        written.map_err(failed)
    }

    /// Restores the terminal and leaves `words` on it. Errors are ignored, because the terminal may be gone.
    pub fn close(&mut self, words: &str) {
        guard::leave();
        let _ = output::put_all(words.as_bytes());
    }

    fn tell_mouse(&mut self) -> io::Result<()> {
        let order = if self.mouse { CAPTURE_MOUSE } else { RELEASE_MOUSE };
        self.screen.backend_mut().write_all(order)?;
        Backend::flush(self.screen.backend_mut())
    }

    /// Makes the next frame draw every cell.
    ///
    /// Uses `resize`, because ratatui's `Terminal::clear` asks the terminal for the position of its cursor, and the thread
    /// that reads keys takes the answer (ratatui #2483). Use `clear` once the fix (#2694) is released.
    fn forget_picture(&mut self) -> io::Result<()> {
        let area = drawn(self.screen.size()?);
        self.screen.resize(area)
    }

    fn draw_synchronized(&mut self, frame: impl FnOnce(&mut Frame)) -> io::Result<()> {
        self.screen.backend_mut().write_all(BEGIN_SYNCHRONIZED)?;
        let drawn = self.screen.draw(frame).map(drop);
        // Ends the update even if drawing failed: until then the terminal shows nothing new.
        let backend = self.screen.backend_mut();
        let ended = backend.write_all(END_SYNCHRONIZED).and_then(|()| Backend::flush(backend));
        drawn.and(ended)
    }
}

/// The area that is drawn on a terminal of this size.
fn drawn(size: Size) -> Rect {
    Rect::new(0, 0, size.width.min(LARGEST.0), size.height.min(LARGEST.1))
}

/// The command line of the program, for the recording.
fn command() -> String {
    let words = env::args_os().map(|word| quoted(&word.to_string_lossy()));
    words.collect::<Vec<_>>().join(" ")
}

/// Turns an error into [`Error::Terminal`], or ends the process if the terminal is gone.
fn failed(source: io::Error) -> Error {
    if watchdog::is_lost() {
        signals::end_as_hung_up();
    }
    Error::Terminal(source)
}

/// Standard output while the screen is up. Anything written later is dropped, so that the rest of a frame that a signal or
/// a panic cut off does not end up in the shell.
#[derive(Debug)]
struct Output {
    recording: Option<Shared>,
}

/// The recording, which the output and the terminal share.
type Shared = Arc<Mutex<Recording>>;

fn lock(recording: &Shared) -> MutexGuard<'_, Recording> {
    recording.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = guard::put_if_up(bytes)?;
        if let Some(recording) = &self.recording {
            lock(recording).add(&bytes[..written]);
        }
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
