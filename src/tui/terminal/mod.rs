//! The terminal that the screen is drawn on: entering, drawing, Ctrl-Z, and leaving in every way there is.
//!
//! | file         | the terminal is put right when …                                                         |
//! | ------------ | ---------------------------------------------------------------------------------------- |
//! | `guard`      | the program ends by itself, with or without an error                                     |
//! | `panic_hook` | the thread that draws panics (any other thread leaves the screen alone)                  |
//! | `signals`    | SIGTERM, SIGINT, SIGHUP end the program, even if the loop hangs; SIGTSTP, SIGCONT        |
//! | `job`        | Ctrl-Z stops it, `fg` or `bg` continues it                                               |
//! | `watchdog`   | the terminal is gone, or one of the two that input and output may be                     |
//!
//! `input` reads what is typed, `output` writes past the locks of the standard library.
//!
//! ratatui's own `init` and `restore` are not used: on a dead terminal `restore` aborts the process, and its
//! panic hook takes the screen down when any thread panics.

pub mod guard;
pub mod input;
pub mod panic_hook;
pub mod signals;
pub mod watchdog;

mod ending;
mod job;
mod modes;
mod output;
mod tty;

pub use signals::Signal;
pub use tty::Terminal;
