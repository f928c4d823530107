//! Watch a neural network learn, and over-fit, live in your terminal.
pub mod data;
pub mod error;
pub mod random;
