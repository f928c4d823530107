//! The screen without a terminal: keys and reports in, cells out.

mod curves;
mod keys;
mod live_keys;
mod looks;
mod random_input;
mod screens;
mod soak;
mod support;
