//! The one interpreter of effects: the loop, the tests and the fuzzers share it.

use super::message::Effect;
use super::picture::Request;
use crate::data::{self, Choice};
use crate::error::Error;
use crate::launch::PendingFile;
use crate::train::{Command, Pace, RunId, Setup};

/// What carries out the wishes of the screen: the threads of the program, or something in their place in a test.
pub trait Host {
    /// Begins training in place of what was trained before.
    ///
    /// # Errors
    /// When there is no thread for it.
    fn start(&mut self, run: RunId, setup: Setup, pace: Pace) -> Result<(), Error>;

    /// Passes a command on to the trainer.
    fn command(&mut self, command: Command);

    /// Works out a picture.
    ///
    /// # Errors
    /// When there is no thread for it.
    fn paint(&mut self, request: Request) -> Result<(), Error>;

    /// Trains a set-up from many seeds; the results bear this number.
    ///
    /// # Errors
    /// When there is no thread for it.
    fn train_seeds(&mut self, number: u64, setup: Setup) -> Result<(), Error>;

    /// Stops that.
    fn stop_seeds(&mut self);

    /// Loads what a card shows.
    ///
    /// # Errors
    /// When there is no thread for it.
    fn load_thumbnail(&mut self, card: usize, data: Choice, request: data::Request) -> Result<(), Error>;

    /// Reads a file; what comes of it bears this number.
    ///
    /// # Errors
    /// When there is no thread for it.
    fn read(&mut self, number: u64, pending: PendingFile) -> Result<(), Error>;

    /// Stops reading the file.
    fn stop_reading(&mut self);
}

/// What the program does next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// It goes on.
    GoOn,
    /// It goes to the background, as Ctrl-Z asks.
    Suspend,
    /// It ends.
    Quit,
}

/// Carries out an effect.
///
/// # Errors
/// When there is no thread for it, or when the effect is the end of the program by an error.
pub fn carry_out(effect: Effect, host: &mut impl Host) -> Result<Next, Error> {
    match effect {
        Effect::Start { run, setup, pace } => host.start(run, setup, pace)?,
        Effect::Command(command) => host.command(command),
        Effect::Paint(request) => host.paint(request)?,
        Effect::ManySeeds { number, setup } => host.train_seeds(number, setup)?,
        Effect::NoSeeds => host.stop_seeds(),
        Effect::Thumbnail { card, data, request } => host.load_thumbnail(card, data, request)?,
        Effect::Read { number, pending } => host.read(number, pending)?,
        Effect::StopReading => host.stop_reading(),
        Effect::Suspend => return Ok(Next::Suspend),
        Effect::Quit => return Ok(Next::Quit),
        Effect::Fail(error) => return Err(error),
    }
    Ok(Next::GoOn)
}
