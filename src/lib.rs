//! Watch a neural network learn, and over-fit, live in your terminal.
pub mod cli;
pub mod data;
pub mod error;
pub mod nn;
pub mod random;
pub mod train;
pub mod tui;
