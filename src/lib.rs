//! Watch a neural network learn, and over-fit, live in your terminal.
//!
//! ```text
//!  circles 400/100 │ 2-10-2 │ eta 0.005 │ seed 0      tui/panels/status.rs ◄── train/setup.rs, train/settings/
//!  ▶ RUN  step 2,000 of 10,000  ━━━━──────────                             ◄── train/trainer.rs
//! ╭ Output ───────────────╮╭ Loss ───────────────╮    tui/panels/curves.rs ◄── train/history.rs
//! │    ○ ▀▀▀▀▀▀ ○         ││ ⠉⠉⠒⠢⢄⣀⣀             │    tui/widgets/curve/
//! │  ○ ▀▀●▀▀▀●▀▀▀         ││        ⠉⠉⠉⠉⠉⠉⠉ test │
//! │   ▀▀▀▀▀▀▀▀▀▀▀  □      │├ Accuracy ───────────┤
//! │   ▀▀●▀▀▀▀●▀▀▀         ││                     │
//! │  ○ ▀▀▀▀▀▀▀▀ ○         │├ What is happening ──┤    tui/panels/diagnosis.rs
//! ╰───────────────────────╯╰─────────────────────╯    tui/panels/plane.rs  ◄── tui/picture.rs ◄── nn/network.rs
//!  Space pause  [ ] eta  - + units  ? keys            tui/panels/footer.rs ◄── tui/keymap/
//! ```
//!
//! A key becomes an `Action` (`tui/keymap/`), `App::update` turns it into effects (`tui/message.rs`), `tui/effects.rs`
//! carries them out through `tui/backend.rs`, and `train::Driver` applies commands to the session.
//!
//! Invariants, enforced by `tests/house/architecture.rs`:
//!
//! - [`nn`] works on arrays. It starts no thread, reads no clock or file, uses no channel and returns no errors;
//!   `unsafe` is in `nn::thread_pool` and `nn::kernels::prefetch` only. Outside it is in `memory` and `tui::terminal::last_resort`, for the end of the
//!   process.
//! - [`data`] does not depend on [`nn`], [`train`] or [`tui`]. File formats are known to [`data`], which reads them, and
//!   [`export`], which writes them.
//! - [`train`] does not depend on [`export`], [`run_file`], [`tui`] or [`cli`], and [`export`] and [`run_file`] not on the last
//!   two. A session has no thread and no clock: the same set-up gives the same numbers, to the bit.
//! - [`watch`] reads the logs of other programs. It knows neither the screen nor the command line, and has no thread and no clock.
//! - Channels are in `train::trainer`, `train::queue`, `run_file::writer`, `run_file::disk`, `tui::backend`, `tui::event_loop`, `tui::keyboard` and
//!   `tui::threads` only. Training never waits for the screen.
//! - Drawing takes `&App` and changes nothing; `App::update` is the only function that changes the state.
//! - Colours and emphasis are in `tui::theme` only.
//!
//! # From Rust
//!
//! ```
//! use overfit::nn::{Matrix, ThreadPool};
//! use overfit::train::{Session, Setup, State, inputs_of};
//!
//! let circles = overfit::data::resolve("circles")?;
//! let mut session = Session::new(Setup { steps: 2_000, ..Setup::lecture(circles) }, ThreadPool::default())?;
//! while *session.state() == State::Learning {
//!     session.advance();
//! }
//! let weights: &Matrix = &session.network().layers[0].weights; // inputs × units
//! println!("from y to the third hidden unit: {}", weights[(1, 2)]);
//! let test = &session.dataset().test;
//! let predictions = session.network().predict(&inputs_of(&test.inputs).all(), &mut Default::default());
//! println!("test point 1 is of class {}, and taken for {}", test.labels[0], predictions[0].class);
//! # Ok::<(), overfit::error::Error>(())
//! ```
//!
//! Settings, keys, panels and data sets each have one table, from which everything else is derived.

pub mod cli;
mod column;
pub mod data;
pub mod display;
pub mod error;
pub mod export;
pub mod launch;
pub mod memory;
pub mod nn;
mod numbers;
mod program_name;
pub mod random;
pub mod run_file;
mod sgr;
mod spelling;
pub mod train;
pub mod tui;
mod vector_unit;
pub mod watch;
