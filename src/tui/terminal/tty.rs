//! The terminal as the event loop uses it.

use std::io::{self, BufWriter, Write};
use std::process;

use ratatui::backend::{Backend, CrosstermBackend};
use ratatui::crossterm::style::force_color_output;
use ratatui::layout::{Rect, Size};
use ratatui::{Frame, TerminalOptions, Viewport};

use super::guard::Guard;
use super::modes::{BEGIN_SYNCHRONIZED, CAPTURE_MOUSE, END_SYNCHRONIZED, RELEASE_MOUSE};
use super::{ending, guard, job, output, signals, watchdog};
use crate::error::Error;

/// Room for a whole frame of a large window in true colour, so that it goes out in one piece: unbuffered, a
/// frame is some four hundred writes.
const FRAME_BYTES: usize = 1 << 20;

/// The largest screen that is drawn, in columns and rows. A terminal may call itself larger than memory is.
const LARGEST: (u16, u16) = (1_000, 500);

/// The terminal with the screen on it; dropping it gives the terminal back.
#[derive(Debug)]
pub struct Terminal {
    // Dropped first, so that what ratatui writes when it goes, and what is left of a frame, has nowhere to go.
    _guard: Guard,
    screen: ratatui::Terminal<CrosstermBackend<BufWriter<Output>>>,
    /// Whether presses of the mouse are wanted.
    mouse: bool,
}

impl Terminal {
    /// Takes the terminal over.
    ///
    /// # Errors
    /// [`Error::NoTerminal`] if there is none to draw on, [`Error::Terminal`] if it refuses; in both cases
    /// it is as it was before.
    pub fn open() -> Result<Self, Error> {
        // With NO_COLOR set, crossterm writes resets in place of colours, which also end bold and reverse.
        // The palette leaves the colours out instead.
        force_color_output(true);
        let guard = Guard::enter()?;
        let backend = CrosstermBackend::new(BufWriter::with_capacity(FRAME_BYTES, Output));
        let area = drawn(backend.size().map_err(Error::Terminal)?);
        // Not `Fullscreen`, which would take any size.
        let options = TerminalOptions { viewport: Viewport::Fixed(area) };
        let screen = ratatui::Terminal::with_options(backend, options).map_err(Error::Terminal)?;
        Ok(Self { _guard: guard, screen, mouse: false })
    }

    /// Columns and rows that are drawn.
    pub fn size(&self) -> (u16, u16) {
        let area = self.screen.size().map(drawn).unwrap_or_default();
        (area.width, area.height)
    }

    /// Draws one frame and says whether it could be: in the background, where the terminal is the shell's, nothing is
    /// drawn, and the first frame after that takes the terminal back.
    ///
    /// # Errors
    /// [`Error::Terminal`] if the terminal does not take it. If the terminal is gone altogether, this does
    /// not return: the process ends as by a hang-up.
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

    /// Ctrl-Z: gives the terminal back, stops the process and all that belong to the same job, and returns
    /// once it is continued, with the screen up again if that was in the foreground.
    ///
    /// # Errors
    /// [`Error::Terminal`] if the terminal cannot be taken back.
    pub fn suspend(&mut self) -> Result<(), Error> {
        if ending::has_begun() {
            return Ok(()); // nobody could tell a process that has stopped how far it is
        }
        guard::leave();
        if !job::has_shell() {
            let way_out = format!("overfit has stopped; kill -CONT {} continues it\r\n", process::id());
            let _ = output::put_all(way_out.as_bytes());
        }
        job::stop();
        self.resume()
    }

    /// To be called at [`Signal::Continue`](signals::Signal::Continue): after a stop that the program could not see coming (`kill -STOP`)
    /// the shell has used the terminal, so enter and draw everything again.
    ///
    /// # Errors
    /// [`Error::Terminal`] if the terminal cannot be taken back.
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

    /// Enters again if the process is in the foreground, and says whether it is.
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

    /// To be called when the terminal has changed its size, to whatever and back: what it shows now is its own
    /// guess, so the next frame draws everything.
    ///
    /// # Errors
    /// [`Error::Terminal`] if the terminal does not say how large it is.
    pub fn resized(&mut self) -> Result<(), Error> {
        self.forget_picture().map_err(failed)
    }

    /// Takes the presses of the mouse, or leaves them to the terminal, which selects text with them.
    ///
    /// # Errors
    /// [`Error::Terminal`] if the terminal does not take the order.
    pub fn capture_mouse(&mut self, wanted: bool) -> Result<(), Error> {
        if wanted == self.mouse {
            return Ok(());
        }
        self.mouse = wanted;
        self.tell_mouse().map_err(failed)
    }

    fn tell_mouse(&mut self) -> io::Result<()> {
        let order = if self.mouse { CAPTURE_MOUSE } else { RELEASE_MOUSE };
        self.screen.backend_mut().write_all(order)?;
        Backend::flush(self.screen.backend_mut())
    }

    /// Makes the next frame draw every cell. `resize`, because `Terminal::clear` asks the terminal where its
    /// cursor is, and the answer goes to the thread that reads the keys.
    fn forget_picture(&mut self) -> io::Result<()> {
        let area = drawn(self.screen.size()?);
        self.screen.resize(area)
    }

    fn draw_synchronized(&mut self, frame: impl FnOnce(&mut Frame)) -> io::Result<()> {
        self.screen.backend_mut().write_all(BEGIN_SYNCHRONIZED)?;
        let drawn = self.screen.draw(frame).map(drop);
        // Sent even if drawing failed: a terminal left waiting for the end shows nothing more.
        let backend = self.screen.backend_mut();
        let ended = backend.write_all(END_SYNCHRONIZED).and_then(|()| Backend::flush(backend));
        drawn.and(ended)
    }
}

/// What is drawn of a terminal of that size.
fn drawn(size: Size) -> Rect {
    Rect::new(0, 0, size.width.min(LARGEST.0), size.height.min(LARGEST.1))
}

/// An error of a terminal that is gone has nobody to be told to.
fn failed(source: io::Error) -> Error {
    if watchdog::is_lost() {
        signals::end_as_hung_up();
    }
    Error::Terminal(source)
}

/// Standard output while the screen is up. What is written while it is down is dropped: the rest of a frame
/// that a signal or a panic cut off must not end up in the shell.
#[derive(Debug)]
struct Output;

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        guard::put_if_up(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
