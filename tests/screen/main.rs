//! Tests of the screen without a terminal: keys and reports go in, cells come out.

mod curves;
mod keys;
mod live_keys;
mod looks;
mod moment;
mod random_input;
mod screens;
mod soak;
mod support;
