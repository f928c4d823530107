//! One run, step by step. No thread and no clock: the same set-up gives the same numbers.

mod changes;
mod queries;
mod run;

pub use run::{Divergence, Event, Session, State};
