//! The loop: it waits for keys, reports, results and signals, and draws when something changed.
//!
//! Each comes through a channel of its own: from the keyboard, from the trainer, from the threads beside the screen, and
//! from the system. None of them is ever waited for.

use std::time::{Duration, Instant};
use std::{fs, mem};

use crossbeam_channel::{Receiver, never, select, unbounded};
use ratatui::crossterm::event::Event;

use super::app::App;
use super::message::{Effect, Message};
use super::screen;
use super::terminal::{Signal, Terminal, panic_hook, signals, watchdog};
use super::theme::Theme;
use super::threads::{Threads, keyboard};
use crate::data;
use crate::display::{DisplayOptions, FrameRate, Mouse};
use crate::error::Error;
use crate::launch::InitialScreen;
use crate::train::{Command, Pace, Report, RunId, Setup, Trainer};

/// Time between two frames that no key asked for.
const FRAME: Duration = Duration::from_millis(40);
/// The same for people, and for connections, that want it calm.
const CALM_FRAME: Duration = Duration::from_millis(500);
/// A frame is followed by so many times the time it took to send: a slow connection is left free for keys.
const REST_AFTER_FRAME: u32 = 4;
/// Not every shell tells a process that it is in the foreground again, so look now and then.
const IN_BACKGROUND: Duration = Duration::from_millis(250);
/// No connection is so slow that nothing is drawn for longer than this.
const LONGEST_FRAME: Duration = Duration::from_secs(2);
/// No more are taken in before the next frame.
const EVENTS_A_FRAME: usize = 1_024;
/// Nothing happens: wake up now and then all the same.
const IDLE: Duration = Duration::from_secs(60);

struct EventLoop {
    app: App,
    terminal: Terminal,
    trainer: Option<Trainer>,
    beside: Threads,
    /// Threads to train on.
    threads: usize,
    /// Time between two frames that no key asked for.
    frame: Duration,
    mouse: Mouse,
    /// Whether the screen shows less than is known.
    dirty: bool,
    /// Whether the screen is the shell's.
    is_hidden: bool,
    last_frame: Option<Instant>,
    /// How long the last frame took to send.
    sending: Duration,
    exit: Option<u8>,
}

/// Shows the screen until a person or a signal ends it; the answer is the exit code.
///
/// # Errors
/// When there is no terminal, or it fails; when a file that was asked for cannot be read.
pub fn run(start: InitialScreen, threads: usize, display_options: DisplayOptions) -> Result<u8, Error> {
    panic_hook::install();
    let signals = signals()?; // before there is a terminal to put right, and a size to look up
    let terminal = Terminal::open().map_err(|fault| first_fault(&start).unwrap_or(fault))?;
    let (theme, size) = (Theme::detect(display_options), terminal.size());
    let (beside, results) = Threads::new();
    let (app, effects) = match start {
        InitialScreen::Picker => App::new(theme, size, None),
        InitialScreen::Run(setup) => App::new(theme, size, Some(setup)),
        InitialScreen::File(pending) => App::reading(theme, size, pending),
    };
    let mut this = EventLoop {
        app,
        terminal,
        trainer: None,
        beside,
        threads,
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
    watchdog::watch()?;
    this.turn(&keyboard()?, &results, &signals)
}

/// The keyboard is gone, and with it the terminal, unless it is for a fault in the program.
fn without_keys() -> Result<u8, Error> {
    panic_hook::take_message()
        .map_or(Ok(signals::exit_code(signals::HANG_UP)), |words| Err(Error::Fault(words)))
}

/// What is wrong with the file, if there is one: worth more to a person than that there is no terminal either.
fn first_fault(start: &InitialScreen) -> Option<Error> {
    let InitialScreen::File(pending) = start else { return None };
    // From a pipe it may never come.
    let is_there = fs::metadata(&pending.name).is_ok_and(|file| file.is_file() || file.is_dir());
    is_there.then(|| data::resolve(&pending.name).err()).flatten()
}

impl EventLoop {
    fn turn(
        &mut self,
        keyboard: &Receiver<Event>,
        results: &Receiver<Message>,
        signals: &Receiver<Signal>,
    ) -> Result<u8, Error> {
        let (silence, no_keys) = (never(), never());
        loop {
            if let Some(code) = self.exit {
                return Ok(code);
            }
            self.draw_if_due()?;
            let wait = if self.dirty { self.until_frame() } else { IDLE };
            // Keys that nobody can press so fast wait until the trainer has caught up.
            let is_behind = self.trainer.as_ref().is_some_and(Trainer::is_behind);
            let (keyboard, wait) = if is_behind { (&no_keys, self.frame) } else { (keyboard, wait) };
            let reports = self.trainer.as_ref().map_or(&silence, |trainer| &trainer.reports).clone();
            select! {
                recv(keyboard) -> event => match event {
                    Ok(event) => self.hear_keys(event, keyboard)?,
                    Err(_) => return without_keys(),
                },
                recv(reports) -> report => match report {
                    Ok(report) => self.hear_report(report)?,
                    Err(_) => self.trainer = None,
                },
                recv(results) -> result => if let Ok(message) = result { self.observe(message)? },
                recv(signals) -> signal => if let Ok(signal) = signal { self.obey(signal)? },
                default(wait) => {}
            }
        }
    }

    /// Takes in a key and all that are waiting behind it, then draws at once.
    fn hear_keys(&mut self, first: Event, keyboard: &Receiver<Event>) -> Result<(), Error> {
        for event in [first].into_iter().chain(keyboard.try_iter().take(EVENTS_A_FRAME)) {
            match event {
                Event::Key(key) => self.observe(Message::Key(key))?,
                Event::Mouse(mouse) => self.observe(Message::Mouse(mouse))?,
                Event::Paste(text) => self.observe(Message::Paste(text))?,
                Event::Resize(..) => self.resize()?,
                Event::FocusGained | Event::FocusLost => {}
            }
        }
        self.last_frame = None;
        Ok(())
    }

    fn hear_report(&mut self, report: Report) -> Result<(), Error> {
        if matches!(report, Report::Failed(_)) {
            drop(panic_hook::take_message()); // the trainer says itself what happened
        }
        self.observe(Message::Report(report))
    }

    fn observe(&mut self, message: Message) -> Result<(), Error> {
        self.dirty = true;
        let effects = self.app.update(message);
        self.carry_out(effects)?;
        let mouse = self.mouse == Mouse::Auto && self.app.uses_mouse();
        self.terminal.capture_mouse(mouse)
    }

    fn carry_out(&mut self, effects: Vec<Effect>) -> Result<(), Error> {
        for effect in effects {
            match effect {
                Effect::Start { run, setup, pace } => self.train(run, setup, pace)?,
                Effect::Command(command) => {
                    if let Some(trainer) = &self.trainer {
                        trainer.send(command);
                    } else if let (Command::Restart(run, setup), Some(shown)) = (command, &self.app.run) {
                        let pace = shown.pace;
                        self.train(run, *setup, pace)?;
                    }
                }
                Effect::Paint(request) => self.beside.paint(request)?,
                Effect::ManySeeds { number, setup } => {
                    self.beside.train_seeds(number, &setup, self.threads)?;
                }
                Effect::NoSeeds => self.beside.stop_seeds(),
                Effect::Thumbnail { card, data, request } => {
                    self.beside.load_thumbnail(card, data, request)?;
                }
                Effect::Read { number, pending } => self.beside.read(number, pending)?,
                Effect::StopReading => self.beside.stop_reading(),
                Effect::Suspend => self.obey(Signal::Stop)?,
                Effect::Quit => self.exit = Some(0),
                Effect::Fail(fault) => return Err(fault),
            }
        }
        Ok(())
    }

    fn train(&mut self, run: RunId, setup: Setup, pace: Pace) -> Result<(), Error> {
        self.beside.stop_seeds();
        self.trainer = Some(Trainer::spawn(run, setup, pace, self.threads)?);
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
        self.observe(Message::Resize(width, height))
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

/// Time from one frame to the next: as wanted, or longer where sending one takes long.
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
