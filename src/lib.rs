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
//! What holds everywhere, and `tests/house/architecture.rs` enforces:
//!
//! - [`nn`] is arrays in, arrays out: no thread of its own making, no clock, file, channel, screen, and nothing
//!   that fails; `unsafe` is in `nn::thread_pool` alone.
//! - [`data`] knows no network; nobody but [`data`] knows a file format.
//! - [`train`] knows no screen. A session has no thread and no clock: same set-up, same numbers, to the bit.
//! - Training never waits for the screen: channels are in `train::trainer` and `tui`'s loop only.
//! - Drawing takes `&App` and changes nothing; one function, `App::update`, does.
//! - Colours and emphasis are in `tui::theme` only; which glyphs a terminal has, drawing asks it.
//! - One table each: settings, keys, panels, data sets. What is added there is found by everything else.

pub mod cli;
pub mod data;
pub mod display;
pub mod error;
pub mod launch;
pub mod nn;
mod numbers;
pub mod random;
pub mod train;
pub mod tui;
