//! The terminal: entering the screen, drawing, suspending, and restoring the terminal however the program ends.
//!
//! | file         | handles                                                                                  |
//! | ------------ | ---------------------------------------------------------------------------------------- |
//! | `guard`      | entering and leaving the screen                                                          |
//! | `panic_hook` | panics: the screen is left if the drawing thread panics, and stays up if another does     |
//! | `signals`    | every signal that ends a process, even if the loop hangs; SIGTSTP, SIGCONT, SIGWINCH     |
//! | `job`        | Ctrl-Z, `fg` and `bg`                                                                    |
//! | `last_resort`| no memory, and aborting                                                                  |
//! | `watchdog`   | a terminal that is gone                                                                  |
//! | `input`      | keys, the mouse and pasted text                                                          |
//! | `clipboard`  | copying text                                                                             |
//! | `compact`    | writing cells in few bytes                                                               |
//! | `output`     | writing without the lock of `std::io::Stdout`                                            |
//! | `widths`     | terminals that draw frames and points two columns wide                                   |
//!
//! ratatui's `init` and `restore` are not used: on a dead terminal `restore` aborts the process, and the panic hook of
//! `init` leaves the screen when any thread panics.

pub mod guard;
pub mod input;
pub mod panic_hook;
mod recording;
pub mod signals;
pub mod watchdog;

mod clipboard;
mod compact;
mod ending;
mod job;
mod last_resort;
mod modes;
mod output;
mod tty;
mod widths;

pub use signals::Signal;
pub use tty::Terminal;
