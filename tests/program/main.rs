//! Tests of the program as users run it, on a command line and on a terminal.

mod bench;
mod command_line;
#[cfg(unix)]
mod interactive;
#[cfg(unix)]
mod panics;
#[cfg(unix)]
mod pty;
#[cfg(unix)]
mod questions;
#[cfg(unix)]
mod sweep_screen;
#[cfg(unix)]
mod terminal;
#[cfg(unix)]
mod typed_values;
