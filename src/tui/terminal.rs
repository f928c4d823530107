//! The terminal: taken over on the way in, given back on every way out.
//!
//! ratatui's own `init` and `restore` are not used: on a dead terminal `restore` aborts the program, and
//! their panic hook tears the screen down when another thread panics.

use std::io::{self, BufWriter, IsTerminal, Stdout, Write, stdin, stdout};
use std::mem::ManuallyDrop;
use std::panic;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use ratatui::backend::{Backend, CrosstermBackend};
use ratatui::crossterm::cursor::{Hide, Show};
use ratatui::crossterm::style::force_color_output;
use ratatui::crossterm::terminal::{
    EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode,
};
use ratatui::crossterm::{execute, queue};
use ratatui::layout::Rect;
use ratatui::{Frame, Terminal};

use crate::error::Error;

/// Room for a whole frame, so that it reaches the terminal in one or two writes.
const BUFFER: usize = 1 << 20;
/// The terminal shows what lies between these at once, if it knows them (DEC private mode 2026).
const BEGIN_FRAME: &[u8] = b"\x1b[?2026h";
const END_FRAME: &[u8] = b"\x1b[?2026l";

/// Whether the terminal is ours; seen by signals and by the panic hook, which have nothing else.
static UP: AtomicBool = AtomicBool::new(false);

type Backing = CrosstermBackend<BufWriter<Stdout>>;

/// The terminal while it is ours. Dropping this gives it back.
pub struct Screen {
    /// Never dropped: ratatui would print if the cursor cannot be shown, and on a dead terminal that panics.
    terminal: ManuallyDrop<Terminal<Backing>>,
}

impl Screen {
    /// Takes the terminal over.
    ///
    /// # Errors
    /// When there is none, or it refuses.
    pub fn enter() -> Result<Screen, Error> {
        check()?;
        install_hook();
        // NO_COLOR would make crossterm write resets, which undo bold and reverse; the theme strips colours.
        force_color_output(true);
        take_over().map_err(Error::Terminal)?;
        let backend = CrosstermBackend::new(BufWriter::with_capacity(BUFFER, stdout()));
        match Terminal::new(backend) {
            Ok(terminal) => Ok(Screen { terminal: ManuallyDrop::new(terminal) }),
            Err(fault) => {
                give_back();
                Err(Error::Terminal(fault))
            }
        }
    }

    /// Columns and rows.
    pub fn size(&self) -> (u16, u16) {
        self.terminal.size().map_or((0, 0), |size| (size.width, size.height))
    }

    /// Draws one frame.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub fn draw(&mut self, render: impl FnOnce(&mut Frame)) -> Result<(), Error> {
        if !UP.load(Ordering::SeqCst) {
            return Ok(()); // another program is in front
        }
        let result = self.draw_frame(render);
        // Whatever happened: a terminal that waits for the end of a frame shows nothing more.
        let end = self.terminal.backend_mut().write_all(END_FRAME);
        let flush = io::Write::flush(self.terminal.backend_mut());
        result.and(end).and(flush).map_err(Error::Terminal)
    }

    fn draw_frame(&mut self, render: impl FnOnce(&mut Frame)) -> io::Result<()> {
        self.terminal.backend_mut().write_all(BEGIN_FRAME)?;
        self.terminal.draw(render).map(drop)
    }

    /// Takes the terminal over again, unless another program is in front, and forgets what it showed.
    ///
    /// # Errors
    /// When the terminal refuses.
    pub fn resume(&mut self) -> Result<(), Error> {
        if !super::signals::is_in_front() {
            return Ok(());
        }
        take_over().map_err(Error::Terminal)?;
        // Not `clear`: it asks the terminal where the cursor is, and the answer would go to the keyboard thread.
        let size = self.terminal.backend().size().map_err(Error::Terminal)?;
        self.terminal.resize(Rect::new(0, 0, size.width, size.height)).map_err(Error::Terminal)
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        give_back();
    }
}

fn check() -> Result<(), Error> {
    let problem = if !stdout().is_terminal() {
        "the output is not a terminal"
    } else if !stdin().is_terminal() {
        "the input is not a terminal"
    } else if std::env::var_os("TERM").is_some_and(|term| term == "dumb") {
        "this terminal (TERM=dumb) cannot show a screen"
    } else {
        return Ok(());
    };
    Err(Error::NoTerminal { problem })
}

fn take_over() -> io::Result<()> {
    UP.store(true, Ordering::SeqCst);
    let result = enable_raw_mode().and_then(|()| execute!(stdout(), EnterAlternateScreen, Hide));
    if result.is_err() {
        give_back();
    }
    result
}

/// Gives the terminal back, once, from any thread. Nothing can be done about a terminal that is gone, so
/// every fault is passed over in silence.
pub fn give_back() {
    if !UP.swap(false, Ordering::SeqCst) {
        return;
    }
    let mut out = stdout();
    let _ = out.write_all(END_FRAME);
    let _ = queue!(out, Show, LeaveAlternateScreen);
    let _ = out.flush();
    let _ = disable_raw_mode();
}

/// A panic of the screen's own thread gives the terminal back and is printed; one of another thread stays
/// silent while the screen is up, and its thread reports it.
fn install_hook() {
    let screen_thread = thread::current().id();
    let before = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        if thread::current().id() == screen_thread {
            give_back();
        }
        if !UP.load(Ordering::SeqCst) {
            before(info);
        }
    }));
}
