//! The event loop: waits for keys, reports, results and signals, and draws when something has changed.
//!
//! Each of them has a channel of its own. The loop never waits for any single one.

use std::mem;
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, never, select, unbounded};
use ratatui::crossterm::event::Event;

use super::app::App;
use super::backend::Backend;
use super::effects::{Next, carry_out};
use super::keyboard::keyboard;
use super::message::{Effect, Message};
use super::screen;
use super::terminal::input::Input;
use super::terminal::{Signal, Terminal, panic_hook, signals, watchdog};
use super::theme::Theme;
use crate::data;
use crate::display::{DisplayOptions, FrameRate, Mouse};
use crate::error::Error;
use crate::launch::InitialScreen;
use crate::program_name::program_name;
use crate::run_file::SessionFiles;
use crate::train::Report;
use crate::watch::Log;

/// The time between two frames without a key press.
const FRAME: Duration = Duration::from_millis(40);
/// The time between two frames with `--calm`.
const CALM_FRAME: Duration = Duration::from_millis(500);
/// The pause after a frame, in multiples of the time it took to send; a slow connection stays responsive to keys.
const REST_AFTER_FRAME: u32 = 4;
/// The time between two checks whether a suspended program is in the foreground again; not every shell sends a
/// signal.
const IN_BACKGROUND: Duration = Duration::from_millis(250);
/// The time in which a terminal answers a question, if it does.
const ANSWER: Duration = Duration::from_millis(250);
/// The longest time between two frames, however slow the connection.
const LONGEST_FRAME: Duration = Duration::from_secs(2);
/// The maximum number of events handled before the next frame.
const EVENTS_A_FRAME: usize = 1_024;
/// The longest wait without events.
const IDLE: Duration = Duration::from_secs(60);

struct EventLoop {
    app: App,
    terminal: Terminal,
    backend: Backend,
    /// The time between two frames without a key press.
    frame: Duration,
    mouse: Mouse,
    /// Whether the state has changed since the last frame.
    dirty: bool,
    /// Whether the program is in the background.
    is_hidden: bool,
    last_frame: Option<Instant>,
    /// The time it took to send the last frame.
    sending: Duration,
    exit: Option<u8>,
}

/// Runs the screen until a key or a signal ends it, and returns the exit code.
///
/// # Errors
/// When there is no terminal or it fails, or when the file given cannot be read.
pub fn run(
    start: InitialScreen,
    threads: usize,
    display_options: DisplayOptions,
    files: SessionFiles,
) -> Result<u8, Error> {
    panic_hook::install();
    let signals = signals()?; // before there is a terminal to put right, and a size to look up
    if start.is_on_standard_input() {
        data::make_way_for_keys();
    }
    let mut terminal = Terminal::open_recorded(files.recording.as_deref())?;
    let (theme, size) = (Theme::detect(display_options), terminal.size());
    if display_options.glyphs.is_none() && theme.unicode() {
        terminal.ask_for_widths()?;
    }
    let last_run = files.keeping.last_run();
    let (backend, results) = Backend::new(threads, files.keeping);
    let (mut app, effects) = match start {
        InitialScreen::Picker => App::new(theme, size, None),
        InitialScreen::Run(setup) => App::new(theme, size, Some(setup)),
        InitialScreen::File(pending) => App::reading(theme, size, pending),
        InitialScreen::Saved(pending) => App::reading_run(theme, size, pending),
        InitialScreen::Sweep(pending) => App::sweeping(theme, size, pending),
        InitialScreen::Logs { sources, chosen } => {
            let logs = sources.iter().map(|path| Log::new(path, chosen.clone())).collect();
            App::watching(theme, size, logs)
        }
    };
    app.program = program_name();
    app.picker.last_run = last_run;
    let mut this = EventLoop {
        app,
        terminal,
        backend,
        frame: match display_options.frame_rate {
            FrameRate::Normal => FRAME,
            FrameRate::Low => CALM_FRAME,
        },
        mouse: display_options.mouse,
        dirty: true,
        is_hidden: false,
        last_frame: None,
        sending: Duration::ZERO,
        exit: None,
    };
    this.carry_out(effects)?;
    let keyboard = keyboard()?;
    // Without it a closed window ends the program by SIGHUP only.
    let _ = watchdog::watch();
    let ended = this.turn(&keyboard, &results, &signals);
    this.take_late_answer(&keyboard);
    let code = ended?;
    // The words must be on the terminal before the threads are waited for: one may be in the middle of a long step, and
    // the key that quits at once gives it little time.
    let EventLoop { app, terminal, .. } = &mut this;
    terminal.close(&app.farewell().filter(|_| code == 0).unwrap_or_default());
    Ok(code)
}

/// The exit code when the keyboard channel has ended: the terminal is gone, unless the thread panicked.
fn without_keys() -> Result<u8, Error> {
    panic_hook::take_message()
        .map_or(Ok(signals::exit_code(signals::HANG_UP)), |words| Err(Error::Panic(words)))
}

impl EventLoop {
    fn turn(
        &mut self,
        keyboard: &Receiver<Input>,
        results: &Receiver<Message>,
        signals: &Receiver<Signal>,
    ) -> Result<u8, Error> {
        let no_keys = never();
        loop {
            if let Some(code) = self.exit {
                return Ok(code);
            }
            self.draw_if_due()?;
            let wait = if self.dirty { self.until_frame() } else { IDLE };
            // Leave the keyboard alone until the trainer has caught up with the queued commands.
            let (keyboard, wait) =
                if self.backend.is_behind() { (&no_keys, self.frame) } else { (keyboard, wait) };
            let reports = self.backend.reports();
            select! {
                recv(keyboard) -> event => match event {
                    Ok(event) => self.handle_keys(event, keyboard)?,
                    Err(_) => return without_keys(),
                },
                recv(reports) -> report => match report {
                    Ok(report) => self.handle_report(report)?,
                    Err(_) => self.backend.trainer_ended(),
                },
                recv(results) -> result => if let Ok(message) = result { self.handle(message)? },
                recv(signals) -> signal => if let Ok(signal) = signal { self.obey(signal)? },
                default(wait) => {}
            }
        }
    }

    /// Handles an event and those queued behind it, and draws at once.
    fn handle_keys(&mut self, first: Input, keyboard: &Receiver<Input>) -> Result<(), Error> {
        for input in [first].into_iter().chain(keyboard.try_iter().take(EVENTS_A_FRAME)) {
            match input {
                Input::Event(Event::Key(key)) => self.handle(Message::Key(key))?,
                Input::Event(Event::Mouse(mouse)) => self.handle(Message::Mouse(mouse))?,
                Input::Event(Event::Paste(text)) => self.handle(Message::Paste(text))?,
                Input::Event(Event::Resize(..)) => self.resize()?,
                Input::Event(Event::FocusGained | Event::FocusLost) => {}
                Input::Burst(text) => self.handle(Message::Burst(text))?,
                Input::Cursor { row, column } => self.learn_width(row, column)?,
            }
        }
        self.last_frame = None;
        Ok(())
    }

    /// Uses ASCII if the terminal draws characters wider than they are taken for, unless the person has chosen.
    fn learn_width(&mut self, row: u16, column: u16) -> Result<(), Error> {
        if self.terminal.learns_that_glyphs_are_wide(row, column) {
            self.handle(Message::WideGlyphs)?;
            self.resize()?; // what was drawn so far stands in the wrong places
        }
        Ok(())
    }

    /// Waits for the answer to a question that the terminal has been asked just now: the shell would take it for keys.
    fn take_late_answer(&self, keyboard: &Receiver<Input>) {
        let Some(asked) = self.terminal.asked_for_widths() else { return };
        let is_signal = self.exit.is_some_and(|code| code > 0);
        while !is_signal && let Some(time) = ANSWER.checked_sub(asked.elapsed()) {
            match keyboard.recv_timeout(time) {
                Err(_) | Ok(Input::Cursor { .. }) => return,
                Ok(_) => {}
            }
        }
    }

    fn handle_report(&mut self, report: Report) -> Result<(), Error> {
        if matches!(report, Report::Failed(..)) {
            drop(panic_hook::take_message()); // the trainer says itself what happened
        }
        self.handle(Message::Report(report))
    }

    fn handle(&mut self, message: Message) -> Result<(), Error> {
        self.dirty = true;
        let effects = self.app.update(message);
        self.carry_out(effects)?;
        let mouse = self.mouse == Mouse::Auto && self.app.uses_mouse();
        self.terminal.capture_mouse(mouse)
    }

    fn carry_out(&mut self, effects: Vec<Effect>) -> Result<(), Error> {
        for effect in effects {
            match carry_out(effect, &mut self.backend)? {
                Next::GoOn => {}
                Next::Copy(text) => self.terminal.copy(&text)?,
                Next::Suspend => {
                    signals::ask_to_stop();
                    self.obey(Signal::Stop)?;
                }
                Next::Quit => self.exit = Some(0),
            }
        }
        Ok(())
    }

    fn obey(&mut self, signal: Signal) -> Result<(), Error> {
        match signal {
            Signal::End(number) => {
                self.exit = Some(signals::exit_code(number));
                return Ok(());
            }
            Signal::Stop => self.terminal.suspend()?,
            Signal::Continue => self.terminal.resume()?,
            Signal::Resize => {}
        }
        self.resize()?; // after a stop it may have another size, too
        self.last_frame = None;
        self.dirty = true;
        Ok(())
    }

    fn resize(&mut self) -> Result<(), Error> {
        self.terminal.resized()?;
        let (width, height) = self.terminal.size();
        self.handle(Message::Resize(width, height))
    }

    fn draw_if_due(&mut self) -> Result<(), Error> {
        if self.dirty && self.until_frame().is_zero() {
            let app = &self.app;
            let start = Instant::now();
            let is_shown = self.terminal.draw(|frame| screen::draw(app, frame.area(), frame.buffer_mut()))?;
            self.sending = start.elapsed();
            self.last_frame = Some(Instant::now());
            self.dirty = !is_shown;
            let was_hidden = mem::replace(&mut self.is_hidden, !is_shown);
            if was_hidden && is_shown {
                self.resize()?; // nobody has told it in the background
            }
        }
        Ok(())
    }

    fn until_frame(&self) -> Duration {
        let pause = if self.is_hidden { IN_BACKGROUND } else { pause(self.frame, self.sending) };
        self.last_frame.map_or(Duration::ZERO, |last| pause.saturating_sub(last.elapsed()))
    }
}

/// The time between two frames: `wanted`, or longer if sending takes long.
fn pause(wanted: Duration, sending: Duration) -> Duration {
    (REST_AFTER_FRAME * sending).clamp(wanted, LONGEST_FRAME.max(wanted))
}

fn signals() -> Result<Receiver<Signal>, Error> {
    let (out, signals) = unbounded();
    signals::watch(move |signal| {
        let _ = out.send(signal); // the loop has ended already
    })?;
    Ok(signals)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slow_connection_is_given_fewer_frames() {
        let [quick, slow, stuck] = [2, 200, 60_000].map(Duration::from_millis);
        assert_eq!(pause(FRAME, quick), FRAME);
        assert_eq!(pause(CALM_FRAME, quick), CALM_FRAME);
        assert_eq!(pause(FRAME, slow), 4 * slow);
        assert_eq!(pause(FRAME, stuck), LONGEST_FRAME, "but some");
    }
}
