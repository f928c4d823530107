//! One run of training, step by step. It has no thread and no clock: the same set-up gives the same numbers.

mod changes;
mod fork;
mod layers;
mod queries;
mod run;

pub use run::{Event, Session};
