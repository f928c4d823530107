//! Tests of the screen without a terminal: keys and reports go in, cells come out.

mod charts;
mod class_choice;
mod cures;
mod curves;
mod experiments;
mod guess;
mod inside;
mod keyboards;
mod keys;
mod line;
mod live_keys;
mod looks;
mod moment;
mod mouse;
mod network;
mod palettes;
mod questions;
mod random_input;
mod screens;
mod soak;
mod steady;
mod support;
mod typing;
